//! Where the values of a school are in a directory.

use crate::import::line::LineReader;
use crate::import::problem::ProblemReason;
use crate::import::table::FileTable;
use crate::import::value;
use std::collections::BTreeSet;

/// Columns without which a directory is of no use.
pub(super) const NEEDED: &[&str] = &[
    "identifiant_de_l_etablissement",
    "nom_etablissement",
    "type_etablissement",
    "statut_public_prive",
    "code_commune",
    "nom_commune",
];

macro_rules! columns {
    ($($field:ident: $key:literal $(=> $row:literal)?),* $(,)?) => {
        /// Places of the columns; the second name is that of the field of a row.
        pub(super) struct Columns {
            $(pub $field: Option<usize>,)*
        }

        impl Columns {
            pub(super) fn find(table: &FileTable) -> Self {
                Self { $($field: table.column($key),)* }
            }

            pub(super) fn all(&self) -> Vec<Option<usize>> {
                vec![$(self.$field,)*]
            }

            /// The column of a field of a row.
            pub(super) fn of(&self, row_field: &str) -> Option<usize> {
                $($(if row_field == $row {
                    return self.$field;
                })?)*
                None
            }

            /// Fields of a row that no column gives.
            pub(super) fn absent(&self) -> BTreeSet<&'static str> {
                let mut absent = BTreeSet::new();
                $($(if self.$field.is_none() {
                    absent.insert($row);
                })?)*
                if self.position.is_some() {
                    absent.remove("latitude");
                    absent.remove("longitude");
                }
                if self.locality.is_some() {
                    absent.remove("postcode");
                }
                absent
            }
        }
    };
}

columns! {
    uai: "identifiant_de_l_etablissement",
    name: "nom_etablissement" => "name",
    kind: "type_etablissement",
    sector: "statut_public_prive" => "sector",
    address_1: "adresse_1" => "address",
    address_2: "adresse_2",
    locality: "adresse_3",
    postcode: "code_postal" => "postcode",
    commune: "code_commune" => "commune",
    commune_name: "nom_commune" => "commune_name",
    nursery: "ecole_maternelle",
    elementary: "ecole_elementaire" => "level",
    nature: "code_nature",
    nature_name: "libelle_nature",
    phone: "telephone" => "phone",
    mail: "mail" => "mail",
    pupils: "nombre_d_eleves",
    ulis: "ulis" => "ulis",
    grouped_here: "rpi_concentre",
    grouped: "rpi_disperse" => "grouped",
    priority: "appartenance_education_prioritaire" => "priority",
    latitude: "latitude" => "latitude",
    longitude: "longitude" => "longitude",
    position: "position",
    precision: "precision_localisation" => "precision",
    opened: "date_ouverture" => "opened",
    updated: "date_maj_ligne" => "updated",
    state: "etat" => "state",
}

impl Columns {
    /// The INSEE code; its leading zero is put back when the UAI, which begins with the number of
    /// the departement in three digits, says that there was one.
    pub(super) fn commune_code(&self, line: &LineReader) -> Result<String, ProblemReason> {
        let raw = line.raw(self.commune);
        let restored = format!("0{raw}");
        let uai = line.raw(self.uai);
        let agrees = raw.len() == 4 && uai.get(1..3) == restored.get(0..2) && uai.starts_with('0');
        value::commune_code(if agrees { &restored } else { raw })
    }
}

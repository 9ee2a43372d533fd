//! Which column holds what: guessed from French and English names, and open to correction.

use crate::import::table::FileTable;

/// Places of the columns of a fleet; `None` when the file has no such column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// GLPI's own number.
    pub id: Option<usize>,
    /// Name of the device.
    pub name: Option<usize>,
    /// Entity that owns it.
    pub entity: Option<usize>,
    /// State («En service»).
    pub state: Option<usize>,
    /// Manufacturer.
    pub maker: Option<usize>,
    /// Serial number.
    pub serial: Option<usize>,
    /// Inventory number.
    pub inventory: Option<usize>,
    /// Type.
    pub kind: Option<usize>,
    /// Model.
    pub model: Option<usize>,
    /// Location.
    pub location: Option<usize>,
    /// Day on which it was bought, delivered or put in use.
    pub acquired: Option<usize>,
    /// Day on which it was bought.
    pub bought: Option<usize>,
    /// Day on which it was put in use.
    pub in_service: Option<usize>,
    /// Months that it is meant to serve: not its warranty, which ends long before.
    pub life: Option<usize>,
    /// Last day of its maker's support.
    pub support_ends: Option<usize>,
    /// Price with tax.
    pub price: Option<usize>,
}

/// Prefixes of column names in GLPI, which depend on the search that was exported.
const PREFIXES: &[&str] = &[
    "",
    "ordinateur_",
    "ordinateurs_",
    "caracteristiques_",
    "computer_",
    "computers_",
    "characteristics_",
    "informations_financieres_et_administratives_",
    "financial_and_administrative_information_",
];

const SERIAL: [&str; 7] =
    ["numero_de_serie", "serial_number", "n_de_serie", "no_de_serie", "serial", "s_n", "sn"];

const INVENTORY: [&str; 8] = [
    "numero_d_inventaire",
    "inventory_number",
    "inventory_asset_number",
    "asset_number",
    "n_d_inventaire",
    "no_d_inventaire",
    "inventaire",
    "otherserial",
];

const ACQUIRED: [&str; 7] = [
    "date_de_mise_en_service",
    "date_d_achat",
    "date_de_livraison",
    "startup_date",
    "date_of_purchase",
    "purchase_date",
    "delivery_date",
];

impl Mapping {
    /// The columns whose names are known.
    pub fn guess(table: &FileTable) -> Self {
        let find = |names: &[&str]| {
            let all = names
                .iter()
                .flat_map(|name| PREFIXES.iter().map(move |prefix| format!("{prefix}{name}")));
            all.into_iter().find_map(|key| table.column(&key))
        };
        Self {
            id: find(&["id", "identifiant"]),
            name: find(&["nom", "name", "nom_de_l_ordinateur", "computer_name"]),
            entity: find(&["entite", "entity", "entites", "entities", "entite_nom_complet"]),
            state: find(&["statut", "status", "etat", "state"]),
            maker: find(&["fabricant", "manufacturer", "constructeur", "marque", "brand"]),
            serial: find(&SERIAL),
            inventory: find(&INVENTORY),
            kind: find(&["type", "type_de_materiel", "item_type", "types", "categorie"]),
            model: find(&["modele", "model", "modeles", "models"]),
            location: find(&["lieu", "location", "localisation", "lieux", "lieu_nom_complet"]),
            acquired: find(&ACQUIRED),
            bought: find(&["date_d_achat", "date_of_purchase", "purchase_date"]),
            in_service: find(&["date_de_mise_en_service", "startup_date"]),
            life: find(&["duree_de_vie_mois", "duree_de_vie", "life_months"]),
            support_ends: find(&["fin_de_support", "end_of_support"]),
            price: find(&["valeur", "prix", "prix_ttc", "value", "price"]),
        }
    }

    /// Whether a column tells one device from another.
    pub fn names_devices(&self) -> bool {
        self.serial.or(self.inventory).or(self.id).or(self.name).is_some()
    }

    /// The columns of the file that are not read, as written in it.
    pub fn unused(&self, table: &FileTable) -> Vec<String> {
        let used = [
            self.id,
            self.name,
            self.entity,
            self.state,
            self.maker,
            self.serial,
            self.inventory,
            self.kind,
            self.model,
            self.location,
            self.acquired,
            self.bought,
            self.in_service,
            self.life,
            self.support_ends,
            self.price,
        ];
        let labels = table.header();
        let is_used = |label: &String| used.iter().flatten().any(|at| table.label(*at) == label);
        labels.into_iter().filter(|label| !is_used(label)).collect()
    }

    /// The columns that every line has to reach.
    pub(super) fn keys(&self) -> [Option<usize>; 4] {
        [self.name, self.serial, self.inventory, self.location]
    }

    /// The column that one of the keys of a device comes from.
    pub(super) fn column_of_key(&self, key: &str) -> Option<usize> {
        match key.split(':').next() {
            Some("serial") => self.serial,
            Some("inventory") => self.inventory,
            Some("glpi") => self.id,
            _ => self.name,
        }
    }
}

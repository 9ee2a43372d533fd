//! GLPI exports: versions, languages, and where the school is hidden.

use shared::equipment::EquipmentKind;
use shared::import::glpi::{self, FleetImport, KnownSite, Mapping, SiteMatch};
use shared::import::problem::{ProblemReason, WholeFileProblem};
use shared::import::{FileKind, table};

fn site(id: &str, name: &str, commune: &str, commune_name: &str) -> KnownSite {
    KnownSite {
        id: id.to_owned(),
        name: name.to_owned(),
        commune: commune.to_owned(),
        commune_name: commune_name.to_owned(),
    }
}

fn sites() -> Vec<KnownSite> {
    vec![
        site("0420574W", "ECOLE ELEMENTAIRE JULES VERNE", "42218", "Saint-Étienne"),
        site("0420235C", "ECOLE PRIMAIRE JULES VERNE", "42225", "Genilac"),
        site("0420146F", "ECOLE MATERNELLE JULES VERNE", "42218", "Saint-Étienne"),
        site("0420166C", "ECOLE ELEMENTAIRE VICTOR HUGO", "42044", "Le Chambon-Feugerolles"),
        site("0420152M", "ECOLE PRIMAIRE", "42036", "Chagnon"),
        site("UE-12", "Les Tilleuls", "42218", "Saint-Étienne"),
    ]
}

fn read(text: &str) -> FleetImport {
    let table = table::read(text.as_bytes()).unwrap();
    glpi::read(&table, &Mapping::guess(&table), &sites()).unwrap()
}

const GLPI_11: &str = "\"Nom\";\"Entité\";\"Statut\";\"Fabricant\";\"Numéro de série\";\"Type\";\
    \"Modèle\";\"Système d'exploitation - Nom\";\"Lieu\";\"Dernière modification\"\r\n\
    \"ECO-0123-P04\";\"Métropole > Écoles\";\"En service\";\"HP\";\"5CG0000XXX\";\"Portable\";\
    \"ProBook 450\";\"Windows 11\";\"42218 > 0420574W > Classe CE1\";\"2025-03-11 14:02\"\r\n";

#[test]
fn the_columns_of_a_standard_export_are_found() {
    let import = read(GLPI_11);
    assert_eq!(import.problems.len() + import.warnings.len(), 0);
    let row = &import.rows[0];
    assert_eq!(row.serial, "5CG0000XXX");
    assert_eq!(row.name, "ECO-0123-P04");
    assert_eq!((row.kind, row.type_text.as_str()), (EquipmentKind::Laptop, "Portable"));
    assert_eq!((row.maker.as_str(), row.model.as_str()), ("HP", "ProBook 450"));
    assert_eq!(row.state, "En service");
    assert_eq!(row.site, SiteMatch::ById("0420574W".to_owned()));
    assert_eq!(row.room, "Classe CE1");
    assert_eq!(row.key(), "serial:5CG0000XXX");
    let table = table::read(GLPI_11.as_bytes()).unwrap();
    let unused = Mapping::guess(&table).unused(&table);
    assert_eq!(unused, ["Système d'exploitation - Nom", "Dernière modification"]);
}

#[test]
fn the_day_of_purchase_is_read_under_its_names_and_a_wrong_one_is_told() {
    let dated = |name: &str, day: &str| {
        let text = GLPI_11.replace("Dernière modification", name);
        read(&text.replace("2025-03-11 14:02", day))
    };
    let day = chrono::NaiveDate::from_ymd_opt(2021, 9, 1);
    for name in [
        "Date d'achat",
        "Informations financières et administratives - Date de mise en service",
        "Startup date",
    ] {
        for written in ["2021-09-01", "01/09/2021"] {
            let import = dated(name, written);
            assert_eq!((import.rows[0].acquired, import.warnings.len()), (day, 0), "{name}");
        }
    }
    let import = dated("Date d'achat", "bientôt");
    assert_eq!((import.rows[0].acquired, import.rows.len()), (None, 1));
    assert_eq!(import.warnings[0].reason, ProblemReason::Date);
    assert_eq!(dated("Date d'achat", "").rows[0].acquired, None);
}

#[test]
fn older_versions_commas_and_english_give_the_same_devices() {
    let expected = read(GLPI_11).rows;
    let older = GLPI_11.replace("\"\r\n", "\";\r\n");
    let commas = GLPI_11.replace("\";\"", "\",\"");
    let english = GLPI_11
        .replace("\"Nom\"", "\"Name\"")
        .replace("Entité", "Entity")
        .replace("Statut", "Status")
        .replace("Fabricant", "Manufacturer")
        .replace("Numéro de série", "Serial number")
        .replace("Modèle", "Model")
        .replace("Lieu", "Location");
    for text in [older, commas, english] {
        assert_eq!(read(&text).rows, expected);
    }
}

#[test]
fn the_school_is_found_wherever_it_is() {
    let text = "ID;Nom;Entité;Lieu;Numéro d'inventaire;Numéro de série;Type\n\
        1 234;a;Métropole > Écoles > 0420166C;Salle 2;;S1;Desktop\n\
        2;b;Métropole;;0420166C-PC-07;S2;Desktop\n\
        3;PC-0420166C-03;;;;S3;\n\
        4;c;Métropole;\"Le Chambon Feugerolles > École élémentaire Victor-Hugo > CM2\";;S4;\n\
        5;d;Saint-Etienne;Maternelle Jules Verne > Dortoir;;S5;\n\
        6;e;Écoles;42225 > Jules Verne > BCD;;S6;\n\
        7;f;Écoles;UE-12 > Salle;;S7;\n\
        8;g;Écoles;\"\n42218 > 0420574W > CE1\n42218 > 0420574W > CE2\";;S8;\n";
    let import = read(text);
    assert_eq!(import.unmatched, []);
    let found: Vec<_> =
        import.rows.iter().map(|row| (row.site.site().unwrap(), row.room.as_str())).collect();
    let expected = [
        ("0420166C", ""),
        ("0420166C", ""),
        ("0420166C", ""),
        ("0420166C", "CM2"),
        ("0420146F", "Dortoir"),
        ("0420235C", "BCD"),
        ("UE-12", "Salle"),
        ("0420574W", "CE1"),
    ];
    assert_eq!(found, expected);
    assert_eq!(import.rows[0].external_id, "1234");
    assert!(matches!(import.rows[3].site, SiteMatch::ByName(_)));
}

#[test]
fn a_device_without_a_sure_site_is_asked_for() {
    let text = "Nom;Entité;Lieu;Numéro de série\n\
        a;Écoles;Réserve;S1\n\
        b;Écoles;Jules Verne;S2\n\
        c;Saint-Étienne;Jules Verne;S3\n\
        d;Écoles;Chagnon > École primaire;S4\n\
        e;Écoles;0420574W ou 0420146F;S5\n\
        f;Écoles;0940204L > CP;S6\n";
    let import = read(text);
    assert_eq!(import.rows, []);
    let unsure = |ids: &[&str]| SiteMatch::Unsure(ids.iter().map(|id| (*id).to_owned()).collect());
    let found: Vec<_> = import.unmatched.iter().map(|row| row.site.clone()).collect();
    let expected = [
        SiteMatch::None,
        unsure(&["0420574W", "0420235C", "0420146F"]),
        unsure(&["0420574W", "0420146F"]),
        SiteMatch::None,
        unsure(&["0420574W", "0420146F"]),
        SiteMatch::UnknownUai("0940204L".to_owned()),
    ];
    assert_eq!(found, expected);
    assert_eq!(import.warnings.len(), 6);
    let asked = &import.warnings[0];
    assert_eq!((asked.line, asked.column.as_str(), asked.value.as_str()), (2, "Lieu", "Réserve"));
    assert_eq!(asked.reason, ProblemReason::SiteToChoose);
}

#[test]
fn placeholders_repeats_and_nameless_devices_are_told() {
    let text = "Nom;Numéro de série;Lieu\n\
        a;To be filled by O.E.M.;0420574W\n\
        b;Default string;0420574W\n\
        c;S1;0420574W\n\
        c;S1;0420574W\n\
        d;s1;0420574W\n\
        ;;0420574W\n";
    let import = read(text);
    assert_eq!((import.rows.len(), import.repeated), (3, 1));
    assert_eq!(import.rows[1].key(), "name:B");
    let lost: Vec<_> = import.warnings.iter().map(|p| (p.line, &p.reason)).collect();
    assert_eq!(lost, [(2, &ProblemReason::Placeholder), (3, &ProblemReason::Placeholder)]);
    let told: Vec<_> = import.problems.iter().map(|p| (p.line, p.value.as_str())).collect();
    assert_eq!(told, [(6, "s1"), (7, "")]);
    assert_eq!(import.problems[0].reason, ProblemReason::Duplicate { first_line: 4 });
}

#[test]
fn tickets_and_unknown_files_are_no_fleet() {
    let read = |text: &str| {
        let table = table::read(text.as_bytes()).unwrap();
        glpi::read(&table, &Mapping::guess(&table), &[]).unwrap_err()
    };
    let expected = FileKind::Fleet;
    let found = FileKind::FleetTickets;
    let tickets = "\"ID\";\"Titre\";\"Entité\";\"Statut\"\n\"1\";\"x\";\"y\";\"z\"\n";
    assert_eq!(read(tickets), WholeFileProblem::WrongKind { expected, found });
    assert!(matches!(read("a;b\n1;2\n"), WholeFileProblem::UnknownHeader { .. }));
}

/// A person tells the columns that could not be guessed.
#[test]
fn a_mapping_made_by_hand_is_used() {
    let table = table::read("Machine;Où\nPC-1;0420574W\n".as_bytes()).unwrap();
    let mut mapping = Mapping::guess(&table);
    assert!(!mapping.names_devices());
    (mapping.name, mapping.location) = (Some(0), Some(1));
    let import = glpi::read(&table, &mapping, &[]).unwrap();
    assert_eq!(import.rows[0].site.site(), Some("0420574W"));
}

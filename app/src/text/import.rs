//! Words of «Importer».

mod known;
mod reason;
mod row;

pub use known::KNOWN_FILES;
pub use reason::reason;
pub use row::{fields, row};

use super::{count, date};
use shared::day::Day;
use shared::import::FileKind;
use shared::import::problem::{ForeignFormat, LineProblem, WholeFileProblem};
use shared::intake::{AllowanceChange, LeftOut, ToPlace};
use shared::site::Site;
use workbook::UnreadWorkbook;

pub const TITLE: &str = "Importer";
pub const INTRO: &str = "Choisissez un fichier tel qu’il est publié ou exporté\u{a0}: rien n’est \
     enregistré avant que vous ayez vu ce qu’il change.";
pub const FILE: &str = "Choisir un fichier";
pub const FILE_HINT: &str = "Classeur .xlsx, CSV, JSON, GeoJSON ou calendrier .ics\u{a0}; \
     64\u{a0}Mo au plus.";
/// The kinds of files that the picker of the browser offers.
pub const ACCEPTED: &str = ".csv,.txt,.json,.geojson,.ics,.xlsx,text/csv,application/json,\
     text/calendar";
pub const READING: &str = "Lecture du fichier…";
pub const UNREADABLE: &str =
    "Ce fichier n’a pas pu être lu sur l’appareil. Choisissez-le de nouveau.";
pub const NO_READER: &str = "Pour lire un classeur, cet appareil doit une première fois avoir du \
     réseau. Reconnectez-vous, puis choisissez de nouveau le fichier. Rien n’a été importé.";
pub const COMMUNES: &str = "Communes à garder (codes INSEE)";
pub const COMMUNES_HINT: &str = "séparés par des espaces\u{a0}; vide\u{a0}: toutes les communes du \
     fichier";
pub const KNOWN: &str = "Ce que l’on peut importer";
pub const TEMPLATE: &str = "Télécharger le tableau des unités à remplir";
pub const TEMPLATE_NAME: &str = "unites-enseignement.csv";

pub const NOTHING_NEW: &str = "Tout ce que contient ce fichier est déjà connu\u{a0}: il n’y a rien \
     à importer.";
pub const CREATED: &str = "À créer";
pub const CHANGED: &str = "À modifier";
pub const CONFLICTS: &str = "Rien ne change";
pub const TO_CLOSE: &str = "Absentes du fichier";
pub const GONE: &str = "Appareils absents du fichier";
pub const PROBLEMS: &str = "Lignes laissées de côté";
pub const WARNINGS: &str = "Valeurs laissées de côté";
pub const UNMATCHED: &str = "Matériel sans établissement reconnu";
pub const UNMATCHED_HINT: &str = "Ces lignes ne seront pas importées. Dans GLPI, écrivez le code \
     UAI de l’école dans le lieu, puis exportez de nouveau.";
pub const ALLOWANCES: &str = "Montants par école";
pub const TO_PLACE: &str = "Lignes dont il faut choisir l’établissement";
pub const TO_PLACE_HINT: &str = "Choisissez-le pour celles que vous connaissez\u{a0}; les autres \
     restent de côté. Une ligne numérotée est reconnue au prochain fichier.";
pub const CHOOSE_SCHOOL: &str = "Choisir…";
pub const PLACE: &str = "Placer ces lignes";
pub const PLACE_NONE: &str = "Choisissez l’établissement d’au moins une ligne.";
pub const FIRST_SHOWN: usize = 50;
pub const LINE: &str = "Ligne";
pub const COLUMN: &str = "Colonne";
pub const VALUE: &str = "Valeur";
pub const REASON: &str = "Pourquoi";
pub const IMPORT: &str = "Importer";
pub const IMPORTING: &str = "Enregistrement…";
pub const IMPORTED: &str = "Enregistré\u{a0}: l’import est sur cet appareil et part dès qu’il y \
     a du \
     réseau.";
pub const MANY_MISSING: &str = "Il en manque beaucoup\u{a0}: le fichier est peut-être incomplet. \
     Vérifiez avant de cocher.";
pub const DOWNLOAD_PROBLEMS: &str = "Télécharger la liste des lignes";
pub const PROBLEMS_NAME: &str = "lignes-laissees-de-cote.csv";

/// The name of a file, at the beginning of a sentence.
pub fn kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Directory => "L’annuaire de l’éducation",
        FileKind::ClosedSchools => "La liste des établissements fermés",
        FileKind::Geolocation => "Le fichier de géolocalisation des établissements",
        FileKind::HeadCounts => "Le fichier des effectifs",
        FileKind::SocialIndex => "Le fichier des indices de position sociale",
        FileKind::TeachingUnits => "Le tableau des unités d’enseignement",
        FileKind::SchoolCalendar => "Le calendrier scolaire",
        FileKind::Holidays => "Le tableau des vacances",
        FileKind::Fleet => "L’export du matériel",
        FileKind::SupportEnds => "La liste des fins de support",
        FileKind::Trainings => "La liste des formations suivies",
        FileKind::Sessions => "La liste des sessions de formation",
        FileKind::Statements => "Les bilans d’avant",
        FileKind::Attendance => "La liste des présences",
        FileKind::LoanStock => "La liste du stock prêté",
        FileKind::Loans => "La liste des réservations",
        FileKind::FleetTickets => "L’export des tickets",
        FileKind::OperatorLines => "La liste des lignes internet",
        FileKind::Workspaces => "La liste des ENT",
        FileKind::DemoSites => "Le fichier de la démonstration",
        FileKind::Communes => "Le tableau des communes",
        FileKind::Outlines => "Les contours des communes",
        FileKind::PriceList => "La liste de prix",
        FileKind::Allowances => "La liste des montants par école",
        FileKind::BudgetAnnex => "L’annexe budgétaire",
        FileKind::Applications => "La liste des candidatures",
        FileKind::FinanceFile => "L’export du système financier",
    }
}

/// Returns why a workbook cannot be read.
pub fn unread(why: UnreadWorkbook) -> &'static str {
    match why {
        UnreadWorkbook::Damaged => {
            "Ce classeur ne peut pas être lu\u{a0}: il est abîmé ou protégé. Ouvrez-le et \
             enregistrez-le de nouveau, ou au format CSV. Rien n’a été importé."
        }
        UnreadWorkbook::TooLarge => {
            "Ce classeur est trop grand une fois ouvert. Enregistrez au format CSV la seule \
             feuille qui sert. Rien n’a été importé."
        }
        UnreadWorkbook::Empty => "Ce classeur n’a aucune feuille remplie. Rien n’a été importé.",
    }
}

/// Returns why the file cannot be used.
pub fn whole(problem: &WholeFileProblem) -> String {
    match problem {
        WholeFileProblem::Empty => "Ce fichier est vide. Rien n’a été importé.".into(),
        WholeFileProblem::NotText(nature) => format!(
            "Ce fichier est {}, pas un tableau en texte. {} Rien n’a été importé.",
            self::nature(*nature),
            nature_help(*nature)
        ),
        WholeFileProblem::TooLarge { max, .. } => format!(
            "Ce fichier dépasse {}\u{a0}Mo. Exportez seulement votre département. Rien n’a été \
             importé.",
            max / (1024 * 1024)
        ),
        WholeFileProblem::TooManyRows { max } => {
            format!("Ce fichier a plus de {max} lignes ou trop de colonnes. Rien n’a été importé.")
        }
        WholeFileProblem::NoRows => {
            "Ce fichier n’a que des titres de colonnes. Rien n’a été importé.".into()
        }
        WholeFileProblem::UnknownHeader { missing, found } => header(missing, found),
        WholeFileProblem::OtherZone { zone } => format!(
            "Aucune vacance de la zone {zone} dans ce fichier. Si vos écoles sont d’une autre \
             zone, choisissez-la dans «\u{a0}Réglages\u{a0}», puis recommencez. Rien n’a été \
             importé."
        ),
        WholeFileProblem::NoSmallBudget => {
            "Ce fichier donne des montants par école, et aucun petit \
             budget n’est préparé ni ouvert. Préparez-le dans «\u{a0}Campagnes\u{a0}», puis \
             recommencez. Rien n’a été importé."
                .into()
        }
        WholeFileProblem::NoKnownSchool { found } => format!(
            "{} complète les écoles déjà connues, et ne nomme aucune des vôtres\u{a0}: ni \
             adresse ni position n’y figurent. Importez d’abord l’annuaire de l’éducation, puis \
             recommencez. Rien n’a été importé.",
            kind(*found)
        ),
        WholeFileProblem::NoOpenCall => {
            "Ce fichier contient des candidatures, et il faut un seul appel à projets ouvert \
             aujourd’hui pour les recevoir. Rien n’a été importé."
                .into()
        }
        WholeFileProblem::WrongKind { found, .. } => format!(
            "{} est reconnu, mais Tournée n’en a pas besoin. Rien n’a été importé.",
            kind(*found)
        ),
    }
}

fn header(missing: &[String], found: &[String]) -> String {
    let some: Vec<&str> = found.iter().take(8).map(String::as_str).collect();
    let some = some.join(", ");
    match missing.is_empty() {
        true => format!(
            "Aucun fichier connu n’a ces colonnes\u{a0}: {some}. Vérifiez que c’est le bon \
             fichier. Rien n’a été importé."
        ),
        false => format!(
            "Il manque les colonnes\u{a0}: {}. Le fichier a\u{a0}: {some}. Rien n’a été importé.",
            missing.join(", ")
        ),
    }
}

fn nature(nature: ForeignFormat) -> &'static str {
    match nature {
        ForeignFormat::Xlsx | ForeignFormat::Xls => "un classeur Excel",
        ForeignFormat::Ods => "un classeur LibreOffice",
        ForeignFormat::Zip => "une archive compressée",
        ForeignFormat::Pdf => "un PDF",
        ForeignFormat::Html => "une page web",
        ForeignFormat::Xml => "un fichier XML",
        ForeignFormat::Json => "un fichier JSON d’une autre forme",
        ForeignFormat::ICalendar => "un calendrier",
        ForeignFormat::Binary => "un fichier binaire",
    }
}

fn nature_help(nature: ForeignFormat) -> &'static str {
    match nature {
        ForeignFormat::Xlsx | ForeignFormat::Xls | ForeignFormat::Ods => {
            "Ouvrez-le et enregistrez-le au format CSV."
        }
        ForeignFormat::Zip => "Décompressez-le d’abord.",
        ForeignFormat::Html => "Le téléchargement a sans doute échoué\u{a0}: recommencez-le.",
        _ => "Téléchargez l’export CSV.",
    }
}

/// How many lines were left out, and why.
pub fn left_out(why: LeftOut, lines: u64) -> String {
    let lines = count(usize::try_from(lines).unwrap_or(usize::MAX), "ligne", "lignes");
    let why = match why {
        LeftOut::Outside => "d’autres communes ou établissements",
        LeftOut::NotSchool => "qui ne sont pas des écoles (collèges, lycées, services)",
        LeftOut::OtherSector => "de l’autre secteur",
        LeftOut::Repeated => "qui répètent une autre ligne",
        LeftOut::OtherZone => "d’autres zones ou académies",
        LeftOut::Totals => "de totaux",
        LeftOut::Unmarked => "sans présence notée",
        LeftOut::NotHandedIn => "non déposés, refusés ou retirés",
        LeftOut::NotServing => "d’abonnements fermés",
        LeftOut::NotPupils => "qui ne concernent pas les vacances des élèves",
    };
    format!("{lines} {why}")
}

pub const SECTORS: &str = "Écoles à prendre";

/// All schools of a directory.
pub fn both_sectors(schools: usize) -> String {
    format!("Publiques et privées ({schools})")
}

/// The public schools of a directory.
pub fn public_schools(schools: usize) -> String {
    format!("Publiques seulement ({schools})")
}

/// The private schools of a directory.
pub fn private_schools(schools: usize) -> String {
    format!("Privées seulement ({schools})")
}

/// A line whose school is to be chosen, as the file names it.
pub fn to_place(line: &ToPlace) -> String {
    let told = [line.number.as_str(), line.named.as_str()];
    let told: Vec<_> = told.into_iter().filter(|text| !text.is_empty()).collect();
    format!("{LINE} {}\u{a0}: {}", line.line, told.join(", "))
}

/// A school in a list of choices.
pub fn school(site: &Site) -> String {
    format!("{}, {}", site.name, site.commune_name)
}

/// What a line of a file makes of a school's allowance.
pub fn allowance(name: &str, of: &AllowanceChange) -> String {
    let before = of.before.map_or_else(String::new, |before| format!("{before} → "));
    let reason = if of.reason.is_empty() { String::new() } else { format!(" ({})", of.reason) };
    format!("{LINE} {}\u{a0}: {name}, {before}{}{reason}", of.line, of.after)
}

/// «12 à créer», for the summary.
pub fn summary(created: usize, changed: usize) -> String {
    format!("{created}\u{a0}à créer, {changed}\u{a0}à modifier")
}

/// The words of the box that closes the sites that are missing in the file.
pub fn close_missing(missing: usize) -> String {
    match missing {
        1 => "Fermer aussi l’école absente du fichier (son historique reste)".into(),
        _ => {
            format!("Fermer aussi les {missing} écoles absentes du fichier (leur historique reste)")
        }
    }
}

/// The words of the box that proposes for retirement the devices that are missing in the file.
pub fn retire_gone(gone: usize) -> String {
    match gone {
        1 => "Proposer aussi à la réforme l’appareil absent du fichier".into(),
        _ => format!("Proposer aussi à la réforme les {gone} appareils absents du fichier"),
    }
}

/// Why a device is proposed for retirement.
pub fn gone_reason(on: Day) -> String {
    format!("absent de l’inventaire importé le {}", date::day_long(on))
}

/// Subscriptions of the sites that would be closed.
pub fn still_paid(rows: usize) -> String {
    format!(
        "{} y courent encore\u{a0}: après l’import, choisissez leur dernier jour dans \
         «\u{a0}Abonnements\u{a0}».",
        count(rows, "abonnement", "abonnements")
    )
}

/// The heading of a list with its length.
pub fn heading(title: &str, lines: usize) -> String {
    format!("{title} ({lines})")
}

/// How many more there are.
pub fn more(rest: usize) -> String {
    format!("… et {}", count(rest, "autre", "autres"))
}

/// The progress of the writing.
pub fn progress(done: usize, all: usize) -> String {
    format!("Enregistrement\u{a0}: {done} sur {all}")
}

/// Why the writing stopped, and what of the file is kept by then: read again, the file changes
/// nothing of what is there.
pub fn stopped(done: usize, all: usize, why: String) -> String {
    match done {
        0 => why,
        done => format!(
            "{why} {done} lots sur {all} sont enregistrés. Importez le même fichier de \
             nouveau\u{a0}: ce qui est déjà là ne changera pas."
        ),
    }
}

/// Returns the lines that were left out, as a CSV table.
pub fn problems_csv<'a>(problems: impl Iterator<Item = &'a LineProblem>) -> String {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut out = format!("\u{feff}{LINE};{COLUMN};{VALUE};{REASON}\r\n");
    for problem in problems {
        let cells = [
            problem.line.to_string(),
            cell(&problem.column),
            // A spreadsheet must not take a value for a formula.
            cell(&problem.value.replace(['=', '@'], " ")),
            cell(&reason(problem)),
        ];
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    }
    out
}

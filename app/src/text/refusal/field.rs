//! The names of the fields of commands and of the kinds of rows, and what is wrong with a field.

use crate::text::UNKNOWN_WORD;
use shared::refusal::{FieldName, FieldProblem};
use shared::row::Kind;

/// Why a field was refused, and what to do.
pub(super) fn bad_field(field: FieldName, problem: &FieldProblem) -> String {
    let name = field_name(field);
    match problem {
        FieldProblem::Empty => {
            format!("{name}\u{a0}: il manque quelque chose. Complétez, puis recommencez.")
        }
        FieldProblem::TooLong { max } if counts_things(field) => {
            format!("{name}\u{a0}: c’est trop ({max} au plus). Faites-en moins en une fois.")
        }
        FieldProblem::TooLong { max } => {
            format!(
                "{name}\u{a0}: c’est trop long ({max} au plus). Raccourcissez, puis recommencez."
            )
        }
        FieldProblem::Invalid => {
            format!("{name}\u{a0}: cette valeur n’est pas possible. Corrigez-la, puis recommencez.")
        }
        FieldProblem::Unknown(_) => format!("{name}\u{a0}: {UNKNOWN_WORD}."),
    }
}

/// Whether the field is a list or an amount, not a text.
fn counts_things(field: FieldName) -> bool {
    use FieldName::*;
    match field {
        Photos | Visits | Moves | Sites | Equipment | Checklist | Item | Holidays | Quarters
        | Minutes | Factors | Lines | Months | Quantity | Sessions | Subscriptions | Teachers
        | Outlines | Skills | Topics | Trainings => true,
        Address | Authority | BeforeTax | Body | Bought | Called | Capacity | Day | Destination
        | Evidence | Feed | First | FoundOn | Function | Funder | Giver | Id | InService | Into
        | Kind | Label | Last | Leader | Leg | LifeMonths | Line | Mail | Model | Name | Note
        | Number | Operator | Over | Phone | Photo | Postcode | Price | PriceCents | Proof
        | Reason | Recipient | Reference | Role | Room | Serial | Skill | Settings | Site
        | State | SupportEnds | Supplier | Tax | Text | Time | Topic | Total | Until | Visit
        | Week | Year | Unknown => false,
    }
}

macro_rules! names {
    ($($($field:ident)|+ => $name:literal,)*) => {
        /// Returns the name of a field, with a capital.
        pub fn field_name(field: FieldName) -> &'static str {
            match field {
                $($(FieldName::$field)|+ => $name,)*
            }
        }
    };
}

names! {
    Address => "Adresse",
    Mail => "Courriel",
    Postcode => "Code postal",
    Outlines => "Contours",
    Skill => "Compétence demandée",
    Skills => "Compétences",
    Week => "Semaine d’ouverture",
    Authority => "Nom de la collectivité",
    BeforeTax => "Montant hors taxe",
    Called => "Montant appelé",
    Funder | Giver => "Financeur ou donateur",
    Supplier => "Fournisseur",
    Tax => "TVA",
    Total => "Total des cinq ans",
    Year => "Année",
    Body => "Organisme",
    Bought => "Date d’achat",
    Capacity | Function => "Fonction",
    Checklist | Item => "Liste de contrôle",
    Day => "Jour",
    Destination => "Destination",
    Equipment => "Matériels",
    Evidence | Proof => "Justificatif",
    Factors => "Facteurs",
    Feed => "Adresse du calendrier",
    First => "Premier jour",
    FoundOn | Visit | Visits => "Passage",
    Holidays => "Vacances et jours fériés",
    Id => "Identifiant",
    InService => "Mise en service",
    Into => "Autre demande",
    Kind => "Nature",
    Label => "Étiquette",
    Last => "Dates",
    Leader => "Animateur",
    Leg => "Remise",
    Lines => "Articles",
    LifeMonths => "Durée de vie",
    Minutes | Months => "Durée",
    Model => "Modèle",
    Line => "Numéro de la ligne",
    Moves => "Déplacements",
    Name => "Nom",
    Note => "Note",
    Operator => "Opérateur",
    Phone => "Téléphone",
    Photo | Photos => "Photos",
    Price | PriceCents => "Montant",
    Quantity => "Quantité",
    Quarters => "Trimestres",
    Over | Reason => "Motif",
    Recipient => "Bénéficiaire",
    Number | Reference => "Référence",
    Role => "Rôle",
    Room => "Lieu",
    Serial => "N°\u{a0}de série",
    Sessions => "Sessions",
    Settings => "Réglages",
    Site => "Établissement",
    Sites => "Établissements",
    State => "État",
    SupportEnds => "Fin de support",
    Subscriptions => "Abonnements",
    Teachers => "Enseignants",
    Text => "Description",
    Time => "Heure",
    Topic => "Formation",
    Topics | Trainings => "Formations",
    Until => "Jusqu’au",
    Unknown => "Un champ que cette version ne connaît pas",
}

/// A kind of row with its article, as a sentence begins with it.
pub(super) fn kind_with_article(kind: Kind) -> String {
    let (article, noun) = kind_words(kind);
    format!("{article}{noun}")
}

/// Returns the article of a kind of row, as a sentence begins with it, and its noun.
pub fn kind_words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Site => ("L’", "établissement"),
        Kind::Equipment => ("Le ", "matériel"),
        Kind::Ticket => ("La ", "demande"),
        Kind::Visit => ("Le ", "passage"),
        Kind::Subscription => ("L’", "abonnement"),
        Kind::Plan => ("Le ", "planning"),
        Kind::Absence => ("L’", "absence"),
        Kind::Account => ("Le ", "compte"),
        Kind::Calendar => ("Le ", "calendrier"),
        Kind::Settings => ("Le ", "réglage"),
        Kind::Article => ("L’", "article"),
        Kind::Campaign => ("La ", "campagne"),
        Kind::Supply => ("La ", "commande"),
        Kind::Teacher => ("L’", "enseignant"),
        Kind::TrainingSession => ("La ", "session"),
        Kind::Statement => ("Le ", "bilan"),
        Kind::Notice => ("L’", "actualité"),
        Kind::Ballot => ("Le ", "bulletin de notes"),
        Kind::BudgetLine => ("La ", "ligne du budget"),
        Kind::Commitment => ("L’", "engagement"),
    }
}

//! The names of the fields of commands and of the kinds of rows, and what is wrong with a field.

use crate::text::UNKNOWN_WORD;
use shared::refusal::{FieldName, Problem};
use shared::row::Kind;

/// Why a field was refused, and what to do.
pub(super) fn bad_field(field: FieldName, problem: &Problem) -> String {
    let name = field_name(field);
    match problem {
        Problem::Empty => {
            format!("{name}\u{a0}: il manque quelque chose. Complétez, puis recommencez.")
        }
        Problem::TooLong { max } if counts_things(field) => {
            format!("{name}\u{a0}: c’est trop ({max} au plus). Faites-en moins en une fois.")
        }
        Problem::TooLong { max } => {
            format!(
                "{name}\u{a0}: c’est trop long ({max} au plus). Raccourcissez, puis recommencez."
            )
        }
        Problem::Invalid => {
            format!("{name}\u{a0}: cette valeur n’est pas possible. Corrigez-la, puis recommencez.")
        }
        Problem::Unknown(_) => format!("{name}\u{a0}: {UNKNOWN_WORD}."),
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

/// Returns the name of a field, with a capital.
pub fn field_name(field: FieldName) -> &'static str {
    match field {
        FieldName::Address => "Adresse",
        FieldName::Mail => "Courriel",
        FieldName::Postcode => "Code postal",
        FieldName::Outlines => "Contours",
        FieldName::Skill => "Compétence demandée",
        FieldName::Skills => "Compétences",
        FieldName::Week => "Semaine d’ouverture",
        FieldName::Authority => "Nom de la collectivité",
        FieldName::BeforeTax => "Montant hors taxe",
        FieldName::Called => "Montant appelé",
        FieldName::Funder | FieldName::Giver => "Financeur ou donateur",
        FieldName::Supplier => "Fournisseur",
        FieldName::Tax => "TVA",
        FieldName::Total => "Total des cinq ans",
        FieldName::Year => "Année",
        FieldName::Body => "Organisme",
        FieldName::Bought => "Date d’achat",
        FieldName::Capacity | FieldName::Function => "Fonction",
        FieldName::Checklist | FieldName::Item => "Liste de contrôle",
        FieldName::Day => "Jour",
        FieldName::Destination => "Destination",
        FieldName::Equipment => "Matériels",
        FieldName::Evidence | FieldName::Proof => "Justificatif",
        FieldName::Factors => "Facteurs",
        FieldName::Feed => "Adresse du calendrier",
        FieldName::First => "Premier jour",
        FieldName::FoundOn | FieldName::Visit | FieldName::Visits => "Passage",
        FieldName::Holidays => "Vacances et jours fériés",
        FieldName::Id => "Identifiant",
        FieldName::InService => "Mise en service",
        FieldName::Into => "Autre demande",
        FieldName::Kind => "Nature",
        FieldName::Label => "Étiquette",
        FieldName::Last => "Dates",
        FieldName::Leader => "Animateur",
        FieldName::Leg => "Remise",
        FieldName::Lines => "Articles",
        FieldName::LifeMonths => "Durée de vie",
        FieldName::Minutes | FieldName::Months => "Durée",
        FieldName::Model => "Modèle",
        FieldName::Line => "Numéro de la ligne",
        FieldName::Moves => "Déplacements",
        FieldName::Name => "Nom",
        FieldName::Note => "Note",
        FieldName::Operator => "Opérateur",
        FieldName::Phone => "Téléphone",
        FieldName::Photo | FieldName::Photos => "Photos",
        FieldName::Price | FieldName::PriceCents => "Montant",
        FieldName::Quantity => "Quantité",
        FieldName::Quarters => "Trimestres",
        FieldName::Over | FieldName::Reason => "Motif",
        FieldName::Recipient => "Bénéficiaire",
        FieldName::Number | FieldName::Reference => "Référence",
        FieldName::Role => "Rôle",
        FieldName::Room => "Lieu",
        FieldName::Serial => "N°\u{a0}de série",
        FieldName::Sessions => "Sessions",
        FieldName::Settings => "Réglages",
        FieldName::Site => "Établissement",
        FieldName::Sites => "Établissements",
        FieldName::State => "État",
        FieldName::SupportEnds => "Fin de support",
        FieldName::Subscriptions => "Abonnements",
        FieldName::Teachers => "Enseignants",
        FieldName::Text => "Description",
        FieldName::Time => "Heure",
        FieldName::Topic => "Formation",
        FieldName::Topics | FieldName::Trainings => "Formations",
        FieldName::Until => "Jusqu’au",
        FieldName::Unknown => "Un champ que cette version ne connaît pas",
    }
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

//! Why a line or a value of a file was left out.

use crate::text::budget::hindrance;
use crate::text::{count, date, loan, training};
use shared::import::problem::{
    ApplicationProblem, LendingProblem, LineProblem, LoanPair, ProblemReason, SessionProblem,
};
use shared::money::NoAmount;
use shared::row::State;

/// Returns why a line or a value was left out.
pub fn reason(problem: &LineProblem) -> String {
    match &problem.reason {
        ProblemReason::Missing => "la valeur manque".into(),
        ProblemReason::UaiPattern => "un code UAI a sept chiffres et une lettre".into(),
        ProblemReason::UaiCheckLetter { expected } => {
            format!("la lettre de contrôle devrait être {expected}")
        }
        ProblemReason::UnknownValue => "valeur inconnue".into(),
        ProblemReason::WillClose => {
            "cette école va fermer, à un jour que le fichier ne dit pas".into()
        }
        ProblemReason::FarFromCommune { kilometres } => format!(
            "position à {kilometres}\u{a0}km des autres écoles de sa commune\u{a0}: à vérifier"
        ),
        ProblemReason::Spoilt => "numéro abîmé par un tableur (arrondi), laissé de côté".into(),
        ProblemReason::CommuneCode => "un code INSEE a cinq caractères".into(),
        ProblemReason::CommuneUnknown => "commune inconnue, ou plusieurs du même nom".into(),
        ProblemReason::Postcode => "un code postal a cinq chiffres".into(),
        ProblemReason::Phone => "un numéro de téléphone a dix chiffres".into(),
        ProblemReason::Mail => "adresse électronique invalide".into(),
        ProblemReason::Number => "ce n’est pas un nombre".into(),
        ProblemReason::CoordinateRange => "cette position n’existe pas".into(),
        ProblemReason::CoordinatesSwapped => "latitude et longitude sont inversées".into(),
        ProblemReason::Date => "date invalide".into(),
        ProblemReason::DateOrder => "la fin précède le début".into(),
        ProblemReason::Time => "ce n’est pas une heure du jour, comme 14:30".into(),
        ProblemReason::Places => "un nombre de places, de 1 à 500".into(),
        ProblemReason::Level => "maternelle, élémentaire ou primaire\u{a0}: rien ne le dit".into(),
        ProblemReason::FieldCount { expected, found } => {
            let found = count(*found, "valeur", "valeurs");
            format!("{found} pour {}", count(*expected, "colonne", "colonnes"))
        }
        ProblemReason::UnclosedQuote => "un guillemet n’est pas fermé".into(),
        ProblemReason::TooLong { max } => format!("valeur de plus de {max} caractères"),
        ProblemReason::Unreadable => "des caractères ont été perdus avant l’export".into(),
        ProblemReason::Duplicate { first_line } => {
            format!("déjà à la ligne {first_line}, avec d’autres valeurs")
        }
        ProblemReason::Placeholder => "valeur laissée par le fabricant".into(),
        ProblemReason::SiteUnsure { names } => {
            format!("plusieurs établissements possibles\u{a0}: {}", names.join(", "))
        }
        ProblemReason::Amount(why) => of_amount(why).into(),
        ProblemReason::Budget(why) => hindrance(why, &State::default()),
        ProblemReason::Application(why) => of_application(why),
        ProblemReason::Rate => "ce n’est pas un taux de TVA".into(),
        ProblemReason::Months => "une durée en mois, de 1 à 600".into(),
        ProblemReason::Future => "ce jour est à venir".into(),
        ProblemReason::UnknownTopic => "cette formation n’est pas dans les réglages".into(),
        ProblemReason::Session(why) => of_session(why),
        ProblemReason::Lending(why) => of_lending(why),
        ProblemReason::NotFunded => {
            "le plan ne paie pas internet à cet établissement\u{a0}: saisissez l’abonnement avec \
             le motif de sa prise en charge"
                .into()
        }
        ProblemReason::LineOfTwo { first, second } => {
            format!("la même ligne pour deux établissements\u{a0}: {first}, {second}")
        }
        ProblemReason::AlreadyServed { line } => format!(
            "un autre abonnement y court ({line})\u{a0}: déclarez d’abord le changement \
             d’opérateur"
        ),
        ProblemReason::SiteClosed { on } => {
            format!("l’établissement a fermé le {}", date::day_long(*on))
        }
        ProblemReason::SiteToChoose => "l’établissement ne peut pas être reconnu".into(),
    }
}

fn of_amount(why: &NoAmount) -> &'static str {
    match why {
        NoAmount::Ambiguous => "montant ambigu\u{a0}: un point suivi de trois chiffres",
        NoAmount::Negative => "montant négatif",
        NoAmount::TooLarge => "montant trop grand",
        NoAmount::Empty | NoAmount::Invalid => "ce n’est pas un montant",
    }
}

/// Why a line of applications was left out.
fn of_application(why: &ApplicationProblem) -> String {
    match why {
        ApplicationProblem::AskedTwice => "cette école a déjà déposé un projet".into(),
        ApplicationProblem::PartOfWrong { first_line } => {
            format!("la ligne {first_line} du même dossier est à corriger d’abord")
        }
        ApplicationProblem::OtherSum { sum } => {
            format!("les articles font {sum}\u{a0}: c’est ce qui compte")
        }
    }
}

fn of_session(why: &SessionProblem) -> String {
    match why {
        SessionProblem::Unknown => {
            "aucune session de ce titre n’a lieu ce jour-là\u{a0}: préparez-la d’abord".into()
        }
        SessionProblem::Unsure => {
            "plusieurs sessions de ce titre ont lieu ce jour-là\u{a0}: faites l’appel à l’écran"
                .into()
        }
        SessionProblem::Hindered(why) => training::hindrance(why, &State::default()),
        SessionProblem::OtherHours { minutes } => {
            format!("la session dure {}\u{a0}: c’est ce qui compte", training::lasts(*minutes))
        }
    }
}

/// Why a line of the stock or of reservations was left out.
fn of_lending(why: &LendingProblem) -> String {
    match why {
        LendingProblem::Contents => {
            "écrivez par exemple «\u{a0}16 tablettes, 1 chargeur\u{a0}»".into()
        }
        LendingProblem::OtherContents { first_line } => {
            format!("la ligne {first_line} donne un autre contenu au même article")
        }
        LendingProblem::NotLent => {
            "rien de ce nom n’est prêté\u{a0}: importez d’abord le stock".into()
        }
        LendingProblem::NoCampaign => {
            "aucune campagne de prêt ouverte ne le propose\u{a0}: ouvrez-en une d’abord".into()
        }
        LendingProblem::UnknownTeacher => {
            "personne de ce nom n’est connu dans l’établissement\u{a0}: le prêt est gardé".into()
        }
        LendingProblem::Barred(why) => loan::bar(why, &State::default()),
        LendingProblem::Overlaps { with } => overlaps(with),
    }
}

/// The loans beside which there is no unit for another one, each with its line or as known before.
fn overlaps(with: &[LoanPair]) -> String {
    let one = |pair: &LoanPair| {
        let whose = match pair.line {
            Some(line) => format!("la ligne {line}"),
            None => "un prêt déjà connu".to_owned(),
        };
        format!("{whose} ({}, {})", pair.site, loan::days(pair.days))
    };
    let with: Vec<_> = with.iter().map(one).collect();
    match with.is_empty() {
        true => "aucune unité n’est libre à ces dates".into(),
        false => format!("aucune unité libre\u{a0}: chevauche {}", with.join(", ")),
    }
}

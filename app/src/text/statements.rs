//! Words of «Bilans».

use super::{capital, count, date};
use shared::api::DeviceLine;
use shared::day::{Day, Quarter};
use shared::statement::compare::Compared;
use shared::statement::shown::Shown;
use shared::statement::{Amount, Committee, Defined, LateFacts, Statement, StatementState};
use shared::words::statement as words;

pub const TITLE: &str = "Bilans";
pub const BACK: &str = "Bilans";
pub const PREPARE: &str = "Préparer un bilan";
pub const EDIT: &str = "Modifier…";
pub const NONE: &str = "Aucun bilan. Un bilan fige les chiffres d’une période pour un comité.";
pub const NONE_READ: &str = "Aucun bilan n’est encore ouvert à votre lecture.";
pub const COMMITTEE: &str = "Pour";
pub const NEEDS_COMMITTEE: &str = "Choisissez un comité.";
pub const PERIOD: &str = "Période";
pub const NEEDS_PERIOD: &str = "Choisissez une période.";
pub const NO_PERIOD: &str = "Importez d’abord le calendrier scolaire.";
pub const TEXT: &str = "Commentaire";
pub const TEXT_HINT: &str = "Il est figé avec les chiffres.";
pub const PUBLIC: &str = "Montrer le total sur la page publique du plan";
pub const READERS: &str = "Observateurs qui le lisent";
pub const READERS_HINT: &str = "Les bilans des communes sont lus par tous les observateurs, \
     chacun ses communes.";
pub const PREPARED: &str = "Bilan préparé.";
pub const FREEZE: &str = "Figer le bilan";
pub const FREEZE_BODY: &str = "Les chiffres ne changeront plus. Ce qui arrive ensuite ira dans le \
     bilan suivant.";
pub const FREEZE_KEEP: &str = "Ne pas figer";
pub const FROZEN: &str = "Bilan figé, à confirmer par le serveur.";
pub const WAITING: &str = "À confirmer par le serveur\u{a0}: les chiffres figés arrivent avec sa \
     réponse.";
pub const LIVE: &str = "Chiffres de maintenant, pas encore figés.";
pub const CORRECT: &str = "Préparer un bilan corrigé";
pub const CORRECTED: &str = "Bilan corrigé en préparation. L’ancien reste lisible.";
pub const REPLACED: &str = "Ce bilan a été remplacé par un bilan corrigé.";
pub const OPEN_CORRECTION: &str = "Ouvrir le bilan corrigé";
pub const CORRECTION: &str = "Ce bilan corrige un bilan figé avant lui.";
pub const OPEN_CORRECTED: &str = "Ouvrir le bilan remplacé";
pub const FICTITIOUS: &str = super::shell::FICTITIOUS;
pub const IMPORTED: &str = "Importé, non recalculable\u{a0}: ces chiffres ont été figés ailleurs.";
pub const IMPORT: &str = "Importer des bilans passés";
pub const SHEET: &str = "Fiche";
pub const DEFINITION: &str = "Définition";
pub const FORMULA: &str = "Calcul";
pub const SOURCE: &str = "Source";
pub const EXCLUDES: &str = "Exclus";
pub const SITES: &str = "Établissements de la fiche";
pub const LATE: &str = "Rattaché à la période précédente";
pub const LATE_HINT: &str = "Ce qui est arrivé après que le bilan de cette période a été figé.";
pub const FACTORS: &str = "Facteurs d’émission de ce bilan";
pub const DOWNLOAD: &str = "Télécharger";
pub const COMPARE: &str = "Comparer avec…";
pub const COMPARE_NONE: &str = "Choisir un bilan";
pub const SAME: &str = "Aucune différence.";
const REDEFINED: &str = "définition modifiée\u{a0}: les deux nombres ne se comparent pas";
const MISSING: &str = "absent de l’un des deux bilans";
pub const FORMATS: [(&str, &str); 4] =
    [("pdf", "PDF"), ("xlsx", "XLSX"), ("csv", "CSV"), ("json", "JSON")];
pub const NOT_FOUND: &str = "Ce bilan n’est pas sur cet appareil.";
pub const ASKING_DEVICES: &str = "Lecture des appareils…";
pub const NO_DEVICES: &str = "Les appareils n’ont pas pu être lus\u{a0}: vérifiez dans «\u{a0}\
     Appareils\u{a0}» qui n’a pas envoyé.";

/// The name of a committee, with a capital.
pub fn committee(committee: Committee) -> String {
    capital(words::committee(committee))
}

/// The name of a statement.
pub fn named(statement: &Statement) -> String {
    format!("{}, {}", committee(statement.committee), statement.span.label)
}

/// The name of the time of a quarter.
pub fn quarter(quarter: &Quarter) -> String {
    super::coverage::quarter(quarter)
}

/// The name of the time of a school year.
pub fn school_year(year: &str) -> String {
    format!("Année scolaire {year}")
}

/// The name of the link to a statement: one and its correction have the same name.
pub fn link(statement: &Statement) -> String {
    format!("{}, {}", named(statement), standing(statement))
}

/// Where a statement stands.
pub fn standing(statement: &Statement) -> String {
    let state = words::state(statement.state);
    match (statement.state, statement.frozen_on) {
        (StatementState::Draft, _) | (_, None) => capital(state),
        (_, Some(on)) => format!("{} · figé le {}", capital(state), date::day_long(on)),
    }
}

/// The days of its time.
pub fn days(first: Day, last: Day) -> String {
    super::coverage::period(&date::day_long(first), &date::day_long(last))
}

/// The name of a sheet.
pub fn sheet(name: &str) -> String {
    if name.is_empty() { words::TOTAL.to_owned() } else { name.to_owned() }
}

/// The sequence number and the hash of a frozen one.
pub fn seal(statement: &Statement) -> String {
    format!("Faits connus jusqu’au n°\u{a0}{}. Empreinte {}.", statement.as_of, statement.hash)
}

/// A number with its decimals.
pub fn decimal(value: i64, scale: u8) -> String {
    let by = 10_i64.pow(u32::from(scale.min(9)));
    let whole = grouped(value.abs() / by);
    let sign = if value < 0 { "\u{2212}" } else { "" };
    match scale {
        0 => format!("{sign}{whole}"),
        _ => {
            let width = usize::from(scale);
            format!("{sign}{whole},{:0width$}", value.abs() % by)
        }
    }
}

/// A number in groups of three digits.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// What an amount says: few people and unknown numbers in words.
pub fn amount(defined: &Defined, amount: Amount) -> String {
    let number = |value| decimal(value, defined.scale);
    let unit = |value, scale| words::unit(defined, value, scale);
    match defined.shown(amount) {
        Shown::Unknown => words::UNKNOWN.to_owned(),
        Shown::Few => words::FEW.to_owned(),
        Shown::Number(value) => {
            format!("{}\u{a0}{}", number(value), unit(value, defined.scale))
        }
        Shown::Part { value, of, permille } => {
            let part = format!("{} sur {} {}", number(value), number(of), unit(of, defined.scale));
            match permille {
                Some(permille) => format!("{}\u{a0}% ({part})", decimal(permille, 1)),
                None => part,
            }
        }
        Shown::Mean { tenths, of } => {
            let scale = defined.scale + 1;
            format!("{}\u{a0}{} (sur {of})", decimal(tenths, scale), unit(tenths, scale))
        }
    }
}

/// The version of a definition.
pub fn version(version: u32) -> String {
    format!("version {version}")
}

/// A late fact.
pub fn late(late: &LateFacts) -> String {
    let sign = if late.count < 0 { "" } else { "+" };
    format!("{}, {}\u{a0}: {sign}{}", late.span, late.label, decimal(late.count, 0))
}

/// What the freeze would leave out: devices that hold something unsent, or were silent.
pub fn silent(devices: usize, days: i64) -> String {
    match devices {
        0 => "Tous les appareils ont envoyé leurs saisies.".into(),
        1 => format!("1\u{a0}appareil n’a pas tout envoyé, ou se tait depuis {days}\u{a0}jours."),
        many => format!(
            "{many}\u{a0}appareils n’ont pas tout envoyé, ou se taisent depuis {days}\u{a0}jours."
        ),
    }
}

/// A device that holds something back, or was silent.
pub fn held_back(line: &DeviceLine) -> String {
    let DeviceLine { account_name, label, unsent, seen_at, .. } = line;
    let waits = match unsent {
        0 => "rien à envoyer".into(),
        many => format!("{} à envoyer", count(*many as usize, "saisie", "saisies")),
    };
    let seen = super::devices::seen(*seen_at);
    format!("{account_name} ({label})\u{a0}: {waits}, dernier contact {seen}")
}

/// How many more there are.
pub fn others_held_back(more: usize) -> String {
    let more = count(more, "autre", "autres");
    format!("{more}, dans «\u{a0}Appareils\u{a0}»")
}

/// What a download says to those who do not see which line it stands in.
pub fn download(name: &str, format: &str) -> String {
    format!("Télécharger {name} en {format}")
}

/// The difference of a figure.
fn differs(from: &str, to: &str) -> String {
    format!("{from} → {to}")
}

/// The number of differences.
pub fn differences(many: usize) -> String {
    count(many, "différence", "différences")
}

/// How a figure of two statements compares; `told` says an amount of it.
pub fn compared(how: &Compared, told: impl Fn(Amount) -> String) -> String {
    match how {
        Compared::Differs { from, to } => differs(&told(*from), &told(*to)),
        Compared::Redefined { .. } => REDEFINED.to_owned(),
        Compared::Missing => MISSING.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S12, acceptance 4: two versions of a definition are refused with a sentence, and no numbers.
    #[test]
    fn another_version_of_a_definition_is_refused_with_a_sentence() {
        let told = compared(&Compared::Redefined { from: 1, to: 2 }, |_| "900".into());
        assert_eq!(told, "définition modifiée\u{a0}: les deux nombres ne se comparent pas");
        assert!(!told.contains("900"));
        let amount = Amount::default();
        let differs = Compared::Differs { from: amount, to: amount };
        assert!(compared(&differs, |_| "900".into()).contains("900"));
    }
}

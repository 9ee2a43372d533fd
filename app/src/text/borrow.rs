//! Words of «Emprunter».

use super::loan;
use super::{count, date};
use chrono::Datelike;
use shared::day::Day;
use shared::loan::between::GridWeek;
use shared::loan::{Kit, LoanDays};

pub const TITLE: &str = "Emprunter";
pub const BACK: &str = "Mon école";
pub const OFFERED: &str = "À emprunter";
pub const NOTHING: &str = "Rien n’est proposé au prêt pour le moment. Ce qui le sera apparaîtra \
     ici.";
pub const CHOOSE: &str = "Choisir les semaines";
pub const WEEKS: &str = "Semaines";
pub const SHOW: &str = "Afficher les semaines";
pub const AS_GRID: &str = "Grille";
pub const AS_LIST: &str = "Liste";
pub const FULL: &str = "Tout est pris à ces dates. Prenez les prochaines dates libres, ou \
     demandez à être prévenu.";
pub const TELL_ME: &str = "Prévenez-moi";
pub const WILL_TELL: &str = "Enregistré\u{a0}: vous serez prévenu ici dès que c’est libre.";
pub const CLAIM: &str = "Réserver ces dates";
pub const NEEDS_DAYS: &str = "Touchez la ou les semaines du prêt.";
pub const NOTE: &str = "Pour quelle classe ou quel projet (facultatif)";
pub const RESERVE: &str = "Réserver";
pub const LATER: &str = "Fermer";
pub const ASKED: &str = "Demande enregistrée, à confirmer.";
pub const OURS: &str = "Nos prêts";
pub const ENDED: &str = "Prêts terminés";
pub const CHANGE_END: &str = "Prolonger ou rendre plus tôt";
pub const LAST_DAY: &str = "Dernier jour";
pub const LAST_HINT: &str = "Plus tard si c’est libre\u{a0}; plus tôt, c’est possible aussi.";
pub const BAD_DAY: &str = "Écrivez un jour.";
pub const END_SAVE: &str = "Changer la fin du prêt";
pub const END_SAID: &str = "Fin du prêt changée. À confirmer par le serveur.";
pub const LACK: &str = "Signaler un manque";
pub const LACK_WHAT: &str = "Que manque-t-il\u{a0}?";
pub const LACK_HINT: &str = "Par exemple\u{a0}: une tablette, le chargeur.";
pub const LACK_SAVE: &str = "Signaler";
pub const LACK_SAID: &str = "Signalé\u{a0}: une demande est créée. Rien n’est à payer.";
pub const WITHDRAW: &str = "Retirer la demande";
pub const WITHDRAW_WHY: &str = "Pourquoi\u{a0}?";
pub const WITHDRAW_SAVE: &str = "Retirer";
pub const WITHDRAW_KEEP: &str = "Garder la demande";
pub const WITHDRAWN: &str = "Demande de prêt retirée.";

/// From when on a unit is free.
pub fn free_from(day: Option<Day>) -> String {
    match day {
        Some(day) => format!("Libre dès le {}", date::day(day)),
        None => "Aucune date libre connue".into(),
    }
}

/// What is in a unit.
pub fn contents(kit: &Kit) -> String {
    let said = kit.contents.iter().map(|piece| format!("{}\u{a0}{}", piece.quantity, piece.label));
    said.collect::<Vec<_>>().join(", ")
}

/// For how long, with which pause between two loans, and how many at once (0: no limit).
pub fn rules(kit: &Kit, limit: u32) -> String {
    let buffer = usize::try_from(kit.buffer_days).unwrap_or(0);
    let buffer = count(buffer, "jour ouvré", "jours ouvrés");
    let limit = match limit {
        0 => String::new(),
        1 => ", un seul prêt à la fois par école".to_owned(),
        many => format!(", {many}\u{a0}prêts à la fois au plus par école"),
    };
    let longest = count(kit.max_days as usize, "jour", "jours");
    format!("{longest} au plus, {buffer} de préparation entre deux prêts{limit}")
}

/// A week, and whether it is free.
pub fn week(week: GridWeek) -> String {
    format!("{}\u{a0}: {}", loan::days(week.days), free(week.free))
}

/// How many units are free in a week.
pub fn free(units: usize) -> String {
    match units {
        0 => "complet".into(),
        1 => "1\u{a0}libre".into(),
        many => format!("{many}\u{a0}libres"),
    }
}

/// A week in the grid: «9 – 13 mars», «30 mars – 3 avril».
pub fn short_week(days: LoanDays) -> String {
    let (first, last) = (days.first, days.last);
    if first == last {
        return date::day_of_month(first);
    }
    let first = match first.month() == last.month() {
        true => first.day().to_string(),
        false => date::day_of_month(first),
    };
    format!("{first}\u{a0}–\u{a0}{}", date::day_of_month(last))
}

/// The days from one visit of the technician to the next one.
pub fn between(days: LoanDays) -> String {
    format!("Entre deux passages\u{a0}: {}", super::loan::days(days))
}

/// The days that are chosen.
pub fn chosen(days: LoanDays) -> String {
    format!("Prêt {}", loan::days(days))
}

/// The button that takes the next days that are free.
pub fn take_next(days: LoanDays) -> String {
    format!("Prendre {}", loan::days(days))
}

/// «Emprunter», and how much of what the school waits for is free by now.
pub fn way(freed: usize) -> String {
    match freed {
        0 => TITLE.into(),
        1 => format!("{TITLE}\u{a0}: ce que vous attendiez est libre"),
        many => format!("{TITLE}\u{a0}: {many}\u{a0}prêts que vous attendiez sont libres"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_short_in_the_grid() {
        let day = |text: &str| text.parse().expect("a day");
        let of = |first, last| short_week(LoanDays::new(day(first), day(last)));
        assert_eq!(of("2026-03-09", "2026-03-13"), "9\u{a0}–\u{a0}13\u{a0}mars");
        assert_eq!(of("2026-03-30", "2026-04-03"), "30\u{a0}mars\u{a0}–\u{a0}3\u{a0}avril");
        assert_eq!(of("2026-07-03", "2026-07-03"), "3\u{a0}juillet");
    }
}

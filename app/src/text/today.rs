//! Words of «Ma journée».

use super::count;
use shared::day::Half;

pub const TITLE: &str = "Ma journée";
pub const RUNNING: &str = "En cours";
pub const LATE: &str = "En retard";
pub const LATE_HINT: &str =
    "Ces passages étaient prévus avant aujourd’hui et ne sont pas terminés.";
pub const NEXT_DAYS: &str = "Prochains jours";
pub const ALL_DAYS: &str = "Afficher tous les jours prévus";
pub const NO_NEXT_DAY: &str = "Aucun autre passage n’est prévu pour vous.";
pub const FREE_HALF: &str = "Aucun passage sur cette demi-journée.";
pub const NOTHING: &str = "Aucun passage n’est prévu pour vous. Dès que le planning sera publié, \
     vos passages apparaîtront ici, même sans réseau.";
pub const CARD: &str = "Fiche";
pub const ITINERARY: &str = "Itinéraire";
pub const NO_REQUEST: &str = "Aucune demande en attente";
pub const UNKNOWN_SITE: &str = "Établissement qui n’est plus sur cet appareil";
pub const UNPLANNED: &str = "imprévu";
pub const FICTITIOUS: &str = "fictif";

/// The heading of a half-day.
pub fn half_heading(half: Half) -> &'static str {
    match half {
        Half::Morning => "Matin",
        Half::Afternoon => "Après-midi",
    }
}

/// How many requests of the site wait for the visit.
pub fn requests(waiting: usize) -> String {
    match waiting {
        0 => NO_REQUEST.into(),
        _ => count(waiting, "demande en attente", "demandes en attente"),
    }
}

/// The name of a link that calls a school.
pub fn call(phone: &str) -> String {
    format!("Appeler le {}", phone_pairs(phone))
}

/// The name of the link to the card of a site.
pub fn card_of(site: &str) -> String {
    format!("{CARD} de {site}")
}

/// The name of the link to a site on a map.
pub fn itinerary_to(site: &str) -> String {
    format!("{ITINERARY} vers {site}")
}

/// «04 77 12 34 56» from ten digits; anything else as it is.
pub fn phone_pairs(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 10 {
        return phone.to_owned();
    }
    let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
    pairs.join("\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_read_by_pairs() {
        assert_eq!(phone_pairs("0477123456"), "04\u{a0}77\u{a0}12\u{a0}34\u{a0}56");
        assert_eq!(phone_pairs("112"), "112");
    }
}

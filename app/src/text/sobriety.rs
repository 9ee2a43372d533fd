//! Words of «Sobriété» and «Facteurs».

use super::statements::decimal;
use super::{capital, date};
use shared::equipment::EquipmentKind;
use shared::money::Cents;
use shared::sobriety::lent::Lent;
use shared::sobriety::life::DeviceAges;
use shared::sobriety::purchases::{Gifts, Purchases, ShareStanding};
use shared::sobriety::{Factor, Key, Mass, Threshold, Vehicle};
use shared::words;
use shared::words::sobriety as said;

pub const TITLE: &str = "Sobriété";
pub const BACK: &str = "Sobriété";
pub const MORE: &str = "Définitions, facteurs et état pour le rapport";
pub const FACTORS: &str = "Facteurs";
pub const INTRO: &str = "Une année civile. La durée de vie des appareils pèse plus que les \
     trajets\u{a0}: elle vient d’abord.";
pub const YEAR: &str = "Année civile";
pub const FICTITIOUS: &str = super::shell::FICTITIOUS;
pub const LIFE: &str = "Durée de vie des appareils";
pub const KIND: &str = "Nature";
pub const AGE: &str = "Âge moyen";
pub const AT_END: &str = "Durée constatée au retrait";
pub const MARKET: &str = "Durée moyenne du marché";
pub const REUSE: &str = "Réemploi";
pub const REUSE_DEFINITION: &str = "A ÷ B du décret 2023-266\u{a0}: appareils dirigés vers le \
     réemploi dans l’année, sur les appareils retirés et en stock au 1er janvier. Les appareils \
     au-delà de l’âge limite, d’âge inconnu ou hors service ne comptent pas.";
pub const PURCHASES: &str = "Achats réemployés ou recyclés";
pub const PURCHASES_DEFINITION: &str = "Montants HT de l’année civile, matériel informatique \
     (décret 2024-134)\u{a0}: commandes d’écoles acceptées, et engagements directs dont la nature \
     est dite. Un engagement qui achète des commandes d’écoles ne compte que par elles. \
     Tableaux et réseau sont comptés à part, leur catégorie étant à vérifier. Les dons ont la \
     valeur forfaitaire de l’arrêté du 29 février 2024, à part\u{a0}: ils ne sont dans \
     aucune part.";
pub const ROAD: &str = "Kilomètres et CO2e des tournées";
pub const ROAD_DEFINITION: &str = "Estimés, non mesurés\u{a0}: distance à vol d’oiseau × 1,3, du \
     dépôt au dépôt, tous les techniciens ensemble. Chaque tournée a le facteur de son véhicule à \
     son jour. Les kilomètres évités (un aller-retour pour chaque demande ou remise jointe à un \
     passage) sont à part\u{a0}: jamais retirés de ce qui est émis.";
pub const MAKING: &str = "Fabrication des appareils";
pub const MAKING_DEFINITION: &str = "Les mêmes grammes vus deux fois\u{a0}: au moment de l’achat, \
     ou répartis sur les années de vie. Ils ne s’ajoutent pas.";
pub const DEFINITION: &str = "Définition";
pub const EXPORT: &str = "Exporter l’état pour le rapport développement durable";
pub const DECLARE: &str = "Déclaration des achats (AGEC) en CSV";
pub const EXPORT_FACTORS: &str = "Télécharger tous les facteurs en CSV";
pub const CHANGE: &str = "Corriger…";
pub const FACTORS_INTRO: &str = "Un facteur corrigé vaut à partir du jour choisi\u{a0}; avant, \
     l’ancien reste. Les bilans figés gardent les leurs.";
pub const NAME: &str = "Facteur";
pub const VALUE: &str = "Valeur";
pub const VALUE_HINT: &str = "Un nombre entier, dans l’unité du facteur.";
pub const FROM: &str = "Valable du";
pub const SOURCE: &str = "Source";
pub const URL: &str = "Adresse de la source";
pub const NEEDS_VALUE: &str = "Écrivez un nombre entier.";
pub const NEEDS_DAY: &str = "Choisissez un jour.";
pub const NEEDS_SOURCE: &str = "Écrivez d’où vient la valeur.";
pub const CHANGED: &str = "Facteur corrigé.";
pub const NO_FACTOR: &str = "inconnu";
pub const VEHICLE: &str = "Véhicule";
pub const VEHICLE_FROM: &str = "Conduit ce véhicule à partir du";

/// The name of a kind of device.
pub fn kind(kind: EquipmentKind) -> String {
    capital(words::equipment_kind(kind))
}

/// The name of a vehicle.
pub fn vehicle(vehicle: Vehicle) -> String {
    capital(said::vehicle(vehicle))
}

/// The name of a factor.
pub fn key(key: Key) -> String {
    said::key(key)
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Tenths of years.
fn years(tenths: i64) -> String {
    format!("{}\u{a0}{}", decimal(tenths, 1), words::agree(tenths, 1, "an", "ans"))
}

/// The mean of ages, with how many are known.
pub fn ages(ages: Option<DeviceAges>) -> String {
    let Some(ages) = ages else { return "–".into() };
    let are_known = words::agree(whole(ages.known), 0, "connu", "connus");
    let number = |count| decimal(whole(count), 0);
    let known = format!("{} sur {} {are_known}", number(ages.known), number(ages.devices));
    match ages.tenths_of_years() {
        Some(tenths) => format!("{} ({known})", years(whole(tenths))),
        None => format!("inconnu ({known})"),
    }
}

/// The average life of the market, with its source.
pub fn market(factor: Option<&Factor>) -> String {
    match factor {
        Some(factor) => years(whole((10 * factor.value + 6) / 12)),
        None => "–".into(),
    }
}

/// The name of a threshold.
pub fn threshold(of: Threshold) -> &'static str {
    match of {
        Threshold::SecondHand => "Réemployé",
        Threshold::Recycled => "À matière recyclée",
        Threshold::Together => "Les deux ensemble",
    }
}

/// A share against its threshold: what is lacking, in euros before tax.
pub fn share(standing: &ShareStanding) -> String {
    let part = match standing.permille {
        Some(permille) => {
            format!("{}\u{a0}% ({} HT)", decimal(whole(permille), 1), standing.part)
        }
        None => "aucun achat".into(),
    };
    match (&standing.threshold, standing.missing) {
        (Some(row), Some(missing)) if missing > Cents::ZERO => {
            let least = decimal(whole(row.value), 1);
            format!("{part}, seuil {least}\u{a0}%\u{a0}: manque {missing} HT")
        }
        (Some(row), _) => {
            format!("{part}, seuil {}\u{a0}% atteint", decimal(whole(row.value), 1))
        }
        (None, _) => format!("{part}, aucun seuil saisi"),
    }
}

/// What was spent.
pub fn spent(of: Purchases) -> String {
    let Purchases { all, to_check, unsaid, .. } = of;
    let bought = words::agree(all.0, 2, "acheté", "achetés");
    let told = format!("{all} HT {bought}\u{a0}; à vérifier, à part\u{a0}: {to_check} HT");
    match unsaid {
        Cents::ZERO => told,
        unsaid => {
            format!("{told}\u{a0}; engagements de nature non dite, à part\u{a0}: {unsaid} HT")
        }
    }
}

pub const BOUGHT: &str = "Achats de l’année";
pub const GIFTS: &str = "Dons reçus, à part";
pub const LENT: &str = "Valises prêtées plutôt qu’achetées";

/// Kits that nobody had to buy, with the hypothesis.
pub fn lent(lent: Lent) -> String {
    format!(
        "{} ({} en même temps au plus, {} en service\u{a0}; hypothèse\u{a0}: chaque \
         école en aurait acheté une)",
        lent.spared,
        super::count(lent.peak, "demandée", "demandées"),
        lent.units
    )
}

/// Gifts, beside what was bought.
pub fn gifts(gifts: Gifts) -> String {
    let devices = super::count(gifts.devices, "appareil", "appareils");
    match (gifts.devices, gifts.without_value) {
        (0, _) => "aucun".into(),
        (_, 0) => format!("{devices}, valeur forfaitaire {} HT", gifts.value),
        (_, none) => {
            format!("{devices}, valeur forfaitaire {} HT, {none} sans valeur connue", gifts.value)
        }
    }
}

/// Kilometres.
pub fn km(kilometres: u64) -> String {
    format!("{}\u{a0}km", decimal(whole(kilometres), 0))
}

/// A mass in kilograms.
pub fn kilograms(mass: Mass) -> String {
    format!("{}\u{a0}kg CO2e", decimal(whole(mass.tenths_of_kg()), 1))
}

/// What rounds emitted, with the kilometres that are in no sum.
pub fn emitted(mass: Mass, without_factor: u64) -> String {
    match without_factor {
        0 => kilograms(mass),
        none => format!("{}, sans {} dont le facteur est inconnu", kilograms(mass), km(none)),
    }
}

/// A mass in tonnes.
pub fn tonnes(mass: Mass) -> String {
    format!("{}\u{a0}t CO2e", decimal(whole(mass.tenths_of_tonne()), 1))
}

/// The sites that have no exact position.
pub fn inexact(sites: usize) -> String {
    match sites {
        0 => "Tous les établissements ont une position exacte.".into(),
        1 => "1\u{a0}établissement sans position exacte.".into(),
        many => format!("{many}\u{a0}établissements sans position exacte."),
    }
}

/// Devices without a factor.
pub fn without_factor(devices: u64) -> String {
    let word = words::agree(whole(devices), 0, "appareil", "appareils");
    let many = decimal(whole(devices), 0);
    format!("{many}\u{a0}{word} sans facteur connu, dans aucune somme.")
}

pub const DRIVEN: &str = "Kilomètres faits";
pub const EMITTED: &str = "Émis";
pub const AVOIDED_KM: &str = "Kilomètres évités, à part";
pub const AVOIDED: &str = "Évités, à part";
pub const CAME: &str = "Appareils arrivés dans l’année";
pub const FLEET: &str = "Tout le parc";
pub const A_YEAR: &str = "Par année de vie";
pub const LONGER: &str = "Une année de vie de plus épargne chaque année";
pub const WITHOUT: &str = "Appareils sans facteur";
pub const INEXACT: &str = "Positions";
pub const MENDED: &str = "Réparés plutôt que remplacés";

/// A factor with its unit, its day and its source.
pub fn factor(factor: &Factor) -> String {
    let Some(key) = Key::of_word(&factor.key) else {
        return format!("{} = {} · {}", factor.key, factor.value, factor.source);
    };
    let (name, value) = (self::key(key), value(key, factor.value));
    format!("{name}, {value}, valable du {} · {}", date::day_long(factor.from), factor.source)
}

/// The value of a factor, as people say it.
pub fn value(key: Key, value: u64) -> String {
    let value = whole(value);
    match key {
        Key::Road(_) => format!("{}\u{a0}g CO2e/km", decimal(value, 3)),
        Key::Making(_) => format!("{}\u{a0}kg CO2e", decimal(value, 3)),
        Key::MarketLife(_) | Key::ReuseAge => format!("{}\u{a0}mois", decimal(value, 0)),
        Key::Share(_) | Key::ReuseShare => format!("{}\u{a0}%", decimal(value, 1)),
        Key::Gift(_) => Cents(value).to_string(),
    }
}

/// The label of a value, with its unit.
pub fn value_label(key: Key) -> String {
    format!("{VALUE} ({})", said::unit(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S15, acceptances 1, 3, 4 and 7, in the words of the screen.
    #[test]
    fn masses_are_rounded_where_they_are_shown() {
        assert_eq!(kilograms(Mass::of_way(300_000_000, 236_390)), "7\u{202f}091,7\u{a0}kg CO2e");
        assert_eq!(kilograms(Mass::of_way(300_000_000, 27_300)), "819,0\u{a0}kg CO2e");
        let laptops = Mass::grams(156_000).times(5_000);
        assert_eq!(tonnes(laptops), "780,0\u{a0}t CO2e");
        let spared = Mass(laptops.a_year_of(60).0 - laptops.a_year_of(72).0);
        assert_eq!(tonnes(spared), "26,0\u{a0}t CO2e");
        assert_eq!(inexact(43), "43\u{a0}établissements sans position exacte.");
        let part = emitted(Mass::of_way(300_000_000, 27_300), 12);
        assert_eq!(part, "819,0\u{a0}kg CO2e, sans 12\u{a0}km dont le facteur est inconnu");
    }

    /// S15, acceptance 6, in the words of the screen.
    #[test]
    fn what_lacks_to_a_threshold_is_said_before_tax() {
        let bought = Purchases {
            all: Cents(10_000_000),
            second_hand: Cents(1_800_000),
            recycled: Cents(600_000),
            to_check: Cents::ZERO,
            unsaid: Cents::ZERO,
        };
        let row = |value| Factor {
            key: Key::Share(Threshold::Together).word().to_owned(),
            from: "2027-01-01".parse().expect("a day"),
            value,
            source: "Source".into(),
            url: String::new(),
            scope: String::new(),
        };
        let factors = shared::sobriety::Factors::of(vec![row(250)]);
        let told = share(&bought.standing(Threshold::Together, &factors, 2027));
        let lacks = "24,0\u{a0}% (24\u{202f}000,00\u{a0}€ HT), seuil 25,0\u{a0}%\u{a0}: manque \
             1\u{202f}000,00\u{a0}€ HT";
        assert_eq!(told, lacks);
        let factors = shared::sobriety::Factors::of(vec![row(240)]);
        let told = share(&bought.standing(Threshold::Together, &factors, 2027));
        assert!(told.ends_with("seuil 24,0\u{a0}% atteint"), "{told}");
    }
}

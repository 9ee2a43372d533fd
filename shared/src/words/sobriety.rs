//! Sources and perimeters of factors.

use crate::day::Day;
use crate::equipment::EquipmentKind;
use crate::sobriety::factor::{Factor, Key, Threshold, Vehicle};

/// The source of most factors.
pub const ADEME: &str =
    "ADEME, Base Carbone (valeurs reprises par Nos Gestes Climat), avant mise à jour 2025";
/// The source of the lives of devices on the market.
pub const MARKET: &str = "ADEME et Arcep, étude du numérique, rapport 2, tableau 48";
/// The source of the shares of purchases.
pub const DECREE: &str = "Décret 2024-134 du 21 février 2024 ; source secondaire, à vérifier";

/// The source of the objectives of reuse.
pub const REUSE: &str = "Décret 2023-266 du 12 avril 2023, article 2";

/// The source of the values of gifts.
pub const GIFTS: &str = "Arrêté du 29 février 2024 ; source secondaire, à vérifier";

/// Returns what a factor holds.
pub fn scope(key: Key) -> &'static str {
    match key {
        Key::Road(Vehicle::Electric) => "Électricité consommée, sans fabrication du véhicule",
        Key::Road(_) => "Carburant, amont et combustion, sans fabrication du véhicule",
        Key::Making(_) => "Fabrication seule",
        Key::MarketLife(_) => "Moyenne constatée du marché",
        Key::Share(_) => "Matériel informatique et téléphonie, montants HT, année civile",
        Key::ReuseShare => "Matériel informatique retiré et en stock au 1er janvier, année civile",
        Key::ReuseAge => "Âge au retrait ; au-delà, hors du calcul",
        Key::Gift(_) => "Valeur forfaitaire d’un don de moins de cinq ans, HT",
    }
}

/// Returns the name of a factor.
pub fn key(key: Key) -> String {
    match key {
        Key::Road(vehicle) => format!("Route : {}", self::vehicle(vehicle)),
        Key::Making(kind) => format!("Fabrication : {}", super::equipment_kind(kind)),
        Key::MarketLife(kind) => {
            format!("Durée moyenne du marché : {}", super::equipment_kind(kind))
        }
        Key::Share(Threshold::SecondHand) => "Seuil : réemploi".into(),
        Key::Share(Threshold::Recycled) => "Seuil : matière recyclée".into(),
        Key::Share(Threshold::Together) => "Seuil : réemploi et recyclé ensemble".into(),
        Key::ReuseShare => "Objectif : réemploi des appareils retirés".into(),
        Key::ReuseAge => "Réemploi : âge limite au retrait".into(),
        Key::Gift(kind) => format!("Valeur d’un don : {}", super::equipment_kind(kind)),
    }
}

/// Returns the word of a vehicle.
pub fn vehicle(vehicle: Vehicle) -> &'static str {
    match vehicle {
        Vehicle::Diesel => "fourgonnette diesel",
        Vehicle::Petrol => "fourgonnette essence",
        Vehicle::Electric => "véhicule électrique",
        Vehicle::Unknown => super::UNKNOWN,
    }
}

/// Returns the unit of a factor.
pub fn unit(key: Key) -> &'static str {
    match key {
        Key::Road(_) => "mg/km",
        Key::Making(_) => "g",
        Key::MarketLife(_) | Key::ReuseAge => "mois",
        Key::Share(_) | Key::ReuseShare => "‰",
        Key::Gift(_) => "centimes",
    }
}

/// What holds until somebody corrects it. Kinds without a known factor have none: nothing is
/// invented. The décret 2024-134 has two thresholds of purchases, whose annex was not read: they
/// have rows to fill in, and what a second-hand source says of both together stands beside them.
pub fn defaults() -> Vec<Factor> {
    use EquipmentKind::{Computer, Laptop, Projector, Tablet};
    let first = (2021, 1, 1);
    let (ademe, market, law) = (ADEME, MARKET, DECREE);
    let rows = [
        // 236.39: 7.7 l/100 km at 3.07 kg/l, of which 236.4 is the rounded value.
        (Key::Road(Vehicle::Diesel), first, 236_390, ademe),
        (Key::Road(Vehicle::Petrol), first, 243_000, ademe),
        (Key::Road(Vehicle::Electric), first, 27_300, ademe),
        (Key::Making(Laptop), first, 156_000, ademe),
        (Key::Making(Computer), first, 296_000, ademe),
        (Key::Making(Tablet), first, 63_000, ademe),
        (Key::Making(Projector), first, 94_000, ademe),
        (Key::MarketLife(Laptop), first, 36, market),
        (Key::MarketLife(Tablet), first, 36, market),
        (Key::MarketLife(Computer), first, 72, market),
        (Key::MarketLife(Projector), first, 60, market),
        (Key::Share(Threshold::Together), (2024, 7, 1), 200, law),
        (Key::Share(Threshold::Together), (2027, 1, 1), 250, law),
        (Key::Share(Threshold::Together), (2030, 1, 1), 300, law),
        (Key::ReuseShare, (2023, 1, 1), 250, REUSE),
        (Key::ReuseShare, (2024, 1, 1), 350, REUSE),
        (Key::ReuseShare, (2025, 1, 1), 500, REUSE),
        (Key::ReuseAge, (2023, 1, 1), 120, REUSE),
        (Key::Gift(Laptop), (2024, 7, 1), 20_000, GIFTS),
    ];
    let factor = |(key, (year, month, day), value, source): (Key, (i32, u32, u32), u64, &str)| {
        let (url, scope) = (String::new(), scope(key).to_owned());
        let from = Day::from_ymd_opt(year, month, day).unwrap_or_default();
        Factor { key: key.word().into(), from, value, source: source.into(), url, scope }
    };
    rows.into_iter().map(factor).collect()
}

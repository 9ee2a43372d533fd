//! Words of the desk's navigation and of «Aller à…».

pub const SCHOOLS: &str = "Écoles";
pub const GO_TO: &str = "Aller à…";
pub const GO_TO_HINT: &str = "Un écran, une école (nom, commune, UAI), le numéro d’une demande ou \
     une personne. Flèches pour choisir, Entrée pour ouvrir.";
pub const FOUND: &str = "Ce qui correspond";
pub const NOTHING: &str = "Rien ne correspond";
pub const SCREEN: &str = "Écran";
pub const SCHOOL: &str = "École";
pub const TICKET: &str = "Demande";
pub const PERSON: &str = "Compte";

/// The name of a group of screens.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::Maintenance => "Maintenance",
        Group::Schools => SCHOOLS,
        Group::Fleet => "Parc",
        Group::Accounting => "Bilans",
        Group::Budget => "Budget",
        Group::Administration => "Administration",
    }
}

/// How many places were found, for a screen reader.
pub fn found(count: usize) -> String {
    match count {
        0 => NOTHING.to_owned(),
        count => super::count(count, "résultat", "résultats"),
    }
}

/// A group of screens of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The half-days and the requests.
    Maintenance,
    /// The schools.
    Schools,
    /// The equipment.
    Fleet,
    /// What committees, schools and everybody are told.
    Accounting,
    /// The money.
    Budget,
    /// What is set up once, and people.
    Administration,
}

//! The people of the demonstration. Their names and addresses are made up.

use crate::identity;
use crate::store::{Credential, StoreResult};
use shared::account::Account;
use shared::day::{Day, Week};
use shared::id::{AccountId, CommuneId};
use shared::role::Role;
use shared::site::Position;
use shared::sobriety::Vehicle;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "tournee-demonstration";

/// Somebody of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Name.
    pub name: &'static str,
    /// Address to sign in with.
    pub mail: &'static str,
    /// Role.
    pub role: Role,
}

const fn person(name: &'static str, mail: &'static str, role: Role) -> Person {
    Person { name, mail, role }
}

/// Everybody who can sign in.
pub const PEOPLE: [Person; 9] = [
    person("Amina Rey", "technicien1@demo.example", Role::Technician),
    person("Bruno Faure", "technicien2@demo.example", Role::Technician),
    person("Chloé Vial", "technicien3@demo.example", Role::Technician),
    person("Denis Peyron", "technicien4@demo.example", Role::Technician),
    person("Elsa Moulin", "technicien5@demo.example", Role::Technician),
    person("Farid Chaize", "repartiteur@demo.example", Role::Dispatcher),
    person("Gaëlle Berne", "coordinateur@demo.example", Role::Coordinator),
    person("Hugo Thiollier", "observateur@demo.example", Role::Observer),
    person("Inès Collomb", "formateur@demo.example", Role::Adviser),
];

/// Start of the technicians' days, in the middle of Saint-Étienne.
const DEPOT: Position = Position { lat: 45.4397, lon: 4.3872, exact: false };
/// Working week of everybody: no Wednesday afternoon.
const WEEK: Week = Week([true, true, true, true, true, false, true, true, true, true]);

fn id(rank: usize) -> AccountId {
    AccountId(Uuid::from_u128(0x7075_726e_6565_8000_8000_0000_0000_0000 + rank as u128))
}

/// The first technician drives an electric car; the others, as nobody says anything, diesel.
fn vehicles(rank: usize) -> BTreeMap<Day, Vehicle> {
    let electric = (Day::from_ymd_opt(2024, 1, 1).unwrap_or_default(), Vehicle::Electric);
    (rank == 0).then_some(electric).into_iter().collect()
}

/// Returns the accounts, as rows.
pub(super) fn accounts() -> Vec<Account> {
    let account = |(rank, person): (usize, &Person)| Account {
        id: id(rank),
        name: person.name.into(),
        role: person.role,
        site: None,
        communes: match person.role {
            Role::Observer => vec![CommuneId::from("42218"), CommuneId::from("42044")],
            _ => Vec::new(),
        },
        week: WEEK,
        depot: (person.role == Role::Technician).then_some(DEPOT),
        skills: None,
        vehicles: vehicles(rank),
        active: true,
        feed: None,
        version: 0,
    };
    PEOPLE.iter().enumerate().map(account).collect()
}

/// Returns the credentials. One hash serves all of them, since the password is the same.
pub(super) fn credentials() -> StoreResult<Vec<Credential>> {
    let hash = identity::hash_password(PASSWORD)?;
    let credential = |(rank, person): (usize, &Person)| Credential {
        account: id(rank),
        mail: person.mail.into(),
        password_hash: hash.clone(),
        given_at: None,
    };
    Ok(PEOPLE.iter().enumerate().map(credential).collect())
}

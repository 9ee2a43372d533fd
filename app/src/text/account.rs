//! Words about accounts and shared calendars, in «Mes saisies».

use super::outbox::Told;
use shared::account::Act;
use shared::row::State;

impl Told for Act {
    fn told(&self, _: &State) -> String {
        match self {
            Act::SetAccount { account } => format!("Compte de {}", account.name),
            Act::ShareCalendar { feed: Some(_), .. } => "Partage d’un calendrier".into(),
            Act::ShareCalendar { feed: None, .. } => "Fin du partage d’un calendrier".into(),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::SetAccount { .. } | Act::ShareCalendar { .. } => Vec::new(),
        }
    }
}

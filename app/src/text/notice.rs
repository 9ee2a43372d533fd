//! Words of news.

use super::outbox::Told;
use shared::id::NoticeId;
use shared::notice::{Act, Link};
use shared::row::State;

pub const NEW: &str = "Nouveau\u{a0}: ";
pub const READ: &str = "Lu";

/// What «Lu» says to those who do not see which line it stands in.
pub fn read(title: &str) -> String {
    format!("Lu\u{a0}: {title}")
}

/// Returns the words of a link.
pub fn link(link: Link) -> &'static str {
    match link {
        Link::Orders => "Ouvrir les commandes",
        Link::Teachers => "Ouvrir les enseignants",
        Link::Equipment => "Ouvrir le matériel",
        Link::Plan => "Ouvrir la page du plan",
        Link::Unknown => super::UNKNOWN_WORD,
    }
}

fn named(id: NoticeId, view: &State) -> String {
    view.notices.get(&id).map_or_else(|| "inconnue ici".into(), |known| known.title.clone())
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::SetNotice { draft, .. } => format!("Actualité «\u{a0}{}\u{a0}»", draft.title),
            Act::PublishNotice { notice } => {
                format!("Actualité publiée\u{a0}: {}", named(*notice, view))
            }
            Act::WithdrawNotice { notice } => {
                format!("Actualité retirée\u{a0}: {}", named(*notice, view))
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::SetNotice { draft, .. } => vec![&draft.text],
            Act::PublishNotice { .. } | Act::WithdrawNotice { .. } => Vec::new(),
        }
    }
}

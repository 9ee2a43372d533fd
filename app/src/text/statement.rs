//! Words of what is done with statements.

use super::outbox::Told;
use shared::id::StatementId;
use shared::row::State;
use shared::statement::Act;
use shared::words::statement as words;

fn named(id: StatementId, view: &State) -> String {
    let known = view.statements.get(&id);
    known.map_or_else(|| "inconnu ici".into(), |known| known.span.label.clone())
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::PrepareStatement { draft, .. } => {
                let committee = words::committee(draft.committee);
                format!("Bilan {}, {committee}", draft.span.label)
            }
            Act::FreezeStatement { statement } => {
                format!("Bilan {} figé", named(*statement, view))
            }
            Act::ImportStatement { past, .. } => format!("Bilan {} importé", past.span.label),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::PrepareStatement { draft, .. } => vec![&draft.text],
            Act::FreezeStatement { .. } | Act::ImportStatement { .. } => Vec::new(),
        }
    }
}

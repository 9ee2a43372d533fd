//! A preview of commands before they are given. The rules themselves compute it, so that it cannot
//! differ from what then happens.

use crate::command::{Command, Envelope};
use crate::decide::{Now, decide};
use crate::id::{CommandId, DeviceId, Millis};
use crate::refusal::{Conflict, Refusal};
use crate::role::Actor;
use crate::row::{Row, State};
use crate::sync::PROTOCOL;
use columns::to_value;
use uuid::Uuid;

/// A row that would change, with the names of its fields that do.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// As it is.
    pub before: Row,
    /// As it would be.
    pub after: Row,
    /// Names of the fields that differ.
    pub fields: Vec<String>,
}

/// The changes that commands would make.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportEffect {
    /// Rows that do not exist yet.
    pub created: Vec<Row>,
    /// Rows that would change.
    pub changed: Vec<Changed>,
    /// What the file says against what people have said here: it changes nothing.
    pub conflicts: Vec<Conflict>,
    /// The commands that change something: the others need not be given.
    pub useful: Vec<Command>,
}

impl ImportEffect {
    /// Adds what further commands would change.
    pub fn extend(&mut self, more: Self) {
        self.created.extend(more.created);
        self.changed.extend(more.changed);
        self.conflicts.extend(more.conflicts);
        self.useful.extend(more.useful);
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty()
    }
}

/// Judges each command on the state as it is. Rows of different commands must be different ones.
///
/// # Errors
/// The first refusal.
pub fn effect(
    state: &State,
    actor: &Actor,
    commands: &[Command],
    now: Millis,
) -> Result<ImportEffect, Refusal> {
    let mut effect = ImportEffect::default();
    for intent in commands {
        let envelope = Envelope {
            id: CommandId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            sequence: 1,
            actor: actor.account,
            declared_at: now,
            protocol: PROTOCOL,
            seen: Vec::new(),
            intent: intent.clone(),
        };
        let decision = decide(state, &envelope, actor, Now { ms: now, offset_ms: 0 })?;
        if !decision.rows.is_empty() {
            effect.useful.push(intent.clone());
        }
        effect.conflicts.extend(decision.conflicts);
        for after in decision.rows {
            match state.get(&after.key()) {
                None => effect.created.push(after),
                Some(before) => {
                    let fields = fields(&before, &after);
                    effect.changed.push(Changed { before, after, fields });
                }
            }
        }
    }
    Ok(effect)
}

/// The names of the fields that differ, as they are written: under the name of the kind.
fn fields(before: &Row, after: &Row) -> Vec<String> {
    let value = |row: &Row| to_value(row).unwrap_or_default();
    let (before, after) = (value(before), value(after));
    let kind = after.as_object().and_then(|of| of.keys().next().cloned()).unwrap_or_default();
    let fields = after[&kind].as_object().into_iter().flatten();
    let differs = fields.filter(|(name, value)| before[&kind].get(name) != Some(value));
    differs.map(|(name, _)| name.clone()).collect()
}

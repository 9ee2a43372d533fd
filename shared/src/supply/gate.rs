//! The gate of a hand-over: whoever will use new equipment was trained before.

use super::{Item, Leg, LegKind, Supply};
use crate::day::Day;
use crate::id::TopicId;
use crate::teacher::{Gate, Teacher, gate};

/// Why something may not be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barred {
    /// The training that is asked for.
    pub topic: TopicId,
    /// What is wrong with it.
    pub why: Gate,
}

impl Supply {
    /// The trainings that the user of a leg's pieces must have had, each once. Work, and what is
    /// taken away, asks for none.
    pub fn required_by(&self, leg: &Leg) -> Vec<&TopicId> {
        self.required_for(leg, &leg.items)
    }

    /// The same when these pieces of a leg are handed over, and the others are left for later.
    pub fn required_for(&self, leg: &Leg, given: &[Item]) -> Vec<&TopicId> {
        let mut topics = Vec::new();
        if leg.kind != LegKind::Deliver {
            return topics;
        }
        let lines = given.iter().filter(|item| item.quantity > 0).filter_map(|item| {
            let at = usize::try_from(item.line).ok()?;
            self.lines.get(at)?.requires.as_ref()
        });
        for topic in lines {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    /// Whether a leg may be handed over to that person on that day.
    ///
    /// # Errors
    /// The first training that is missing.
    pub fn gate(&self, leg: &Leg, teacher: Option<&Teacher>, day: Day) -> Result<(), Barred> {
        self.gate_for(leg, &leg.items, teacher, day)
    }

    /// Whether these pieces of a leg may be. A mouse that goes with a tablet needs no training.
    ///
    /// # Errors
    /// The first training that is missing.
    pub fn gate_for(
        &self,
        leg: &Leg,
        given: &[Item],
        teacher: Option<&Teacher>,
        day: Day,
    ) -> Result<(), Barred> {
        for topic in self.required_for(leg, given) {
            gate(Some(topic), teacher, &self.site, day)
                .map_err(|why| Barred { topic: topic.clone(), why })?;
        }
        Ok(())
    }
}

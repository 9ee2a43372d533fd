//! All lines and commitments together, and the limits that hold over them.

use super::{BudgetLine, Commitment, Hindrance, Payment, Vote, section};
use crate::article::Pot;
use crate::id::{CommitmentId, LineId};
use crate::money::Cents;
use crate::order;
use crate::row::State;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All lines and commitments.
#[derive(Debug, Clone, Default)]
pub struct Books {
    lines: BTreeMap<LineId, Arc<BudgetLine>>,
    commitments: BTreeMap<CommitmentId, Arc<Commitment>>,
}

impl Books {
    /// Those of a state.
    pub fn of(state: &State) -> Self {
        Self { lines: state.budget_lines.clone(), commitments: state.commitments.clone() }
    }

    /// The line of that key.
    pub fn line(&self, id: &LineId) -> Option<&Arc<BudgetLine>> {
        self.lines.get(id)
    }

    /// A section.
    pub fn section(&self, pot: Pot) -> Option<&Arc<BudgetLine>> {
        self.lines.get(&section(pot))
    }

    /// The lines of the annex, in its order.
    pub fn lines(&self) -> Vec<&Arc<BudgetLine>> {
        let mut lines: Vec<_> = self.lines.values().filter(|line| !line.is_section()).collect();
        order::sort_by_key(&mut lines, |line| (line.rank, line.pot, line.id.clone()));
        lines
    }

    /// The commitments.
    pub fn commitments(&self) -> impl Iterator<Item = &Arc<Commitment>> {
        self.commitments.values()
    }

    /// The commitment of that year and number in the finance system.
    pub fn numbered(&self, year: u16, number: &str) -> Option<&Arc<Commitment>> {
        let is_it = |one: &&Arc<Commitment>| one.year == year && one.number == number;
        self.commitments.values().find(is_it).filter(|_| !number.is_empty())
    }

    /// The section that bears a commitment, as its key tells.
    fn pot_of(&self, commitment: &Commitment) -> Option<Pot> {
        let known = self.lines.get(&commitment.line).map(|line| line.pot);
        let told = |pot: &Pot| commitment.line.as_str().ends_with(super::letter(*pot));
        known.or_else(|| Pot::ALL.into_iter().find(told))
    }

    /// What is committed of a section: in a year, or in all of them.
    pub fn committed(&self, pot: Pot, year: Option<u16>) -> Cents {
        let counts = |one: &&Arc<Commitment>| {
            self.pot_of(one) == Some(pot) && year.is_none_or(|year| one.year == year)
        };
        self.commitments.values().filter(counts).map(|one| one.committed()).sum()
    }

    /// What is committed of a line: in a year, or in all of them.
    pub fn committed_on(&self, line: &LineId, year: Option<u16>) -> Cents {
        let counts =
            |one: &&Arc<Commitment>| one.line == *line && year.is_none_or(|year| one.year == year);
        self.commitments.values().filter(counts).map(|one| one.committed()).sum()
    }

    /// What was paid in a year of a section, whenever it had been committed.
    pub fn paid(&self, pot: Pot, year: u16) -> Cents {
        let counts = |one: &&Arc<Commitment>| self.pot_of(one) == Some(pot);
        self.commitments.values().filter(counts).map(|one| one.paid_in(year)).sum()
    }

    /// By how much what is committed goes beyond the estimate of a line; nothing while it does not.
    pub fn over(&self, line: &BudgetLine, year: u16) -> Option<Cents> {
        let estimate = line.estimate(year)?;
        let of = Some(year).filter(|_| line.pot == Pot::Operating);
        let by = self.committed_on(&line.id, of) - estimate;
        Some(by).filter(|by| *by > Cents::ZERO)
    }

    /// Takes a commitment in, in the place of the one with its key, if every limit holds then. A
    /// limit that is exceeded anyway refuses nothing that takes no more.
    ///
    /// # Errors
    /// The first limit that does not hold; then nothing changed.
    pub fn admit(&mut self, commitment: Commitment, over: &str) -> Result<(), Hindrance> {
        let line = self.lines.get(&commitment.line).cloned().filter(|line| !line.is_section());
        let line = line.ok_or(Hindrance::NoLine)?;
        payments_hold(&commitment)?;
        let before = self.commitments.get(&commitment.id).cloned();
        let old = before.as_ref().map_or(Cents::ZERO, |old| old.committed());
        let years: BTreeSet<u16> = commitment.payments.iter().map(Payment::year).collect();
        let paid = |one: &Commitment, year| one.paid_in(year);
        let grown: Vec<u16> = years
            .into_iter()
            .filter(|year| {
                let old = before.as_ref().map_or(Cents::ZERO, |old| paid(old, *year));
                paid(&commitment, *year) > old
            })
            .collect();
        let (id, year) = (commitment.id, commitment.year);
        let takes_more = commitment.committed() > old;
        self.commitments.insert(id, Arc::new(commitment));
        let held = self.limits_hold(&line, takes_more.then_some(year), &grown, over);
        if held.is_err() {
            match before {
                Some(old) => self.commitments.insert(id, old),
                None => self.commitments.remove(&id),
            };
        }
        held
    }

    fn limits_hold(
        &self,
        line: &BudgetLine,
        committed: Option<u16>,
        paid: &[u16],
        over: &str,
    ) -> Result<(), Hindrance> {
        let pot = line.pot;
        if let Some(year) = committed {
            self.may_commit(pot, year)?;
            if let Some(by) = self.over(line, year).filter(|_| over.trim().is_empty()) {
                return Err(Hindrance::AboveLine { line: line.id.clone(), by });
            }
        }
        for year in paid.iter().copied() {
            let credits = self.section(pot).and_then(|section| section.credits(year));
            let credits = credits.ok_or(Hindrance::NoVote { pot, year })?;
            let by = self.paid(pot, year) - credits;
            if by > Cents::ZERO {
                return Err(Hindrance::AbovePayments { pot, year, by });
            }
        }
        Ok(())
    }

    /// The hard limit of a section: the authorisation of the operation, the credits of the chapter.
    fn may_commit(&self, pot: Pot, year: u16) -> Result<(), Hindrance> {
        let section = self.section(pot).ok_or(Hindrance::NoVote { pot, year })?;
        let none = || Hindrance::NoVote { pot, year };
        match pot {
            Pot::Investment => {
                let by = self.committed(pot, None) - section.total().ok_or_else(none)?;
                if by > Cents::ZERO { Err(Hindrance::AboveTotal { by }) } else { Ok(()) }
            }
            Pot::Operating => {
                let by =
                    self.committed(pot, Some(year)) - section.credits(year).ok_or_else(none)?;
                if by > Cents::ZERO { Err(Hindrance::AboveCredits { year, by }) } else { Ok(()) }
            }
        }
    }

    /// Adds a vote to a line or a section, in the order of its day, so that a decision that is
    /// noted late replaces nothing that came after it.
    ///
    /// # Errors
    /// What is lowered is committed or paid already.
    pub fn vote(&mut self, id: &LineId, vote: Vote) -> Result<Arc<BudgetLine>, Hindrance> {
        let before = self.lines.get(id).cloned().ok_or(Hindrance::NoLine)?;
        let mut after = (*before).clone();
        let at = after.votes.iter().rposition(|known| known.day <= vote.day).map_or(0, |at| at + 1);
        after.votes.insert(at, vote);
        match after.is_section() {
            true => self.section_suffices(&before, &after)?,
            false => self.line_suffices(&before, &after)?,
        }
        let after = Arc::new(after);
        self.lines.insert(id.clone(), after.clone());
        Ok(after)
    }

    fn section_suffices(&self, before: &BudgetLine, after: &BudgetLine) -> Result<(), Hindrance> {
        let pot = after.pot;
        let less = |old: Option<Cents>, new: Option<Cents>| new < old;
        if pot == Pot::Investment && less(before.total(), after.total()) {
            let committed = self.committed(pot, None);
            if after.total().is_some_and(|total| total < committed) {
                return Err(Hindrance::BelowCommitted { committed });
            }
        }
        let lowered = years(after).filter(|year| less(before.credits(*year), after.credits(*year)));
        for year in lowered {
            let credits = after.credits(year).unwrap_or_default();
            let paid = self.paid(pot, year);
            if credits < paid {
                return Err(Hindrance::BelowPaid { year, paid });
            }
            let committed = self.committed(pot, Some(year));
            if pot == Pot::Operating && credits < committed {
                return Err(Hindrance::BelowCommitted { committed });
            }
        }
        Ok(())
    }

    fn line_suffices(&self, before: &BudgetLine, after: &BudgetLine) -> Result<(), Hindrance> {
        for year in years(after) {
            let of = Some(year).filter(|_| after.pot == Pot::Operating);
            let committed = self.committed_on(&after.id, of);
            let (old, new) = (before.estimate(year), after.estimate(year));
            if new < old && new.is_some_and(|new| new < committed) {
                return Err(Hindrance::BelowCommitted { committed });
            }
        }
        Ok(())
    }

    /// Puts a line in, which changes no amount that is voted.
    pub(super) fn put(&mut self, line: Arc<BudgetLine>) {
        self.lines.insert(line.id.clone(), line);
    }
}

/// The years that votes name.
fn years(line: &BudgetLine) -> impl Iterator<Item = u16> + use<> {
    let named = line.votes.iter().flat_map(|vote| &vote.credits).map(|credit| credit.year);
    named.collect::<BTreeSet<_>>().into_iter()
}

/// The payments of a commitment: none is more than there is, each credit note names its payment.
fn payments_hold(commitment: &Commitment) -> Result<(), Hindrance> {
    let by = commitment.paid() - commitment.committed();
    if by > Cents::ZERO {
        return Err(Hindrance::PaidBeyond { by });
    }
    for (at, payment) in commitment.payments.iter().enumerate() {
        if commitment.payments[..at].iter().any(|before| before.number == payment.number) {
            return Err(Hindrance::NumberTaken { number: payment.number.clone() });
        }
        let Some(named) = &payment.corrects else {
            match payment.amount.is_negative() {
                true => return Err(Hindrance::NamesNoPayment),
                false => continue,
            }
        };
        let of = commitment.payment(named).filter(|of| !of.amount.is_negative());
        let of = of.filter(|_| payment.amount.is_negative()).ok_or(Hindrance::NamesNoPayment)?;
        let notes = commitment.payments.iter().filter(|note| note.corrects == payment.corrects);
        let left = of.amount + notes.map(|note| note.amount).sum();
        if left.is_negative() {
            return Err(Hindrance::CreditBeyond { by: Cents::ZERO - left });
        }
    }
    Ok(())
}

//! How much of a supply somebody may hold who sits at no desk.

use super::{Line, Project, Supply};
use crate::article::Pot;
use crate::campaign::CampaignKind;
use crate::entity::{Reach, Sight, Viewer};
use crate::limits::{
    CLOSED_KEPT_SCHOOL_DAYS, CLOSED_KEPT_TECHNICIAN_DAYS, SUPPLY_KEPT_SCHOOL_DAYS,
};
use crate::money::Cents;

/// A technician sees what there is to do at the sites of their visits, and what they did there; a
/// juror what the schools wrote; a commune what was decided of its schools.
pub(super) fn of(supply: &Supply, reader: &Viewer) -> Sight<Supply> {
    let recent = |days| supply.is_recent(reader.today, days);
    match &reader.reach {
        Reach::School(site) => {
            Sight::whole_if(supply.site == *site && recent(SUPPLY_KEPT_SCHOOL_DAYS))
        }
        Reach::Technician { sites, .. } => {
            let near = sites.contains(&supply.site) || supply.stops_with() == Some(reader.account);
            let has_legs = !supply.legs.is_empty();
            Sight::whole_if(near && has_legs && recent(CLOSED_KEPT_TECHNICIAN_DAYS))
        }
        Reach::Adviser(_) => {
            let is_judged = reader.calls.contains(&supply.campaign);
            short_if(is_judged && recent(CLOSED_KEPT_SCHOOL_DAYS), || supply.as_judged())
        }
        Reach::Observer(sites) => {
            let is_decided = supply.kind == CampaignKind::Call
                && supply.project.as_ref().is_some_and(|project| project.decided_on.is_some());
            let is_theirs = sites.contains(&supply.site) && recent(SUPPLY_KEPT_SCHOOL_DAYS);
            short_if(is_decided && is_theirs, || supply.as_decided())
        }
    }
}

fn short_if(may_see: bool, short: impl Fn() -> Supply) -> Sight<Supply> {
    if may_see { Sight::Short(short()) } else { Sight::Hidden }
}

impl Supply {
    /// What the school wrote, and nothing of what came of it: who will use it, how it is handed
    /// over.
    fn as_judged(&self) -> Supply {
        Supply {
            unit: String::new(),
            replaces: Vec::new(),
            teacher: None,
            legs: Vec::new(),
            note: String::new(),
            history: Vec::new(),
            ..self.clone()
        }
    }

    /// The title, the sum and what was decided.
    fn as_decided(&self) -> Supply {
        let known = self.project.as_deref();
        let project = known.map(|known| {
            let (title, decided_on) = (known.title.clone(), known.decided_on);
            Box::new(Project { title, decided_on, ..Project::default() })
        });
        let lines = Pot::ALL.into_iter().filter_map(|pot| self.sum_line(pot)).collect();
        Supply { project, lines, reason: String::new(), ..self.as_judged() }
    }

    /// All lines of a section as one that names nothing; `None` when there is none.
    fn sum_line(&self, pot: Pot) -> Option<Line> {
        let first = self.lines.iter().find(|line| line.pot == pot)?;
        let unit: Cents = self.price_in(pot);
        Some(Line {
            label: String::new(),
            unit,
            quantity: 1,
            minutes: 0,
            requires: None,
            supplier: String::new(),
            reference: String::new(),
            ..first.clone()
        })
    }
}

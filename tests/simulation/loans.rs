//! Loans of one kit that all schools want: what people do with it, and what must hold of its unit.

use super::people::{SITES, any, fresh};
use super::world::World;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{Campaign, CampaignKind, CampaignState};
use shared::command::Command;
use shared::day::{Day, days, paris_day};
use shared::id::{ArticleId, CampaignId, Millis, SiteId, SupplyId};
use shared::loan::{Act, Kit, LoanDays, Unit};
use shared::money::Cents;
use shared::replica::Replica;
use shared::role::{Actor, Role};
use shared::row::{Row, State};
use shared::supply::{Anomaly, Supply, SupplyState, loaned};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

const KIT: ArticleId = ArticleId(Uuid::from_bytes([9; 16]));
const LOANS: CampaignId = CampaignId(Uuid::from_bytes([9; 16]));
/// Units that there are.
const UNITS: usize = 1;

/// One unit, without a pause between two loans, and an open campaign.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    let unit = Unit::labelled("VT-01");
    let kit = Kit { units: vec![unit], max_days: 42, ..Kit::default() };
    let lent = Article {
        kind: ArticleKind::LoanKit,
        pot: Pot::Operating,
        kit: Some(kit),
        ..Article::blank(KIT, "Valise".into(), Cents(480_000))
    };
    writer.put(lent.into())?;
    let campaign = Campaign {
        id: LOANS,
        kind: CampaignKind::Loan,
        open_loans: 0,
        call: None,
        decision: None,
        label: "Prêts".into(),
        year: 2026,
        opens: "2026-09-01".parse().expect("a day"),
        closes: "2027-07-02".parse().expect("a day"),
        purses: BTreeMap::new(),
        articles: [].into(),
        sites: SITES.map(SiteId::from).into(),
        state: CampaignState::Published,
        version: 0,
    };
    writer.put(campaign.into())?;
    Ok(())
}

fn loan(rng: &mut Rng, view: &State) -> Option<Arc<Supply>> {
    any(rng, view.supplies.values().filter(|one| one.kind == CampaignKind::Loan).cloned())
}

/// Days that many want.
fn wanted(rng: &mut Rng, now: Millis) -> LoanDays {
    let first = paris_day(now) + chrono::Duration::days(rng.i64(0..8));
    LoanDays::new(first, first + chrono::Duration::days(rng.i64(0..6)))
}

/// What a school or a desk thinks of doing with loans.
pub(crate) fn intend(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
    now: Millis,
) -> Option<Command> {
    let known = loan(rng, replica.view());
    let days = wanted(rng, now);
    let reason = word.to_owned();
    Some(match (actor.role, known, rng.u8(..5)) {
        (Role::Teacher, Some(known), 4) => Act::ClaimLoan { supply: known.id }.into(),
        (Role::Teacher, None, 4) => {
            let (supply, site) = (SupplyId(fresh(rng)), actor.site.clone()?);
            let (campaign, article) = (LOANS, KIT);
            Act::WaitForLoan { supply, site, campaign, article, days, note: reason }.into()
        }
        (Role::Dispatcher | Role::Coordinator, Some(known), 0 | 1) => {
            Act::ChooseUnit { supply: known.id, unit: "VT-01".into() }.into()
        }
        (_, Some(known), 2) => {
            let first = match known.state {
                SupplyState::Delivered => known.period.map_or(days.first, |days| days.first),
                _ => days.first,
            };
            let days = LoanDays::new(first, days.last);
            Act::SetLoanDays { supply: known.id, days, reason }.into()
        }
        _ => {
            let site = actor.site.clone().or_else(|| any(rng, SITES.map(SiteId::from)))?;
            Act::AskLoan {
                supply: SupplyId(fresh(rng)),
                site,
                campaign: LOANS,
                article: KIT,
                days,
                note: reason,
                teacher: None,
            }
            .into()
        }
    })
}

/// What was handed over after its end, or is told to be in two places, is a fact, and marked.
fn is_fact(one: &Supply) -> bool {
    let told = [Anomaly::AfterEnd, Anomaly::UnitElsewhere];
    one.legs.iter().any(|leg| leg.anomalies.iter().any(|anomaly| told.contains(anomaly)))
}

/// Loans that take a unit on a day. One that nobody fetched takes none once its days are over.
fn taking(state: &State, on: Day, over: Day) -> usize {
    let is_over = |one: &Supply| {
        let last = one.period.map(|days| days.last);
        one.state != SupplyState::Delivered && last.is_some_and(|last| last < over)
    };
    let takes = state.supplies.values().filter(|one| !is_over(one)).filter(|one| {
        let is_open = matches!(
            one.state,
            SupplyState::Asked
                | SupplyState::Accepted
                | SupplyState::Ready
                | SupplyState::Delivered
        );
        is_open && !is_fact(one) && one.period.is_some_and(|days| days.holds(on))
    });
    takes.count()
}

impl World {
    /// On no day is more lent than there is, and what the article says is what the loans say.
    pub(super) fn check_loans(&mut self, rows: &[Row]) {
        let state: State = rows.iter().cloned().collect();
        let of_loans = || state.supplies.values().filter(|one| one.kind == CampaignKind::Loan);
        let mut wrong = Vec::new();
        // What nobody fetched takes nothing once its days are over, by the clock of the server,
        // which may be some days ahead.
        let over = paris_day(self.now) + chrono::Duration::days(3);
        let all: Vec<_> = of_loans().filter_map(|one| one.period).collect();
        let first = all.iter().map(|days| days.first).min();
        let last = all.iter().map(|days| days.last).max();
        for on in first.zip(last).into_iter().flat_map(|(first, last)| days(first, last)) {
            let many = taking(&state, on, over);
            if many > UNITS {
                wrong.push(format!("{many} loans of {UNITS} unit on {on}"));
            }
        }
        let kit = state.articles.get(&KIT).and_then(|article| article.kit.clone());
        let taken = kit.unwrap_or_default().taken;
        for one in of_loans().filter(|one| one.state.is_open()) {
            let known = taken.get(&one.id);
            let due = loaned::taken(one);
            let is_over = due.as_ref().is_some_and(|due| !due.out && due.days.last < over);
            if known != due.as_ref() && !(known.is_none() && is_over) {
                wrong.push(format!("the article says {:?} of {one:?}", taken.get(&one.id)));
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("no more units are out than there are", how);
        }
    }
}

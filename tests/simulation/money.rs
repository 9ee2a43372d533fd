//! Orders from the small budget: what people do with them, and what must hold of the money.

use super::people::{SITES, any, fresh};
use super::world::World;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{Campaign, CampaignKind, CampaignState, Purse};
use shared::command::Command;
use shared::id::{ArticleId, CampaignId, SiteId, SupplyId, VisitId};
use shared::money::Cents;
use shared::replica::Replica;
use shared::row::{Row, State};
use shared::supply::balance::{of_line, of_site};
use shared::supply::{Act, Anomaly, Asked, FailReason, HandOver, Item, Leg, Supply, SupplyState};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What a school may spend: two orders of 300.00 never both fit.
const EACH: Cents = Cents(40_267);
/// Less than three installations for all schools.
const SHARED: Cents = Cents(9_000);

fn campaign_id() -> CampaignId {
    CampaignId(Uuid::from_bytes([1; 16]))
}

/// A catalogue and an open campaign.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    let known = |n, label: &str, cents| {
        Article::blank(ArticleId(Uuid::from_bytes([n; 16])), label.into(), Cents(cents))
    };
    writer.put(known(1, "Lot", 30_000).into())?;
    writer.put(known(2, "Souris", 1_800).into())?;
    let work = Article {
        kind: ArticleKind::Service,
        pot: Pot::Operating,
        minutes: 30,
        ..known(3, "Installation", 3_283)
    };
    writer.put(work.into())?;
    let purse = |total, each| Purse {
        line: "2.2".into(),
        total: Some(total),
        each,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    let campaign = Campaign {
        id: campaign_id(),
        kind: CampaignKind::SmallBudget,
        label: "Petit budget".into(),
        year: 2026,
        opens: "2026-09-01".parse().expect("a day"),
        closes: "2027-07-02".parse().expect("a day"),
        purses: BTreeMap::from([
            (Pot::Investment, purse(EACH.times(3), Some(EACH))),
            (Pot::Operating, purse(SHARED, None)),
        ]),
        articles: [].into(),
        open_loans: 0,
        call: None,
        decision: None,
        sites: SITES.map(SiteId::from).into(),
        state: CampaignState::Published,
        version: 0,
    };
    writer.put(campaign.into())?;
    Ok(())
}

fn supply(rng: &mut Rng, view: &State) -> Option<Arc<Supply>> {
    any(rng, view.supplies.values().cloned())
}

fn item(rng: &mut Rng) -> Vec<Item> {
    vec![Item::new(0, rng.u32(1..4))]
}

/// What a school does with its money.
pub(crate) fn by_school(
    rng: &mut Rng,
    replica: &Replica,
    site: SiteId,
    word: &str,
) -> Option<Command> {
    let view = replica.view();
    let known = supply(rng, view);
    if let (0, Some(known)) = (rng.u8(..8), &known) {
        return Some(edit(rng, known, word).into());
    }
    let act = match (rng.u8(..5), known.map(|supply| supply.id)) {
        (0, Some(supply)) => Act::CancelSupply { supply, reason: word.into() },
        (1, Some(supply)) => Act::ConfirmSupply { supply },
        (2, Some(supply)) => Act::TellMissing { supply, items: item(rng), text: word.into() },
        _ => {
            let article = any(rng, view.articles.values().cloned())?;
            let quantity = if article.unit < Cents(10_000) { rng.u32(1..4) } else { 1 };
            Act::AskSupply {
                supply: SupplyId(fresh(rng)),
                site,
                campaign: campaign_id(),
                lines: vec![Asked { article: article.id, quantity, unit: article.unit }],
                note: word.into(),
                teacher: None,
                replaces: Vec::new(),
            }
        }
    };
    Some(act.into())
}

/// Other quantities of what was asked for.
fn edit(rng: &mut Rng, known: &Supply, word: &str) -> Act {
    let line = |line: &shared::supply::Line| {
        let most = if line.unit < Cents(10_000) { 4 } else { 2 };
        Asked { article: line.article, quantity: rng.u32(0..most), unit: line.unit }
    };
    let lines = known.lines.iter().map(line).collect();
    Act::EditSupply { supply: known.id, lines, note: word.into() }
}

/// What a technician does for orders during a visit.
pub(crate) fn by_technician(
    rng: &mut Rng,
    replica: &Replica,
    visit: VisitId,
    word: &str,
) -> Option<Command> {
    let supply = supply(rng, replica.view())?;
    let leg = any(rng, &supply.legs)?.id;
    let (supply, visit) = (supply.id, Some(visit));
    Some(match rng.u8(..4) {
        0 => {
            let (reason, text) = (FailReason::Other, word.into());
            Act::FailLeg { supply, leg, visit, reason, text }.into()
        }
        1 => {
            let done = HandOver { visit, items: item(rng), ..HandOver::default() };
            Act::DoLeg { supply, leg, done }.into()
        }
        _ => {
            let received_by = word.into();
            let done = HandOver { visit, received_by, ..HandOver::default() };
            Act::DoLeg { supply, leg, done }.into()
        }
    })
}

/// What the desk decides.
pub(crate) fn by_desk(rng: &mut Rng, replica: &Replica, word: &str) -> Option<Command> {
    let known = supply(rng, replica.view())?;
    let (supply, reason) = (known.id, word.to_owned());
    Some(match (known.state, rng.u8(..6)) {
        (_, 0) => Act::WaitSupply { supply, reason }.into(),
        (_, 1) if rng.bool() => Act::RefuseSupply { supply, reason }.into(),
        (SupplyState::Accepted, _) => Act::PrepareSupply { supply, visit: None }.into(),
        (SupplyState::Ready, _) => {
            let leg = any(rng, &known.legs)?.id;
            Act::DoLeg { supply, leg, done: HandOver::default() }.into()
        }
        _ => Act::AcceptSupply { supply, visit: None }.into(),
    })
}

impl World {
    /// Nobody has spent what there is not, and nothing was handed over twice.
    pub(super) fn check_money(&mut self, rows: &[Row]) {
        let state: State = rows.iter().cloned().collect();
        let mut wrong = Vec::new();
        // What was handed over after it had been withdrawn is counted, and marked.
        let late = |leg: &Leg| leg.anomalies.contains(&Anomaly::AfterEnd);
        let is_marked = state.supplies.values().any(|supply| supply.legs.iter().any(late));
        for campaign in state.campaigns.values().filter(|_| !is_marked) {
            let all = || state.supplies.values();
            for site in state.sites.keys() {
                let own = of_site(campaign, all(), site, Pot::Investment);
                if own.is_some_and(|own| own.remaining().is_negative()) {
                    wrong.push(format!("{site} has spent more than it may: {own:?}"));
                }
            }
            for pot in Pot::ALL {
                let line = of_line(campaign, all(), pot);
                if line.is_some_and(|line| line.remaining().is_negative()) {
                    wrong.push(format!("the line {pot:?} has spent more than it has: {line:?}"));
                }
            }
        }
        for supply in state.supplies.values().filter(|supply| !supply.legs.is_empty()) {
            for (at, line) in (0..).zip(&supply.lines) {
                let giving = supply.legs.iter().filter(|leg| leg.kind.gives());
                let pieces: u32 = giving.map(|leg| leg.counted(at)).sum();
                if pieces != line.quantity || supply.delivered(at) > line.quantity {
                    wrong.push(format!("{} of {} in {supply:?}", pieces, line.quantity));
                }
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("2 once: no money and no piece is counted twice", how);
        }
    }
}

//! Calls for projects: schools write and jurors mark while they have no network, the coordinator
//! decides; what must hold of projects and of marks.

use super::model::words;
use super::network::is_on_server;
use super::people::{ADVISER, COORDINATOR, DISPATCHER, SITES, account, any, fresh};
use super::world::World;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::article::Pot;
use shared::ballot::score::{lot, ranking};
use shared::ballot::{self, Act, Award, Ballot, Mark, ProjectOutcome};
use shared::campaign::{Call, Campaign, CampaignKind, CampaignState, Criterion, Purse};
use shared::command::Command;
use shared::day::Day;
use shared::id::{AccountId, ArticleId, CampaignId, CommandId, SiteId, SupplyId};
use shared::money::Cents;
use shared::replica::Replica;
use shared::role::Actor;
use shared::row::{Row, State};
use shared::supply::{Asked, Line, Project, Supply, SupplyState};
use shared::sync::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// The call for which schools write; each may send one project.
pub(super) const WRITING: CampaignId = CampaignId(Uuid::from_bytes([11; 16]));
/// The call whose projects are marked; it has money for two of them.
const MARKING: CampaignId = CampaignId(Uuid::from_bytes([12; 16]));
const PRICE: Cents = Cents(30_000);

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn call(id: CampaignId, closes: &str, total: Cents) -> Campaign {
    let criterion = |label: &str, weight| Criterion { label: label.into(), weight, max: 5 };
    let purse = Purse {
        line: "2.5".into(),
        total: Some(total),
        each: None,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    Campaign {
        id,
        kind: CampaignKind::Call,
        label: "Appel".into(),
        year: 2026,
        opens: day("2026-09-01"),
        closes: day(closes),
        purses: BTreeMap::from([(Pot::Investment, purse)]),
        articles: [].into(),
        sites: SITES.map(SiteId::from).into(),
        state: CampaignState::Published,
        open_loans: 0,
        call: Some(Call {
            criteria: vec![criterion("Un", 60), criterion("Deux", 40)],
            jury: [DISPATCHER, COORDINATOR, ADVISER].map(account).into(),
            several: false,
        }),
        decision: None,
        version: 0,
    }
}

fn article() -> ArticleId {
    ArticleId(Uuid::from_bytes([1; 16]))
}

/// A project of a school, sent before the history begins.
fn project(n: u8, site: &str) -> Supply {
    let line = Line {
        article: article(),
        label: "Lot".into(),
        kind: shared::article::ArticleKind::Small,
        pot: Pot::Investment,
        unit: PRICE,
        vat: 2_000,
        quantity: 1,
        minutes: 0,
        origin: shared::article::Origin::New,
        requires: None,
        supplier: String::new(),
        reference: String::new(),
    };
    Supply {
        id: SupplyId(Uuid::from_bytes([30 + n; 16])),
        site: site.into(),
        campaign: MARKING,
        kind: CampaignKind::Call,
        lines: vec![line],
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: Some(Box::new(Project { title: format!("P{n}"), ..Project::default() })),
        legs: Vec::new(),
        state: SupplyState::Asked,
        asked_on: day("2026-10-05"),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}

/// A call that schools answer, and one that was answered.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    writer.put(call(WRITING, "2027-01-29", Cents(90_000)).into())?;
    writer.put(call(MARKING, "2026-11-20", Cents(60_000)).into())?;
    for (n, site) in (1..).zip(SITES) {
        writer.put(project(n, site).into())?;
    }
    Ok(())
}

/// The projects of a call, as somebody sees them.
fn projects(view: &State, id: CampaignId) -> impl Iterator<Item = &Arc<Supply>> {
    view.supplies.values().filter(move |one| one.campaign == id)
}

/// What a school does: it writes, or adds words to what it wrote.
pub(crate) fn by_school(
    rng: &mut Rng,
    replica: &Replica,
    site: SiteId,
    word: &str,
) -> Option<Command> {
    let own = projects(replica.view(), WRITING).filter(|one| one.site == site);
    let known = any(rng, own.map(|one| one.id));
    if let (Some(supply), true) = (known, rng.bool()) {
        return Some(Act::AddToProject { supply, text: word.into() }.into());
    }
    let project = Project {
        title: word.into(),
        purpose: "Pour tous".into(),
        classes: 1,
        pupils: 20,
        ..Project::default()
    };
    let lines = vec![Asked { article: article(), quantity: 1, unit: PRICE }];
    let (supply, campaign, teacher) = (SupplyId(fresh(rng)), WRITING, None);
    Some(Act::SubmitProject { supply, site, campaign, lines, teacher, project }.into())
}

/// What a juror does: marks some of the projects that they have not marked, or again one that they
/// have.
pub(crate) fn by_juror(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
) -> Option<Command> {
    let view = replica.view();
    let own = view.ballots.get(&ballot::key(MARKING, actor.account));
    let is_new = |one: &&Arc<Supply>| own.is_none_or(|own| own.mark(one.id).is_none());
    let again = rng.u8(..6) == 0;
    let due = projects(view, MARKING).filter(|one| one.state == SupplyState::Asked);
    let mut due: Vec<_> = due.filter(|one| again || is_new(one)).map(|one| one.id).collect();
    rng.shuffle(&mut due);
    due.truncate(rng.usize(1..4));
    if due.is_empty() {
        return None;
    }
    let mark = |supply| {
        let abstained = (rng.u8(..6) == 0).then(|| "Conflit".to_owned());
        let scores = match abstained {
            Some(_) => Vec::new(),
            None => vec![Some(rng.u8(..6)), Some(rng.u8(..6))],
        };
        Mark { supply, scores, note: word.into(), abstained }
    };
    let marks = due.into_iter().map(mark).collect();
    Some(Act::SubmitMarks { campaign: MARKING, marks }.into())
}

/// What the coordinator does with a call: marks like any juror, ends the marking, takes marks back,
/// decides.
pub(crate) fn by_coordinator(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
) -> Option<Command> {
    let view = replica.view();
    let campaign = MARKING;
    Some(match rng.u8(..8) {
        0 => Act::OpenBallots { campaign }.into(),
        1 => {
            let ballot = any(rng, view.ballots.values().cloned())?;
            let supply = any(rng, &ballot.marks)?.supply;
            let (juror, reason) = (ballot.juror, word.into());
            Act::WithdrawMarks { campaign, juror, supply, reason }.into()
        }
        2 | 3 => decision(view, word)?,
        _ => return by_juror(rng, replica, actor, word),
    })
}

/// Gives in the order of the places, as far as the money goes.
fn decision(view: &State, word: &str) -> Option<Command> {
    let call = view.campaigns.get(&MARKING)?;
    let mut left = call.purses.get(&Pot::Investment)?.total?;
    let award = |place: shared::campaign::RankedProject| {
        let fits = place.rank.is_some() && left >= PRICE;
        if fits {
            left = left - PRICE;
        }
        let outcome = if fits { ProjectOutcome::Given } else { ProjectOutcome::Waits };
        let (reason, past) = (word.to_owned(), String::new());
        Award { supply: place.supply, outcome, quantities: Vec::new(), reason, past }
    };
    let awards = ranking(view, call, lot(MARKING)).into_iter().map(award).collect();
    let (day, reference) = (day("2026-11-24"), "Délibération".to_owned());
    let (campaign, minutes, lot) = (MARKING, None, lot(MARKING));
    Some(Act::DecideCall { campaign, day, reference, minutes, lot, awards }.into())
}

impl World {
    /// What a school sent and a juror handed in is there once, as they wrote it; a school has one
    /// project in a call; nobody reads a mark of others before all of their own are handed in.
    pub(super) fn check_calls(&mut self, rows: &[Row], verdicts: &BTreeMap<CommandId, Verdict>) {
        let state: State = rows.iter().cloned().collect();
        let mut wrong = self.lost_or_doubled(&state, verdicts);
        let mut seen = BTreeSet::new();
        for one in projects(&state, WRITING).filter(|one| !one.state.is_given_up()) {
            if !seen.insert(one.site.clone()) {
                wrong.push(format!("two projects of {} in one call", one.site));
            }
        }
        for ballot in state.ballots.values() {
            let of: BTreeSet<_> = ballot.marks.iter().map(|mark| mark.supply).collect();
            if of.len() != ballot.marks.len() {
                wrong.push(format!("a project is marked twice in {ballot:?}"));
            }
        }
        wrong.extend(self.read_too_early(&state));
        if let Some(how) = wrong.pop() {
            self.break_rule("projects and marks: kept, once, and sealed until one's own", how);
        }
    }

    /// What was taken and is not there as it was written, or more than once.
    fn lost_or_doubled(
        &self,
        state: &State,
        verdicts: &BTreeMap<CommandId, Verdict>,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        for given in self.model.commands() {
            let envelope = &given.envelope;
            if !verdicts.get(&envelope.id).is_some_and(is_on_server) {
                continue;
            }
            let right = match envelope.intent.act() {
                Some(Act::SubmitProject { supply, .. }) => {
                    let titled = |one: &&Arc<Supply>| {
                        one.project.as_ref().is_some_and(|project| project.title == given.word)
                    };
                    let found: Vec<_> = state.supplies.values().filter(titled).collect();
                    found.len() == 1 && found[0].id == *supply
                }
                Some(Act::AddToProject { supply, .. }) => {
                    let known = state.supplies.get(supply);
                    let text = serde_json::to_string(&known).expect("JSON");
                    words(&text).iter().filter(|word| **word == given.word).count() == 1
                }
                Some(Act::SubmitMarks { marks, .. }) => {
                    let of = |mark: &Mark| counted(state, envelope.actor, mark) == 1;
                    marks.iter().all(of)
                }
                _ => true,
            };
            if !right {
                wrong.push(format!("{} {:?}", envelope.id, envelope.intent));
            }
        }
        wrong
    }

    /// Whoever holds a sealed ballot of somebody else without having said all.
    fn read_too_early(&self, state: &State) -> Vec<String> {
        let mut wrong = Vec::new();
        for device in self.devices.iter().filter(|device| !device.is_revoked) {
            let known = device.disk.load(self.now);
            let Some(me) = known.meta().actor.as_ref().map(|actor| actor.account) else { continue };
            for ballot in known.mirror().ballots.values().filter(|ballot| !ballot.open) {
                if ballot.juror != me && !says_all(state, me) {
                    let (id, whose) = (device.id, &ballot.juror_name);
                    wrong.push(format!("{id} of {me} reads the ballot of {whose}"));
                }
            }
        }
        wrong
    }
}

/// How often a juror's ballot says that, also where it counts no more.
fn counted(state: &State, juror: AccountId, mark: &Mark) -> usize {
    let own = state.ballots.get(&ballot::key(MARKING, juror));
    let all = |ballot: &Ballot| {
        let gone = ballot.withdrawn.iter().map(|gone| &gone.mark);
        ballot.marks.iter().chain(gone).filter(|said| *said == mark).count()
    };
    own.map_or(0, |ballot| all(ballot))
}

/// Whether somebody has said something of every project that is still to be marked.
fn says_all(state: &State, juror: AccountId) -> bool {
    let own = state.ballots.get(&ballot::key(MARKING, juror));
    projects(state, MARKING)
        .filter(|one| one.state == SupplyState::Asked)
        .all(|one| own.is_some_and(|own| own.mark(one.id).is_some()))
}

//! Renewals and improvements: old devices that two desks would replace, new ones that nobody gets
//! before the training, and what must hold of both.

use super::people::{SITES, TECHNICIANS, account, any, fresh};
use super::world::World;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{Campaign, CampaignKind, CampaignState, Purse};
use shared::command::Command;
use shared::day::{Half, HalfDay, paris_day};
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::{
    ArticleId, CampaignId, EquipmentId, Millis, SiteId, SupplyId, TeacherId, TopicId,
};
use shared::money::Cents;
use shared::replica::Replica;
use shared::role::{Actor, Role};
use shared::row::{Row, State};
use shared::settings::Topic;
use shared::supply::{
    Act, Anomaly, Asked, Carrier, HandOver, Labelled, Leg, LegKind, Supply, SupplyState,
};
use shared::teacher::{self, Teacher};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

const LAPTOP: ArticleId = ArticleId(Uuid::from_bytes([7; 16]));
const RENEWAL: CampaignId = CampaignId(Uuid::from_bytes([7; 16]));
const IMPROVEMENT: CampaignId = CampaignId(Uuid::from_bytes([8; 16]));
/// Price of a laptop: the money of each campaign is enough for two.
const PRICE: Cents = Cents(70_000);

fn laptops() -> TopicId {
    "portables".into()
}

/// What people are trained for: laptops, which the sessions of the histories do not teach.
pub(crate) fn topics() -> Vec<Topic> {
    vec![Topic { id: laptops(), label: "Prise en main des portables".into() }]
}

/// One article that asks for a training, and two open campaigns.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    let laptop = Article {
        kind: ArticleKind::Device(EquipmentKind::Laptop),
        requires: Some(laptops()),
        ..Article::blank(LAPTOP, "Portable".into(), PRICE)
    };
    writer.put(laptop.into())?;
    let kinds = [(RENEWAL, CampaignKind::Renewal), (IMPROVEMENT, CampaignKind::Improvement)];
    for (id, kind) in kinds {
        let purse = Purse {
            line: "1.2".into(),
            total: Some(PRICE.times(2)),
            each: None,
            overrides: BTreeMap::new(),
            reasons: BTreeMap::new(),
        };
        let campaign = Campaign {
            id,
            kind,
            label: format!("{kind:?}"),
            year: 2026,
            opens: "2026-09-01".parse().expect("a day"),
            closes: "2027-07-02".parse().expect("a day"),
            purses: BTreeMap::from([(Pot::Investment, purse)]),
            articles: [LAPTOP].into(),
            open_loans: 0,
            call: None,
            decision: None,
            sites: SITES.map(SiteId::from).into(),
            state: CampaignState::Published,
            version: 0,
        };
        writer.put(campaign.into())?;
    }
    Ok(())
}

fn supply(rng: &mut Rng, view: &State) -> Option<Arc<Supply>> {
    let ours = |one: &&Arc<Supply>| [RENEWAL, IMPROVEMENT].contains(&one.campaign);
    any(rng, view.supplies.values().filter(ours).cloned())
}

/// Somebody of that site, or nobody.
fn user(rng: &mut Rng, view: &State, site: &SiteId) -> Option<TeacherId> {
    let here = view.teachers.values().filter(|one| one.site == *site && one.is_there());
    any(rng, here.map(|one| one.id)).filter(|_| rng.u8(..4) > 0)
}

/// What somebody thinks of doing with renewals, improvements and trainings.
pub(crate) fn intend(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
    now: Millis,
) -> Option<Command> {
    let view = replica.view();
    match actor.role {
        Role::Teacher => {
            let site = actor.site.clone()?;
            let teacher = user(rng, view, &site);
            Some(wish(rng, (site, IMPROVEMENT), teacher, (Vec::new(), word)).into())
        }
        Role::Technician => hand_over(rng, view, actor, word),
        Role::Dispatcher | Role::Coordinator => match rng.u8(..8) {
            0 | 1 => renew(rng, view, word),
            2 => attest(rng, view, now),
            3 => waive(rng, view, word, now),
            4 => ride(rng, view, now),
            _ => decide(rng, view),
        },
        Role::Observer | Role::Adviser | Role::System => None,
    }
}

fn wish(
    rng: &mut Rng,
    (site, campaign): (SiteId, CampaignId),
    teacher: Option<TeacherId>,
    (replaces, word): (Vec<EquipmentId>, &str),
) -> Act {
    Act::AskSupply {
        supply: SupplyId(fresh(rng)),
        site,
        campaign,
        lines: vec![Asked { article: LAPTOP, quantity: 1, unit: PRICE }],
        note: word.into(),
        teacher,
        replaces,
    }
}

/// A new one for an old one, from either campaign: two desks see the same device.
fn renew(rng: &mut Rng, view: &State, word: &str) -> Option<Command> {
    let serving = view.equipment.values().filter(|device| device.serves());
    let device = any(rng, serving.cloned())?;
    let campaign = if rng.bool() { RENEWAL } else { IMPROVEMENT };
    let teacher = user(rng, view, &device.site);
    Some(wish(rng, (device.site.clone(), campaign), teacher, (vec![device.id], word)).into())
}

fn attest(rng: &mut Rng, view: &State, now: Millis) -> Option<Command> {
    let teacher = any(rng, view.teachers.keys().copied())?;
    let (topic, day) = (laptops(), paris_day(now));
    let (body, evidence) = ("Canopé".into(), "attestation".into());
    Some(teacher::Act::AttestTraining { teacher, topic, day, body, evidence }.into())
}

fn waive(rng: &mut Rng, view: &State, word: &str, now: Millis) -> Option<Command> {
    let teacher = any(rng, view.teachers.keys().copied())?;
    let until = Some(paris_day(now) + chrono::Duration::days(rng.i64(0..5)));
    let (topic, reason) = (laptops(), word.into());
    Some(teacher::Act::WaiveTraining { teacher, topic, until, reason }.into())
}

/// With a visit, with a round that passes by, with the school itself, or with nobody again.
fn ride(rng: &mut Rng, view: &State, now: Millis) -> Option<Command> {
    let known = any(rng, view.supplies.values().cloned())?;
    let leg = any(rng, &known.legs)?.id;
    let visit = any(rng, view.visits_of(&known.site).map(|visit| visit.id));
    let day = paris_day(now) + chrono::Duration::days(rng.i64(0..4));
    let half = if rng.bool() { Half::Morning } else { Half::Afternoon };
    let technician = account(TECHNICIANS[rng.usize(..2)]);
    let carrier = match rng.u8(..4) {
        0 => None,
        1 => Some(Carrier::Collect),
        2 => Some(Carrier::Stop { technician, slot: HalfDay { day, half } }),
        _ => visit.map(Carrier::Visit),
    };
    Some(Act::PlanLeg { supply: known.id, leg, carrier }.into())
}

fn decide(rng: &mut Rng, view: &State) -> Option<Command> {
    let known = supply(rng, view)?;
    let (supply, visit) = (known.id, None);
    Some(match known.state {
        SupplyState::Accepted => Act::PrepareSupply { supply, visit }.into(),
        SupplyState::Ready | SupplyState::Delivered => {
            let leg = any(rng, &known.legs)?;
            done(rng, view, &known, leg, None).into()
        }
        SupplyState::Asked
        | SupplyState::WaitingList
        | SupplyState::Closed
        | SupplyState::Refused
        | SupplyState::Cancelled => Act::AcceptSupply { supply, visit }.into(),
    })
}

/// A technician hands over without looking at the gate: a phone of an older version would, too.
fn hand_over(rng: &mut Rng, view: &State, actor: &Actor, word: &str) -> Option<Command> {
    let known = supply(rng, view)?;
    let mine = view.visits_of(&known.site).filter(|visit| visit.technician == actor.account);
    let visit = any(rng, mine.map(|visit| visit.id));
    let leg = any(rng, &known.legs)?;
    let Act::DoLeg { supply, leg, done } = done(rng, view, &known, leg, Some(word)) else {
        return None;
    };
    Some(Act::DoLeg { supply, leg, done: HandOver { visit, ..done } }.into())
}

/// A leg that is done, to somebody or nobody, with a label when it is a device: one of three, so
/// that two phones name the same one.
fn done(rng: &mut Rng, view: &State, known: &Supply, leg: &Leg, word: Option<&str>) -> Act {
    let label = format!("PC-{}", rng.u8(..3));
    let equipment = EquipmentId(fresh(rng));
    let devices = match leg.kind == LegKind::Deliver && rng.bool() {
        true => vec![Labelled { equipment, line: 0, label }],
        false => Vec::new(),
    };
    let to = user(rng, view, &known.site);
    let received_by = word.unwrap_or_default().to_owned();
    let done = HandOver { to, devices, received_by, ..HandOver::default() };
    Act::DoLeg { supply: known.id, leg: leg.id, done }
}

/// Nothing in the rows ever let that person have it: neither a training nor a waiver.
fn never_passed(one: Option<&Arc<Teacher>>) -> bool {
    one.is_none_or(|one| {
        !one.trained.contains_key(&laptops()) && !one.waived.contains_key(&laptops())
    })
}

/// What is wrong with the legs of a supply that were done.
fn wrong_legs(state: &State, supply: &Supply, wrong: &mut Vec<String>) {
    for leg in supply.legs.iter().filter(|leg| leg.is_done()) {
        let user = leg.to.and_then(|id| state.teachers.get(&id));
        let is_marked = leg.anomalies.contains(&Anomaly::Untrained);
        if !supply.required_by(leg).is_empty() && never_passed(user) && !is_marked {
            wrong.push(format!("handed over before the training, unmarked: {leg:?}"));
        }
        let away = leg.equipment.iter().filter(|_| leg.kind == LegKind::TakeAway);
        for device in away.filter_map(|id| state.equipment.get(id)).filter(|one| one.serves()) {
            wrong.push(format!("taken away, and it serves: {device:?}"));
        }
        let named = leg.done().into_iter().flat_map(|done| &done.equipment);
        for id in named.filter(|id| !state.equipment.contains_key(id)) {
            wrong.push(format!("{id} was handed over, and is in no inventory: {leg:?}"));
        }
    }
}

impl World {
    /// A device is replaced once, nothing goes before the training unmarked, what went serves no
    /// more, and what came is in the inventory once.
    pub(super) fn check_renewals(&mut self, rows: &[Row]) {
        let state: State = rows.iter().cloned().collect();
        let mut wrong = Vec::new();
        let mut replaced: BTreeSet<EquipmentId> = BTreeSet::new();
        for supply in state.supplies.values() {
            wrong_legs(&state, supply, &mut wrong);
            // What was handed over after it had been withdrawn came back as it was, and is marked.
            let is_back = supply.legs.iter().any(|leg| leg.anomalies.contains(&Anomaly::AfterEnd));
            for device in supply.replaces.iter().filter(|_| supply.state.is_open() && !is_back) {
                if !replaced.insert(*device) {
                    wrong.push(format!("{device} is replaced twice"));
                }
            }
        }
        let mut labels: BTreeMap<&str, &Equipment> = BTreeMap::new();
        let serving = state.equipment.values().filter(|one| one.serves() && !one.label.is_empty());
        for device in serving {
            if let Some(other) = labels.insert(&device.label, device) {
                wrong.push(format!("two devices of one label: {device:?} and {other:?}"));
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("renewal and gate: once, and not before the training", how);
        }
    }
}

//! Calls for projects: the invariants, the cases that break naive code, and the acceptance of S7.

mod awards;
mod files;
mod jurors;
mod marks;
mod plenty;

use crate::supply_world::{article, campaign, sold, supply, with_catalogue};
use crate::world::*;
use shared::account::Account;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::ballot::score::{next_waiting, points, ranking};
use shared::ballot::{Act, Award, Ballot, Hindrance, Mark, ProjectOutcome, key};
use shared::campaign::{self, Call, CampaignKind, Criterion, Draft, Purse};
use shared::command::Command;
use shared::decide::{Decision, Now, decide};
use shared::entity::{Ages, Entity, Period, Reach, Sight, Viewer};
use shared::equipment::EquipmentKind;
use shared::id::{AccountId, CampaignId, SiteId, SupplyId};
use shared::money::Cents;
use shared::refusal::Refusal;
use shared::role::Role;
use shared::row::Row;
use shared::scope::{Scope, Stream, calls_of};
use shared::supply::{self, Asked, Project, Supply, SupplyState};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const SECOND: u8 = 8;
const THIRD: u8 = 9;
const ADVISER: u8 = 10;
const TABLET: u8 = 21;
const LICENCE: u8 = 22;

fn criterion(label: &str, weight: u32) -> Criterion {
    Criterion { label: label.into(), weight, max: 5 }
}

/// A call that is open until the eve of the world's day; the second section has 1,000.00.
fn call(investment: i64, criteria: Vec<Criterion>) -> Draft {
    let purse = |cents| Purse {
        line: "2.5".into(),
        total: Some(Cents(cents)),
        each: None,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    Draft {
        kind: CampaignKind::Call,
        label: "Appel à projets 2026".into(),
        year: 2026,
        opens: day("2026-01-05"),
        closes: day("2026-03-11"),
        purses: BTreeMap::from([
            (Pot::Investment, purse(investment)),
            (Pot::Operating, purse(100_000)),
        ]),
        articles: BTreeSet::new(),
        open_loans: None,
        call: Some(Call {
            criteria,
            jury: [DISPATCHER, COORDINATOR, SECOND, THIRD, ADVISER].map(account).into(),
            several: false,
        }),
    }
}

fn criteria() -> Vec<Criterion> {
    vec![criterion("Pédagogie", 40), criterion("Équipement", 35), criterion("Partage", 25)]
}

fn set(draft: Draft) -> campaign::Act {
    campaign::Act::SetCampaign { campaign: campaign(1), draft }
}

const PUBLISH: fn() -> campaign::Act = || campaign::Act::PublishCampaign { campaign: campaign(1) };

/// A call of that money, whose projects were all sent in time.
fn with_call(investment: i64) -> World {
    let mut world = with_catalogue();
    for n in [SECOND, THIRD] {
        world.put(Account::blank(account(n), format!("Juror {n}"), Role::Dispatcher, None));
    }
    world.put(Account::blank(account(ADVISER), "Adviser".into(), Role::Adviser, None));
    let kind = ArticleKind::Device(EquipmentKind::Tablet);
    let tablet = Article { kind, ..sold(TABLET, "Tablette", 100_000, 0) };
    for known in [tablet, sold(LICENCE, "Licence", 60_000, 1)] {
        world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(known) }).unwrap();
    }
    world.give(COORDINATOR, set(call(investment, criteria()))).unwrap();
    world.give(COORDINATOR, PUBLISH()).unwrap();
    world
}

fn school(n: u8) -> SiteId {
    SiteId::from(format!("04201{n:02}A").as_str())
}

fn project(n: u8, lines: &[(u8, u32)], world: &World) -> Act {
    let asked = |(n, quantity): &(u8, u32)| Asked {
        article: article(*n),
        quantity: *quantity,
        unit: world.state.articles[&article(*n)].unit,
    };
    Act::SubmitProject {
        supply: supply(n),
        site: school(n),
        campaign: campaign(1),
        lines: lines.iter().map(asked).collect(),
        teacher: None,
        project: Project {
            title: format!("Projet {n}"),
            purpose: "Apprendre à programmer".into(),
            classes: 2,
            pupils: 50,
            ..Project::default()
        },
    }
}

/// A message that was typed at that instant, and is judged at another one with that offset.
fn judged(
    world: &mut World,
    act: impl Into<Command>,
    typed: &str,
    received: &str,
    offset_ms: i64,
) -> Result<Decision, Refusal> {
    let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
    let mut envelope = world.envelope(COORDINATOR, act);
    envelope.declared_at = at(typed);
    let actor = world.actor(COORDINATOR);
    let now = Now { ms: at(received), offset_ms };
    let decision = decide(&world.state, &envelope, &actor, now)?;
    decision.rows.iter().for_each(|row| world.put(row.clone()));
    Ok(decision)
}

/// A project that was sent while the call was open.
fn sent(world: &mut World, n: u8, lines: &[(u8, u32)]) {
    world.put(new_site(school(n).as_str()));
    let act = project(n, lines, world);
    judged(world, act, "2026-03-02T10:00:00+01:00", "2026-03-02T10:00:00+01:00", 0).unwrap();
}

fn marks(n: u8, scores: [u8; 3]) -> Mark {
    let scores = scores.into_iter().map(Some).collect();
    Mark { supply: supply(n), scores, note: String::new(), abstained: None }
}

fn hand_in(all: Vec<Mark>) -> Act {
    Act::SubmitMarks { campaign: campaign(1), marks: all }
}

fn award(n: u8, outcome: ProjectOutcome) -> Award {
    let reason = "Selon le classement".into();
    Award { supply: supply(n), outcome, quantities: Vec::new(), reason, past: String::new() }
}

fn decision(awards: Vec<Award>) -> Act {
    let reference = "Décision du 12 mars".into();
    let (campaign, day, minutes) = (campaign(1), day("2026-03-12"), None);
    Act::DecideCall { campaign, day, reference, minutes, lot: 7, awards }
}

/// Both jurors give all projects the same marks, the first one most.
fn all_marked(world: &mut World, count: u8) {
    for juror in [DISPATCHER, COORDINATOR] {
        let all = (1..=count).map(|n| marks(n, [5 - n.min(5), 5, 5 - (n / 6).min(5)])).collect();
        world.give(juror, hand_in(all)).unwrap();
    }
}

fn hindered(world: &mut World, n: u8, act: impl Into<Command>) -> Hindrance {
    match world.give(n, act) {
        Err(Refusal::Call { why }) => why,
        other => panic!("{other:?}"),
    }
}

/// What somebody's device may hold, without the sites that are theirs.
fn scope(world: &World, n: u8) -> Scope {
    let actor = world.actor(n);
    let calls = calls_of(&world.state, &actor, NOW);
    Scope::new(&actor, [].into(), [].into(), NOW).judging(calls)
}

fn held(world: &World, n: u8) -> Vec<Row> {
    let scope = scope(world, n);
    world.state.rows().filter_map(|row| scope.view(&row)).collect()
}

fn state_of(world: &World, n: u8) -> SupplyState {
    world.supply(n).state
}

//! Calls for projects of the demonstration: one of the year before, delivered; one of this year,
//! with a waiting list from which a project came up; one that is open. Every step goes through the
//! rules, as those of people do.

mod written;

use super::loans::People;
use super::world::at;
use super::year::Year;
use chrono::{Datelike, Duration};
use shared::article::{self, Article, Pot};
use shared::ballot::score::{lot, ranking};
use shared::ballot::{Act, Award, Mark, ProjectOutcome};
use shared::campaign::{self, Call, CampaignKind, Criterion, Draft, Purse};
use shared::day::{Day, paris_day};
use shared::id::{ArticleId, CampaignId, Millis, SiteId, SupplyId};
use shared::money::Cents;
use shared::role::{Actor, Role};
use shared::site::{Site, SiteKind};
use shared::supply::{self, Asked, HandOver, Project, Supply};
use std::collections::BTreeMap;
use uuid::Uuid;
use written::{CRITERIA, PROJECTS, SOLD, Sold};

/// How far a call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Open,
    Decided,
    Delivered,
}

/// One call: its number, the year of its credits from that of the last decision, its money in each
/// section, how many projects, how far.
struct Planned {
    number: u128,
    year: i32,
    money: [i64; 2],
    projects: usize,
    far: Far,
}

const CALLS: [Planned; 3] = [
    Planned {
        number: 11,
        year: -1,
        money: [3_500_000, 120_000],
        projects: 10,
        far: Far::Delivered,
    },
    Planned { number: 12, year: 0, money: [2_900_000, 120_000], projects: 14, far: Far::Decided },
    Planned { number: 13, year: 1, money: [4_500_000, 140_000], projects: 4, far: Far::Open },
];

/// The year of the last call that was decided: schools write in January and February, and what was
/// decided in March is known by May.
fn last_decided(today: Day) -> i32 {
    if today.month() < 5 { today.year() - 1 } else { today.year() }
}

impl Planned {
    /// The year of its credits.
    fn credits(&self, today: Day) -> i32 {
        last_decided(today) + self.year
    }

    /// Its first and its last day.
    fn days(&self, today: Day) -> (Day, Day) {
        let on = |month, day| Day::from_ymd_opt(self.credits(today), month, day).unwrap_or(today);
        match self.far {
            Far::Open => (today - Duration::days(12), today + Duration::days(30)),
            Far::Decided | Far::Delivered => (on(1, 12), on(2, 27)),
        }
    }
}

/// Schools of the demonstration apply, jurors mark, the coordinator decides.
pub(super) fn call(year: &mut Year, sites: &[Site], people: &People<'_>, now: Millis) {
    let today = paris_day(now);
    for (rank, sold) in (0..).zip(&SOLD) {
        let article = Box::new(article(rank, sold));
        year.give(people.desk, now, article::Act::SetArticle { article });
    }
    let open = sites.iter().filter(|one| one.kind == SiteKind::School && one.closed_on.is_none());
    let schools: Vec<&Site> = open.collect();
    for (rank, planned) in CALLS.iter().enumerate() {
        let id =
            CampaignId(Uuid::from_u128(0x6361_6d70_6169_8000_8000_0000_0000_0000 + planned.number));
        let (first, closed) = planned.days(today);
        publish(year, people, (id, planned), today);
        for n in 0..planned.projects {
            let place = (n * 19 + rank * 7 + 3) % schools.len().max(1);
            let Some(school) = schools.get(place) else { continue };
            let asked = at(first + Duration::days(2 + n as i64 * 2), 16 * 60 + n as i64).min(now);
            apply(year, people, (id, school), (rank, n), asked);
        }
        if planned.far >= Far::Decided {
            mark(year, people, id, closed + Duration::days(9));
            decide(year, people, id, closed + Duration::days(21));
        }
        if planned.far == Far::Decided {
            withdraw(year, people, id, today - Duration::days(20));
        }
        if planned.far == Far::Delivered {
            deliver(year, people, id, closed + Duration::days(210));
        }
    }
}

fn article(rank: u128, sold: &Sold) -> Article {
    let (label, kind, pot, cents, requires) = *sold;
    Article {
        family: "Projets".into(),
        kind,
        pot,
        minutes: if kind.is_delivered() { 0 } else { 20 },
        requires: requires.map(Into::into),
        ..Article::blank(article_id(rank), label.into(), Cents(cents))
    }
}

fn article_id(rank: u128) -> ArticleId {
    ArticleId(Uuid::from_u128(0x6361_6c6c_0000_8000_8000_0000_0000_0000 + rank))
}

/// Money of the line that pays for calls.
fn purse(total: i64) -> Purse {
    let total = Some(Cents(total));
    Purse {
        line: "2.5".into(),
        total,
        each: None,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    }
}

fn publish(
    year: &mut Year,
    people: &People<'_>,
    (campaign, planned): (CampaignId, &Planned),
    today: Day,
) {
    let credits = planned.credits(today);
    let (opens, closes) = planned.days(today);
    let criterion =
        |(label, weight): (&str, u32)| Criterion { label: label.into(), weight, max: 5 };
    let [investment, operating] = planned.money;
    let draft = Draft {
        kind: CampaignKind::Call,
        label: format!("Appel à projets {credits}"),
        year: u16::try_from(credits).unwrap_or_default(),
        opens,
        closes,
        purses: BTreeMap::from([
            (Pot::Investment, purse(investment)),
            (Pot::Operating, purse(operating)),
        ]),
        articles: (0..SOLD.len()).map(|rank| article_id(rank as u128)).collect(),
        call: Some(Call {
            criteria: CRITERIA.map(criterion).to_vec(),
            jury: [people.desk.account, people.chief.account].into(),
            several: false,
        }),
        open_loans: None,
    };
    let instant = at(opens - Duration::days(3), 9 * 60);
    year.give(people.chief, instant, campaign::Act::SetCampaign { campaign, draft });
    year.give(people.chief, instant, campaign::Act::PublishCampaign { campaign });
}

/// The school's own account acts under the key of the desk's, as in the orders.
fn school_of(people: &People<'_>, site: &SiteId, name: &str) -> Actor {
    Actor {
        account: people.desk.account,
        name: name.into(),
        role: Role::Teacher,
        site: Some(site.clone()),
        communes: Vec::new(),
    }
}

fn supply_id(call: usize, n: usize) -> SupplyId {
    SupplyId(Uuid::from_u128(
        0x7072_6f6a_0000_8000_8000_0000_0000_0000 + (call as u128) * 0x100 + n as u128,
    ))
}

fn apply(
    year: &mut Year,
    people: &People<'_>,
    (campaign, site): (CampaignId, &Site),
    (call, n): (usize, usize),
    instant: Millis,
) {
    let (title, purpose, classes, pupils, wanted) = PROJECTS[(n + call * 5) % PROJECTS.len()];
    let line = |(of, quantity): &(usize, u32)| Asked {
        article: article_id(*of as u128),
        quantity: *quantity,
        unit: Cents(SOLD[*of].3),
    };
    let act = Act::SubmitProject {
        supply: supply_id(call, n),
        site: site.id.clone(),
        campaign,
        lines: wanted.iter().map(line).collect(),
        teacher: None,
        project: Project {
            title: title.into(),
            purpose: purpose.into(),
            classes,
            pupils,
            ..Project::default()
        },
    };
    year.give(&school_of(people, &site.id, &site.name), instant, act);
}

/// The projects of a call, in the order of their keys.
fn projects(year: &Year, campaign: CampaignId) -> Vec<Supply> {
    let of_call = year.state.supplies.values().filter(|supply| supply.campaign == campaign);
    of_call.map(|supply| (**supply).clone()).collect()
}

/// Both jurors mark all projects: those with many pupils a little better, each with their own mind.
fn mark(year: &mut Year, people: &People<'_>, campaign: CampaignId, day: Day) {
    let all = projects(year, campaign);
    for (juror, shift) in [(people.desk, 0_usize), (people.chief, 3)] {
        let of = |(n, supply): (usize, &Supply)| {
            let pupils = supply.project.as_ref().map_or(0, |project| project.pupils);
            let scores = [
                2 + (n * 7 + shift) % 4,
                (2 + pupils as usize / 40).min(5),
                1 + (n * 5 + shift * 2) % 5,
            ];
            let scores = scores.map(|score| u8::try_from(score.min(5)).ok()).to_vec();
            let note = if (n + shift).is_multiple_of(5) { "Projet bien préparé." } else { "" };
            Mark { supply: supply.id, scores, note: note.into(), abstained: None }
        };
        let marks = all.iter().enumerate().map(of).collect();
        year.give(juror, at(day, 15 * 60 + shift as i64), Act::SubmitMarks { campaign, marks });
    }
}

/// In the order of the places while the money suffices; one smaller project passes, with its
/// reason; the last ones are refused.
fn decide(year: &mut Year, people: &People<'_>, id: CampaignId, day: Day) {
    year.give(people.chief, at(day, 9 * 60), Act::OpenBallots { campaign: id });
    let Some(call) = year.state.campaigns.get(&id).cloned() else { return };
    let places = ranking(&year.state, &call, lot(id));
    let last = places.len().saturating_sub(3);
    let total = |pot| call.purses.get(&pot).and_then(|purse| purse.total).unwrap_or_default();
    let mut left = Pot::ALL.map(|pot| (pot, total(pot)));
    let (mut is_waiting, mut has_passed) = (false, false);
    let mut awards = Vec::new();
    for (n, place) in places.iter().enumerate() {
        let Some(supply) = year.state.supplies.get(&place.supply) else { continue };
        let fits = left.iter().all(|(pot, left)| supply.price_in(*pot) <= *left);
        let passes = is_waiting && fits && !has_passed;
        let outcome = match n {
            _ if n >= last || place.rank.is_none() => ProjectOutcome::Refused,
            _ if fits && (!is_waiting || passes) => ProjectOutcome::Given,
            _ => ProjectOutcome::Waits,
        };
        if outcome == ProjectOutcome::Given {
            left = left.map(|(pot, left)| (pot, left - supply.price_in(pot)));
        }
        let (reason, past) = match outcome {
            ProjectOutcome::Given if passes => {
                has_passed = true;
                ("", "Le reste des crédits suffit pour ce projet seulement.")
            }
            ProjectOutcome::Given => ("", ""),
            ProjectOutcome::Waits => ("Les crédits sont épuisés à ce rang.", ""),
            ProjectOutcome::Refused => {
                ("Le projet gagnerait à être partagé par plusieurs classes.", "")
            }
        };
        is_waiting |= outcome == ProjectOutcome::Waits;
        let (supply, quantities) = (place.supply, Vec::new());
        awards.push(Award {
            supply,
            outcome,
            quantities,
            reason: reason.into(),
            past: past.into(),
        });
    }
    let reference = format!("Comité de sélection du {}", day.format("%d/%m/%Y"));
    let act = Act::DecideCall { campaign: id, day, reference, minutes: None, lot: lot(id), awards };
    year.give(people.chief, at(day, 17 * 60), act);
}

/// A school gives up, and the next of the waiting list comes up.
fn withdraw(year: &mut Year, people: &People<'_>, id: CampaignId, day: Day) {
    let given = projects(year, id).into_iter().filter(Supply::takes_money);
    let rank = |supply: &Supply| supply.project.as_ref().and_then(|project| project.rank);
    let Some(first) = given.min_by_key(|supply| (rank(supply), supply.id)) else { return };
    let school = school_of(people, &first.site, "La direction");
    let reason = "L’enseignante qui portait le projet a changé d’école.".into();
    let cancel = supply::Act::CancelSupply { supply: first.id, reason };
    year.give(&school, at(day, 10 * 60), cancel);
    let Some(call) = year.state.campaigns.get(&id).cloned() else { return };
    if let Some(next) = shared::ballot::score::next_waiting(&year.state, &call) {
        let accept = supply::Act::AcceptSupply { supply: next.id, visit: None };
        year.give(people.chief, at(day + Duration::days(2), 11 * 60), accept);
    }
}

/// What needs no training was handed over long ago, and the rest to whoever had it.
fn deliver(year: &mut Year, people: &People<'_>, id: CampaignId, day: Day) {
    for supply in projects(year, id).into_iter().filter(Supply::takes_money) {
        let instant = at(day, 10 * 60);
        let prepare = supply::Act::PrepareSupply { supply: supply.id, visit: None };
        year.give(people.desk, instant, prepare);
        let given = paris_day(instant + 86_400_000);
        let known = year.state.supplies.get(&supply.id).cloned();
        for leg in known.iter().flat_map(|known| &known.legs) {
            let mut all = year.state.teachers.values();
            let asks = !supply.required_by(leg).is_empty();
            let user = all.find(|one| asks && supply.gate(leg, Some(one), given).is_ok());
            let to = user.map(|one| one.id);
            if asks && to.is_none() {
                continue;
            }
            let received_by = "la direction".into();
            let done = HandOver { to, received_by, ..HandOver::default() };
            let act = supply::Act::DoLeg { supply: supply.id, leg: leg.id, done };
            year.give(people.round, instant + 86_400_000, act);
        }
        let school = school_of(people, &supply.site, "La direction");
        let confirm = supply::Act::ConfirmSupply { supply: supply.id };
        year.give(&school, instant + 3 * 86_400_000, confirm);
    }
}

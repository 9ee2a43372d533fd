//! Loans of the demonstration: a few kits, and what became of them. Every one goes through the
//! rules, as those of people do, so that what the rules refuse does not happen.

use super::year::Year;
use chrono::Duration;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::campaign::{self, CampaignKind, Draft};
use shared::day::{Day, Half, HalfDay, paris_day};
use shared::id::{AccountId, ArticleId, CampaignId, Millis, SupplyId, TicketId};
use shared::limits::DAY_MS;
use shared::loan::between::{GridWeek, long_holidays, weeks};
use shared::loan::{Act, Kit, LoanDays, Piece, Unit};
use shared::money::Cents;
use shared::role::{Actor, Role};
use shared::site::Site;
use shared::supply::{self, Carrier, HandOver, LegKind};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Name, label, units, what is in each, price of one in cents.
type Lent = (&'static str, &'static str, u32, &'static [(u32, &'static str)], i64);

/// What is lent. Prices are made up.
const LENT: [Lent; 3] = [
    (
        "Valise de 16 tablettes",
        "VT",
        6,
        &[(16, "tablette"), (1, "chargeur"), (1, "borne wifi")],
        480_000,
    ),
    ("Robots programmables", "RB", 4, &[(8, "robot"), (8, "câble"), (1, "tapis")], 96_000),
    ("Enregistreurs et micros", "EM", 2, &[(4, "enregistreur"), (4, "micro")], 52_000),
];

/// The campaign of loans.
const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0x6361_6d70_6169_8000_8000_0000_0000_0009));

fn article(rank: u128, lent: &Lent) -> Article {
    let (label, code, units, contents, cents) = *lent;
    let unit = |n| Unit::labelled(format!("{code}-{n:02}"));
    let piece =
        |(quantity, label): &(u32, &str)| Piece { quantity: *quantity, label: (*label).into() };
    let kit = Kit {
        units: (1..=units).map(unit).collect(),
        contents: contents.iter().map(piece).collect(),
        max_days: 42,
        buffer_days: 2,
        taken: BTreeMap::new(),
    };
    let id = ArticleId(Uuid::from_u128(0x6c6f_616e_0000_8000_8000_0000_0000_0000 + rank));
    Article {
        family: "Prêts".into(),
        kind: ArticleKind::LoanKit,
        pot: Pot::Operating,
        kit: Some(kit),
        ..Article::blank(id, label.into(), Cents(cents))
    }
}

/// How far a loan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Asked,
    Waiting,
    Refused,
    Withdrawn,
    Confirmed,
    Ready,
    Out,
    Back,
    BackIncomplete,
}

/// Each loan: of which article, how many weeks from this one on, for how many weeks, how far.
const LOANS: [(usize, i64, usize, Far); 23] = [
    (0, -9, 2, Far::Back),
    (0, -8, 2, Far::BackIncomplete),
    (0, -7, 3, Far::Back),
    // Late: due weeks ago, and not back.
    (0, -6, 2, Far::Out),
    (0, -1, 3, Far::Out),
    (0, -1, 4, Far::Out),
    (0, 1, 2, Far::Ready),
    (0, 1, 2, Far::Confirmed),
    (0, 2, 2, Far::Asked),
    (0, 4, 3, Far::Asked),
    (1, -8, 2, Far::Back),
    (1, -4, 2, Far::Back),
    (1, -1, 3, Far::Out),
    (1, 1, 2, Far::Ready),
    (1, 2, 3, Far::Confirmed),
    (1, 3, 2, Far::Asked),
    (1, 2, 1, Far::Withdrawn),
    (2, -5, 2, Far::Back),
    (2, -1, 2, Far::Out),
    (2, 2, 2, Far::Asked),
    (1, 6, 1, Far::Refused),
    (1, 7, 1, Far::Waiting),
    (2, 5, 2, Far::Asked),
];

/// The people who lend.
pub(super) struct People<'a> {
    pub(super) chief: &'a Actor,
    pub(super) desk: &'a Actor,
    pub(super) round: &'a Actor,
    pub(super) technician: AccountId,
}

/// Lends kits to schools, around `now`.
pub(super) fn lend(year: &mut Year, sites: &[Site], people: &People<'_>, now: Millis) {
    let today = paris_day(now);
    for (rank, lent) in (0..).zip(&LENT) {
        year.give(
            people.desk,
            now,
            article::Act::SetArticle { article: Box::new(article(rank, lent)) },
        );
    }
    let draft = Draft {
        kind: CampaignKind::Loan,
        open_loans: Some(2),
        call: None,
        label: "Prêts de matériel".into(),
        year: u16::try_from(chrono::Datelike::year(&today)).unwrap_or_default(),
        opens: today - Duration::days(180),
        closes: today + Duration::days(180),
        purses: BTreeMap::new(),
        articles: BTreeSet::new(),
    };
    let campaign = CAMPAIGN;
    year.give(people.chief, now, campaign::Act::SetCampaign { campaign, draft });
    year.give(people.chief, now, campaign::Act::PublishCampaign { campaign });
    // Those that have run longest were asked for first.
    let mut loans: Vec<_> = (1_u128..).zip(LOANS).collect();
    loans.sort_by_key(|(_, (_, from, _, _))| *from);
    for (n, loan) in loans {
        let place = usize::try_from(n).unwrap_or(0) * 11 % sites.len().max(1);
        if let Some(site) = sites.get(place) {
            one(year, site, people, now, (n, loan));
        }
    }
}

/// The days of a loan: whole weeks with class in them, counted from this one. One that would lie
/// in a closed school for long holidays ends with its first week.
fn days(year: &Year, today: Day, from: i64, many: usize) -> Option<LoanDays> {
    let calendar = year.state.calendar();
    let around = (today - Duration::days(180), today + Duration::days(170));
    let all = weeks(&calendar, &Kit::default(), around, today, None);
    let whole: Vec<&GridWeek> = all.iter().filter(|week| week.days.length() > 2).collect();
    let this = whole.iter().position(|week| week.days.last >= today).unwrap_or(whole.len());
    let at = usize::try_from(i64::try_from(this).ok()? + from).ok()?;
    let of = whole.get(at..at + many)?;
    let days = LoanDays::new(of.first()?.days.first, of.last()?.days.last);
    match long_holidays(&calendar, days) {
        Some(_) => of.first().map(|week| week.days),
        None => Some(days),
    }
}

/// One loan, from the wish to where it stands.
fn one(
    year: &mut Year,
    site: &Site,
    people: &People<'_>,
    now: Millis,
    (n, (of, from, many, far)): (u128, (usize, i64, usize, Far)),
) {
    let today = paris_day(now);
    let Some(days) = days(year, today, from, many) else { return };
    // It ends on a day on which the school is there: many are closed on Wednesdays.
    let is_there = |day: &Day| {
        Half::BOTH.iter().any(|half| site.week.holds(HalfDay { day: *day, half: *half }))
    };
    let back = shared::day::days(days.first, days.last).filter(is_there).last();
    let days = LoanDays { last: back.unwrap_or(days.last), ..days };
    let at = |day: Day| now + (day - today).num_days() * DAY_MS;
    let asked_at = at(days.first - Duration::days(12)).min(now);
    let id = SupplyId(Uuid::from_u128(0x6c6f_616e_0001_8000_8000_0000_0000_0000 + n));
    let school = Actor {
        account: people.desk.account,
        name: site.name.clone(),
        role: Role::Teacher,
        site: Some(site.id.clone()),
        communes: Vec::new(),
    };
    let ask = Act::AskLoan {
        supply: id,
        site: site.id.clone(),
        campaign: CAMPAIGN,
        article: article(of as u128, &LENT[of]).id,
        days,
        note: String::new(),
        teacher: None,
    };
    if !year.give(&school, asked_at, ask) {
        return;
    }
    let decided_at = at(days.first - Duration::days(8)).min(now);
    if far == Far::Asked || !confirm(year, (people, &school), (id, far), decided_at) {
        return;
    }
    if far >= Far::Ready {
        prepare(year, people, (id, of), decided_at);
        by_stop(year, people, (id, LegKind::Deliver, days.first), decided_at);
    }
    // What did not begin yet is out nowhere, whatever the day on which this begins.
    if far >= Far::Out && days.first < today {
        carry(year, people, (id, LegKind::Deliver), at(days.first).min(now), None);
    }
    if far >= Far::Back && days.last < today {
        let back = at(days.last).min(now);
        let ticket =
            (far == Far::BackIncomplete).then(|| TicketId(Uuid::from_u128(id.0.as_u128())));
        carry(year, people, (id, LegKind::TakeBack), back, ticket);
    }
}

/// What the desk or the school decides; whether the loan goes on.
fn confirm(
    year: &mut Year,
    (people, school): (&People<'_>, &Actor),
    (supply, far): (SupplyId, Far),
    at: Millis,
) -> bool {
    let (who, act) = match far {
        Far::Refused => {
            let reason = "Déjà prêté deux fois à l’école cette année.".into();
            (people.desk, supply::Act::RefuseSupply { supply, reason })
        }
        Far::Waiting => {
            let reason = "Deux écoles ont demandé les mêmes semaines.".into();
            (people.desk, supply::Act::WaitSupply { supply, reason })
        }
        Far::Withdrawn => {
            let reason = "Le projet est reporté.".into();
            (school, supply::Act::CancelSupply { supply, reason })
        }
        _ => (people.desk, supply::Act::AcceptSupply { supply, visit: None }),
    };
    year.give(who, at, act) && far >= Far::Confirmed
}

/// The first unit that the rules let go there.
fn prepare(year: &mut Year, people: &People<'_>, (id, of): (SupplyId, usize), at: Millis) {
    for unit in article(of as u128, &LENT[of]).kit.unwrap_or_default().units {
        if year.give(people.desk, at, Act::ChooseUnit { supply: id, unit: unit.label }) {
            return;
        }
    }
}

fn leg(year: &Year, id: SupplyId, kind: LegKind) -> Option<u32> {
    let legs = &year.state.supplies.get(&id)?.legs;
    Some(legs.iter().find(|leg| leg.kind == kind)?.id)
}

/// A round passes by on that day, when the rules let it.
fn by_stop(
    year: &mut Year,
    people: &People<'_>,
    (id, kind, day): (SupplyId, LegKind, Day),
    at: Millis,
) {
    let Some(leg) = leg(year, id, kind) else { return };
    let slot = HalfDay { day, half: Half::Morning };
    let carrier = Some(Carrier::Stop { technician: people.technician, slot });
    year.give(people.desk, at, supply::Act::PlanLeg { supply: id, leg, carrier });
}

/// The unit goes there or comes back; one piece lacks where a ticket is given.
fn carry(
    year: &mut Year,
    people: &People<'_>,
    (id, kind): (SupplyId, LegKind),
    at: Millis,
    ticket: Option<TicketId>,
) {
    let Some(leg) = leg(year, id, kind) else { return };
    let known = year.state.supplies.get(&id).map(|loan| loan.unit.clone());
    let piece = |_| Piece { quantity: 1, label: "tablette".into() };
    let done = HandOver {
        unit: known.unwrap_or_default(),
        received_by: "la direction".into(),
        lacks: ticket.map(piece).into_iter().collect(),
        ticket,
        ..HandOver::default()
    };
    year.give(people.round, at, supply::Act::DoLeg { supply: id, leg, done });
}

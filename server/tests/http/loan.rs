//! Loans on a server: the calendars that tell them, who is told what, and the export.

use crate::calendar::{SECRET, events, share, text};
use crate::world::*;
use axum::http::StatusCode;
use calcard::icalendar::ICalendarProperty;
use server::state::now_ms;
use shared::account::FeedOwner;
use shared::article::{Article, ArticleKind};
use shared::campaign::{Campaign, CampaignKind, CampaignState};
use shared::command::Command;
use shared::day::{Day, Half, HalfDay, is_weekday, paris_day};
use shared::id::{ArticleId, CampaignId, SupplyId};
use shared::loan::{Act, Kit, LoanDays, Unit};
use shared::money::Cents;
use shared::refusal::Refusal;
use shared::supply::{Act as SupplyAct, Carrier};
use shared::sync::Verdict;
use std::collections::BTreeMap;
use uuid::Uuid;

fn key(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const KIT: ArticleId = ArticleId(Uuid::from_u128(2));
const LOANS: CampaignId = CampaignId(Uuid::from_u128(1));

/// One unit to lend, and a campaign.
fn open(world: &World) {
    let today = paris_day(now_ms());
    let campaign = Campaign {
        id: LOANS,
        kind: CampaignKind::Loan,
        open_loans: 0,
        call: None,
        decision: None,
        label: "Prêts".into(),
        year: 2026,
        opens: today - chrono::Duration::days(30),
        closes: today + chrono::Duration::days(90),
        purses: BTreeMap::new(),
        articles: [].into(),
        sites: [SCHOOL.into(), OTHER_SCHOOL.into()].into(),
        state: CampaignState::Published,
        version: 0,
    };
    let unit = Unit::labelled("VT-01");
    let kit = Kit { units: vec![unit], max_days: 42, buffer_days: 2, ..Kit::default() };
    let lent = Article {
        kind: ArticleKind::LoanKit,
        kit: Some(kit),
        ..Article::blank(KIT, "Valise".into(), Cents(480_000))
    };
    let put = world.state.store.change(|writer| {
        writer.put(campaign.into())?;
        writer.put(lent.into())
    });
    put.expect("put");
}

/// A Monday and the Friday after it, some weeks from now.
fn week(ahead: i64) -> LoanDays {
    use chrono::{Datelike, Duration};
    let today = paris_day(now_ms());
    let monday = today + Duration::days(7 - i64::from(today.weekday().num_days_from_monday()));
    let first = monday + Duration::weeks(ahead);
    LoanDays::new(first, first + Duration::days(4))
}

fn ask(n: u128, site: &str, days: LoanDays) -> Command {
    Act::AskLoan {
        supply: SupplyId(key(n)),
        site: site.into(),
        campaign: LOANS,
        article: KIT,
        days,
        note: "Projet secret".into(),
        teacher: None,
    }
    .into()
}

async fn give(world: &World, cookie: &str, n: &mut u64, intent: impl Into<Command>) -> Verdict {
    *n += 1;
    let given = envelope(DISPATCHER, account(DISPATCHER), *n, now_ms(), intent.into());
    let answer = world.sync(cookie, &request(DISPATCHER, &[given])).await;
    answer.outcomes[0].verdict.clone()
}

/// Section 5: a loan is an event of whole days with one UID; its SEQUENCE rises when its days
/// change, and it is CANCELLED when it is withdrawn. Read by a parser that did not write it.
#[tokio::test]
async fn a_school_follows_its_loans_in_another_calendar() {
    let world = World::new();
    open(&world);
    let cookie = world.sign_in(DISPATCHER).await;
    let mut n = 0;
    let days = week(2);
    for intent in [
        share(FeedOwner::Site(SCHOOL.into()), Some(SECRET)),
        ask(7, SCHOOL, days),
        SupplyAct::AcceptSupply { supply: SupplyId(key(7)), visit: None }.into(),
    ] {
        let verdict = give(&world, &cookie, &mut n, intent).await;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
    }
    let path = format!("/api/v1/calendar/sites/{SCHOOL}/{SECRET}.ics");
    let sequence = |event: &calcard::icalendar::ICalendarComponent| {
        let entry = event.property(&ICalendarProperty::Sequence).expect("a number");
        entry.values[0].as_integer().expect("a number")
    };
    let before = events(&world, &path).await.remove(0);
    assert_eq!(text(&before, ICalendarProperty::Uid), format!("{}@tournee", key(7)));
    assert!(text(&before, ICalendarProperty::Summary).contains("Valise"));
    let later = week(4);
    let (supply, reason) = (SupplyId(key(7)), "Stock".to_owned());
    give(&world, &cookie, &mut n, Act::SetLoanDays { supply, days: later, reason }).await;
    let moved = events(&world, &path).await.remove(0);
    assert_eq!(text(&moved, ICalendarProperty::Uid), text(&before, ICalendarProperty::Uid));
    assert!(sequence(&moved) > sequence(&before));
    let start = moved.property(&ICalendarProperty::Dtstart).expect("a beginning");
    let start = start.values[0].as_partial_date_time().expect("a day");
    assert_eq!(
        (start.day, start.hour),
        (Some(later.first.format("%-d").to_string().parse().expect("a day")), None),
        "whole days"
    );
    let reason = "Reporté".to_owned();
    give(&world, &cookie, &mut n, SupplyAct::CancelSupply { supply, reason }).await;
    let gone = events(&world, &path).await.remove(0);
    let status = gone.property(&ICalendarProperty::Status).expect("a status");
    assert!(format!("{:?}", status.values[0]).to_lowercase().contains("cancelled"));
    assert!(sequence(&gone) > sequence(&moved));
}

/// A stop of a technician's round stands in the technician's own calendar.
#[tokio::test]
async fn a_stop_stands_in_the_calendar_of_who_stops() {
    let world = World::new();
    open(&world);
    let cookie = world.sign_in(DISPATCHER).await;
    let mut n = 0;
    let days = week(2);
    let supply = SupplyId(key(7));
    let slot = HalfDay { day: days.first, half: Half::Morning };
    assert!(is_weekday(slot.day));
    let carrier = Some(Carrier::Stop { technician: account(TECHNICIAN), slot });
    for intent in [
        share(FeedOwner::Technician(account(TECHNICIAN)), Some(SECRET)),
        ask(7, SCHOOL, days),
        SupplyAct::AcceptSupply { supply, visit: None }.into(),
        SupplyAct::PlanLeg { supply, leg: 1, carrier }.into(),
    ] {
        let verdict = give(&world, &cookie, &mut n, intent).await;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
    }
    let path = format!("/api/v1/calendar/technicians/{}/{SECRET}.ics", account(TECHNICIAN));
    let events = events(&world, &path).await;
    let titles: Vec<_> = events.iter().map(|e| text(e, ICalendarProperty::Summary)).collect();
    assert_eq!(titles, [format!("Arrêt\u{a0}: École {SCHOOL}")]);
    // The technician's device has the loan, the kit and the site's teachers to hand it over.
    let phone = world.sign_in(TECHNICIAN).await;
    let held = world.sync(&phone, &request(TECHNICIAN, &[])).await;
    let held = serde_json::to_string(&held.changes).expect("JSON");
    assert!(held.contains("VT-01") && held.contains(&supply.to_string()), "{held}");
}

/// Invariant 6 «In scope» and the race of two tablets: the second is told the next free days, and
/// neither wire carries a row, a name or a note of the other school.
#[tokio::test]
async fn of_two_schools_one_has_the_unit_and_neither_reads_the_other() {
    let world = World::new();
    open(&world);
    let days = week(2);
    let mut verdicts = Vec::new();
    for (n, site) in [(20, SCHOOL), (21, OTHER_SCHOOL)] {
        let (tablet, school) = world.tablet(site, n).await;
        let order = envelope(n, school, 1, now_ms(), ask(u128::from(n), site, days));
        let answer = world.sync(&tablet, &request(n, &[order])).await;
        verdicts.push(answer.outcomes[0].verdict.clone());
        if n == 21 {
            let held = serde_json::to_string(&answer.changes).expect("JSON");
            assert!(held.contains("VT-01"), "{held}");
            assert!(!held.contains("Projet secret") && !held.contains(SCHOOL), "{held}");
        }
        let export = world.get("/api/v1/export/prets.csv", &tablet).await;
        assert_eq!(export.status, StatusCode::FORBIDDEN);
    }
    assert!(matches!(verdicts[0], Verdict::Applied { .. }), "{verdicts:?}");
    let Verdict::Refused { refusal: Refusal::Loan { why } } = &verdicts[1] else {
        panic!("{verdicts:?}");
    };
    let shared::loan::Bar::Taken { days: wanted, next } = why else { panic!("{why:?}") };
    assert_eq!(*wanted, days);
    assert!(next.is_some_and(|next| next.first > days.last), "{next:?}");
    let desk = world.sign_in(DISPATCHER).await;
    let export = world.get("/api/v1/export/prets.csv", &desk).await;
    assert_eq!(export.status, StatusCode::OK);
}

/// The calendar of the tests may have no holidays: then every weekday is a school day.
#[test]
fn a_week_of_the_tests_is_five_days() {
    let days: LoanDays = week(2);
    let first: Day = days.first;
    assert_eq!((days.length(), is_weekday(first)), (5, true));
}

mod loans;

use super::*;
use crate::blobs::Shelf;
use crate::blobs::folder::Folder;
use crate::store::sqlite::Sqlite;
use chrono::Duration;
use shared::campaign::CampaignKind;
use shared::day::{Half, HalfDay};
use shared::owed::{self, Owed};
use shared::row::{Kind, Read, State};
use shared::supply::SupplyState;
use shared::supply::balance::of_line;
use shared::ticket::TicketState;
use shared::visit::{Visit, VisitState};
use std::collections::BTreeSet;

/// 2026-11-24, noon.
const NOW: Millis = 1_795_518_000_000;

/// Days on which somebody may start it: the first and the last day of a quarter, of a school
/// year, a Wednesday, a Saturday, the middle of holidays and of a summer, before and after the
/// published calendar ends.
const DAYS: [&str; 12] = [
    "2026-11-24",
    "2026-09-01",
    "2026-09-02",
    "2026-11-17",
    "2026-11-18",
    "2026-12-26",
    "2026-11-28",
    "2026-07-20",
    "2026-07-03",
    "2027-07-02",
    "2027-10-12",
    "2029-03-14",
];

fn loaded(moment: Moment) -> (tempfile::TempDir, Arc<dyn Store>) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Sqlite::open(&folder.path().join("a.sqlite")).expect("a store");
    let store: Arc<dyn Store> = Arc::new(store);
    assert!(!is_in(&store).expect("a look"));
    assert!(load(&store, &Folder::of(folder.path()), NOW, moment).expect("loaded"));
    assert!(is_in(&store).expect("a look"));
    (folder, store)
}

fn all(store: &Arc<dyn Store>, kind: Kind) -> Vec<Row> {
    store.look(|reader| reader.load(&Read::All(kind))).expect("rows")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn opened(today: Day) -> State {
    let pictures = Pictures::draw(&mut Draw::new(SEED)).expect("pictures");
    let mut state = State::default();
    for row in under_way(&pictures, today).expect("a demonstration") {
        state.put(row);
    }
    state
}

fn count(state: &State, fits: impl Fn(&Visit) -> bool) -> usize {
    state.visits.values().filter(|visit| fits(visit)).count()
}

#[test]
fn the_demonstration_holds_277_sites_and_31_devices_a_school() {
    for moment in [Moment::UnderWay, Moment::Unplanned] {
        let (folder, store) = loaded(moment);
        assert_eq!(all(&store, Kind::Site).len(), 277);
        let fleet = all(&store, Kind::Equipment).len();
        assert!((263 * 29..=263 * 33).contains(&fleet), "{fleet} devices");
        assert!(all(&store, Kind::Ticket).len() > 200);
        let again = load(&store, &Folder::of(folder.path()), NOW, moment).expect("a second load");
        assert!(!again, "it fills an empty store only");
    }
}

#[test]
fn the_demonstration_is_always_the_same() {
    for moment in [Moment::UnderWay, Moment::Unplanned] {
        let (_first, one) = loaded(moment);
        let (_second, other) = loaded(moment);
        for kind in [Kind::Site, Kind::Equipment, Kind::Ticket, Kind::Visit, Kind::Absence] {
            assert_eq!(all(&one, kind), all(&other, kind));
        }
    }
}

/// A newcomer who signs in as anybody sees the product at work, whatever the day.
#[test]
fn on_every_day_the_demonstration_shows_a_quarter_under_way() {
    for text in DAYS {
        let today = day(text);
        let state = opened(today);
        let past = |visit: &Visit| visit.slot.day < today;
        let reported = count(&state, |v| v.state == VisitState::Reported && past(v));
        assert!(reported > 200, "{text}: {reported} reports");
        let drawn = |v: &Visit| v.signature.as_ref().is_some_and(|s| s.drawing.is_some());
        assert!(count(&state, |v| drawn(v) && v.checklist.len() == 8) > 100, "{text}: signatures");
        assert!(count(&state, |v| !v.photos.is_empty()) > 20, "{text}: photos");
        assert!(count(&state, |v| v.state == VisitState::Planned && past(v)) >= 2, "{text}: late");
        let missed = |v: &Visit| matches!(v.state, VisitState::Missed { .. });
        assert!(count(&state, missed) >= 2, "{text}: missed");
        assert_eq!(count(&state, |v| v.state == VisitState::OnSite), 1, "{text}: one goes on");
        assert!(count(&state, |v| v.last_move().is_some()) >= 1, "{text}: moved");
    }
}

#[test]
fn on_every_day_each_technician_has_work_on_the_next_school_day() {
    for text in DAYS {
        let state = opened(day(text));
        let calendar = state.calendar();
        let mut next = shared::day::days(day(text), day(text) + Duration::days(90));
        let focus = next.find(|day| calendar.is_school_day(*day)).expect("a day");
        let technicians =
            state.accounts.values().filter(|a| a.role == shared::role::Role::Technician);
        for technician in technicians {
            let here = |v: &Visit| {
                v.technician == technician.id
                    && v.slot.day == focus
                    && v.state == VisitState::Planned
            };
            assert!(count(&state, here) >= 1, "{text}: {} on {focus}", technician.name);
            let late = |v: &Visit| v.technician == technician.id && v.is_to_come();
            let of = |v: &Visit| late(v) && v.slot.day >= focus;
            assert!(count(&state, of) >= 2, "{text}: {} after {focus}", technician.name);
        }
        // What is planned can be made, but for the day of an absence that is to be repaired.
        let quarter = calendar.current_quarter(focus).expect("a quarter");
        let broken = shared::planning::broken(&state, quarter, day(text));
        assert!(broken.len() <= 2, "{text}: {} visits to repair", broken.len());
    }
}

#[test]
fn on_every_day_requests_are_in_every_state_and_people_wait_for_an_answer() {
    for text in DAYS {
        let state = opened(day(text));
        let word = |state: &TicketState| match state {
            TicketState::New => "new",
            TicketState::Qualified => "qualified",
            TicketState::Planned { .. } => "planned",
            TicketState::InProgress { .. } => "in progress",
            TicketState::Resolved => "resolved",
            TicketState::Closed => "closed",
            TicketState::OnHold { .. } => "on hold",
            TicketState::Forwarded { .. } => "forwarded",
            TicketState::Cancelled => "cancelled",
        };
        let words: BTreeSet<_> = state.tickets.values().map(|t| word(&t.state)).collect();
        assert_eq!(words.len(), 9, "{text}: {words:?}");
        let asked = |t: &&Arc<shared::ticket::Ticket>| t.has_message_for(t.reporter);
        assert!(state.tickets.values().filter(asked).count() >= 1, "{text}: a school is asked");
        let desk = state.accounts.values().find(|a| a.role == shared::role::Role::Dispatcher);
        let desk = desk.expect("a dispatcher").id;
        let told = state.tickets.values().filter(|t| t.has_message_for(desk)).count();
        assert!(told >= 1, "{text}: the desk is answered");
    }
}

/// Nothing of it has happened in the future, and each name of a file is a file.
#[test]
fn nothing_happened_after_the_day_and_every_picture_is_there() {
    for text in DAYS {
        let state = opened(day(text));
        let until = world::at(day(text), 0);
        let visits = state.visits.values().flat_map(|v| v.history.iter().map(|e| e.when.at_ms));
        let tickets = state.tickets.values().flat_map(|t| t.history.iter().map(|e| e.when.at_ms));
        let last = visits.chain(tickets).max().expect("a history");
        assert!(last < until, "{text}: {last} is not before {until}");
    }
    let (folder, store) = loaded(Moment::UnderWay);
    let mut names = BTreeSet::new();
    for kind in [Kind::Visit, Kind::Ticket] {
        for row in all(&store, kind) {
            names.extend(row.files().into_iter().map(|file| file.hash.clone()));
        }
    }
    assert!(names.len() >= 10, "{} pictures", names.len());
    for name in names {
        let blobs = Folder::of(folder.path());
        assert!(blobs.has(Shelf::Files, name.as_str()).expect("looked"), "{name}");
        let record = store.look(|reader| reader.file(&name)).expect("a look");
        assert!(record.is_some(), "{name} is recorded");
    }
}

#[test]
fn a_quarter_under_way_has_done_and_planned_sites() {
    let today = day("2026-12-09");
    let state = opened(today);
    let calendar = state.calendar();
    let quarter = calendar.current_quarter(today).expect("a quarter");
    let counts = owed::count(&owed::coverage(&state, quarter, today));
    let of = |owed| counts.get(&owed).copied().unwrap_or_default();
    assert!(of(Owed::Done) >= 90 && of(Owed::Planned) > 60 && of(Owed::Late) >= 2, "{counts:?}");
    let slot = HalfDay { day: today, half: Half::Morning };
    assert!(state.visits.values().any(|visit| visit.slot == slot), "somebody works this morning");
}

/// The demonstration has orders in every state that a school may meet, and no line of the
/// budget is overspent.
#[test]
fn the_demonstration_has_a_plausible_year_of_orders() {
    let (_folder, store) = loaded(Moment::UnderWay);
    let kinds = [Kind::Campaign, Kind::Supply].map(|kind| all(&store, kind));
    let state: State = kinds.into_iter().flatten().collect();
    let found: BTreeSet<_> = state.supplies.values().map(|supply| supply.state).collect();
    for wanted in SupplyState::ALL {
        assert!(found.contains(&wanted), "no order is {wanted:?}: {found:?}");
    }
    assert!(state.supplies.values().any(|supply| supply.is_partly_delivered()));
    has_every_kind_of_order(&store, &state);
    assert_eq!(state.campaigns.len(), 7);
    let is_paid = |campaign: &&Arc<shared::campaign::Campaign>| !campaign.purses.is_empty();
    for campaign in state.campaigns.values().filter(is_paid) {
        for pot in campaign.purses.keys() {
            let line = of_line(campaign, state.supplies.values(), *pot).expect("a line");
            // A call ends when the next project does not fit: it may be spent to the cent.
            let is_left = line.total > line.spent || campaign.call.is_some();
            assert!(!line.remaining().is_negative() && is_left, "{line:?}");
        }
    }
}

/// The three campaigns of orders have some, over most of a year; users are named where a training
/// is asked for, nothing went before it, old devices went with new ones, and a round passes by.
fn has_every_kind_of_order(store: &Arc<dyn Store>, state: &State) {
    use shared::supply::{Carrier, LegKind};
    let of = |kind| {
        let mut all: Vec<_> = state.supplies.values().filter(|one| one.kind == kind).collect();
        all.sort_by_key(|one| one.asked_on);
        all
    };
    for kind in [CampaignKind::SmallBudget, CampaignKind::Renewal, CampaignKind::Improvement] {
        let all = of(kind);
        let (Some(first), Some(last)) = (all.first(), all.last()) else { panic!("no {kind:?}") };
        let days = (last.asked_on - first.asked_on).num_days();
        assert!(all.len() >= 15 && days > 100, "{kind:?}: {} over {days} days", all.len());
        let ended = all.iter().filter(|one| one.state == SupplyState::Closed).count();
        assert!(ended >= 3, "{kind:?}: {ended} closed");
    }
    let asks = |one: &&&Arc<shared::supply::Supply>| {
        one.lines.iter().any(|line| line.requires.is_some()) && one.teacher.is_some()
    };
    assert!(of(CampaignKind::SmallBudget).iter().filter(asks).count() >= 3, "no user is named");
    let legs = || state.supplies.values().flat_map(|one| &one.legs);
    let marked: Vec<_> = legs().filter(|leg| !leg.anomalies.is_empty()).collect();
    assert!(marked.is_empty(), "{marked:?}");
    let failed = legs().filter(|leg| leg.failed == Some(shared::supply::FailReason::Training));
    assert!(failed.count() >= 1, "nothing waits for a training");
    let away =
        |done| legs().filter(|leg| leg.kind == LegKind::TakeAway && leg.is_done() == done).count();
    assert!(away(true) >= 3 && away(false) >= 1, "{} went, {} go", away(true), away(false));
    let orders = state.supplies.values().filter(|one| one.kind.is_order());
    let rides = orders.flat_map(|one| one.waiting().filter_map(|leg| leg.carrier));
    assert!(rides.filter(|one| matches!(one, Carrier::Stop { .. })).count() >= 1, "no stop");
    let devices: Vec<_> = all(store, Kind::Equipment);
    let came = devices.iter().filter(|row| match row {
        Row::Equipment(device) => device.supply.is_some_and(|id| state.supplies.contains_key(&id)),
        _ => false,
    });
    assert!(came.count() >= 5, "no device came with an order");
}

#[test]
fn the_demonstration_has_a_line_for_each_public_school_and_an_ent_for_each_school() {
    use shared::site::{Sector, SiteKind};
    let (_folder, store) = loaded(Moment::UnderWay);
    let mut state = shared::row::State::default();
    for kind in [Kind::Site, Kind::Ticket, Kind::Settings, Kind::Subscription] {
        all(&store, kind).into_iter().for_each(|row| state.put(row));
    }
    let today = paris_day(NOW);
    let schools = || state.sites.values().filter(|site| site.kind == SiteKind::School);
    let public = schools().filter(|site| site.sector == Sector::Public).count();
    let rows = |kind| state.subscriptions.values().filter(move |row| row.kind == kind).count();
    use shared::subscription::SubscriptionKind;
    use shared::subscription::cost::{beyond, cost_of_year};
    assert_eq!(rows(SubscriptionKind::Internet), public);
    assert_eq!(rows(SubscriptionKind::Ent), schools().count());
    let noticed = state.subscriptions.values().filter(|row| row.notice_ahead(today).is_some());
    assert!(noticed.count() > 400);
    for kind in SubscriptionKind::ALL {
        let credit = state.settings().credits.get(kind.word()).copied();
        let cost = cost_of_year(&state, kind, 2026).into_iter().sum();
        assert_eq!(beyond(credit, cost), None, "{kind:?} {cost}");
    }
    let named = state.tickets.values().filter(|ticket| ticket.subscription.is_some()).count();
    assert!(named >= 1, "{named} incidents name their line");
}

/// A year of trainings: those of before are closed with their hours, the next ones take people, and
/// one at least has a waiting list; who was present is trained.
#[test]
fn a_year_of_trainings_is_held_and_ahead() {
    use shared::training::hours::minutes;
    use shared::training::{SessionProgress, Standing, TrainingKind};
    let state = opened(day("2026-11-24"));
    let rows: Vec<_> = state.training_sessions.values().collect();
    let of = |state: SessionProgress| rows.iter().filter(|row| row.state == state).count();
    assert!(
        of(SessionProgress::Closed) >= 8
            && of(SessionProgress::Open) >= 3
            && of(SessionProgress::Draft) >= 1
    );
    assert!(rows.iter().any(|row| row.state == SessionProgress::Open && row.waiting() > 0));
    assert!(
        rows.iter()
            .any(|row| row.terms.kind == TrainingKind::ClassActivity && !row.classes.is_empty())
    );
    let present = rows.iter().flat_map(|row| {
        let trains = row.terms.kind.trains();
        let there = row.registrations.iter().filter(|(_, one)| one.state == Standing::Present);
        there.filter(move |_| trains).map(|(id, _)| (*id, row.terms.topics[0].clone()))
    });
    for (teacher, topic) in present {
        assert!(state.teachers[&teacher].trained.contains_key(&topic));
    }
    assert!(minutes(rows.iter().map(|row| row.as_ref())).len() >= 40);
}

/// Three years of the budget: the annex as printed, nothing beyond what was voted, orders of last
/// year paid in this one, and a promise whose deadline is near.
#[test]
fn the_demonstration_has_three_years_of_the_budget() {
    use shared::budget::postings::{YearSpan, table};
    use shared::budget::watch::{Warning, watch};
    let (_folder, store) = loaded(Moment::UnderWay);
    let kinds = [Kind::BudgetLine, Kind::Commitment, Kind::Campaign, Kind::Supply];
    let state: State = kinds.map(|kind| all(&store, kind)).into_iter().flatten().collect();
    assert_eq!(state.budget_lines.len(), 28);
    let today = paris_day(NOW);
    let this_year = u16::try_from(chrono::Datelike::year(&today)).expect("a year");
    let paid = |row: &shared::budget::Commitment, year| row.paid_in(year).0 > 0;
    for year in this_year - 2..=this_year {
        let of_year = state.commitments.values().filter(|row| row.year == year);
        assert!(of_year.count() > 20, "{year}");
        let table = table(&state, YearSpan::Year(year), today);
        for section in &table.sections {
            let [voted, _, committed, _, paid] = section.amounts;
            assert!(committed <= voted && paid <= voted && paid.0 > 0, "{year} {section:?}");
        }
    }
    let carried = |row: &&std::sync::Arc<shared::budget::Commitment>| {
        row.year == this_year - 1 && paid(row, this_year)
    };
    assert!(state.commitments.values().any(|row| carried(&row)));
    let warnings = watch(&state, today);
    assert!(matches!(warnings.first(), Some(Warning::Deadline { .. })), "{warnings:?}");
}

/// Step D: the last period is frozen with its figures, and people have news.
#[test]
fn the_demonstration_has_frozen_statements_and_news() {
    let (_folder, store) = loaded(Moment::UnderWay);
    let (good, bad) = store.look(|reader| crate::statement::check(reader)).expect("checked");
    assert_eq!((good, bad), (2, Vec::new()));
    for row in all(&store, Kind::Statement) {
        let Row::Statement(statement) = row else { panic!("not a statement") };
        assert!(statement.fictitious, "marked as what it is");
        assert!(statement.total().is_some_and(|total| total.amounts[0].value > Some(200)));
        assert!(statement.sheets.len() > 40, "a sheet for each commune");
    }
    assert_eq!(all(&store, Kind::Notice).len(), 3);
}

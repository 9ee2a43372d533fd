//! Who lives in a history, and what they may think of doing.

use super::accounts;
use super::calls;
use super::fleet;
use super::loans;
use super::money;
use super::renewals;
use super::training;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::account;
use shared::account::Account;
use shared::command::Command;
use shared::day::{Calendar, Day, Half, HalfDay, Quarter, paris_day};
use shared::id::{AccountId, ItemId, Millis, QuarterId, SiteId, SubscriptionId, TicketId, VisitId};
use shared::money::Cents;
use shared::plan;
use shared::replica::Replica;
use shared::role::{Actor, Role};
use shared::row::Row;
use shared::settings::{ChecklistItem, Settings};
use shared::site::{self, Site};
use shared::subscription::{self, Billing, Stage, SubscriptionKind, Terms};
use shared::ticket;
use shared::ticket::{Category, Channel, Ticket, TicketEdit, TicketKind, Urgency};
use shared::visit;
use shared::visit::{Check, MissedReason, Visit, VisitState};
use std::sync::Arc;
use uuid::Uuid;

/// Tuesday, 24 November 2026, 8:00 in Paris.
pub(crate) const BEGINNING: Millis = 1_795_503_600_000;
pub(crate) const SITES: [&str; 3] = ["0420001A", "0420002B", "0420003C"];
pub(crate) const TECHNICIANS: [u8; 2] = [1, 2];
pub(crate) const DISPATCHER: u8 = 3;
pub(crate) const TABLETS: [u8; 2] = [4, 5];
pub(crate) const COORDINATOR: u8 = 6;
pub(crate) const OBSERVER: u8 = 7;
pub(crate) const ADVISER: u8 = 8;
/// Of the first two sites, and of the third.
const COMMUNES: [&str; 2] = ["42218", "42095"];
const QUARTER: &str = "2026-1";

pub(crate) fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_bytes([n; 16]))
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The world as every history finds it.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    let quarter = |id: &str, rank, first, last| Quarter {
        id: QuarterId(id.into()),
        rank,
        first: day(first),
        last: day(last),
    };
    let quarters = vec![
        quarter(QUARTER, 1, "2026-09-01", "2026-12-18"),
        quarter("2026-2", 2, "2027-01-04", "2027-04-09"),
    ];
    let calendar = Calendar { zone: "A".into(), holidays: Vec::new(), quarters, version: 0 };
    writer.put(Row::from(calendar))?;
    let checklist = ["updates", "backup"]
        .map(|id| ChecklistItem { id: ItemId(id.into()), label: id.into() })
        .to_vec();
    let topics = Some(renewals::topics());
    writer.put(Row::from(Settings { checklist, topics, ..Settings::default() }))?;
    for id in SITES {
        writer.put(site(id.into()).into())?;
        writer.put(fleet::device(id.into()).into())?;
    }
    for n in TECHNICIANS {
        let person = Account::blank(account(n), format!("T{n}"), Role::Technician, None);
        writer.put(person.into())?;
    }
    writer.put(Account::blank(account(DISPATCHER), "D".into(), Role::Dispatcher, None).into())?;
    for (n, site) in TABLETS.into_iter().zip(SITES) {
        let site = Some(SiteId::from(site));
        writer.put(Account::blank(account(n), format!("S{n}"), Role::Teacher, site).into())?;
    }
    writer.put(Account::blank(account(COORDINATOR), "C".into(), Role::Coordinator, None).into())?;
    let observer = Account::blank(account(OBSERVER), "O".into(), Role::Observer, None);
    let communes = vec![COMMUNES[0].into()];
    writer.put(Account { communes, ..observer }.into())?;
    let days = ["2026-11-24", "2026-11-26", "2026-11-27"];
    for (n, site) in (1..).zip(SITES) {
        let visit = Visit::new(
            VisitId(Uuid::from_bytes([n; 16])),
            site.into(),
            QuarterId(QUARTER.into()),
            account(TECHNICIANS[usize::from(n) % 2]),
            HalfDay { day: day(days[usize::from(n) - 1]), half: Half::Morning },
            VisitState::Planned,
        );
        writer.put(visit.into())?;
    }
    writer.put(Account::blank(account(ADVISER), "F".into(), Role::Adviser, None).into())?;
    training::fill(writer)?;
    money::fill(writer)?;
    calls::fill(writer)?;
    accounts::fill(writer)?;
    renewals::fill(writer)?;
    loans::fill(writer)
}

fn site(id: SiteId) -> Site {
    let commune = COMMUNES[usize::from(id.as_str() == SITES[2])];
    let known = Site::blank(id.clone(), format!("École {id}"));
    Site { commune: commune.into(), commune_name: "Saint-Étienne".into(), ..known }
}

/// One of them, if there is one.
pub(crate) fn any<T>(rng: &mut Rng, all: impl IntoIterator<Item = T>) -> Option<T> {
    rng.choice(all.into_iter().collect::<Vec<_>>())
}

/// What somebody thinks of doing with what they see. `word` is found nowhere else.
pub(crate) fn intend(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
    now: Millis,
) -> Option<Command> {
    if rng.u8(..10) == 0 {
        return fleet::intend(rng, replica, actor, word);
    }
    if rng.u8(..10) == 0 {
        return renewals::intend(rng, replica, actor, word, now);
    }
    let lends = matches!(actor.role, Role::Teacher | Role::Dispatcher | Role::Coordinator);
    if lends && rng.u8(..8) == 0 {
        return loans::intend(rng, replica, actor, word, now);
    }
    match actor.role {
        Role::Adviser if rng.u8(..3) == 0 => calls::by_juror(rng, replica, actor, word),
        Role::Adviser => training::by_adviser(rng, replica, word),
        Role::Teacher if rng.u8(..8) == 0 => {
            calls::by_school(rng, replica, actor.site.clone()?, word)
        }
        Role::Teacher if rng.u8(..6) == 0 => {
            training::by_school(rng, replica, actor.site.as_ref()?)
        }
        Role::Dispatcher | Role::Coordinator if rng.u8(..12) == 0 => {
            training::by_desk(rng, replica, word, now)
        }
        Role::Teacher => by_school(rng, replica, actor, word),
        Role::Technician => by_technician(rng, replica, actor, word, now),
        Role::Dispatcher if rng.u8(..10) == 0 => calls::by_juror(rng, replica, actor, word),
        Role::Coordinator if rng.u8(..5) == 0 => calls::by_coordinator(rng, replica, actor, word),
        Role::Coordinator if rng.u8(..3) == 0 => accounts::by_coordinator(rng, replica, word, now),
        Role::Coordinator if rng.u8(..4) == 0 => reform(rng, replica),
        _ => by_dispatcher(rng, replica, word, now),
    }
}

/// Gives a tablet to another school, or other communes to an observer.
fn reform(rng: &mut Rng, replica: &Replica) -> Option<Command> {
    let may = |account: &&Arc<Account>| matches!(account.role, Role::Teacher | Role::Observer);
    let known = any(rng, replica.view().accounts.values().filter(may).cloned())?;
    let mut account = Account::clone(&known);
    match account.role {
        Role::Teacher => account.site = any(rng, SITES.map(SiteId::from)),
        _ => {
            account.communes = COMMUNES.map(Into::into).into_iter().filter(|_| rng.bool()).collect()
        }
    }
    Some(account::Act::SetAccount { account }.into())
}

pub(crate) fn fresh(rng: &mut Rng) -> Uuid {
    Uuid::from_u128(rng.u128(..))
}

fn report(rng: &mut Rng, site: SiteId, word: &str, found_on: Option<VisitId>) -> Command {
    ticket::Act::ReportIncident {
        ticket: TicketId(fresh(rng)),
        site,
        kind: TicketKind::Incident,
        category: Category::Projection,
        text: word.into(),
        room: String::new(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on,
    }
    .into()
}

fn ticket(rng: &mut Rng, replica: &Replica) -> Option<Arc<Ticket>> {
    any(rng, replica.view().tickets.values().cloned())
}

fn edit(rng: &mut Rng, ticket: TicketId, word: &str) -> Command {
    let text = rng.bool().then(|| word.to_owned());
    let room = (text.is_none() || rng.bool()).then(|| word.to_owned());
    let edit = TicketEdit { text, room, ..TicketEdit::default() };
    ticket::Act::EditTicket { ticket, edit }.into()
}

fn by_school(rng: &mut Rng, replica: &Replica, actor: &Actor, word: &str) -> Option<Command> {
    if rng.u8(..3) == 0 {
        return money::by_school(rng, replica, actor.site.clone()?, word);
    }
    let known = ticket(rng, replica).map(|ticket| ticket.id);
    let text = word.to_owned();
    let what = rng.u8(..6);
    Some(match (what, known) {
        (0 | 1, _) | (_, None) => report(rng, actor.site.clone()?, word, None),
        (2, Some(ticket)) => ticket::Act::CommentTicket { ticket, text, photos: Vec::new() }.into(),
        (3, Some(ticket)) => edit(rng, ticket, word),
        (4, Some(ticket)) => ticket::Act::ConfirmResolution { ticket }.into(),
        (_, Some(ticket)) => ticket::Act::ReopenTicket { ticket, text }.into(),
    })
}

fn by_technician(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
    now: Millis,
) -> Option<Command> {
    let mine = |visit: &&Arc<Visit>| visit.technician == actor.account;
    let visit = any(rng, replica.view().visits.values().filter(mine).cloned());
    let ticket = ticket(rng, replica).map(|ticket| ticket.id);
    let text = word.to_owned();
    let photos = Vec::new();
    if let (Some(ticket), true) = (ticket, rng.bool()) {
        return Some(match rng.u8(..5) {
            0 => ticket::Act::CommentTicket { ticket, text, photos }.into(),
            1 => edit(rng, ticket, word),
            2 => {
                let visit = visit.map(|visit| visit.id);
                ticket::Act::LogWork { ticket, visit, minutes: rng.u32(1..60), text, photos }.into()
            }
            3 => ticket::Act::ResolveTicket { ticket, text }.into(),
            _ => ticket::Act::PostponeTicket { ticket, reason: text }.into(),
        });
    }
    let Visit { id: visit, site, .. } = Visit::clone(&*visit?);
    if rng.u8(..4) == 0 {
        return money::by_technician(rng, replica, visit, word);
    }
    Some(match rng.u8(..12) {
        0 | 1 => visit::Act::StartVisit { visit }.into(),
        2 => {
            let item = ItemId(if rng.bool() { "updates" } else { "backup" }.into());
            visit::Act::CheckItem { visit, item, check: Check::Done, note: text }.into()
        }
        3 | 4 => visit::Act::NoteVisit { visit, text }.into(),
        5 => report(rng, site, word, Some(visit)),
        6 | 7 => visit::Act::FinishVisit { visit, left_over: rng.bool() }.into(),
        8 | 9 => visit::Act::ResumeVisit { visit }.into(),
        10 => elsewhere(rng, word, now),
        _ => visit::Act::MarkVisitMissed { visit, reason: MissedReason::SiteClosed, text }.into(),
    })
}

/// What a technician does besides their own visits.
fn elsewhere(rng: &mut Rng, word: &str, now: Millis) -> Command {
    let site = SiteId::from(SITES[rng.usize(..SITES.len())]);
    if rng.bool() {
        return site::Act::SetAccessNote { site, text: word.into() }.into();
    }
    let slot = HalfDay { day: paris_day(now), half: Half::Afternoon };
    visit::Act::StartUnplanned { visit: VisitId(fresh(rng)), site, slot }.into()
}

/// What a desk does with the internet of a school.
fn contract(rng: &mut Rng, replica: &Replica, word: &str, now: Millis) -> Command {
    let today = paris_day(now);
    let known = any(rng, replica.view().subscriptions.values().cloned());
    let terms = Terms {
        operator: "Opérateur".into(),
        phone: "3901".into(),
        contract: String::new(),
        line: word.into(),
        offer: String::new(),
        down_kbps: 0,
        up_kbps: 0,
        price: Cents(rng.i64(0..20_000)),
        vat: 2_000,
        billing: Billing::ByDays,
        first: today,
        due: None,
        renewal_months: None,
        notice_months: 0,
        notice_days: 30,
        exception: String::new(),
    };
    let Some(known) = known.filter(|_| rng.bool()) else {
        let site = SiteId::from(SITES[rng.usize(..SITES.len())]);
        let (subscription, kind) = (SubscriptionId(fresh(rng)), SubscriptionKind::Internet);
        let (stage, former) = (Stage::Active, None);
        let act =
            subscription::Act::AddSubscription { subscription, site, kind, stage, terms, former };
        return act.into();
    };
    let subscription = known.id;
    match rng.u8(..5) {
        0 => {
            let last = today + chrono::Duration::days(rng.i64(0..40));
            subscription::Act::EndSubscription { subscription, last, reason: word.into() }
        }
        1 => subscription::Act::KeepSubscription { subscription },
        2 => subscription::Act::GiveNotice { subscription, on: today },
        3 => {
            let stage = if rng.bool() { Stage::Suspended } else { Stage::Active };
            let reason = word.into();
            subscription::Act::AdvanceSubscription { subscription, stage, on: today, reason }
        }
        _ => subscription::Act::ChangeSubscription { subscription, terms, from: None },
    }
    .into()
}

fn by_dispatcher(rng: &mut Rng, replica: &Replica, word: &str, now: Millis) -> Option<Command> {
    let view = replica.view();
    if rng.u8(..10) == 0 {
        return Some(contract(rng, replica, word, now));
    }
    let visit = any(rng, view.visits.values().cloned());
    let ticket = ticket(rng, replica);
    let text = word.to_owned();
    let technician = account(TECHNICIANS[rng.usize(..2)]);
    let half = if rng.bool() { Half::Morning } else { Half::Afternoon };
    let slot = HalfDay { day: paris_day(now) + chrono::Duration::days(rng.i64(0..12)), half };
    if let (Some(ticket), true) = (ticket, rng.bool()) {
        let id = ticket.id;
        return Some(match rng.u8(..6) {
            0 | 1 => ticket::Act::QualifyTicket { ticket: id, channel: Channel::Proximity }.into(),
            2 => {
                let there = view.visits_of(&ticket.site).map(|visit| visit.id);
                ticket::Act::AssignTicket { ticket: id, visit: any(rng, there) }.into()
            }
            3 => edit(rng, id, word),
            4 => ticket::Act::CommentTicket { ticket: id, text, photos: Vec::new() }.into(),
            _ => ticket::Act::HoldTicket { ticket: id, reason: text }.into(),
        });
    }
    if rng.u8(..3) == 0 {
        return money::by_desk(rng, replica, word);
    }
    let visit = visit?;
    let from = Some(visit.place());
    Some(match rng.u8(..6) {
        0..=2 => plan::Act::MoveVisit { visit: visit.id, technician, slot, from }.into(),
        3 => plan::Act::PinVisit { visit: visit.id, pinned: !visit.pinned }.into(),
        4 => plan::Act::CancelVisit { visit: visit.id, reason: text, from }.into(),
        _ => plan::Act::AddVisit {
            visit: VisitId(fresh(rng)),
            site: visit.site.clone(),
            quarter: visit.quarter.clone(),
            technician,
            slot,
        }
        .into(),
    })
}

//! A small authority for the tests: two sites, two technicians, a dispatcher, a school account.

use shared::account::Account;
use shared::command::{Command, Envelope, Seen};
use shared::day::{Calendar, Day, Half, HalfDay, Quarter};
use shared::decide::{Decision, Now, decide, reads};
use shared::id::{AccountId, CommandId, DeviceId, Millis, SiteId, TicketId, VisitId};
use shared::plan;
use shared::refusal::Refusal;
use shared::role::{Actor, Role};
use shared::row::{Read, Row, RowKey, State};
use shared::site::Site;
use shared::ticket;
use shared::ticket::{Category, TicketKind, Urgency};
use uuid::Uuid;

/// Thursday 12 March 2026, 09:00 in Paris.
pub(crate) const NOW: Millis = 1_773_302_400_000;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn slot(text: &str, half: Half) -> HalfDay {
    HalfDay { day: day(text), half }
}

pub(crate) fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn device(n: u8) -> DeviceId {
    DeviceId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn ticket(n: u8) -> TicketId {
    TicketId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn visit(n: u8) -> VisitId {
    VisitId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn site(name: &str) -> SiteId {
    SiteId::from(name)
}

pub(crate) const TECHNICIAN: u8 = 1;
pub(crate) const OTHER_TECHNICIAN: u8 = 2;
pub(crate) const DISPATCHER: u8 = 3;
pub(crate) const TEACHER: u8 = 4;
pub(crate) const COORDINATOR: u8 = 5;

/// The state of a server, without a server.
pub(crate) struct World {
    pub(crate) state: State,
    seq: i64,
    commands: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        let mut world = World { state: State::default(), seq: 0, commands: 0 };
        let quarter = |id: &str, rank, first: &str, last: &str| Quarter {
            id: shared::id::QuarterId(id.into()),
            rank,
            first: day(first),
            last: day(last),
        };
        world.put(Calendar {
            zone: "A".into(),
            holidays: Vec::new(),
            quarters: vec![
                quarter("2025-2026-3", 3, "2026-02-23", "2026-04-30"),
                quarter("2025-2026-4", 4, "2026-05-01", "2026-07-03"),
            ],
            version: 0,
        });
        world.put(new_site("0420001A"));
        world.put(new_site("0420002B"));
        for (n, role) in [
            (TECHNICIAN, Role::Technician),
            (OTHER_TECHNICIAN, Role::Technician),
            (DISPATCHER, Role::Dispatcher),
            (TEACHER, Role::Teacher),
            (COORDINATOR, Role::Coordinator),
        ] {
            let site = (role == Role::Teacher).then(|| site("0420001A"));
            world.put(Account::blank(account(n), format!("{role:?}"), role, site));
        }
        world
    }

    pub(crate) fn put(&mut self, row: impl Into<Row>) {
        self.seq += 1;
        self.state.put(row.into().stamped(self.seq));
    }

    pub(crate) fn actor(&self, n: u8) -> Actor {
        let account = &self.state.accounts[&account(n)];
        Actor {
            account: account.id,
            name: account.name.clone(),
            role: account.role,
            site: account.site.clone(),
            communes: account.communes.clone(),
        }
    }

    /// An envelope whose author has just looked at everything.
    pub(crate) fn envelope(&mut self, n: u8, intent: impl Into<Command>) -> Envelope {
        self.commands += 1;
        let mut envelope = Envelope {
            id: CommandId::from_parts(self.commands as i64, [n; 10]),
            device: device(n),
            sequence: self.commands,
            actor: account(n),
            declared_at: NOW,
            protocol: shared::sync::PROTOCOL,
            seen: Vec::new(),
            intent: intent.into(),
        };
        for read in reads(&envelope, &State::default()) {
            let Read::Row(row) = read else { continue };
            if let Some(version) = self.state.get(&row).map(|row| row.version()) {
                envelope.seen.push(Seen { row, version });
            }
        }
        envelope
    }

    /// Judges on what `reads` asks for alone, as a server does.
    pub(crate) fn judge(&mut self, n: u8, envelope: &Envelope) -> Result<Decision, Refusal> {
        self.judge_at(n, envelope, NOW)
    }

    /// The same at another instant of the server.
    pub(crate) fn judge_at(
        &mut self,
        n: u8,
        envelope: &Envelope,
        ms: Millis,
    ) -> Result<Decision, Refusal> {
        let actor = self.actor(n);
        let now = Now { ms, offset_ms: 0 };
        let loaded = self.load(envelope);
        let decision = decide(&loaded, envelope, &actor, now);
        let full = decide(&self.state, envelope, &actor, now);
        assert_eq!(decision, full, "reads() misses a row for {:?}", envelope.intent);
        if let Ok(decision) = &decision {
            for row in decision.rows.clone() {
                self.put(row);
            }
        }
        decision
    }

    pub(crate) fn give(&mut self, n: u8, intent: impl Into<Command>) -> Result<Decision, Refusal> {
        let envelope = self.envelope(n, intent);
        self.judge(n, &envelope)
    }

    /// As [`World::give`], each time a minute later by the author's clock.
    pub(crate) fn give_later(
        &mut self,
        n: u8,
        intent: impl Into<Command>,
    ) -> Result<Decision, Refusal> {
        let mut envelope = self.envelope(n, intent);
        envelope.declared_at += 60_000 * self.commands as Millis;
        self.judge(n, &envelope)
    }

    fn load(&self, envelope: &Envelope) -> State {
        let mut loaded = State::default();
        for _ in 0..4 {
            for read in reads(envelope, &loaded) {
                for row in self.state.rows().filter(|row| read.holds(row)) {
                    loaded.put(row);
                }
            }
        }
        loaded
    }

    pub(crate) fn ticket(&self, n: u8) -> &shared::ticket::Ticket {
        &self.state.tickets[&ticket(n)]
    }

    pub(crate) fn visit(&self, n: u8) -> &shared::visit::Visit {
        &self.state.visits[&visit(n)]
    }

    pub(crate) fn version_of(&self, key: &RowKey) -> i64 {
        self.state.get(key).map_or(0, |row| row.version())
    }
}

pub(crate) fn new_site(id: &str) -> Site {
    let commune_name = "Saint-Étienne".into();
    let known = Site::blank(site(id), format!("École {id}"));
    Site { commune: "42218".into(), commune_name, ..known }
}

pub(crate) fn incident(n: u8) -> ticket::Act {
    ticket::Act::ReportIncident {
        ticket: ticket(n),
        site: site("0420001A"),
        kind: TicketKind::Incident,
        category: Category::Projection,
        text: "Plus d'image au tableau".into(),
        room: "CE1".into(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    }
}

/// A published visit of `TECHNICIAN` at the school of `TEACHER`, today in the morning.
pub(crate) fn add_visit(n: u8, at: HalfDay) -> plan::Act {
    plan::Act::AddVisit {
        visit: visit(n),
        site: site("0420001A"),
        quarter: shared::id::QuarterId("2025-2026-3".into()),
        technician: account(TECHNICIAN),
        slot: at,
    }
}

/// A world with a published visit today in the morning.
pub(crate) fn with_visit() -> World {
    let mut world = World::new();
    let today = slot("2026-03-12", Half::Morning);
    world.give(DISPATCHER, add_visit(1, today)).unwrap();
    let quarter = shared::id::QuarterId("2025-2026-3".into());
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter }).unwrap();
    world
}

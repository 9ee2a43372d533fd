//! What every order of the demonstration is made of: the catalogue, people, what is known, and how
//! something is handed over. Every step goes through the rules, as those of people do.

use super::draw::Draw;
use super::loans;
use super::year::Year;
use shared::account::Account;
use shared::article::{Article, ArticleKind, Origin, Pot};
use shared::day::{Calendar, Day, Half, HalfDay, paris_day};
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::{ArticleId, EquipmentId, Millis, SupplyId, TeacherId};
use shared::money::Cents;
use shared::role::{Actor, Role};
use shared::site::Site;
use shared::supply::{Act, Asked, Carrier, FailReason, HandOver, Item, Labelled, Leg, Supply};
use shared::teacher::Teacher;
use std::sync::Arc;
use uuid::Uuid;

/// What users of tablets are trained for.
const TABLETS: &str = "tablettes";
/// Name, family, nature, price in cents, minutes, supplier's reference.
type Sold = (&'static str, &'static str, ArticleKind, i64, u32, &'static str);

/// The catalogue. Prices are made up.
const CATALOGUE: [Sold; 14] = [
    ("Souris filaire", "Souris et claviers", ArticleKind::Small, 1_290, 0, "SC-101"),
    (
        "Souris adaptée aux petites mains",
        "Souris et claviers",
        ArticleKind::Small,
        1_800,
        0,
        "SC-104",
    ),
    ("Clavier AZERTY", "Souris et claviers", ArticleKind::Small, 2_150, 0, "SC-120"),
    ("Casque audio pour enfant", "Son et image", ArticleKind::Small, 1_640, 0, "SI-210"),
    ("Enceinte de classe", "Son et image", ArticleKind::Small, 8_900, 0, "SI-230"),
    ("Visualiseur de documents", "Son et image", ArticleKind::Small, 12_900, 0, "SI-250"),
    ("Câble HDMI 5 m", "Câbles et alimentation", ArticleKind::Small, 1_490, 0, "CA-310"),
    ("Multiprise parafoudre", "Câbles et alimentation", ArticleKind::Small, 2_490, 0, "CA-330"),
    (
        "Chargeur de tablettes, 10 prises",
        "Câbles et alimentation",
        ArticleKind::Small,
        13_900,
        0,
        "CA-360",
    ),
    ("Écran 24 pouces", "Postes", ArticleKind::Device(EquipmentKind::Other), 13_400, 0, "PO-410"),
    (
        "Imprimante noir et blanc",
        "Postes",
        ArticleKind::Device(EquipmentKind::Printer),
        12_900,
        0,
        "PO-430",
    ),
    (
        "Tablette reconditionnée",
        "Postes",
        ArticleKind::Device(EquipmentKind::Tablet),
        24_900,
        0,
        "PO-450",
    ),
    ("Installer un logiciel sur les postes", "Interventions", ArticleKind::Service, 3_283, 30, ""),
    ("Déplacer un poste et son câblage", "Interventions", ArticleKind::Service, 2_400, 20, ""),
];

pub(super) fn articles() -> Vec<Article> {
    let article = |(rank, sold): (u128, &Sold)| {
        let (label, family, kind, cents, minutes, reference) = *sold;
        let id = ArticleId(Uuid::from_u128(0x6172_7469_636c_8000_8000_0000_0000_0000 + rank));
        let is_work = !kind.is_delivered();
        let is_tablet = kind == ArticleKind::Device(EquipmentKind::Tablet);
        Article {
            requires: is_tablet.then(|| TABLETS.into()),
            origin: if is_tablet { Origin::SecondHand } else { Origin::New },
            family: family.into(),
            kind,
            pot: if is_work { Pot::Operating } else { Pot::Investment },
            minutes,
            supplier: if is_work { String::new() } else { "Fournitures du Forez (fictif)".into() },
            reference: reference.into(),
            ..Article::blank(id, label.into(), Cents(cents))
        }
    };
    (0..).zip(&CATALOGUE).map(article).collect()
}

pub(super) fn actor(account: &Account, role: Role, name: &str, site: Option<&Site>) -> Actor {
    Actor {
        account: account.id,
        name: name.into(),
        role,
        site: site.map(|site| site.id.clone()),
        communes: Vec::new(),
    }
}

/// Somebody of the school who will use what asks for a training: one who had it comes first.
pub(super) fn user(year: &Year, site: &Site, lines: &[Asked]) -> Option<TeacherId> {
    let asks = |line: &Asked| {
        let article = year.state.articles.get(&line.article);
        article.is_some_and(|article| article.requires.is_some())
    };
    if !lines.iter().any(asks) {
        return None;
    }
    let here = year.state.teachers.values().filter(|one| one.site == site.id);
    here.max_by_key(|one| (one.trained.contains_key(&TABLETS.into()), one.id)).map(|one| one.id)
}

/// What is known when orders are made.
pub(super) struct Known<'a> {
    pub(super) sites: &'a [Site],
    pub(super) calendar: &'a Calendar,
    pub(super) people: &'a [Account],
    pub(super) fleet: &'a [Equipment],
    pub(super) teachers: &'a [Teacher],
}

impl Known<'_> {
    /// The year before anybody asked for anything.
    pub(super) fn year(&self) -> Year {
        let mut year = Year::default();
        year.state.put(self.calendar.clone().into());
        self.sites.iter().for_each(|site| year.state.put(site.clone().into()));
        self.people.iter().for_each(|account| year.state.put(account.clone().into()));
        self.fleet.iter().for_each(|device| year.state.put(device.clone().into()));
        self.teachers.iter().for_each(|teacher| year.state.put(teacher.clone().into()));
        articles().into_iter().for_each(|article| year.state.put(article.into()));
        year
    }
}

/// An order on its way.
pub(super) struct Order<'a> {
    pub(super) supply: SupplyId,
    pub(super) school: &'a Actor,
    pub(super) by: &'a loans::People<'a>,
    pub(super) asked_at: Millis,
    /// It goes with a round that passes by.
    pub(super) by_stop: bool,
}

/// The legs of an order: on their way, or done.
pub(super) fn hand_over(
    year: &mut Year,
    order: &Order<'_>,
    (at, is_done): (Millis, bool),
    draw: &mut Draw,
) {
    let id = order.supply;
    let Some(known) = year.state.supplies.get(&id).cloned() else { return };
    if order.by_stop && !is_done {
        let days = (1..15).map(|ahead| paris_day(at) + chrono::Duration::days(ahead));
        // The first day on which the school is open and the technician works.
        days.take(14).any(|day| stop(year, order, day, at));
    }
    for leg in known.legs.iter().filter(|_| is_done) {
        // Now and then a part comes later.
        let part = leg.items.first().filter(|item| item.quantity > 2 && draw.below(4) == 0);
        let items: Vec<_> =
            part.map(|item| Item::new(item.line, item.quantity - 1)).into_iter().collect();
        let given = if items.is_empty() { leg.items.clone() } else { items.clone() };
        let here = |one: &&Arc<Teacher>| one.site == known.site;
        let mut users = year.state.teachers.values().filter(here);
        let passes =
            |one: &&Arc<Teacher>| known.gate_for(leg, &given, Some(one), paris_day(at)).is_ok();
        let asks = !known.required_for(leg, &given).is_empty();
        let user = users.find(|one| asks && passes(one));
        if asks && user.is_none() {
            // As the phone of the technician asks for: nothing before the training.
            let (supply, leg, text) = (id, leg.id, String::new());
            let reason = FailReason::Training;
            let act = Act::FailLeg { supply, leg, visit: None, reason, text };
            year.give(order.by.round, at, act);
            continue;
        }
        let received_by = user.map_or_else(|| "la direction".into(), |one| one.name.clone());
        let to = user.map(|one| one.id);
        let devices = labels(&known, leg, &given, draw);
        let done = HandOver { items, to, received_by, devices, ..HandOver::default() };
        year.give(order.by.round, at, Act::DoLeg { supply: id, leg: leg.id, done });
    }
}

fn stop(year: &mut Year, order: &Order<'_>, day: Day, at: Millis) -> bool {
    let slot = HalfDay { day, half: Half::Morning };
    let carrier = Some(Carrier::Stop { technician: order.by.technician, slot });
    year.give(order.by.desk, at, Act::PlanLeg { supply: order.supply, leg: 1, carrier })
}

/// The labels of the devices that are given: they enter the fleet.
fn labels(known: &Supply, leg: &Leg, given: &[Item], draw: &mut Draw) -> Vec<Labelled> {
    let mut labels = Vec::new();
    for (line, _) in known.labelled_lines(leg) {
        let many = given.iter().find(|item| item.line == line).map_or(0, |item| item.quantity);
        for _ in 0..many {
            let equipment = EquipmentId(draw.key());
            let label = format!("SEM-{:06}", 200_000 + draw.below(700_000));
            labels.push(Labelled { equipment, line, label });
        }
    }
    labels
}

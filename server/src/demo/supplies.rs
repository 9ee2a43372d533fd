//! Orders of the demonstration: a catalogue, the small budget and the improvements of the year,
//! and what became of them. Every order goes through the rules, as those of people do.

use super::draw::Draw;
use super::year::Year;
use super::{calls, loans};
use shared::account::Account;
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{self, CampaignKind, Draft, Purse};
use shared::day::{Calendar, Day, paris_day};
use shared::equipment::EquipmentKind;
use shared::id::{ArticleId, CampaignId, Millis, SupplyId};
use shared::limits::DAY_MS;
use shared::money::Cents;
use shared::role::{Actor, Role};
use shared::row::{Kind, Row};
use shared::site::Site;
use shared::supply::{Act, Asked, HandOver, Item};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Orders that are drawn.
const ORDERS: usize = 160;
/// Days over which they were asked for.
const AGE_DAYS: usize = 80;

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

fn articles() -> Vec<Article> {
    let article = |(rank, sold): (u128, &Sold)| {
        let (label, family, kind, cents, minutes, reference) = *sold;
        let id = ArticleId(Uuid::from_u128(0x6172_7469_636c_8000_8000_0000_0000_0000 + rank));
        let is_work = !kind.is_delivered();
        Article {
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

fn purse(line: &str, total: i64, each: Option<i64>) -> Purse {
    let (line, total, each) = (line.into(), Some(Cents(total)), each.map(Cents));
    Purse { line, total, each, overrides: BTreeMap::new(), reasons: BTreeMap::new() }
}

/// The campaigns of a year, with the money of the annex of the deliberation: schools ask in the
/// first two.
fn campaigns(today: Day) -> [(CampaignId, Draft); 3] {
    use chrono::Datelike;
    let year = today.year();
    let on = |month, day| Day::from_ymd_opt(year, month, day).unwrap_or(today);
    let draft = |kind, label: &str, purses: [(Pot, Purse); 2]| Draft {
        kind,
        label: format!("{label} {year}"),
        year: u16::try_from(year).unwrap_or_default(),
        opens: on(1, 5),
        closes: on(12, 31),
        purses: purses.into(),
        // What projects of calls ask for is out of reach here.
        articles: articles().into_iter().map(|article| article.id).collect(),
        open_loans: None,
        call: None,
    };
    let small = [
        (Pot::Investment, purse("2.2", 11_154_000, Some(40_267))),
        (Pot::Operating, purse("2.2", 909_418, None)),
    ];
    let improved = [
        (Pot::Investment, purse("2.4", 16_976_794, None)),
        (Pot::Operating, purse("2.4", 936_000, None)),
    ];
    // Mobile first: an old computer makes place for a tablet.
    let tablets =
        articles().into_iter().filter(|one| one.kind == ArticleKind::Device(EquipmentKind::Tablet));
    let renewed = Draft {
        purses: [(Pot::Investment, purse("1.2", 43_063_031, None))].into(),
        articles: tablets.map(|article| article.id).collect(),
        ..draft(CampaignKind::Renewal, "Renouvellement", small.clone())
    };
    let id = |n: u128| CampaignId(Uuid::from_u128(0x6361_6d70_6169_8000_8000_0000_0000_0000 + n));
    [
        (id(1), draft(CampaignKind::SmallBudget, "Petit budget", small)),
        (id(2), draft(CampaignKind::Improvement, "Améliorations", improved)),
        (id(3), renewed),
    ]
}

fn actor(account: &Account, role: Role, name: &str, site: Option<&Site>) -> Actor {
    Actor {
        account: account.id,
        name: name.into(),
        role,
        site: site.map(|site| site.id.clone()),
        communes: Vec::new(),
    }
}

/// What a school puts into its basket.
fn basket(articles: &[Article], draw: &mut Draw) -> Vec<Asked> {
    let mut lines: Vec<Asked> = Vec::new();
    for _ in 0..=draw.below(2) {
        let article = draw.pick(articles);
        let many = if article.unit < Cents(3_000) { 1 + draw.below(6) } else { 1 };
        if lines.iter().all(|line| line.article != article.id) {
            let quantity = u32::try_from(many).unwrap_or(1);
            lines.push(Asked { article: article.id, quantity, unit: article.unit });
        }
    }
    lines
}

/// Returns the catalogue, the campaigns and the orders.
pub(super) fn supplies(
    sites: &[Site],
    calendar: &Calendar,
    people: &[Account],
    now: Millis,
) -> Vec<Row> {
    // Numbers of its own: the rest of the demonstration stays as it was.
    let mut draw = Draw::new(super::SEED ^ 0x0053_5550_504c);
    let today = paris_day(now);
    let mut year = Year::default();
    year.state.put(calendar.clone().into());
    sites.iter().for_each(|site| year.state.put(site.clone().into()));
    let articles = articles();
    articles.iter().for_each(|article| year.state.put(article.clone().into()));
    let [technician, .., dispatcher, coordinator, _, _] = people else { return Vec::new() };
    let chief = actor(coordinator, Role::Coordinator, &coordinator.name, None);
    let campaigns = campaigns(today);
    for (campaign, draft) in campaigns.clone() {
        year.give(&chief, now, campaign::Act::SetCampaign { campaign, draft });
        year.give(&chief, now, campaign::Act::PublishCampaign { campaign });
    }
    let desk = actor(dispatcher, Role::Dispatcher, &dispatcher.name, None);
    let round = actor(technician, Role::Dispatcher, &technician.name, None);
    for n in 0..ORDERS {
        let site = draw.pick(sites);
        let school = actor(dispatcher, Role::Teacher, &site.name, Some(site));
        let campaign = campaigns[usize::from(n % 8 == 0)].0;
        let at = now - i64::try_from(draw.below(AGE_DAYS)).unwrap_or(0) * DAY_MS;
        let supply = SupplyId(draw.key());
        let ask = Act::AskSupply {
            supply,
            site: site.id.clone(),
            campaign,
            lines: basket(&articles, &mut draw),
            note: String::new(),
            teacher: None,
            replaces: Vec::new(),
        };
        if year.give(&school, at, ask) {
            follow(&mut year, [&school, &desk, &chief, &round], supply, at, now, &mut draw);
        }
    }
    people.iter().for_each(|account| year.state.put(account.clone().into()));
    let lenders =
        loans::People { chief: &chief, desk: &desk, round: &round, technician: technician.id };
    loans::lend(&mut year, sites, &lenders, now);
    calls::call(&mut year, sites, &lenders, now);
    // A kit that came back incomplete brings its ticket.
    let ours = [Kind::Article, Kind::Ballot, Kind::Campaign, Kind::Supply, Kind::Ticket];
    year.state.rows().filter(|row| ours.contains(&row.kind())).collect()
}

/// What became of an order: the older, the further.
fn follow(
    year: &mut Year,
    [school, desk, chief, round]: [&Actor; 4],
    supply: SupplyId,
    asked_at: Millis,
    now: Millis,
    draw: &mut Draw,
) {
    let far = (now - asked_at) / DAY_MS / 12 + i64::try_from(draw.below(2)).unwrap_or(0);
    let after = |days: i64| (asked_at + days * DAY_MS).min(now);
    if far < 1 {
        return;
    }
    let reason = |text: &str| text.to_owned();
    match draw.below(14) {
        0 => {
            let reason = reason("Un matériel équivalent est déjà dans l’école.");
            year.give(chief, after(4), Act::RefuseSupply { supply, reason });
            return;
        }
        1 => {
            let reason = reason("En rupture chez le fournisseur.");
            year.give(chief, after(4), Act::WaitSupply { supply, reason });
            return;
        }
        _ => year.give(chief, after(3), Act::AcceptSupply { supply, visit: None }),
    };
    if far < 2 {
        return;
    }
    year.give(desk, after(10), Act::PrepareSupply { supply, visit: None });
    let known = year.state.supplies.get(&supply);
    let legs: Vec<_> = known.map_or_else(Vec::new, |known| known.legs.clone());
    for leg in legs.iter().filter(|_| far > 3) {
        // Now and then a part comes later.
        let part = leg.items.first().filter(|item| item.quantity > 2 && draw.below(4) == 0);
        let items = part.map(|item| Item::new(item.line, item.quantity - 1)).into_iter().collect();
        let received_by = "la direction".into();
        let done = HandOver { items, received_by, ..HandOver::default() };
        year.give(round, after(20), Act::DoLeg { supply, leg: leg.id, done });
    }
    if far > 4 {
        year.give(school, after(25), Act::ConfirmSupply { supply });
    }
}

//! Orders of the demonstration: the small budget and the improvements of the year,
//! and what became of them. Every order goes through the rules, as those of people do.

use super::draw::Draw;
use super::orders::{Known, Order, actor, articles, hand_over, user};
use super::year::Year;
use super::{calls, loans, renewals};
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{self, CampaignKind, Draft, Purse};
use shared::day::{Day, paris_day};
use shared::equipment::EquipmentKind;
use shared::id::{CampaignId, Millis, SupplyId};
use shared::limits::DAY_MS;
use shared::money::Cents;
use shared::role::Role;
use shared::row::{Kind, Row};
use shared::supply::{Act, Asked};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Orders that are drawn.
const ORDERS: usize = 260;
/// Days over which they were asked for, as far as the year has got.
const AGE_DAYS: i64 = 300;
/// One order in so many goes with a round that passes by.
const STOPS_EVERY: usize = 9;

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

/// Returns the catalogue, the campaigns, the orders, and the devices that came and went with them.
pub(super) fn supplies(known: &Known<'_>, now: Millis) -> Vec<Row> {
    // Numbers of its own: the rest of the demonstration stays as it was.
    let mut draw = Draw::new(super::SEED ^ 0x0053_5550_504c);
    let today = paris_day(now);
    let mut year = known.year();
    let sites = known.sites;
    let [technician, .., dispatcher, coordinator, _, _] = known.people else {
        return Vec::new();
    };
    let chief = actor(coordinator, Role::Coordinator, &coordinator.name, None);
    let campaigns = campaigns(today);
    for (campaign, draft) in campaigns.clone() {
        year.give(&chief, now, campaign::Act::SetCampaign { campaign, draft });
        year.give(&chief, now, campaign::Act::PublishCampaign { campaign });
    }
    let desk = actor(dispatcher, Role::Dispatcher, &dispatcher.name, None);
    let round = actor(technician, Role::Dispatcher, &technician.name, None);
    let lenders =
        loans::People { chief: &chief, desk: &desk, round: &round, technician: technician.id };
    let [(small, ref draft), (improved, _), (renewed, _)] = campaigns;
    let days = (today - draft.opens).num_days().clamp(0, AGE_DAYS);
    let days = usize::try_from(days).unwrap_or(0) + 1;
    let articles = articles();
    for n in 0..ORDERS {
        let site = draw.pick(sites);
        let school = actor(dispatcher, Role::Teacher, &site.name, Some(site));
        let at = now - i64::try_from(draw.below(days)).unwrap_or(0) * DAY_MS;
        let supply = SupplyId(draw.key());
        let lines = basket(&articles, &mut draw);
        let ask = Act::AskSupply {
            supply,
            site: site.id.clone(),
            campaign: if n % 8 == 0 { improved } else { small },
            teacher: user(&year, site, &lines),
            lines,
            note: String::new(),
            replaces: Vec::new(),
        };
        if year.give(&school, at, ask) {
            let by_stop = n % STOPS_EVERY == 0;
            let order = Order { supply, school: &school, by: &lenders, asked_at: at, by_stop };
            follow(&mut year, &order, now, &mut draw);
        }
    }
    renewals::renew(&mut year, known, &lenders, renewed, now);
    loans::lend(&mut year, sites, &lenders, now);
    calls::call(&mut year, sites, &lenders, now);
    // A kit that came back incomplete brings its ticket.
    let ours =
        [Kind::Article, Kind::Ballot, Kind::Campaign, Kind::Equipment, Kind::Supply, Kind::Ticket];
    year.state.rows().filter(|row| ours.contains(&row.kind())).collect()
}

/// What became of an order: the older, the further.
fn follow(year: &mut Year, order: &Order<'_>, now: Millis, draw: &mut Draw) {
    let Order { supply, asked_at, .. } = *order;
    let chief = order.by.chief;
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
        2 if draw.below(2) == 0 => {
            let reason = reason("La classe ferme.");
            year.give(order.school, after(2), Act::CancelSupply { supply, reason });
            return;
        }
        _ => year.give(chief, after(3), Act::AcceptSupply { supply, visit: None }),
    };
    if far >= 2 {
        year.give(order.by.desk, after(10), Act::PrepareSupply { supply, visit: None });
        hand_over(year, order, (after(20), far > 3), draw);
    }
    if far > 4 {
        year.give(order.school, after(25), Act::ConfirmSupply { supply });
    }
}

//! A catalogue and the small budget of a year, on top of the small authority.

use crate::world::*;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::campaign::{self, CampaignKind, Draft, Purse};
use shared::id::{ArticleId, CampaignId, SiteId, SupplyId};
use shared::money::Cents;
use shared::supply::{Act, Asked, HandOver, Item, Supply};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(crate) const MOUSE: u8 = 1;
pub(crate) const PRINTER: u8 = 2;
pub(crate) const SCREEN: u8 = 3;
pub(crate) const INSTALLATION: u8 = 4;

pub(crate) fn article(n: u8) -> ArticleId {
    ArticleId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn campaign(n: u8) -> CampaignId {
    CampaignId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn supply(n: u8) -> SupplyId {
    SupplyId(Uuid::from_bytes([n; 16]))
}

/// An article of that price in cents; work when it takes minutes.
pub(crate) fn sold(n: u8, label: &str, cents: i64, minutes: u32) -> Article {
    let known = Article::blank(article(n), label.into(), Cents(cents));
    match minutes {
        0 => known,
        _ => Article { kind: ArticleKind::Service, pot: Pot::Operating, minutes, ..known },
    }
}

/// Line 2.2 of the annex, with that allowance for each site in investment.
pub(crate) fn small_budget(each: i64) -> Draft {
    let purse = |line: &str, total, each| Purse {
        line: line.into(),
        total: Some(Cents(total)),
        each,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    Draft {
        kind: CampaignKind::SmallBudget,
        label: "Petit budget 2026".into(),
        year: 2026,
        opens: day("2026-01-05"),
        closes: day("2026-12-15"),
        purses: BTreeMap::from([
            (Pot::Investment, purse("2.2 investissement", 11_154_000, Some(Cents(each)))),
            (Pot::Operating, purse("2.2 fonctionnement", 909_418, None)),
        ]),
        articles: BTreeSet::new(),
        open_loans: None,
        call: None,
    }
}

/// Everything there is to ask for, and nothing open yet.
pub(crate) fn with_catalogue() -> World {
    let mut world = with_visit();
    for known in [
        sold(MOUSE, "Souris", 1_800, 0),
        sold(PRINTER, "Imprimante", 12_900, 0),
        sold(SCREEN, "Écran", 24_900, 0),
        sold(INSTALLATION, "Installer Scratch", 3_283, 30),
    ] {
        world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(known) }).unwrap();
    }
    world
}

/// The small budget is open: 402.67 € for each.
pub(crate) fn with_budget() -> World {
    let mut world = with_catalogue();
    let (campaign, draft) = (campaign(1), small_budget(40_267));
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    world.give(COORDINATOR, campaign::Act::PublishCampaign { campaign }).unwrap();
    world
}

/// A wish of a site, at the prices of the world.
pub(crate) fn ask_at(world: &World, at: SiteId, n: u8, lines: &[(u8, u32)]) -> Act {
    let line = |(n, quantity): &(u8, u32)| {
        let unit = world.state.articles[&article(*n)].unit;
        Asked { article: article(*n), quantity: *quantity, unit }
    };
    Act::AskSupply {
        supply: supply(n),
        site: at,
        campaign: campaign(1),
        lines: lines.iter().map(line).collect(),
        note: String::new(),
        teacher: None,
        replaces: Vec::new(),
    }
}

/// A wish of the school of `TEACHER`.
pub(crate) fn ask(world: &World, n: u8, lines: &[(u8, u32)]) -> Act {
    ask_at(world, site("0420001A"), n, lines)
}

/// Other quantities of a wish, at the prices of the world.
pub(crate) fn edit(world: &World, n: u8, lines: &[(u8, u32)]) -> Act {
    let line = |(n, quantity): &(u8, u32)| {
        let unit = world.state.articles[&article(*n)].unit;
        Asked { article: article(*n), quantity: *quantity, unit }
    };
    Act::EditSupply {
        supply: supply(n),
        lines: lines.iter().map(line).collect(),
        note: String::new(),
    }
}

pub(crate) fn accept(n: u8) -> Act {
    Act::AcceptSupply { supply: supply(n), visit: Some(visit(1)) }
}

pub(crate) fn prepare(n: u8) -> Act {
    Act::PrepareSupply { supply: supply(n), visit: Some(visit(1)) }
}

/// A leg is done in the visit of the world, with these pieces of line 0; all when there are none.
pub(crate) fn hand_over(n: u8, leg: u32, pieces: Option<u32>) -> Act {
    let items = pieces.map(|pieces| Item::new(0, pieces)).into_iter().collect();
    let received_by = "Mme Roux".into();
    let done = HandOver { visit: Some(visit(1)), items, received_by, ..HandOver::default() };
    Act::DoLeg { supply: supply(n), leg, done }
}

impl World {
    pub(crate) fn supply(&self, n: u8) -> &Supply {
        &self.state.supplies[&supply(n)]
    }

    /// Six mice are asked for, accepted and ready.
    pub(crate) fn six_mice(&mut self) {
        let wish = ask(self, 1, &[(MOUSE, 6)]);
        self.give(TEACHER, wish).unwrap();
        self.give(DISPATCHER, accept(1)).unwrap();
        self.give(DISPATCHER, prepare(1)).unwrap();
    }
}

//! Loans: the screens of schools, of technicians and of the desk, each in the part of its role.

pub(super) mod borrow;
pub(super) mod desk;
mod grid;
mod keys;
pub(super) mod kit;
mod lending;
mod ours;
mod stock;
mod weeks;

use crate::context::App;
use shared::article::{Article, ArticleKind};
use shared::campaign::{Campaign, CampaignKind, CampaignState};
use shared::loan::between::is_freed;
use shared::order;
use shared::supply::Supply;
use std::sync::Arc;

/// What is lent, by its name. Reactive.
fn kits(app: App) -> Vec<Arc<Article>> {
    app.read(|replica| {
        let all = replica.view().articles.values();
        let mut kits: Vec<_> =
            all.filter(|article| article.kind == ArticleKind::LoanKit).cloned().collect();
        order::sort_by_key(&mut kits, |article| (article.label.clone(), article.id));
        kits
    })
}

/// The campaigns under which something is lent now. Reactive.
fn campaigns(app: App) -> Vec<Arc<Campaign>> {
    let today = app.today();
    app.read(|replica| {
        let all = replica.view().campaigns.values();
        let is_open = |campaign: &&Arc<Campaign>| {
            campaign.kind == CampaignKind::Loan
                && campaign.state == CampaignState::Published
                && campaign.opens <= today
                && today <= campaign.closes
        };
        all.filter(is_open).cloned().collect()
    })
}

/// Whether something is lent to schools, or was. Reactive.
pub(super) fn is_known(app: App) -> bool {
    !campaigns(app).is_empty() || app.read(|r| r.view().supplies.values().any(|one| is_loan(one)))
}

/// How many of the loans that the own school waits for are free by now. Reactive.
pub(super) fn freed(app: App) -> usize {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        view.supplies.values().filter(|one| is_freed(view, one, today)).count()
    })
}

/// A supply that comes back.
fn is_loan(supply: &Supply) -> bool {
    supply.kind == CampaignKind::Loan
}

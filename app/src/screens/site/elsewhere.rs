//! The rows of a site: from the device, or fetched where a technician's device does not hold them.
//! What is fetched is kept for the life of the page and never written.

use crate::api;
use crate::context::App;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{AccountId, SiteId};
use shared::role::Role;
use shared::row::{Row, State};
use shared::visit::VisitState;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

thread_local! {
    /// What was fetched, by who was signed in.
    static FETCHED: RefCell<BTreeMap<(AccountId, SiteId), Arc<State>>> =
        const { RefCell::new(BTreeMap::new()) };
}

/// Where the rows of a site are.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::screens) enum Rows {
    /// On the device.
    Here,
    /// On their way.
    Fetching,
    /// Fetched.
    Fetched(Arc<State>),
    /// Not here, and they cannot be fetched now.
    Unreachable,
}

/// The rows of a site, wherever they are.
#[derive(Clone, Copy)]
pub(in crate::screens) struct SiteRows {
    app: App,
    site: StoredValue<SiteId>,
    /// Whether what the device holds is enough.
    is_here: Memo<bool>,
    fetched: RwSignal<Rows>,
}

impl SiteRows {
    /// The rows of a site, for its card.
    pub(in crate::screens) fn of_site(app: App, site: SiteId) -> Self {
        let id = site.clone();
        let is_here = Memo::new(move |_| {
            let cut = app.role() == Some(Role::Technician);
            !cut || app.read(|replica| holds(replica.meta().sites.as_ref(), &id))
        });
        Self::new(app, site, is_here)
    }

    /// The rows of a site of which the device may lack a part.
    pub(in crate::screens) fn of_part(app: App, site: SiteId, is_here: Memo<bool>) -> Self {
        Self::new(app, site, is_here)
    }

    fn new(app: App, site: SiteId, is_here: Memo<bool>) -> Self {
        let known = account(app).and_then(|account| {
            FETCHED.with_borrow(|fetched| fetched.get(&(account, site.clone())).cloned())
        });
        let fetched = RwSignal::new(known.map_or(Rows::Fetching, Rows::Fetched));
        let rows = Self { app, site: StoredValue::new(site), is_here, fetched };
        Effect::new(move |_| {
            if !is_here.get() {
                rows.fetch();
            }
        });
        rows
    }

    /// Where they are. Reactive.
    pub(in crate::screens) fn get(self) -> Rows {
        if self.is_here.get() { Rows::Here } else { self.fetched.get() }
    }

    /// Whether they can be read. Reactive.
    pub(in crate::screens) fn are_there(self) -> bool {
        matches!(self.get(), Rows::Here | Rows::Fetched(_))
    }

    /// Reads them: from what was fetched, or else from the device. Reactive.
    pub(in crate::screens) fn read<T>(self, reader: impl FnOnce(&State) -> T) -> T {
        match self.get() {
            Rows::Fetched(state) => reader(&state),
            Rows::Here | Rows::Fetching | Rows::Unreachable => {
                self.app.read(|replica| reader(replica.view()))
            }
        }
    }

    /// Fetches them, again if they were fetched before: what is shown meanwhile stays.
    pub(in crate::screens) fn fetch(self) {
        let (app, site, fetched) = (self.app, self.site.get_value(), self.fetched);
        let Some(account) = account(app) else { return };
        fetched.update(|rows| {
            if *rows == Rows::Unreachable {
                *rows = Rows::Fetching;
            }
        });
        spawn_local(async move {
            let found = api::site_rows(&site).await.map(|rows| Arc::new(state_of(rows)));
            if let Ok(state) = &found {
                let state = Arc::clone(state);
                FETCHED.with_borrow_mut(|fetched| fetched.insert((account, site), state));
            }
            // The screen may have been left meanwhile.
            let _ = fetched.try_update(|rows| match (found, &rows) {
                (Ok(state), _) => *rows = Rows::Fetched(state),
                (Err(_), Rows::Fetched(_)) => {}
                (Err(_), _) => *rows = Rows::Unreachable,
            });
        });
    }
}

fn holds(sites: Option<&std::collections::BTreeSet<SiteId>>, site: &SiteId) -> bool {
    sites.is_none_or(|sites| sites.contains(site))
}

fn account(app: App) -> Option<AccountId> {
    app.read_now(|replica| replica.meta().actor.as_ref().map(|actor| actor.account))
}

/// A draft is the desk's alone.
fn state_of(rows: Vec<Row>) -> State {
    let is_draft =
        |row: &Row| matches!(row, Row::Visit(visit) if visit.state == VisitState::Proposed);
    rows.into_iter().filter(|row| !is_draft(row)).collect()
}

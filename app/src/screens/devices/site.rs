//! The choice of a site: some letters of its name or commune, then one of the matches.

use crate::context::App;
use crate::parts::{Choices, Failure, FormEntry, TextField};
use crate::screens::form::{Form, FormFrame};
use crate::text::devices as words;
use leptos::prelude::*;
use shared::id::SiteId;
use shared::search::Search;

/// How many sites are offered at once.
const OFFERED: usize = 6;

/// Returns the sites that those words find.
fn offered(app: App, search: &str) -> Vec<(SiteId, String)> {
    let sought = Search::of(search);
    app.read(|replica| {
        let sites = replica.view().sites.values();
        let name = |site: &shared::site::Site| format!("{}, {}", site.name, site.commune_name);
        sites
            .filter(|site| site.closed_on.is_none() && sought.finds(&site.searched()))
            .map(|site| (site.id.clone(), name(site)))
            .take(OFFERED)
            .collect()
    })
}

/// The choice, and the button that confirms it.
#[component]
pub(in crate::screens) fn ChooseSite(
    /// The error when none is chosen.
    refused: &'static str,
    /// The words of the button.
    confirm: &'static str,
    /// The form that shows progress and errors.
    form: Form,
    /// Called with the site and its name.
    on_site: Callback<(SiteId, String)>,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let rank = RwSignal::new(None::<usize>);
    let sites = Memo::new(move |_| offered(form.app, &search.get()));
    Effect::new(move |_| {
        sites.track();
        rank.set(None);
    });
    let choices = move || {
        let names = sites.get().into_iter().map(|(_, name)| name);
        let options: Vec<_> = names.enumerate().collect();
        let rank = FormEntry::unkept_choice(rank);
        view! { <Choices legend=words::SITE name="site" options=options value=rank/> }
    };
    let submit = move |()| {
        let chosen = rank.get_untracked();
        let chosen = chosen.and_then(|rank| sites.with_untracked(|sites| sites.get(rank).cloned()));
        match chosen {
            Some(chosen) => on_site.run(chosen),
            None => form.fail(refused),
        }
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <TextField
                label=words::SITE
                hint=words::SITE_HINT
                kind="search"
                value=FormEntry::unkept(search)
            />
            {choices}
            <Failure text=form.error()/>
            <div class="actions">
                <button type="submit" class="button primary" disabled=move || form.is_busy()>
                    {confirm}
                </button>
            </div>
        </FormFrame>
    }
}

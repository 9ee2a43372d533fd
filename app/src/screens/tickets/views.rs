//! Views that somebody keeps: filters, search and order under a name, for their account on this
//! device.

use super::filters::Filters;
use crate::context::{App, use_app};
use crate::parts::{Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::settings::{self, SavedView};
use crate::text::tickets as words;
use leptos::prelude::*;
use shared::id::AccountId;
use shared::order;

/// The views of who is signed in.
#[derive(Clone, Copy)]
struct Kept {
    account: Option<AccountId>,
    views: RwSignal<Vec<SavedView>>,
    filters: Filters,
}

impl Kept {
    fn of(app: App, filters: Filters) -> Self {
        let account = app.actor().map(|actor| actor.account);
        let views = RwSignal::new(account.map(settings::views_of).unwrap_or_default());
        Self { account, views, filters }
    }

    /// Whether the list shows what this one asks. Reactive.
    fn is_shown(self, view: &SavedView) -> bool {
        view.values == self.filters.values()
    }

    /// The one that the list shows. Reactive.
    fn shown(self) -> Option<SavedView> {
        self.views.with(|views| views.iter().find(|view| self.is_shown(view)).cloned())
    }

    fn keep(self, changed: Vec<SavedView>) {
        if let Some(account) = self.account {
            settings::keep_views(account, &changed);
        }
        self.views.set(changed);
    }

    fn add(self, name: String) {
        let mut all = self.views.get_untracked();
        all.retain(|view| view.name != name);
        all.push(SavedView { name, values: untrack(|| self.filters.values()) });
        order::sort_by_key(&mut all, |view| view.name.clone());
        self.keep(all);
    }

    fn forget(self) {
        if let Some(gone) = untrack(|| self.shown()) {
            let left = self.views.get_untracked().into_iter().filter(|view| *view != gone);
            self.keep(left.collect());
        }
    }

    fn choose(self, name: &str) {
        let all = self.views.get_untracked();
        if let Some(found) = all.iter().find(|view| view.name == name) {
            self.filters.show(&found.values);
        }
    }
}

/// The views, to be chosen, kept and thrown away.
#[component]
pub(super) fn Views(filters: Filters) -> impl IntoView {
    let kept = Kept::of(use_app(), filters);
    let asking = RwSignal::new(false);
    let option = move |view: SavedView| {
        let own = view.clone();
        view! {
            <option value=view.name.clone() prop:selected=move || kept.is_shown(&own)>
                {view.name.clone()}
            </option>
        }
    };
    let add = Callback::new(move |name: String| {
        kept.add(name);
        asking.set(false);
    });
    let dialog = move || {
        asking.get().then(|| view! { <NameDialog add=add on_close=move |()| asking.set(false)/> })
    };
    let button = |label: &'static str, press: Callback<()>| {
        view! {
            <button type="button" class="button quiet small" on:click=move |_| press.run(())>
                {label}
            </button>
        }
    };
    let ask = Callback::new(move |()| asking.set(true));
    let forget = Callback::new(move |()| kept.forget());
    view! {
        <Show when=move || !kept.views.with(Vec::is_empty)>
            <label class="field-inline">
                <span>{words::VIEWS}</span>
                <select on:change=move |event| kept.choose(&event_target_value(&event))>
                    <option value="" prop:selected=move || kept.shown().is_none()>
                        {words::NO_VIEW}
                    </option>
                    {move || kept.views.get().into_iter().map(option).collect_view()}
                </select>
            </label>
        </Show>
        {move || match kept.shown() {
            Some(_) => button(words::FORGET_VIEW, forget),
            None => button(words::KEEP_VIEW, ask),
        }}
        {dialog}
    }
}

#[component]
fn NameDialog(add: Callback<String>, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("view-name", "");
    let name = form.text("name", "").required();
    let submit = move |()| add.run(name.value.get_untracked().trim().to_owned());
    view! {
        <Dialog title=words::KEEP_VIEW on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::VIEW_NAME hint=words::VIEW_HINT value=name/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

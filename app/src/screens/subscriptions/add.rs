//! «Ajouter un abonnement», also as the one that takes over from another: a change of operator.

use super::fields::{TermsFields, TermsForm, read_day};
use crate::parts::{Choices, Dialog, FormEntry, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{subscription, subscriptions as words};
use leptos::prelude::*;
use shared::id::SiteId;
use shared::money::Cents;
use shared::order;
use shared::row::State;
use shared::site::Site;
use shared::subscription::act::Former;
use shared::subscription::cost::excess_once_added;
use shared::subscription::{Act, Stage, Subscription, SubscriptionKind};
use std::sync::Arc;

const STAGES: [Stage; 3] = [Stage::Planned, Stage::Ordered, Stage::Active];

/// How a site is written in the field that chooses it.
fn label(site: &Site) -> String {
    format!("{}, {} ({})", site.name, site.commune_name, site.id)
}

/// The site that was chosen: by what is offered, or by its code alone.
fn site_of(view: &State, text: &str) -> Option<SiteId> {
    let text = text.trim();
    let code = SiteId::from(text);
    if view.sites.get(&code).is_some() {
        return Some(code);
    }
    view.sites.values().find(|site| label(site) == text).map(|site| site.id.clone())
}

/// The dialog.
#[component]
pub(super) fn AddDialog(
    /// The one from which the new one takes over.
    former: Option<Arc<Subscription>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let about = former.as_ref().map_or(String::new(), |row| row.id.to_string());
    let form = Form::kept("subscription-add", about);
    let fields = TermsFields::new(form, None);
    let kind = form.choice("kind", former.as_ref().map(|row| row.kind)).needs(words::NEEDS_KIND);
    let stage = form.choice("stage", Some(Stage::Active));
    let last = form.text("old_last", "");
    let known_site = former.as_ref().map(|row| row.site.clone());
    let site = form.text("sites", known_site.map(|id| id.to_string()).unwrap_or_default());
    let site = site.needs(words::NEEDS_SITE);
    let is_migration = former.is_some();
    let old = StoredValue::new(former);
    let warning = RwSignal::new(None::<(i32, Cents)>);
    let submit = move |()| {
        let app = form.app;
        let chosen =
            site.value.with_untracked(|text| app.read_now(|replica| site_of(replica.view(), text)));
        let (Some(at), Some(kind)) = (chosen, kind.value.get_untracked()) else {
            return form.refuse(site, words::NEEDS_SITE);
        };
        let Some(terms) = fields.read() else { return };
        let former = match read_former(old, last) {
            Ok(former) => former,
            Err(why) => return form.refuse(last, why),
        };
        let (subscription, stage) = (app.fresh(), stage.value.get_untracked());
        let stage = stage.unwrap_or(Stage::Active);
        let act = Act::AddSubscription { subscription, site: at, kind, stage, terms, former };
        // Told once, before it is written; the credit is an estimate, and forbids nothing.
        let today = app.today_now();
        let by = app.read_now(|replica| excess_once_added(replica.view(), &act, today));
        if by.is_some() && warning.get_untracked() != by {
            return warning.set(by);
        }
        form.submit_and_close(act, words::ADDED, on_close);
    };
    let title = if is_migration { words::MIGRATE } else { words::ADD };
    view! {
        <Dialog title=title on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Show when=move || !is_migration>
                    <Place site=site kind=kind/>
                </Show>
                <Show when=move || is_migration>
                    <TextField label=words::LAST_OLD kind="date" value=last/>
                </Show>
                <Choices
                    legend=words::STAGE
                    name="stage"
                    options=STAGES.map(|stage| (stage, subscription::stage(stage).into())).to_vec()
                    value=stage
                />
                <TermsForm fields=fields/>
                <div role="status">
                    {move || warning.get().map(|(year, by)| view! {
                        <p class="warning">{words::would_exceed(by, year)}</p>
                    })}
                </div>
                <FormEnd form=form submit=title on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

type Old = StoredValue<Option<Arc<Subscription>>>;

fn read_former(old: Old, last: FormEntry<String>) -> Result<Option<Former>, &'static str> {
    let Some(old) = old.get_value() else { return Ok(None) };
    let last = last.value.with_untracked(|text| read_day(text))?;
    let last = last.ok_or(words::NEEDS_DAY)?;
    Ok(Some(Former { subscription: old.id, last }))
}

/// Which site, and what.
#[component]
fn Place(site: FormEntry<String>, kind: FormEntry<Option<SubscriptionKind>>) -> impl IntoView {
    let app = crate::context::use_app();
    let sites = Memo::new(move |_| {
        app.read(|replica| {
            let open = replica.view().sites.values().filter(|site| site.closed_on.is_none());
            let mut labels: Vec<_> = open.map(|site| label(site)).collect();
            order::sort(&mut labels);
            labels
        })
    });
    let kinds = SubscriptionKind::ALL.map(|kind| (kind, words::kind(kind))).to_vec();
    view! {
        <TextField label=words::SITE value=site suggestions=sites/>
        <Choices legend=words::KIND name="what" options=kinds value=kind/>
    }
}

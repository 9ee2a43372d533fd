//! What a desk changes of a school: how it is reached, and its ordinary week.

use super::mail::MailConsent;
use crate::context::{App, use_app};
use crate::parts::{Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::week_field::WeekField;
use crate::text::site_screen as words;
use leptos::prelude::*;
use shared::id::SiteId;
use shared::site::{self, Site, SiteEdit};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The buttons of a desk on the page of a school.
#[component]
pub(in crate::screens) fn DeskOfSite(id: SiteId) -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(false);
    let close = Callback::new(move |()| opened.set(false));
    let address = format!("/demandes/nouvelle?ecole={id}");
    let id = StoredValue::new(id);
    let site =
        Memo::new(move |_| app.read(|replica| replica.view().sites.get(&id.get_value()).cloned()));
    let dialog = move || {
        let site = site.get_untracked()?;
        opened.get().then(|| view! { <EditDialog site=site on_close=close/> })
    };
    view! {
        <Show when=move || site.with(Option::is_some)>
            <div class="actions">
                <a class="button primary" href=address.clone()>{words::NEW_TICKET}</a>
                <button type="button" class="button secondary" on:click=move |_| opened.set(true)>
                    {words::EDIT_CONTACT}
                </button>
            </div>
            <MailConsent site=id.get_value()/>
        </Show>
        {dialog}
    }
}

/// The skills that technicians have. Reactive.
fn known_skills(app: App) -> Signal<Vec<String>> {
    Signal::derive(move || {
        app.read(|replica| {
            let accounts = replica.view().accounts.values();
            let known: BTreeSet<_> = accounts
                .flat_map(|one| one.skills().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            known.into_iter().collect()
        })
    })
}

#[component]
fn EditDialog(site: Arc<Site>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("site-edit", &site.id);
    let address = form.text("address", site.address.clone());
    let postcode = form.text("postcode", site.postcode.clone());
    let phone = form.text("phone", site.phone.clone());
    let mail = form.text("mail", site.mail.clone());
    let skill = form.text("skill", site.skill.clone());
    let week = form.holds("week", site.week);
    let known = StoredValue::new(site);
    let submit = move |()| {
        let known = known.get_value();
        let changed = |entry: crate::parts::FormEntry<String>, before: &str| {
            let now = entry.value.get_untracked().trim().to_owned();
            (now != before).then_some(now)
        };
        let edit = SiteEdit {
            address: changed(address, &known.address),
            postcode: changed(postcode, &known.postcode),
            phone: changed(phone, &known.phone),
            mail: changed(mail, &known.mail),
            skill: changed(skill, &known.skill),
        };
        let was = Some(SiteEdit {
            address: edit.address.as_ref().map(|_| known.address.clone()),
            postcode: edit.postcode.as_ref().map(|_| known.postcode.clone()),
            phone: edit.phone.as_ref().map(|_| known.phone.clone()),
            mail: edit.mail.as_ref().map(|_| known.mail.clone()),
            skill: edit.skill.as_ref().map(|_| known.skill.clone()),
        });
        let (site, week) = (known.id.clone(), week.get_untracked());
        let is_new_week = week != known.week;
        form.run(async move {
            if edit != SiteEdit::default() {
                form.try_submit(site::Act::EditSite { site: site.clone(), edit, was }).await?;
            }
            if is_new_week {
                let was = Some(known.week);
                form.try_submit(site::Act::SetSiteWeek { site, week, was }).await?;
            }
            form.app.toast(words::CONTACT_KEPT);
            let _ = on_close.try_run(());
            Ok(())
        });
    };
    view! {
        <Dialog title=words::CONTACT on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="hint">{words::CONTACT_HINT}</p>
                <TextField label=words::STREET value=address/>
                <TextField label=words::POSTCODE value=postcode/>
                <TextField label=words::PHONE hint=words::PHONE_HINT kind="tel" value=phone/>
                <TextField label=words::MAIL kind="email" value=mail/>
                <TextField
                    label=words::SKILL
                    hint=words::SKILL_HINT
                    value=skill
                    suggestions=known_skills(form.app)
                />
                <WeekField legend=words::OPEN_HALF_DAYS week=week/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

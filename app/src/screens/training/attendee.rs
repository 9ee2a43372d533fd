//! Somebody who came without being registered: their name and their school.

use crate::parts::{Choices, Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{devices, roll_call as words, teacher as teacher_words};
use leptos::prelude::*;
use shared::id::{SiteId, TrainingSessionId};
use shared::search::Search;
use shared::training::Act;

/// How many schools are offered at once.
const OFFERED: usize = 6;

/// The dialog.
#[component]
pub(super) fn AddAttendee(id: TrainingSessionId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("attendee", id);
    let app = form.app;
    let name = form.text("name", "").needs(teacher_words::NEEDS_NAME);
    let function = form.text("function", "");
    let search = form.text("search", "");
    let site_entry = form.choice("site", None::<usize>);
    let found = Memo::new(move |_| {
        let sought = Search::of(&search.value.get());
        app.read(|replica| {
            let open = replica.view().sites.values().filter(|site| site.closed_on.is_none());
            let fits = open.filter(|site| sought.finds(&site.searched()));
            let named =
                fits.map(|site| (site.id.clone(), format!("{}, {}", site.name, site.commune_name)));
            named.take(OFFERED).collect::<Vec<(SiteId, String)>>()
        })
    });
    Effect::new(move |_| {
        let only = found.with(|found| found.len() == 1);
        site_entry.value.set(only.then_some(0));
    });
    let submit = move |()| {
        let at = site_entry.value.get_untracked();
        let site = at.and_then(|at| found.with_untracked(|found| found.get(at).cloned()));
        let Some((site, _)) = site else {
            return form.refuse(site_entry, words::NEEDS_SITE);
        };
        let act = Act::AddAttendee {
            session: id,
            teacher: app.fresh(),
            site,
            name: name.value.get_untracked(),
            function: function.value.get_untracked(),
        };
        form.submit_and_close(act, words::SAID_ADDED, on_close);
    };
    let choices = move || {
        let options: Vec<_> = found.get().into_iter().map(|(_, name)| name).enumerate().collect();
        view! { <Choices legend=devices::SITE name="site" options=options value=site_entry/> }
    };
    view! {
        <Dialog title=words::ADD on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField
                    label=teacher_words::NAME
                    hint=teacher_words::NAME_HINT
                    value=name
                />
                <TextField label=teacher_words::FUNCTION value=function/>
                <TextField
                    label=words::SEARCH_SITE
                    hint=devices::SITE_HINT
                    kind="search"
                    value=search
                />
                {choices}
                <FormEnd form=form submit=words::ADD_PRESENT on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

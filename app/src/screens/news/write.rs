//! «Écrire une actualité»: the words, the days, whom it is for.

use super::reach;
use crate::context::use_app;
use crate::parts::{Choices, Dialog, Entry, TextArea, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::news as words;
use leptos::prelude::*;
use shared::limits::NOTICE_TITLE_CHARS;
use shared::notice::{Act, Audience, Draft, Link, Notice};
use shared::order;
use shared::role::Role;
use std::sync::Arc;

/// The fields of the audience.
#[derive(Clone, Copy)]
struct Reached {
    flags: RwSignal<[bool; 4]>,
    communes: Entry<String>,
    sites: Entry<String>,
}

impl Reached {
    fn read(self) -> Audience {
        let [public, schools, technicians, observers] = self.flags.get();
        let words = |text: &str| {
            let parts = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let communes = self.communes.value.with(|text| words(text));
        let sites = self.sites.value.with(|text| words(text));
        Audience {
            public,
            schools,
            technicians,
            observers,
            communes: order::set(communes.iter().map(|code| code.as_str().into())),
            sites: order::set(sites.iter().map(|code| code.as_str().into())),
        }
    }
}

fn flags(audience: &Audience) -> [bool; 4] {
    [audience.public, audience.schools, audience.technicians, audience.observers]
}

/// The dialog.
#[component]
pub(super) fn WriteDialog(known: Option<Arc<Notice>>, on_close: Callback<()>) -> impl IntoView {
    let about = known.as_ref().map_or(String::new(), |known| known.id.to_string());
    let form = Form::kept("notice", about);
    let app = form.app;
    let of = |read: fn(&Notice) -> String| known.as_ref().map(|n| read(n)).unwrap_or_default();
    let title = form.text("label", of(|notice| notice.title.clone())).needs(words::NEEDS_HEAD);
    let title = title.at_most(NOTICE_TITLE_CHARS);
    let text = form.text("text", of(|notice| notice.text.clone()));
    let today = app.today_now();
    let first = known.as_ref().map_or(today, |known| known.from);
    let from = form.text("from", first.to_string()).needs(words::NEEDS_DAY);
    let until = form.text("until", of(|notice| notice.until.to_string())).needs(words::NEEDS_DAY);
    let link = form.choice("link", Some(known.as_ref().and_then(|known| known.link)));
    let audience = known.as_ref().map(|known| known.audience.clone()).unwrap_or_default();
    let joined = |texts: Vec<String>| texts.join(" ");
    let communes = joined(audience.communes.iter().map(|code| code.0.clone()).collect());
    let sites = joined(audience.sites.iter().map(|id| id.0.clone()).collect());
    let reached = Reached {
        flags: form.holds("audience", flags(&audience)),
        communes: form.text("communes", communes),
        sites: form.text("sites", sites),
    };
    let id = known.map(|known| known.id);
    let submit = move |()| {
        let day = |entry: Entry<String>| entry.value.with_untracked(|text| text.trim().parse());
        let Ok(first) = day(from) else { return form.refuse(from, words::NEEDS_DAY) };
        let Ok(last) = day(until) else { return form.refuse(until, words::NEEDS_DAY) };
        let audience = untrack(|| reached.read());
        if audience.is_empty() {
            return form.refuse(reached.sites, words::NEEDS_AUDIENCE);
        }
        let draft = Draft {
            title: title.value.get_untracked(),
            text: text.value.get_untracked(),
            from: first,
            until: last,
            audience,
            link: link.value.get_untracked().flatten(),
        };
        let notice = id.unwrap_or_else(|| app.fresh());
        form.submit_and_close(Act::SetNotice { notice, draft }, words::SAVED, on_close);
    };
    let links = std::iter::once((None, words::NO_LINK.to_owned()));
    let links = links.chain(Link::ALL.map(|link| (Some(link), words::link(link).to_owned())));
    view! {
        <Dialog title=words::WRITE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::HEAD hint=words::HEAD_HINT value=title/>
                <TextArea label=words::TEXT hint=words::TEXT_HINT value=text/>
                <TextField label=words::FROM kind="date" value=from/>
                <TextField label=words::UNTIL kind="date" value=until/>
                <Choices legend=words::LINK name="link" options=links.collect() value=link/>
                <AudienceFields reached=reached/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// Whom it is for, and how many schools that are.
#[component]
fn AudienceFields(reached: Reached) -> impl IntoView {
    let app = use_app();
    let is_coordinator = app.role() == Some(Role::Coordinator);
    let names = [words::PUBLIC, words::SCHOOLS, words::TECHNICIANS, words::OBSERVERS];
    let flag = move |(at, name): (usize, &'static str)| {
        let Reached { flags, .. } = reached;
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || flags.get()[at]
                    on:change=move |_| flags.update(|flags| flags[at] = !flags[at])
                />
                <span>{name}</span>
            </label>
        }
    };
    // A dispatcher writes to schools alone.
    let offered = names.into_iter().enumerate().filter(|(at, _)| is_coordinator || *at == 1);
    let count = move || {
        let audience = reached.read();
        words::reached(app.read(|replica| reach(replica.view(), &audience)))
    };
    view! {
        <fieldset class="field">
            <legend class="field-label">{words::AUDIENCE}</legend>
            {offered.map(flag).collect_view()}
        </fieldset>
        <TextField label=words::COMMUNES hint=words::COMMUNES_HINT value=reached.communes/>
        <TextField label=words::SITES hint=words::SITES_HINT value=reached.sites/>
        <p role="status">{count}</p>
    }
}

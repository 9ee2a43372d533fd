//! «Écrire une actualité»: the words, the days, whom it is for.

use super::audience::{AudienceFields, Reached};
use crate::parts::{Choices, Dialog, FormEntry, TextArea, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::news as words;
use leptos::prelude::*;
use shared::limits::NOTICE_TITLE_CHARS;
use shared::notice::{Act, Draft, Link, Notice};
use std::sync::Arc;

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
    let reached = Reached::of(form, &audience);
    let id = known.map(|known| known.id);
    let submit = move |()| {
        let day = |entry: FormEntry<String>| entry.value.with_untracked(|text| text.trim().parse());
        let Ok(first) = day(from) else { return form.refuse(from, words::NEEDS_DAY) };
        let Ok(last) = day(until) else { return form.refuse(until, words::NEEDS_DAY) };
        let draft = Draft {
            title: title.value.get_untracked(),
            text: text.value.get_untracked(),
            from: first,
            until: last,
            audience: untrack(|| reached.read()),
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

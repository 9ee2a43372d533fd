//! «Préciser la destination», «Joindre l’attestation».

use crate::parts::{Choices, Dialog, FormEntry, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{equipment as device_words, fleet as words};
use leptos::prelude::*;
use shared::day::Day;
use shared::equipment::{Act, Destination, Equipment};
use shared::words as names;
use std::sync::Arc;

/// A day that may be left blank; the error is its field.
fn day(entry: FormEntry<String>) -> Result<Option<Day>, FormEntry<String>> {
    let text = entry.value.get_untracked();
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| entry),
    }
}

fn written(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The dialog of the destination.
#[component]
pub(super) fn DirectDialog(one: Arc<Equipment>, on_close: Callback<()>) -> impl IntoView {
    let equipment = one.id;
    let form = Form::kept("direct", equipment);
    let end = one.retired.clone();
    let end = end.as_ref();
    let to = form.choice("destination", end.and_then(|end| end.destination));
    let to = to.needs(words::NEEDS_DESTINATION);
    let recipient = form.text("recipient", end.map_or("", |end| &end.recipient));
    let committed = form.text("committed_on", written(end.and_then(|end| end.committed_on)));
    let gone = form.text("gone_on", written(end.and_then(|end| end.gone_on)));
    let submit = move |()| {
        let Some(destination) = to.value.get_untracked() else { return };
        let (committed_on, gone_on) = match (day(committed), day(gone)) {
            (Ok(committed), Ok(gone)) => (committed, gone),
            (Err(entry), _) | (_, Err(entry)) => return form.refuse(entry, words::BAD_DAY),
        };
        let recipient = recipient.value.get_untracked();
        let act = Act::DirectEquipment { equipment, destination, recipient, committed_on, gone_on };
        form.submit_and_close(act, words::SAID_DIRECTED, on_close);
    };
    let options = Destination::ALL.map(|to| (to, names::destination(to).to_owned())).to_vec();
    view! {
        <Dialog title=words::DIRECT on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{device_words::named(&one)}</p>
                <Choices
                    legend=words::DESTINATION
                    name="destination"
                    options=options
                    value=to
                />
                <TextField label=words::RECIPIENT value=recipient/>
                <TextField
                    label=words::COMMITTED
                    hint=words::COMMITTED_HINT
                    kind="date"
                    value=committed
                />
                <TextField label=words::GONE hint=words::GONE_HINT kind="date" value=gone/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// The dialog of the proof.
#[component]
pub(super) fn ProveDialog(one: Arc<Equipment>, on_close: Callback<()>) -> impl IntoView {
    let equipment = one.id;
    let form = Form::kept("prove", equipment);
    let known = one.retired.as_ref().map_or("", |end| &end.proof);
    let proof = form.text("proof", known).required();
    let submit = move |()| {
        let act = Act::ProveDestination { equipment, proof: proof.value.get_untracked() };
        form.submit_and_close(act, words::SAID_PROVED, on_close);
    };
    view! {
        <Dialog title=words::PROVE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{device_words::named(&one)}</p>
                <Sentence label=words::PROOF hint=words::PROOF_HINT value=proof/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

//! «Modifier la commande»: how many of each, before anybody decided on it.

use super::pieces::{Pieces, completed};
use crate::context::App;
use crate::parts::{Dialog, Sentence};
use crate::screens::form::{Form, FormEnd, FormFrame, is_possible};
use crate::text::supply as words;
use leptos::prelude::*;
use shared::id::SupplyId;
use shared::limits::LINE_QUANTITY;
use shared::supply::{Act, Asked, Item, Line, Supply, SupplyState};

/// How many more of a line can be chosen than are asked for: a list, not a field of numbers.
const MORE: u32 = 10;

/// Whether whoever uses the device may change what is asked for. Reactive.
pub(super) fn may_edit(app: App, supply: &Supply) -> bool {
    let is_open = matches!(supply.state, SupplyState::Asked | SupplyState::WaitingList);
    is_open && is_possible(app, act(supply, &asked(supply), supply.note.clone()).into())
}

fn asked(supply: &Supply) -> Vec<Item> {
    let lines = supply.lines.iter().zip(0_u32..);
    lines.map(|(line, at)| Item::new(at, line.quantity)).collect()
}

fn act(supply: &Supply, items: &[Item], note: String) -> Act {
    let of = |(line, at): (&Line, u32)| {
        let item = items.iter().find(|item| item.line == at);
        let quantity = item.map_or(0, |item| item.quantity);
        Asked { article: line.article, quantity, unit: line.unit }
    };
    let lines = supply.lines.iter().zip(0_u32..).map(of).collect();
    Act::EditSupply { supply: supply.id, lines, note }
}

/// The dialog.
#[component]
pub(super) fn EditDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("edit-supply", id);
    let app = form.app;
    let supply = app.read_now(|replica| replica.view().supplies.get(&id).cloned());
    let known = supply.as_ref().map(|supply| supply.note.clone()).unwrap_or_default();
    let note = form.text("note", known);
    let chosen = form.holds("items", Vec::<Item>::new());
    let lines = supply.as_ref().map(|supply| {
        let line = |(line, at): (&Line, u32)| {
            let (label, quantity) = (line.label.clone(), line.quantity);
            let most = quantity.saturating_add(MORE).min(LINE_QUANTITY);
            view! { <Pieces chosen=chosen line=at label=label most=most suggested=quantity/> }
        };
        supply.lines.iter().zip(0_u32..).map(line).collect_view()
    });
    let submit = move |()| {
        let Some(supply) = &supply else { return };
        let items = chosen.with_untracked(|chosen| completed(chosen, &asked(supply)));
        if items.is_empty() {
            return form.fail(words::EDIT_NONE);
        }
        let act = act(supply, &items, note.value.get_untracked());
        form.submit_and_close(act, words::EDITED, on_close);
    };
    view! {
        <Dialog title=words::EDIT_TITLE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <fieldset class="field">
                    <legend>{words::EDIT_HOW_MANY}</legend>
                    {lines}
                </fieldset>
                <Sentence label=words::EDIT_NOTE value=note/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

//! How many pieces of a line.

use leptos::prelude::*;
use shared::supply::Item;

/// What was chosen, with what is suggested of the lines that nobody touched; none of no pieces.
pub fn completed(chosen: &[Item], suggested: &[Item]) -> Vec<Item> {
    let is_left = |item: &&Item| chosen.iter().all(|other| other.line != item.line);
    let all = chosen.iter().chain(suggested.iter().filter(is_left));
    all.filter(|item| item.quantity > 0).copied().collect()
}

/// How many of one line, from none to all: a list, which every keyboard and reader knows.
#[component]
pub fn Pieces(
    chosen: RwSignal<Vec<Item>>,
    line: u32,
    label: String,
    most: u32,
    suggested: u32,
) -> impl IntoView {
    let of =
        move |items: &[Item]| items.iter().find(|item| item.line == line).map(|item| item.quantity);
    let number = Memo::new(move |_| chosen.with(|items| of(items)).unwrap_or(suggested));
    let choose = move |event| {
        let quantity = event_target_value(&event).parse().unwrap_or(0);
        chosen.update(|items| {
            items.retain(|item| item.line != line);
            items.push(Item::new(line, quantity));
        });
    };
    let option = move |n: u32| {
        view! {
            <option value=n.to_string() selected=move || number.get() == n>
                {n}
            </option>
        }
    };
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <select on:change=choose>{(0..=most).map(option).collect_view()}</select>
        </label>
    }
}

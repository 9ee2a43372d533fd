//! The navigation of the desk: its screens in groups, on one line, and «Aller à…».

mod goto;

use crate::text::navigation as words;
use crate::text::navigation::Group;
use goto::GoTo;
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// A screen: its path and its name.
pub type ScreenLink = (&'static str, &'static str);

/// A screen of a desk, in its group.
pub type NavItem = (Group, ScreenLink);

/// The groups, in their order. A service that comes is one more of them.
const GROUPS: [Group; 6] = [
    Group::Maintenance,
    Group::Schools,
    Group::Fleet,
    Group::Budget,
    Group::Accounting,
    Group::Administration,
];

/// The group whose screens a desk goes between all day: where the page is wide enough they stand on
/// the line themselves, without a button before them.
const DAILY: Group = Group::Maintenance;

/// The group of the screen that is open, by the first part of its path; none when no group leads
/// there.
fn group_of(screens: &[NavItem], path: &str) -> Option<Group> {
    let first = |path: &str| path.split('/').nth(1).map(str::to_owned);
    let wanted = first(path);
    screens.iter().find(|(_, (path, _))| first(path) == wanted).map(|(group, _)| *group)
}

/// The groups of these screens. One group at most is open; Escape closes it, as does whatever
/// takes the focus away.
#[component]
pub(super) fn Navigation(screens: &'static [NavItem]) -> impl IntoView {
    let open = RwSignal::new(None::<Group>);
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        open.set(None);
    });
    let left = move |event: web_sys::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let nav = event.current_target().and_then(|nav| nav.dyn_into::<web_sys::Node>().ok());
        if !nav.is_some_and(|nav| nav.contains(to.as_ref())) {
            open.set(None);
        }
    };
    let of = move |group: Group| {
        let here: Vec<_> =
            screens.iter().filter(|(of, _)| *of == group).map(|(_, link)| *link).collect();
        match (here.as_slice(), group) {
            ([], _) => None,
            ([only], _) => Some(view! { <Single group=group to=*only/> }.into_any()),
            (_, DAILY) => Some(
                view! {
                    <Daily screens=here/>
                    <Several group=group screens=screens open=open/>
                }
                .into_any(),
            ),
            _ => Some(view! { <Several group=group screens=screens open=open/> }.into_any()),
        }
    };
    view! {
        <ul class="groups" on:focusout=left>
            {GROUPS.into_iter().filter_map(of).collect_view()} <li>
                <GoTo screens=screens/>
            </li>
        </ul>
    }
}

/// A group of one screen is a link to it.
#[component]
fn Single(group: Group, to: ScreenLink) -> impl IntoView {
    view! {
        <li>
            <A href=to.0>{words::group(group)}</A>
        </li>
    }
}

/// The screens of the daily group, on a wide page.
#[component]
fn Daily(screens: Vec<ScreenLink>) -> impl IntoView {
    let link = |(path, label): ScreenLink| {
        view! {
            <li class="daily">
                <A href=path>{label}</A>
            </li>
        }
    };
    screens.into_iter().map(link).collect_view()
}

/// A group of several screens: a button that shows them.
#[component]
fn Several(
    group: Group,
    screens: &'static [NavItem],
    open: RwSignal<Option<Group>>,
) -> impl IntoView {
    let path = use_location().pathname;
    let button = NodeRef::<html::Button>::new();
    let is_open = move || open.get() == Some(group);
    let toggle = move |_| open.update(|open| *open = (*open != Some(group)).then_some(group));
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked().is_some() {
            event.prevent_default();
            open.set(None);
            if let Some(button) = button.get_untracked() {
                // If it fails, the focus stays where it is.
                let _ = button.focus();
            }
        }
    };
    let links = move || {
        let here = screens.iter().filter(|(of, _)| *of == group).map(|(_, link)| *link);
        let link = |(path, label): ScreenLink| {
            view! {
                <li>
                    <A href=path>{label}</A>
                </li>
            }
        };
        here.map(link).collect_view()
    };
    view! {
        <li class="group" class:daily-group=move || group == DAILY on:keydown=keys>
            <button
                type="button"
                class="group-name"
                class:current=move || group_of(screens, &path.get()) == Some(group)
                aria-expanded=move || is_open().to_string()
                node_ref=button
                on:click=toggle
            >
                {words::group(group)}
                <span aria-hidden="true">" ▾"</span>
            </button>
            <Show when=is_open>
                // The focus stays on the button, also where links take none: else the list would be
                // gone before the click.
                <ul class="group-screens" on:mousedown=move |event| event.prevent_default()>
                    {links()}
                </ul>
            </Show>
        </li>
    }
}

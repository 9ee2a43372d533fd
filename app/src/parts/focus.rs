//! The focus is never lost: when the element that has it leaves the page, or cannot have it any
//! more, the focus goes where the person would look next, not to the page's body.

use leptos::html;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, MutationObserver, MutationObserverInit};

/// What a title is, the best first.
const TITLES: [&str; 2] = ["[data-title]", "article[tabindex], .card-title, h1, h2, h3"];

/// The fields that show an error; of a choice and of a group, its first button or field.
const WRONG: &str = ":is(input, textarea, select)[aria-invalid=true], \
     [role=radiogroup][aria-invalid=true] input, [data-wrong=true] input";

/// The element that has the focus, with what stands around it.
struct Place {
    element: HtmlElement,
    /// The elements around it, from the inside.
    around: Vec<Element>,
    /// The next and the one before in its list.
    beside: Vec<Element>,
}

thread_local! {
    static LAST: RefCell<Option<Place>> = const { RefCell::new(None) };
}

impl Place {
    fn of(element: HtmlElement) -> Self {
        let mut around = Vec::new();
        let mut at = element.parent_element();
        while let Some(one) = at {
            at = one.parent_element();
            around.push(one);
        }
        let item = element.closest("li").ok().flatten();
        let beside =
            item.map(|item| [item.next_element_sibling(), item.previous_element_sibling()]);
        Self { element, around, beside: beside.into_iter().flatten().flatten().collect() }
    }

    /// Returns the element that takes the focus instead: the title of what stands around, unless
    /// the whole item of a list went, whose neighbour is next.
    fn instead(&self) -> Option<HtmlElement> {
        let mut around = self.around.iter();
        let near = around.by_ref().take_while(|one| one.tag_name() != "LI").collect::<Vec<_>>();
        let item = self.around.get(near.len());
        let all = near.into_iter().chain(item).chain(&self.beside).chain(&self.around);
        all.filter(|one| one.is_connected()).find_map(title)
    }
}

/// The title inside an element.
fn title(of: &Element) -> Option<HtmlElement> {
    let found = TITLES.iter().find_map(|title| of.query_selector(title).ok().flatten())?;
    found.dyn_into().ok()
}

fn page() -> Option<Document> {
    web_sys::window()?.document()
}

/// Returns whether nothing has the focus.
fn is_lost(document: &Document) -> bool {
    document.active_element().is_none_or(|active| active.tag_name() == "BODY")
}

fn is_disabled(element: &HtmlElement) -> bool {
    element.matches(":disabled").unwrap_or(false)
}

/// Gives the focus to the first field of a form that shows an error, once it does.
pub fn focus_first_wrong(form: NodeRef<html::Form>) {
    request_animation_frame(move || {
        let form = form.try_get_untracked().flatten();
        let first = form.and_then(|form| form.query_selector(WRONG).ok().flatten());
        if let Some(field) = first.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            // A field that cannot take the focus is still marked.
            let _ = field.focus();
        }
    });
}

/// Keeps the focus of this page, from now on.
pub fn keep_focus() {
    let Some(document) = page() else { return };
    let focused = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        LAST.set(element.map(Place::of));
    });
    let left = Closure::<dyn FnMut()>::new(|| {
        // What an element loses by being removed or disabled is seen once it is.
        let later = Closure::once_into_js(forget_what_was_left);
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback(later.unchecked_ref());
        }
    });
    let changed = Closure::<dyn FnMut()>::new(bring_back);
    let (focused, left) = (focused.into_js_value(), left.into_js_value());
    // If these fail, the browser's own way stays.
    let _ = document.add_event_listener_with_callback("focusin", focused.unchecked_ref());
    let _ = document.add_event_listener_with_callback("focusout", left.unchecked_ref());
    let watched = MutationObserverInit::new();
    watched.set_child_list(true);
    watched.set_subtree(true);
    watched.set_attribute_filter(&js_sys::Array::of1(&"disabled".into()));
    let observer = MutationObserver::new(changed.into_js_value().unchecked_ref());
    if let (Ok(observer), Some(body)) = (observer, document.body()) {
        let _ = observer.observe_with_options(&body, &watched);
    }
}

/// The person left the element on purpose, for instance by a tap beside it.
fn forget_what_was_left() {
    let Some(document) = page() else { return };
    LAST.with_borrow_mut(|last| {
        let stays = |place: &Place| {
            let element = &place.element;
            let has_it = document.active_element().as_ref() == Some(&**element);
            has_it || !element.is_connected() || is_disabled(element)
        };
        if !last.as_ref().is_some_and(stays) {
            *last = None;
        }
    });
}

/// Gives the focus back if it is lost. Titles take it for once.
fn bring_back() {
    let Some(document) = page() else { return };
    if !is_lost(&document) {
        return;
    }
    let next = LAST.with_borrow(|last| {
        let place = last.as_ref()?;
        match place.element.is_connected() {
            true if is_disabled(&place.element) => None,
            true => Some(place.element.clone()),
            false => place.instead(),
        }
    });
    let Some(next) = next else { return };
    if next.tab_index() < 0 && !next.has_attribute("tabindex") {
        let _ = next.set_attribute("tabindex", "-1");
    }
    let _ = next.focus();
}

//! A visit is moved by keyboard: arrows go from one free half-day to the next, Escape gives up,
//! and the focus follows.

use super::Desk;
use super::grid::monday;
use crate::text::planning as words;
use leptos::prelude::*;
use shared::id::{AccountId, VisitId};
use shared::plan::Place;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// The free half-days, by technician and time.
pub(super) type FreePlaces = BTreeSet<(AccountId, shared::day::HalfDay)>;

/// The free half-day that is nearest to where the visit stands, those of its technician first.
pub(super) fn nearest(free: &FreePlaces, from: Place) -> Option<Place> {
    let away = |place: &Place| {
        let days = (place.slot.day - from.slot.day).num_days().abs();
        (days, place.technician != from.technician, place.slot)
    };
    let places =
        free.iter().map(|(technician, slot)| Place { technician: *technician, slot: *slot });
    places.min_by_key(away)
}

/// The free half-day that an arrow leads to: in time up and down, to other technicians sideways,
/// in the order of the columns.
pub(super) fn next(
    free: &FreePlaces,
    columns: &[AccountId],
    at: Place,
    key: &str,
) -> Option<Place> {
    let of = |technician: AccountId| {
        free.iter()
            .filter(move |(owner, _)| *owner == technician)
            .map(|(technician, slot)| Place { technician: *technician, slot: *slot })
    };
    let column = columns.iter().position(|technician| *technician == at.technician)?;
    let near = |technician: &AccountId| {
        of(*technician).min_by_key(|place| {
            ((place.slot.day - at.slot.day).num_days().abs(), place.slot != at.slot, place.slot)
        })
    };
    match key {
        "ArrowDown" => of(at.technician).find(|place| place.slot > at.slot),
        "ArrowUp" => of(at.technician).rfind(|place| place.slot < at.slot),
        "ArrowRight" => columns[column + 1..].iter().find_map(near),
        "ArrowLeft" => columns[..column].iter().rev().find_map(near),
        _ => None,
    }
}

/// The id of the button that moves a visit to a half-day.
pub(super) fn place_id(place: Place) -> String {
    format!("place-{}-{}-{}", place.technician, place.slot.day, place.slot.half as u8)
}

/// The id of the button of a visit.
pub(super) fn visit_id(visit: VisitId) -> String {
    format!("visit-{visit}")
}

/// Frames that another week may take to be drawn.
const FRAMES: u8 = 30;

/// Gives the focus to an element of the board, once it is drawn.
fn focus_soon(id: String, frames: u8) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(&id);
        match found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // Never again: the person may be elsewhere by then.
            Some(element) => drop(element.focus()),
            None if frames > 0 => focus_soon(id, frames - 1),
            None => {}
        }
    });
}

impl Desk {
    /// Begins a move: the free half-day that is nearest has the focus.
    pub(super) fn start_move(self, visit: VisitId) {
        self.look_at(visit);
        self.menu.set(None);
        self.moving.set(Some(visit));
        let from = self.seen.get_value().map(|(_, place)| place);
        let free = self.free.get_untracked();
        match from.and_then(|from| nearest(&free, from)) {
            Some(place) => self.aim_at(place),
            None => {
                self.give_up_move();
                self.error.set(Some(words::NOTHING_POSSIBLE.into()));
            }
        }
    }

    /// Gives up a move; the visit has the focus again.
    pub(super) fn give_up_move(self) {
        if let Some(visit) = self.moving.get_untracked() {
            self.moving.set(None);
            self.focus_visit(visit);
        }
    }

    /// Shows the week of a visit, and gives it the focus.
    pub(super) fn focus_visit(self, visit: VisitId) {
        let slot = self.app.read_now(|r| r.view().visits.get(&visit).map(|visit| visit.slot));
        if let Some(slot) = slot {
            self.show_week(monday(slot.day));
        }
        focus_soon(visit_id(visit), FRAMES);
    }

    fn aim_at(self, place: Place) {
        self.aim.set_value(Some(place));
        self.show_week(monday(place.slot.day));
        focus_soon(place_id(place), FRAMES);
    }

    /// A key that was pressed on the board.
    pub(super) fn pressed(self, event: &KeyboardEvent) {
        if self.moving.get_untracked().is_none() {
            return;
        }
        let key = event.key();
        if key == "Escape" {
            event.prevent_default();
            return self.give_up_move();
        }
        let Some(at) = self.aim.get_value() else { return };
        let columns = self.columns.get_untracked();
        let to = self.free.with_untracked(|free| next(free, &columns, at, &key));
        if let Some(to) = to {
            event.prevent_default();
            self.aim_at(to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::day::{Half, HalfDay};
    use uuid::Uuid;

    #[test]
    fn arrows_go_from_one_free_half_day_to_the_next() {
        let who = |n| AccountId(Uuid::from_u128(n));
        let place = |n, day: &str, half| Place {
            technician: who(n),
            slot: HalfDay { day: day.parse().expect("a day"), half },
        };
        let morning = place(1, "2026-03-17", Half::Morning);
        let later = place(1, "2026-03-31", Half::Afternoon);
        let other = place(2, "2026-03-17", Half::Afternoon);
        let free: FreePlaces =
            [morning, later, other].iter().map(|p| (p.technician, p.slot)).collect();
        let columns = [who(2), who(1)];
        let go = |at, key| next(&free, &columns, at, key);
        assert_eq!(go(morning, "ArrowDown"), Some(later), "beyond the week that is shown");
        assert_eq!(go(later, "ArrowDown"), None);
        assert_eq!(go(later, "ArrowUp"), Some(morning));
        assert_eq!(go(morning, "ArrowLeft"), Some(other));
        assert_eq!(go(other, "ArrowRight"), Some(morning));
        assert_eq!(go(other, "a"), None);
        let stood = place(1, "2026-03-18", Half::Morning);
        assert_eq!(nearest(&free, stood), Some(morning));
        assert_eq!(nearest(&FreePlaces::new(), stood), None);
    }
}

//! Units by weeks without a mouse: arrows go from loan to loan.

use leptos::prelude::*;
use std::cmp::Reverse;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Where a loan stands in the grid: its row, counted over all tables, its week, and its number
/// among the loans of that cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) row: usize,
    pub(super) week: usize,
    pub(super) at: usize,
}

impl Place {
    /// The id of the button.
    pub(super) fn id(self) -> String {
        format!("loan-{}-{}-{}", self.row, self.week, self.at)
    }
}

/// The loan that an arrow leads to, of all places in their order. Sideways: the next one of the
/// row. Up and down: the next one of the cell, else the nearest one in time of the next row that
/// has any, be it in another table.
fn next(all: &[Place], from: Place, key: &str) -> Option<Place> {
    let is_here = |place: &&Place| place.row == from.row && place.week == from.week;
    let of_row = |row| all.iter().copied().filter(move |place| place.row == row);
    let first = |week| of_row(from.row).find(|place| place.week == week);
    let away = |place: &Place| place.week.abs_diff(from.week);
    match key {
        "ArrowRight" => of_row(from.row).find(|place| place.week > from.week),
        "ArrowLeft" => {
            let mut before = of_row(from.row).filter(|place| place.week < from.week);
            before.next_back().and_then(|place| first(place.week))
        }
        "ArrowDown" => {
            let below = all.iter().filter(is_here).find(|place| place.at > from.at).copied();
            let row = || all.iter().find(|place| place.row > from.row).map(|place| place.row);
            below.or_else(|| of_row(row()?).min_by_key(|place| (away(place), place.at)))
        }
        "ArrowUp" => {
            let above = all.iter().filter(is_here).rfind(|place| place.at < from.at).copied();
            let row = || all.iter().rfind(|place| place.row < from.row).map(|place| place.row);
            above.or_else(|| of_row(row()?).min_by_key(|place| (away(place), Reverse(place.at))))
        }
        _ => None,
    }
}

/// A key that was pressed in the grid.
pub(super) fn pressed(event: &KeyboardEvent, all: &[Place]) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let id = target.map(|target| target.id()).unwrap_or_default();
    let from = all.iter().find(|place| place.id() == id);
    let Some(to) = from.and_then(|from| next(all, *from, &event.key())) else { return };
    event.prevent_default();
    let button = document().get_element_by_id(&to.id());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // A button that cannot take the focus leaves it where it is.
        let _ = button.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_from_loan_to_loan_over_empty_weeks_rows_and_tables() {
        let place = |row, week, at| Place { row, week, at };
        let [one, two] = [place(0, 2, 0), place(0, 2, 1)];
        let [later, below, far] = [place(0, 5, 0), place(3, 4, 0), place(3, 9, 0)];
        let all = [one, two, later, below, far];
        let go = |from, key| next(&all, from, key);
        assert_eq!(go(one, "ArrowRight"), Some(later), "over the weeks without a loan");
        assert_eq!(go(later, "ArrowLeft"), Some(one));
        assert_eq!(go(one, "ArrowDown"), Some(two), "the next one of the cell");
        assert_eq!(go(two, "ArrowUp"), Some(one));
        assert_eq!(go(two, "ArrowDown"), Some(below), "the nearest week of the next row");
        assert_eq!(go(far, "ArrowUp"), Some(later));
        assert_eq!(go(below, "ArrowUp"), Some(later));
        assert_eq!(go(later, "ArrowDown"), Some(below));
        assert_eq!((go(one, "ArrowLeft"), go(one, "ArrowUp")), (None, None));
        assert_eq!((go(far, "ArrowRight"), go(far, "ArrowDown")), (None, None));
        assert_eq!(go(one, "a"), None);
    }
}

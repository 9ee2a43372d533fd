//! The pictures of the categories, drawn with strokes in the colour of the text.

use leptos::prelude::*;
use shared::ticket::Category;

/// The picture of a category; its name always stands beside it.
#[component]
pub fn CategoryPicture(category: Category) -> impl IntoView {
    let path = match category {
        Category::Projection => "M4 5h24v15H4zM16 20v6M10 28l6-3 6 3M9 15l5-5 4 3 5-5",
        Category::Computer => "M5 5h22v15H5zM12 25h8M16 20v5M9 27h14",
        Category::Tablet => "M8 3h16v26H8zM14 26h4",
        Category::Printer => "M9 12V4h14v8M5 12h22v10H5zM9 18h14v10H9zM22 15h2",
        Category::Network => {
            "M4 12a17 17 0 0 1 24 0M8 17a11 11 0 0 1 16 0M12 22a6 6 0 0 1 8 0M16 27h.1"
        }
        Category::Sound => "M5 12h6l8-6v20l-8-6H5zM23 11a7 7 0 0 1 0 10M26 8a11 11 0 0 1 0 16",
        Category::Software => "M4 5h24v22H4zM4 11h24M8 8h.1M12 8h.1M12 17l-3 3 3 3M20 17l3 3-3 3",
        Category::Other | Category::Unknown => "M11 12a5 5 0 1 1 7 5c-2 1-2 2-2 4M16 26h.1",
    };
    view! {
        <svg class="picture" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path d=path/>
        </svg>
    }
}

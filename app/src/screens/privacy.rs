//! «Données personnelles» and «Accessibilité»: open to all, from every page.

use crate::parts::Page;
use crate::text::{privacy as words, shell};
use leptos::prelude::*;

fn paragraph((heading, text): (&'static str, &'static str)) -> impl IntoView {
    view! {
        <h2>{heading}</h2>
        <p>{text}</p>
    }
}

/// «Données personnelles».
#[component]
pub fn PrivacyScreen() -> impl IntoView {
    view! {
        <Page title=words::PRIVACY>
            {words::PRIVACY_PARAGRAPHS.map(paragraph).collect_view()}
            <h2>{words::PERIODS}</h2>
            <Periods/>
            <h2>{words::DATA}</h2>
            <p>{words::ATTRIBUTION}</p>
        </Page>
    }
}

/// The data that is kept, and for how long.
#[component]
pub(super) fn Periods() -> impl IntoView {
    let line = |(what, long): (&'static str, &'static str)| {
        view! {
            <div>
                <dt>{what}</dt>
                <dd>{long}</dd>
            </div>
        }
    };
    view! { <dl class="facts">{words::PERIOD_LINES.map(line).collect_view()}</dl> }
}

/// «Accessibilité».
#[component]
pub fn AccessibilityScreen() -> impl IntoView {
    view! {
        <Page title=shell::ACCESSIBILITY>
            {words::ACCESSIBILITY_PARAGRAPHS.map(paragraph).collect_view()}
        </Page>
    }
}

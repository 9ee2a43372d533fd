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

fn fact((what, told): (&'static str, &'static str)) -> impl IntoView {
    view! {
        <div>
            <dt>{what}</dt>
            <dd>{told}</dd>
        </div>
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
            <Register/>
            <h2>{words::DATA}</h2>
            <p>{words::ATTRIBUTION}</p>
        </Page>
    }
}

/// The data that is kept, and for how long.
#[component]
pub(super) fn Periods() -> impl IntoView {
    view! { <dl class="facts">{words::PERIOD_LINES.map(fact).collect_view()}</dl> }
}

/// What is done with data for each service.
#[component]
fn Register() -> impl IntoView {
    let service = |of: &words::Processing| {
        let lines = [
            (words::REGISTER_PURPOSE, of.purpose),
            (words::REGISTER_DATA, of.data),
            (words::REGISTER_RECIPIENTS, of.recipients),
            (words::REGISTER_PERIOD, of.period),
        ];
        view! {
            <h3>{of.service}</h3>
            <dl class="facts">{lines.map(fact).collect_view()}</dl>
        }
    };
    view! {
        <h2>{words::REGISTER}</h2>
        <p>{words::REGISTER_INTRO}</p>
        {words::PROCESSINGS.iter().map(service).collect_view()}
    }
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

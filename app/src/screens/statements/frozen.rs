//! A frozen statement: read, downloaded, compared, corrected.

use super::compared::Compare;
use super::figures::Sheets;
use super::prepare::correction;
use crate::api;
use crate::context::use_app;
use crate::parts::Failure;
use crate::screens::form::Form;
use crate::text::statements as words;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::role::Role;
use shared::statement::{Statement, StatementState};
use shared::words::statement::file_name;
use std::sync::Arc;

/// The statement.
#[component]
pub(super) fn Frozen(statement: Arc<Statement>) -> impl IntoView {
    let row = Arc::clone(&statement);
    if row.waits_for_figures() {
        return view! { <p class="hint" role="status">{words::WAITING}</p> }.into_any();
    }
    view! {
        <Banner statement=Arc::clone(&row)/>
        <p class="meta">
            {words::standing(&row)} " · " {words::days(row.span.first, row.span.last)}
        </p>
        <p>{row.text.clone()}</p>
        <Files statement=Arc::clone(&row)/>
        <Sheets statement=Arc::clone(&row)/>
        <Late statement=Arc::clone(&row)/>
        <Compare statement=Arc::clone(&row)/>
        <p class="hint">{words::seal(&row)}</p>
    }
    .into_any()
}

/// Says that it was corrected, that it corrects another one, or that it is of the demonstration.
#[component]
fn Banner(statement: Arc<Statement>) -> impl IntoView {
    let replaced = (statement.state == StatementState::Superseded).then(|| {
        let link = statement.replaced_by.map(|id| {
            view! { <A href=format!("/bilans/{id}")>{words::OPEN_CORRECTION}</A> }
        });
        view! {
            <div class="banner" role="status">
                <p>{words::REPLACED} " " {link}</p>
            </div>
        }
    });
    let replaces = statement.replaces.map(|id| {
        view! {
            <p>
                {words::CORRECTION} " "
                <A href=format!("/bilans/{id}")>{words::OPEN_CORRECTED}</A>
            </p>
        }
    });
    let fictitious = statement.fictitious.then(|| {
        view! {
            <p class="warning">{words::FICTITIOUS}</p>
        }
    });
    let imported = statement.imported.then(|| {
        view! {
            <p class="warning">{words::IMPORTED}</p>
        }
    });
    view! { {replaced} {replaces} {fictitious} {imported} }
}

/// The files, and the way to a correction.
#[component]
fn Files(statement: Arc<Statement>) -> impl IntoView {
    let form = Form::new();
    let app = use_app();
    let (id, name) = (statement.id, words::named(&statement));
    let file = file_name(&statement);
    let link = |(format, label): (&'static str, &'static str)| {
        view! {
            <a
                class="button secondary"
                href=api::statement_url(id, format)
                download=format!("{file}.{format}")
                rel="external"
                aria-label=words::download(&name, label)
            >
                {label}
            </a>
        }
    };
    let links = words::FORMATS.map(link).collect_view();
    let may = app.role() == Some(Role::Coordinator)
        && statement.state == StatementState::Frozen
        && !statement.imported;
    let navigate = use_navigate();
    let correct = move |_| {
        let new = app.fresh();
        let navigate = navigate.clone();
        form.submit(correction(new, &statement), words::CORRECTED, move || {
            navigate(&format!("/bilans/{new}"), Default::default());
        });
    };
    view! {
        <section class="section screen-only">
            <h2>{words::DOWNLOAD}</h2>
            <div class="actions">
                {links}
                {may.then(|| view! {
                    <button type="button" class="button quiet" on:click=correct>
                        {words::CORRECT}
                    </button>
                })}
            </div>
            <Failure text=form.error()/>
        </section>
    }
}

/// What came after earlier ones were frozen, and the factors.
#[component]
fn Late(statement: Arc<Statement>) -> impl IntoView {
    let late: Vec<_> = statement.late.iter().map(words::late).collect();
    let told = (!late.is_empty()).then(|| {
        view! {
            <section class="section">
                <h2>{words::LATE}</h2>
                <p class="hint">{words::LATE_HINT}</p>
                <ul>{late.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </section>
        }
    });
    let factors: Vec<_> = statement.factors.iter().map(crate::text::sobriety::factor).collect();
    let factors = (!factors.is_empty()).then(|| {
        view! {
            <details class="details">
                <summary>{words::FACTORS}</summary>
                <ul>{factors.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </details>
        }
    });
    view! { {told} {factors} }
}

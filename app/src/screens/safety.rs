//! «Sécurité du compte»: where one is signed in, and the second factor.

use super::devices::code::picture;
use super::form::{Form, FormFrame};
use crate::api::{self, ApiError};
use crate::parts::{Failure, FormEntry, Page, TextField};
use crate::sync;
use crate::text::{accounts, refusal, safety as words};
use leptos::prelude::*;
use shared::api::{ErrorCode, FactorState, NewFactor, OwnSession};

/// The screen.
#[component]
pub fn SafetyScreen() -> impl IntoView {
    view! {
        <Page title=words::TITLE>
            <SessionsSection/>
            <FactorSection/>
        </Page>
    }
}

#[component]
fn SessionsSection() -> impl IntoView {
    let form = Form::new();
    let lines = RwSignal::new(None::<Vec<OwnSession>>);
    let load = move || {
        form.run(async move {
            let read = api::own_sessions().await.map_err(|error| refusal::api_error(&error))?;
            let _ = lines.try_set(Some(read));
            Ok(())
        });
    };
    Effect::new(move |_| load());
    let end = move |_| {
        form.run(async move {
            let ended = api::end_other_sessions().await;
            ended.map_err(|error| refusal::api_error(&error))?;
            form.app.toast(words::SAID_ENDED);
            let _ = lines.try_update(|lines| {
                lines.iter_mut().for_each(|lines| lines.retain(|line| line.current));
            });
            Ok(())
        });
    };
    let several = move || lines.with(|lines| lines.as_ref().is_some_and(|all| all.len() > 1));
    let line = |line: OwnSession| {
        view! {
            <li>
                <span>{words::session(&line)}</span>
                " "
                <span class="meta">{words::seen(line.seen_at)}</span>
            </li>
        }
    };
    view! {
        <section class="section">
            <h2>{words::SESSIONS}</h2>
            <Failure text=form.error()/>
            <ul>{move || lines.get().into_iter().flatten().map(line).collect_view()}</ul>
            <Show when=several>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=end
                >
                    {words::END_OTHERS}
                </button>
            </Show>
        </section>
    }
}

/// Where the second factor stands.
#[derive(Clone)]
enum Step {
    /// Not known yet.
    Asked,
    /// On or off.
    Known(FactorState),
    /// Begun: its secret.
    Begun(NewFactor),
    /// Confirmed: the recovery codes, shown once.
    Confirmed(Vec<String>),
}

#[component]
fn FactorSection() -> impl IntoView {
    let form = Form::new();
    let step = RwSignal::new(Step::Asked);
    Effect::new(move |_| {
        form.run(async move {
            let read = api::factor().await.map_err(|error| refusal::api_error(&error))?;
            let _ = step.try_set(Step::Known(read));
            Ok(())
        });
    });
    let shown = move || match step.get() {
        Step::Asked => ().into_any(),
        Step::Known(FactorState { on: false, .. }) => view! {
            <p>{words::FACTOR_OFF}</p>
            <Begin step=step/>
        }
        .into_any(),
        Step::Known(FactorState { codes_left, .. }) => view! {
            <p>{words::factor_on(codes_left)}</p>
            <End step=step/>
        }
        .into_any(),
        Step::Begun(begun) => view! { <Confirm begun=begun step=step/> }.into_any(),
        Step::Confirmed(codes) => {
            let code = |code: String| view! { <li class="code">{words::spaced(&code)}</li> };
            view! {
                <div role="status">
                    <p>{words::CODES}</p>
                    <ul>{codes.into_iter().map(code).collect_view()}</ul>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <section class="section">
            <h2>{words::FACTOR}</h2>
            <Failure text=form.error()/>
            {shown}
        </section>
    }
}

fn why(error: &ApiError) -> String {
    match error {
        ApiError::Refused { code: ErrorCode::WrongPassword, .. } => accounts::WRONG_OLD.into(),
        ApiError::Refused { code: ErrorCode::WrongFactor, .. } => words::WRONG_CODE.into(),
        other => refusal::api_error(other),
    }
}

fn password_field(value: FormEntry<String>) -> impl IntoView {
    view! {
        <TextField
            label=accounts::OLD
            kind="password"
            autocomplete="current-password"
            value=value
        />
    }
}

fn code_field(value: FormEntry<String>) -> impl IntoView {
    view! {
        <TextField
            label=words::CODE
            hint=words::CODE_HINT
            autocomplete="one-time-code"
            value=value
        />
    }
}

#[component]
fn Begin(step: RwSignal<Step>) -> impl IntoView {
    let form = Form::new();
    // No draft is kept of a password.
    let password = form.text("password", "").required();
    let submit = move |()| {
        let secret = password.value.get_untracked();
        form.run(async move {
            let begun = api::begin_factor(&secret).await.map_err(|error| why(&error))?;
            let _ = step.try_set(Step::Begun(begun));
            Ok(())
        });
    };
    view! {
        <FormFrame class="form narrow" form=form on_submit=submit>
            {password_field(password)}
            <Failure text=form.error()/>
            <button type="submit" class="button primary" disabled=move || form.is_busy()>
                {words::BEGIN}
            </button>
        </FormFrame>
    }
}

#[component]
fn Confirm(begun: NewFactor, step: RwSignal<Step>) -> impl IntoView {
    let form = Form::new();
    let code = form.text("code", "").required();
    let submit = move |()| {
        let given = code.value.get_untracked();
        form.run(async move {
            let codes = api::confirm_factor(&given).await.map_err(|error| why(&error))?;
            let _ = step.try_set(Step::Confirmed(codes.codes));
            // What the server put off until now goes.
            sync::wake_now(form.app);
            Ok(())
        });
    };
    view! {
        <p>{words::SCAN}</p>
        {picture(&begun.uri, words::QR)}
        <p class="code">{words::spaced(&begun.secret)}</p>
        <FormFrame class="form narrow" form=form on_submit=submit>
            {code_field(code)}
            <Failure text=form.error()/>
            <button type="submit" class="button primary" disabled=move || form.is_busy()>
                {words::CONFIRM}
            </button>
        </FormFrame>
    }
}

#[component]
fn End(step: RwSignal<Step>) -> impl IntoView {
    let form = Form::new();
    let password = form.text("password", "").required();
    let code = form.text("code", "").required();
    let submit = move |()| {
        let (secret, given) = (password.value.get_untracked(), code.value.get_untracked());
        form.run(async move {
            api::end_factor(&secret, &given).await.map_err(|error| why(&error))?;
            form.app.toast(words::SAID_OFF);
            let _ = step.try_set(Step::Known(FactorState { on: false, codes_left: 0 }));
            Ok(())
        });
    };
    view! {
        <FormFrame class="form narrow" form=form on_submit=submit>
            {password_field(password)}
            {code_field(code)}
            <Failure text=form.error()/>
            <button type="submit" class="button danger" disabled=move || form.is_busy()>
                {words::END}
            </button>
        </FormFrame>
    }
}

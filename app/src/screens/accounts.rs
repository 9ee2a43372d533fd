//! «Comptes»: who may sign in, and as what.

mod add;
mod edit;
mod own;
mod renew;

use super::calendar::CalendarDialog;
use super::form::Form;
use crate::api::{self, ApiError};
use crate::context::App;
use crate::parts::{ConfirmDialog, Dialog, Failure, Page};
use crate::text::{accounts as words, calendar, refusal};
use add::AddDialog;
use edit::EditDialog;
use leptos::prelude::*;
use own::has_password;
use renew::RenewDialog;
use shared::account;
use shared::account::Account;
use shared::account::FeedOwner;
use shared::api::ErrorCode;
use shared::id::AccountId;
use shared::order;
use shared::role::Role;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Returns why the request failed, in the words of this screen.
fn why(error: &ApiError) -> String {
    match error {
        ApiError::Refused { code: ErrorCode::MailTaken, .. } => words::MAIL_TAKEN.into(),
        ApiError::Refused { code: ErrorCode::BadMail, .. } => words::BAD_MAIL.into(),
        ApiError::Refused { code: ErrorCode::SignInAgain, .. } => words::SIGN_IN_AGAIN.into(),
        other => refusal::api_error(other),
    }
}

/// The screen.
#[component]
pub fn AccountsScreen() -> impl IntoView {
    let form = Form::new();
    let mails = RwSignal::new(BTreeMap::<AccountId, String>::new());
    let adding = RwSignal::new(false);
    let told = RwSignal::new(None::<(String, String)>);
    let load = move || {
        form.run(async move {
            let lines = api::accounts().await.map_err(|error| why(&error))?;
            let pairs = lines.into_iter().map(|line| (line.id, line.mail));
            let _ = mails.try_set(pairs.collect());
            Ok(())
        });
    };
    Effect::new(move |_| load());
    let made = Callback::new(move |password: Option<(String, String)>| {
        adding.set(false);
        told.set(password);
        load();
    });
    let close = Callback::new(move |()| adding.set(false));
    let has_password = has_password(form.app, mails);
    let dialog =
        move || view! { <AddDialog has_password=has_password on_made=made on_close=close/> };
    let add_dialog = move || adding.get().then(dialog);
    view! {
        <Page title=words::TITLE>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| adding.set(true)>
                    {words::ADD}
                </button>
            </div>
            <Failure text=form.error()/>
            <p role="status" class="hint">{move || form.is_busy().then_some(words::LOADING)}</p>
            <Table mails=mails told=told/>
            {add_dialog}
            {move || told.get().map(|(name, word)| view! { <Told name=name word=word told=told/> })}
        </Page>
    }
}

/// A password, shown once.
#[component]
fn Told(name: String, word: String, told: RwSignal<Option<(String, String)>>) -> impl IntoView {
    view! {
        <Dialog title=words::PASSWORD_TITLE on_close=move |()| told.set(None)>
            <p class="lead">{name}</p>
            <p class="code">{word}</p>
            <p>{words::PASSWORD_INTRO}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| told.set(None)>
                    {words::DONE}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Table(
    mails: RwSignal<BTreeMap<AccountId, String>>,
    told: RwSignal<Option<(String, String)>>,
) -> impl IntoView {
    let form = Form::new();
    let has_password = has_password(form.app, mails);
    let shared = RwSignal::new(None::<(AccountId, String)>);
    let calendar_of = move || {
        let (id, name) = shared.get()?;
        let close = Callback::new(move |()| shared.set(None));
        let owner = FeedOwner::Technician(id);
        Some(view! { <CalendarDialog owner=owner name=name on_close=close/> })
    };
    let staff = Memo::new(move |_| {
        form.app.read(|replica| {
            let accounts = replica.view().accounts.values();
            let mut staff: Vec<_> = accounts
                .filter(|a| !matches!(a.role, Role::Teacher | Role::System))
                .cloned()
                .collect();
            order::sort_by_key(&mut staff, |account| (account.role, account.name.clone()));
            staff
        })
    });
    let row = move |account: Arc<Account>| {
        let mail = mails.with(|mails| mails.get(&account.id).cloned());
        let state = if account.active { words::ACTIVE } else { words::INACTIVE };
        view! {
            <tr>
                <th scope="row" id=format!("compte-{}", account.id)>{account.name.clone()}</th>
                <td>{mail.unwrap_or_else(|| words::NO_MAIL.into())}</td>
                <td>{shared::words::role(account.role)}</td>
                <td>{state}</td>
                <td>
                    <Actions
                        form=form
                        account=account
                        told=told
                        has_password=has_password
                        shared=shared
                    />
                </td>
            </tr>
        }
    };
    view! {
        <Failure text=form.error()/>
        {calendar_of}
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::MAIL}</th>
                        <th scope="col">{words::ROLE}</th>
                        <th scope="col">{words::STATE}</th>
                        <th scope="col">{words::ACTION}</th>
                    </tr>
                </thead>
                <tbody>{move || staff.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Actions(
    form: Form,
    account: Arc<Account>,
    told: RwSignal<Option<(String, String)>>,
    /// Whether who is signed in has a password.
    has_password: Signal<bool>,
    /// Whose calendar is being shared.
    shared: RwSignal<Option<(AccountId, String)>>,
) -> impl IntoView {
    let (id, name) = (account.id, account.name.clone());
    let has_round = account.role == Role::Technician;
    let person = account.name.clone();
    let open = move || shared.set(Some((id, person.clone())));
    let switch = switch_word(account.active);
    let is_own = form.app.read_now(|r| r.meta().actor.as_ref().map(|a| a.account)) == Some(id);
    let asked = RwSignal::new(false);
    let question = move || {
        let (name, close) = (name.clone(), Callback::new(move |()| asked.set(false)));
        let dialog = || {
            view! {
                <RenewDialog id=id name=name has_password=has_password told=told on_close=close/>
            }
        };
        asked.get().then(dialog)
    };
    let edited = RwSignal::new(false);
    let editing = {
        let account = Arc::clone(&account);
        move || {
            edited.get().then(|| {
                let close = Callback::new(move |()| edited.set(false));
                view! { <EditDialog account=Arc::clone(&account) on_close=close/> }
            })
        }
    };
    let leaving = RwSignal::new(false);
    let turned = Account { active: !account.active, ..(*account).clone() };
    let turn_now = Callback::new(move |()| {
        leaving.set(false);
        let account = turned.clone();
        form.submit(account::Act::SetAccount { account }, words::SAID_CHANGED, || ());
    });
    let is_active = account.active;
    let turn = move || if is_active { leaving.set(true) } else { turn_now.run(()) };
    let leave_question = leave_question(form.app, Arc::clone(&account), leaving, turn_now);
    let button =
        |word, shown: bool, press: Press| shown.then(|| action(&account.name, word, form, press));
    view! {
        <div class="actions">
            {button(calendar::OPEN, has_round, Box::new(open))}
            {button(words::EDIT, true, Box::new(move || edited.set(true)))}
            {button(words::RENEW, true, Box::new(move || asked.set(true)))}
            {button(switch, !is_own, Box::new(turn))}
            {question}
            {leave_question}
            {editing}
        </div>
    }
}

type Press = Box<dyn Fn() + Send>;

/// A button that says whose account it is about.
fn action(name: &str, word: &'static str, form: Form, press: Press) -> impl IntoView + use<> {
    let label = format!("{word}\u{a0}: {name}");
    view! {
        <button
            type="button"
            class="button small"
            aria-label=label
            disabled=move || form.is_busy()
            on:click=move |_| press()
        >
            {word}
        </button>
    }
}

/// The question before an account is switched off: what is left without anybody.
fn leave_question(
    app: App,
    account: Arc<Account>,
    asked: RwSignal<bool>,
    turn: Callback<()>,
) -> impl Fn() -> Option<AnyView> + Send + Sync {
    move || {
        let question = asked.get().then(|| {
            let visits = app.read_now(|replica| {
                let visits = replica.view().visits_by(&account.id);
                let today = app.today_now();
                visits.filter(|visit| visit.is_to_come() && visit.slot.day >= today).count()
            });
            view! {
                <ConfirmDialog
                    title=words::leave_title(&account.name)
                    body=words::leave_body(visits)
                    confirm=words::DEACTIVATE
                    cancel=words::LEAVE_KEEP
                    on_confirm=turn
                    on_cancel=move |()| asked.set(false)
                />
            }
        });
        question.map(IntoAny::into_any)
    }
}

fn switch_word(active: bool) -> &'static str {
    if active { words::DEACTIVATE } else { words::ACTIVATE }
}

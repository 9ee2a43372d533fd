//! One call at the desk: its rules, what can be done now, its projects and their places.

use super::card::ProjectCard;
use super::edit::CallDialog;
use super::listed::files;
use super::ranking::Ranking;
use super::{follow, is_juror, is_marking_over, projects, unmarked};
use crate::context::{App, use_app};
use crate::parts::{Back, ConfirmDialog, Failure, Page, PhotoList};
use crate::screens::form::{Form, is_possible};
use crate::text::calls::CallPhase;
use crate::text::{self, calls as words, calls_desk as desk};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::article::Pot;
use shared::ballot::{self, score};
use shared::campaign::{self, CallDecision, Campaign, Purse};
use shared::id::{CampaignId, SupplyId};
use shared::order;
use shared::role::Role;
use shared::supply;
use shared::supply::balance::of_line;
use std::sync::Arc;

type Known = Memo<Option<Arc<Campaign>>>;

/// The screen.
#[component]
pub fn CallScreen(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = follow(app, id);
    let title = Signal::derive(move || {
        call.get().map_or_else(|| words::TITLE.to_owned(), |call| call.label.clone())
    });
    let ids = Memo::new(move |_| projects(app, id));
    view! {
        <Page title=title>
            <Back href="/appels" label=words::TITLE/>
            <Show
                when=move || call.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <Facts call=call/>
                <Actions id=id call=call/>
                <Decided call=call/>
                <NextUp call=call/>
                <Ranking id=id call=call/>
                <section class="section">
                    <h2>{desk::PROJECTS}</h2>
                    <Show
                        when=move || !ids.with(Vec::is_empty)
                        fallback=|| view! { <p class="empty">{desk::NO_PROJECT}</p> }
                    >
                        <ul class="cards">
                            <For each=move || ids.get() key=|id| *id let:project>
                                <ProjectCard id=project call=call/>
                            </For>
                        </ul>
                    </Show>
                </section>
                <Exports id=id call=call/>
            </Show>
        </Page>
    }
}

/// Where it stands, its money, its criteria and who marks.
#[component]
fn Facts(call: Known) -> impl IntoView {
    let app = use_app();
    let money = move || call.get().map(|call| money(app, &call));
    move || {
        let call = call.get()?;
        let rules = call.call.clone()?;
        let jury = app.read(|replica| {
            let name = |id: &_| text::person_name(replica.view(), *id);
            let mut names: Vec<_> = rules.jury.iter().map(name).collect();
            order::sort(&mut names);
            names.join(", ")
        });
        let criteria = rules.criteria.iter().map(desk::criterion);
        let criteria = criteria.map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! {
            <p class="lead">{words::standing(&call, app.today())}</p>
            <ul class="lines">{money}</ul>
            <details class="details">
                <summary>{desk::CRITERIA} ", " {desk::JURY}</summary>
                <ul>{criteria}</ul>
                <p class="hint">{desk::TIES}</p>
                <p>{desk::JURY} "\u{a0}: " {jury}</p>
            </details>
        })
    }
}

fn money(app: App, call: &Campaign) -> impl IntoView + use<> {
    let lines = app.read(|replica| {
        let of = |(pot, purse): (&Pot, &Purse)| {
            let balance = of_line(call, replica.view().supplies.values(), *pot)?;
            Some(desk::money(*pot, &purse.line, balance))
        };
        call.purses.iter().filter_map(of).collect::<Vec<_>>()
    });
    lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    Edit,
    Close,
    End,
}

/// What the coordinator and the jurors can do with it now.
#[component]
fn Actions(id: CampaignId, call: Known) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let opened = RwSignal::new(None::<Opened>);
    let phase = Memo::new(move |_| call.get().map(|call| words::phase(&call, app.today())));
    let is_chief = Memo::new(move |_| app.role() == Some(Role::Coordinator));
    let is_over = Memo::new(move |_| is_marking_over(app, id));
    let due = Memo::new(move |_| unmarked(app, id).len());
    let juror = Memo::new(move |_| call.get().is_some_and(|call| is_juror(app, &call)));
    let is = move |wanted| phase.get() == Some(wanted);
    let may_mark = move || is(CallPhase::Marking) && juror.get() && due.get() > 0 && !is_over.get();
    let may_end = Memo::new(move |_| {
        is(CallPhase::Marking)
            && !is_over.get()
            && is_chief.get()
            && is_possible(app, ballot::Act::OpenBallots { campaign: id }.into())
    });
    let may_decide = move || is(CallPhase::Marking) && is_over.get() && is_chief.get();
    let may_edit = move || is_chief.get() && !is(CallPhase::Decided);
    let publish = move |_| {
        let act = campaign::Act::PublishCampaign { campaign: id };
        form.submit(act, desk::PUBLISHED, || {});
    };
    let button = move |look: &'static str, label: &'static str, what: Opened| {
        view! {
            <button type="button" class=look on:click=move |_| opened.set(Some(what))>
                {label}
            </button>
        }
    };
    let way = move |part: &'static str, label: &'static str| {
        view! { <A href=format!("/appels/{id}/{part}") attr:class="button primary">{label}</A> }
    };
    view! {
        <Failure text=form.error()/>
        <div class="actions">
            <Show when=move || is(CallPhase::Draft) && is_chief.get()>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || form.is_busy()
                    on:click=publish
                >
                    {desk::PUBLISH}
                </button>
            </Show>
            <Show when=may_mark>{way("noter", desk::MARK)}</Show>
            <Show when=may_decide>{way("decision", desk::DECIDE)}</Show>
            <Show when=move || may_end.get()>
                {button("button secondary", desk::END_MARKING, Opened::End)}
            </Show>
            <Show when=may_edit>{button("button secondary", desk::EDIT, Opened::Edit)}</Show>
            <Show when=move || is(CallPhase::Open) && is_chief.get()>
                {button("button quiet", desk::CLOSE, Opened::Close)}
            </Show>
        </div>
        <Dialogs id=id call=call form=form opened=opened/>
    }
}

#[component]
fn Dialogs(
    id: CampaignId,
    call: Known,
    form: Form,
    opened: RwSignal<Option<Opened>>,
) -> impl IntoView {
    let close = Callback::new(move |()| opened.set(None));
    let end_asking = Callback::new(move |()| {
        opened.set(None);
        form.submit(campaign::Act::CloseCampaign { campaign: id }, desk::CLOSED, || {});
    });
    let end_marking = Callback::new(move |()| {
        opened.set(None);
        form.submit(ballot::Act::OpenBallots { campaign: id }, desk::ENDED, || {});
    });
    move || {
        Some(match opened.get()? {
            Opened::Edit => {
                let known = call.get_untracked();
                view! { <CallDialog known=known on_close=close/> }.into_any()
            }
            Opened::Close => view! {
                <ConfirmDialog
                    title=desk::CLOSE
                    body=desk::CLOSE_BODY
                    confirm=desk::CLOSE
                    cancel=desk::KEEP_OPEN
                    on_confirm=end_asking
                    on_cancel=close
                />
            }
            .into_any(),
            Opened::End => view! {
                <ConfirmDialog
                    title=desk::END_MARKING
                    body=desk::END_BODY
                    confirm=desk::END_MARKING
                    cancel=desk::GO_ON
                    on_confirm=end_marking
                    on_cancel=close
                />
            }
            .into_any(),
        })
    }
}

/// The decision, with its minutes.
#[component]
fn Decided(call: Known) -> impl IntoView {
    move || {
        let decision: CallDecision = call.get()?.decision.clone()?;
        let minutes: Vec<_> = decision.minutes.clone().into_iter().collect();
        Some(view! {
            <section class="section">
                <h2>{desk::DECISION}</h2>
                <p>{desk::decided(&decision)}</p>
                <p class="meta">{desk::lot(&decision)}</p>
                <PhotoList photos=Signal::stored(minutes) about=desk::MINUTES/>
            </section>
        })
    }
}

/// Who comes up once a project was withdrawn.
#[component]
fn NextUp(call: Known) -> impl IntoView {
    let app = use_app();
    let next = Memo::new(move |_| {
        let call = call.get().filter(|call| call.decision.is_some())?;
        app.read(|replica| score::next_waiting(replica.view(), &call).map(|next| next.id))
    });
    let shown = move || {
        let next = next.get()?;
        (app.role() == Some(Role::Coordinator)).then(|| view! { <Next id=next/> })
    };
    view! { <div>{shown}</div> }
}

#[component]
fn Next(id: SupplyId) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let act = move || supply::Act::AcceptSupply { supply: id, visit: None };
    let may = Memo::new(move |_| is_possible(app, act().into()));
    let said = move || {
        app.read(|replica| {
            let supply = replica.view().supplies.get(&id)?;
            Some(desk::next_up(supply, replica.view()))
        })
    };
    let give = move |_| form.submit(act(), desk::GIVEN, || {});
    view! {
        <section class="section">
            <h2>{desk::NEXT_UP}</h2>
            <p role="status">{said}</p>
            <Failure text=form.error()/>
            <Show
                when=move || may.get()
                fallback=|| view! { <p class="meta">{desk::NO_ROOM}</p> }
            >
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || form.is_busy()
                        on:click=give
                    >
                        {desk::GIVE_IT}
                    </button>
                </div>
            </Show>
        </section>
    }
}

/// The files of the call.
#[component]
fn Exports(id: CampaignId, call: Known) -> impl IntoView {
    view! {
        <section class="section">
            <h2>{desk::EXPORTS}</h2>
            {files(id, call)}
        </section>
    }
}

//! The main action of a visit, low in the middle, and the other actions on the spot.

use super::{Here, OpenDialog, Stage};
use crate::context::use_app;
use crate::parts::{Failure, PhotoPicker};
use crate::screens::form::Form;
use crate::screens::today::card::site_name;
use crate::text::visit_screen as words;
use leptos::prelude::*;
use shared::visit;
use shared::visit::VisitState;

/// The one thing to do next.
#[component]
pub(super) fn MainAction(here: Here, stage: Memo<Stage>) -> impl IntoView {
    let form = Form::new();
    let visit = here.id;
    let start = move |_| form.submit(visit::Act::StartVisit { visit }, words::STARTED, || ());
    let main = move || match stage.get() {
        Stage::Ahead | Stage::Missed if here.mine.get() => Some(
            view! {
                <button
                    type="button"
                    class="button primary main"
                    disabled=move || form.is_busy()
                    on:click=start
                >
                    {words::START}
                </button>
            }
            .into_any(),
        ),
        Stage::OnSite if here.mine.get() => Some(
            view! {
                <button
                    type="button"
                    class="button primary main"
                    on:click=move |_| here.opened.set(Some(OpenDialog::Finish))
                >
                    {words::FINISH}
                </button>
            }
            .into_any(),
        ),
        Stage::Ended { .. } => Some(
            view! {
                <a class="button primary main" href=format!("/passage/{visit}/compte-rendu")>
                    {words::REPORT}
                </a>
            }
            .into_any(),
        ),
        Stage::Ahead | Stage::Missed | Stage::OnSite | Stage::Gone => None,
    };
    let unusual = move || match stage.get() {
        Stage::Ahead | Stage::Missed if here.mine.get() => unusual(here),
        Stage::Ahead | Stage::Missed | Stage::OnSite | Stage::Ended { .. } | Stage::Gone => None,
    };
    view! {
        <div class="main-action">
            <Failure text=form.error()/>
            <p class="hint" role="status">{unusual}</p>
            {main}
        </div>
    }
}

/// What is unusual about starting this visit now: it is planned for another day, or another one
/// is under way. Reactive.
fn unusual(here: Here) -> Option<String> {
    let app = use_app();
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let visit = view.visits.get(&here.id)?;
        let running = view
            .visits_by(&visit.technician)
            .find(|other| other.id != here.id && other.state == VisitState::OnSite);
        let elsewhere = running.map(|other| site_name(view.sites.get(&other.site).map(|s| &**s)));
        let other_day = (visit.slot.day != today).then_some(visit.slot.day);
        let said = [other_day.map(words::other_day), elsewhere.as_deref().map(words::other_runs)];
        let said: Vec<_> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(" "))
    })
}

/// The buttons that add something to the visit, and «Passage impossible».
#[component]
pub(super) fn OnTheSpot(here: Here, stage: Memo<Stage>) -> impl IntoView {
    let form = Form::new();
    let visit = here.id;
    let add_photo = move |photo| {
        let command = visit::Act::AddVisitPhoto { visit, photo };
        // Several may be chosen at once: each is a command, and none waits for another.
        form.run_each(async move {
            form.try_submit(command).await?;
            form.app.toast(words::PHOTO_ADDED);
            Ok(())
        });
    };
    let at = move |stages: &[Stage]| stages.contains(&stage.get());
    let ended = [Stage::Ended { signed: false }, Stage::Ended { signed: true }];
    let on_site = move || at(&[Stage::OnSite]);
    let resume = move |_| {
        form.submit(visit::Act::ResumeVisit { visit }, words::RESUMED, || ());
    };
    let takes_requests = move || here.takes_requests();
    let begun = move || on_site() || at(&ended);
    let to_sign = move || at(&[Stage::OnSite, Stage::Ended { signed: false }]);
    let ahead = move || at(&[Stage::OnSite, Stage::Ahead]);
    let known = move || stage.get() != Stage::Gone;
    let opens = move |when: bool, dialog: OpenDialog, label: &'static str, look: &'static str| {
        let open = move |_| here.opened.set(Some(dialog));
        when.then(|| {
            view! {
                <button type="button" class=look on:click=open>
                    {label}
                </button>
            }
        })
    };
    const PLAIN: &str = "button secondary";
    view! {
        <Show when=move || here.mine.get() && known()>
            <section class="section" aria-label=words::ACTIONS>
                <Failure text=form.error()/>
                <div class="actions halves">
                    <Show when=begun>
                        <PhotoPicker label=words::ADD_PHOTO on_photo=add_photo/>
                    </Show>
                    {move || {
                        opens(
                            takes_requests(),
                            OpenDialog::Found(None),
                            words::ADD_REQUEST,
                            PLAIN,
                        )
                    }}
                    {move || opens(known(), OpenDialog::Scan, words::SCAN, PLAIN)}
                    {move || opens(known(), OpenDialog::Note, words::ADD_NOTE, PLAIN)}
                    {move || opens(to_sign(), OpenDialog::Sign, words::SIGN, PLAIN)}
                    <Show when=move || here.resumable.get()>
                        <button
                            type="button"
                            class=PLAIN
                            disabled=move || form.is_busy()
                            on:click=resume
                        >
                            {words::RESUME}
                        </button>
                    </Show>
                    {move || opens(ahead(), OpenDialog::Miss, words::MISS, "button danger")}
                </div>
            </section>
        </Show>
    }
}

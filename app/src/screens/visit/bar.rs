//! The main action of a visit, low in the middle, and the other actions on the spot.

use super::{Here, OpenDialog, Stage};
use crate::parts::{Failure, PhotoPicker};
use crate::screens::form::Form;
use crate::text::visit_screen as words;
use leptos::prelude::*;
use shared::visit;

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
        _ => None,
    };
    view! {
        <div class="main-action">
            <Failure text=form.error()/>
            {main}
        </div>
    }
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

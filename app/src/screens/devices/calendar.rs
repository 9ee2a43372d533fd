//! «Agenda d'une école»: for which one, then its secret address.

use super::site::ChooseSite;
use crate::parts::Dialog;
use crate::screens::calendar::CalendarDialog;
use crate::screens::form::Form;
use crate::text::calendar as words;
use leptos::prelude::*;
use shared::account::FeedOwner;
use shared::id::SiteId;

/// The two dialogs, one after the other.
#[component]
pub(super) fn SchoolCalendar(on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let chosen = RwSignal::new(None::<(SiteId, String)>);
    let choose = Callback::new(move |site| chosen.set(Some(site)));
    move || match chosen.get() {
        Some((site, name)) => {
            let owner = FeedOwner::Site(site);
            view! { <CalendarDialog owner=owner name=name on_close=on_close/> }.into_any()
        }
        None => view! {
            <Dialog title=words::OF_SCHOOL on_close=on_close>
                <ChooseSite
                    refused=words::CHOOSE_SITE
                    confirm=words::GO_ON
                    form=form
                    on_site=choose
                />
            </Dialog>
        }
        .into_any(),
    }
}

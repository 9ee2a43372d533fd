//! The half-days of many schools at once: those that the list shows.

use crate::parts::Dialog;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::week_field::WeekField;
use crate::text::coverage as words;
use leptos::prelude::*;
use shared::day::Week;
use shared::owed::Coverage;
use shared::site;

/// The button, and its dialog.
#[component]
pub(super) fn WeekOfShown(lines: Memo<Vec<Coverage>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| open.set(false));
    let label = move || words::change_weeks(lines.with(Vec::len));
    view! {
        <button
            type="button"
            class="button secondary small"
            disabled=move || lines.with(Vec::is_empty)
            on:click=move |_| open.set(true)
        >
            {label}
        </button>
        {move || open.get().then(|| view! { <WeekDialog lines=lines on_close=close/> })}
    }
}

#[component]
fn WeekDialog(lines: Memo<Vec<Coverage>>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("weeks", "");
    let shown = StoredValue::new(lines.get_untracked());
    let first = shown.with_value(|all| all.first().map(|line| line.site.week));
    let week = form.holds("week", first.unwrap_or(Week::FOUR_DAYS));
    let submit = move |()| {
        let week = week.get_untracked();
        let sites: Vec<_> = shown.with_value(|all| {
            let other = all.iter().filter(|line| line.site.week != week);
            other.map(|line| (line.site.id.clone(), line.site.week)).collect()
        });
        form.run(async move {
            let count = sites.len();
            for (site, was) in sites {
                let was = Some(was);
                form.try_submit(site::Act::SetSiteWeek { site, week, was }).await?;
            }
            form.app.toast(words::weeks_changed(count));
            let _ = on_close.try_run(());
            Ok(())
        });
    };
    view! {
        <Dialog title=words::WEEKS_TITLE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p>{words::weeks_body(shown.with_value(Vec::len))}</p>
                <WeekField legend=words::OPEN_HALF_DAYS week=week/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

//! The preview of a file: its changes, and every line that is left out.

use super::place::Unplaced;
use super::sector::Sectors;
use super::{Read, effect};
use crate::context::clock_ms;
use crate::device::download;
use crate::parts::Failure;
use crate::screens::budget::Imputations;
use crate::screens::form::Form;
use crate::text::refusal::conflict;
use crate::text::{import as words, site_name};
use leptos::prelude::*;
use shared::command::Command;
use shared::day::paris_day;
use shared::equipment;
use shared::id::{EquipmentId, SiteId};
use shared::import::glpi::EquipmentRow;
use shared::import::problem::LineProblem;
use shared::intake::{AllowanceChange, Changed, Chosen, Placed};
use shared::limits::IMPORT_ROWS;
use shared::refusal::Conflict;
use shared::row::Row;
use shared::site;
use shared::subscription::Subscription;
use std::sync::Arc;

/// What a person asks for beside the lines of the file, and how far it is.
#[derive(Clone, Copy)]
struct Asked {
    /// Close the sites that are missing in the file.
    close: RwSignal<bool>,
    /// Propose for retirement the devices that are missing in the file.
    retire: RwSignal<bool>,
    /// Commands that are kept, of all.
    step: RwSignal<Option<(usize, usize)>>,
}

/// Gives the commands of a file; the error is a sentence.
async fn import_all(form: Form, read: &Read, asked: Asked) -> Result<(), String> {
    // The rows may have changed since the preview: all of it is judged before any is kept.
    let mut commands = effect(form.app, &read.effect.useful).await?.useful;
    if asked.close.get_untracked() {
        commands.extend(closing(form, &read.intake.missing).await?);
    }
    if asked.retire.get_untracked() {
        commands.extend(retiring(&read.intake.gone));
    }
    let all = commands.len();
    for (done, command) in commands.into_iter().enumerate() {
        let _ = asked.step.try_set(Some((done, all)));
        // A full disk may stop it half-way: what is kept then is said.
        let kept = form.try_submit(command).await;
        kept.map_err(|why| words::stopped(done, all, why))?;
    }
    form.app.toast(words::IMPORTED);
    Ok(())
}

/// The preview, with «Importer».
#[component]
pub(super) fn Preview(
    read: Arc<Read>,
    #[prop(into)] on_done: Callback<()>,
    on_chosen: Callback<Chosen>,
) -> impl IntoView {
    let form = Form::new();
    let Read { name, intake, effect: found, chosen, .. } = &*read;
    let known = form.app.read_now(|replica| replica.view().sites.len());
    let few = intake.missing.len() * 20 <= known;
    let asked = Asked {
        close: RwSignal::new(few && !intake.missing.is_empty()),
        retire: RwSignal::new(false),
        step: RwSignal::new(None),
    };
    let Asked { close, retire, step } = asked;
    let kept = StoredValue::new(Arc::clone(&read));
    let useful = !found.useful.is_empty();
    let something = move || useful || close.get() || retire.get();
    let import = Callback::new(move |()| {
        form.run(async move {
            import_all(form, &kept.get_value(), asked).await?;
            let _ = on_done.try_run(());
            Ok(())
        });
    });
    let nothing = found.is_empty() && intake.missing.is_empty() && intake.gone.is_empty();
    let before = chosen.clone();
    let placed = move |placed: Placed| {
        let mut chosen = before.clone();
        chosen.placed.extend(placed);
        on_chosen.run(chosen);
    };
    // What each school may spend from then on.
    let allowance = |row: &AllowanceChange| {
        form.app.read_now(|it| words::allowance(&site_name(it.view(), &row.site), row))
    };
    // What the file says against what was decided here.
    let against = |one: &Conflict| form.app.read_now(|it| conflict(one, it.view()));
    let left_out = intake.left_out.iter().map(|(why, lines)| {
        view! { <li>{words::left_out(*why, *lines)}</li> }
    });
    view! {
        <section class="section" aria-labelledby="preview">
            <h2 id="preview">{words::kind(intake.kind)} " · " {name.clone()}</h2>
            <p class="lead">{words::summary(found.created.len(), found.changed.len())}</p>
            {nothing.then(|| view! { <p class="banner">{words::NOTHING_NEW}</p> })}
            <Sectors schools=intake.sectors chosen=chosen.clone() on_chosen=on_chosen/>
            <ul>{left_out.collect_view()}</ul>
            {lines(words::CREATED, &found.created, words::row, false)}
            {lines(words::CHANGED, &found.changed, changed, true)}
            {lines(words::ALLOWANCES, &intake.allowances, allowance, true)}
            {lines(words::CONFLICTS, &found.conflicts, against, true)}
            <Missing ids=intake.missing.clone() few=few close=close/>
            <Gone ids=intake.gone.clone() retire=retire/>
            {lines(words::UNMATCHED, &intake.unmatched, unmatched, false)}
            {hint_of_unmatched(&intake.unmatched)}
            <Imputations imputations=intake.imputations.clone()/>
            <Unplaced lines=intake.to_place.clone() on_placed=placed/>
            <Problems title=words::PROBLEMS problems=intake.problems.clone()/>
            <Problems title=words::WARNINGS problems=intake.warnings.clone()/>
            <Failure text=form.error()/>
            <p role="status">
                {move || step.get().map(|(done, all)| words::progress(done, all))}
            </p>
            <Show when=something>
                <ImportButton form=form on_press=import/>
            </Show>
        </section>
    }
}

#[component]
fn ImportButton(form: Form, on_press: Callback<()>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button primary main"
            disabled=move || form.is_busy()
            on:click=move |_| on_press.run(())
        >
            {move || if form.is_busy() { words::IMPORTING } else { words::IMPORT }}
        </button>
    }
}

/// Returns the commands that close the sites that are missing in the file.
async fn closing(form: Form, missing: &[SiteId]) -> Result<Vec<Command>, String> {
    let on = paris_day(clock_ms());
    let close = missing.chunks(IMPORT_ROWS).map(|close| site::Act::ImportSites {
        sites: Vec::new(),
        close: close.to_vec(),
        on,
    });
    let commands: Vec<Command> = close.map(Command::from).collect();
    effect(form.app, &commands).await.map(|effect| effect.useful)
}

/// The commands that propose for retirement the devices that are missing in the file.
fn retiring(gone: &[EquipmentId]) -> impl Iterator<Item = Command> {
    let reason = words::gone_reason(paris_day(clock_ms()));
    gone.iter().map(move |device| {
        let reason = reason.clone();
        equipment::Act::ProposeRetirement { equipment: *device, reason }.into()
    })
}

/// A folded list with its length; nothing when it is empty. Of a long one only the first lines are
/// put in words.
fn lines<T>(title: &'static str, rows: &[T], line: impl Fn(&T) -> String, open: bool) -> AnyView {
    let all = rows.len();
    let rest = all.saturating_sub(words::FIRST_SHOWN);
    let line = |row: &T| view! { <li>{line(row)}</li> };
    let lines = rows.iter().take(words::FIRST_SHOWN).map(line).collect_view();
    (all > 0)
        .then(|| {
            view! {
                <details class="details" open=open>
                    <summary>{words::heading(title, all)}</summary>
                    <ul>
                        {lines}
                        {(rest > 0).then(|| view! { <li>{words::more(rest)}</li> })}
                    </ul>
                </details>
            }
        })
        .into_any()
}

fn changed(changed: &Changed) -> String {
    format!("{}\u{a0}: {}", words::row(&changed.before), words::fields(&changed.fields))
}

#[component]
fn Missing(ids: Vec<SiteId>, few: bool, close: RwSignal<bool>) -> impl IntoView {
    let app = crate::context::use_app();
    let count = ids.len();
    let name = |id: &SiteId| {
        app.read_now(|replica| match replica.view().sites.get(id) {
            Some(site) => words::row(&Row::Site(site.clone())),
            None => id.to_string(),
        })
    };
    let names = lines(words::TO_CLOSE, &ids, name, true);
    let paid = app.read_now(|replica| {
        let rows = replica.view().subscriptions.values();
        let goes_on = |row: &&std::sync::Arc<Subscription>| {
            ids.contains(&row.site) && row.has_begun() && row.ends().is_none()
        };
        rows.filter(goes_on).count()
    });
    (count > 0).then(|| {
        view! {
            {names}
            {(paid > 0).then(|| view! { <p class="warning">{words::still_paid(paid)}</p> })}
            {(!few).then(|| view! { <p class="warning">{words::MANY_MISSING}</p> })}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || close.get()
                    on:change=move |event| close.set(event_target_checked(&event))
                />
                <span>{words::close_missing(count)}</span>
            </label>
        }
    })
}

/// Devices that the file no longer holds.
#[component]
fn Gone(ids: Vec<EquipmentId>, retire: RwSignal<bool>) -> impl IntoView {
    let app = crate::context::use_app();
    let count = ids.len();
    let name = |id: &EquipmentId| {
        app.read_now(|replica| {
            let device = replica.view().equipment.get(id).cloned();
            device.map_or_else(|| id.to_string(), |device| words::row(&Row::Equipment(device)))
        })
    };
    let names = lines(words::GONE, &ids, name, true);
    (count > 0).then(|| {
        view! {
            {names}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || retire.get()
                    on:change=move |event| retire.set(event_target_checked(&event))
                />
                <span>{words::retire_gone(count)}</span>
            </label>
        }
    })
}

fn hint_of_unmatched(rows: &[EquipmentRow]) -> impl IntoView + use<> {
    (!rows.is_empty()).then(|| view! { <p class="hint">{words::UNMATCHED_HINT}</p> })
}

fn unmatched(row: &EquipmentRow) -> String {
    format!("{} {}\u{a0}: {}", words::LINE, row.line, row.name)
}

/// The lines and values that were left out: number, column, value, reason.
#[component]
fn Problems(title: &'static str, problems: Vec<LineProblem>) -> impl IntoView {
    let all = problems.len();
    let rest = all.saturating_sub(words::FIRST_SHOWN);
    let row = |problem: &LineProblem| {
        view! {
            <tr>
                <th scope="row">{problem.line}</th>
                <td>{problem.column.clone()}</td>
                <td>{problem.value.clone()}</td>
                <td>{words::reason(problem)}</td>
            </tr>
        }
    };
    let rows = problems.iter().take(words::FIRST_SHOWN).map(row).collect_view();
    let save = move |_| {
        let table = words::problems_csv(problems.iter());
        download::text(words::PROBLEMS_NAME, "text/csv", &table);
    };
    (all > 0).then(|| {
        view! {
            <h3>{words::heading(title, all)}</h3>
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table class="data">
                    <caption class="visually-hidden">{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::LINE}</th>
                            <th scope="col">{words::COLUMN}</th>
                            <th scope="col">{words::VALUE}</th>
                            <th scope="col">{words::REASON}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(rest > 0).then(|| view! { <p>{words::more(rest)}</p> })}
            <button type="button" class="button secondary" on:click=save>
                {words::DOWNLOAD_PROBLEMS}
            </button>
        }
    })
}

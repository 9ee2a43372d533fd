//! «Facteurs»: the numbers behind the figures, with their sources, corrected from a day on.

use crate::api;
use crate::context::use_app;
use crate::parts::{Back, Dialog, Page, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{date, sobriety as words};
use leptos::prelude::*;
use shared::settings::{self, Settings};
use shared::sobriety::{Factor, Key, known};

/// The screen.
#[component]
pub(crate) fn FactorsScreen() -> impl IntoView {
    let app = use_app();
    let changing = RwSignal::new(None::<Key>);
    let rows = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let factors = known::factors(&replica.view().settings());
            let row = |key: Key| (key.word(), factors.on(key, today).cloned());
            Key::all().into_iter().map(row).collect::<Vec<_>>()
        })
    });
    let close = Callback::new(move |()| changing.set(None));
    view! {
        <Page title=words::FACTORS>
            <Back href="/sobriete" label=words::BACK/>
            <p class="hint">{words::FACTORS_INTRO}</p>
            <p>
                <a
                    class="button secondary"
                    href=api::export_url("facteurs", "csv", None)
                    download="facteurs.csv"
                    rel="external"
                >
                    {words::EXPORT_FACTORS}
                </a>
            </p>
            <Table rows=rows changing=changing/>
            {move || changing.get().map(|key| view! { <FactorDialog key_=key on_close=close/> })}
        </Page>
    }
}

/// What holds today, with its source.
#[component]
fn Table(
    rows: Memo<Vec<(&'static str, Option<Factor>)>>,
    changing: RwSignal<Option<Key>>,
) -> impl IntoView {
    let row = move |(word, factor): (&'static str, Option<Factor>)| {
        let key = Key::of_word(word)?;
        let name = words::key(key);
        let change = format!("{} {name}", words::CHANGE);
        let value =
            factor.as_ref().map_or(words::NO_FACTOR.into(), |of| words::value(key, of.value));
        let from = factor.as_ref().map_or(String::new(), |factor| date::day_long(factor.from));
        let source = factor.map_or(String::new(), |factor| factor.source);
        Some(view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{value}</td>
                <td>{from}</td>
                <td class="long">{source}</td>
                <td>
                    <button
                        type="button"
                        class="button quiet small nowrap"
                        aria-label=change
                        on:click=move |_| changing.set(Some(key))
                    >
                        {words::CHANGE}
                    </button>
                </td>
            </tr>
        })
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::FACTORS>
            <table class="data">
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::VALUE}</th>
                        <th scope="col">{words::FROM}</th>
                        <th scope="col">{words::SOURCE}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    {move || rows.get().into_iter().map(row).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

/// Corrects a factor from a day on.
#[component]
fn FactorDialog(key_: Key, on_close: Callback<()>) -> impl IntoView {
    let key = key_;
    let form = Form::kept("factor", key.word());
    let app = form.app;
    let known = app.read_now(|replica| {
        let factors = known::factors(&replica.view().settings());
        factors.on(key, app.today_now()).cloned()
    });
    let value = form.text("factors", known.as_ref().map_or(String::new(), |f| f.value.to_string()));
    let value = value.needs(words::NEEDS_VALUE);
    let from = form.text("from", "").needs(words::NEEDS_DAY);
    let source = form.text("source", "").needs(words::NEEDS_SOURCE);
    let url = form.text("url", "");
    let scope = known.map(|factor| factor.scope).unwrap_or_default();
    let submit = move |()| {
        let Ok(number) = value.value.get_untracked().trim().parse() else {
            return form.refuse(value, words::NEEDS_VALUE);
        };
        let Ok(day) = from.value.get_untracked().trim().parse() else {
            return form.refuse(from, words::NEEDS_DAY);
        };
        let factor = Factor {
            key: key.word().to_owned(),
            from: day,
            value: number,
            source: source.value.get_untracked(),
            url: url.value.get_untracked(),
            scope: scope.clone(),
        };
        let settings = app.read_now(|replica| {
            let settings = replica.view().settings();
            let factors = Some(known::factors(&settings).with(factor).0);
            Settings { factors, ..(*settings).clone() }
        });
        let command = settings::Act::ChangeSettings { settings };
        form.submit_and_close(command, words::CHANGED, on_close);
    };
    view! {
        <Dialog title=words::key(key) on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::value_label(key) hint=words::VALUE_HINT value=value/>
                <TextField label=words::FROM kind="date" value=from/>
                <TextField label=words::SOURCE value=source/>
                <TextField label=words::URL value=url/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

//! The parts of the report, from the heading to the signature.

use crate::context::{App, use_app};
use crate::parts::PhotoList;
use crate::screens::today::card::{address, site_name};
use crate::screens::visit::lines::{Line, Mark};
use crate::text::{self, date, visit as visit_words, visit_report as words, visit_screen};
use leptos::prelude::*;
use shared::history::{Declared, Entry, FileRef};
use shared::id::ItemId;
use shared::site::Site;
use shared::ticket::Ticket;
use shared::visit;
use shared::visit::{Check, Visit, VisitState};
use std::sync::Arc;

/// The facts of the visit: site, technician, times.
#[component]
pub(super) fn Facts(visit: Arc<Visit>, site: Option<Arc<Site>>) -> impl IntoView {
    let app = use_app();
    let (authority, technician) = app.read_now(|replica| {
        let view = replica.view();
        let technician = view.accounts.get(&visit.technician).map(|account| account.name.clone());
        (view.settings().authority.clone(), technician.unwrap_or_default())
    });
    // The day on which it took place; that of its half-day when it was made on another one.
    let (day, planned) = (text::day_long(visit.day()), text::slot_long(visit.slot));
    let (day, planned) = match visit.day() == visit.slot.day {
        true => (planned, None),
        false => (day, Some((words::PLANNED_FOR, planned))),
    };
    let mut facts = vec![
        (words::SITE, site_name(site.as_deref())),
        (words::ADDRESS, site.as_deref().map(address).unwrap_or_default()),
        (words::DATE, day),
        (words::TECHNICIAN, technician),
        (words::STARTED, declared(visit.started)),
        (words::FINISHED, declared(visit.finished)),
        (words::STATE, visit_words::state(&visit.state)),
    ];
    facts.extend(planned);
    if let VisitState::Missed { reason } = visit.state {
        facts.push((words::MISSED, visit_words::missed(reason)));
    }
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <p class="report-authority">{authority}</p>
        <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
    }
}

/// A declared time; one of a clock that was wrong is marked.
fn declared(when: Option<Declared>) -> String {
    match when {
        None => words::NOT_YET.into(),
        Some(when) if when.is_doubtful() => {
            format!("{} ({})", date::declared(when), visit_screen::DOUBTFUL)
        }
        Some(when) => date::declared(when),
    }
}

/// The checklist, the notes and the photos.
#[component]
pub(super) fn Results(visit: Arc<Visit>) -> impl IntoView {
    let app = use_app();
    let rows = results(app, &visit);
    let table = (!rows.is_empty()).then(|| {
        let row = |(label, check, note, mark): (String, Check, String, Mark)| {
            view! {
                <tr>
                    <th scope="row">{label} " " {marked(mark)}</th>
                    <td>{visit_words::check(check)}</td>
                    <td>{note}</td>
                </tr>
            }
        };
        view! {
            <h2 id="report-checks">{words::CHECKLIST}</h2>
            <table class="data stack-narrow" aria-labelledby="report-checks">
                <thead>
                    <tr>
                        <th scope="col">{words::ITEM}</th>
                        <th scope="col">{words::RESULT}</th>
                        <th scope="col">{words::NOTE}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        }
    });
    let later = visit.after_signature();
    let (before, later) = visit.history.split_at(visit.history.len() - later.len());
    let note = |entry: &Entry<visit::Happened>, mark: Mark| match &entry.what {
        visit::Happened::Noted { text } => {
            Some(view! { <li>{text.clone()} " " {marked(mark)}</li> })
        }
        _ => None,
    };
    let before = before.iter().filter_map(|entry| note(entry, Mark::Plain));
    let notes: Vec<_> =
        before.chain(later.iter().filter_map(|entry| note(entry, Mark::Later))).collect();
    let notes = (!notes.is_empty()).then(|| {
        view! {
            <h2>{words::NOTES}</h2>
            <ul>{notes}</ul>
        }
    });
    view! { {table} {notes} {photos(&visit)} }
}

/// The photos of the visit; those that came after the signature stand apart.
fn photos(visit: &Visit) -> impl IntoView + use<> {
    let is_later = |photo: &FileRef| {
        let what = visit::Happened::PhotoLater { photo: photo.hash.clone() };
        visit.after_signature().iter().any(|entry| entry.what == what)
    };
    let photos = visit.photos.iter().cloned();
    let (later, before): (Vec<_>, Vec<_>) = photos.partition(is_later);
    let list = |photos: Vec<FileRef>| {
        (!photos.is_empty()).then(|| {
            view! { <PhotoList photos=Signal::stored(photos) about=words::OF_VISIT/> }
        })
    };
    let mark = (!later.is_empty()).then(|| view! { <p>{marked(Mark::Later)}</p> });
    (!visit.photos.is_empty()).then(|| {
        view! {
            <h2>{words::PHOTOS}</h2>
            {list(before)}
            {mark}
            {list(later)}
        }
    })
}

/// The word beside what came after the signature.
fn marked(mark: Mark) -> Option<impl IntoView> {
    (mark == Mark::Later).then(|| view! { <span class="tag">{words::AFTER_SIGNATURE}</span> })
}

/// Returns every item of the settings, then answered items that are no longer in the settings.
fn results(app: App, visit: &Visit) -> Vec<(String, Check, String, Mark)> {
    let mark = |id: &ItemId| {
        let what = visit::Happened::CheckedLater { item: id.clone() };
        match visit.after_signature().iter().any(|entry| entry.what == what) {
            true => Mark::Later,
            false => Mark::Plain,
        }
    };
    let settings = app.read_now(|replica| replica.view().settings());
    let of_settings = settings.checklist.iter().map(|item| {
        let checked = visit.checklist.get(&item.id);
        let check = checked.map_or(Check::Open, |checked| checked.check);
        let note = checked.map_or(String::new(), |checked| checked.note.clone());
        (item.label.clone(), check, note, mark(&item.id))
    });
    let is_gone = |id| !settings.checklist.iter().any(|item| &item.id == id);
    let gone = visit.checklist.iter().filter(|(id, _)| is_gone(*id));
    let gone = gone.map(|(id, c)| (id.to_string(), c.check, c.note.clone(), mark(id)));
    of_settings.chain(gone).collect()
}

/// The work by request, then the requests that were resolved, postponed and added.
#[component]
pub(super) fn Work(lines: Vec<Line>, unseen: Vec<Arc<Ticket>>) -> impl IntoView {
    let worked: Vec<&Line> = lines.iter().filter(|line| !line.work.is_empty()).collect();
    let total: u32 = worked.iter().map(|line| line.minutes).sum();
    let work = match worked.is_empty() {
        true => view! { <p>{words::NO_WORK}</p> }.into_any(),
        false => view! {
            <ul>{worked.into_iter().map(work_line).collect_view()}</ul>
            <p>{words::total(total)}</p>
        }
        .into_any(),
    };
    view! {
        <h2>{words::WORK}</h2>
        {work}
        {group(words::RESOLVED, &lines, |line| line.resolved)}
        {group(words::POSTPONED, &lines, |line| line.postponed)}
        {group(words::ADDED, &lines, |line| line.added)}
        {section(
            words::UNSEEN,
            unseen.iter().map(|ticket| titled(ticket, Mark::Plain, None)).collect(),
        )}
    }
}

fn work_line(line: &Line) -> impl IntoView + use<> {
    let words_of = |(at, (text, mark)): (usize, &(String, Mark))| {
        let between = (at > 0).then_some("\u{a0}; ");
        view! { {between} {text.clone()} " " {marked(*mark)} }
    };
    let said = line.work.iter().enumerate().map(words_of).collect_view();
    view! {
        <li>
            <strong>{line.ticket.text.clone()}</strong>
            "\u{a0}: "
            {said}
            " ("
            {words::minutes(line.minutes)}
            ")"
            <PhotoList photos=Signal::stored(line.photos.clone()) about=line.ticket.text.clone()/>
        </li>
    }
}

fn group(title: &'static str, lines: &[Line], holds: fn(&Line) -> Option<Mark>) -> Option<AnyView> {
    // The photos of a work are beside it.
    let photos = |line: &Line| line.work.is_empty().then(|| line.photos.clone());
    let held = lines.iter().filter_map(|line| Some((line, holds(line)?)));
    section(title, held.map(|(line, mark)| titled(&line.ticket, mark, photos(line))).collect())
}

fn section(title: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        view! {
            <h2>{title}</h2>
            <ul>{lines}</ul>
        }
        .into_any()
    })
}

/// A request, with its photos when they stand nowhere else.
fn titled(ticket: &Ticket, mark: Mark, photos: Option<Vec<FileRef>>) -> AnyView {
    let about = ticket.text.clone();
    let photos = photos.map(|photos| {
        view! { <PhotoList photos=Signal::stored(photos) about=about.clone()/> }
    });
    view! { <li>{ticket.text.clone()} " " {marked(mark)} {photos}</li> }.into_any()
}

/// The signature, drawn or typed.
#[component]
pub(super) fn Signed(
    visit: Arc<Visit>,
    /// Something came after the signature.
    is_changed: bool,
) -> impl IntoView {
    let app = use_app();
    let signature = match &visit.signature {
        None => view! { <p>{words::NOT_SIGNED}</p> }.into_any(),
        Some(signature) => {
            let drawing = signature.drawing.clone().map(|drawing| {
                let url = app.file_url(drawing.hash);
                view! { <img class="signature-image" src=move || url.get() alt=words::DRAWING/> }
            });
            view! {
                {drawing}
                <p>{words::signer(&signature.name, &signature.capacity)}</p>
                <p class="meta">{words::signed_on(&declared(Some(signature.when)))}</p>
                {is_changed.then(|| view! { <p>{words::CHANGED_SINCE}</p> })}
            }
            .into_any()
        }
    };
    view! {
        <h2>{words::SIGNATURE}</h2>
        {signature}
    }
}

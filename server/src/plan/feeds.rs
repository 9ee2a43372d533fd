//! Notices as a feed and as a calendar, figures as open data.

use super::page::escape;
use super::{Public, words};
use crate::export::{Form, Table, Unwritten, write};
use crate::statement::export::values;
use chrono::{DateTime, Duration, NaiveTime, SecondsFormat, Utc};
use icalendar::{Calendar, Component, Event, EventLike};
use serde_json::json;
use shared::notice::Notice;
use shared::statement::{Amount, Defined};
use shared::words::statement as statement_words;
use std::fmt::Write;

/// When a notice was written last: on the first day on which it is shown, or when it was corrected
/// since.
fn written(notice: &Notice) -> DateTime<Utc> {
    let first = notice.from.and_time(NaiveTime::MIN).and_utc();
    let corrected = notice.corrected_at.and_then(DateTime::from_timestamp_millis);
    corrected.map_or(first, |at| at.max(first))
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The name of the feeds, which says what was made up.
fn title(public: &Public) -> String {
    match public.is_made_up() {
        true => format!("{} ({})", words::TITLE, statement_words::DEMONSTRATION),
        false => words::TITLE.to_owned(),
    }
}

/// The feed of the notices (RFC 4287).
pub(super) fn atom(public: &Public) -> String {
    let mut text = String::new();
    let today = public.today.and_time(NaiveTime::MIN).and_utc();
    let newest = public.notices.iter().map(written).max().unwrap_or(today);
    let (newest, title) = (instant(newest), escape(&title(public)));
    let author = escape(&public.authority);
    let author = if author.is_empty() { title.clone() } else { author };
    let _ = write!(
        text,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n<title>{title}</title>\n\
         <id>urn:tournee:plan</id>\n<updated>{newest}</updated>\n\
         <author><name>{author}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"/plan\"/>\n"
    );
    for notice in &public.notices {
        let _ = write!(
            text,
            "<entry>\n<title>{}</title>\n<id>urn:uuid:{}</id>\n<updated>{}</updated>\n\
             <content type=\"text\">{}</content>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"/plan\"/>\n</entry>\n",
            escape(&notice.title),
            notice.id,
            instant(written(notice)),
            escape(&notice.text)
        );
    }
    text.push_str("</feed>\n");
    text
}

/// The notices as whole days of a calendar (RFC 5545).
pub(super) fn calendar(public: &Public) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&title(public));
    for notice in &public.notices {
        let event = Event::new()
            .uid(&notice.id.to_string())
            .timestamp(written(notice))
            .starts(notice.from)
            .ends(notice.until + Duration::days(1))
            .summary(&notice.title)
            .description(&notice.text)
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}

fn figures(public: &Public) -> impl Iterator<Item = (&Defined, Amount)> {
    let total = |statement: &'_ shared::statement::Statement| statement.total().cloned();
    public.statement.iter().flat_map(move |statement| {
        let amounts = total(statement).map(|total| total.amounts).unwrap_or_default();
        statement.definitions.iter().zip(amounts)
    })
}

fn span(public: &Public) -> String {
    public.statement.as_ref().map_or_else(String::new, |statement| {
        let label = &statement.span.label;
        match statement.fictitious {
            true => format!("{label} ({})", statement_words::DEMONSTRATION),
            false => label.clone(),
        }
    })
}

/// The figures as open data.
pub(super) fn csv(public: &Public) -> Result<String, Unwritten> {
    let period = span(public);
    let line = |(defined, amount): (&Defined, Amount)| {
        let [value, part, of] = values(defined, amount);
        let (value, unit) = match (value.is_empty(), part.is_empty()) {
            (true, _) => (format!("{part}/{of}"), defined.unit.clone()),
            (false, false) => (value, "%".to_owned()),
            (false, true) => (value, defined.unit.clone()),
        };
        vec![defined.id.clone(), value, unit, period.clone(), defined.sentence.clone()]
    };
    let lines = figures(public).map(line).collect();
    let columns = words::COLUMNS.map(str::to_owned).to_vec();
    let table = Table { name: words::FIGURES, title: words::FIGURES.into(), columns, lines };
    let bytes = write(&table, Form::Csv)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The figures for programs, with the licence and the day.
pub(super) fn json(public: &Public) -> Result<String, Unwritten> {
    let figures: Vec<_> = figures(public)
        .map(|(defined, amount)| {
            let [value, part, of] = values(defined, amount);
            json!({
                "indicateur": defined.id, "version": defined.version, "libelle": defined.label,
                "valeur": value, "numerateur": part, "denominateur": of, "unite": defined.unit,
                "definition": defined.sentence, "calcul": defined.formula,
            })
        })
        .collect();
    let on = public.statement.as_ref().and_then(|statement| statement.frozen_on);
    let all = json!({
        "licence": words::LICENCE, "periode": span(public), "fige_le": on, "chiffres": figures,
    });
    Ok(serde_json::to_string_pretty(&all)?)
}

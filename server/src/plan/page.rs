//! The page and the sheet to print, as HTML without any script.

use super::{Public, words};
use crate::statement::export::told;
use shared::day::Day;
use shared::notice::Notice;
use shared::statement::Statement;
use shared::words::statement as statement_words;
use std::fmt::Write;

/// Text in HTML: nothing that was typed is taken for a tag.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

fn written(day: Day) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// The frame of a page. Writing into a text never fails.
fn framed(body: &str) -> String {
    let title = escape(words::TITLE);
    format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/plan/style.css\">\n\
         <link rel=\"alternate\" type=\"application/atom+xml\" title=\"{}\" \
         href=\"/plan/actualites.atom\">\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(words::ATOM)
    )
}

fn notice(notice: &Notice) -> String {
    let link = notice.link.and_then(words::link).map_or_else(String::new, |(to, label)| {
        format!("<p><a href=\"{to}\">{}</a></p>\n", escape(label))
    });
    format!(
        "<article>\n<h3>{}</h3>\n<p class=\"meta\">Du {} au {}</p>\n<p class=\"text\">{}</p>\n\
         {link}</article>\n",
        escape(&notice.title),
        written(notice.from),
        written(notice.until),
        escape(&notice.text)
    )
}

fn news(public: &Public) -> String {
    let notices: String = public.notices.iter().map(notice).collect();
    match notices.is_empty() {
        true => format!("<p>{}</p>\n", escape(words::NO_NEWS)),
        false => notices,
    }
}

fn figures(statement: &Statement) -> String {
    let mut text = String::new();
    let on = statement.frozen_on.map(written).unwrap_or_default();
    let (span, frozen) = (escape(&statement.span.label), escape(statement_words::FROZEN_ON));
    let _ = writeln!(text, "<p class=\"meta\">{span}. {frozen} {on}.</p>");
    if statement.replaces.is_some() {
        let _ = writeln!(text, "<p>{}</p>", escape(words::CORRECTED));
    }
    if !statement.text.is_empty() {
        let _ = writeln!(text, "<p class=\"text\">{}</p>", escape(&statement.text));
    }
    let Some(total) = statement.total() else { return text };
    text.push_str("<dl>\n");
    for (defined, amount) in statement.definitions.iter().zip(&total.amounts) {
        let _ = writeln!(
            text,
            "<div><dt>{}</dt><dd><strong>{}</strong><br>{} {} : {}. {} : {}.</dd></div>",
            escape(&defined.label),
            escape(&told(defined, *amount)),
            escape(&defined.sentence),
            escape(words::FORMULA),
            escape(&defined.formula),
            escape(words::EXCLUDES),
            escape(&defined.excludes),
        );
    }
    text.push_str("</dl>\n");
    text
}

fn numbers(public: &Public) -> String {
    match &public.statement {
        Some(statement) => figures(statement),
        None => format!("<p>{}</p>\n", escape(words::NO_FIGURES)),
    }
}

fn mark(public: &Public) -> String {
    let is_made_up = public.statement.as_ref().is_some_and(|statement| statement.fictitious);
    match is_made_up {
        true => format!("<p class=\"mark\">{}</p>\n", escape(words::DEMONSTRATION)),
        false => String::new(),
    }
}

fn plan() -> String {
    words::PLAN.iter().map(|line| format!("<p>{}</p>\n", escape(line))).collect()
}

/// The page.
pub(super) fn html(public: &Public) -> String {
    let link = |(to, label): (&str, &str)| {
        format!("<li><a href=\"/plan/{to}\">{}</a></li>\n", escape(label))
    };
    let files: String = [
        ("actualites.atom", words::ATOM),
        ("calendrier.ics", words::CALENDAR),
        ("chiffres.csv", words::CSV),
        ("chiffres.json", words::JSON),
        ("affiche", words::SHEET),
    ]
    .into_iter()
    .map(link)
    .collect();
    framed(&format!(
        "<a class=\"skip\" href=\"#contenu\">{}</a>\n<header>\n<p class=\"meta\">{}</p>\n\
         <h1>{}</h1>\n</header>\n<main id=\"contenu\">\n{}{}<h2>{}</h2>\n{}<h2>{}</h2>\n{}\
         <h2>{}</h2>\n<ul>\n{files}</ul>\n<p class=\"meta\">{}</p>\n</main>\n<footer>\n\
         <nav aria-label=\"{}\">\n<a href=\"/\">{}</a> · <a href=\"/accessibilite\">{}</a> · \
         <a href=\"/donnees-personnelles\">{}</a>\n</nav>\n</footer>\n",
        escape(words::SKIP),
        escape(&public.authority),
        escape(words::TITLE),
        mark(public),
        plan(),
        escape(words::NEWS),
        news(public),
        escape(words::FIGURES),
        numbers(public),
        escape(words::FILES),
        escape(words::LICENCE),
        escape(words::TITLE),
        escape(words::APP),
        escape(words::ACCESSIBILITY),
        escape(words::PRIVACY),
    ))
}

/// One A4 page for the board of a school.
pub(super) fn sheet(public: &Public) -> String {
    framed(&format!(
        "<main>\n<p class=\"meta\">{}</p>\n<h1>{}</h1>\n{}{}<h2>{}</h2>\n{}</main>\n",
        escape(&public.authority),
        escape(words::TITLE),
        mark(public),
        plan(),
        escape(words::NEWS),
        news(public),
    ))
}

//! The page and the sheet to print, as HTML without any script.

use super::{PAGE_BYTES_MAX, Public, words};
use crate::statement::export::told;
use shared::notice::Notice;
use shared::statement::Statement;
use shared::words::statement as statement_words;
use std::fmt::Write;

/// Letters of notices on one A4 sheet, in its size of letters.
const SHEET_CHARS: usize = 2_000;
/// What a notice takes besides its letters: its heading, its days and the room around it.
const NOTICE_CHARS: usize = 200;

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
        "<article>\n<h3>{}</h3>\n<p class=\"meta\">{}</p>\n<p class=\"text\">{}</p>\n\
         {link}</article>\n",
        escape(&notice.title),
        escape(&words::between(notice.from, notice.until)),
        escape(&notice.text)
    )
}

/// The newest notices; where some are left out, the feed that has them all.
fn news(notices: &[Notice], are_all: bool) -> String {
    let mut text: String = notices.iter().map(notice).collect();
    if !are_all {
        let more = escape(words::MORE);
        let _ = writeln!(text, "<p><a href=\"/plan/actualites.atom\">{more}</a></p>");
    } else if notices.is_empty() {
        let _ = writeln!(text, "<p>{}</p>", escape(words::NO_NEWS));
    }
    text
}

fn figures(statement: &Statement) -> String {
    let mut text = String::new();
    let on = statement.frozen_on.map(words::day).unwrap_or_default();
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
            "<div><dt>{}</dt><dd><strong>{}</strong><br>{} {}\u{a0}: {}. {}\u{a0}: {}.</dd></div>",
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
    match public.is_made_up() {
        true => format!("<p class=\"mark\">{}</p>\n", escape(words::DEMONSTRATION)),
        false => String::new(),
    }
}

fn plan() -> String {
    words::PLAN.iter().map(|line| format!("<p>{}</p>\n", escape(line))).collect()
}

/// The page: the oldest notices are left out where it would be too large.
pub(super) fn html(public: &Public) -> String {
    let most = public.notices.len();
    let mut pages = (0..=most).rev().map(|shown| page(public, shown));
    pages.find(|page| page.len() < PAGE_BYTES_MAX).unwrap_or_else(|| page(public, 0))
}

fn page(public: &Public, shown: usize) -> String {
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
        news(&public.notices[..shown], shown == public.notices.len()),
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

/// How many newest notices have no more letters together than a sheet has room for.
fn fit(notices: &[Notice]) -> usize {
    let mut room = SHEET_CHARS;
    let fits = |notice: &&Notice| {
        let takes = notice.title.chars().count() + notice.text.chars().count() + NOTICE_CHARS;
        let left = room.checked_sub(takes);
        room = left.unwrap_or(0);
        left.is_some()
    };
    notices.iter().take_while(fits).count()
}

/// One A4 page for the board of a school.
pub(super) fn sheet(public: &Public) -> String {
    let shown = fit(&public.notices);
    framed(&format!(
        "<main>\n<p class=\"meta\">{}</p>\n<h1>{}</h1>\n{}{}<h2>{}</h2>\n{}</main>\n",
        escape(&public.authority),
        escape(words::TITLE),
        mark(public),
        plan(),
        escape(words::NEWS),
        news(&public.notices[..shown], shown == public.notices.len()),
    ))
}

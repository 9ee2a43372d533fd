//! What the demonstration tells: a frozen statement of the last quarter, and news.

use chrono::Duration;
use shared::day::{Calendar, Day};
use shared::id::{NoticeId, StatementId};
use shared::notice::{Audience, Link, Notice, NoticeState};
use shared::row::Row;
use shared::statement::{Committee, Span, Statement, StatementState};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Days after the end of a quarter on which its statement is frozen.
const FROZEN_AFTER: i64 = 4;

/// A key of that rank.
fn key(rank: u128) -> Uuid {
    Uuid::from_u128(0x7465_6c6c_696e_8000_8000_0000_0000_0000 + rank)
}

/// Returns the statements of the last quarter that is over; their figures are still to be made.
pub(super) fn statements(calendar: &Calendar, today: Day) -> Vec<Row> {
    let over = calendar.quarters.iter().filter(|quarter| quarter.last < today);
    let Some(quarter) = over.max_by_key(|quarter| quarter.last) else { return Vec::new() };
    let year = quarter.id.as_str().rsplit_once('-').map_or("", |(year, _)| year);
    let nth = if quarter.rank == 1 { "1er".into() } else { format!("{}e", quarter.rank) };
    let label = format!("{nth} trimestre {year}");
    let frozen_on = (quarter.last + Duration::days(FROZEN_AFTER)).min(today);
    let of = |(rank, committee): (u128, Committee)| {
        Row::from(Statement {
            id: StatementId(key(rank)),
            committee,
            span: Span { label: label.clone(), first: quarter.first, last: quarter.last },
            state: StatementState::Frozen,
            text: "Premier bilan figé avec l’application.".into(),
            public: committee == Committee::Technical,
            readers: BTreeSet::new(),
            replaces: None,
            replaced_by: None,
            sealed_as: 0,
            frozen_on: Some(frozen_on),
            as_of: 0,
            fictitious: false,
            imported: false,
            definitions: Vec::new(),
            sheets: Vec::new(),
            late: Vec::new(),
            factors: Vec::new(),
            hash: String::new(),
            version: 0,
        })
    };
    [(1, Committee::Technical), (2, Committee::Communes)].into_iter().map(of).collect()
}

/// Returns the news: to everybody, and two to schools that are not published.
pub(super) fn notices(today: Day) -> Vec<Row> {
    let of = |rank, title: &str, text: &str, audience, link, state| {
        Row::from(Notice {
            id: NoticeId(key(rank)),
            title: title.into(),
            text: text.into(),
            from: today - Duration::days(3),
            until: today + Duration::days(40),
            audience,
            reached: BTreeSet::new(),
            link,
            state,
            corrected_at: None,
            version: 0,
        })
    };
    let public = Audience { public: true, ..Audience::default() };
    let schools = Audience { schools: true, ..Audience::default() };
    vec![
        of(
            11,
            "Le plan Le Numérique à l’École se suit en ligne",
            "Les chiffres de la dernière période et les nouvelles du plan sont sur une page \
             ouverte à tous.",
            public,
            Some(Link::Plan),
            NoticeState::Published,
        ),
        of(
            12,
            "Petit budget : pensez à vos commandes",
            "Ce qui n’est pas commandé avant la clôture de la campagne n’est pas reporté.",
            schools.clone(),
            Some(Link::Orders),
            NoticeState::Draft,
        ),
        of(
            13,
            "Formations du prochain trimestre",
            "Le calendrier des formations arrive.",
            schools,
            Some(Link::Teachers),
            NoticeState::Draft,
        ),
    ]
}

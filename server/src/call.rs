//! A call for projects as a file: its projects with what the jury said, and its decision. A
//! decision is frozen, so the same rows give the same bytes.

use crate::document::{self, DocumentBlock, Paper};
use crate::export::words::calls as words;
use crate::export::{Form, Table, Unwritten, amount, date, decimal, made_up, place, write};
use shared::article::Pot;
use shared::ballot::Ballot;
use shared::ballot::score::{lot, ranking};
use shared::campaign::{Call, Campaign, RankedProject};
use shared::money::Cents;
use shared::order;
use shared::row::State;
use shared::supply::{Project, Supply};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The form of a file, and whether what it tells was made up for the demonstration.
pub type CallPaper = (Form, bool);

/// Returns the call as a file: a table of its projects, or the document of its decision. `state`
/// holds what the reader may see of it.
///
/// # Errors
/// [`Unwritten`] when a value does not fit the format.
pub fn file(state: &State, call: &Campaign, asked: CallPaper) -> Result<Vec<u8>, Unwritten> {
    match asked {
        (Form::Csv | Form::Xlsx, _) => written(table(state, call), asked),
        (Form::Pdf, is_made_up) => {
            let title = if is_made_up { made_up(&title(call)) } else { title(call) };
            Ok(document::write(&title, Paper::Portrait, &blocks(state, call, &title))?)
        }
    }
}

fn written(table: Table, (form, is_made_up): CallPaper) -> Result<Vec<u8>, Unwritten> {
    let table = if is_made_up { table.made_up(form) } else { table };
    write(&table, form)
}

/// Returns what communes read of a call that was decided: the title, the sum and the decision of
/// the projects that `state` holds, in the order of their schools.
///
/// # Errors
/// [`Unwritten`] when a value does not fit the format.
pub fn communes_file(
    state: &State,
    call: &Campaign,
    asked: CallPaper,
) -> Result<Vec<u8>, Unwritten> {
    let of_call = state.supplies.values().filter(|supply| supply.campaign == call.id);
    let line = |supply: &Arc<Supply>| {
        let ((school, commune), project) = (place(state, &supply.site), project(supply));
        let decided_on = project.decided_on.map(date).unwrap_or_default();
        vec![
            commune,
            school,
            supply.site.to_string(),
            project.title,
            amount(supply.price()),
            shared::words::project(supply.state).to_owned(),
            decided_on,
        ]
    };
    let mut lines: Vec<_> = of_call.map(line).collect();
    order::sort(&mut lines);
    let columns = words::COMMUNES_COLUMNS.map(str::to_owned).into();
    written(Table { name: words::DECISION, title: title(call), columns, lines }, asked)
}

fn title(call: &Campaign) -> String {
    let what = if call.decision.is_some() { words::DECISION } else { words::PROJECTS };
    format!("{} · {what}", call.label)
}

/// The projects with their places: those of the decision, or those that the readable marks make.
/// Without marks none has a place.
fn placed(state: &State, call: &Campaign) -> Vec<(Arc<Supply>, Option<RankedProject>)> {
    let places = match &call.decision {
        Some(decision) => decision.ranking.clone(),
        None => ranking(state, call, lot(call.id)),
    };
    let by_project: BTreeMap<_, _> = places.iter().map(|place| (place.supply, *place)).collect();
    let of_call = state.supplies.values().filter(|supply| supply.campaign == call.id);
    let mut all: Vec<_> =
        of_call.map(|one| (one.clone(), by_project.get(&one.id).copied())).collect();
    order::sort_by_key(&mut all, |(supply, place)| {
        let rank = place.and_then(|place| place.rank);
        (rank.is_none(), rank, supply.asked_on, supply.id)
    });
    all
}

fn project(supply: &Supply) -> Project {
    supply.project.as_deref().cloned().unwrap_or_default()
}

fn pieces(supply: &Supply) -> u32 {
    supply.lines.iter().map(|line| line.quantity).sum()
}

/// The mean of the marks of a criterion, in hundredths, rounded half up.
fn mean(ballots: &[&Ballot], supply: &Supply, at: usize) -> Option<u32> {
    let marks = ballots.iter().filter_map(|ballot| ballot.mark(supply.id));
    let given = marks.filter(|mark| mark.abstained.is_none());
    let scores = given.filter_map(|mark| mark.scores.get(at).copied().flatten());
    let (count, sum) =
        scores.fold((0, 0), |(count, sum), score| (count + 1, sum + u32::from(score)));
    (count > 0).then(|| (sum * 200 + count) / (count * 2))
}

fn table(state: &State, call: &Campaign) -> Table {
    let rules: Option<&Call> = call.call.as_ref();
    let criteria = rules.map(|rules| rules.criteria.as_slice()).unwrap_or_default();
    let ballots = state.ballots.values().filter(|ballot| ballot.campaign == call.id);
    let ballots: Vec<&Ballot> = ballots.map(|ballot| &**ballot).collect();
    let line = |(supply, ranked): (Arc<Supply>, Option<RankedProject>)| {
        let (project, of) = (project(&supply), place(state, &supply.site));
        let rank = ranked.and_then(|place| place.rank);
        let points = ranked.and_then(|place| place.hundredths);
        let asked = project.asked.unwrap_or_else(|| pieces(&supply));
        let mut cells = vec![
            supply.id.to_string(),
            shared::words::project(supply.state).to_owned(),
            supply.site.to_string(),
            of.0,
            project.title,
            date(supply.asked_on),
            amount(supply.price()),
            supply.reason.clone(),
            words::yes(supply.late),
            project.classes.to_string(),
            project.pupils.to_string(),
            amount(supply.price_in(Pot::Investment)),
            amount(supply.price_in(Pot::Operating)),
            rank.map_or_else(String::new, |rank| rank.to_string()),
            points.map_or_else(String::new, in_points),
            asked.to_string(),
        ];
        let means = (0..criteria.len()).map(|at| mean(&ballots, &supply, at));
        cells.extend(means.map(|mean| mean.map_or_else(String::new, in_points)));
        cells
    };
    let labels = criteria.iter().map(|criterion| criterion.label.clone());
    Table {
        name: words::NAME,
        title: title(call),
        columns: words::COLUMNS.map(str::to_owned).into_iter().chain(labels).collect(),
        lines: placed(state, call).into_iter().map(line).collect(),
    }
}

/// What the document holds.
fn blocks(state: &State, call: &Campaign, title: &str) -> Vec<DocumentBlock> {
    let mut blocks = vec![DocumentBlock::title(title)];
    if let Some(decision) = &call.decision {
        blocks.push(DocumentBlock::text(&words::decided(decision)));
    }
    blocks.push(DocumentBlock::heading(words::MONEY));
    let of_call = || state.supplies.values().filter(|supply| supply.campaign == call.id);
    for (pot, purse) in &call.purses {
        let taken = of_call().filter(|supply| supply.takes_money());
        let given = taken.map(|supply| supply.price_in(*pot)).sum();
        let total = purse.total.unwrap_or(Cents::ZERO);
        blocks.push(DocumentBlock::text(&words::money(*pot, &purse.line, total, given)));
    }
    if let Some(rules) = &call.call {
        blocks.push(DocumentBlock::heading(words::CRITERIA));
        for one in &rules.criteria {
            blocks.push(DocumentBlock::text(&words::criterion(&one.label, one.weight, one.max)));
        }
        blocks.push(DocumentBlock::text(words::TIES));
        let name = |id| state.accounts.get(id).map(|account| account.name.clone());
        let mut names: Vec<_> = rules.jury.iter().filter_map(name).collect();
        order::sort(&mut names);
        blocks.push(DocumentBlock::text(&format!("{} : {}.", words::JURY, names.join(", "))));
    }
    let all = placed(state, call);
    for (heading, states) in words::GROUPS {
        let mut of_group =
            all.iter().filter(|(supply, _)| states.contains(&supply.state)).peekable();
        if of_group.peek().is_some() {
            blocks.push(DocumentBlock::heading(heading));
        }
        for (supply, ranked) in of_group {
            blocks.push(DocumentBlock::text(&told(state, supply, *ranked)));
        }
    }
    blocks
}

/// One project in one paragraph: its place, its points, its name, its school, its sum, and why.
fn told(state: &State, supply: &Supply, ranked: Option<RankedProject>) -> String {
    let (project, (school, commune)) = (project(supply), place(state, &supply.site));
    let placed = match ranked.and_then(|place| place.rank.zip(place.hundredths)) {
        Some((rank, points)) => {
            let word = shared::words::agree(points.into(), 2, "point", "points");
            format!("{}, {} {word}", shared::words::place(rank), in_points(points))
        }
        None => words::UNRANKED.to_owned(),
    };
    let part = project.asked.map(|asked| words::part(pieces(supply), asked));
    let named = format!("{} ({school}, {commune}, {})", project.title, supply.site);
    let said = [
        Some(placed),
        Some(named),
        Some(words::euros(supply.price())),
        part,
        Some(supply.reason.clone()),
        Some(project.past),
    ];
    let said = said.into_iter().flatten().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}

/// Points in hundredths: «36,00».
fn in_points(hundredths: u32) -> String {
    decimal(i64::from(hundredths), 2)
}

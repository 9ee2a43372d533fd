//! Applications to the call that is open, one command for each. The award is the order, so that an
//! application names the articles that it asks for; what names none is left out by its line.

use super::{Intake, LeftOut};
use crate::article::Article;
use crate::ballot::Act;
use crate::campaign::{Campaign, CampaignKind};
use crate::day::Day;
use crate::id::{SiteId, SupplyId};
use crate::import::applications::{self, ApplicationRow};
use crate::import::problem::{ApplicationProblem, LineProblem, ProblemReason, WholeFileProblem};
use crate::import::{FileKind, FileTable, words};
use crate::money::Cents;
use crate::row::State;
use crate::supply::{Asked, Project, Supply};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// The call that is open; nothing when there is none, or several: none is guessed.
fn open_call(state: &State, today: Day) -> Option<&Arc<Campaign>> {
    let is_open = |one: &&Arc<Campaign>| one.kind == CampaignKind::Call && one.is_open(today);
    let mut open = state.campaigns.values().filter(is_open);
    open.next().filter(|_| open.next().is_none())
}

pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let import = applications::read(table, |code| state.sites.contains_key(&code.into()))?;
    let call = open_call(state, today).ok_or(WholeFileProblem::NoOpenCall)?;
    let mut intake = Intake::new(FileKind::Applications);
    (intake.problems, intake.warnings) = (import.problems, import.warnings);
    intake.leave_out(LeftOut::NotHandedIn, import.not_handed_in);
    let mut groups: Vec<Vec<ApplicationRow>> = Vec::new();
    for row in import.rows {
        match groups.iter_mut().find(|group| group[0].number == row.number) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    // An application of which a line is wrong would ask for less than its school does.
    let is_cut = |group: &[ApplicationRow], problems: &[LineProblem]| {
        let of_group = |problem: &&LineProblem| lacks(table, problem.line, &group[0].number);
        problems.iter().find(of_group).map(|problem| problem.line)
    };
    let mut taken = BTreeSet::new();
    let mut known = 0;
    for group in groups {
        let (first, key) = (&group[0], key(call, &group[0].number));
        if state.supplies.contains_key(&key) {
            known += group.len() as u64;
            continue;
        }
        if let Some(first_line) = is_cut(&group, &intake.problems) {
            let reason = application(ApplicationProblem::PartOfWrong { first_line });
            intake.problems.push(LineProblem::new(first.line, "", &first.number, reason));
            continue;
        }
        match submitted(state, call, key, &group, &mut taken) {
            Ok((act, sum)) => {
                intake.warnings.extend(other_sum(first, sum));
                intake.commands.push(act.into());
            }
            Err(problem) => intake.problems.push(problem),
        }
    }
    intake.leave_out(LeftOut::Repeated, known);
    crate::order::sort_by_key(&mut intake.problems, |problem| problem.line);
    Ok(intake)
}

/// Whether that line of the file belongs to that application.
fn lacks(table: &FileTable, line: u64, number: &str) -> bool {
    let Some(column) = table.column("numero_dossier") else { return false };
    let mut records = table.records().iter().filter(|record| record.line == line);
    records.any(|record| table.cell(record, column).trim() == number)
}

/// The same application read again is the same project (RFC 9562, version 5).
fn key(call: &Campaign, number: &str) -> SupplyId {
    let text = format!("tournee:application:{}:{number}", call.id);
    SupplyId(Uuid::new_v5(&Uuid::NAMESPACE_URL, text.as_bytes()))
}

fn application(why: ApplicationProblem) -> ProblemReason {
    ProblemReason::Application(why)
}

/// The sum of the list counts; one that the file says otherwise is shown.
fn other_sum(first: &ApplicationRow, sum: Cents) -> Option<LineProblem> {
    let asked = first.asked.filter(|asked| *asked != sum)?;
    let reason = application(ApplicationProblem::OtherSum { sum });
    Some(LineProblem::new(first.line, "montant_demande", &asked.to_string(), reason))
}

fn submitted(
    state: &State,
    call: &Campaign,
    supply: SupplyId,
    group: &[ApplicationRow],
    taken: &mut BTreeSet<SiteId>,
) -> Result<(Act, Cents), LineProblem> {
    let first = &group[0];
    let site = SiteId::from(first.site.as_str());
    let several = call.call.as_ref().is_some_and(|rules| rules.several);
    let stands = |one: &&Arc<Supply>| {
        one.campaign == call.id && one.site == site && !one.state.is_given_up()
    };
    let has_asked = state.supplies.values().any(|one| stands(&one)) || taken.contains(&site);
    if has_asked && !several {
        let reason = application(ApplicationProblem::AskedTwice);
        return Err(LineProblem::new(first.line, "uai", &first.site, reason));
    }
    let mut lines: Vec<Asked> = Vec::new();
    let mut sum = Cents::ZERO;
    for row in group {
        let unknown =
            || LineProblem::new(row.line, "article", &row.article, ProblemReason::UnknownValue);
        let article = sold(state, call, &row.article).ok_or_else(unknown)?;
        if lines.iter().any(|line| line.article == article.id) {
            let reason = ProblemReason::Duplicate { first_line: first.line };
            return Err(LineProblem::new(row.line, "article", &row.article, reason));
        }
        sum = sum + article.unit.times(row.quantity);
        lines.push(Asked { article: article.id, quantity: row.quantity, unit: article.unit });
    }
    taken.insert(site.clone());
    let project = Project {
        title: first.title.clone(),
        purpose: first.purpose.clone(),
        classes: first.classes,
        pupils: first.pupils,
        ..Project::default()
    };
    let (campaign, teacher) = (call.id, None);
    Ok((Act::SubmitProject { supply, site, campaign, lines, teacher, project }, sum))
}

/// The article of that name that the call offers; nothing when two have it.
fn sold<'a>(state: &'a State, call: &Campaign, written: &str) -> Option<&'a Arc<Article>> {
    let sought = words(written);
    let is_it = |one: &&Arc<Article>| {
        one.offered && call.has(one.id) && !sought.is_empty() && words(&one.label) == sought
    };
    let mut found = state.articles.values().filter(is_it);
    found.next().filter(|_| found.next().is_none())
}

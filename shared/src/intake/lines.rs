//! Subscriptions: matched by UAI, then by the number of the line, then by name and commune. What
//! does not agree waits, with the reason; nothing is guessed.

use super::{Intake, LeftOut, Placed, ToPlace, chunks};
use crate::day::Day;
use crate::id::{SiteId, SubscriptionId};
use crate::import::glpi::{KnownSite, SiteMatch};
use crate::import::lines::{self, LinesImport, SubscriptionRow};
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::{FileKind, FileTable};
use crate::row::State;
use crate::site::Site;
use crate::subscription::at_site::{is_funded, of_site};
use crate::subscription::{Act, Stage, Standing, Subscription, SubscriptionKind};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

pub(super) fn read(
    kind: FileKind,
    table: &FileTable,
    state: &State,
    today: Day,
    chosen: &Placed,
) -> Result<Intake, WholeFileProblem> {
    let known = |site: &Arc<Site>| KnownSite {
        id: site.id.to_string(),
        name: site.name.clone(),
        commune: site.commune.to_string(),
        commune_name: site.commune_name.clone(),
    };
    let sites: Vec<_> = state.sites.values().map(known).collect();
    let read = if kind == FileKind::Workspaces {
        lines::read_workspaces(table, &sites)?
    } else {
        lines::read_lines(table, &sites)?
    };
    Ok(Gathering { state, today, kind: read.kind, chosen }.gather(kind, read))
}

struct Gathering<'s> {
    state: &'s State,
    today: Day,
    kind: SubscriptionKind,
    /// The sites that a person chose, by line.
    chosen: &'s Placed,
}

/// A line whose site is told: by its own words, or by its number.
struct AtSite {
    row: SubscriptionRow,
    site: Arc<Site>,
}

impl Gathering<'_> {
    fn gather(&self, file: FileKind, read: LinesImport) -> Intake {
        let mut intake = Intake::new(file);
        (intake.problems, intake.warnings) = (read.problems, read.warnings);
        let mut placed = Vec::new();
        for row in read.rows {
            match self.place(&row) {
                Ok(site) => placed.push(AtSite { row, site }),
                Err(reason) => {
                    intake.to_place.extend(to_place(&row, &reason));
                    intake.problems.push(problem(&row, reason));
                }
            }
        }
        let (placed, repeated) = self.without_twins(placed, &mut intake.problems);
        intake.leave_out(LeftOut::Repeated, repeated);
        let closed = placed.iter().filter(|one| !one.row.serves).count();
        intake.leave_out(LeftOut::NotServing, u64::try_from(closed).unwrap_or(u64::MAX));
        let mut rows: Vec<Subscription> = Vec::new();
        for one in placed.into_iter().filter(|one| one.row.serves) {
            match self.subscription(&one, &rows) {
                Ok(row) => rows.push(row),
                Err(reason) => intake.problems.push(problem(&one.row, reason)),
            }
        }
        intake.problems.sort_by_key(|problem| problem.line);
        intake.commands = chunks(&rows)
            .map(|subscriptions| Act::ImportSubscriptions { subscriptions }.into())
            .collect();
        intake
    }

    /// The one of that number that has not ended.
    fn of_number(&self, number: &str) -> Option<&Arc<Subscription>> {
        let mut rows = self.state.subscriptions.values();
        let ended = |row: &Subscription| row.standing(self.today) == Standing::Ended;
        rows.find(|row| {
            row.kind == self.kind
                && !number.is_empty()
                && row.terms.line == number
                && row.stage != Stage::Refused
                && !ended(row)
        })
    }

    /// The site of a line. A number that is known at another site than the line says waits, with
    /// both names: a school that moves takes no line along.
    fn place(&self, row: &SubscriptionRow) -> Result<Arc<Site>, ProblemReason> {
        let site = |id: &str| self.state.sites.get(&SiteId::from(id)).cloned();
        let chosen = self.chosen.get(&row.line).and_then(|id| site(id.as_str()));
        let told = chosen.or_else(|| row.site.site().and_then(site));
        let known = self.of_number(&row.terms.line).and_then(|line| site(line.site.as_str()));
        match (told, known) {
            (Some(told), Some(known)) if told.id != known.id => {
                let (first, second) = (known.name.clone(), told.name.clone());
                Err(ProblemReason::LineOfTwo { first, second })
            }
            (Some(site), _) | (None, Some(site)) => Ok(site),
            (None, None) => Err(match &row.site {
                SiteMatch::Unsure(ids) => {
                    let names = ids.iter().filter_map(|id| site(id)).map(|site| site.name.clone());
                    ProblemReason::SiteUnsure { names: names.collect() }
                }
                SiteMatch::ById(_)
                | SiteMatch::ByName(_)
                | SiteMatch::UnknownUai(_)
                | SiteMatch::None => ProblemReason::SiteToChoose,
            }),
        }
    }

    /// Lines of one number: of two sites, all wait; of one site, the first stays.
    fn without_twins(
        &self,
        placed: Vec<AtSite>,
        problems: &mut Vec<LineProblem>,
    ) -> (Vec<AtSite>, u64) {
        let key = |one: &AtSite| match one.row.terms.line.as_str() {
            "" => one.site.id.to_string(),
            number => number.to_owned(),
        };
        let mut sites: BTreeMap<String, Vec<Arc<Site>>> = BTreeMap::new();
        for one in &placed {
            sites.entry(key(one)).or_default().push(one.site.clone());
        }
        let (mut kept, mut repeated) = (Vec::<AtSite>::new(), 0);
        let mut first_lines: BTreeMap<String, (u64, SubscriptionRow)> = BTreeMap::new();
        for one in placed {
            let other = sites[&key(&one)].iter().find(|site| site.id != one.site.id);
            if let Some(other) = other {
                let (first, second) = (one.site.name.clone(), other.name.clone());
                problems.push(problem(&one.row, ProblemReason::LineOfTwo { first, second }));
                continue;
            }
            match first_lines.get(&key(&one)) {
                Some((_, first)) if first.terms == one.row.terms => repeated += 1,
                Some((first_line, _)) => {
                    let first_line = *first_line;
                    problems.push(problem(&one.row, ProblemReason::Duplicate { first_line }));
                }
                None => {
                    first_lines.insert(key(&one), (one.row.line, one.row.clone()));
                    kept.push(one);
                }
            }
        }
        (kept, repeated)
    }

    /// The row that a line makes or changes.
    fn subscription(
        &self,
        one: &AtSite,
        earlier: &[Subscription],
    ) -> Result<Subscription, ProblemReason> {
        let (row, site) = (&one.row, &one.site);
        let rows = of_site(self.state, &site.id, self.kind);
        let known = match row.terms.line.as_str() {
            // A workspace has no number: it is the one that runs there.
            "" => rows.iter().find(|known| known.runs_on(self.today)),
            number => self.of_number(number),
        };
        if known.is_none_or(|known| known.terms.exception.is_empty()) && !is_funded(self.kind, site)
        {
            return Err(ProblemReason::NotFunded);
        }
        if let Some(on) = site.closed_on.filter(|on| *on <= row.terms.first) {
            return Err(ProblemReason::SiteClosed { on });
        }
        if let Some(known) = known {
            return Ok(Subscription { terms: row.terms.clone(), ..(**known).clone() });
        }
        let runs = |other: &Subscription| {
            other.has_begun() && other.ends().is_none_or(|last| last >= row.terms.first)
        };
        let of_file = earlier.iter().find(|other| other.site == site.id);
        let other = rows.iter().map(|row| &**row).chain(of_file).find(|other| runs(other));
        if let Some(other) = other {
            return Err(ProblemReason::AlreadyServed { line: other.terms.line.clone() });
        }
        Ok(fresh(self.kind, site, row))
    }
}

/// A new row. Its key is drawn from what tells it from the others, so that the same file read again
/// gives the same key (RFC 9562, version 5).
fn fresh(kind: SubscriptionKind, site: &Site, row: &SubscriptionRow) -> Subscription {
    let (word, number, first) = (kind.word(), &row.terms.line, row.terms.first);
    let key = format!("tournee:subscription:{word}:{}:{number}:{first}", site.id);
    Subscription {
        id: SubscriptionId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        site: site.id.clone(),
        kind,
        stage: Stage::Active,
        terms: row.terms.clone(),
        former: Vec::new(),
        last: None,
        noticed: None,
        reason: String::new(),
        takes_over: None,
        history: Vec::new(),
        written: None,
        version: 0,
    }
}

/// What a person is asked of a line whose site cannot be told.
fn to_place(row: &SubscriptionRow, reason: &ProblemReason) -> Option<ToPlace> {
    let is_open = matches!(reason, ProblemReason::SiteToChoose | ProblemReason::SiteUnsure { .. });
    let candidates = match &row.site {
        SiteMatch::Unsure(ids) => ids.iter().map(|id| SiteId::from(id.as_str())).collect(),
        SiteMatch::ById(_) | SiteMatch::ByName(_) | SiteMatch::UnknownUai(_) | SiteMatch::None => {
            Vec::new()
        }
    };
    let (line, number, named) = (row.line, row.terms.line.clone(), row.named.clone());
    is_open.then_some(ToPlace { line, number, named, candidates })
}

fn problem(row: &SubscriptionRow, reason: ProblemReason) -> LineProblem {
    let value = [row.terms.line.as_str(), row.named.as_str()].join(" ");
    LineProblem::new(row.line, "", value.trim(), reason)
}

//! The annex of the deliberation. Its years are rounded averages and its total is the source: the
//! total is taken as printed, never counted from the years.

use super::{Intake, LeftOut};
use crate::article::Pot;
use crate::budget::{Act, BudgetLine, Credit, PLAN, Vote, line, section};
use crate::day::Day;
use crate::import::annex::{self, AnnexRow};
use crate::import::problem::WholeFileProblem;
use crate::import::{FileKind, FileTable};
use crate::money::Cents;

/// An annex whose total over all years is known as printed.
struct Printed {
    /// The day of the deliberation.
    day: (i32, u32, u32),
    /// The deliberation.
    reference: &'static str,
    /// A year, by section in the order of [`Pot::ALL`].
    year: [i64; 2],
    /// All years of the plan.
    total: [i64; 2],
}

/// Source: the annex of that deliberation of Saint-Étienne Métropole, in cents.
const PRINTED: Printed = Printed {
    day: (2023, 2, 2),
    reference: "2023.00051",
    year: [139_547_804, 88_943_014],
    total: [697_739_019, 444_715_068],
};

pub(super) fn read(table: &FileTable, today: Day) -> Result<Intake, WholeFileProblem> {
    let (rows, problems, totals) = annex::read(table)?;
    let mut intake = Intake::new(FileKind::BudgetAnnex);
    intake.problems = problems;
    intake.leave_out(LeftOut::Totals, totals);
    if !rows.is_empty() {
        intake.commands.push(Act::ImportBudget { lines: lines(&rows, today) }.into());
    }
    Ok(intake)
}

fn of(row: &AnnexRow, pot: Pot) -> Cents {
    match pot {
        Pot::Investment => row.investment,
        Pot::Operating => row.operating,
    }
}

fn lines(rows: &[AnnexRow], today: Day) -> Vec<BudgetLine> {
    let sums = Pot::ALL.map(|pot| rows.iter().map(|row| of(row, pot)).sum::<Cents>());
    let is_printed = sums.map(|sum| sum.0) == PRINTED.year;
    let (year, month, day) = PRINTED.day;
    let day = Day::from_ymd_opt(year, month, day).filter(|_| is_printed).unwrap_or(today);
    let reference = match is_printed {
        true => PRINTED.reference.to_owned(),
        false => format!("Annexe du {}", today.format("%d/%m/%Y")),
    };
    let vote = |amount: Cents, total: Option<i64>| Vote {
        day,
        reference: reference.clone(),
        total: total.filter(|_| is_printed).map(Cents),
        credits: PLAN.map(|year| Credit { year, amount }).collect(),
    };
    let mut lines = Vec::new();
    for (at, pot) in Pot::ALL.into_iter().enumerate() {
        let votes = vec![vote(sums[at], Some(PRINTED.total[at]))];
        lines.push(BudgetLine { id: section(pot), votes, ..BudgetLine::section(pot) });
        for (rank, row) in (1..).zip(rows) {
            lines.push(BudgetLine {
                code: row.code.clone(),
                group: row.group.clone(),
                label: row.label.clone(),
                rank,
                votes: vec![vote(of(row, pot), None)],
                ..BudgetLine::blank(line(&row.code, pot), pot)
            });
        }
    }
    lines
}

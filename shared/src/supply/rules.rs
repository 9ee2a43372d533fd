//! Rules of supplies: who may give an act, what it looks at, what it changes.

use super::act::{Act, HandOver};
use super::{Carrier, Supply, arriving, away, deciding, editing, legs, loaned};
use crate::article::Article;
use crate::campaign::Campaign;
use crate::decide::context::Context;
use crate::entity::Facet;
use crate::id::{CampaignId, SupplyId, VisitId};
use crate::refusal::Refusal;
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::teacher::Teacher;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        use Act::*;
        match self {
            AskSupply { .. }
            | EditSupply { .. }
            | CancelSupply { .. }
            | ConfirmSupply { .. }
            | TellMissing { .. } => role == Role::Teacher || role.is_desk(),
            AcceptSupply { .. }
            | WaitSupply { .. }
            | RefuseSupply { .. }
            | PrepareSupply { .. }
            | PlanLeg { .. } => role.is_desk(),
            DoLeg { .. } | FailLeg { .. } => role == Role::Technician || role.is_desk(),
            CloseSupply { .. } => role == Role::System,
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        use Act::*;
        let row = |supply: &SupplyId| Read::Row(RowKey::of::<Supply>(supply));
        let visit = |visit: &Option<VisitId>| visit.map(|visit| Read::Row(RowKey::visit(visit)));
        match self {
            AskSupply { supply, site, campaign, lines, replaces, teacher, .. } => {
                let mut reads = vec![row(supply), Read::Row(RowKey::site(site))];
                reads.extend(teacher.map(|user| Read::Row(RowKey::of::<Teacher>(&user))));
                let key = |line: &super::Asked| RowKey::of::<Article>(&line.article);
                reads.extend(lines.iter().map(|line| Read::Row(key(line))));
                reads.extend(money(*campaign));
                reads.push(Read::All(Kind::Calendar));
                reads.extend(away::named(replaces));
                reads
            }
            EditSupply { supply, .. } => {
                let known = state.supplies.get(supply);
                let spent = known.into_iter().flat_map(|known| money(known.campaign));
                [row(supply)].into_iter().chain(spent).collect()
            }
            AcceptSupply { supply, visit: on } => {
                let mut reads = vec![row(supply)];
                reads.extend(visit(on));
                let known = state.supplies.get(supply);
                reads.extend(known.into_iter().flat_map(|known| money(known.campaign)));
                reads.extend(of_loan(supply, state));
                reads
            }
            PrepareSupply { supply, visit: on } | FailLeg { supply, visit: on, .. } => {
                let own = [row(supply)].into_iter().chain(visit(on));
                own.chain(of_loan(supply, state)).collect()
            }
            PlanLeg { supply, carrier, .. } => match carrier {
                Some(Carrier::Stop { .. }) => {
                    let site = state.supplies.get(supply).map(|known| RowKey::site(&known.site));
                    let others = Read::Where(Kind::Supply, Facet::Open);
                    let mut reads = vec![row(supply), others];
                    reads.extend([Kind::Calendar, Kind::Account, Kind::Absence].map(Read::All));
                    reads.extend(site.map(Read::Row));
                    reads.extend(of_loan(supply, state));
                    reads
                }
                Some(Carrier::Visit(on)) => {
                    let own = [row(supply), Read::Row(RowKey::visit(*on))];
                    own.into_iter().chain(of_loan(supply, state)).collect()
                }
                Some(Carrier::Collect | Carrier::Supplier(_)) | None => {
                    [row(supply)].into_iter().chain(of_loan(supply, state)).collect()
                }
            },
            DoLeg { supply, leg, done } => of_leg(*supply, *leg, done, state),
            WaitSupply { supply, .. }
            | RefuseSupply { supply, .. }
            | CancelSupply { supply, .. } => {
                [row(supply)].into_iter().chain(of_loan(supply, state)).collect()
            }
            ConfirmSupply { supply } | TellMissing { supply, .. } => vec![row(supply)],
            CloseSupply { supply } => vec![row(supply), Read::All(Kind::Calendar)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        use Act::*;
        match self {
            AskSupply { .. } => deciding::ask(context, self),
            EditSupply { .. } => editing::edit(context, self),
            AcceptSupply { supply, visit } => deciding::accept(context, *supply, *visit),
            WaitSupply { supply, reason } => deciding::wait(context, *supply, reason),
            RefuseSupply { supply, reason } => deciding::refuse(context, *supply, reason),
            PrepareSupply { supply, visit } => deciding::prepare(context, *supply, *visit),
            CancelSupply { supply, reason } => deciding::cancel(context, *supply, reason),
            PlanLeg { supply, leg, carrier } => legs::plan(context, *supply, *leg, *carrier),
            DoLeg { supply, leg, done } => legs::perform(context, *supply, *leg, done),
            FailLeg { .. } => legs::fail(context, self),
            ConfirmSupply { supply } => deciding::confirm(context, *supply),
            TellMissing { supply, items, text } => {
                legs::tell_missing(context, *supply, items, text)
            }
            CloseSupply { supply } => deciding::close(context, *supply),
        }
    }
}

/// What a leg that was done looks at.
fn of_leg(supply: SupplyId, leg: u32, done: &HandOver, state: &State) -> Vec<Read> {
    let planned = || state.supplies.get(&supply)?.leg(leg)?.to;
    let teacher = done.to.or_else(planned).map(|to| RowKey::of::<Teacher>(&to));
    let ticket = done.ticket.map(RowKey::ticket);
    let visit = done.visit.map(RowKey::visit);
    let own = [RowKey::of::<Supply>(&supply)].into_iter().chain(visit);
    let rows = own.chain(teacher).chain(ticket).map(Read::Row);
    let devices = arriving::reads(supply, &done.devices, state);
    let away = away::reads(supply, leg, state);
    rows.chain(devices).chain(away).chain(of_loan(&supply, state)).collect()
}

/// What a change of a loan looks at besides its own row.
fn of_loan(supply: &SupplyId, state: &State) -> Vec<Read> {
    let known = state.supplies.get(supply);
    known.map_or_else(Vec::new, |known| loaned::reads(known, state))
}

/// All that spends the money of a campaign.
fn money(campaign: CampaignId) -> [Read; 2] {
    let others = Facet::Group(campaign.to_string());
    [Read::Row(RowKey::of::<Campaign>(&campaign)), Read::Where(Kind::Supply, others)]
}

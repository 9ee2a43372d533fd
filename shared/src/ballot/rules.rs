//! Rules of projects and marks. What a school wrote and what a juror said is frozen once it is
//! sent.

use super::act::{Act, Mark};
use super::conflict::is_own;
use super::found::call_of;
use super::{Ballot, Hindrance, Withdrawn, deciding, key};
use crate::campaign::{Call, Campaign, CampaignKind, CampaignState};
use crate::decide::context::{Context, bad, few, optional, required};
use crate::entity::Facet;
use crate::id::{AccountId, CampaignId, SupplyId};
use crate::limits::{
    CALL_ADDITIONS, CALL_PROJECTS, CLOCK_OFFSET_SHOWN_MS, LATE_ORDER_SCHOOL_DAYS, LONG_TEXT_CHARS,
    SHORT_TEXT_CHARS,
};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::supply::deciding::{asked, is_late};
use crate::supply::{self, Addition, Project, Supply, SupplyState};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::SubmitProject { .. } | Act::AddToProject { .. } => {
                role == Role::Teacher || role.is_desk()
            }
            // Whether they sit in the jury is looked at then.
            Act::SubmitMarks { .. } => role.is_desk() || role == Role::Adviser,
            Act::AdmitProject { .. }
            | Act::WithdrawMarks { .. }
            | Act::OpenBallots { .. }
            | Act::DecideCall { .. } => role == Role::Coordinator,
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        match self {
            Act::SubmitProject { campaign, .. } => {
                let mut reads = self.as_order().map(|order| order.reads(state)).unwrap_or_default();
                reads.extend(of_call(*campaign));
                reads
            }
            Act::AddToProject { supply, .. } | Act::AdmitProject { supply } => {
                let known = state.supplies.get(supply).map(|supply| supply.campaign);
                let campaign = known.map(|id| Read::Row(RowKey::of::<Campaign>(&id)));
                [Read::Row(RowKey::of::<Supply>(supply))].into_iter().chain(campaign).collect()
            }
            Act::SubmitMarks { campaign, .. } => {
                let mut reads = of_call(*campaign);
                // Whom a juror accompanies is known by the trainings that they lead.
                reads.push(Read::All(Kind::TrainingSession));
                reads
            }
            Act::WithdrawMarks { campaign, .. } | Act::OpenBallots { campaign } => {
                of_call(*campaign)
            }
            Act::DecideCall { .. } => {
                vec![Read::All(Kind::Campaign), Read::All(Kind::Supply), Read::All(Kind::Ballot)]
            }
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::SubmitProject { .. } => submit(context, self),
            Act::AddToProject { supply, text } => add(context, *supply, text),
            Act::AdmitProject { supply } => admit(context, *supply),
            Act::SubmitMarks { campaign, marks } => mark(context, *campaign, marks),
            Act::WithdrawMarks { .. } => withdraw(context, self),
            Act::OpenBallots { campaign } => open(context, *campaign),
            Act::DecideCall { .. } => deciding::decide(context, self),
        }
    }

    /// The order that a project is.
    fn as_order(&self) -> Option<supply::Act> {
        let Act::SubmitProject { supply, site, campaign, lines, teacher, .. } = self else {
            return None;
        };
        Some(supply::Act::AskSupply {
            supply: *supply,
            site: site.clone(),
            campaign: *campaign,
            lines: lines.clone(),
            note: String::new(),
            teacher: *teacher,
            replaces: Vec::new(),
        })
    }
}

/// A call, its projects and its ballots.
fn of_call(campaign: CampaignId) -> Vec<Read> {
    let others = || Facet::Group(campaign.to_string());
    vec![
        Read::Row(RowKey::of::<Campaign>(&campaign)),
        Read::Where(Kind::Supply, others()),
        Read::Where(Kind::Ballot, others()),
    ]
}

impl From<Hindrance> for Refusal {
    fn from(why: Hindrance) -> Self {
        Refusal::Call { why }
    }
}

#[inline(never)]
fn submit(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let (Act::SubmitProject { site, campaign, project, .. }, Some(order)) = (act, act.as_order())
    else {
        return Err(Refusal::NotAllowed);
    };
    let (campaign, call) = call_of(context, *campaign)?;
    if campaign.kind != CampaignKind::Call || campaign.decision.is_some() {
        return Err(Hindrance::Over.into());
    }
    let stands = |other: &&Arc<Supply>| {
        other.campaign == campaign.id && other.site == *site && !other.state.is_given_up()
    };
    if let Some(other) = context.state.supplies.values().find(stands).filter(|_| !call.several) {
        return Err(Hindrance::AskedTwice { supply: other.id }.into());
    }
    let is_doubtful = is_doubtful(context, &campaign);
    let late = |context: &Context<'_>, campaign: &Campaign| match is_doubtful {
        true => Ok(true),
        false => is_late(context, campaign),
    };
    let mut asked = asked(context, &order, late)?;
    asked.project = Some(Box::new(Project {
        title: required(FieldName::Name, &project.title, SHORT_TEXT_CHARS)?,
        purpose: required(FieldName::Text, &project.purpose, LONG_TEXT_CHARS)?,
        classes: project.classes,
        pupils: project.pupils,
        shared_with: optional(FieldName::Sites, &project.shared_with, SHORT_TEXT_CHARS)?,
        doubtful: is_doubtful,
        ..Project::default()
    }));
    context.put(asked);
    Ok(())
}

/// It comes after the last day, soon enough to have been written in time, from a device whose clock
/// is wrong: nobody can tell, so it is kept and marked.
fn is_doubtful(context: &Context<'_>, campaign: &Campaign) -> bool {
    let (today, calendar) = (context.today(), context.state.calendar());
    let until = calendar.after_school_days(campaign.closes, LATE_ORDER_SCHOOL_DAYS);
    let is_wrong = context.declared().offset_ms.abs() > CLOCK_OFFSET_SHOWN_MS;
    campaign.closes < today && today <= until && is_wrong && campaign.state != CampaignState::Draft
}

/// A project before the decision.
fn project(context: &Context<'_>, id: SupplyId) -> Result<Supply, Refusal> {
    let supply = context.known::<Supply>(&id)?;
    context.may_touch_site(&supply.site)?;
    let (campaign, _) = call_of(context, supply.campaign)?;
    if campaign.decision.is_some() || supply.state != SupplyState::Asked {
        return Err(Hindrance::Over.into());
    }
    Ok((*supply).clone())
}

#[inline(never)]
fn add(context: &mut Context<'_>, id: SupplyId, text: &str) -> Result<(), Refusal> {
    let mut supply = project(context, id)?;
    let text = required(FieldName::Text, text, LONG_TEXT_CHARS)?;
    let (day, by_name) = (context.today(), context.actor.name.clone());
    let known = supply.project.as_mut().ok_or(Hindrance::StillOpen)?;
    few(FieldName::Text, &known.additions, CALL_ADDITIONS - 1)?;
    let addition = Addition { day, text, by_name };
    // Tapped twice, it is said once.
    if known.additions.last() != Some(&addition) {
        known.additions.push(addition);
    }
    context.put(supply);
    Ok(())
}

#[inline(never)]
fn admit(context: &mut Context<'_>, id: SupplyId) -> Result<(), Refusal> {
    let mut supply = project(context, id)?;
    let known = supply.project.as_mut().ok_or(Hindrance::StillOpen)?;
    known.doubtful = false;
    context.put(supply);
    Ok(())
}

#[inline(never)]
fn mark(context: &mut Context<'_>, id: CampaignId, marks: &[Mark]) -> Result<(), Refusal> {
    let (campaign, call) = call_of(context, id)?;
    let me = context.actor.account;
    if !call.jury.contains(&me) {
        return Err(Hindrance::NoJuror.into());
    }
    if campaign.is_open(context.today()) || campaign.state == CampaignState::Draft {
        return Err(Hindrance::StillOpen.into());
    }
    few(FieldName::Lines, marks, CALL_PROJECTS)?;
    let known = context.find::<Ballot>(&key(id, me));
    let mut own = known.map_or_else(|| fresh(context, id), |known| (*known).clone());
    if campaign.decision.is_some() || own.open {
        return Err(Hindrance::Over.into());
    }
    for given in marks {
        let given = checked(context, &call, id, given)?;
        match own.mark(given.supply) {
            Some(before) if *before == given => {}
            Some(_) => return Err(Hindrance::MarkGiven { supply: given.supply }.into()),
            None => own.marks.push(given),
        }
    }
    // Who has said all reads the others; who has not is read and reads nothing.
    let is_whole = says_all(context.state, &own);
    let others = context.state.ballots.values();
    let others = others.filter(|ballot| ballot.campaign == id && ballot.juror != me);
    for other in others.cloned().collect::<Vec<_>>() {
        if other.open {
            return Err(Hindrance::Over.into());
        }
        if says_all(context.state, &other) {
            own.open_to.insert(other.juror);
        }
        if is_whole {
            context.put(Ballot { open_to: with(&other.open_to, me), ..(*other).clone() });
        }
    }
    context.put(own);
    Ok(())
}

/// Whether a ballot says something of every project that is to be marked. Marks of some alone would
/// let their author read others' marks of the rest before giving their own.
fn says_all(state: &State, ballot: &Ballot) -> bool {
    let is_due = |supply: &&Arc<Supply>| {
        supply.campaign == ballot.campaign && supply.state == SupplyState::Asked
    };
    state.supplies.values().filter(is_due).all(|supply| ballot.mark(supply.id).is_some())
}

fn with(known: &BTreeSet<AccountId>, one: AccountId) -> BTreeSet<AccountId> {
    known.iter().copied().chain([one]).collect()
}

fn fresh(context: &Context<'_>, campaign: CampaignId) -> Ballot {
    let juror = context.actor.account;
    Ballot {
        id: key(campaign, juror),
        campaign,
        juror,
        juror_name: context.actor.name.clone(),
        marks: Vec::new(),
        withdrawn: Vec::new(),
        open_to: [].into(),
        open: false,
        on: context.today(),
        version: 0,
    }
}

/// Marks of a project of the call, none above the best; who abstains says why and marks nothing.
fn checked(
    context: &Context<'_>,
    call: &Call,
    campaign: CampaignId,
    given: &Mark,
) -> Result<Mark, Refusal> {
    let supply = context.known::<Supply>(&given.supply)?;
    if supply.campaign != campaign || supply.state != SupplyState::Asked {
        return Err(Hindrance::Over.into());
    }
    if given.abstained.is_none() && is_own(context.state, context.actor, &supply.site) {
        return Err(Hindrance::OwnSchool.into());
    }
    let fits = |(score, criterion): (&Option<u8>, &crate::campaign::Criterion)| {
        score.is_none_or(|score| score <= criterion.max)
    };
    let right = given.scores.len() <= call.criteria.len();
    if !right || !given.scores.iter().zip(&call.criteria).all(fits) {
        return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
    }
    let why = given.abstained.as_ref();
    let why = why.map(|why| required(FieldName::Reason, why, SHORT_TEXT_CHARS)).transpose()?;
    let scores = if why.is_some() { Vec::new() } else { given.scores.clone() };
    if why.is_none() && scores.iter().all(Option::is_none) {
        return Err(bad(FieldName::Quantity, FieldProblem::Empty));
    }
    let note = optional(FieldName::Note, &given.note, LONG_TEXT_CHARS)?;
    Ok(Mark { supply: given.supply, scores, note, abstained: why })
}

#[inline(never)]
fn withdraw(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::WithdrawMarks { campaign: id, juror, supply, reason } = act else {
        return Err(Refusal::NotAllowed);
    };
    let (campaign, _) = call_of(context, *id)?;
    if campaign.decision.is_some() {
        return Err(Hindrance::Over.into());
    }
    let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let mut ballot = ballot(context, *id, *juror)?;
    let Some(at) = ballot.marks.iter().position(|mark| mark.supply == *supply) else {
        return Ok(());
    };
    let (mark, day) = (ballot.marks.remove(at), context.today());
    ballot.withdrawn.push(Withdrawn { mark, reason: reason.clone(), day });
    let abstained = Some(reason);
    let (supply, scores, note) = (*supply, Vec::new(), String::new());
    ballot.marks.push(Mark { supply, scores, note, abstained });
    context.put(ballot);
    Ok(())
}

fn ballot(context: &Context<'_>, id: CampaignId, juror: AccountId) -> Result<Ballot, Refusal> {
    context.known::<Ballot>(&key(id, juror)).map(|ballot| (*ballot).clone())
}

#[inline(never)]
fn open(context: &mut Context<'_>, id: CampaignId) -> Result<(), Refusal> {
    let (campaign, _) = call_of(context, id)?;
    if campaign.is_open(context.today()) || campaign.state == CampaignState::Draft {
        return Err(Hindrance::StillOpen.into());
    }
    let of_call = context.state.ballots.values().filter(|ballot| ballot.campaign == id);
    for ballot in of_call.cloned().collect::<Vec<_>>() {
        context.put(Ballot { open: true, ..(*ballot).clone() });
    }
    Ok(())
}

//! Reservations, one command for each campaign. Each line is tried by the rules themselves, beside
//! those that are known and those before it: of two that cannot both be, the later one is left out,
//! and both are named.

use super::stock::lent;
use super::{Intake, chunks};
use crate::campaign::{Campaign, CampaignKind};
use crate::command::{Command, Envelope};
use crate::day::Day;
use crate::decide::{Now, decide};
use crate::id::{
    AccountId, ArticleId, CampaignId, CommandId, DeviceId, SiteId, SupplyId, TeacherId,
};
use crate::import::glpi::{KnownSite, SiteMatch};
use crate::import::loans::{self, LoanRow};
use crate::import::problem::{
    LendingProblem, LineProblem, LoanPair, ProblemReason, WholeFileProblem,
};
use crate::import::{FileKind, FileTable, words};
use crate::limits::DAY_MS;
use crate::loan::{Act, Bar, Brought, Kit};
use crate::refusal::Refusal;
use crate::role::{Actor, Role};
use crate::row::State;
use crate::site::Site;
use crate::sync::PROTOCOL;
use crate::teacher::Teacher;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let known = |site: &Arc<Site>| KnownSite {
        id: site.id.to_string(),
        name: site.name.clone(),
        commune: site.commune.to_string(),
        commune_name: site.commune_name.clone(),
    };
    let sites: Vec<_> = state.sites.values().map(known).collect();
    let import = loans::read(table, &sites)?;
    let mut intake = Intake::new(FileKind::Loans);
    intake.problems = import.problems;
    let mut trial = Trial { state: state.clone(), today, lines: BTreeMap::new() };
    let mut kept: BTreeMap<CampaignId, Vec<Brought>> = BTreeMap::new();
    for row in import.rows {
        match trial.take(&row) {
            Ok((campaign, brought)) => {
                if brought.teacher.is_none() && !row.teacher.is_empty() {
                    let reason = ProblemReason::Lending(LendingProblem::UnknownTeacher);
                    let line = LineProblem::new(row.line, "enseignant", &row.teacher, reason);
                    intake.warnings.push(line);
                }
                kept.entry(campaign).or_default().push(brought);
            }
            Err((column, value, reason)) => {
                intake.problems.push(LineProblem::new(row.line, column, &value, reason));
            }
        }
    }
    intake.problems.sort_by_key(|problem| problem.line);
    for (campaign, loans) in kept {
        let commands =
            chunks(&loans).map(|loans| Command::from(Act::ImportLoans { campaign, loans }));
        intake.commands.extend(commands);
    }
    Ok(intake)
}

/// Why a line is left out: its column, what it says there, and the reason.
type LeftOut = (&'static str, String, ProblemReason);

/// The state as it would be after the lines that were taken so far.
struct Trial {
    state: State,
    today: Day,
    lines: BTreeMap<SupplyId, u64>,
}

impl Trial {
    fn take(&mut self, row: &LoanRow) -> Result<(CampaignId, Brought), LeftOut> {
        let material = |reason| ("materiel", row.what.clone(), reason);
        let (article, unit) = self
            .what(&row.what)
            .ok_or(material(ProblemReason::Lending(LendingProblem::NotLent)))?;
        let site = self.site(row).map_err(|why| ("etablissement", row.place.clone(), why))?;
        let campaign = self.campaign(article);
        let campaign =
            campaign.ok_or(material(ProblemReason::Lending(LendingProblem::NoCampaign)))?;
        let key = format!(
            "tournee:loan:{article}:{site}:{}:{}:{}",
            row.days.first,
            row.days.last,
            words(&unit)
        );
        let brought = Brought {
            supply: SupplyId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
            teacher: self.teacher(&site, &row.teacher),
            site,
            article,
            days: row.days,
            unit,
        };
        if self.state.supplies.contains_key(&brought.supply) {
            return Ok((campaign, brought));
        }
        let act = Act::ImportLoans { campaign, loans: vec![brought.clone()] };
        match self.judge(act.into()) {
            Ok(()) => {
                self.lines.insert(brought.supply, row.line);
                Ok((campaign, brought))
            }
            Err(Refusal::Loan { why: Bar::Taken { .. } | Bar::UnitTaken { .. } }) => {
                let with = self.beside(&brought);
                Err((
                    "debut",
                    row.days.first.to_string(),
                    ProblemReason::Lending(LendingProblem::Overlaps { with }),
                ))
            }
            Err(Refusal::Loan { why }) => Err((
                "debut",
                row.days.first.to_string(),
                ProblemReason::Lending(LendingProblem::Barred(why)),
            )),
            Err(_) => Err(material(ProblemReason::Lending(LendingProblem::NotLent))),
        }
    }

    /// An article by its name, or one of the units by its label.
    fn what(&self, written: &str) -> Option<(ArticleId, String)> {
        if let Some(article) = lent(&self.state, written) {
            return Some((article.id, String::new()));
        }
        let mut kits = self.state.articles.values().filter_map(|a| Some((a.id, a.kit.as_ref()?)));
        kits.find_map(|(id, kit)| Some((id, kit.unit(written)?.label.clone())))
    }

    fn site(&self, row: &LoanRow) -> Result<SiteId, ProblemReason> {
        let by_name = || {
            let sought = words(&row.place);
            let mut named = self.state.sites.values().filter(|site| words(&site.name) == sought);
            let only = named.next()?;
            named.next().is_none().then(|| only.id.clone())
        };
        if let Some(site) = row.site.site().map(SiteId::from).or_else(by_name) {
            return Ok(site);
        }
        Err(match &row.site {
            SiteMatch::Unsure(ids) => {
                let sites = ids.iter().filter_map(|id| self.state.sites.get(&id.as_str().into()));
                ProblemReason::SiteUnsure { names: sites.map(|site| site.name.clone()).collect() }
            }
            SiteMatch::ById(_)
            | SiteMatch::ByName(_)
            | SiteMatch::UnknownUai(_)
            | SiteMatch::None => ProblemReason::SiteToChoose,
        })
    }

    fn campaign(&self, article: ArticleId) -> Option<CampaignId> {
        let lends = |one: &&Arc<Campaign>| {
            one.kind == CampaignKind::Loan && one.is_open(self.today) && one.has(article)
        };
        self.state.campaigns.values().find(lends).map(|one| one.id)
    }

    fn teacher(&self, site: &SiteId, written: &str) -> Option<TeacherId> {
        let sought = words(written);
        let is_it = |one: &&Arc<Teacher>| {
            one.site == *site && one.left_on.is_none() && words(&one.name) == sought
        };
        let mut named = self.state.teachers.values().filter(is_it);
        let only = named.next().filter(|_| !sought.is_empty())?;
        named.next().is_none().then_some(only.id)
    }

    /// Judges as a desk would, and takes over what changes.
    fn judge(&mut self, intent: Command) -> Result<(), Refusal> {
        let epoch = Day::default();
        let ms = (self.today - epoch).num_days() * DAY_MS + DAY_MS / 2;
        let actor = Actor {
            account: AccountId(Uuid::nil()),
            name: String::new(),
            role: Role::Dispatcher,
            site: None,
            communes: Vec::new(),
        };
        let envelope = Envelope {
            id: CommandId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            sequence: 1,
            actor: actor.account,
            declared_at: ms,
            protocol: PROTOCOL,
            seen: Vec::new(),
            intent,
        };
        let decision = decide(&self.state, &envelope, &actor, Now { ms, offset_ms: 0 })?;
        decision.rows.into_iter().for_each(|row| self.state.put(row));
        Ok(())
    }

    /// The loans that leave no unit for it.
    fn beside(&self, brought: &Brought) -> Vec<LoanPair> {
        let calendar = self.state.calendar();
        let article = self.state.articles.get(&brought.article);
        let Some(kit) = article.and_then(|article| article.kit.as_ref()) else { return Vec::new() };
        let wanted = kit.with_buffer(&calendar, brought.days);
        let meets = |kit: &Kit, taken: &crate::loan::Taken| {
            let same = brought.unit.is_empty() || taken.unit.eq_ignore_ascii_case(&brought.unit);
            let late = taken.is_late(self.today);
            same && (late || kit.with_buffer(&calendar, taken.days).meets(&wanted))
        };
        let met = kit.taken.iter().filter(|(_, taken)| meets(kit, taken));
        let mut pairs: Vec<LoanPair> = met
            .map(|(id, taken)| {
                let site = self.state.supplies.get(id);
                let site = site.and_then(|loan| self.state.sites.get(&loan.site));
                LoanPair {
                    line: self.lines.get(id).copied(),
                    site: site.map(|site| site.name.clone()).unwrap_or_default(),
                    days: taken.days,
                }
            })
            .collect();
        crate::order::sort_by_key(&mut pairs, |pair| (pair.days, pair.line));
        pairs
    }
}

//! Faults put in on purpose, each of which the simulation must find: a check that finds none of
//! them would prove nothing.

use super::calls::WRITING;
use super::people::{ADVISER, COORDINATOR, DISPATCHER, account};
use shared::article::Article;
use shared::ballot::Ballot;
use shared::entity::Facet;
use shared::history::Declared;
use shared::row::{Kind, Read, Row};
use shared::supply::{self, Anomaly, Supply};
use shared::ticket;
use shared::ticket::{Field, Ticket};
use shared::training::{Standing, TrainingSession};
use std::sync::Arc;

/// One thing done wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mutation {
    /// The server does not remember which commands it judged.
    ForgetsJudged,
    /// The server answers although its transaction did not end.
    AnswersBeforeCommit,
    /// A restore does not begin a new life of the database.
    KeepsEpoch,
    /// The server answers a technician as it would a dispatcher.
    LeaksScope,
    /// The device calls a command kept that is not on its disk yet.
    RelaxedDurability,
    /// The device drops what the server refuses.
    DropsRefused,
    /// The device drops what it sent as soon as the request is out.
    DropsOnSend,
    /// The device calls sent what got no verdict.
    TrustsSilence,
    /// The device throws its outbox away when the session is over.
    DropsWhenSignedOut,
    /// The device does not notice that the server lives another life.
    MissesNewLife,
    /// The device forgets the life of the database when somebody else signs in.
    ForgetsLife,
    /// The device does not take out rows that left its scope.
    KeepsDeparted,
    /// The device writes where it stands before the rows, in two steps.
    WritesCursorFirst,
    /// Two tabs number their commands each by itself.
    NumbersInMemory,
    /// The device sends the newest commands first.
    SendsBackwards,
    /// A tab that begins to send does not tell the others that one before it ended.
    LeadsSilently,
    /// A tab does not notice that another wrote commands before its own.
    MissesOthers,
    /// A full disk is taken for a disk that wrote.
    IgnoresFullDisk,
    /// What the server does not know yet is dropped.
    DropsHeld,
    /// What a desk begins from is taken for what is there now.
    TrustsOldSnapshot,
    /// The upgrade of the server's database does not take over which commands were judged.
    UpgradeLosesJudged,
    /// The upgrade of the server's database does not take over which rows left a place.
    UpgradeLosesDepartures,
    /// The upgrade of the app's database does not name the store of the commands again.
    UpgradeDropsOutbox,
    /// What was written of many commands as one counts more than what was written alone since.
    BelievesSent,
    /// The server keeps what a transaction wrote before it failed.
    KeepsHalves,
    /// The server puts what happened to a ticket in the order of the clocks of the devices.
    OrdersByClock,
    /// The server writes the time that it takes for the right one over the declared one.
    CorrectsDeclared,
    /// Of two who write the same field, the one whose clock is later is believed.
    LatestClockWins,
    /// The device takes an answer with rows that it does not know for a failure.
    StopsAtUnknownRows,
    /// An update does not have the device ask for what it passed over.
    MissesItsUpdate,
    /// The device takes the answer of an older server for all that there is.
    TrustsHalfAnswers,
    /// The device keeps that something was refused, and not in which words.
    ForgetsWhy,
    /// The server refuses what is based on a row of a kind that it does not know.
    RefusesUnknownKeys,
    /// The server writes over rows that it cannot read wholly.
    WritesHalfRead,
    /// The server judges an order without looking at the others.
    SpendsTwice,
    /// The server counts what a second person says to have handed over as well.
    CountsTwice,
    /// The server gives places that there are not.
    Overbooks,
    /// The server writes that somebody was present who was not.
    SeesTheAbsent,
    /// The server does not write down which units a loan takes.
    LendsTwice,
    /// The server does not look at what the open orders of a site replace already.
    RenewsTwice,
    /// The server does not write down that somebody had not had the training.
    ForgetsUntrained,
    /// The server takes what is out for what lies at the depot.
    ForgetsOut,
    /// The server lets every juror read a ballot as soon as it is handed in.
    UnsealsBallots,
    /// The server writes over the marks that a juror had handed in before.
    ForgetsMarks,
    /// The server takes a project without looking at the others of its call.
    AsksTwice,
    /// The server commits and pays without looking at the other commitments.
    CommitsTwice,
}

impl Mutation {
    /// All of them, each with a seed whose history showed it last: it is tried first. A history
    /// that has become another one costs a search, and no proof.
    pub(crate) const ALL: [(Mutation, u64); 46] = [
        (Mutation::ForgetsJudged, 1),
        (Mutation::AnswersBeforeCommit, 1),
        (Mutation::KeepsEpoch, 4),
        (Mutation::LeaksScope, 2),
        (Mutation::RelaxedDurability, 1),
        (Mutation::DropsRefused, 1),
        (Mutation::DropsOnSend, 2),
        (Mutation::TrustsSilence, 1),
        (Mutation::DropsWhenSignedOut, 2),
        (Mutation::MissesNewLife, 18),
        (Mutation::ForgetsLife, 114),
        (Mutation::KeepsDeparted, 2),
        (Mutation::WritesCursorFirst, 2),
        (Mutation::NumbersInMemory, 1),
        (Mutation::SendsBackwards, 1),
        (Mutation::LeadsSilently, 38),
        (Mutation::MissesOthers, 1),
        (Mutation::IgnoresFullDisk, 2),
        (Mutation::DropsHeld, 4),
        (Mutation::TrustsOldSnapshot, 5),
        (Mutation::UpgradeLosesJudged, 3),
        (Mutation::UpgradeLosesDepartures, 24),
        (Mutation::UpgradeDropsOutbox, 5),
        (Mutation::BelievesSent, 18),
        (Mutation::KeepsHalves, 2),
        (Mutation::OrdersByClock, 1),
        (Mutation::CorrectsDeclared, 1),
        (Mutation::LatestClockWins, 11),
        (Mutation::StopsAtUnknownRows, 5),
        (Mutation::MissesItsUpdate, 5),
        (Mutation::TrustsHalfAnswers, 4),
        (Mutation::ForgetsWhy, 5),
        (Mutation::RefusesUnknownKeys, 4),
        (Mutation::WritesHalfRead, 4),
        (Mutation::SpendsTwice, 2),
        (Mutation::CountsTwice, 14),
        (Mutation::Overbooks, 4),
        (Mutation::SeesTheAbsent, 2),
        (Mutation::LendsTwice, 1),
        (Mutation::ForgetsOut, 71),
        (Mutation::UnsealsBallots, 5),
        (Mutation::ForgetsMarks, 5),
        (Mutation::AsksTwice, 6),
        (Mutation::CommitsTwice, 366),
        (Mutation::RenewsTwice, 48),
        (Mutation::ForgetsUntrained, 2),
    ];

    /// Whether the server does not look at these rows.
    pub(crate) fn overlooks(self, read: &Read) -> bool {
        match (self, read) {
            (Mutation::SpendsTwice, Read::Where(Kind::Supply, facet)) => !is_of_call(facet),
            (Mutation::AsksTwice, Read::Where(Kind::Supply, facet)) => is_of_call(facet),
            (Mutation::ForgetsMarks, Read::Where(Kind::Ballot, _))
            | (Mutation::CommitsTwice, Read::All(Kind::Commitment)) => true,
            (Mutation::RenewsTwice, Read::Where(Kind::Supply, Facet::Open)) => true,
            _ => false,
        }
    }

    /// What the server writes in place of a row.
    pub(crate) fn of_row(self, row: Row) -> Row {
        if let (Row::Supply(supply), Mutation::CountsTwice) = (&row, self) {
            return count_twice(supply);
        }
        if let (Row::Ballot(ballot), Mutation::UnsealsBallots) = (&row, self) {
            let mut ballot = Ballot::clone(ballot);
            ballot.open_to.extend([DISPATCHER, COORDINATOR, ADVISER].map(account));
            return Row::from(ballot);
        }
        if let (Row::Supply(supply), Mutation::ForgetsUntrained) = (&row, self) {
            return forget_untrained(supply);
        }
        if let Row::TrainingSession(session) = &row {
            let (from, to) = match self {
                Mutation::Overbooks => (Standing::Waiting, Standing::Registered),
                Mutation::SeesTheAbsent => (Standing::Absent, Standing::Present),
                _ => return row,
            };
            let mut session = TrainingSession::clone(session);
            for one in session.registrations.values_mut().filter(|one| one.state == from) {
                one.state = to;
            }
            return Row::from(session);
        }
        if let (Row::Article(article), Mutation::LendsTwice | Mutation::ForgetsOut) = (&row, self) {
            return self.forget_taken(article);
        }
        let Row::Ticket(ticket) = row else { return row };
        let mut ticket = Arc::unwrap_or_clone(ticket);
        match self {
            Mutation::OrdersByClock => ticket.history.sort_by_key(|entry| entry.when.at_ms),
            Mutation::CorrectsDeclared => {
                for entry in &mut ticket.history {
                    let when = &mut entry.when;
                    *when = Declared { at_ms: when.corrected_ms(), offset_ms: 0 };
                }
            }
            Mutation::LatestClockWins => believe_the_latest(&mut ticket),
            _ => {}
        }
        Row::from(ticket)
    }
}

impl Mutation {
    /// Takes out of an article which of its units are taken, or that they are out.
    fn forget_taken(self, article: &Article) -> Row {
        let mut article = article.clone();
        let taken = article.kit.iter_mut().flat_map(|kit| kit.taken.values_mut());
        taken.for_each(|taken| taken.out = false);
        if let (Some(kit), Mutation::LendsTwice) = (&mut article.kit, self) {
            kit.taken.clear();
        }
        Row::from(article)
    }
}

/// Whether rows are asked for that belong to the call for which schools write.
fn is_of_call(facet: &Facet) -> bool {
    matches!(facet, Facet::Group(group) if *group == WRITING.to_string())
}

/// Takes out of an order that somebody had not had the training.
fn forget_untrained(supply: &Supply) -> Row {
    let mut supply = supply.clone();
    for leg in &mut supply.legs {
        leg.anomalies.retain(|anomaly| *anomaly != Anomaly::Untrained);
    }
    Row::from(supply)
}

/// Adds what a second person told to what the first one handed over.
fn count_twice(supply: &Supply) -> Row {
    let mut supply = supply.clone();
    let told = supply.history.last().map(|entry| entry.what.clone());
    if let Some(told) = told.filter(|told| told.what == supply::Word::ToldAgain) {
        for leg in supply.legs.iter_mut().filter(|leg| Some(leg.id) == told.leg) {
            leg.items.extend(told.items.iter().copied());
        }
    }
    Row::from(supply)
}

/// Takes the sentence of a ticket back when somebody with a later clock had written it.
fn believe_the_latest(ticket: &mut Ticket) {
    let edits = ticket.history.iter().filter_map(|entry| match &entry.what {
        ticket::Happened::Edited { field: Field::Text, before } => Some((entry.when.at_ms, before)),
        _ => None,
    });
    let edits: Vec<_> = edits.collect();
    if let Some(((at, before), earlier)) = edits.split_last()
        && earlier.iter().any(|(clock, _)| clock > at)
    {
        ticket.text = (*before).clone();
    }
}

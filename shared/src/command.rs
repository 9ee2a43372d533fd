//! Commands: the only way to change anything, and the envelope that carries one.

mod read;
mod wire;

use crate::history::{Declared, FileRef};
use crate::id::{AccountId, CommandId, DeviceId, Millis, Seq};
use crate::limits::{INSTANT_FIRST_MS, INSTANT_LAST_MS};
use crate::role::Role;
use crate::row::RowKey;
use crate::{
    absence, account, article, ballot, budget, calendar, campaign, equipment, loan, notice, plan,
    settings,
};
use crate::{site, statement, subscription, supply, teacher, ticket, training, visit};
use columns::tagged::{self, Worded, words_of};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::sync::Arc;

pub use read::Glimpse;
pub use wire::Wire;

/// How many words this code knows: raised with each kind of row, field of a row, command, field of
/// a command and word of either that is new. Of two programs the one with the greater number
/// knows all that the other one says. 0 is what was said before there was a number.
pub const VOCABULARY: u32 = 9;

/// One thing that one person did, with all that is needed to judge it once and for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// UUIDv7 drawn by the device: the key of «once».
    pub id: CommandId,
    /// Which phone or tablet.
    pub device: DeviceId,
    /// 1, 2, 3… on that device: the order of «in order».
    pub sequence: u64,
    /// Who, as the device believed.
    pub actor: AccountId,
    /// Clock of the device.
    pub declared_at: Millis,
    /// Protocol of the app that wrote it.
    pub protocol: u32,
    /// Versions of the rows it was based on.
    #[serde(default)]
    pub seen: Vec<Seen>,
    /// What is meant.
    pub intent: Command,
}

impl Envelope {
    /// The version of that row that the author had before their eyes; 0 if none.
    pub fn seen_version(&self, key: &RowKey) -> Seq {
        self.seen.iter().find(|seen| &seen.row == key).map_or(0, |seen| seen.version)
    }

    /// The declared time, with the offset found at reception. A device may say any number: what is
    /// kept is an instant that every calendar knows.
    pub fn declared(&self, offset_ms: Millis) -> Declared {
        let (first, last) = (INSTANT_FIRST_MS, INSTANT_LAST_MS);
        Declared {
            at_ms: self.declared_at.clamp(first, last),
            offset_ms: offset_ms.clamp(-last, last),
        }
    }
}

/// A row as the author saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Which row.
    pub row: RowKey,
    /// Its version.
    pub version: Seq,
}

/// The acts of one service.
pub trait OfService: Sized {
    /// The act of a command, if it is of this service.
    fn of(command: &Command) -> Option<&Self>;
}

/// Makes [`Command`] of the acts of all services. A service is one line here.
macro_rules! services {
    ($d:tt $($(#[$doc:meta])* $service:ident($act:ty),)*) => {
        /// One thing that a person can do, by the service that it belongs to. On the wire it is
        /// the act alone: the word of an act belongs to one service.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Command { $($(#[$doc])* $service(Arc<$act>)),* }

        $(impl From<$act> for Command {
            fn from(act: $act) -> Self {
                Command::$service(Arc::new(act))
            }
        }

        impl OfService for $act {
            fn of(command: &Command) -> Option<&Self> {
                if let Command::$service(act) = command { Some(act) } else { None }
            }
        })*

        impl Worded for Command {
            const NAME: &'static str = "command";

            fn read<'de, D: Deserializer<'de>>(word: &str, from: D) -> Result<Self, D::Error> {
                $(if words_of::<$act>().contains(&word) {
                    return <$act as Worded>::read(word, from).map(Command::from);
                })*
                Err(D::Error::unknown_variant(word, &[]))
            }
        }

        impl Command {
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self { $(Command::$service(act) => Serialize::serialize(&**act, to)),* }
            }
        }

        /// Does the same with the act of a command, whichever service it belongs to.
        macro_rules! with_act {
            ($d command:expr, $d act:ident => $d result:expr) => {
                match $d command {
                    $($crate::command::Command::$service(act) => {
                        // Not the methods of the pointer.
                        let $d act = &**act;
                        $d result
                    })*
                }
            };
        }

        impl Command {
            /// The words of all commands.
            pub fn words() -> impl Iterator<Item = &'static str> {
                [$(words_of::<$act>()),*].into_iter().flatten().copied()
            }
        }
    };
}
services! { $
    /// About tickets.
    Ticket(ticket::Act),
    /// About a visit, given on the spot.
    Visit(visit::Act),
    /// About the plan of a quarter and its visits.
    Plan(plan::Act),
    /// About absences.
    Absence(absence::Act),
    /// About sites.
    Site(site::Act),
    /// About equipment.
    Equipment(equipment::Act),
    /// About internet and ENT of sites.
    Subscription(subscription::Act),
    /// About accounts and shared calendars.
    Account(account::Act),
    /// About the calendar.
    Calendar(calendar::Act),
    /// About the settings.
    Settings(settings::Act),
    /// About the catalogue.
    Article(article::Act),
    /// About campaigns.
    Campaign(campaign::Act),
    /// About supplies.
    Supply(supply::Act),
    /// About what is lent.
    Loan(loan::Act),
    /// About teachers and what they were trained for.
    Teacher(teacher::Act),
    /// About trainings: places and attendance.
    Training(training::Act),
    /// About statements.
    Statement(statement::Act),
    /// About news.
    Notice(notice::Act),
    /// About projects and their marks.
    Ballot(ballot::Act),
    /// About the budget.
    Budget(budget::Act),
}
pub(crate) use with_act;

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // Elsewhere its code is always here, and is spared the copy.
        if !cfg!(target_family = "wasm") {
            return tagged::read(from);
        }
        let said: Map<String, Value> = Deserialize::deserialize(from)?;
        Wire::here().read(said).map_err(D::Error::custom)
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if !cfg!(target_family = "wasm") {
            return self.write(to);
        }
        Wire::here().write(self).map_err(S::Error::custom)?.serialize(to)
    }
}

/// What holds of the acts of a service that says nothing else: a device knows as much as it needs.
trait Settled {
    fn needs_server(&self) -> bool {
        false
    }

    fn is_online_only(&self) -> bool {
        false
    }

    fn drawn_anew(&self) -> &'static [&'static str] {
        &[]
    }
}

impl<T> Settled for T {}

impl Command {
    /// Its act, if it is of that service.
    pub fn act<A: OfService>(&self) -> Option<&A> {
        A::of(self)
    }

    /// Whether only the server can judge it, because it knows more than any device: then a device
    /// judges on what it knows, says «à confirmer», and the outcome settles it.
    pub fn needs_server(&self) -> bool {
        with_act!(self, act => act.needs_server())
    }

    /// Whether it is given only while the server answers: it does not wait on a device.
    pub fn is_online_only(&self) -> bool {
        with_act!(self, act => act.is_online_only())
    }

    /// Whether it says the same as another one, but for what each submission of a form draws anew.
    pub fn repeats(&self, other: &Self) -> bool {
        let words = |command: &Self| {
            let mut words = columns::to_value(command).ok()?;
            let fields = words.as_object_mut()?;
            let drawn = with_act!(command, act => act.drawn_anew());
            drawn.iter().for_each(|name| drop(fields.remove(*name)));
            Some(words)
        };
        words(self).is_some_and(|said| words(other) == Some(said))
    }

    /// The photos and signatures that it names.
    pub fn files(&self) -> &[FileRef] {
        with_act!(self, act => act.files())
    }

    /// Whether that role may give it at all; the rules then look at whose row it is.
    pub fn is_allowed(&self, role: Role) -> bool {
        with_act!(self, act => act.is_allowed(role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Kind;
    use std::collections::BTreeSet;

    /// The kinds of rows, then the commands, of this number of [`VOCABULARY`].
    const KNOWN: &str = "
        absence account article calendar campaign equipment plan settings site subscription supply
        teacher ticket training_session visit statement notice
        accept_supply ask_supply cancel_supply close_campaign close_supply confirm_supply do_leg
        edit_supply fail_leg import_articles plan_leg prepare_supply publish_campaign refuse_supply
        set_article set_campaign tell_missing wait_supply
        add_visit add_visit_photo add_voice assign_ticket bring_forward cancel_absence cancel_ticket
        cancel_visit change_settings check_item close_site close_ticket comment_ticket
        confirm_resolution edit_site edit_ticket finish_visit forward_ticket hold_ticket
        import_calendar import_equipment import_sites log_work mark_visit_missed merge_ticket
        move_visit note_visit pin_visit postpone_ticket propose_plan publish_plan qualify_ticket
        put_back_visit record_absence reopen_site reopen_ticket repair_plan report_incident
        resolve_ticket restore_places resume_visit set_access_note set_account set_site_mail
        set_site_week share_calendar sign_report start_unplanned start_visit take_back_ticket
        name_teacher correct_teacher mark_teacher_left move_teacher attest_training
        withdraw_training waive_training import_trainings join_teachers
        import_support_ends edit_equipment move_equipment propose_retirement keep_equipment
        retire_equipment revive_equipment wipe_equipment direct_equipment prove_destination
        add_subscription advance_subscription change_subscription end_subscription give_notice
        ask_loan choose_unit set_loan_days set_unit tell_lack
        wait_for_loan claim_loan import_units import_loans import_attendance
        import_subscriptions keep_subscription renew_subscription set_subscription_credit
        plan_training_session open_training_session cancel_training_session
        close_training_session import_training_sessions register_teachers withdraw_teachers
        register_class mark_attendance add_attendee add_signed_sheet
        prepare_statement freeze_statement import_statement set_notice publish_notice
        withdraw_notice
        budget_line commitment import_budget record_vote open_commitment move_commitment
        pay_commitment settle_commitment cancel_commitment import_commitments map_finance
        set_grant receive_grant
        ballot submit_project add_to_project admit_project submit_marks withdraw_marks
        open_ballots decide_call
    ";

    #[test]
    fn each_word_belongs_to_one_service() {
        let mut words: Vec<_> = Command::words().collect();
        let many = words.len();
        assert!(many >= 41, "{words:?}");
        words.sort();
        words.dedup();
        assert_eq!(words.len(), many);
    }

    /// Devices and servers of different versions compare the number to know which of them knows
    /// more: a new word without a new number would not be fetched after an update.
    #[test]
    fn the_vocabulary_is_numbered_anew_with_each_new_word() {
        let kinds = Kind::ALL.iter().map(|kind| kind.tag());
        let now: BTreeSet<_> = kinds.chain(Command::words()).collect();
        let known: BTreeSet<_> = KNOWN.split_whitespace().collect();
        assert_eq!((VOCABULARY, now), (9, known), "raise VOCABULARY, here too, and add the words");
    }

    #[test]
    fn an_unknown_word_is_named() {
        let error = serde_json::from_str::<Command>(r#"{"command":"fly"}"#).unwrap_err();
        assert!(error.to_string().contains("fly"), "{error}");
    }
}

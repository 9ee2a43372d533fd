//! The audit of a day, as a coordinator reads it.

use crate::id::{AccountId, Millis};
use serde::{Deserialize, Serialize};
use serde_json::Value;

macro_rules! events {
    ($($(#[$doc:meta])* $event:ident = $word:literal,)*) => {
        /// What can happen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AuditEvent {
            $($(#[$doc])* $event,)*
        }

        impl AuditEvent {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$event,)*];

            /// Its word in the audit, which stays.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$event => $word,)*
                }
            }

            /// The one of that word, unless a newer server wrote it.
            pub fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$event),)*
                    _ => None,
                }
            }
        }
    };
}

events! {
    /// An account was made.
    AccountMade = "account_made",
    /// The audit of a day was read.
    AuditRead = "audit_read",
    /// A device came with a code that does not work.
    CodeFailed = "code_failed",
    /// An activation code was made.
    CodeMade = "code_made",
    /// A command was judged.
    Command = "command",
    /// A revoked device may come again.
    DeviceAdmitted = "device_admitted",
    /// A device was revoked.
    DeviceRevoked = "device_revoked",
    /// A device was activated by a code.
    Enrolled = "enrolled",
    /// A file was downloaded.
    Exported = "exported",
    /// A second factor was switched on.
    FactorBegun = "factor_begun",
    /// A second factor was switched off.
    FactorEnded = "factor_ended",
    /// A code of a second factor was wrong.
    FactorFailed = "factor_failed",
    /// A command was handed in for somebody.
    HandedIn = "handed_in",
    /// Letters to schools were noted as printed.
    LettersPrinted = "letters_printed",
    /// Letters to schools were sent again.
    LettersRetried = "letters_retried",
    /// Somebody ended their other sessions.
    OtherSessionsEnded = "other_sessions_ended",
    /// Somebody changed their password.
    PasswordChanged = "password_changed",
    /// Somebody was given a password.
    PasswordGiven = "password_given",
    /// What is kept of a person was ended.
    PersonForgotten = "person_forgotten",
    /// An account was bound to the identity provider.
    ProviderLinked = "provider_linked",
    /// The identity provider named somebody who has no account.
    ProviderRefused = "provider_refused",
    /// What is too old was removed.
    Purged = "purged",
    /// Technicians began to hold a quarter.
    QuarterOpened = "quarter_opened",
    /// A recovery code was used.
    RecoveryCodeUsed = "recovery_code_used",
    /// A backup was restored.
    Restored = "restored",
    /// The identity provider gave an account another role.
    RoleByProvider = "role_by_provider",
    /// A password was wrong.
    SignInFailed = "sign_in_failed",
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// Somebody signed out.
    SignedOut = "signed_out",
    /// A site outside somebody’s own visits was read.
    SiteRead = "site_read",
}

/// What happened from an instant to another one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AuditRead {
    /// The lines, the newest first.
    pub lines: Vec<AuditEntry>,
    /// How many older ones there are that are too many for one answer.
    #[serde(default)]
    pub left_out: usize,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When, by the server's clock.
    pub at: Millis,
    /// Who did it; the account of no key is the server's own.
    pub account: AccountId,
    /// What: the word of an [`AuditEvent`].
    pub what: String,
    /// Keys, counts, names of files; for a command, what became of it.
    #[serde(default)]
    pub detail: String,
    /// The command, unless it is too long to be shown or was forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Value>,
}

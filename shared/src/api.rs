//! The messages of the routes that are no command, because they handle secrets or whole files.
//! `default` marks the fields that an older app or server may leave out.

pub mod audit;

use crate::id::{AccountId, DeviceId, Millis, SiteId};
use crate::limits::{DAY_MS, SILENT_DAYS};
use crate::role::{Actor, Role};
use serde::{Deserialize, Serialize};

/// Answers who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The account, with its role and its sites.
    pub actor: Actor,
}

/// Opens a session with an address and a password.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignIn {
    /// The address of the account.
    pub mail: String,
    /// Its password.
    pub password: String,
    /// The device that the session belongs to.
    pub device: DeviceId,
    /// The name that the device gives itself.
    #[serde(default)]
    pub label: String,
    /// The password from now on, in the place of one that somebody else made up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// A code of the second factor, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
}

/// One's own password, for what an open session alone may not do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Password {
    /// The password of today.
    pub password: String,
}

/// Whether an account has a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorState {
    /// Whether it is asked for.
    pub on: bool,
    /// How many recovery codes are left.
    pub codes_left: u32,
}

/// A second factor that was begun, told once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewFactor {
    /// Its secret, in base 32.
    pub secret: String,
    /// The same as an address of `otpauth`, for a QR code.
    pub uri: String,
}

/// A code of a second factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorCode {
    /// Six digits.
    pub code: String,
}

/// Recovery codes, told once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Each is good once.
    pub codes: Vec<String>,
}

/// Ends a second factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorEnd {
    /// The password of today.
    pub password: String,
    /// Six digits, or a recovery code.
    pub code: String,
}

/// The identity provider of the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderName {
    /// Its name on the button; none when there is no provider.
    #[serde(default)]
    pub name: Option<String>,
}

/// Where a browser goes to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderUrl {
    /// An address of the identity provider.
    pub url: String,
}

/// Opens a session for whom the identity provider has named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderFinish {
    /// The device that the session belongs to.
    pub device: DeviceId,
    /// The name that the device gives itself.
    #[serde(default)]
    pub label: String,
    /// A code of the second factor, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
}

/// Activates the device of a school with a one-use code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrol {
    /// The code; small letters, spaces and hyphens do not matter.
    pub code: String,
    /// The device that is activated.
    pub device: DeviceId,
    /// The name that the device gives itself.
    #[serde(default)]
    pub label: String,
}

/// Replaces one's own password.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewPassword {
    /// The password of today.
    pub old: String,
    /// The password from now on.
    pub new: String,
}

/// One's own password, for what changes how somebody else signs in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnPassword {
    /// The password of who asks. Who signs in through an identity provider has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
}

/// An open session of one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnSession {
    /// The device on which it is open.
    pub device: DeviceId,
    /// The name that the device gives itself.
    #[serde(default)]
    pub label: String,
    /// The last contact of the device, by the server's clock.
    #[serde(default)]
    pub seen_at: Option<Millis>,
    /// When it ends at the latest.
    pub expires_at: Millis,
    /// Whether it is the one that asks.
    #[serde(default)]
    pub current: bool,
}

/// A device as the desk sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceLine {
    /// Its key.
    pub id: DeviceId,
    /// The name that it gives itself.
    #[serde(default)]
    pub label: String,
    /// The account that uses it.
    pub account: AccountId,
    /// The name of that account.
    #[serde(default)]
    pub account_name: String,
    /// The role of that account.
    #[serde(default)]
    pub role: Option<Role>,
    /// The site of a school's tablet.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Its last contact, by the server's clock.
    #[serde(default)]
    pub seen_at: Option<Millis>,
    /// How many commands it had not sent at its last contact.
    #[serde(default)]
    pub unsent: u32,
    /// The build of its app.
    #[serde(default)]
    pub build: String,
    /// Whether it was ended: it may not come back.
    #[serde(default)]
    pub revoked: bool,
}

impl DeviceLine {
    /// Whether figures that are frozen now may lack something of it: it said that it had not sent
    /// all, or was silent for days.
    pub fn holds_back(&self, now: Millis) -> bool {
        let before = now - SILENT_DAYS * DAY_MS;
        let is_silent = self.seen_at.is_none_or(|seen| seen < before);
        !self.revoked && (self.unsent > 0 || is_silent)
    }
}

/// Asks for an activation code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodeRequest {
    /// The site whose tablet is to be activated.
    pub site: SiteId,
}

/// A one-use activation code, told once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivationCode {
    /// Eight characters.
    pub code: String,
    /// Until when it works, by the server's clock.
    pub expires_at: Millis,
    /// The address to open on the device, for a QR code.
    pub url: String,
}

/// An account that can sign in with an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountLine {
    /// Its key.
    pub id: AccountId,
    /// The address.
    pub mail: String,
}

/// Makes an account able to sign in; what others may know of it goes by a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewAccount {
    /// Its key.
    pub id: AccountId,
    /// The address to sign in with.
    pub mail: String,
    /// Its password; the server makes one up when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The password of who asks. Who signs in through an identity provider has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
}

/// The password that an account was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenPassword {
    /// The password when the server made it up; it is told once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// Who else is at work on the same thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OthersHere {
    /// Their accounts.
    pub others: Vec<AccountId>,
}

/// How much of a file the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Bytes from the beginning of the file.
    pub received: u64,
}

/// The body of an answer whose status is an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// Why the request was not done.
    pub error: ErrorCode,
    /// More for a person who looks into it, in English.
    #[serde(default)]
    pub detail: String,
}

/// Why a request was not done. Nothing was written then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in, or the words were wrong.
    SignedOut,
    /// The device may not come back.
    Revoked,
    /// The role may not do this.
    NotAllowed,
    /// The request comes from another site's page.
    CrossOrigin,
    /// There is no such thing, or it is out of the scope.
    NotFound,
    /// There is such a thing, but not done this way.
    MethodNotAllowed,
    /// The body cannot be read.
    Malformed,
    /// The body is larger than the limit.
    TooLarge,
    /// The server speaks no protocol of this app.
    TooOld,
    /// Too many attempts or requests.
    Busy,
    /// The server failed.
    Fault,
    /// This is no address of electronic mail.
    BadMail,
    /// Another account has this address.
    MailTaken,
    /// The password has too few characters.
    PasswordTooShort,
    /// The password is among the first that anybody would try.
    PasswordCommon,
    /// Somebody else made the password up: the person chooses one first.
    PasswordGiven,
    /// Somebody else made the password up, too long ago.
    PasswordExpired,
    /// The account has a second factor: a code comes along.
    FactorNeeded,
    /// The code of the second factor is wrong, or was used.
    WrongFactor,
    /// The authority asks this account for a second factor, which it does not have yet.
    FactorRequired,
    /// Somebody else is signed in on the device of this key.
    DeviceTaken,
    /// No account is open to whom the identity provider has named.
    NoAccount,
    /// The identity provider does not answer.
    ProviderSilent,
    /// The password of today is not this one.
    WrongPassword,
    /// Who did not just sign in does so again first.
    SignInAgain,
    /// The bytes of a file are not those of its name.
    HashMismatch,
    /// The bytes of a file are no picture.
    NotAnImage,
    /// An export could not be written.
    NotWritten,
    /// A code of a newer server.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_newer_server_is_read() {
        let body: ErrorBody = serde_json::from_str(r#"{"error":"too_quiet"}"#).unwrap();
        assert_eq!(body, ErrorBody { error: ErrorCode::Unknown, detail: String::new() });
        let body: ErrorBody =
            serde_json::from_str(r#"{"error":"mail_taken","detail":"","more":1}"#).unwrap();
        assert_eq!(body.error, ErrorCode::MailTaken);
    }

    #[test]
    fn a_line_of_an_older_server_is_read() {
        let text = r#"{"id":"01890000-0000-7000-8000-000000000001",
            "account":"01890000-0000-7000-8000-000000000002"}"#;
        let line: DeviceLine = serde_json::from_str(text).unwrap();
        assert_eq!((line.unsent, line.revoked, line.role), (0, false, None));
        let again = serde_json::to_string(&line).unwrap();
        assert_eq!(serde_json::from_str::<DeviceLine>(&again).unwrap(), line);
    }

    #[test]
    fn a_device_holds_back_what_it_has_not_sent_or_is_silent_about() {
        let text = r#"{"id":"01890000-0000-7000-8000-000000000001",
            "account":"01890000-0000-7000-8000-000000000002"}"#;
        let never: DeviceLine = serde_json::from_str(text).unwrap();
        let now = 100 * DAY_MS;
        let seen = |days, unsent, revoked| {
            let seen_at = Some(now - days * DAY_MS);
            DeviceLine { seen_at, unsent, revoked, ..never.clone() }.holds_back(now)
        };
        assert!(never.holds_back(now), "it never came");
        assert_eq!([seen(0, 0, false), seen(6, 0, false)], [false, false]);
        assert_eq!([seen(7, 0, false), seen(0, 1, false)], [true, true]);
        assert!(!seen(30, 5, true), "one that was revoked sends nothing more");
    }
}

//! Gives mails to the relay.

use super::settings::{BadMail, RelaySettings, Security};
use crate::causes::chain;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::Duration;
use uuid::Uuid;

/// How long a whole conversation about one mail may take.
pub const PATIENCE: Duration = Duration::from_secs(90);
/// How long the relay may take for one answer.
const ANSWER: Duration = Duration::from_secs(60);

/// A mail to one school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The key of its letter: sent twice, it has the same Message-ID.
    pub id: Uuid,
    /// To whom.
    pub to: Mailbox,
    /// In a line.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// Why the relay did not take a mail.
#[derive(Debug, thiserror::Error)]
pub enum Unsent {
    /// It never will.
    #[error("{0}")]
    Refused(String),
    /// Not now; others may be taken.
    #[error("{0}")]
    Later(String),
    /// It takes none now.
    #[error("{0}")]
    Away(String),
}

/// The relay of the authority.
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Relay {
    /// A relay that nothing was sent to yet.
    ///
    /// # Errors
    /// When the certificate of its authority cannot be read.
    pub fn new(settings: RelaySettings) -> Result<Self, BadMail> {
        let RelaySettings { host, port, security, login, authority, from } = settings;
        let tls = match security {
            Security::Nothing => Tls::None,
            Security::Implicit => Tls::Wrapper(parameters(&host, authority)?),
            Security::StartTls => Tls::Required(parameters(&host, authority)?),
        };
        let hello = ClientId::Domain(from.email.domain().to_owned());
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .tls(tls)
            .timeout(Some(ANSWER))
            .hello_name(hello);
        if let Some((name, password)) = login {
            builder = builder.credentials(Credentials::new(name, password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Who sends.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Gives the relay a mail.
    ///
    /// # Errors
    /// [`Unsent`]. Without an answer in time nobody knows whether it was taken.
    pub async fn send(&self, mail: &Mail) -> Result<(), Unsent> {
        let message = self.message(mail).map_err(|error| Unsent::Refused(chain(&error)))?;
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(unsent(&error)),
            Err(late) => Err(Unsent::Away(late.to_string())),
        }
    }

    /// Asks the relay whether it would take mails: encryption and password included.
    ///
    /// # Errors
    /// Why not.
    pub async fn try_out(&self) -> Result<(), Unsent> {
        match tokio::time::timeout(PATIENCE, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Unsent::Away("no answer to NOOP".into())),
            Ok(Err(error)) => Err(unsent(&error)),
            Err(late) => Err(Unsent::Away(late.to_string())),
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, lettre::error::Error> {
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let quiet = HeaderName::new_from_ascii_str("X-Auto-Response-Suppress");
        Message::builder()
            .from(self.from.clone())
            .to(mail.to.clone())
            .subject(&mail.subject)
            .date_now()
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .raw_header(HeaderValue::new(automatic, "auto-generated".into()))
            .raw_header(HeaderValue::new(quiet, "All".into()))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
    }
}

fn parameters(host: &str, authority: Option<std::path::PathBuf>) -> Result<TlsParameters, BadMail> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(file) = authority {
        let pem = std::fs::read(&file).map_err(|error| BadMail::Authority(file, error))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(builder.build_rustls()?)
}

/// A «no» about the recipient or the mail is for good; one about this server (RFC 4954: 530, 534,
/// 535, 538), and no answer at all, is about the relay.
fn unsent(error: &Error) -> Unsent {
    let why = chain(error);
    match error.status() {
        Some(code) if code.category == Category::Unspecified3 => Unsent::Away(why),
        Some(_) if error.is_permanent() => Unsent::Refused(why),
        Some(code) if code.category == Category::Connections => Unsent::Away(why),
        Some(_) => Unsent::Later(why),
        None => Unsent::Away(why),
    }
}

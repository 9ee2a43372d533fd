//! What who operates the server says of the relay of mail.

use clap::Args;
use lettre::message::Mailbox;
use openidconnect::url::{Host, Url};
use std::fmt;
use std::path::PathBuf;

/// The relay of mail of the authority; schools are sent nothing when none is given
#[derive(Args, Debug, Clone, Default)]
#[group(id = "mail")]
pub struct RelayOptions {
    /// The relay by which schools are told: smtps://user:password@relay.example:465, or
    /// smtp://relay.example:587, which must offer STARTTLS; «?tls=none» leaves encryption out,
    /// «?sslrootcert=/etc/tournee/ca.pem» names a private authority
    #[arg(long, env = "TOURNEE_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<RelayUrl>,
    /// The sender of what schools are told: Le Numérique à l’École <ecoles@authority.example>
    #[arg(long, env = "TOURNEE_MAIL_FROM")]
    mail_from: Option<String>,
    /// Minutes for which news to one school wait for each other, to go in one letter
    #[arg(long, env = "TOURNEE_MAIL_WAIT", default_value_t = 10,
        value_parser = clap::value_parser!(u16).range(0..=1_440))]
    pub mail_wait: u16,
}

/// The address of a relay. It holds a password, so nothing prints it.
#[derive(Clone)]
struct RelayUrl(String);

impl From<String> for RelayUrl {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for RelayUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("smtp://…")
    }
}

/// How the connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Implicit,
    /// STARTTLS, or no mail.
    StartTls,
    /// Not at all.
    Nothing,
}

/// A relay of mail.
#[derive(Clone)]
pub struct RelaySettings {
    /// Its name, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub security: Security,
    /// Name and password.
    pub login: Option<(String, String)>,
    /// The file of the authority that vouches for it, beside those that the machine trusts.
    pub authority: Option<PathBuf>,
    /// Who sends.
    pub from: Mailbox,
}

/// Why the relay cannot be used as it is described.
#[derive(Debug, thiserror::Error)]
pub enum BadMail {
    /// Something is missing beside the relay.
    #[error("a relay of mail needs {0} too")]
    Missing(&'static str),
    /// No address of a relay. What it holds is not shown.
    #[error("TOURNEE_SMTP_URL is no smtps://user:password@relay:465 or smtp://relay:587")]
    Address,
    /// A word of the address that says nothing.
    #[error("TOURNEE_SMTP_URL: «{0}» is none of tls=required, tls=none, sslrootcert=a file")]
    Parameter(String),
    /// Everybody on the way could read the password.
    #[error("TOURNEE_SMTP_URL: a password goes to another machine over an encrypted line only")]
    Open,
    /// The sender is no address.
    #[error("TOURNEE_MAIL_FROM")]
    From(#[from] lettre::address::AddressError),
    /// The certificate of the authority cannot be read.
    #[error("{}", .0.display())]
    Authority(PathBuf, #[source] std::io::Error),
    /// No TLS with what is given.
    #[error("the relay of mail")]
    Tls(#[from] lettre::transport::smtp::Error),
}

impl RelayOptions {
    /// What they say, or `None` when there is no relay.
    ///
    /// # Errors
    /// [`BadMail`].
    pub fn read(&self) -> Result<Option<RelaySettings>, BadMail> {
        let Some(RelayUrl(url)) = &self.smtp_url else {
            return Ok(None);
        };
        let from = self.mail_from.as_deref().ok_or(BadMail::Missing("TOURNEE_MAIL_FROM"))?;
        settings(url, from.parse()?).map(Some)
    }
}

fn settings(url: &str, from: Mailbox) -> Result<RelaySettings, BadMail> {
    let url = Url::parse(url).map_err(|_| BadMail::Address)?;
    let host = url.host().filter(|_| matches!(url.path(), "" | "/")).ok_or(BadMail::Address)?;
    let is_here = is_here(&host);
    let is_implicit = match url.scheme() {
        "smtps" => true,
        "smtp" => false,
        _ => return Err(BadMail::Address),
    };
    let mut security = match (is_implicit, is_here) {
        (true, _) => Security::Implicit,
        (false, true) => Security::Nothing,
        (false, false) => Security::StartTls,
    };
    let mut authority = None;
    for (name, value) in url.query_pairs() {
        match (&*name, &*value) {
            ("tls", "required") if is_implicit => {}
            ("tls", "required") => security = Security::StartTls,
            ("tls", "none") if !is_implicit => security = Security::Nothing,
            ("sslrootcert", file) => authority = Some(PathBuf::from(file)),
            _ => return Err(BadMail::Parameter(format!("{name}={value}"))),
        }
    }
    let login = (!url.username().is_empty())
        .then(|| (decoded(url.username()), decoded(url.password().unwrap_or_default())));
    if login.is_some() && security == Security::Nothing && !is_here {
        return Err(BadMail::Open);
    }
    let port = url.port().unwrap_or(if is_implicit { 465 } else { 587 });
    let host = match host {
        Host::Domain(name) => decoded(name),
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => ip.to_string(),
    };
    Ok(RelaySettings { host, port, security, login, authority, from })
}

/// Whether what is sent there leaves this machine.
fn is_here(host: &Host<&str>) -> bool {
    match host {
        // The scheme is none of the web, for which addresses would be told apart from names.
        Host::Domain(name) => {
            *name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

/// A part of an address without its percent signs.
fn decoded(part: &str) -> String {
    let escaped = part.replace('+', "%2B").replace('&', "%26");
    let pair = format!("v={escaped}");
    let mut pairs = form_urlencoded::parse(pair.as_bytes());
    pairs.next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<RelaySettings, BadMail> {
        settings(url, "École <e@authority.example>".parse().expect("a mailbox"))
    }

    #[test]
    fn a_line_is_encrypted_unless_it_stays_here_or_somebody_says_so() {
        for (url, security, port) in [
            ("smtps://relay.example", Security::Implicit, 465),
            ("smtps://relay.example:4650/?tls=required", Security::Implicit, 4650),
            ("smtp://relay.example", Security::StartTls, 587),
            ("smtp://relay.example:25?tls=required", Security::StartTls, 25),
            ("smtp://relay.example:25?tls=none", Security::Nothing, 25),
            ("smtp://localhost:1025", Security::Nothing, 1025),
            ("smtp://127.0.0.1:1025", Security::Nothing, 1025),
            ("smtp://[::1]:1025", Security::Nothing, 1025),
            ("smtp://localhost:1025?tls=required", Security::StartTls, 1025),
        ] {
            let read = read(url).expect(url);
            assert_eq!((read.security, read.port), (security, port), "{url}");
        }
        let private = read("smtps://relay.example?sslrootcert=%2Fetc%2Fca.pem").expect("a file");
        assert_eq!(private.authority, Some("/etc/ca.pem".into()));
        for bad in ["smtps://r?tls=none", "smtp://r?tls=maybe", "smtp://r?verify=no"] {
            assert!(matches!(read(bad), Err(BadMail::Parameter(_))), "{bad}");
        }
        for bad in ["relay.example", "http://relay.example", "smtp:relay", "smtp://relay/inbox"] {
            assert!(matches!(read(bad), Err(BadMail::Address)), "{bad}");
        }
    }

    #[test]
    fn a_password_is_shown_to_nobody() {
        let login = |url: &str| read(url).expect(url).login;
        let known = ("me@a.fr".to_owned(), "p+&:é ".to_owned());
        assert_eq!(login("smtps://me%40a.fr:p+&%3A%C3%A9%20@relay.example"), Some(known));
        assert_eq!(login("smtps://relay.example"), None);
        assert!(login("smtp://me:secret@localhost").is_some());
        assert!(matches!(read("smtp://me:secret@relay?tls=none"), Err(BadMail::Open)));
        let url = Some(RelayUrl("smtps://me:secret@relay".into()));
        let options = RelayOptions { smtp_url: url, ..RelayOptions::default() };
        assert!(!format!("{options:?}").contains("secret"));
        assert!(matches!(options.read(), Err(BadMail::Missing("TOURNEE_MAIL_FROM"))));
        let from = Some("nobody".into());
        assert!(matches!(
            RelayOptions { mail_from: from, ..options }.read(),
            Err(BadMail::From(_))
        ));
        assert!(RelayOptions::default().read().expect("nothing asked").is_none());
    }
}

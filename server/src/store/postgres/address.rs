//! The address of the database. It holds a password, so nothing here prints it.

use super::super::{Fault, StoreResult};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Timeout of a connection attempt.
const CONNECT: Duration = Duration::from_secs(5);
/// After this long a machine that vanished silently is noticed.
const SILENCE: Duration = Duration::from_secs(15);
/// The parameters of PostgreSQL's own programs that say whom to trust.
const MODE: &str = "sslmode";
const AUTHORITY: &str = "sslrootcert";

/// A parsed `postgres://` URL.
#[derive(Clone)]
pub(super) struct Address {
    config: Config,
    /// How the server shows who it is; `None` in the clear.
    tls: Option<MakeRustlsConnect>,
}

impl Address {
    /// Parses a URL as PostgreSQL's own programs do. Beyond this machine the connection is
    /// encrypted, and the server must show that it is the one of that name, unless the address says
    /// `sslmode=disable`.
    ///
    /// # Errors
    /// When it is none, when it asks for half a check, or when nobody is trusted to vouch.
    pub(super) fn read(url: &str) -> StoreResult<Self> {
        let unread = || {
            let form = "postgres://user:password@host:5432/database";
            Fault::new(format!("the address of the database cannot be read: it is written {form}"))
        };
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(unread());
        }
        let (url, trust) = without_trust(url);
        let mut config: Config = url.parse().map_err(|_| unread())?;
        let is_checked = match trust.mode.as_deref() {
            None => trust.authority.is_some() || !is_here(&config),
            Some("disable") => false,
            Some("require" | "verify-full") => true,
            Some(_) => {
                return Err(Fault::new(
                    "sslmode is verify-full, the default beyond this machine, or disable where \
                     the network is trusted: nothing between them keeps others out",
                ));
            }
        };
        let tls = if is_checked { Some(trust.connector()?) } else { None };
        config.ssl_mode(if is_checked { SslMode::Require } else { SslMode::Disable });
        config.connect_timeout(CONNECT).keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        if config.get_application_name().is_none() {
            config.application_name("tournee");
        }
        Ok(Self { config, tls })
    }

    pub(super) fn connect(&self) -> StoreResult<Client> {
        Ok(match &self.tls {
            Some(tls) => self.config.connect(tls.clone())?,
            None => self.config.connect(NoTls)?,
        })
    }
}

/// What an address says of trust.
#[derive(Default)]
struct Trust {
    mode: Option<String>,
    /// The file of a private authority.
    authority: Option<String>,
}

/// Takes what the driver does not know out of an address.
fn without_trust(url: &str) -> (String, Trust) {
    let mut trust = Trust::default();
    let Some((before, query)) = url.split_once('?') else {
        return (url.to_owned(), trust);
    };
    let mut kept = Vec::new();
    for part in query.split('&') {
        match form_urlencoded::parse(part.as_bytes()).next() {
            Some((name, value)) if name == MODE => trust.mode = Some(value.into_owned()),
            Some((name, value)) if name == AUTHORITY => trust.authority = Some(value.into_owned()),
            Some(_) | None => kept.push(part),
        }
    }
    match kept.is_empty() {
        true => (before.to_owned(), trust),
        false => (format!("{before}?{}", kept.join("&")), trust),
    }
}

impl Trust {
    fn connector(&self) -> StoreResult<MakeRustlsConnect> {
        let mut roots = RootCertStore::empty();
        match &self.authority {
            Some(path) => {
                let on = |error| Fault::of(format!("the authority of the database: {path}"), error);
                for certificate in CertificateDer::pem_file_iter(path).map_err(on)? {
                    roots.add(certificate.map_err(on)?).map_err(|error| {
                        Fault::of("the authority of the database is no certificate", error)
                    })?;
                }
            }
            None => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
            }
        }
        if roots.is_empty() {
            return Err(Fault::new(
                "nobody is trusted to vouch for the database: name the file of its authority by \
                 sslrootcert in its address, or install the authorities of the system",
            ));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(|error| Fault::of("no TLS", error))?;
        Ok(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth()))
    }
}

/// Returns whether the connection never leaves this machine.
fn is_here(config: &Config) -> bool {
    let named = config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
        }
    });
    let numbered = config.get_hostaddrs();
    if numbered.is_empty() { named } else { numbered.iter().all(IpAddr::is_loopback) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the server of an address must show who it is.
    fn checked(url: &str) -> StoreResult<bool> {
        Ok(Address::read(url)?.tls.is_some())
    }

    #[test]
    fn a_network_is_crossed_in_the_clear_only_on_request() {
        for here in ["postgres://a:b@localhost/c", "postgresql://a@%2Frun%2Fpostgresql/c"] {
            assert!(!checked(here).expect("on this machine"), "{here}");
        }
        assert!(!checked("postgres://a:b@[::1]:5433/c").expect("on this machine"));
        assert!(checked("postgres://a:b@db.example/c").expect("the authorities of the system"));
        assert!(checked("postgres://a:b@localhost/c?hostaddr=192.0.2.1").expect("elsewhere"));
        assert!(checked("postgres://a:b@localhost/c?sslmode=verify-full").expect("asked for"));
        assert!(checked("postgres://a:b@db.example/c?sslmode=require").expect("no less"));
        assert!(!checked("postgres://a:b@db.example/c?sslmode=disable").expect("asked for"));
        for half in ["prefer", "allow", "verify-ca", ""] {
            assert!(checked(&format!("postgres://a@db.example/c?sslmode={half}")).is_err());
        }
    }

    #[test]
    fn an_authority_that_is_none_is_not_passed_over() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let at = |path: &str| {
            let path = path.replace('/', "%2F");
            checked(&format!("postgres://a@db.example/c?sslrootcert={path}&connect_timeout=3"))
        };
        assert!(at(file.path().to_str().expect("a path")).is_err(), "empty");
        assert!(at("/nowhere/ca.pem").is_err());
    }

    const HALF: &str = "postgres://a:secret@h/c?sslmode=prefer";

    #[test]
    fn a_password_is_never_told() {
        for url in ["mysql://a:secret@h/c", "postgres://a:secret@h:port/c", HALF] {
            let Err(fault) = Address::read(url) else { panic!("no error for a bad address") };
            let told = crate::causes::chain(&fault);
            assert!(!told.contains("secret"), "{told}");
        }
    }
}

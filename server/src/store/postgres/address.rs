//! The address of the database. It holds a password, so nothing here prints it.

use super::super::{Fault, StoreResult};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use std::net::IpAddr;
use std::time::Duration;

/// Timeout of a connection attempt.
const CONNECT: Duration = Duration::from_secs(5);
/// After this long a machine that vanished silently is noticed.
const SILENCE: Duration = Duration::from_secs(15);

/// A parsed `postgres://` URL.
#[derive(Clone)]
pub(super) struct Address(Config);

impl Address {
    /// Parses a URL as PostgreSQL's own programs do.
    ///
    /// # Errors
    /// When it is none, or would cross a network unencrypted without saying so.
    pub(super) fn read(url: &str) -> StoreResult<Self> {
        let unread = || {
            let form = "postgres://user:password@host:5432/database";
            Fault::new(format!("the address of the database cannot be read: it is written {form}"))
        };
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(unread());
        }
        let mut config: Config = url.parse().map_err(|_| unread())?;
        if !is_here(&config) && config.get_ssl_mode() != SslMode::Disable {
            return Err(Fault::new(
                "the database is on another machine, and this program speaks to it in the clear: \
                 lead the connection through a tunnel, or say sslmode=disable in its address when \
                 the network is trusted",
            ));
        }
        config.connect_timeout(CONNECT).keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        if config.get_application_name().is_none() {
            config.application_name("tournee");
        }
        Ok(Self(config))
    }

    pub(super) fn connect(&self) -> StoreResult<Client> {
        Ok(self.0.connect(NoTls)?)
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

    #[test]
    fn a_network_is_crossed_in_the_clear_only_on_request() {
        let read = |url: &str| Address::read(url).map(|_| ());
        for here in ["postgres://a:b@localhost/c", "postgresql://a@%2Frun%2Fpostgresql/c"] {
            read(here).expect("on this machine");
        }
        read("postgres://a:b@[::1]:5433/c").expect("on this machine");
        assert!(read("postgres://a:b@db.example/c").is_err());
        assert!(read("postgres://a:b@localhost/c?hostaddr=192.0.2.1").is_err());
        read("postgres://a:b@db.example/c?sslmode=disable").expect("asked for");
    }

    #[test]
    fn a_password_is_never_told() {
        for url in ["mysql://a:secret@h/c", "postgres://a:secret@h:port/c", "postgres://secret"] {
            let Err(fault) = Address::read(url) else { panic!("no error for a bad address") };
            let told = crate::causes::chain(&fault);
            assert!(!told.contains("secret"), "{told}");
        }
    }
}

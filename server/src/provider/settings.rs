//! What who operates the server says of the identity provider.

use clap::Args;
use openidconnect::url::Url;
use shared::role::Role;
use std::path::PathBuf;
use std::str::FromStr;

/// The identity provider of the authority, by OpenID Connect; none when no issuer is given
#[derive(Args, Debug, Clone, Default)]
pub struct ProviderOptions {
    /// The address of this service as browsers see it: https://tournee.example
    #[arg(long, env = "TOURNEE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// The issuer of the identity provider: https://sso.example/realms/staff
    #[arg(long, env = "TOURNEE_OIDC_ISSUER")]
    pub oidc_issuer: Option<String>,
    /// What the provider calls this program
    #[arg(long, env = "TOURNEE_OIDC_CLIENT")]
    pub oidc_client: Option<String>,
    /// The file with the secret that the provider gave this program; none for a public client
    #[arg(long, env = "TOURNEE_OIDC_SECRET_FILE")]
    pub oidc_secret_file: Option<PathBuf>,
    /// The name of the provider on the button: «Se connecter avec …»
    #[arg(long, env = "TOURNEE_OIDC_NAME", default_value = "le compte de la collectivité")]
    pub oidc_name: String,
    /// What else is asked of the provider, beside «openid»
    #[arg(long, env = "TOURNEE_OIDC_SCOPES", default_value = "profile email")]
    pub oidc_scopes: String,
    /// Take a person for the account of the address that the provider has verified
    #[arg(long, env = "TOURNEE_OIDC_MATCH_MAIL")]
    pub oidc_match_mail: bool,
    /// The claim that holds the groups of a person
    #[arg(long, env = "TOURNEE_OIDC_ROLE_CLAIM", default_value = "groups")]
    pub oidc_role_claim: String,
    /// The role of each group, the first that fits: nte-tech=technician,nte-plan=dispatcher. With
    /// it, the provider decides who may come in and as what; without, a coordinator does
    #[arg(long, env = "TOURNEE_OIDC_ROLES")]
    pub oidc_roles: Option<Roles>,
    /// The values of «amr» or «acr» that say that the provider asked for a second factor
    #[arg(long, env = "TOURNEE_OIDC_SECOND_FACTOR", default_value = "mfa")]
    pub oidc_second_factor: String,
}

/// The role of each group, the first that fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles(Vec<(String, Role)>);

impl Roles {
    /// The role of who is in these groups.
    pub fn of(&self, groups: &[String]) -> Option<Role> {
        let found = self.0.iter().find(|(group, _)| groups.contains(group));
        found.map(|(_, role)| *role)
    }
}

impl FromStr for Roles {
    type Err = BadSettings;

    fn from_str(text: &str) -> Result<Self, BadSettings> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let pair = |part: &str| {
            let (group, role) = part.rsplit_once('=')?;
            let role = match role.trim() {
                "technician" => Role::Technician,
                "dispatcher" => Role::Dispatcher,
                "coordinator" => Role::Coordinator,
                "observer" => Role::Observer,
                "adviser" => Role::Adviser,
                _ => return None,
            };
            Some((group.trim().to_owned(), role))
        };
        let read = parts.map(|part| pair(part).ok_or_else(|| BadSettings::Role(part.to_owned())));
        read.collect::<Result<_, _>>().map(Self)
    }
}

/// Why the settings of the provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// A role that does not exist, or none.
    #[error(
        "«{0}» is not group=role, with technician, dispatcher, coordinator, adviser or observer"
    )]
    Role(String),
    /// Something is missing beside the issuer.
    #[error("an identity provider needs {0} too")]
    Missing(&'static str),
    /// No address, or one over which everybody on the way could sign in.
    #[error("{0} is no address that begins with https://")]
    Address(String),
    /// The secret cannot be read.
    #[error("{}", .0.display())]
    Secret(PathBuf, #[source] std::io::Error),
    /// The machine trusts no authority of certificates.
    #[error("the identity provider cannot be reached: the certificates of this machine")]
    Certificates(#[source] std::io::Error),
}

/// What is known of the provider.
#[derive(Clone)]
pub struct ProviderSettings {
    pub(super) issuer: String,
    pub(super) client: String,
    pub(super) secret: Option<String>,
    /// Without a slash at the end.
    pub(super) public_url: String,
    pub(super) name: String,
    pub(super) scopes: Vec<String>,
    pub(crate) match_mail: bool,
    pub(super) role_claim: String,
    pub(crate) roles: Option<Roles>,
    pub(super) second_factor: Vec<String>,
}

impl ProviderOptions {
    /// What they say, or `None` when there is no provider.
    ///
    /// # Errors
    /// [`BadSettings`].
    pub fn read(self) -> Result<Option<ProviderSettings>, BadSettings> {
        let Some(issuer) = self.oidc_issuer else {
            return Ok(None);
        };
        let missing = BadSettings::Missing;
        let client = self.oidc_client.ok_or(missing("TOURNEE_OIDC_CLIENT"))?;
        let public_url = self.public_url.ok_or(missing("TOURNEE_PUBLIC_URL"))?;
        for address in [&issuer, &public_url] {
            must_be_safe(address)?;
        }
        let secret = self.oidc_secret_file.map(|path| match std::fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(error) => Err(BadSettings::Secret(path, error)),
        });
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Ok(Some(ProviderSettings {
            issuer,
            client,
            secret: secret.transpose()?,
            public_url: public_url.trim_end_matches('/').to_owned(),
            name: self.oidc_name,
            scopes: words(&self.oidc_scopes),
            match_mail: self.oidc_match_mail,
            role_claim: self.oidc_role_claim,
            roles: self.oidc_roles,
            second_factor: words(&self.oidc_second_factor.replace(',', " ")),
        }))
    }
}

/// Fails unless nobody on the way can read or change what is sent there.
fn must_be_safe(address: &str) -> Result<(), BadSettings> {
    let url = Url::parse(address).ok().filter(|url| match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(|host| {
            let host = host.trim_matches(['[', ']']);
            host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }),
        _ => false,
    });
    url.map(drop).ok_or_else(|| BadSettings::Address(address.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(issuer: &str) -> ProviderOptions {
        ProviderOptions {
            public_url: Some("https://tournee.example/".into()),
            oidc_issuer: Some(issuer.into()),
            oidc_client: Some("tournee".into()),
            oidc_second_factor: "mfa, eidas2".into(),
            ..ProviderOptions::default()
        }
    }

    #[test]
    fn a_provider_is_reached_safely_or_not_at_all() {
        for safe in ["https://sso.example/a", "http://localhost:1", "http://[::1]:1"] {
            assert!(options(safe).read().expect("an address").is_some(), "{safe}");
        }
        for bad in ["http://sso.example", "sso.example", "ftp://localhost", "http://192.0.2.1"] {
            assert!(matches!(options(bad).read(), Err(BadSettings::Address(_))), "{bad}");
        }
        let read = options("https://sso.example").read().expect("settings").expect("a provider");
        assert_eq!(read.public_url, "https://tournee.example");
        assert_eq!(read.second_factor, ["mfa", "eidas2"]);
        assert!(ProviderOptions::default().read().expect("nothing asked").is_none());
        let half = ProviderOptions { public_url: None, ..options("https://sso.example") };
        assert!(matches!(half.read(), Err(BadSettings::Missing("TOURNEE_PUBLIC_URL"))));
    }

    #[test]
    fn the_first_group_that_fits_gives_the_role() {
        let roles: Roles = "cn=chefs,ou=x=coordinator".parse().unwrap_or_default();
        assert_eq!(roles.of(&["cn=chefs".into()]), None, "a comma ends a group");
        let roles: Roles = "chefs=coordinator, tech = technician".parse().expect("roles");
        let groups =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(roles.of(&groups(&["tech", "chefs"])), Some(Role::Coordinator));
        assert_eq!(roles.of(&groups(&["tech"])), Some(Role::Technician));
        assert_eq!(roles.of(&groups(&["autres"])), None);
        for bad in ["tech", "tech=teacher", "tech=system", "tech="] {
            assert!(bad.parse::<Roles>().is_err(), "{bad}");
        }
    }
}

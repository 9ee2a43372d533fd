//! Sign-in by the authority's own identity provider: OpenID Connect Core 1.0, by the code flow with
//! PKCE. What the provider says is believed only once its keys have signed it for this program.

mod client;
mod settings;

pub use client::{Begun, Provider};
pub use settings::{BadSettings, ProviderOptions, ProviderSettings, Roles};

use serde::{Deserialize, Serialize};
use std::error::Error;

/// Whom the provider named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPerson {
    /// The provider.
    pub issuer: String,
    /// What the provider calls the person, for ever.
    pub subject: String,
    /// Their name, if it was told.
    pub name: Option<String>,
    /// Their address in small letters, if the provider has verified it.
    pub mail: Option<String>,
    /// What the claim of the roles holds.
    pub groups: Vec<String>,
    /// Whether the provider asked for a second factor (RFC 8176).
    pub two_factors: bool,
}

/// Why the provider's answer is not believed, or why there is none.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    /// The provider cannot be asked.
    #[error("the identity provider cannot be asked")]
    Silent(#[source] Box<dyn Error + Send + Sync>),
    /// The provider refused the code.
    #[error("the identity provider does not take the code")]
    Code(#[source] Box<dyn Error + Send + Sync>),
    /// No token says who it is.
    #[error("the identity provider names nobody")]
    Nobody,
    /// The token is not signed by the provider, or not for this sign-in.
    #[error("the token of the identity provider is not believed")]
    Token(#[source] Box<dyn Error + Send + Sync>),
}

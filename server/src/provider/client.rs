//! Asks the provider, and checks what it answers.

use super::settings::{BadSettings, ProviderSettings};
use super::{NamedPerson, Unproven};
use crate::https::{self, Https};
use axum::body::Bytes;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthorizationCode, Client,
    ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IdTokenFields, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    SubjectIdentifier, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long its addresses and keys are kept. A key that is not among them is looked for at once.
const KEPT: Duration = Duration::from_secs(600);
/// Bytes of its longest answer.
const ANSWER_BYTES: usize = 1024 * 1024;
/// Where it sends browsers back to.
const RETURN: &str = "/api/v1/session/provider/return";

/// The claims beside the standard ones.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct More(BTreeMap<String, Value>);

impl AdditionalClaims for More {}

type Fields = IdTokenFields<
    More,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type Claims = openidconnect::IdTokenClaims<More, CoreGenderClaim>;
type Party = Client<
    More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Signed by a key of the provider: never by the secret that the program knows too, never by none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The provider as it describes itself.
struct Known {
    metadata: ProviderMetadataWithLogout,
    since: Instant,
}

/// An identity provider.
pub struct Provider {
    settings: ProviderSettings,
    http: Https,
    known: Mutex<Option<Arc<Known>>>,
}

/// A sign-in that begins.
#[derive(Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// What the provider sends back.
    pub state: String,
    /// What the ID token repeats.
    pub nonce: String,
    /// The secret of PKCE.
    pub verifier: String,
}

impl Provider {
    /// A provider that is asked nothing yet.
    ///
    /// # Errors
    /// When this machine trusts no authority of certificates.
    pub fn new(settings: ProviderSettings) -> Result<Self, BadSettings> {
        let http = Https::new().map_err(BadSettings::Certificates)?;
        Ok(Self { settings, http, known: Mutex::default() })
    }

    /// What is known of it.
    pub(crate) fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Its name on the button.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The provider's own name.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    async fn known(&self, fresh: bool) -> Result<Arc<Known>, Unproven> {
        let silent = |error: Box<dyn Error + Send + Sync>| Unproven::Silent(error);
        let kept = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = kept.filter(|known| !fresh && known.since.elapsed() < KEPT) {
            return Ok(known);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|error| silent(error.into()))?;
        let found = ProviderMetadataWithLogout::discover_async(issuer, &self.http).await;
        let metadata = found.map_err(|error| silent(error.to_string().into()))?;
        let known = Arc::new(Known { metadata, since: Instant::now() });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    fn party(&self, known: &Known) -> Result<Party, Unproven> {
        let back = RedirectUrl::new(format!("{}{RETURN}", self.settings.public_url));
        let back = back.map_err(|error| Unproven::Silent(error.into()))?;
        let id = ClientId::new(self.settings.client.clone());
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        Ok(Party::from_provider_metadata(known.metadata.clone(), id, secret).set_redirect_uri(back))
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// [`Unproven::Silent`].
    pub async fn begin(&self) -> Result<Begun, Unproven> {
        let party = self.party(&*self.known(false).await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let asked = party.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let (url, state, nonce) = asked.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok(Begun {
            url: url.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Returns whom a code stands for, in a sign-in that began with that nonce and verifier.
    ///
    /// # Errors
    /// [`Unproven`].
    pub async fn person(
        &self,
        code: String,
        nonce: String,
        verifier: String,
    ) -> Result<NamedPerson, Unproven> {
        let mut party = self.party(&*self.known(false).await?)?;
        let asked = party.exchange_code(AuthorizationCode::new(code));
        let asked = asked.map_err(|error| Unproven::Silent(error.into()))?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(verifier));
        let tokens = asked.request_async(&self.http).await;
        let tokens: Tokens = tokens.map_err(|error| Unproven::Code(error.to_string().into()))?;
        let nonce = Nonce::new(nonce);
        let claims = match claims(&party, &tokens, &nonce) {
            // Signed by a key that is younger than what is kept of it.
            Err(Unproven::Token(_)) => {
                party = self.party(&*self.known(true).await?)?;
                claims(&party, &tokens, &nonce)?
            }
            other => other?,
        };
        let subject = claims.subject().clone();
        let more = self.more(&party, tokens.access_token().clone(), subject).await?;
        Ok(self.as_person(&claims, more.as_ref()))
    }

    /// What the provider tells apart from the token; `None` when it has no place for that.
    async fn more(
        &self,
        party: &Party,
        token: AccessToken,
        subject: SubjectIdentifier,
    ) -> Result<Option<UserInfoClaims<More, CoreGenderClaim>>, Unproven> {
        let Ok(asked) = party.user_info(token, Some(subject)) else {
            return Ok(None);
        };
        let told = asked.request_async(&self.http).await;
        told.map(Some).map_err(|error| Unproven::Silent(error.to_string().into()))
    }

    fn as_person(
        &self,
        claims: &Claims,
        more: Option<&UserInfoClaims<More, CoreGenderClaim>>,
    ) -> NamedPerson {
        let also = |found: Option<String>, told: Option<String>| found.or(told);
        let plain = |name: Option<&openidconnect::LocalizedClaim<openidconnect::EndUserName>>| {
            let name = name.and_then(|name| name.get(None).or(name.iter().next().map(|(_, n)| n)));
            name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
        };
        let name = also(plain(claims.name()), more.and_then(|more| plain(more.name())));
        // An address counts only beside the word of the same answer that it was verified.
        let verified = |mail: Option<&openidconnect::EndUserEmail>, is: Option<bool>| {
            mail.filter(|_| is == Some(true)).map(|mail| mail.trim().to_lowercase())
        };
        let mail = also(
            verified(claims.email(), claims.email_verified()),
            more.and_then(|more| verified(more.email(), more.email_verified())),
        );
        let claim = |claims: &More| claims.0.get(&self.settings.role_claim).map(texts);
        let told = || more.and_then(|more| claim(more.additional_claims()));
        let groups = claim(claims.additional_claims()).or_else(told).unwrap_or_default();
        // Only the token says how it was made.
        let methods = claims.auth_method_refs().into_iter().flatten().map(|method| &**method);
        let mut said = methods.chain(claims.auth_context_ref().map(|context| &**context));
        let wanted = &self.settings.second_factor;
        NamedPerson {
            issuer: self.settings.issuer.clone(),
            subject: claims.subject().to_string(),
            name,
            mail,
            groups,
            two_factors: said.any(|said| wanted.contains(said)),
        }
    }

    /// Where a browser ends its session at the provider; `None` when the provider has no such
    /// address.
    ///
    /// # Errors
    /// [`Unproven::Silent`].
    pub async fn leave(&self) -> Result<Option<String>, Unproven> {
        let known = self.known(false).await?;
        let Some(end) = known.metadata.additional_metadata().end_session_endpoint.clone() else {
            return Ok(None);
        };
        let back = PostLogoutRedirectUrl::new(format!("{}/connexion", self.settings.public_url));
        let back = back.map_err(|error| Unproven::Silent(error.into()))?;
        let asked = LogoutRequest::from(end)
            .set_client_id(ClientId::new(self.settings.client.clone()))
            .set_post_logout_redirect_uri(back);
        Ok(Some(asked.http_get_url().into()))
    }
}

/// Returns the claims of the ID token: signed by the provider, for this program, now, and for this
/// very sign-in.
fn claims(party: &Party, tokens: &Tokens, nonce: &Nonce) -> Result<Claims, Unproven> {
    let token = tokens.id_token().ok_or(Unproven::Nobody)?;
    let verifier = party.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let claims = token.claims(&verifier, nonce);
    let claims = claims.map_err(|error| Unproven::Token(error.into()))?;
    if let Some(expected) = claims.access_token_hash() {
        let wrong = |error: Box<dyn Error + Send + Sync>| Unproven::Token(error);
        let algorithm = token.signing_alg().map_err(|error| wrong(error.into()))?;
        let key = token.signing_key(&verifier).map_err(|error| wrong(error.into()))?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if actual.map_err(|error| wrong(error.into()))? != *expected {
            return Err(wrong("the access token is of another sign-in".into()));
        }
    }
    Ok(claims.clone())
}

/// The texts of a claim that holds one, or a list of them.
fn texts(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}

impl<'c> AsyncHttpClient<'c> for Https {
    type Error = https::HttpsFailed;
    type Future =
        Pin<Box<dyn Future<Output = Result<HttpResponse, https::HttpsFailed>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = self.send(request.map(Bytes::from), PATIENCE, ANSWER_BYTES).await?;
            Ok(answer.map(Into::into))
        })
    }
}

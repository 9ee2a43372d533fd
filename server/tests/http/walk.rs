//! A browser that goes to the identity provider and comes back.

use crate::world::{Answer, World, device};
use axum::body::Bytes;
use axum::http::{Request, Response, StatusCode, header};
use cluster::provider::CLIENT;
use serde_json::json;
use server::https::Https;
use server::provider::{Provider, ProviderOptions};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Where the browser finds the program under test.
pub const PUBLIC: &str = "http://localhost:1";
pub const DONE: &str = "/connexion?annuaire=ok";
pub const GIVEN_UP: &str = "/connexion?annuaire=annule";
pub const FAILED: &str = "/connexion?annuaire=echec";

/// The settings of a provider, by hand.
pub fn options(issuer: &str, secret: Option<&str>) -> ProviderOptions {
    let secret = secret.map(|secret| {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), secret).expect("written");
        file.keep().expect("kept").1
    });
    ProviderOptions {
        public_url: Some(PUBLIC.into()),
        oidc_issuer: Some(issuer.into()),
        oidc_client: Some(CLIENT.into()),
        oidc_secret_file: secret,
        oidc_name: "l’annuaire".into(),
        oidc_scopes: "profile email".into(),
        oidc_role_claim: "groups".into(),
        oidc_second_factor: "mfa".into(),
        ..ProviderOptions::default()
    }
}

pub fn change_provider(world: &mut World, options: ProviderOptions) {
    let settings = options.read().expect("settings").expect("a provider");
    world.state.provider = Some(Arc::new(Provider::new(settings).expect("certificates")));
    world.renew();
}

pub fn with_provider(options: ProviderOptions) -> World {
    let mut world = World::new();
    change_provider(&mut world, options);
    world
}

/// A parameter of an address.
pub fn parameter(url: &str, name: &str) -> String {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = openidconnect::url::form_urlencoded::parse(query.as_bytes());
    pairs.into_iter().find(|(key, _)| key == name).map_or(String::new(), |(_, v)| v.into_owned())
}

/// A browser, with its cookies at the provider and at the program.
pub struct Browser {
    https: Https,
    there: BTreeMap<String, String>,
    here: String,
}

impl Browser {
    pub fn new() -> Self {
        Self { https: Https::new().expect("a client"), there: BTreeMap::new(), here: String::new() }
    }

    /// Begins a sign-in; where the program sends the browser.
    pub async fn begin(&mut self, world: &World) -> String {
        let begun = world.post("/api/v1/session/provider", "", "{}").await;
        assert_eq!(begun.status, StatusCode::OK, "{begun:?}");
        let set = begun.headers[header::SET_COOKIE].to_str().expect("readable");
        for part in ["__Host-tournee-provider=", "HttpOnly", "Secure", "SameSite=Lax"] {
            assert!(set.contains(part), "{set} lacks {part}");
        }
        self.here = set.split(';').next().expect("a first part").to_owned();
        let url = begun.body["url"].as_str().expect("an address").to_owned();
        assert_eq!(parameter(&url, "response_type"), "code");
        assert_eq!(parameter(&url, "code_challenge_method"), "S256");
        url
    }

    /// Goes to the provider, signs in there, and returns its answer: a path of the program.
    pub async fn answer(&mut self, world: &World, login: &str, two_factors: bool) -> String {
        let login = login.replace('@', "%40");
        let mfa = if two_factors { "&mfa=1" } else { "" };
        let url = self.begin(world).await;
        self.through(url, format!("login={login}{mfa}")).await
    }

    /// Goes to the provider and gives up there.
    pub async fn give_up(&mut self, world: &World) -> String {
        let url = self.begin(world).await;
        self.through(url, "cancel=1".into()).await
    }

    async fn through(&mut self, mut url: String, form: String) -> String {
        let mut form = Some(form);
        for _ in 0..10 {
            if let Some(path) = url.strip_prefix(PUBLIC) {
                return path.to_owned();
            }
            let answer = self.ask(&url, None).await;
            let answer = match answer.status().is_redirection() {
                true => answer,
                // The form of the provider.
                false => self.ask(&url, Some(form.take().expect("one form"))).await,
            };
            let to = answer.headers().get(header::LOCATION);
            let to = to.unwrap_or_else(|| panic!("the provider goes nowhere: {answer:?}"));
            let to = to.to_str().expect("readable");
            let base = openidconnect::url::Url::parse(&url).expect("an address");
            url = base.join(to).expect("an address").into();
        }
        panic!("the provider never comes back");
    }

    async fn ask(&mut self, url: &str, form: Option<String>) -> Response<Bytes> {
        let cookies: Vec<_> =
            self.there.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(if form.is_some() { "POST" } else { "GET" })
            .uri(url)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(form.unwrap_or_default()))
            .expect("a request");
        let answer = self.https.send(request, Duration::from_secs(20), 1_000_000).await;
        let answer = answer.expect("the provider answers");
        for set in answer.headers().get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("readable").split(';').next().expect("a first part");
            if let Some((name, value)) = set.split_once('=') {
                self.there.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Comes back with an answer; where the program sends the browser then.
    pub async fn take(&self, world: &World, answer: &str) -> String {
        let taken = world.get(answer, &self.here).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{taken:?}");
        taken.headers[header::LOCATION].to_str().expect("readable").to_owned()
    }

    /// The whole way there and back.
    pub async fn visit(&mut self, world: &World, login: &str, two_factors: bool) -> String {
        let answer = self.answer(world, login, two_factors).await;
        self.take(world, &answer).await
    }

    /// The page asks for the session, on the device of that number.
    pub async fn finish(&self, world: &World, n: u8, factor: Option<&str>) -> Answer {
        let body = match factor {
            Some(code) => json!({ "device": device(n), "factor": code }),
            None => json!({ "device": device(n) }),
        };
        world.post("/api/v1/session/provider/finish", &self.here, body.to_string()).await
    }
}

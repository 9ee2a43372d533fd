//! An identity provider whose tokens lie: none of them opens a session.

use crate::walk::{Browser, DONE, FAILED, options, parameter, with_provider};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cluster::provider::{CLIENT, SECRET};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use server::state::now_ms;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJZPziYyoh2GdTbfGoE18JQe78CQV90/G7yR95BsU978
-----END PRIVATE KEY-----";
const OTHER_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEILxnAyGN+0i88p3uOl5pwtT16t1Eg4GFydzze1tpjnhd
-----END PRIVATE KEY-----";

/// What the provider answers: its own address, and the next token.
#[derive(Clone)]
struct Liar {
    issuer: String,
    token: Arc<Mutex<String>>,
}

fn key(pem: &str) -> CoreEdDsaPrivateSigningKey {
    let id = Some(JsonWebKeyId::new("one".into()));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, id).expect("a key")
}

impl Liar {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let liar = Self { issuer: format!("http://127.0.0.1:{port}"), token: Arc::default() };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(Self::describe))
            .route("/keys", get(Self::keys))
            .route("/token", post(Self::give))
            .with_state(liar.clone());
        tokio::spawn(axum::serve(listener, routes).into_future());
        liar
    }

    async fn describe(State(liar): State<Self>) -> Json<Value> {
        let at = |path: &str| format!("{}/{path}", liar.issuer);
        Json(json!({
            "issuer": liar.issuer, "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"), "jwks_uri": at("keys"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
        }))
    }

    async fn keys() -> Json<CoreJsonWebKeySet> {
        Json(CoreJsonWebKeySet::new(vec![key(KEY).as_verification_key()]))
    }

    async fn give(State(liar): State<Self>) -> Json<Value> {
        let token = liar.token.lock().expect("a token").clone();
        Json(json!({ "access_token": "access", "token_type": "Bearer", "id_token": token }))
    }

    /// What an honest token says.
    fn claims(&self, nonce: &str) -> Value {
        let now = now_ms() / 1_000;
        json!({
            "iss": self.issuer, "sub": "somebody", "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": nonce, "email": "1@authority.example", "email_verified": true,
        })
    }

    /// Where the browser ends when the token is made of these.
    async fn tell(&self, make: impl FnOnce(Value) -> String) -> String {
        let settings = server::provider::ProviderOptions {
            oidc_match_mail: true,
            ..options(&self.issuer, Some(SECRET))
        };
        let world = with_provider(settings);
        let mut browser = Browser::new();
        let url = browser.begin(&world).await;
        *self.token.lock().expect("a token") = make(self.claims(&parameter(&url, "nonce")));
        let state = parameter(&url, "state");
        let back = format!("/api/v1/session/provider/return?code=1&state={state}");
        browser.take(&world, &back).await
    }
}

fn signed(algorithm: &str, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let head = json!({ "alg": algorithm, "typ": "JWT", "kid": "one" });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&head), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn by(pem: &str, claims: &Value) -> String {
    signed("EdDSA", claims, |message| {
        key(pem).sign(&CoreJwsSigningAlgorithm::EdDsa, message).expect("signed")
    })
}

#[tokio::test]
async fn a_token_is_believed_only_for_this_program_this_sign_in_and_now() {
    let liar = Liar::start().await;
    assert_eq!(liar.tell(|claims| by(KEY, &claims)).await, DONE, "an honest one");
    let wrong: [(&str, Value); 7] = [
        ("iss", json!("https://elsewhere.example")),
        ("aud", json!("another program")),
        ("aud", json!([CLIENT, "another program"])),
        ("nonce", json!("of another sign-in")),
        ("nonce", Value::Null),
        ("exp", json!(now_ms() / 1_000 - 60)),
        ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
    ];
    for (name, value) in wrong {
        let told = liar.tell(|mut claims| {
            claims[name] = value.clone();
            by(KEY, &claims)
        });
        assert_eq!(told.await, FAILED, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_token_is_signed_by_a_key_of_the_provider_and_by_nothing_else() {
    let liar = Liar::start().await;
    assert_eq!(liar.tell(|claims| by(OTHER_KEY, &claims)).await, FAILED, "another key");
    let none = liar.tell(|claims| signed("none", &claims, |_| Vec::new()));
    assert_eq!(none.await, FAILED, "no key");
    let shared = |message: &[u8]| {
        let key = CoreHmacKey::new(SECRET);
        key.sign(&CoreJwsSigningAlgorithm::HmacSha256, message).expect("signed")
    };
    let shared = liar.tell(|claims| signed("HS256", &claims, shared));
    assert_eq!(shared.await, FAILED, "the secret that the program knows too");
    let cut = liar.tell(|claims| by(KEY, &claims).rsplit_once('.').expect("parts").0.to_owned());
    assert_eq!(cut.await, FAILED, "no signature");
    assert_eq!(liar.tell(|_| "nonsense".into()).await, FAILED);
}

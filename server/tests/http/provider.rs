//! Signing in by the identity provider of the authority: a real one, and one that lies.

use crate::walk::{Browser, DONE, FAILED, GIVEN_UP, options, parameter, with_provider};
use crate::world::*;
use axum::http::StatusCode;
use cluster::provider;
use serde_json::json;
use server::provider::ProviderOptions;
use server::store::SecondFactor;
use server::totp;
use shared::role::Role;

/// The address of the technician of the small world.
const MAIL: &str = "1@authority.example";

fn by_mail(of: &provider::Provider) -> ProviderOptions {
    ProviderOptions { oidc_match_mail: true, ..options(&of.issuer(), Some(provider::SECRET)) }
}

fn audit(world: &World) -> Vec<String> {
    let lines = world.state.store.look(|store| store.audit(0, i64::MAX)).expect("an audit");
    lines.into_iter().map(|line| line.what).collect()
}

#[tokio::test]
async fn a_person_comes_in_by_the_provider() {
    let real = provider::Provider::start(crate::walk::PUBLIC).expect("a provider");
    let mut world = with_provider(by_mail(&real));
    let named = world.get("/api/v1/session/provider", "").await;
    assert_eq!(named.body["name"], "l’annuaire", "the button");
    let mut browser = Browser::new();
    assert_eq!(browser.visit(&world, MAIL, false).await, DONE);
    let entered = browser.finish(&world, 1, None).await;
    assert_eq!(entered.status, StatusCode::OK, "{entered:?}");
    assert_eq!(entered.body["actor"]["account"], json!(account(TECHNICIAN)));
    let cookie = entered.cookie();
    let who = world.get("/api/v1/session", &cookie).await;
    assert_eq!(who.body["actor"]["role"], "technician");
    let set: Vec<_> = entered.headers.get_all("set-cookie").iter().collect();
    let set: Vec<_> = set.into_iter().map(|value| value.to_str().expect("readable")).collect();
    let session = set.iter().find(|set| set.starts_with("__Host-tournee=")).expect("a session");
    assert!(session.contains("SameSite=Strict") && session.contains("HttpOnly"), "{session}");
    let ended = set.iter().find(|set| set.starts_with("__Host-tournee-provider=;"));
    assert!(ended.is_some_and(|set| set.contains("Max-Age=0")), "{set:?}");
    let again = browser.finish(&world, 1, None).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED, "one session for one visit");
    // From now on it is the subject that counts, whatever becomes of the address.
    let by_subject = ProviderOptions { oidc_match_mail: false, ..by_mail(&real) };
    crate::walk::change_provider(&mut world, by_subject);
    let mut browser = Browser::new();
    assert_eq!(browser.visit(&world, MAIL, false).await, DONE);
    assert_eq!(browser.finish(&world, 5, None).await.status, StatusCode::OK);
    // The password stays for who has one.
    world.sign_in(DISPATCHER).await;
    let noted = audit(&world).iter().filter(|what| *what == "provider_linked").count();
    assert_eq!(noted, 1);
}

#[tokio::test]
async fn without_a_provider_nothing_is_offered() {
    let world = World::new();
    let named = world.get("/api/v1/session/provider", "").await;
    assert_eq!((named.status, &named.body["name"]), (StatusCode::OK, &json!(null)));
    for path in ["/api/v1/session/provider/return?code=1", "/api/v1/session/provider/end"] {
        assert_eq!(world.get(path, "").await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(world.post("/api/v1/session/provider", "", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_comes_in_by_an_address_that_is_not_verified_or_not_asked_for() {
    let real = provider::Provider::start(crate::walk::PUBLIC).expect("a provider");
    let mut world = with_provider(by_mail(&real));
    let refused = async |world: &World, login: &str| {
        let mut browser = Browser::new();
        assert_eq!(browser.visit(world, login, true).await, DONE);
        let answer = browser.finish(world, 1, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
        assert_eq!(answer.error(), "no_account", "{login}");
    };
    refused(&world, "thief").await;
    refused(&world, "denis").await;
    refused(&world, "nobody@authority.example").await;
    assert!(audit(&world).contains(&"provider_refused".into()));
    let by_hand = ProviderOptions { oidc_match_mail: false, ..by_mail(&real) };
    crate::walk::change_provider(&mut world, by_hand);
    refused(&world, MAIL).await;
}

#[tokio::test]
async fn an_answer_is_good_once_and_in_the_browser_that_asked() {
    let real = provider::Provider::start(crate::walk::PUBLIC).expect("a provider");
    let world = with_provider(by_mail(&real));
    let mut browser = Browser::new();
    let answer = browser.answer(&world, MAIL, false).await;
    // Somebody else is led to this answer, to be signed in as its person unawares.
    assert_eq!(Browser::new().take(&world, &answer).await, FAILED);
    let mut other = Browser::new();
    other.begin(&world).await;
    assert_eq!(other.take(&world, &answer).await, FAILED, "the state of another visit");
    assert_eq!(other.finish(&world, 1, None).await.status, StatusCode::UNAUTHORIZED);
    let issuer = answer.replace("iss=http", "iss=https");
    assert_ne!(issuer, answer);
    let mut mixed = Browser::new();
    let second = mixed.answer(&world, MAIL, false).await.replace("iss=http", "iss=https");
    assert_eq!(mixed.take(&world, &second).await, FAILED, "the answer of another provider");
    assert_eq!(browser.take(&world, &answer).await, DONE);
    assert_eq!(browser.take(&world, &answer).await, FAILED, "once");
    assert_eq!(browser.finish(&world, 1, None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whoever_gives_up_is_told_so() {
    let real = provider::Provider::start(crate::walk::PUBLIC).expect("a provider");
    let world = with_provider(by_mail(&real));
    let mut browser = Browser::new();
    let answer = browser.give_up(&world).await;
    assert_eq!(browser.take(&world, &answer).await, GIVEN_UP);
    let left = world.get("/api/v1/session/provider/end", "").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let to = left.headers["location"].to_str().expect("readable");
    assert!(to.starts_with(&format!("{}/session/end?", real.issuer())), "{to}");
    assert_eq!(
        parameter(to, "post_logout_redirect_uri"),
        format!("{}/connexion", crate::walk::PUBLIC)
    );
}

/// The second factor of the provider counts as one; without it the account's own is asked for.
#[tokio::test]
async fn a_second_factor_is_given_there_or_here() {
    let real = provider::Provider::start(crate::walk::PUBLIC).expect("a provider");
    let world = with_provider(by_mail(&real));
    let secret = [7; totp::SECRET_BYTES];
    let factor = SecondFactor {
        account: account(TECHNICIAN),
        secret: server::identity::hex(&secret),
        confirmed_at: Some(1),
        last_step: 0,
    };
    world.state.store.change(|store| store.put_factor(&factor)).expect("a second factor");
    let mut browser = Browser::new();
    assert_eq!(browser.visit(&world, MAIL, true).await, DONE);
    assert_eq!(browser.finish(&world, 1, None).await.status, StatusCode::OK);
    let mut browser = Browser::new();
    assert_eq!(browser.visit(&world, MAIL, false).await, DONE);
    assert_eq!(browser.finish(&world, 2, None).await.error(), "factor_needed");
    assert_eq!(browser.finish(&world, 2, Some("000000x")).await.error(), "wrong_factor");
    let code = crate::factor::code_at(&totp::base32(&secret), server::state::now_ms());
    let entered = browser.finish(&world, 2, Some(&code)).await;
    assert_eq!(entered.status, StatusCode::OK, "{entered:?}");
}

/// With roles by groups the provider decides who comes in, and as what, each time anew.
#[tokio::test]
async fn groups_decide_who_comes_in_and_as_what() {
    let real = provider::Provider::start(crate::walk::PUBLIC).expect("a provider");
    let roles = |text: &str| ProviderOptions {
        oidc_roles: Some(text.parse().expect("roles")),
        ..by_mail(&real)
    };
    let mut world = with_provider(roles("chiefs=coordinator,nte-tech=technician"));
    let mut browser = Browser::new();
    assert_eq!(browser.visit(&world, "denis", true).await, DONE);
    assert_eq!(browser.finish(&world, 1, None).await.error(), "no_account");
    let mut amina = Browser::new();
    assert_eq!(amina.visit(&world, "amina", true).await, DONE);
    let entered = amina.finish(&world, 2, None).await;
    assert_eq!(entered.body["actor"]["role"], "technician", "{entered:?}");
    assert_eq!(entered.body["actor"]["name"], "Amina Rey");
    let first = entered.cookie();
    crate::walk::change_provider(&mut world, roles("nte-tech=dispatcher"));
    let mut again = Browser::new();
    assert_eq!(again.visit(&world, "amina", true).await, DONE);
    let moved = again.finish(&world, 3, None).await;
    assert_eq!(moved.body["actor"]["role"], json!(Role::Dispatcher));
    assert_eq!(moved.body["actor"]["account"], entered.body["actor"]["account"], "the same");
    let before = world.get("/api/v1/session", &first).await;
    assert_eq!(before.status, StatusCode::UNAUTHORIZED, "sessions of the other role end");
    crate::walk::change_provider(&mut world, roles("chiefs=coordinator"));
    let mut out = Browser::new();
    assert_eq!(out.visit(&world, "amina", true).await, DONE);
    assert_eq!(out.finish(&world, 4, None).await.error(), "no_account", "put out of the group");
}

//! A technician comes in by the identity provider of the authority, and the phone works as after a
//! password.

use crate::people::*;
use cluster::provider::{CLIENT, Provider, SECRET};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The server, told of this provider.
fn tell(server: &mut Server, provider: &Provider) {
    server.kill();
    let (secret, issuer, public) = (server.beside("secret"), provider.issuer(), server.address());
    std::fs::write(&secret, SECRET).expect("a file");
    let secret = secret.to_str().expect("a path in UTF-8");
    server.start(&[
        "--public-url",
        &public,
        "--oidc-issuer",
        &issuer,
        "--oidc-client",
        CLIENT,
        "--oidc-secret-file",
        secret,
        "--oidc-name",
        "l’annuaire",
        "--oidc-match-mail",
    ]);
}

#[tokio::test]
async fn a_phone_that_came_in_by_the_provider_works_without_a_network() {
    let mut server = Server::demo();
    let provider = Provider::start(&server.address()).expect("a provider");
    tell(&mut server, &provider);
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    phone.go(&format!("{}/connexion", server.address())).await;
    phone.wait_until_started().await;
    phone.find("button", "Se connecter avec l’annuaire").await;
    is_accessible(&phone, "sign-in with a provider").await;
    fits(&phone, "sign-in with a provider").await;
    phone.click("button", "Se connecter avec l’annuaire").await;
    phone.click("button", "Annuler").await;
    phone.wait_for_text("La connexion a été abandonnée").await;
    phone.click("button", "Se connecter avec l’annuaire").await;
    phone.fill("textbox", "Identifiant", TECHNICIAN).await;
    phone.click("button", "Continuer").await;
    phone.wait_for_text("Tout est envoyé").await;
    phone.wait_for_text("Ma journée").await;
    phone.wait_until_kept().await;

    phone.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    phone.wait_until_started().await;
    server.kill();
    phone.reload().await;
    phone.wait_until_started().await;
    phone.click("button", "Ajouter un commentaire").await;
    phone.fill("textbox", "Votre commentaire", "Sans réseau, par l’annuaire").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("1\u{a0}saisie à envoyer").await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let told = comments(office.view(), ticket.id);
    assert!(told.contains(&"Sans réseau, par l’annuaire".to_owned()), "{told:?}");

    // The session over there is another one: the screen offers to end it too.
    tell(&mut server, &provider);
    phone.go(&format!("{}/compte", server.address())).await;
    phone.wait_until_started().await;
    phone.click("button", "Se déconnecter").await;
    phone.find("button", "Se connecter avec l’annuaire").await;
    let link = "Fermer aussi la session de la collectivité dans ce navigateur";
    phone.click("link", link).await;
    let there = format!("return location.href.startsWith('{}/session/end')", provider.issuer());
    phone.wait_for("the page of the provider", &there, WAIT).await;
    phone.click("button", "Yes, sign me out").await;
    phone.click("button", "Se connecter avec l’annuaire").await;
    // Nobody is signed in over there any more: it asks who comes.
    phone.find("textbox", "Identifiant").await;
}

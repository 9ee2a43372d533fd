//! The app behind firewalls and proxies that refuse, cut and hold back.

use crate::people::*;
use crate::photo::{comment_with_photo, wait_for_files};
use crate::upgrade::{LAYOUTS, WAITING, fill};
use serde_json::json;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::firewall::{Firewall, Rule};
use tests::picture;
use tests::server::Server;

const SYNC: &str = "/api/v1/sync";
const FILES: &str = "/api/v1/files/";

/// Has WebKit's words for a lost database server come once from each kind of write: commands,
/// drafts, photos, rows, what the device knows of itself. A kind is the stores of its transaction.
const LOSES_DATABASE: &str = "
    globalThis.writes = {};
    for (const method of ['add', 'put', 'delete', 'clear']) {
        const write = IDBObjectStore.prototype[method];
        IDBObjectStore.prototype[method] = function (...given) {
            const kind = [...this.transaction.objectStoreNames].join();
            globalThis.writes[kind] = (globalThis.writes[kind] ?? 0) + 1;
            if (globalThis.writes[kind] === 1) {
                const said = 'Connection to Indexed Database server lost';
                throw new DOMException(said, 'UnknownError');
            }
            return write.apply(this, given);
        };
    }";
/// The kinds of writes that were lost and never tried again, and how many kinds there were.
const WRITES: &str = "
    const all = Object.entries(globalThis.writes);
    return [all.filter(([, tries]) => tries < 2).map(([kind]) => kind), all.length];";

/// What the firewall does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// It refuses `PUT` and `DELETE`, as the rules of OWASP do.
    Stock,
    /// It refuses photos too.
    NoPhotos,
    /// It counts photos and asks to wait.
    Waits,
    /// It refuses every request that brings commands.
    NoSync,
}

impl Mood {
    fn rule(self, method: &str, path: &str) -> Rule {
        let brings = |start| method == "POST" && path.starts_with(start);
        match self {
            _ if ["PUT", "DELETE"].contains(&method) => Rule::Refuse(403),
            Mood::NoPhotos if brings(FILES) => Rule::Refuse(403),
            Mood::Waits if brings(FILES) => Rule::Wait(2),
            Mood::NoSync if brings(SYNC) => Rule::Refuse(403),
            _ => Rule::Pass,
        }
    }
}

fn a_photo(folder: &TempDir, number: u64) -> String {
    let path = folder.path().join(format!("IMG_{number:04}.jpg"));
    fs::write(&path, picture::jpeg(640, 480, number)).expect("a photo");
    path.display().to_string()
}

/// Whether the page shows none of these texts.
async fn wait_without(phone: &Browser, text: &str) {
    let gone = format!("return !document.body.innerText.includes({})", json!(text));
    phone.wait_for(&format!("«{text}» to go"), &gone, AGAIN).await;
}

/// A firewall that refuses methods, photos or commands holds up nothing else: each thing goes by
/// itself once it is let through, and until then one sentence says why it waits. A database that
/// the browser lost, and a live channel that met a 502, come back by themselves.
#[tokio::test]
async fn a_firewall_delays_what_it_refuses_and_nothing_else() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let mood = Arc::new(Mutex::new(Mood::Stock));
    let now = Arc::clone(&mood);
    let rules = move |method: &_, path: &str, _| {
        let method: &axum::http::Method = method;
        now.lock().expect("no panic").rule(method.as_str(), path)
    };
    let firewall = Firewall::before(&server.address(), rules).await;
    let become_ = |next| *mood.lock().expect("no panic") = next;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    let source = json!({ "source": LOSES_DATABASE });
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    sign_in_at(&phone, &firewall.address(), TECHNICIAN).await;
    phone.wait_until_kept().await;
    let page = format!("{}/demande/{}", firewall.address(), ticket.id);
    comment_with_photo(&phone, &page, &a_photo(&folder, 1), "Photo par POST").await;
    let writes = phone.run(WRITES, json!([])).await;
    assert_eq!(writes[0], json!([]), "each is tried once more");
    assert!(writes[1].as_u64() >= Some(3), "commands, drafts, rows: {writes}");
    wait_for_files(&server, 1).await;

    become_(Mood::NoPhotos);
    comment_with_photo(&phone, &page, &a_photo(&folder, 2), "Photo refusée").await;
    phone.go(&format!("{}/saisies", firewall.address())).await;
    phone.wait_for_text("empêche l’envoi des photos").await;
    office.sync().await.expect("the words are there");
    assert_eq!(comments(office.view(), ticket.id).last().expect("words"), "Photo refusée");
    become_(Mood::Waits);
    phone.click("button", "Envoyer maintenant").await;
    wait_without(&phone, "empêche l’envoi des photos").await;
    become_(Mood::Stock);
    // Nobody touches anything: the queue goes on after the wait that it was asked for.
    wait_for_files(&server, 2).await;
    wait_until_sent(&phone).await;

    become_(Mood::NoSync);
    phone.go(&page).await;
    phone.wait_until_started().await;
    comment(&phone, "Derrière le pare-feu").await;
    phone.wait_for_text("Un pare-feu ou un proxy empêche l’envoi").await;
    become_(Mood::Stock);
    wait_until_sent(&phone).await;

    // The stream ends, and what the browser finds when it comes back is a 502.
    server.kill();
    tokio::time::sleep(Duration::from_secs(6)).await;
    server.start(&[]);
    let mut office = desk(&server, 1).await;
    let said = "Dit pendant que personne ne touche au téléphone";
    let words = shared::ticket::Act::CommentTicket {
        ticket: ticket.id,
        text: said.into(),
        photos: Vec::new(),
    };
    office.give(words.into()).expect("a comment");
    office.sync().await.expect("it is sent");
    let shown = format!("return document.body.innerText.includes({})", json!(said));
    phone.wait_for("what was said meanwhile", &shown, AGAIN).await;

    phone.go(&format!("{}/compte", firewall.address())).await;
    phone.click("button", "Se déconnecter").await;
    phone.find("button", "Se connecter").await;
}

/// A proxy with a size limit gets smaller requests until they pass, and one that is too large by
/// itself is named and holds up no other.
#[tokio::test]
async fn a_proxy_that_takes_little_at_once_gets_little_at_once() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let technician = account(office.view(), "Amina Rey");
    let (most, refused) = (Arc::new(AtomicUsize::new(usize::MAX)), Arc::new(AtomicUsize::new(0)));
    let (limit, count) = (Arc::clone(&most), Arc::clone(&refused));
    let rules = move |_: &_, path: &str, bytes| {
        let too_large = path == SYNC && bytes > limit.load(Ordering::SeqCst);
        count.fetch_add(usize::from(too_large), Ordering::SeqCst);
        if too_large { Rule::Refuse(413) } else { Rule::Pass }
    };
    let proxy = Firewall::before(&server.address(), rules).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    phone.go(&format!("{}/api/v1/openapi.json", proxy.address())).await;
    fill(&phone, &server, LAYOUTS.len(), technician, ticket.id).await;
    let phone = phone.close_and_reopen().await;
    most.store(3_500, Ordering::SeqCst);
    phone.go(&format!("{}/saisies", proxy.address())).await;
    phone.wait_until_started().await;
    wait_until_sent(&phone).await;
    let met = refused.load(Ordering::SeqCst);
    assert!((1..=6).contains(&met), "{met} requests were refused");
    office.sync().await.expect("the office hears of it");
    let of_before = |text: &&String| text.starts_with("Ancien ");
    assert_eq!(comments(office.view(), ticket.id).iter().filter(of_before).count(), WAITING);

    phone.go(&format!("{}/demande/{}", proxy.address(), ticket.id)).await;
    phone.wait_until_started().await;
    let long = format!("Trop long {}", "mot ".repeat(900));
    comment(&phone, long.trim()).await;
    comment(&phone, "Un mot court").await;
    phone.wait_for_text("1\u{a0}saisie demande votre aide").await;
    phone.go(&format!("{}/saisies", proxy.address())).await;
    phone.wait_for_text("Trop grande pour le réseau utilisé").await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(comments(office.view(), ticket.id).last().expect("words"), "Un mot court");
    most.store(usize::MAX, Ordering::SeqCst);
    phone.click("button", "Envoyer maintenant").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let said = comments(office.view(), ticket.id);
    assert_eq!(said.iter().filter(|text| text.starts_with("Trop long")).count(), 1, "once");
}

/// Where the browser would not keep the session, the screen says so before anything is spent, and
/// where it did not, it says so in place of «Votre session est terminée».
#[tokio::test]
async fn a_session_that_the_browser_cannot_keep_is_said_at_the_door() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 0);
    let code = office.make_code(site.as_str()).await.expect("a code");
    let plain = server.address().replace("localhost", "tournee.test");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::PHONE).await;
    tablet.go(&format!("{plain}/activer")).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("ne commence pas par").await;
    tablet.fill("textbox", "Code d’activation", &code).await;
    tablet.click("button", "Activer").await;
    let said = "return [...document.querySelectorAll('[role=alert]')]
        .some((alert) => alert.innerText.includes('https'))";
    tablet.wait_for("why nobody can sign in", said, WAIT).await;
    enrol(&tablet, &server, &code).await;

    let rules = |method: &_, path: &str, _| match (method, path) {
        (&axum::http::Method::POST, "/api/v1/session") => Rule::NoCookie,
        _ => Rule::Pass,
    };
    let keeper = Firewall::before(&server.address(), rules).await;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    desk.go(&format!("{}/connexion", keeper.address())).await;
    desk.wait_until_started().await;
    desk.fill("textbox", "Adresse e-mail", DISPATCHER).await;
    desk.fill("textbox", "Mot de passe", PASSWORD).await;
    desk.click("button", "Se connecter").await;
    desk.wait_for_text("n’a pas gardé la connexion").await;
}

/// A line that breaks off in the middle of a first visit: the rules, which come behind the first
/// screen, are not here yet. The form says so and keeps what was typed; once they came, it goes,
/// and counts once.
#[tokio::test]
async fn a_first_visit_that_breaks_off_keeps_what_is_typed() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let breaks = Arc::new(AtomicUsize::new(1));
    let now = Arc::clone(&breaks);
    let rules = move |_: &_, path: &str, _| {
        let is_cut = path.contains("split_rules") && now.load(Ordering::SeqCst) == 1;
        if is_cut { Rule::Refuse(502) } else { Rule::Pass }
    };
    let line = Firewall::before(&server.address(), rules).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in_at(&phone, &line.address(), TECHNICIAN).await;
    phone.go(&format!("{}/demande/{}", line.address(), ticket.id)).await;
    phone.wait_until_started().await;
    let said = "Écrit avant que tout soit arrivé";
    phone.click("button", "Ajouter un commentaire").await;
    phone.fill("textbox", "Votre commentaire", said).await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("n’est pas encore complète sur cet appareil").await;
    let typed = "return document.querySelector('dialog textarea').value";
    assert_eq!(phone.run(typed, json!([])).await, json!(said), "nothing is lost");

    breaks.store(0, Ordering::SeqCst);
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Enregistré\u{a0}: le commentaire est ajouté.").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let words = comments(office.view(), ticket.id);
    assert_eq!(words.iter().filter(|words| *words == said).count(), 1, "once");
    phone.wait_until_kept().await;
}

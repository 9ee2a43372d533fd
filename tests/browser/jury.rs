//! An adviser of the Éducation nationale in a jury, on their own phone: reads the projects and
//! marks them while the server is really stopped, abstains for the school that they accompany,
//! and reads the others' marks only then.

use crate::people::*;
use serde_json::json;
use shared::article::Pot;
use shared::ballot::{self, Mark, key};
use shared::campaign::{self, Call, CampaignKind, Criterion, Draft, Purse};
use shared::command::Command;
use shared::id::{CampaignId, SiteId, SupplyId, TrainingSessionId};
use shared::money::Cents;
use shared::supply::{Asked, Project};
use shared::training::{self, Terms, TrainingKind};
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const CALL: CampaignId = CampaignId(Uuid::from_bytes([0xCA; 16]));
const LABEL: &str = "Appel du jury";
const OWN: &str = "Le journal accompagné";
const OTHER: &str = "La radio des grands";
const SECRET: &str = "NOTE DE LA COORDINATION";

/// A call whose jury is the coordinator and the adviser, open today, with two projects; the adviser
/// accompanies the school of the first one.
fn prepare(chief: &mut Device) {
    let adviser = account(chief.view(), "Inès Collomb");
    let today = shared::day::paris_day(chief.now());
    let criterion = |label: &str| Criterion { label: label.into(), weight: 50, max: 5 };
    let purse = Purse {
        line: "2.5".into(),
        total: Some(Cents(1_000_000)),
        each: None,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    let draft = Draft {
        kind: CampaignKind::Call,
        label: LABEL.into(),
        year: 2026,
        opens: today,
        closes: today,
        purses: BTreeMap::from([(Pot::Investment, purse)]),
        articles: BTreeSet::new(),
        open_loans: None,
        call: Some(Call {
            criteria: vec![criterion("Pédagogie"), criterion("Partage")],
            jury: [adviser, chief.account()].into(),
            several: false,
        }),
    };
    let (first, second) = (a_school(chief.view(), 41), a_school(chief.view(), 42));
    let session = TrainingSessionId(Uuid::from_bytes([0xCB; 16]));
    let terms = Terms {
        kind: TrainingKind::Accompaniment,
        title: "En classe".into(),
        topics: Vec::new(),
        day: today + chrono::Duration::days(1),
        from: 9 * 60,
        to: 10 * 60,
        place: String::new(),
        host: Some(first.clone()),
        capacity: 2,
        leader: Some(adviser),
        co_leaders: None,
        leader_name: "Inès Collomb".into(),
        body: String::new(),
        opens: None,
        closes: None,
        cost: Cents::ZERO,
    };
    let all: [Command; 7] = [
        campaign::Act::SetCampaign { campaign: CALL, draft }.into(),
        campaign::Act::PublishCampaign { campaign: CALL }.into(),
        training::Act::PlanTrainingSession { session, terms }.into(),
        training::Act::OpenTrainingSession { session }.into(),
        project(chief, 1, first, OWN),
        project(chief, 2, second, OTHER),
        campaign::Act::CloseCampaign { campaign: CALL }.into(),
    ];
    for command in all {
        chief.give(command).expect("a call");
    }
}

fn supply(n: u8) -> SupplyId {
    SupplyId(Uuid::from_bytes([0xD0 + n; 16]))
}

fn project(chief: &Device, n: u8, site: SiteId, title: &str) -> Command {
    let articles = chief.view().articles.values().filter(|one| one.offered);
    let article = articles.min_by_key(|one| (one.unit, one.id)).expect("an article");
    let asked = Asked { article: article.id, quantity: 1, unit: article.unit };
    ballot::Act::SubmitProject {
        supply: supply(n),
        site,
        campaign: CALL,
        lines: vec![asked],
        teacher: None,
        project: Project {
            title: title.into(),
            purpose: "Écrire, dire, écouter.".into(),
            classes: 2,
            pupils: 40,
            ..Project::default()
        },
    }
    .into()
}

/// The coordinator marks first.
fn mark_all(chief: &mut Device) {
    let mark = |n| Mark {
        supply: supply(n),
        scores: vec![Some(4), Some(4)],
        note: SECRET.into(),
        abstained: None,
    };
    let act = ballot::Act::SubmitMarks { campaign: CALL, marks: [1, 2].map(mark).to_vec() };
    chief.give(act.into()).expect("marked");
}

/// Gives the best mark to each criterion of the project that is shown.
async fn best_marks(phone: &Browser) {
    let script = "const groups = [...document.querySelectorAll('main fieldset[role=radiogroup]')]
             .map((it) => [...it.querySelectorAll('input')]).filter((all) => all.length === 6);
         groups.forEach((all) => all.at(-1).click());
         return groups.length === 2";
    phone.wait_for("two criteria", script, WAIT).await;
}

/// S7 §4 and acceptance 5, of an adviser's phone.
#[tokio::test]
async fn an_adviser_marks_without_a_network_and_abstains_for_their_own_school() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut chief = Device::new(&server, 2);
    chief.sign_in(COORDINATOR, PASSWORD).await.expect("signed in");
    chief.sync().await.expect("everything");
    prepare(&mut chief);
    mark_all(&mut chief);
    chief.sync().await.expect("sent");

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, ADVISER).await;
    phone.go(&format!("{}/appels", server.address())).await;
    phone.wait_until_started().await;
    phone.click("link", LABEL).await;
    phone.wait_for_text(OTHER).await;
    is_accessible(&phone, "a call of an adviser").await;
    fits(&phone, "a call of an adviser").await;
    let text = phone.run("return document.body.innerText", json!([])).await;
    assert!(!text.as_str().unwrap_or_default().contains(SECRET), "{text}");
    phone.wait_until_kept().await;
    server.kill();
    phone.click("link", "Noter les projets").await;
    phone.find("heading", "Projets à noter").await;
    for _ in 0..2 {
        let shown =
            phone.run("return document.querySelector('main h2').innerText", json!([])).await;
        if shown.as_str().unwrap_or_default().contains(OWN) {
            // The abstention is there already, with its reason.
            let why = phone.value("textbox", "Pourquoi vous abstenez-vous\u{a0}?").await;
            assert_eq!(why, "J’ai accompagné cette école.");
        } else {
            best_marks(&phone).await;
        }
        is_accessible(&phone, "a project to mark on a phone").await;
        phone.click("button", "Projet suivant").await;
    }
    phone.click("button", "Remettre mes notes").await;
    answer(&phone, "Oui, remettre").await;
    phone.wait_for_text("vos notes sont remises").await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    let own = key(CALL, account(chief.view(), "Inès Collomb"));
    until(&mut chief, "the adviser's ballot", |chief| chief.view().ballots.contains_key(&own))
        .await;
    let ballot = &chief.view().ballots[&own];
    assert!(ballot.mark(supply(1)).is_some_and(|mark| mark.abstained.is_some()));
    assert_eq!(ballot.mark(supply(2)).map(|mark| mark.scores.clone()), Some(vec![Some(5); 2]));
    phone.go(&format!("{}/appels/{CALL}", server.address())).await;
    phone.wait_until_started().await;
    let open = "const all = [...document.querySelectorAll('main summary')]
             .filter((it) => it.innerText.trim() === 'Notes');
         all.forEach((it) => it.click());
         return all.length > 0";
    phone.wait_for("the marks", open, WAIT).await;
    phone.wait_for_text(SECRET).await;
}

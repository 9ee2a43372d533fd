//! News on the wire: who gets the row, and nothing in it that leads elsewhere.

use crate::world::*;
use axum::http::StatusCode;
use server::state::now_ms;
use shared::day::paris_day;
use shared::id::NoticeId;
use shared::notice::{Act, Audience, Draft, Notice};
use shared::row::{Row, RowKey};
use shared::site::Site;
use shared::sync::Change;
use std::collections::BTreeSet;
use uuid::Uuid;

const ID: NoticeId = NoticeId(Uuid::from_u128(7));
const THIRD_SCHOOL: &str = "0420003C";

/// A coordinator publishes news of that text.
async fn published(world: &World, text: &str, audience: Audience) {
    let today = paris_day(now_ms());
    let draft = Draft {
        title: "Réunion des écoles".into(),
        text: text.into(),
        from: today,
        until: today + chrono::Duration::days(30),
        audience,
        link: None,
    };
    let cookie = world.sign_in(COORDINATOR).await;
    let own = account(COORDINATOR);
    let acts = [Act::SetNotice { notice: ID, draft }, Act::PublishNotice { notice: ID }];
    let envelopes: Vec<_> = (1..)
        .zip(acts)
        .map(|(at, act)| envelope(COORDINATOR, own, at, now_ms(), act.into()))
        .collect();
    let answer = world.sync(&cookie, &request(COORDINATOR, &envelopes)).await;
    assert_eq!(answer.outcomes.len(), 2);
}

/// S14, acceptance 3: to two communes of three, and only their tablets get the row. Invariant 2:
/// once it is withdrawn it leaves them at the next sync.
#[tokio::test]
async fn news_to_two_communes_reach_their_tablets_alone() {
    let world = World::new();
    for (id, commune) in [(OTHER_SCHOOL, "42095"), (THIRD_SCHOOL, "42316")] {
        let site = Site::blank(id.into(), format!("École {id}"));
        let site = Site { commune: commune.into(), commune_name: commune.into(), ..site };
        world.state.store.change(|store| store.put(site.clone().into())).expect("put");
    }
    let communes = BTreeSet::from(["42095".into(), "42316".into()]);
    published(&world, "Pour vous.", Audience { communes, ..Audience::default() }).await;
    let mut readers = Vec::new();
    for (n, site, is_theirs) in
        [(20, SCHOOL, false), (21, OTHER_SCHOOL, true), (22, THIRD_SCHOOL, true)]
    {
        let (tablet, _) = world.tablet(site, n).await;
        let answer = world.sync(&tablet, &request(n, &[])).await;
        let held =
            answer.changes.iter().any(|change| matches!(change, Change::Put(Row::Notice(_))));
        assert_eq!(held, is_theirs, "{site}");
        let wire = serde_json::to_string(&answer.changes).expect("JSON");
        assert_eq!(wire.contains("Réunion des écoles"), is_theirs, "{site}");
        let others = [OTHER_SCHOOL, THIRD_SCHOOL].into_iter().filter(|other| *other != site);
        for other in others {
            assert!(!wire.contains(other), "{site} is not told of {other}");
        }
        readers.push((n, tablet, answer, is_theirs));
    }
    let chief = world.sign_in(COORDINATOR).await;
    let withdraw = Act::WithdrawNotice { notice: ID }.into();
    let given = envelope(COORDINATOR, account(COORDINATOR), 9, now_ms(), withdraw);
    world.sync(&chief, &request(COORDINATOR, &[given])).await;
    for (n, tablet, before, is_theirs) in readers {
        let mut next = request(n, &[]);
        (next.epoch, next.cursor) = (Some(before.epoch), before.cursor);
        let gone = world.sync(&tablet, &next).await.changes;
        let is_it = |change: &Change| match change {
            Change::Gone { row, .. } => *row == RowKey::of::<Notice>(&ID),
            Change::Put(row) => panic!("{row:?}"),
        };
        assert!(gone.iter().any(is_it) || !is_theirs, "{n}");
    }
}

/// «A notice links only to own pages». «Breaks»: a tracker in a shortened link: an address that is
/// typed is text, on the page, on the sheet and in the feed.
#[tokio::test]
async fn an_address_that_is_typed_is_no_link() {
    let world = World::new();
    let text = "Voir https://court.example/x et <a href=\"https://court.example/x\">ici</a>";
    published(&world, text, Audience { public: true, ..Audience::default() }).await;
    let plan = &world.state.plan;
    world.state.store.look(|store| plan.refresh(store, now_ms())).expect("made");
    for path in ["/plan", "/plan/affiche", "/plan/actualites.atom", "/plan/calendrier.ics"] {
        let answer = world.get(path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let said = answer.body.as_str().expect("a text").to_owned();
        // A calendar is plain text, in which an address alone on its line would be a link.
        let leads = match path.ends_with(".ics") {
            true => ["URL:https://court", "URL;VALUE=URI:https://court"],
            false => ["href=\"https://court", "src=\"https://court"],
        };
        assert!(leads.iter().all(|leads| !said.contains(leads)), "{path}: {said}");
    }
    let page = world.get("/plan", "").await;
    assert!(page.body.as_str().is_some_and(|page| page.contains("court.example")), "it is read");
}

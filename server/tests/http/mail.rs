//! Schools are told of what was decided, by a real relay of mail.

use crate::world::*;
use axum::http::StatusCode;
use cluster::relay::{Line, Relay};
use serde_json::json;
use server::mail::post::{LEASE_MS, Round, STALE_MS, round};
use server::mail::{relay, settings::RelayOptions};
use server::state::now_ms;
use shared::command::Command;
use shared::day::{Day, Half, HalfDay, paris_day};
use shared::id::{Millis, QuarterId, SiteId, VisitId};
use shared::plan::{self, act::ProposedVisit};
use shared::site::{self, SiteEdit};
use shared::sync::Verdict;
use shared::tell::{LetterState, Post};
use shared::ticket::{self, Channel};
use std::sync::Arc;
use uuid::Uuid;

const FROM: &str = "Le Numérique à l’École <ecoles@authority.example>";

/// The settings of a relay, by the command line.
fn settings(url: &str) -> server::mail::settings::RelaySettings {
    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        mail: RelayOptions,
    }
    let line = ["tournee", "--smtp-url", url, "--mail-from", FROM];
    let Line { mail } = clap::Parser::try_parse_from(line).expect("settings");
    mail.read().expect("settings").expect("a relay")
}

fn connect(url: &str) -> Arc<relay::Relay> {
    Arc::new(relay::Relay::new(settings(url)).expect("a relay"))
}

/// A dispatcher at work, with the addresses of two schools.
struct Office {
    world: World,
    cookie: String,
    given: u64,
}

impl Office {
    async fn new(relay: Option<&str>, mails: [&str; 2]) -> Self {
        let mut world = World::new();
        world.state.mail_wait = 0;
        world.state.relay = relay.map(connect);
        world.renew();
        let cookie = world.sign_in(DISPATCHER).await;
        let mut office = Self { world, cookie, given: 0 };
        for (site, mail) in [SCHOOL, OTHER_SCHOOL].into_iter().zip(mails) {
            office.address(site, mail).await;
        }
        office
    }

    async fn give(&mut self, command: impl Into<Command>) {
        self.given += 1;
        let given = envelope(2, account(DISPATCHER), self.given, now_ms(), command.into());
        let answer = self.world.sync(&self.cookie, &request(2, &[given])).await;
        let verdict = &answer.outcomes[0].verdict;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
    }

    async fn address(&mut self, site: &str, mail: &str) {
        let edit = SiteEdit { mail: Some(mail.into()), ..SiteEdit::default() };
        self.give(site::Act::EditSite { site: site.into(), edit, was: None }).await;
    }

    /// Publishes a visit of each school.
    async fn publish(&mut self) {
        let quarter = QuarterId("all".into());
        let visit = |n: u8, site: &str| ProposedVisit {
            visit: visit(n),
            site: site.into(),
            technician: account(TECHNICIAN),
            slot: slot(n),
        };
        let visits = vec![visit(1, SCHOOL), visit(2, OTHER_SCHOOL)];
        self.give(plan::Act::ProposePlan { quarter: quarter.clone(), visits }).await;
        self.give(plan::Act::PublishPlan { quarter }).await;
    }

    async fn shift(&mut self, to: u8) {
        let technician = account(TECHNICIAN);
        let moved =
            plan::Act::MoveVisit { visit: visit(1), technician, slot: slot(to), from: None };
        self.give(moved).await;
    }

    async fn round(&self, later: Millis) -> Round {
        round(&self.world.state, now_ms() + later).await.expect("a round")
    }

    async fn post(&self) -> Post {
        let answer = self.world.get("/api/v1/letters", &self.cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_value(answer.body).expect("letters")
    }

    async fn stands(&self) -> Vec<(SiteId, LetterState)> {
        let mut stands: Vec<_> =
            self.post().await.letters.into_iter().map(|line| (line.site, line.state)).collect();
        stands.sort();
        stands
    }
}

fn visit(n: u8) -> VisitId {
    VisitId(Uuid::from_bytes([n; 16]))
}

/// The morning of a Monday to come.
fn slot(weeks: u8) -> HalfDay {
    let monday = |day: &Day| chrono::Datelike::weekday(day) == chrono::Weekday::Mon;
    let days = paris_day(now_ms()).iter_days().skip(1);
    let day = days.filter(monday).nth(weeks.into()).expect("a Monday");
    HalfDay { day, half: Half::Morning }
}

fn header<'m>(mail: &'m str, name: &str) -> &'m str {
    let found = mail.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    found.unwrap_or_else(|| panic!("no {name} in {mail}"))
}

fn sent(sent: usize) -> Round {
    Round { sent, ..Round::default() }
}

#[tokio::test]
async fn a_plan_that_is_published_makes_one_mail_for_each_school() {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["a@school.example", "b@school.example"]).await;
    office.publish().await;
    assert_eq!(office.round(0).await, sent(2));
    assert_eq!(office.round(LEASE_MS).await, Round::default());
    let mails = relay.wait_for(2);
    let mut to: Vec<_> = mails.iter().map(|mail| header(mail, "Recipient")).collect();
    to.sort_unstable();
    assert_eq!(to, ["a@school.example", "b@school.example"]);
    let mail = mails.iter().find(|mail| header(mail, "To") == to[0]).expect("to the first");
    let subject = header(mail, "Subject");
    assert!(subject.starts_with("Passage du technicien\u{a0}: lundi "), "{subject}");
    assert!(subject.ends_with(", matin"), "{subject}");
    assert_eq!(header(mail, "From"), FROM);
    assert_eq!(header(mail, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(mail, "Content-Type"), "text/plain; charset=\"utf-8\"");
    assert!(header(mail, "Message-ID").ends_with("@authority.example>"));
    for said in ["École 0420001A, Saint-Étienne", "Nos demandes", "Ne plus recevoir"] {
        assert!(mail.contains(said), "{said} is missing in {mail}");
    }
    let post = office.post().await;
    assert!(post.relay);
    assert!(post.letters.iter().all(|line| line.state == LetterState::Sent));
    assert_eq!(post.letters[0].subject.split(',').count(), 2);
}

#[tokio::test]
async fn news_that_wait_for_each_other_tell_the_last_state_only() {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["a@school.example", "b@school.example"]).await;
    office.world.state.mail_wait = 600_000;
    office.publish().await;
    office.shift(3).await;
    office.shift(4).await;
    assert_eq!(office.round(0).await, Round::default(), "they wait");
    assert_eq!(office.round(600_000).await, sent(2));
    let first = relay.mails();
    assert!(!first.iter().any(|mail| mail.contains("au lieu")), "nobody knew the first date");
    office.shift(5).await;
    office.shift(6).await;
    assert_eq!(office.round(600_000).await, sent(1));
    let moved = &relay.mails()[2];
    assert!(header(moved, "Subject").starts_with("Passage du technicien déplacé"), "{moved}");
    assert_eq!(moved.matches("au lieu de").count(), 1, "{moved}");
    office.shift(7).await;
    office.shift(6).await;
    assert_eq!(office.round(600_000).await, Round::default(), "there and back");
    assert_eq!(relay.mails().len(), 3);
    let (visit, reason) = (visit(1), "Mme Untel est malade".to_owned());
    office.give(plan::Act::CancelVisit { visit, reason, from: None }).await;
    assert_eq!(office.round(600_000).await, sent(1));
    let cancelled = &relay.mails()[3];
    assert!(cancelled.contains("Annulé") && !cancelled.contains("Untel"), "{cancelled}");
}

#[tokio::test]
async fn an_answer_is_told_without_its_words() {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["a@school.example", "b@school.example"]).await;
    office.give(incident(9, SCHOOL)).await;
    assert_eq!(office.round(0).await, Round::default(), "the school knows what it said");
    let (ticket, text) = (ticket(9), "Rappelez Mme Untel".to_owned());
    let channel = Channel::Proximity;
    office.give(ticket::Act::QualifyTicket { ticket, channel }).await;
    assert_eq!(office.round(0).await, Round::default(), "sorting is for desks");
    let photos = Vec::new();
    office.give(ticket::Act::CommentTicket { ticket, text, photos }).await;
    assert_eq!(office.round(0).await, sent(1));
    let mail = &relay.mails()[0];
    let number = shared::ticket::number::number(ticket);
    assert_eq!(header(mail, "Subject"), format!("Réponse à votre demande n°\u{a0}{number}"));
    assert!(!mail.contains("Untel"), "{mail}");
}

/// What a relay that is away does not take is kept, and goes once it is back.
#[tokio::test]
async fn nothing_is_lost_while_the_relay_is_away() {
    let mut relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["a@school.example", "later@school.example"]).await;
    relay.stop();
    office.publish().await;
    let away = Round { later: 1, ..Round::default() };
    assert_eq!(office.round(0).await, away, "nobody is asked a second time");
    let waiting = office.post().await.letters;
    assert!(waiting.iter().all(|line| line.state == LetterState::Ready), "{waiting:?}");
    assert!(waiting.iter().any(|line| line.why.is_some()), "{waiting:?}");
    relay.resume().expect("a relay");
    let done = office.round(61_000).await;
    assert_eq!((done.sent, done.later, done.refused), (1, 1, 0), "one is asked to come again");
    assert_eq!(office.round(62_000).await, Round::default(), "the wait is kept");
    assert_eq!(header(&relay.mails()[0], "To"), "a@school.example");
}

/// A server that ends between the relay's answer and its note sends again, under the same name.
#[tokio::test]
async fn a_mail_that_goes_twice_is_known_for_one() {
    let relay = Arc::new(Relay::start(Line::Plain).expect("a relay"));
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["held@school.example", ""]).await;
    office.publish().await;
    let state = office.world.state.clone();
    let sending = tokio::spawn(async move { round(&state, now_ms()).await });
    let taking = Arc::clone(&relay);
    let waited = tokio::task::spawn_blocking(move || taking.wait_for(1)).await;
    assert_eq!(waited.expect("a mail").len(), 1);
    sending.abort();
    assert!(sending.await.is_err_and(|ended| ended.is_cancelled()));
    let other = [OTHER_SCHOOL, SCHOOL].map(SiteId::from);
    let [none, first] = other;
    let stands = office.stands().await;
    assert_eq!(stands[0], (first.clone(), LetterState::Sending));
    assert_eq!(office.round(LEASE_MS - 60_000).await, Round::default(), "the lease is kept");
    office.address(SCHOOL, "a@school.example").await;
    assert_eq!(office.round(LEASE_MS + 1_000).await, sent(1));
    let mails = relay.mails();
    assert_eq!(header(&mails[0], "Message-ID"), header(&mails[1], "Message-ID"));
    let stands = office.stands().await;
    assert_eq!(stands, [(first, LetterState::Sent), (none, LetterState::Unaddressed)]);
}

#[tokio::test]
async fn an_address_that_is_refused_is_shown_and_not_tried_for_ever() {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["refused@school.example", "b@school.example"]).await;
    office.publish().await;
    let done = office.round(0).await;
    assert_eq!((done.sent, done.refused, done.later), (1, 1, 0));
    assert_eq!(office.round(LEASE_MS * 10).await, Round::default());
    let post = office.post().await;
    let is_it = |line: &&shared::tell::LetterLine| line.state == LetterState::Refused;
    let line = post.letters.iter().find(is_it).expect("a refused one");
    assert!(line.why.as_ref().is_some_and(|why| why.contains("No such mailbox")), "{line:?}");
    office.address(SCHOOL, "a@school.example").await;
    let retry = json!({ "act": "retry", "letters": [line.id] }).to_string();
    let answer = office.world.post("/api/v1/letters", &office.cookie, retry).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(office.round(0).await, sent(1));
    assert_eq!(relay.mails().len(), 2);
}

#[tokio::test]
async fn a_school_that_refused_mails_gets_none() {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["a@school.example", "b@school.example"]).await;
    let (tablet, school) = office.world.tablet(SCHOOL, 7).await;
    office.cookie = office.world.sign_in(DISPATCHER).await;
    let refuse = |site: &str| site::Act::SetSiteMail { site: site.into(), accepted: false };
    let given = [SCHOOL, OTHER_SCHOOL].map(refuse).map(Command::from);
    let given: Vec<_> =
        (1..).zip(given).map(|(n, command)| envelope(7, school, n, now_ms(), command)).collect();
    let answer = office.world.sync(&tablet, &request(7, &given)).await;
    let applied: Vec<_> = answer
        .outcomes
        .iter()
        .map(|outcome| matches!(outcome.verdict, Verdict::Applied { .. }))
        .collect();
    assert_eq!(applied, [true, false], "for itself alone");
    office.publish().await;
    assert_eq!(office.round(0).await, sent(1));
    assert_eq!(header(&relay.mails()[0], "To"), "b@school.example");
    // One that refuses while a letter waits is not sent it.
    office.shift(5).await;
    office
        .give(plan::Act::CancelVisit { visit: visit(2), reason: String::new(), from: None })
        .await;
    office.give(refuse(OTHER_SCHOOL)).await;
    assert_eq!(office.round(0).await, Round::default());
    assert_eq!(relay.mails().len(), 1);
}

/// The password goes over an encrypted line only, to whom the private authority vouches for.
#[tokio::test]
async fn a_relay_elsewhere_shows_that_it_is_the_one_of_its_name() {
    for line in [Line::StartTls, Line::Tls] {
        let relay = Relay::start(line).expect("a relay");
        let [authority, another] = relay.authorities();
        let known = |file: &std::path::Path| format!("sslrootcert={}", file.display());
        let tls = if line == Line::StartTls { "?tls=required&" } else { "?" };
        let good = relay.url("localhost", &format!("{tls}{}", known(&authority)));
        for (bad, why) in [
            (relay.url("localhost", &format!("{tls}{}", known(&another))), "another authority"),
            (relay.url("localhost", tls.trim_end_matches(['&', '?'])), "none"),
            (relay.url("127.0.0.1", &format!("{tls}{}", known(&authority))), "another name"),
            (good.replace("secret", "wrong"), "another password"),
        ] {
            let mut office = Office::new(Some(&bad), ["a@school.example", ""]).await;
            office.publish().await;
            let done = office.round(0).await;
            assert_eq!((done.sent, done.refused), (0, 0), "{line:?}, {why}");
            let post = office.post().await;
            let is_kept = |line: &shared::tell::LetterLine| line.state != LetterState::Refused;
            assert!(post.letters.iter().all(is_kept), "{line:?}, {why}: {post:?}");
            assert!(relay.mails().is_empty(), "{line:?}, {why}");
        }
        let mut office = Office::new(Some(&good), ["a@school.example", ""]).await;
        office.publish().await;
        assert_eq!(office.round(0).await, sent(1), "{line:?}");
        assert_eq!(relay.mails().len(), 1);
    }
}

#[tokio::test]
async fn without_a_relay_letters_wait_to_be_printed_and_do_not_burst_out_later() {
    let mut office = Office::new(None, ["a@school.example", ""]).await;
    office.publish().await;
    assert_eq!(office.round(0).await, Round::default());
    let stands: Vec<_> = office.stands().await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(stands, [LetterState::Ready, LetterState::Ready]);
    let printed = office.world.get("/api/v1/letters/print", &office.cookie).await;
    assert_eq!(printed.status, StatusCode::OK);
    let text = printed.body.as_str().expect("a document");
    assert!(text.starts_with("%PDF-"));
    assert_eq!(text.matches("/Type/Page/").count(), 2, "one letter a page");
    let post = office.post().await;
    assert!(!post.relay);
    let one = json!({ "act": "printed", "letters": [post.letters[0].id] }).to_string();
    let answer = office.world.post("/api/v1/letters", &office.cookie, one).await;
    let after: Post = serde_json::from_value(answer.body).expect("letters");
    assert_eq!(after.letters.iter().filter(|l| l.state == LetterState::Printed).count(), 1);
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    office.world.state.relay = Some(connect(&url));
    assert_eq!(office.round(STALE_MS + 60_000).await, Round::default());
    let states: Vec<_> = office.stands().await.into_iter().map(|(_, state)| state).collect();
    assert!(states.contains(&LetterState::Stale) && relay.mails().is_empty(), "{states:?}");
}

#[tokio::test]
async fn letters_are_for_desks() {
    let office = Office::new(None, ["", ""]).await;
    let tablet = office.world.tablet(SCHOOL, 7).await.0;
    for cookie in [office.world.sign_in(TECHNICIAN).await, tablet] {
        let list = office.world.get("/api/v1/letters", &cookie).await;
        let print = office.world.get("/api/v1/letters/print", &cookie).await;
        let act = json!({ "act": "retry", "letters": [] }).to_string();
        let act = office.world.post("/api/v1/letters", &cookie, act).await;
        for answer in [list, print, act] {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{answer:?}");
        }
    }
}

/// What a device offers again after a restore may have been sent before: nobody is told twice.
#[tokio::test]
async fn what_was_said_before_a_restore_waits_for_somebody() {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let url = relay.url("127.0.0.1", "");
    let mut office = Office::new(Some(&url), ["a@school.example", "b@school.example"]).await;
    office.publish().await;
    let restored = now_ms() + 60_000;
    office.world.state.store.change(|w| w.hold_letters(restored)).expect("held");
    office.shift(4).await;
    assert_eq!(office.round(61_000).await, Round::default());
    let states: Vec<_> = office.stands().await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, [LetterState::Held; 3]);
    office.world.state.store.change(|w| w.hold_letters(now_ms() - 60_000)).expect("held");
    office.shift(5).await;
    assert_eq!(office.round(0).await, sent(1), "what is decided now is told");
}

//! Letters to schools, in each store.

use super::{Opened, key};
use cluster::relay::{Line, Relay};
use server::mail::post::{Round, round};
use server::mail::relay::Relay as Sender;
use server::mail::settings::{RelaySettings, Security};
use server::state::AppState;
use server::store::*;
use shared::day::{Half, HalfDay};
use shared::id::*;
use shared::site::Site;
use shared::tell::{Letter, LetterState, VisitNews};
use std::sync::Arc;

const NOW: Millis = 1_900_000_000_000;

fn record(n: u8, site: &str) -> LetterRecord {
    let slot = |day: &str| HalfDay { day: day.parse().expect("a day"), half: Half::Morning };
    let news = VisitNews { was: Some(slot("2031-03-10")), now: Some(slot("2031-03-12")) };
    LetterRecord {
        id: key(n),
        site: site.into(),
        letter: Letter { visits: [(VisitId(key(n)), news)].into(), ..Letter::default() },
        state: LetterState::Ready,
        begun_at: NOW,
        changed_at: NOW,
        at: NOW,
        next_at: NOW,
        attempts: 0,
        address: None,
        why: None,
    }
}

pub(crate) fn a_letter_is_kept_until_it_is_taken_away(opened: &Opened) {
    let store = &opened.store;
    let full = LetterRecord {
        state: LetterState::Refused,
        attempts: 3,
        address: Some("a@school.example".into()),
        why: Some("550 «non»".into()),
        ..record(1, "a")
    };
    let later = LetterRecord { next_at: NOW + 1, changed_at: NOW + 1, ..record(2, "b") };
    store.change(|w| [&full, &later].into_iter().try_for_each(|l| w.put_letter(l))).expect("put");
    let next = |now| store.look(|r| r.next_letter(now)).expect("read").map(|letter| letter.id);
    assert_eq!((next(NOW), next(NOW + 1)), (None, Some(key(2))));
    assert_eq!(store.look(|r| r.letter(key(1))).expect("read"), Some(full.clone()));
    let latest = store.look(|r| r.latest_letters(1)).expect("read");
    assert_eq!(latest, [later]);
    for state in LetterState::ALL {
        store.change(|w| w.put_letter(&full.clone().standing(state, NOW))).expect("put");
        let found = store.look(|r| r.letters_in(state)).expect("read");
        assert!(found.iter().any(|letter| letter.id == key(1)), "{state:?}");
    }
    assert_eq!(store.look(|r| r.told_before()).expect("read"), None);
    store.change(|w| w.hold_letters(NOW + 5)).expect("held");
    assert_eq!(store.look(|r| r.told_before()).expect("read"), Some(NOW + 5));
    assert_eq!(next(NOW + 9), None);
    assert_eq!(store.change(|w| w.end_letters_before(NOW + 1)).expect("ended"), 1);
    store.change(|w| w.end_letter(key(2))).expect("ended");
    assert!(store.look(|r| r.latest_letters(9)).expect("read").is_empty());
}

/// Two servers that send at the same time send each letter once.
pub(crate) fn two_servers_send_a_letter_once(opened: &Opened) {
    let relay = Relay::start(Line::Plain).expect("a relay");
    let address = relay.url("127.0.0.1", "");
    let port = address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("a port");
    let sites = 12_u8;
    let filled = opened.store.change(|w| {
        for n in 1..=sites {
            let site = format!("site-{n}");
            let mail = format!("{n}@school.example");
            let row = Site { mail, ..Site::blank(site.as_str().into(), site.clone()) };
            w.put(row.into())?;
            w.put_letter(&record(n, &site))?;
        }
        Ok(())
    });
    filled.expect("filled");
    let server = |store: Arc<dyn Store>| {
        let mut state = AppState::new(store, opened.folder.path().to_owned()).expect("a state");
        let settings = RelaySettings {
            host: "127.0.0.1".into(),
            port,
            security: Security::Nothing,
            login: None,
            authority: None,
            from: "a@authority.example".parse().expect("a mailbox"),
        };
        state.relay = Some(Arc::new(Sender::new(settings).expect("a relay")));
        state
    };
    let servers = [server(opened.again()), server(opened.again())];
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let rounds = runtime.expect("a runtime").block_on(async {
        let [one, other] = &servers;
        tokio::join!(round(one, NOW), round(other, NOW))
    });
    let (one, other) = (rounds.0.expect("a round"), rounds.1.expect("a round"));
    assert_eq!(one.sent + other.sent, usize::from(sites));
    for Round { later, refused, .. } in [one, other] {
        assert_eq!(later + refused, 0);
    }
    let mails = relay.mails();
    let to = |mail: &String| mail.lines().next().map(str::to_owned);
    let told: std::collections::BTreeSet<_> = mails.iter().filter_map(to).collect();
    assert_eq!((mails.len(), told.len()), (usize::from(sites), usize::from(sites)));
}

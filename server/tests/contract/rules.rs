//! Rules for one program with a store.

use super::{Opened, account, judged, key, settings};
use server::store::*;
use shared::id::*;
use shared::row::{Kind, Read, Row};
use shared::scope::Stream;
use shared::sync::Verdict;

pub(crate) fn sequence_numbers_rise_and_stamp_the_rows(opened: &Opened) {
    let store = &opened.store;
    let first = store.change(|w| w.put(account(1))).expect("put");
    let second = store.change(|w| w.put(account(2))).expect("put");
    let again = store.change(|w| w.put(account(1))).expect("put");
    assert!(first < second && second < again);
    let row = store.look(|r| r.load(&Read::Row(account(1).key()))).expect("read").remove(0);
    assert_eq!(row.version(), again);
    assert_eq!(store.look(|r| r.last_seq()).expect("read"), again);
    assert_eq!(store.look(|r| r.count(Kind::Account)).expect("read"), 2);
}

pub(crate) fn a_failed_change_leaves_everything_as_it_was(opened: &Opened) {
    let store = &opened.store;
    let before = store.look(|r| r.last_seq()).expect("read");
    let failed: StoreResult<()> = store.change(|w| {
        w.put(settings("Perdue"))?;
        w.record(&judged(1))?;
        Err(Fault::new("no"))
    });
    assert!(failed.is_err());
    assert_eq!(store.look(|r| r.last_seq()).expect("read"), before);
    assert_eq!(store.look(|r| r.count(Kind::Settings)).expect("read"), 0);
    assert!(store.look(|r| r.verdict(CommandId(key(1)))).expect("read").is_none());
}

pub(crate) fn commands_are_remembered_together(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.record_all(&[judged(1), judged(2)])).expect("recorded");
    let ids = [3, 2, 1].map(|n| CommandId(key(n)));
    let mut known = store.look(|r| r.verdicts(&ids)).expect("read");
    known.sort_by_key(|(id, _)| *id);
    let applied = |seq| Verdict::Applied { seq };
    assert_eq!(known, [(ids[2], applied(1)), (ids[1], applied(2))]);
    assert!(store.change(|w| w.record_all(&[judged(3), judged(2)])).is_err(), "never twice");
    assert!(store.look(|r| r.verdict(ids[0])).expect("read").is_none(), "all or nothing");
    store.change(|w| w.record_all(&[])).expect("nothing to record");
    assert!(store.look(|r| r.verdicts(&[])).expect("read").is_empty());
}

pub(crate) fn a_command_is_remembered_once(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.record(&judged(1))).expect("recorded");
    let known = store.look(|r| r.verdict(CommandId(key(1)))).expect("read");
    assert_eq!(known, Some(Verdict::Applied { seq: 1 }));
    assert!(store.change(|w| w.record(&judged(1))).is_err(), "never twice");
}

pub(crate) fn a_forgotten_command_keeps_its_verdict(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.record(&judged(1))).expect("recorded");
    store.change(|w| w.record(&judged(9))).expect("recorded");
    let forgotten = store.change(|w| w.forget_before(5_000, 0, 0)).expect("forgotten");
    assert_eq!(forgotten, 1);
    assert!(store.look(|r| r.verdict(CommandId(key(1)))).expect("read").is_some());
    assert_eq!(store.change(|w| w.forget_before(5_000, 0, 0)).expect("again"), 0);
}

pub(crate) fn streams_follow_in_order_and_stop_at_the_limit(opened: &Opened) {
    let store = &opened.store;
    for n in 1..=5 {
        store.change(|w| w.put(account(n))).expect("put");
    }
    let follow = |after, limit| {
        let rows = store.look(|r| r.follow(&Stream::Kind(Kind::Account), after, limit));
        rows.expect("read").iter().map(Row::version).collect::<Vec<_>>()
    };
    let all = follow(0, 100);
    assert_eq!(all.len(), 5);
    assert!(all.is_sorted());
    assert_eq!(follow(all[1], 2), all[2..4]);
    assert_eq!(follow(all[4], 2), Vec::<Seq>::new());
}

pub(crate) fn sessions_devices_codes_and_credentials_read_back(opened: &Opened) {
    let store = &opened.store;
    let session = Session {
        token_hash: "h".into(),
        account: AccountId(key(1)),
        device: DeviceId(key(2)),
        expires_at: 10,
    };
    let code = SchoolCode {
        code_hash: "c".into(),
        site: "0420001A".into(),
        made_by: AccountId(key(1)),
        expires_at: 5,
        used_at: None,
    };
    let credential = Credential {
        account: AccountId(key(1)),
        mail: "a@b.fr".into(),
        password_hash: "p".into(),
        given_at: Some(4),
    };
    let kept = store.change(|w| {
        w.put_session(&session)?;
        w.put_code(&code)?;
        w.put_credential(&credential)
    });
    kept.expect("kept");
    assert_eq!(store.look(|r| r.session("h")).expect("read"), Some(session));
    assert_eq!(store.look(|r| r.code("c")).expect("read"), Some(code));
    assert_eq!(store.look(|r| r.credential("a@b.fr")).expect("read"), Some(credential.clone()));
    let of = |n| store.look(|r| r.credential_of(AccountId(key(n)))).expect("read");
    assert_eq!((of(1), of(2)), (Some(credential.clone()), None));
    let moved = Credential { account: AccountId(key(2)), ..credential };
    store.change(|w| w.put_credential(&moved)).expect("kept");
    assert_eq!((of(1), of(2)), (None, Some(moved)), "an address leads to one account");
    store.change(|w| w.end_sessions(Some(DeviceId(key(2))), None)).expect("ended");
    assert_eq!(store.look(|r| r.session("h")).expect("read"), None);
    store.change(|w| w.end_codes()).expect("ended");
    assert_eq!(store.look(|r| r.code("c")).expect("read"), None);
}

pub(crate) fn sessions_are_found_and_ended_by_account_and_device(opened: &Opened) {
    let store = &opened.store;
    let session = |n: u8, account: u8, device: u8| Session {
        token_hash: format!("{n}"),
        account: AccountId(key(account)),
        device: DeviceId(key(device)),
        expires_at: n.into(),
    };
    let all = [session(1, 1, 1), session(2, 1, 2), session(3, 2, 2)];
    let kept = store.change(|w| all.iter().try_for_each(|session| w.put_session(session)));
    kept.expect("kept");
    let found = |device: Option<u8>, account: Option<u8>| {
        let (device, account) =
            (device.map(|n| DeviceId(key(n))), account.map(|n| AccountId(key(n))));
        store.look(|r| r.sessions(device, account)).expect("read")
    };
    assert_eq!(found(Some(2), None), [session(3, 2, 2), session(2, 1, 2)]);
    assert_eq!(found(None, Some(1)), [session(2, 1, 2), session(1, 1, 1)]);
    store.change(|w| w.end_other_sessions(AccountId(key(1)), "2")).expect("ended");
    assert_eq!(found(None, Some(1)), [session(2, 1, 2)]);
    assert_eq!(found(None, Some(2)), [session(3, 2, 2)]);
    let proof = || store.look(|r| r.device_proof(DeviceId(key(2)))).expect("read");
    store.change(|w| w.set_device_proof(DeviceId(key(2)), "p")).expect("no such device");
    assert_eq!(proof(), None);
}

pub(crate) fn a_new_epoch_is_another_life(opened: &Opened) {
    let store = &opened.store;
    let before = store.look(|r| r.epoch()).expect("read");
    let next = Epoch::from_parts(1, [7; 10]);
    store.change(|w| w.renew_epoch(next)).expect("renewed");
    assert_ne!(before, next);
    assert_eq!(store.look(|r| r.epoch()).expect("read"), next);
}

pub(crate) fn a_failure_that_nobody_minds_is_not_half_kept(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.record(&judged(1))).expect("recorded");
    let changed = store.change(|w| {
        w.put(settings("Toute"))?;
        let again = w.record(&judged(1));
        assert!(again.is_err(), "never twice");
        Ok(())
    });
    let kept = store.look(|r| r.count(Kind::Settings)).expect("read");
    assert_eq!(kept, u64::from(changed.is_ok()), "{changed:?}");
}

/// Those that fail or panic take nothing with them, and leave nothing.
pub(crate) fn many_at_once_end_each_for_itself(opened: &Opened) {
    let fails = |n: u8| n % 5 == 1 || n % 5 == 2;
    std::thread::scope(|scope| {
        for n in 0..200 {
            scope.spawn(move || {
                let change = || {
                    opened.store.change(|writer| {
                        writer.record(&judged(n))?;
                        writer.put(settings(&n.to_string()))?;
                        match n % 5 {
                            1 => Err(Fault::new("no")),
                            2 => panic!("on purpose"),
                            _ => writer.last_seq(),
                        }
                    })
                };
                let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(change));
                assert_eq!(matches!(written, Ok(Ok(_))), !fails(n), "{n}");
            });
        }
    });
    let other = opened.again();
    let known = |n: u8| other.look(|reader| reader.verdict(judged(n).id)).expect("read");
    for n in 0..200 {
        assert_eq!(known(n).is_some(), !fails(n), "{n}");
    }
    let last = other.look(|reader| reader.last_seq()).expect("read");
    assert_eq!(last, 120, "each that was kept has its own number");
}

/// A device of the first account that has not synced yet.
fn device(n: u8) -> DeviceRecord {
    DeviceRecord {
        id: DeviceId(key(n)),
        account: AccountId(key(1)),
        label: String::new(),
        enrolled_at: 1,
        seen_at: None,
        build: String::new(),
        unsent: 0,
        revoked_at: None,
    }
}

pub(crate) fn text_of_any_kind_is_taken(opened: &Opened) {
    let store = &opened.store;
    let odd = "a\0b\\c\td\ne\u{1f600} \\N é";
    let device =
        DeviceRecord { label: odd.into(), build: odd.into(), unsent: u32::MAX, ..device(3) };
    store.change(|w| w.put_device(&device)).expect("kept");
    let kept = store.look(|r| r.device(device.id)).expect("read").expect("a device");
    // One engine knows no character 0: something is there in its place.
    assert_eq!(kept.label.chars().count(), odd.chars().count());
    assert_eq!((kept.label.replace('\u{fffd}', "\0"), kept.unsent), (odd.into(), u32::MAX));
    store.change(|w| w.put(settings(odd))).expect("kept");
    let row = store.look(|r| r.load(&Read::All(Kind::Settings))).expect("read").remove(0);
    assert!(matches!(row, Row::Settings(row) if row.authority == odd), "bodies are kept exactly");
    assert!(store.look(|r| r.credential(odd)).expect("read").is_none());
    assert!(store.look(|r| r.departed(odd, 0)).expect("read").is_empty());
}

pub(crate) fn a_session_is_found_with_its_device_and_account(opened: &Opened) {
    let store = &opened.store;
    let device = DeviceRecord { label: "Tablette".into(), revoked_at: Some(3), ..device(2) };
    let (id, account_id) = (device.id, device.account);
    let session =
        Session { token_hash: "h".into(), account: account_id, device: id, expires_at: 10 };
    store.change(|w| w.put_session(&session)).expect("kept");
    let found = store.opened("h").expect("read").expect("a session");
    assert_eq!((found.device, found.account), (None, None));
    let kept = store.change(|w| {
        w.put(account(1))?;
        w.touch_device(DeviceId(key(3)), 7, 4, "nobody")?;
        w.put_device(&device)?;
        w.touch_device(id, 7, 4, "build")
    });
    kept.expect("kept");
    let found = store.opened("h").expect("read").expect("a session");
    let seen = DeviceRecord { seen_at: Some(7), unsent: 4, build: "build".into(), ..device };
    assert_eq!((found.session, found.device), (session, Some(seen)));
    assert_eq!(found.account.map(|account| account.id), Some(account_id));
    assert!(store.opened("other").expect("read").is_none());
    assert_eq!(store.look(|r| r.devices()).expect("read").len(), 1, "none is made up");
}

pub(crate) fn devices_and_audit_come_in_their_order(opened: &Opened) {
    let store = &opened.store;
    let line = |at, what: &str| AuditLine {
        at,
        account: AccountId(key(1)),
        what: what.into(),
        detail: String::new(),
    };
    let kept = store.change(|w| {
        for (n, seen_at) in [(1, None), (2, Some(5)), (3, Some(9))] {
            w.put_device(&DeviceRecord { seen_at, ..device(n) })?;
        }
        for line in [line(7, "b"), line(7, "a"), line(3, "c"), line(9, "out")] {
            w.append_audit(&line)?;
        }
        Ok(())
    });
    kept.expect("kept");
    let devices = store.look(|r| r.devices()).expect("read");
    assert_eq!(devices.iter().map(|d| d.seen_at).collect::<Vec<_>>(), [Some(9), Some(5), None]);
    let audit = store.look(|r| r.audit(0, 9)).expect("read");
    assert_eq!(audit.iter().map(|line| line.what.as_str()).collect::<String>(), "cba");
}

pub(super) fn what_the_desk_has_seen_is_remembered(opened: &Opened) {
    let store = &opened.store;
    assert_eq!(store.look(|r| r.desk_seen()).expect("read"), 0);
    for seq in [7, 9] {
        store.change(|w| w.set_desk_seen(seq)).expect("noted");
        assert_eq!(store.look(|r| r.desk_seen()).expect("read"), seq);
    }
    store.change(|w| w.renew_epoch(Epoch::from_parts(2, [8; 10]))).expect("renewed");
    assert_eq!(store.look(|r| r.desk_seen()).expect("read"), 0, "of this life");
}

pub(super) fn the_quarters_that_were_opened_are_remembered(opened: &Opened) {
    let store = &opened.store;
    let known = || store.look(|r| r.opened_quarters()).expect("read");
    assert!(known().is_empty());
    for quarters in [&["2026-1"][..], &["2026-1", "2026 \"2\" é"]] {
        let quarters = quarters.iter().map(|id| QuarterId((*id).into())).collect();
        store.change(|w| w.set_opened_quarters(&quarters)).expect("noted");
        assert_eq!(known(), quarters);
    }
}

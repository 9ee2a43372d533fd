//! Backups: one kind of file, from every engine into every engine.

use super::{Opened, account, judged, key, postgres, settings, sqlite};
use server::store::sqlite::Sqlite;
use server::store::*;
use shared::day::{Half, HalfDay};
use shared::entity::Facet;
use shared::history::FileRef;
use shared::id::*;
use shared::row::{Kind, Read, Row};
use shared::scope::Stream;
use shared::visit::{Visit, VisitState};
use std::sync::Arc;

pub(crate) fn a_backup_holds_what_was_there_when_it_began(opened: &Opened) {
    let store = &opened.store;
    store.change(|w| w.put(settings("Copiée"))).expect("put");
    let copy = opened.folder.path().join("copy.sqlite");
    store.backup(&copy).expect("copied");
    store.change(|w| w.put(account(4))).expect("put");
    let copy: Arc<dyn Store> = Arc::new(Sqlite::open(&copy).expect("opens"));
    assert_eq!(copy.look(|r| r.count(Kind::Settings)).expect("read"), 1);
    assert_eq!(copy.look(|r| r.count(Kind::Account)).expect("read"), 0);
}

const ODD: &str = "\\N\ta\\b\r\nc 'd' \"e\" é \\.";

fn sojourn() -> Sojourn {
    let [state_hash, nonce, verifier] = ["state", ODD, ""].map(str::to_owned);
    let secret_hash = "s".to_owned();
    Sojourn { secret_hash, state_hash, nonce, verifier, person: None, expires_at: 8 }
}

/// A store with something in every table.
fn fill(store: &Arc<dyn Store>) {
    let photo = FileRef { hash: FileHash("a0".repeat(32)), bytes: 7 };
    let slot = HalfDay { day: "2026-11-24".parse().expect("a day"), half: Half::Morning };
    let visit = |owner: u8| {
        let (site, quarter) = (SiteId::from("0420001A"), QuarterId("2026-1".into()));
        let owner = AccountId(key(owner));
        let mut visit =
            Visit::new(VisitId(key(1)), site, quarter, owner, slot, VisitState::Planned);
        visit.photos.push(photo.clone());
        Row::from(visit)
    };
    let (me, device) = (AccountId(key(1)), DeviceId(key(2)));
    let filled = store.change(|w| {
        w.put(settings(ODD))?;
        for n in 1..=200 {
            w.put(account(n))?;
        }
        w.put(visit(1))?;
        w.put(visit(2))?;
        w.delete(&account(9).key())?;
        w.record(&Judged { body: ODD.into(), ..judged(1) })?;
        let password_hash = ODD.to_owned();
        w.put_credential(&Credential {
            account: me,
            mail: "a@b.fr".into(),
            password_hash,
            given_at: Some(9),
        })?;
        w.put_session(&Session {
            token_hash: "h".into(),
            account: me,
            device,
            expires_at: i64::MAX,
        })?;
        w.put_device(&DeviceRecord {
            id: device,
            account: me,
            label: ODD.into(),
            enrolled_at: -1,
            seen_at: None,
            build: String::new(),
            unsent: 3,
            revoked_at: Some(4),
        })?;
        w.put_code(&SchoolCode {
            code_hash: "c".into(),
            site: "0420001A".into(),
            made_by: me,
            expires_at: 5,
            used_at: None,
        })?;
        let (hash, bytes) = (photo.hash.clone(), photo.bytes);
        w.set_device_proof(device, ODD)?;
        let secret = ODD.to_owned();
        w.put_subject("https://sso.example", "sub\tject", me)?;
        w.put_sojourn(&sojourn())?;
        w.put_factor(&SecondFactor { account: me, secret, confirmed_at: None, last_step: -7 })?;
        w.put_recovery_code(me, ODD)?;
        w.put_giver(&hash, me)?;
        w.put_file(&FileRecord { hash, device, account: me, kept_at: 6, bytes })?;
        for what in ["second", "first"] {
            let detail = ODD.to_owned();
            w.append_audit(&AuditLine { at: 1, account: me, what: what.into(), detail })?;
        }
        Ok(())
    });
    filled.expect("filled");
}

/// Everything that a store tells, as text.
fn told(store: &Arc<dyn Store>) -> String {
    let told = store.look(|r| {
        let hashes = r.file_hashes()?;
        let uses: Vec<_> = hashes.iter().map(|hash| r.file_uses(hash)).collect();
        let files: Vec<_> = hashes.iter().map(|hash| r.file(hash)).collect();
        let given = (
            r.device_proof(DeviceId(key(2)))?,
            hashes.first().map(|hash| r.is_giver(hash, AccountId(key(1)))),
        );
        let rows = r.follow(&Stream::All, 0, usize::MAX >> 1)?;
        let departed = [EVERYWHERE.to_owned(), owner_place(AccountId(key(1)))]
            .map(|place| r.departed(&place, 0));
        let visits = r.load(&Read::Where(Kind::Visit, Facet::In(QuarterId("2026-1".into()))))?;
        Ok(format!(
            "{:?}",
            (
                (r.epoch()?, r.last_seq()?, rows, departed, visits),
                (r.verdict(judged(1).id)?, r.credentials()?, r.session("h")?, r.devices()?),
                (r.code("c")?, uses, files, given, r.audit(0, i64::MAX)?),
                (r.factor(AccountId(key(1)))?, r.recovery_codes(AccountId(key(1)))?),
                (r.subject("https://sso.example", "sub\tject")?, r.sojourn("s")?),
            )
        ))
    });
    told.expect("read")
}

pub(crate) fn a_backup_goes_back_whole_into_every_engine(opened: &Opened) {
    fill(&opened.store);
    let copy = opened.folder.path().join("copy.sqlite");
    opened.store.backup(&copy).expect("copied");
    for target in [sqlite(), postgres()] {
        target.store.restore(&copy).expect("restored");
        assert_eq!(told(&target.store), told(&opened.store));
        let next = target.store.change(|w| w.put(account(1))).expect("it goes on");
        assert_eq!(next, opened.store.look(|r| r.last_seq()).expect("read") + 1);
        assert_eq!(target.store.change(|w| w.forget_before(i64::MAX, 0, 0)).expect("purged"), 1);
    }
}

pub(crate) fn a_backup_is_never_written_over_anything(opened: &Opened) {
    fill(&opened.store);
    let copy = opened.folder.path().join("copy.sqlite");
    opened.store.backup(&copy).expect("copied");
    opened.store.change(|w| w.put(settings("Neuve"))).expect("put");
    let before = told(&opened.store);
    assert!(opened.store.restore(&copy).is_err());
    assert_eq!(told(&opened.store), before);
    assert!(sqlite().store.restore(&opened.folder.path().join("none")).is_err());
    assert!(postgres().store.restore(&opened.folder.path().join("none")).is_err());
}

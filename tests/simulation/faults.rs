//! A store whose transactions end before their end: the machine of the server stops at any step
//! of one, or its disk is full.

use super::mutation::Mutation;
use server::store::{
    AuditLine, Credential, DeviceRecord, Fault, FileRecord, Files, Heard, Identity, Judged, Ledger,
    LetterRecord, Letters, Opened, People, Presence, Provided, Reader, Rows, SchoolCode,
    SecondFactor, SecondFactors, Session, Sojourn, Store, StoreResult, WriteFactors, WriteFiles,
    WriteIdentity, WriteLedger, WriteLetters, WritePeople, WritePresence, WriteProvided, WriteRows,
    Writer,
};
use shared::id::{AccountId, CommandId, DeviceId, Epoch, FileHash, Millis, QuarterId, Seq, SiteId};
use shared::row::{Kind, Read, Row, RowKey};
use shared::scope::Stream;
use shared::sync::Verdict;
use shared::tell::LetterState;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// Where a crash cuts a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CrashPoint {
    Before,
    /// In place of the step of that number; before the commit when there are not so many.
    At(u32),
    BeforeCommit,
    AfterCommit,
}

/// A store whose next transaction is cut.
pub(crate) struct Faulty<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) crash: Option<CrashPoint>,
    /// The disk is full: a transaction may still write that often, and never ends.
    pub(crate) room: Option<u32>,
    pub(crate) mutation: Option<Mutation>,
}

fn stopped() -> Fault {
    Fault::new("the machine stopped")
}

fn full() -> Fault {
    Fault::new("the disk is full")
}

impl Store for Faulty<'_> {
    fn read(&self, work: &mut dyn FnMut(&dyn Reader) -> StoreResult<()>) -> StoreResult<()> {
        self.store.read(work)
    }

    fn opened(&self, token_hash: &str) -> StoreResult<Option<Opened>> {
        self.store.opened(token_hash)
    }

    fn write(&self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()> {
        if self.crash == Some(CrashPoint::Before) {
            return Err(stopped());
        }
        if self.crash.is_none() && self.room.is_none() && self.mutation.is_none() {
            return self.store.write(work);
        }
        let mut kept_half = None;
        self.store.write(&mut |writer| match self.cut(writer, work) {
            Err(fault) if self.mutation == Some(Mutation::KeepsHalves) => {
                kept_half = Some(fault);
                Ok(())
            }
            cut => cut,
        })?;
        match (kept_half, self.crash) {
            (Some(fault), _) => Err(fault),
            (None, Some(CrashPoint::AfterCommit)) => Err(stopped()),
            (None, _) => Ok(()),
        }
    }

    fn backup(&self, to: &Path) -> StoreResult<()> {
        self.store.backup(to)
    }

    fn restore(&self, from: &Path) -> StoreResult<()> {
        self.store.restore(from)
    }

    fn watch(&self, heard: Box<dyn Fn(Seq) + Send>) -> StoreResult<()> {
        self.store.watch(heard)
    }
}

impl Faulty<'_> {
    /// What a transaction does, up to where it is cut.
    fn cut(
        &self,
        writer: &dyn Writer,
        work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let step = match self.crash {
            Some(CrashPoint::At(step)) => Some(step),
            _ => None,
        };
        let (steps, room) = (Cell::new(step), Cell::new(self.room));
        work(&Steps { writer, steps, room, mutation: self.mutation })?;
        match (self.crash, self.room) {
            (Some(CrashPoint::At(_) | CrashPoint::BeforeCommit), _) => Err(stopped()),
            (_, Some(_)) => Err(full()),
            _ => Ok(()),
        }
    }
}

/// A transaction that counts its steps.
struct Steps<'a> {
    writer: &'a dyn Writer,
    /// Steps until the machine stops.
    steps: Cell<Option<u32>>,
    /// Writes until the disk is full.
    room: Cell<Option<u32>>,
    mutation: Option<Mutation>,
}

fn take_one(left: &Cell<Option<u32>>, fault: fn() -> Fault) -> StoreResult<()> {
    match left.get() {
        Some(0) => Err(fault()),
        some => {
            left.set(some.map(|left| left - 1));
            Ok(())
        }
    }
}

impl Steps<'_> {
    fn reads(&self) -> StoreResult<()> {
        take_one(&self.steps, stopped)
    }

    fn writes(&self) -> StoreResult<()> {
        take_one(&self.steps, stopped)?;
        take_one(&self.room, full)
    }
}

/// Verbs that count as a step and are then those of the store.
macro_rules! steps {
    ($step:ident: $($verb:ident($($value:ident: $of:ty),*) -> $gives:ty;)*) => {
        $(fn $verb(&self, $($value: $of),*) -> StoreResult<$gives> {
            self.$step()?;
            self.writer.$verb($($value),*)
        })*
    };
}

impl Rows for Steps<'_> {
    fn load_whole(&self, read: &Read) -> StoreResult<Option<Vec<Row>>> {
        self.reads()?;
        match self.mutation.is_some_and(|mutation| mutation.overlooks(read)) {
            true => Ok(Some(Vec::new())),
            false => self.writer.load_whole(read),
        }
    }

    steps! { reads:
        load(read: &Read) -> Vec<Row>;
        count(kind: Kind) -> u64;
        follow(stream: &Stream, after: Seq, limit: usize) -> Vec<Row>;
        departed(place: &str, after: Seq) -> Vec<(RowKey, Seq)>;
        load_rows(keys: &[RowKey]) -> Vec<Row>;
        follow_all(streams: &[Stream], after: Seq, limit: usize) -> Vec<Vec<Row>>;
        departed_all(places: &[String], after: Seq) -> Vec<(RowKey, Seq)>;
    }
}

impl Ledger for Steps<'_> {
    steps! { reads:
        epoch() -> Epoch;
        last_seq() -> Seq;
        desk_seen() -> Seq;
        vocabulary() -> u32;
        opened_quarters() -> BTreeSet<QuarterId>;
        verdict(id: CommandId) -> Option<Verdict>;
        verdicts(ids: &[CommandId]) -> Vec<(CommandId, Verdict)>;
        heard(from: Millis, to: Millis) -> Vec<Heard>;
    }
}

impl Identity for Steps<'_> {
    steps! { reads:
        credential(mail: &str) -> Option<Credential>;
        credential_of(account: AccountId) -> Option<Credential>;
        credentials() -> Vec<Credential>;
        session(token_hash: &str) -> Option<Session>;
        sessions(device: Option<DeviceId>, account: Option<AccountId>) -> Vec<Session>;
        device_proof(id: DeviceId) -> Option<String>;
        device(id: DeviceId) -> Option<DeviceRecord>;
        devices() -> Vec<DeviceRecord>;
        code(code_hash: &str) -> Option<SchoolCode>;
        proof_key(device: DeviceId, account: AccountId) -> Option<String>;
        audit(from: Millis, to: Millis) -> Vec<AuditLine>;
    }
}

impl SecondFactors for Steps<'_> {
    steps! { reads:
        factor(account: AccountId) -> Option<SecondFactor>;
        recovery_codes(account: AccountId) -> usize;
    }
}

impl WriteFactors for Steps<'_> {
    steps! { writes:
        put_factor(factor: &SecondFactor) -> ();
        end_factor(account: AccountId) -> ();
        put_recovery_code(account: AccountId, hash: &str) -> ();
        use_recovery_code(account: AccountId, hash: &str) -> bool;
    }
}

impl Letters for Steps<'_> {
    steps! { reads:
        letter(id: Uuid) -> Option<LetterRecord>;
        letters_in(state: LetterState) -> Vec<LetterRecord>;
        open_letter(site: &SiteId) -> Option<LetterRecord>;
        latest_letters(limit: usize) -> Vec<LetterRecord>;
        next_letter(now: Millis) -> Option<LetterRecord>;
        told_before() -> Option<Millis>;
    }
}

impl WriteLetters for Steps<'_> {
    steps! { writes:
        put_letter(letter: &LetterRecord) -> ();
        end_letter(id: Uuid) -> ();
        end_letters_before(before: Millis) -> u64;
        hold_letters(now: Millis) -> ();
    }
}

impl Presence for Steps<'_> {
    steps! { reads:
        others_at(place: &str, device: DeviceId, since: Millis) -> Vec<AccountId>;
    }
}

impl WritePresence for Steps<'_> {
    steps! { writes:
        be_at(place: &str, device: DeviceId, account: AccountId, at: Millis) -> ();
        leave(place: &str, device: DeviceId) -> ();
        forget_absent(before: Millis) -> ();
    }
}

impl Provided for Steps<'_> {
    steps! { reads:
        subject(issuer: &str, subject: &str) -> Option<AccountId>;
        sojourn(secret_hash: &str) -> Option<Sojourn>;
    }
}

impl WriteProvided for Steps<'_> {
    steps! { writes:
        put_subject(issuer: &str, subject: &str, account: AccountId) -> ();
        end_subjects(account: AccountId) -> ();
        put_sojourn(sojourn: &Sojourn) -> ();
        end_sojourn(secret_hash: &str) -> bool;
        end_sojourns(now: Millis) -> ();
    }
}

impl People for Steps<'_> {
    steps! { reads:
        commands_of(account: AccountId) -> Vec<(Millis, String)>;
        commands_with_word(word: &str) -> Vec<(String, String)>;
        files_of(account: AccountId) -> Vec<(Millis, String)>;
    }
}

impl WritePeople for Steps<'_> {
    steps! { writes:
        end_identity(account: AccountId) -> ();
        replace_words(command: &str, body: &str) -> ();
    }
}

impl Files for Steps<'_> {
    steps! { reads:
        file(hash: &FileHash) -> Option<FileRecord>;
        file_uses(hash: &FileHash) -> Vec<Row>;
        is_giver(hash: &FileHash, account: AccountId) -> bool;
        file_hashes() -> Vec<FileHash>;
    }
}

impl WriteRows for Steps<'_> {
    fn insert_row(&self, row: Row) -> StoreResult<Row> {
        self.writes()?;
        let row = match self.mutation {
            Some(mutation) => mutation.of_row(row),
            None => row,
        };
        self.writer.insert_row(row)
    }

    steps! { writes:
        delete(key: &RowKey) -> ();
    }
}

/// Commands are remembered one by one, so that the end may fall between two of them.
impl WriteLedger for Steps<'_> {
    steps! { writes:
        record(judged: &Judged) -> ();
        forget_before(commands: Millis, audit: Millis, now: Millis) -> u64;
        set_desk_seen(seq: Seq) -> ();
        set_opened_quarters(quarters: &BTreeSet<QuarterId>) -> ();
        renew_epoch(epoch: Epoch) -> ();
    }
}

impl WriteIdentity for Steps<'_> {
    steps! { writes:
        put_credential(credential: &Credential) -> ();
        put_session(session: &Session) -> ();
        end_session(token_hash: &str) -> ();
        end_sessions(device: Option<DeviceId>, account: Option<AccountId>) -> ();
        end_other_sessions(account: AccountId, token_hash: &str) -> ();
        end_codes() -> ();
        set_device_proof(id: DeviceId, hash: &str) -> ();
        touch_device(id: DeviceId, at: Millis, unsent: u32, build: &str) -> ();
        put_device(device: &DeviceRecord) -> ();
        put_code(code: &SchoolCode) -> ();
        put_proof_key(device: DeviceId, account: AccountId, key: &str) -> ();
        append_audit(line: &AuditLine) -> ();
    }
}

impl WriteFiles for Steps<'_> {
    steps! { writes:
        put_file(file: &FileRecord) -> ();
        put_giver(hash: &FileHash, account: AccountId) -> ();
        delete_file(hash: &FileHash) -> ();
    }
}

//! The server of a history: the real code over a real database, with crashes at any step
//! of its storage, a full disk, a clock that is wrong, upgrades, backups and restores.

use super::disk::{Disk, Engine, folder};
use super::faults::{CrashPoint, Faulty};
use super::layout::leave_first;
use super::mutation::Mutation;
use server::exchange::{Caller, Unanswered, exchange};
use server::http::error::Problem;
use server::http::session;
use server::identity::digest;
use server::sessions::{NotOpened, ShownDevice, open};
use server::snapshot::SnapshotCache;
use server::store::{Reader, Session, Store, StoreResult, Writer};
use shared::id::{AccountId, DeviceId, Epoch, Millis, Seq};
use shared::limits::DAY_MS;
use shared::pack::{Unpacked, unpack_all};
use shared::role::Actor;
use shared::sync::SyncAnswer;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A backup as the program of before an upgrade writes it.
fn past(backup: &Path) -> PathBuf {
    let past = backup.with_extension("past.sqlite");
    leave_first(backup, &past);
    past
}

/// The server of one history.
pub(crate) struct Server {
    // Dropped first: the store ends before its folder.
    store: Option<Arc<dyn Store>>,
    disk: Disk,
    /// What desks begin from: it lives as long as the process.
    snapshots: SnapshotCache,
    /// The last sequence number that the live channel told, or that the process began with.
    told: Seq,
    folder: TempDir,
    backup: Option<PathBuf>,
    backups: u32,
    /// It is the program of before an upgrade: it speaks the language and leaves the layout of
    /// then.
    pub(crate) is_old: bool,
    /// Its disk is full: how often each transaction may still write.
    pub(crate) room: Option<u32>,
    /// Its clock less the true time.
    pub(crate) skew: Millis,
}

impl Server {
    /// A server that knows the people and the sites, and nothing that happened.
    pub(crate) fn start(engine: &Engine) -> Self {
        let folder = folder();
        let disk = Disk::new(engine, folder.path());
        let mut server = Self {
            store: None,
            disk,
            snapshots: SnapshotCache::hasty(),
            told: 0,
            folder,
            backup: None,
            backups: 0,
            is_old: false,
            room: None,
            skew: 0,
        };
        server.open();
        server
    }

    pub(crate) fn open(&mut self) {
        let store = self.disk.open();
        self.told = store.look(|reader| reader.last_seq()).expect("a sound database");
        self.store = Some(store);
        self.snapshots = SnapshotCache::hasty();
    }

    /// Makes what desks begin from anew.
    pub(crate) fn renew_snapshot(&self) {
        if let Some(store) = &self.store {
            self.snapshots.renew(&**store).expect("a sound database");
        }
    }

    /// The rows of a snapshot, when the server is up and it is still the last.
    pub(crate) fn snapshot(&self, name: &str) -> Option<Unpacked> {
        self.store.as_ref()?;
        let snapshot = self.snapshots.get(name).expect("a cache without a place")?;
        Some(unpack_all(&snapshot.blocks().expect("a sound snapshot")).expect("rows"))
    }

    pub(crate) fn stop(&mut self) {
        self.store = None;
    }

    pub(crate) fn is_up(&self) -> bool {
        self.store.is_some()
    }

    /// A look at what is on the disk, whether the server is up or not.
    pub(crate) fn look<T>(&self, work: impl FnOnce(&dyn Reader) -> StoreResult<T>) -> T {
        let opened = match &self.store {
            Some(store) => Arc::clone(store),
            None => self.disk.open(),
        };
        opened.look(work).expect("a sound database")
    }

    /// One request, and whether there is something new to tell others. `None` when nobody answers.
    pub(crate) fn answer(
        &mut self,
        token: Option<&str>,
        body: &[u8],
        now: Millis,
        (crash, mutation): (Option<CrashPoint>, Option<Mutation>),
    ) -> Option<Result<(Caller, SyncAnswer, bool), Problem>> {
        let store = Arc::clone(self.store.as_ref()?);
        let token = token.unwrap_or_default();
        let opened = store.opened(&digest(token)).expect("a sound database");
        let caller = match session::signed(opened, now) {
            Ok(signed) => Caller { actor: signed.actor, device: signed.device },
            Err(problem) => return Some(Err(problem)),
        };
        let faulty = Faulty { store: &*store, crash, room: self.room, mutation };
        let told = self.told;
        // As `AppState::wake`: what is no news wakes nobody.
        let wake = |seq: Seq| self.told = seq.max(told);
        match exchange(&faulty, &self.snapshots, &caller, body, now, wake) {
            Err(Unanswered::Store(_)) if crash.is_some() => {
                self.stop();
                None
            }
            Err(why) => Some(Err(why.into())),
            Ok(answer) => Some(Ok((caller, answer, self.told > told))),
        }
    }

    /// Opens a session for the token in the place of the one that the device holds; `None` when
    /// nobody answers.
    pub(crate) fn sign_in(
        &mut self,
        account: AccountId,
        device: DeviceId,
        (held, token): (Option<&str>, &str),
        now: Millis,
        crash: Option<CrashPoint>,
    ) -> Option<Result<Actor, Problem>> {
        let store = Arc::clone(self.store.as_ref()?);
        let token_hash = digest(token);
        let session = Session { token_hash, account, device, expires_at: now + 400 * DAY_MS };
        let faulty: &dyn Store = &Faulty { store: &*store, crash, room: self.room, mutation: None };
        // The secret of the device, which it keeps beside its key.
        let secret = Some(digest(&device.to_string()));
        let shown =
            ShownDevice { token_hash: held.map(digest), proof: secret.clone(), fresh: secret };
        let begun = match faulty.try_change(|writer| open(writer, &session, "", &shown, now)) {
            Err(NotOpened::Store(_)) if crash.is_some() => {
                self.stop();
                return None;
            }
            begun => begun.map_err(Problem::from),
        };
        let actor = store.look(|reader| server::accounts::actor(reader, account));
        let actor = actor.expect("a sound database").ok_or(Problem::SignedOut);
        Some(begun.and(actor))
    }

    /// Changes something outside commands, when somebody answers and can write.
    pub(crate) fn change(&self, work: impl FnOnce(&dyn Writer) -> StoreResult<()>) {
        if let Some(store) = self.store.as_ref().filter(|_| self.room.is_none()) {
            store.change(work).expect("a sound database");
        }
    }

    /// Copies everything, when there is room for it.
    pub(crate) fn back_up(&mut self) {
        if self.room.is_some() {
            return;
        }
        self.backups += 1;
        let to = self.folder.path().join(format!("backup-{}.sqlite", self.backups));
        if let Some(store) = &self.store {
            store.backup(&to).expect("a backup");
            self.backup = Some(match self.is_old {
                true => past(&to),
                false => to,
            });
        }
    }

    /// Goes back to the backup, if there is one and room for it. `renew` is what `tournee restore`
    /// does.
    pub(crate) fn restore(&mut self, now: Millis, random: [u8; 10], renew: bool) -> bool {
        let Some(backup) = self.backup.clone().filter(|_| self.room.is_none()) else {
            return false;
        };
        self.fill(&backup);
        if renew {
            self.change(|writer| writer.renew_epoch(Epoch::from_parts(now, random)));
        }
        true
    }

    fn fill(&mut self, copy: &Path) {
        self.stop();
        self.disk.fill(&std::fs::read(copy).expect("a copy"));
        self.open();
    }

    /// A copy of everything, for [`Server::go_back_to`].
    pub(crate) fn copy(&mut self) -> PathBuf {
        let to = self.folder.path().join("copy.sqlite");
        let _ = std::fs::remove_file(&to);
        if let Some(store) = &self.store {
            store.backup(&to).expect("a copy");
        }
        to
    }

    /// What was written since the copy is gone, and nobody knows.
    pub(crate) fn go_back_to(&mut self, copy: &Path) {
        if self.is_up() && copy.exists() {
            self.fill(copy);
        }
    }

    /// The program becomes the newest one, whether it runs or not: the next that opens the
    /// database finds that of the program before.
    pub(crate) fn upgrade(&mut self) {
        let was_up = self.is_up();
        self.is_old = false;
        self.stop();
        self.disk.leave_first_layout();
        if was_up {
            self.open();
        }
    }

    /// Does what another program would.
    pub(crate) fn run(&self, sql: &str) {
        self.disk.run(sql);
    }

    pub(crate) fn forget(&self, table: &str) {
        self.disk.forget(table);
    }
}

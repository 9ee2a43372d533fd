//! `doctor`: looks at what an installation needs, and says what to do.

use super::{CommandFailure, DATABASE, Data, modes};
use crate::blobs::folder::room;
use crate::causes::chain;
use crate::demo;
use crate::mail::{self, relay::Relay};
use crate::proxies::Proxies;
use crate::state::now_ms;
use crate::store::{Store, StoreResult};
use clap::Args;
use shared::id::Millis;
use shared::limits::{DAY_MS, DISK_RESERVE_BYTES};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Oldest backup that is good enough, and the youngest purge.
const BACKUP_MS: Millis = 2 * DAY_MS;
const PURGE_MS: Millis = 3 * DAY_MS;
/// No clock that is right is before this: the first of January 2026.
const CLOCK_FIRST_MS: Millis = 1_767_225_600_000;
/// Bytes of disk from which on there is time to act.
const DISK_SOON_BYTES: u64 = 8 * DISK_RESERVE_BYTES;

/// What to look at
#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    data: Data,
    /// The folder in which the backups are
    #[arg(long, env = "TOURNEE_BACKUPS")]
    backups: Option<PathBuf>,
    /// As for serve
    #[arg(long, env = "TOURNEE_TRUSTED_PROXIES", default_value = "127.0.0.0/8,::1")]
    trusted_proxies: Proxies,
    #[command(flatten)]
    mail: mail::settings::RelayOptions,
}

/// What was found about one thing: how it is, or what to do.
type Found = Result<String, String>;

impl Doctor {
    /// Prints a line for each thing.
    ///
    /// # Errors
    /// [`CommandFailure::Unwell`] when something is to be done.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let now = now_ms();
        let mut found = vec![
            ("clock", clock(now)),
            ("files", closed(&self.data.data)),
            ("disk", disk(&self.data.data)),
            ("proxies", Ok(format!("believed: {}", self.trusted_proxies))),
            ("photos", photos(&self.data)),
            ("mail", relay(&self.mail)),
            ("backups", backups(self.backups.as_deref(), now)),
        ];
        match self.data.open() {
            Ok(store) => found.extend(in_store(&store, now)?),
            Err(why) => found.push(("database", Err(chain(&why)))),
        }
        let mut unwell = 0;
        for (what, found) in found {
            unwell += usize::from(found.is_err());
            let (mark, text) = match found {
                Ok(text) => ("  ok", text),
                Err(text) => ("FAIL", text),
            };
            println!("{mark}  {what}: {text}");
        }
        if unwell > 0 { Err(CommandFailure::Unwell(unwell)) } else { Ok(()) }
    }
}

fn clock(now: Millis) -> Found {
    match now >= CLOCK_FIRST_MS {
        true => Ok("plausible".into()),
        false => Err("years behind: keep it by NTP (timedatectl set-ntp true)".into()),
    }
}

fn closed(data: &Path) -> Found {
    match modes::open_to_others(data).as_slice() {
        [] => Ok("nobody else on this machine reads them".into()),
        open => {
            let names: Vec<_> = open.iter().map(|path| path.display().to_string()).collect();
            Err(format!("others on this machine read them: chmod go= {}", names.join(" ")))
        }
    }
}

fn disk(data: &Path) -> Found {
    let mib = |bytes: u64| bytes / (1024 * 1024);
    match room(data) {
        Ok(room) if room < DISK_RESERVE_BYTES => {
            Err(format!("{} MiB free: photos are refused, make room now", mib(room)))
        }
        Ok(room) if room < DISK_SOON_BYTES => {
            Err(format!("{} MiB free: make room, or take a larger disk", mib(room)))
        }
        Ok(room) => Ok(format!("{} MiB free", mib(room))),
        Err(error) => Err(format!("{}: {error}", data.display())),
    }
}

/// Where photos and signatures are, and whether it keeps and gives them.
fn photos(data: &Data) -> Found {
    let told = data.blobs().and_then(|blobs| Ok(blobs.try_out()?));
    told.map_err(|why| format!("{}: look at TOURNEE_FILES_URL and its keys", chain(&why)))
}

/// The youngest backup of a folder of backups.
fn backups(folder: Option<&Path>, now: Millis) -> Found {
    let Some(folder) = folder else {
        return Err("nobody said where they are: give --backups, and run tournee backup".into());
    };
    let when = |time: SystemTime| {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    };
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let made = |path: PathBuf| path.join(DATABASE).metadata().ok()?.modified().ok().map(when);
    match entries.flatten().filter_map(|entry| made(entry.path())).max() {
        None => Err(format!("none in {}: run tournee backup every night", folder.display())),
        Some(at) if now - at > BACKUP_MS => {
            Err(format!("the youngest is {} days old: look at the timer", (now - at) / DAY_MS))
        }
        Some(at) => Ok(format!("the youngest is {} hours old", (now - at) / (DAY_MS / 24))),
    }
}

/// Speaks with the relay of mail, as far as the moment before a mail.
fn relay(options: &mail::settings::RelayOptions) -> Found {
    let Some(settings) = options.read().map_err(|bad| chain(&bad))? else {
        return Ok("no relay: schools are told by letters to print, in «À prévenir»".into());
    };
    let at = format!("{}:{}", settings.host, settings.port);
    let relay = Relay::new(settings).map_err(|bad| chain(&bad))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    match runtime.block_on(relay.try_out()) {
        Ok(()) => Ok(format!("{at} takes mails from {}", relay.from())),
        Err(why) => Err(format!("{at}: {why}: look at TOURNEE_SMTP_URL, or ask who keeps it")),
    }
}

fn in_store(store: &Arc<dyn Store>, now: Millis) -> StoreResult<Vec<(&'static str, Found)>> {
    let lines = store.look(|reader| reader.audit(now - PURGE_MS, now))?;
    let purged = match lines.iter().any(|line| line.what == "purged") {
        true => Ok("within three days".into()),
        false => Err("not within three days: run tournee purge every night".into()),
    };
    let demo = match demo::is_in(store)? {
        true => Err("accounts of the demonstration: begin with another data folder".into()),
        false => Ok("no account that everybody knows".into()),
    };
    let database = Ok("opens, and is of this version".into());
    Ok(vec![("database", database), ("accounts", demo), ("purge", purged)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn each_thing_is_well_or_says_what_to_do() {
        assert!(clock(now_ms()).is_ok() && clock(0).is_err());
        let folder = tempfile::tempdir().expect("a folder");
        let set = |mode| {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(folder.path(), mode).expect("its own");
        };
        set(0o755);
        assert!(closed(folder.path()).expect_err("open").contains("chmod"));
        set(0o700);
        assert!(closed(folder.path()).is_ok());
        assert!(disk(&folder.path().join("none")).is_err());
        let now = now_ms();
        assert!(backups(None, now).is_err());
        assert!(backups(Some(folder.path()), now).expect_err("none").contains("tournee backup"));
        let backup = folder.path().join("monday");
        std::fs::create_dir(&backup).expect("a folder");
        std::fs::write(backup.join(DATABASE), "").expect("a file");
        assert!(backups(Some(folder.path()), now).is_ok());
        let late = backups(Some(folder.path()), now + 3 * DAY_MS + 1_000);
        assert!(late.expect_err("old").contains("3 days"));
    }
}

//! The memory of the store itself: its life, its numbers, the commands that it judged.

use super::Kept;
use super::sql::Sql;
use shared::id::{AccountId, CommandId, DeviceId, Epoch, Millis, QuarterId, Seq};
use shared::sync::Verdict;
use std::collections::BTreeSet;

/// A command that was judged: the memory of «once», and the audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its key.
    pub id: CommandId,
    /// The device that sent it.
    pub device: DeviceId,
    /// Its number on that device.
    pub sequence: u64,
    /// Who gave it.
    pub account: AccountId,
    /// The server's clock.
    pub received_at: Millis,
    /// What became of it.
    pub verdict: Verdict,
    /// The command as it came.
    pub body: String,
}

/// Reads the memory of the store.
pub trait Ledger {
    /// The life of this database.
    fn epoch(&self) -> Kept<Epoch>;
    /// The last sequence number given.
    fn last_seq(&self) -> Kept<Seq>;
    /// Up to which sequence number a desk has seen everything; 0 when none has.
    fn desk_seen(&self) -> Kept<Seq>;
    /// The vocabulary of the program that knows most words of all that ever opened this database.
    fn vocabulary(&self) -> Kept<u32>;
    /// The quarters whose visits were put again for the technicians who begin to hold them.
    fn opened_quarters(&self) -> Kept<BTreeSet<QuarterId>>;
    /// The verdict on a command, if it is known.
    fn verdict(&self, id: CommandId) -> Kept<Option<Verdict>>;
    /// The verdicts on those of these commands that are known.
    fn verdicts(&self, ids: &[CommandId]) -> Kept<Vec<(CommandId, Verdict)>> {
        let known = |id: &CommandId| {
            self.verdict(*id).map(|verdict| verdict.map(|verdict| (*id, verdict))).transpose()
        };
        ids.iter().filter_map(known).collect()
    }
}

/// Writes the memory of the store.
pub trait WriteLedger {
    /// Remembers a judged command.
    fn record(&self, judged: &Judged) -> Kept<()>;
    /// Remembers judged commands.
    fn record_all(&self, judged: &[Judged]) -> Kept<()> {
        judged.iter().try_for_each(|judged| self.record(judged))
    }
    /// Forgets the words of commands, the audit, sessions and codes that are older than an
    /// instant; returns how many commands.
    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> Kept<u64>;
    /// A desk has seen everything up to that sequence number.
    fn set_desk_seen(&self, seq: Seq) -> Kept<()>;
    /// These quarters were opened, and no others.
    fn set_opened_quarters(&self, quarters: &BTreeSet<QuarterId>) -> Kept<()>;
    /// Begins a new life of the database: devices offer again what they kept.
    fn renew_epoch(&self, epoch: Epoch) -> Kept<()>;
}

/// The value of a key of `meta`, if there is one.
pub(super) fn meta(sql: &impl Sql, key: &str) -> Kept<Option<String>> {
    let text = "SELECT value FROM meta WHERE key = $1";
    sql.query_one(text, &[key.into()], |line| line.text(0))
}

/// Creates or replaces the value of a key of `meta`.
pub(super) fn set_meta(sql: &impl Sql, key: &str, value: &str) -> Kept<()> {
    let text = "INSERT INTO meta (key, value) VALUES ($1, $2) \
                ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    sql.execute(text, &[key.into(), value.into()])?;
    Ok(())
}

/// [`Ledger::opened_quarters`] of both engines.
pub(super) fn opened_quarters(sql: &impl Sql) -> Kept<BTreeSet<QuarterId>> {
    let opened = meta(sql, "opened_quarters")?;
    opened.map_or(Ok(BTreeSet::new()), |opened| Ok(serde_json::from_str(&opened)?))
}

/// [`WriteLedger::set_opened_quarters`] of both engines.
pub(super) fn set_opened_quarters(sql: &impl Sql, quarters: &BTreeSet<QuarterId>) -> Kept<()> {
    set_meta(sql, "opened_quarters", &serde_json::to_string(quarters)?)
}

/// [`WriteLedger::forget_before`] of both engines.
pub(super) fn forget_before(
    sql: &impl Sql,
    commands: Millis,
    audit: Millis,
    now: Millis,
) -> Kept<u64> {
    // The identity of a command stays for «once»; what a person wrote in it goes.
    let words = "UPDATE commands SET body = '{}' WHERE received_at < $1 AND body <> '{}'";
    let forgotten = sql.execute(words, &[commands.into()])?;
    sql.execute("DELETE FROM audit WHERE at < $1", &[audit.into()])?;
    sql.execute("DELETE FROM sessions WHERE expires_at < $1", &[now.into()])?;
    sql.execute("DELETE FROM codes WHERE expires_at < $1", &[now.into()])?;
    Ok(forgotten)
}

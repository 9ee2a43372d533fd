//! The ledger: the epoch, the sequence numbers, and the commands that were judged.

use super::StoreResult;
use super::sql::{Sql, parsed};
use shared::id::{AccountId, CommandId, DeviceId, Epoch, Millis, QuarterId, Seq};
use shared::sync::Verdict;
use std::collections::BTreeSet;

/// A judged command. It is recorded so that it takes effect once, and for the audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its key.
    pub id: CommandId,
    /// The device that sent it.
    pub device: DeviceId,
    /// Its number on that device.
    pub sequence: u64,
    /// The account that gave it.
    pub account: AccountId,
    /// When it arrived, by the server's clock.
    pub received_at: Millis,
    /// The verdict on it.
    pub verdict: Verdict,
    /// The command as it came.
    pub body: String,
}

/// A judged command as the audit tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Its key.
    pub id: CommandId,
    /// The account that gave it.
    pub account: AccountId,
    /// When it arrived, by the server's clock.
    pub received_at: Millis,
    /// The verdict on it.
    pub verdict: Verdict,
    /// The command as it came; empty when it has more than 8,192 characters, as an import may.
    pub body: String,
}

/// Reads the ledger.
pub trait Ledger {
    /// The epoch of this database: a restore begins a new one.
    fn epoch(&self) -> StoreResult<Epoch>;
    /// The last sequence number given.
    fn last_seq(&self) -> StoreResult<Seq>;
    /// Up to which sequence number a desk has seen everything; 0 when none has.
    fn desk_seen(&self) -> StoreResult<Seq>;
    /// The vocabulary of the program that knows most words of all that ever opened this database.
    fn vocabulary(&self) -> StoreResult<u32>;
    /// The quarters whose visits were written again for the technicians who begin to hold them.
    fn opened_quarters(&self) -> StoreResult<BTreeSet<QuarterId>>;
    /// The verdict on a command, if it is known.
    fn verdict(&self, id: CommandId) -> StoreResult<Option<Verdict>>;
    /// The verdicts on those of these commands that are known.
    fn verdicts(&self, ids: &[CommandId]) -> StoreResult<Vec<(CommandId, Verdict)>> {
        let known = |id: &CommandId| {
            self.verdict(*id).map(|verdict| verdict.map(|verdict| (*id, verdict))).transpose()
        };
        ids.iter().filter_map(known).collect()
    }
    /// The commands that arrived from an instant to another one, in the order of their arrival.
    fn heard(&self, from: Millis, to: Millis) -> StoreResult<Vec<Heard>>;
}

/// Writes the ledger.
pub trait WriteLedger {
    /// Records a judged command.
    fn record(&self, judged: &Judged) -> StoreResult<()>;
    /// Records judged commands.
    fn record_all(&self, judged: &[Judged]) -> StoreResult<()> {
        judged.iter().try_for_each(|judged| self.record(judged))
    }
    /// Removes the bodies of commands, and the audit, that are older than these instants, and the
    /// sessions and codes that are over by `now`. Returns how many commands lost their bodies.
    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> StoreResult<u64>;
    /// Records that a desk has seen everything up to that sequence number.
    fn set_desk_seen(&self, seq: Seq) -> StoreResult<()>;
    /// Replaces the set of opened quarters.
    fn set_opened_quarters(&self, quarters: &BTreeSet<QuarterId>) -> StoreResult<()>;
    /// Begins a new epoch: devices offer again the commands that they kept.
    fn renew_epoch(&self, epoch: Epoch) -> StoreResult<()>;
}

/// Returns the value of a key of `meta`, if there is one.
pub(super) fn meta(sql: &impl Sql, key: &str) -> StoreResult<Option<String>> {
    let text = "SELECT value FROM meta WHERE key = $1";
    sql.query_one(text, &[key.into()], |line| line.text(0))
}

/// Creates or replaces the value of a key of `meta`.
pub(super) fn set_meta(sql: &impl Sql, key: &str, value: &str) -> StoreResult<()> {
    let text = "INSERT INTO meta (key, value) VALUES ($1, $2) \
                ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    sql.execute(text, &[key.into(), value.into()])?;
    Ok(())
}

/// [`Ledger::opened_quarters`] of both engines.
pub(super) fn opened_quarters(sql: &impl Sql) -> StoreResult<BTreeSet<QuarterId>> {
    let opened = meta(sql, "opened_quarters")?;
    opened.map_or(Ok(BTreeSet::new()), |opened| Ok(serde_json::from_str(&opened)?))
}

/// [`Ledger::heard`] of both engines.
pub(super) fn heard(sql: &impl Sql, from: Millis, to: Millis) -> StoreResult<Vec<Heard>> {
    let text = "SELECT id, account, received_at, verdict, \
                CASE WHEN length(body) <= 8192 THEN body ELSE '' END FROM commands \
                WHERE received_at >= $1 AND received_at < $2 ORDER BY received_at, id";
    sql.query(text, &[from.into(), to.into()], |line| {
        Ok(Heard {
            id: parsed(line, 0)?,
            account: parsed(line, 1)?,
            received_at: line.number(2)?,
            verdict: serde_json::from_str(&line.text(3)?)?,
            body: line.text(4)?,
        })
    })
}

/// [`WriteLedger::set_opened_quarters`] of both engines.
pub(super) fn set_opened_quarters(
    sql: &impl Sql,
    quarters: &BTreeSet<QuarterId>,
) -> StoreResult<()> {
    set_meta(sql, "opened_quarters", &serde_json::to_string(quarters)?)
}

/// [`WriteLedger::forget_before`] of both engines.
pub(super) fn forget_before(
    sql: &impl Sql,
    commands: Millis,
    audit: Millis,
    now: Millis,
) -> StoreResult<u64> {
    // The key of a command stays, so that it takes effect once; its content goes.
    let words = "UPDATE commands SET body = '{}' WHERE received_at < $1 AND body <> '{}'";
    let forgotten = sql.execute(words, &[commands.into()])?;
    sql.execute("DELETE FROM audit WHERE at < $1", &[audit.into()])?;
    sql.execute("DELETE FROM sessions WHERE expires_at < $1", &[now.into()])?;
    sql.execute("DELETE FROM codes WHERE expires_at < $1", &[now.into()])?;
    Ok(forgotten)
}

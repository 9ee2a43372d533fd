//! What is kept of one person, and the ends of it.

use super::StoreResult;
use super::sql::Sql;
use shared::id::{AccountId, Millis};

/// Reads what is kept of a person.
pub trait People {
    /// The commands of an account as they came, with their arrivals; those that the retention has
    /// emptied are left out.
    fn commands_of(&self, account: AccountId) -> StoreResult<Vec<(Millis, String)>>;
    /// The commands of that word whose bodies are kept, by their keys.
    fn commands_with_word(&self, word: &str) -> StoreResult<Vec<(String, String)>>;
    /// The files that an account has sent: their names and arrivals.
    fn files_of(&self, account: AccountId) -> StoreResult<Vec<(Millis, String)>>;
}

/// Ends what is kept of a person.
pub trait WritePeople {
    /// Ends the address, the password, the second factor, the sessions and the keys of an account,
    /// and whom the identity provider means by it.
    fn end_identity(&self, account: AccountId) -> StoreResult<()>;
    /// Writes other words of a command, after a name was taken out of them; its key and verdict
    /// stay.
    fn replace_words(&self, command: &str, body: &str) -> StoreResult<()>;
}

impl<S: Sql> People for S {
    fn commands_of(&self, account: AccountId) -> StoreResult<Vec<(Millis, String)>> {
        let sql = "SELECT received_at, body FROM commands WHERE account = $1 AND body <> '' \
                   ORDER BY received_at, id";
        self.query(sql, &[account.to_string().into()], |line| Ok((line.number(0)?, line.text(1)?)))
    }

    fn commands_with_word(&self, word: &str) -> StoreResult<Vec<(String, String)>> {
        let sql = "SELECT id, body FROM commands WHERE body LIKE $1 ORDER BY id";
        let holds = format!("%\"{word}\"%");
        self.query(sql, &[holds.into()], |line| Ok((line.text(0)?, line.text(1)?)))
    }

    fn files_of(&self, account: AccountId) -> StoreResult<Vec<(Millis, String)>> {
        let sql = "SELECT kept_at, hash FROM files WHERE account = $1 ORDER BY kept_at, hash";
        self.query(sql, &[account.to_string().into()], |line| Ok((line.number(0)?, line.text(1)?)))
    }
}

impl<S: Sql> WritePeople for S {
    fn replace_words(&self, command: &str, body: &str) -> StoreResult<()> {
        let sql = "UPDATE commands SET body = $1 WHERE id = $2";
        self.execute(sql, &[body.into(), command.into()])?;
        Ok(())
    }

    fn end_identity(&self, account: AccountId) -> StoreResult<()> {
        for sql in [
            "DELETE FROM credentials WHERE account = $1",
            "DELETE FROM sessions WHERE account = $1",
            "DELETE FROM factors WHERE account = $1",
            "DELETE FROM recovery_codes WHERE account = $1",
            "DELETE FROM provider_subjects WHERE account = $1",
            "DELETE FROM proof_keys WHERE account = $1",
        ] {
            self.execute(sql, &[account.to_string().into()])?;
        }
        Ok(())
    }
}

//! `audit`: writes the audit as JSON lines, for the collector of the authority. Of a command it has
//! the word, the key and what became of it: what people typed stays in the database.

use super::{CommandFailure, Data};
use crate::audit;
use chrono::{DateTime, NaiveDate, SecondsFormat};
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use shared::api::audit::AuditEntry;
use shared::id::{AccountId, Millis};
use std::io::{self, Write};

/// From when on
#[derive(Args)]
pub struct Audit {
    #[command(flatten)]
    data: Data,
    /// A day or an instant, as 2026-11-24 or 2026-11-24T08:00:00Z; everything when not given
    #[arg(long, value_parser = instant)]
    since: Option<Millis>,
}

/// Parses a day (its first instant in UTC) or an instant (RFC 3339).
fn instant(text: &str) -> Result<Millis, String> {
    let day = text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let day = day.map(|begin| begin.and_utc().timestamp_millis());
    let exact = || DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis());
    day.or_else(exact).ok_or_else(|| "neither a day nor an instant".to_owned())
}

/// A line as it is written.
#[derive(Serialize)]
struct Line<'a> {
    at: String,
    account: AccountId,
    what: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a str>,
    detail: &'a str,
}

impl Audit {
    /// Writes the lines to the standard output, the oldest first.
    ///
    /// # Errors
    /// When the store fails or nobody reads the output.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let store = self.data.open()?;
        let lines =
            store.look(|reader| audit::read(reader, self.since.unwrap_or(0), Millis::MAX))?;
        let told = write(&mut io::BufWriter::new(io::stdout().lock()), &lines);
        told.map_err(|cause| CommandFailure::At { at: "the output".into(), cause: cause.into() })
    }
}

fn write(out: &mut impl Write, lines: &[AuditEntry]) -> io::Result<()> {
    for AuditEntry { at, account, what, detail, command } in lines {
        let at = DateTime::from_timestamp_millis(*at).unwrap_or_default();
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let word = command.as_ref().and_then(|said| said.get("command"));
        let command = word.and_then(Value::as_str);
        serde_json::to_writer(&mut *out, &Line { at, account: *account, what, command, detail })?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_audit_is_one_of_json() {
        let line = AuditEntry {
            at: 1_795_518_000_000,
            account: AccountId(uuid::Uuid::nil()),
            what: "exported".into(),
            detail: "a\nb".into(),
            command: Some(serde_json::json!({ "command": "take", "note": "private" })),
        };
        let mut out = Vec::new();
        write(&mut out, &[line.clone(), line]).expect("written");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text.lines().count(), 2);
        let first = text.lines().next().expect("a line");
        let value: serde_json::Value = serde_json::from_str(first).expect("JSON");
        assert_eq!(
            (&value["at"], &value["what"]),
            (&"2026-11-24T11:00:00.000Z".into(), &"exported".into())
        );
        assert_eq!(value["command"], "take");
        assert!(!text.contains("private"), "what people typed stays here");
    }

    #[test]
    fn a_day_and_an_instant_are_read() {
        assert_eq!(instant("2026-11-24"), Ok(1_795_478_400_000));
        assert_eq!(instant("2026-11-24T12:00:00+01:00"), Ok(1_795_518_000_000));
        assert!(instant("yesterday").is_err());
    }
}

//! Sends what waits. A letter is leased in the database before the relay is given it, so that of
//! several servers one sends it. When a server ends between the relay's answer and its note, the
//! lease ends, and the letter goes a second time under the same Message-ID, by which the two are
//! known for one.

use super::relay::{Mail, PATIENCE, Unsent};
use super::words::{body, subject};
use crate::causes::chain;
use crate::export::made_up;
use crate::state::{AppState, now_ms};
use crate::store::{LetterRecord, Reader, StoreResult, Writer, is_behind};
use shared::day::paris_day;
use shared::id::Millis;
use shared::limits::DAY_MS;
use shared::row::{Kind, Read, Row, RowKey, State};
use shared::tell::LetterState;
use shared::words::statement::DEMONSTRATION;
use std::time::Duration;

/// Interval at which letters are looked for.
const EVERY: Duration = Duration::from_secs(5);
/// For how long a letter is leased to the server that sends it: longer than the relay may take.
pub const LEASE_MS: Millis = 2 * PATIENCE.as_millis() as Millis;
/// News that are older are not sent by themselves any more.
pub const STALE_MS: Millis = 7 * DAY_MS;
/// The wait after a first failure; it doubles with each one.
const FIRST_WAIT_MS: Millis = 60_000;
/// The longest wait.
const LAST_WAIT_MS: Millis = 3_600_000;
/// Characters of an answer of the relay that are kept.
const WHY_CHARS: usize = 500;

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Letters that the relay took.
    pub sent: usize,
    /// Letters that it refused for good.
    pub refused: usize,
    /// Letters that go later.
    pub later: usize,
}

/// What comes next.
enum Next {
    Nothing,
    /// A letter went elsewhere than to the relay.
    Put,
    Send(Box<(LetterRecord, Mail)>),
}

/// Sends letters for as long as the server lives.
pub async fn keep(state: AppState) {
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        match round(&state, now_ms()).await {
            Ok(done) if done == Round::default() => {}
            Ok(Round { sent, refused, later }) => {
                tracing::info!(sent, refused, later, "letters");
            }
            Err(fault) => tracing::error!(why = chain(&fault), "letters failed"),
        }
    }
}

/// Closes the letters that have waited for further news, sets aside those that are too old, and
/// sends what may go until nothing is left or the relay takes no more.
///
/// # Errors
/// A fault of the store. What the relay took then, and could not be noted, goes again after its
/// lease.
pub async fn round(state: &AppState, now: Millis) -> StoreResult<Round> {
    let mut done = Round::default();
    let (wait, sends) = (state.mail_wait, state.relay.is_some());
    if !state.look(move |store| Ok(!is_behind(store)? && is_due(store, now, wait, sends)?)).await? {
        return Ok(done);
    }
    state.change(move |store| close(store, now, wait)).await?;
    let Some(relay) = state.relay.clone() else {
        return Ok(done);
    };
    loop {
        let (letter, mail) = match state.change(move |store| next(store, now)).await? {
            Next::Nothing => return Ok(done),
            Next::Put => continue,
            Next::Send(letter) => *letter,
        };
        let answer = relay.send(&mail).await;
        let is_away = matches!(answer, Err(Unsent::Away(_)));
        match &answer {
            Ok(()) => done.sent += 1,
            Err(Unsent::Refused(_)) => done.refused += 1,
            Err(Unsent::Later(_) | Unsent::Away(_)) => done.later += 1,
        }
        state.change(move |store| record(store, &letter, answer, now)).await?;
        if is_away {
            return Ok(done);
        }
    }
}

/// Whether a round has anything to write: most have not.
fn is_due(store: &dyn Reader, now: Millis, wait: Millis, sends: bool) -> StoreResult<bool> {
    let mut open = store.letters_in(LetterState::Open)?.into_iter();
    let next = store.next_letter(now)?;
    let goes = next.is_some_and(|letter| sends || letter.changed_at < now - STALE_MS);
    Ok(goes || open.any(|letter| letter.begun_at <= now - wait))
}

fn close(store: &dyn Writer, now: Millis, wait: Millis) -> StoreResult<()> {
    for letter in store.letters_in(LetterState::Open)? {
        if letter.begun_at <= now - wait {
            store.put_letter(&letter.standing(LetterState::Ready, now))?;
        }
    }
    for letter in store.letters_in(LetterState::Ready)? {
        if letter.changed_at < now - STALE_MS {
            store.put_letter(&letter.standing(LetterState::Stale, now))?;
        }
    }
    Ok(())
}

fn next(store: &dyn Writer, now: Millis) -> StoreResult<Next> {
    let Some(letter) = store.next_letter(now)? else {
        return Ok(Next::Nothing);
    };
    let site = match store.load(&Read::Row(RowKey::site(&letter.site)))?.pop() {
        Some(Row::Site(site)) if site.takes_mail() => site,
        // It refused meanwhile, or is known no more.
        _ => return store.end_letter(letter.id).map(|()| Next::Put),
    };
    let today = paris_day(now);
    let said = letter.letter.clone().on(today);
    if said.is_empty() || letter.changed_at < now - STALE_MS {
        return store.put_letter(&letter.standing(LetterState::Stale, now)).map(|()| Next::Put);
    }
    let Ok(to) = site.mail.trim().parse() else {
        let unaddressed = letter.standing(LetterState::Unaddressed, now);
        return store.put_letter(&unaddressed).map(|()| Next::Put);
    };
    let text = body(&site, &said, &signature(store)?, today).join("\n\n") + "\n";
    let mail = Mail { id: letter.id, to, subject: subject(&said, today), text };
    let leased = LetterRecord {
        next_at: now + LEASE_MS,
        attempts: letter.attempts + 1,
        address: Some(site.mail.trim().to_owned()),
        ..letter.standing(LetterState::Sending, now)
    };
    store.put_letter(&leased)?;
    Ok(Next::Send(Box::new((leased, mail))))
}

/// Who signs: the authority by its name; in a demonstration it says so.
pub(crate) fn signature<R: Reader + ?Sized>(store: &R) -> StoreResult<String> {
    let mut state = State::default();
    store.load(&Read::All(Kind::Settings))?.into_iter().for_each(|row| state.put(row));
    let name = state.settings().authority.clone();
    Ok(match (store.is_made_up()?, name.is_empty()) {
        (true, true) => DEMONSTRATION.into(),
        (true, false) => made_up(&name),
        (false, _) => name,
    })
}

/// Notes what the relay answered, unless the letter is somebody else's by now.
fn record(
    store: &dyn Writer,
    letter: &LetterRecord,
    answer: Result<(), Unsent>,
    now: Millis,
) -> StoreResult<()> {
    let known = store
        .letter(letter.id)?
        .filter(|known| known.state == LetterState::Sending && known.attempts == letter.attempts);
    let Some(known) = known else {
        return Ok(());
    };
    let why = answer.as_ref().err().map(|unsent| unsent.to_string());
    let why = why.map(|why| why.chars().take(WHY_CHARS).collect());
    let stands = match answer {
        Ok(()) => known.standing(LetterState::Sent, now),
        Err(Unsent::Refused(_)) => known.standing(LetterState::Refused, now),
        Err(Unsent::Later(_) | Unsent::Away(_)) => {
            let wait = pause(known.attempts);
            LetterRecord { next_at: now + wait, ..known.standing(LetterState::Ready, now) }
        }
    };
    store.put_letter(&LetterRecord { why, ..stands })
}

/// How long a letter waits after so many attempts.
fn pause(attempts: i64) -> Millis {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (FIRST_WAIT_MS << doublings).min(LAST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let minutes = [1, 2, 3, 6, 7, 8, 1_000].map(|attempts| pause(attempts) / 60_000);
        assert_eq!(minutes, [1, 2, 4, 32, 60, 60, 60]);
    }
}

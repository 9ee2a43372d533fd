//! The letters as a desk sees them, prints them and sends them again.

use super::post::signature;
use super::words::{PAPERS, body, subject};
use crate::document::{self, DocumentBlock, NotDrawn, Paper};
use crate::store::{LetterRecord, Reader, StoreResult, Writer};
use shared::day::{Day, paris_day};
use shared::id::{Millis, SiteId};
use shared::row::{Kind, Read, Row};
use shared::site::Site;
use shared::tell::{Letter, LetterLine, LetterState, Post, PostAct};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// Letters that are shown, at most.
const SHOWN: usize = 1_000;

/// The latest letters.
///
/// # Errors
/// A fault of the store.
pub fn post(store: &dyn Reader, relay: bool, now: Millis) -> StoreResult<Post> {
    let (sites, today) = (sites(store)?, paris_day(now));
    let line = |record: LetterRecord| {
        let said = record.letter.clone().on(today);
        // What is over is shown as it was.
        let said = if said.is_empty() { record.letter } else { said };
        LetterLine {
            id: record.id,
            site_name: sites.get(&record.site).map_or(String::new(), |site| site.name.clone()),
            site: record.site,
            subject: subject(&said, today),
            state: record.state,
            at: record.at,
            address: record.address,
            why: record.why,
        }
    };
    let letters = store.latest_letters(SHOWN)?.into_iter().map(line).collect();
    Ok(Post { relay, letters })
}

fn sites(store: &dyn Reader) -> StoreResult<BTreeMap<SiteId, Arc<Site>>> {
    let site = |row: Row| match row {
        Row::Site(site) => Some((site.id.clone(), site)),
        _ => None,
    };
    Ok(store.load(&Read::All(Kind::Site))?.into_iter().filter_map(site).collect())
}

/// Does what a desk asks. Returns how many letters it was done to: none that the school has already
/// got, and none that is under way.
///
/// # Errors
/// A fault of the store.
pub fn act(store: &dyn Writer, act: &PostAct, relay: bool, now: Millis) -> StoreResult<usize> {
    let (ids, state): (&[Uuid], _) = match act {
        PostAct::Retry { letters } => (letters, LetterState::Ready),
        PostAct::Printed { letters } => (letters, LetterState::Printed),
    };
    let mut done = 0;
    for id in ids {
        let Some(letter) = store.letter(*id)? else { continue };
        let may = match act {
            PostAct::Retry { .. } => letter.state.may_be_retried(),
            PostAct::Printed { .. } => letter.state.is_for_paper(relay),
        };
        if may {
            // Its news are taken for fresh: somebody wants them told.
            let fresh = LetterRecord { changed_at: now, ..letter };
            store.put_letter(&fresh.standing(state, now))?;
            done += 1;
        }
    }
    Ok(done)
}

/// What goes by the post: a school, and what it is told.
pub type PostSheet = (Arc<Site>, Letter);

/// The letters that nobody is about to send and that still say something.
///
/// # Errors
/// A fault of the store.
pub fn sheets(
    store: &dyn Reader,
    relay: bool,
    now: Millis,
) -> StoreResult<(Vec<PostSheet>, String)> {
    let (sites, today) = (sites(store)?, paris_day(now));
    let mut sheets = Vec::new();
    for record in store.latest_letters(SHOWN)? {
        let said = record.letter.on(today);
        if record.state.is_for_paper(relay)
            && !said.is_empty()
            && let Some(site) = sites.get(&record.site)
        {
            sheets.push((Arc::clone(site), said));
        }
    }
    sheets.sort_by(|(one, _), (other, _)| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    Ok((sheets, signature(store)?))
}

/// The letters as a document, each on a page of its own.
///
/// # Errors
/// When the document would not be accessible.
pub fn paper(sheets: &[PostSheet], authority: &str, today: Day) -> Result<Vec<u8>, NotDrawn> {
    let mut blocks = Vec::new();
    for (site, letter) in sheets {
        blocks.push(DocumentBlock::Leaf(subject(letter, today)));
        blocks.push(DocumentBlock::text(&address(site)));
        let said = body(site, letter, authority, today);
        blocks.extend(said.iter().map(|said| DocumentBlock::text(said)));
    }
    document::write(PAPERS, Paper::Portrait, &blocks)
}

fn address(site: &Site) -> String {
    let parts = [site.address.clone(), format!("{} {}", site.postcode, site.commune_name)];
    let parts: Vec<_> = parts.iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    parts.join(", ")
}

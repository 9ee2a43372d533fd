//! Loads the demonstration: real communes, calendar and schools, fictitious ones marked as such,
//! and a fleet and people drawn with a fixed seed. `server/demo/PROVENANCE.md` names the sources.
//! What happens there is given as commands and judged by the rules.

mod ahead;
mod asking;
mod budget;
mod calls;
mod draw;
mod fleet;
mod later;
mod life;
mod loans;
mod making;
mod orders;
mod past;
mod people;
mod pictures;
mod renewals;
mod rounds;
mod sites;
mod subscriptions;
mod supplies;
mod teachers;
mod telling;
mod tickets;
mod trainings;
mod words;
mod world;
mod year;

use crate::blobs::Blobs;
use crate::statement;
use crate::store::{Fault, Store, StoreResult, Writer};
use chrono::Datelike;
use draw::Draw;
use pictures::Pictures;
use shared::day::{Calendar, Day, paris_day};
use shared::equipment::Equipment;
use shared::id::Millis;
use shared::import::table::{self, FileTable};
use shared::money::Cents;
use shared::role::Role;
use shared::row::{Kind, Read, Row};
use shared::settings::{ChecklistItem, Settings};
use shared::site::Site;
use std::sync::Arc;
use world::World;

pub use people::{PASSWORD, PEOPLE, Person};

/// Seed of everything that is drawn, so that the demonstration is the same everywhere.
const SEED: u64 = 20_260_901;
/// Steps of every visit.
const CHECKLIST: [(&str, &str); 8] = [
    ("listen", "Faire le point avec la direction"),
    ("teacher-computers", "Vérifier les ordinateurs des enseignants"),
    ("pupil-computers", "Mettre à jour les ordinateurs des élèves"),
    ("tablets", "Charger et mettre à jour les tablettes"),
    ("projectors", "Nettoyer et régler les vidéoprojecteurs"),
    ("network", "Tester Internet et le wifi dans chaque classe"),
    ("printers", "Vérifier l’imprimante"),
    ("inventory", "Contrôler les étiquettes du matériel"),
];

/// Which moment the demonstration opens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Moment {
    /// A quarter under way: visits made, planned, late and missed, requests in every state
    UnderWay,
    /// Before the quarter is planned: every site is owed its half-day, requests wait
    Unplanned,
}

/// Fills an empty store, and the place of its files, with the demonstration. Returns `false`,
/// and writes nothing, when the store is not empty.
///
/// # Errors
/// A fault of the store or of the place for files.
pub fn load(
    store: &Arc<dyn Store>,
    blobs: &dyn Blobs,
    now: Millis,
    moment: Moment,
) -> StoreResult<bool> {
    if store.look(|reader| reader.last_seq())? > 0 {
        return Ok(false);
    }
    let pictures = Pictures::draw(&mut Draw::new(SEED))?;
    let rows = match moment {
        Moment::UnderWay => under_way(&pictures, paris_day(now))?,
        Moment::Unplanned => unplanned(now)?,
    };
    if moment == Moment::UnderWay {
        pictures.keep(blobs)?;
    }
    let credentials = people::credentials()?;
    let technician = people::accounts().first().map(|account| account.id);
    store.change(|writer| {
        if writer.last_seq()? > 0 {
            return Ok(false);
        }
        for row in rows {
            writer.put(row)?;
        }
        for credential in &credentials {
            writer.put_credential(credential)?;
        }
        if moment == Moment::UnderWay {
            tell(writer, paris_day(now))?;
        }
        if let (Some(technician), Moment::UnderWay) = (technician, moment) {
            pictures.note(writer, technician, now)?;
        }
        Ok(true)
    })
}

/// Writes the news, and freezes the statements of the last quarter as the server does.
fn tell(writer: &dyn Writer, today: Day) -> StoreResult<()> {
    let mut told = telling::notices(today);
    for row in writer.load(&Read::All(Kind::Calendar))? {
        if let Row::Calendar(calendar) = row {
            told.extend(telling::statements(&calendar, today));
        }
    }
    for row in statement::filled(writer, told)?.unwrap_or_default() {
        writer.put(row)?;
    }
    Ok(())
}

/// Rows of a quarter under way on that day: the same ones whenever it is asked for that day.
fn under_way(pictures: &Pictures, today: Day) -> StoreResult<Vec<Row>> {
    let mut draw = Draw::new(SEED);
    let sites = sites::sites(&mut draw)?;
    let fleet = fleet::fleet(&sites, &mut draw);
    let calendar = sites::calendar_until(today)?;
    let mut rows: Vec<Row> = vec![settings()?.into(), calendar.clone().into()];
    rows.extend(people::accounts().into_iter().map(Row::from));
    let lines = subscriptions::subscriptions(&sites, today);
    rows.extend(fleet.iter().cloned().map(Row::from));
    // After the fleet: devices come and go with what schools receive.
    rows.extend(received(&sites, &calendar, &fleet, today));
    rows.extend(lines.iter().cloned().map(Row::from));
    rows.extend(sites.into_iter().map(Row::from));
    let draw = Draw::new(SEED ^ u64::from(today.num_days_from_ce().unsigned_abs()));
    let mut world = World::new(rows, draw, today);
    life::live(&mut world, pictures, &tickets::models()?)?;
    trainings::hold(&mut world)?;
    Ok(subscriptions::name_in(world.state.rows().collect(), &lines))
}

/// Rows of a quarter that nobody has planned yet.
fn unplanned(now: Millis) -> StoreResult<Vec<Row>> {
    let mut draw = Draw::new(SEED);
    let sites = sites::sites(&mut draw)?;
    let calendar = sites::calendar()?;
    let people = people::accounts();
    let mut rows: Vec<Row> = vec![settings()?.into(), calendar.clone().into()];
    rows.extend(people.iter().cloned().map(Row::from));
    rows.extend(sites.iter().cloned().map(Row::from));
    let fleet = fleet::fleet(&sites, &mut draw);
    let today = paris_day(now);
    rows.extend(past::visits(&sites, &calendar, &people, today).into_iter().map(Row::from));
    let tickets = tickets::tickets(&sites, &fleet, &people, now, &mut draw)?;
    let lines = subscriptions::subscriptions(&sites, today);
    rows.extend(subscriptions::name_in(tickets, &lines));
    rows.extend(lines.into_iter().map(Row::from));
    rows.extend(fleet.iter().cloned().map(Row::from));
    rows.extend(received(&sites, &calendar, &fleet, today));
    Ok(rows)
}

/// What sites asked for and got, the devices that left them, and who teaches there. Drawn with
/// generators of their own, so that all else stays as it was.
fn received(sites: &[Site], calendar: &Calendar, fleet: &[Equipment], today: Day) -> Vec<Row> {
    let noon = world::at(today, 12 * 60);
    let mut draw = Draw::new(SEED + 1);
    let retired = fleet::retired(sites, today, &mut draw);
    let teachers = teachers::teachers(sites, today, &mut draw);
    let accounts = people::accounts();
    let (people, teachers) = (accounts.as_slice(), teachers.as_slice());
    let known = orders::Known { sites, calendar, people, fleet, teachers };
    let mut rows = supplies::supplies(&known, noon);
    rows.extend(retired.into_iter().map(Row::from));
    rows.extend(teachers.iter().cloned().map(Row::from));
    let chief = accounts.iter().find(|account| account.role == Role::Coordinator);
    rows.extend(chief.into_iter().flat_map(|chief| budget::budget(today, chief)));
    rows
}

/// Returns whether a store holds accounts of the demonstration.
///
/// # Errors
/// A fault of the store.
pub fn is_in(store: &Arc<dyn Store>) -> StoreResult<bool> {
    store.look(|reader| {
        for person in PEOPLE {
            if reader.credential(person.mail)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

fn settings() -> StoreResult<Settings> {
    let item = |(id, label): (&str, &str)| ChecklistItem {
        id: shared::id::ItemId(id.into()),
        label: label.into(),
    };
    Ok(Settings {
        authority: "Saint-Étienne Métropole".into(),
        checklist: CHECKLIST.map(item).to_vec(),
        communes: sites::communes()?,
        topics: Some(teachers::topics()),
        outlines: Some(sites::outlines()?),
        // The lines 1.1 and 1.3 of the annex, running costs of a year.
        credits: [("internet".into(), Cents(31_871_520)), ("ent".into(), Cents(3_660_000))].into(),
        ..Settings::default()
    })
}

/// Reads a file of the demonstration, which is compiled into the program.
fn read(bytes: &[u8]) -> StoreResult<FileTable> {
    table::read(bytes).map_err(|problem| Fault::new(format!("demonstration: {problem:?}")))
}

#[cfg(test)]
mod tests;

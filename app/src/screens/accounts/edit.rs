//! «Modifier»: name, role, half-days worked and starting point of an account.

use crate::context::App;
use crate::parts::{Choices, Dialog, FormEntry, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::week_field::WeekField;
use crate::text::{accounts as words, sobriety};
use leptos::prelude::*;
use shared::account::{self, Account};
use shared::day::Day;
use shared::role::Role;
use shared::site::Position;
use shared::sobriety::Vehicle;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const ROLES: [Role; 5] =
    [Role::Technician, Role::Dispatcher, Role::Coordinator, Role::Adviser, Role::Observer];

/// Reads «45,4397 4,3872»: latitude, then longitude, in degrees. Nothing is no starting point.
fn read_point(text: &str) -> Result<Option<Position>, ()> {
    let plain = text.replace(';', " ").replace(", ", " ").replace(',', ".");
    let mut numbers = plain.split_whitespace().map(str::parse::<f64>);
    let point = match (numbers.next(), numbers.next(), numbers.next()) {
        (None, ..) => return Ok(None),
        (Some(Ok(lat)), Some(Ok(lon)), None) => Position { lat, lon, exact: true },
        _ => return Err(()),
    };
    let is_on_earth = (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.lon);
    if is_on_earth { Ok(Some(point)) } else { Err(()) }
}

/// Reads skills that commas part.
fn read_skills(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The skills that schools ask for. Reactive.
fn asked_for(app: App) -> Signal<Vec<String>> {
    Signal::derive(move || {
        app.read(|replica| {
            let asked = replica.view().sites.values().map(|site| site.skill.clone());
            let asked: BTreeSet<_> = asked.filter(|skill| !skill.is_empty()).collect();
            asked.into_iter().collect()
        })
    })
}

fn written(point: Option<Position>) -> String {
    let point = point.map(|at| format!("{} {}", at.lat, at.lon));
    point.unwrap_or_default().replace('.', ",")
}

/// The vehicles of before with the chosen one from its day on; `None` when it changed without a
/// day.
fn vehicles(
    known: &BTreeMap<Day, Vehicle>,
    chosen: FormEntry<Option<Vehicle>>,
    since: FormEntry<String>,
) -> Option<BTreeMap<Day, Vehicle>> {
    let chosen = chosen.value.get_untracked().unwrap_or_default();
    let last = known.last_key_value().map(|(_, vehicle)| *vehicle).unwrap_or_default();
    let day: Option<Day> = since.value.with_untracked(|text| text.trim().parse().ok());
    if chosen == last && day.is_none() {
        return Some(known.clone());
    }
    let mut vehicles = known.clone();
    vehicles.insert(day?, chosen);
    Some(vehicles)
}

/// The dialog.
#[component]
pub(super) fn EditDialog(account: Arc<Account>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("account-edit", account.id);
    let is_own =
        form.app.read_now(|r| r.meta().actor.as_ref().map(|a| a.account)) == Some(account.id);
    let name = form.text("name", account.name.clone()).needs(words::NEEDS_NAME);
    let role = form.choice("role", Some(account.role)).needs(words::NEEDS_ROLE);
    let week = form.holds("week", account.week);
    let skills = form.text("skills", account.skills().collect::<Vec<_>>().join(", "));
    let depot = form.text("depot", written(account.depot));
    let driven = account.vehicles.last_key_value().map(|(_, vehicle)| *vehicle);
    let vehicle = form.choice("vehicle", Some(driven.unwrap_or_default()));
    let since = form.text("vehicle_from", "");
    let known = StoredValue::new(account);
    let submit = move |()| {
        let Ok(point) = depot.value.with_untracked(|text| read_point(text)) else {
            return form.refuse(depot, words::BAD_POINT);
        };
        let known = known.get_value();
        let Some(vehicles) = vehicles(&known.vehicles, vehicle, since) else {
            return form.refuse(since, sobriety::NEEDS_DAY);
        };
        let account = Account {
            name: name.value.get_untracked().trim().to_owned(),
            role: role.value.get_untracked().unwrap_or(known.role),
            week: week.get_untracked(),
            depot: point,
            skills: Some(skills.value.with_untracked(|text| read_skills(text))),
            vehicles,
            ..(*known).clone()
        };
        let command = account::Act::SetAccount { account };
        form.submit_and_close(command, words::SAID_CHANGED, on_close);
    };
    let roles = ROLES.map(|role| (role, shared::words::role(role).to_owned())).to_vec();
    let cars = Vehicle::ALL.map(|vehicle| (vehicle, sobriety::vehicle(vehicle))).to_vec();
    view! {
        <Dialog title=words::EDIT_TITLE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::NAME value=name/>
                <Show when=move || !is_own>
                    <Choices
                        legend=words::ROLE
                        name="role"
                        options=roles.clone()
                        value=role
                    />
                </Show>
                <Show when=move || role.value.get() == Some(Role::Technician)>
                    <WeekField legend=words::WEEK week=week/>
                    <TextField
                        label=words::SKILLS
                        hint=words::SKILLS_HINT
                        value=skills
                        suggestions=asked_for(form.app)
                    />
                    <TextField label=words::POINT hint=words::POINT_HINT value=depot/>
                    <Choices
                        legend=sobriety::VEHICLE
                        name="vehicle"
                        options=cars.clone()
                        value=vehicle
                    />
                    <TextField label=sobriety::VEHICLE_FROM kind="date" value=since/>
                </Show>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skills_are_read_as_people_write_them() {
        assert_eq!(read_skills(" Serveurs ; ENI, "), ["Serveurs", "ENI"]);
        assert!(read_skills(" ,").is_empty());
    }

    #[test]
    fn a_starting_point_is_read_as_people_write_it() {
        let at = |lat, lon| Ok(Some(Position { lat, lon, exact: true }));
        for text in ["45,4397 4,3872", "45.4397, 4.3872", "45.4397;4.3872", " 45,4397  4,3872 "] {
            assert_eq!(read_point(text), at(45.4397, 4.3872), "{text}");
        }
        assert_eq!(read_point("  "), Ok(None));
        for text in ["45,4397", "ici", "145 4", "1 2 3"] {
            assert_eq!(read_point(text), Err(()), "{text}");
        }
        let point = Some(Position { lat: 45.4397, lon: 4.3872, exact: true });
        assert_eq!(read_point(&written(point)), Ok(point));
    }
}

//! `parc.csv` and the list of renewal, as tables for a spreadsheet.

use crate::text;
use shared::day::Day;
use shared::equipment::{Equipment, Retirement};
use shared::id::EquipmentId;
use shared::order;
use shared::renewal::Renewal;
use shared::row::State;
use shared::words as names;
use shared::words::statement::DEMONSTRATION;
use std::collections::BTreeMap;

/// The columns of `parc.csv`.
const COLUMNS: [&str; 15] = [
    "etiquette",
    "numero_serie",
    "nature",
    "modele",
    "etablissement",
    "uai",
    "achat",
    "age_ans",
    "duree_de_vie_mois",
    "fin_de_support",
    "rang",
    "etat",
    "destination",
    "beneficiaire",
    "attestation",
];

/// A text that a spreadsheet takes for no formula, and that stays in its cell.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if is_formula { format!("'{text}") } else { text.to_owned() };
    match safe.contains([';', '"', '\n', '\r']) {
        true => format!("\"{}\"", safe.replace('"', "\"\"")),
        false => safe,
    }
}

/// A table with its mark of UTF-8, which spreadsheets look for; in a demonstration each line says
/// so.
fn table(rows: impl Iterator<Item = Vec<String>>, is_made_up: bool) -> String {
    let more = if is_made_up { ";donnees" } else { "" };
    let mut out = format!("\u{feff}{}{more}\r\n", COLUMNS.join(";"));
    for row in rows {
        let mark = is_made_up.then(|| DEMONSTRATION.to_owned());
        let cells: Vec<String> = row.into_iter().chain(mark).map(|text| cell(&text)).collect();
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    }
    out
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn row(view: &State, one: &Equipment, rank: Option<usize>, today: Day) -> Vec<String> {
    let end = one.retired.as_ref();
    let of_end = |of: &dyn Fn(&Retirement) -> String| end.map(of).unwrap_or_default();
    vec![
        one.label.clone(),
        one.serial.clone(),
        names::equipment_kind(one.kind).to_owned(),
        one.model.clone(),
        text::site_name(view, &one.site),
        one.site.to_string(),
        shown(one.since()),
        shown(one.age(today)),
        one.life().to_string(),
        shown(one.support_ends),
        shown(rank),
        names::equipment(one.state).to_owned(),
        of_end(&|end| end.destination.map(names::destination).unwrap_or_default().to_owned()),
        of_end(&|end| end.recipient.clone()),
        of_end(&|end| end.proof.clone()),
    ]
}

/// These devices in this order, each with its place in the list of renewal.
pub(in crate::screens) fn fleet(view: &State, ids: &[EquipmentId], today: Day) -> String {
    let renewal = Renewal::of(view, today, |_| true);
    let places = renewal.ranked.iter().enumerate().map(|(at, one)| (one.device.id, at + 1));
    let places: BTreeMap<EquipmentId, usize> = order::map(places);
    let devices = ids.iter().filter_map(|id| view.equipment.get(id));
    let rows = devices.map(|one| row(view, one, places.get(&one.id).copied(), today));
    table(rows, view.is_made_up())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::equipment::EquipmentKind;
    use shared::row::Row;

    #[test]
    fn a_table_holds_a_line_for_each_device_and_no_formula() {
        let id = |n| EquipmentId(uuid::Uuid::from_u128(n));
        let mut state = State::default();
        let day = |text: &str| text.parse::<Day>().expect("a day");
        for (n, name, bought) in [(1, "=1+1", Some(day("2020-03-12"))), (2, "a;\"b\"", None)] {
            let blank =
                Equipment::blank(id(n), "0420001A".into(), EquipmentKind::Laptop, name.into());
            state.put(Row::from(Equipment { label: name.into(), bought, ..blank }));
        }
        let table = fleet(&state, &[id(2), id(1)], day("2026-03-12"));
        let lines: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].split(';').count(), 15);
        assert!(lines[1].starts_with("\"a;\"\"b\"\"\";"), "{}", lines[1]);
        assert!(lines[1].contains(";0420001A;;;60;;;en service;"), "{}", lines[1]);
        assert!(lines[2].starts_with("'=1+1;"), "{}", lines[2]);
        assert!(lines[2].contains(";0420001A;2020-03-12;6;60;;1;en service;"), "{}", lines[2]);
        // «Fictitious sites never leave the demonstration»: each line says what it is.
        let mut made_up = shared::site::Site::blank("0420009Z".into(), "École inventée".into());
        made_up.fictitious = true;
        state.put(Row::from(made_up));
        let table = fleet(&state, &[id(2), id(1)], day("2026-03-12"));
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[0].ends_with(";donnees"), "{}", lines[0]);
        let are_said = lines[1..].iter().all(|line| line.ends_with(DEMONSTRATION));
        assert!(are_said && lines.len() == 3, "{table}");
    }
}

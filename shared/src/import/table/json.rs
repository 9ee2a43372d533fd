//! The JSON export of the open-data portal: a list of objects with technical names.

use super::{FileTable, TableRecord, not_a_list};
use crate::import::limits;
use crate::import::problem::WholeFileProblem;
use crate::import::text::Encoding;
use csv::StringRecord;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(super) fn read(text: &str, encoding: Encoding) -> Result<FileTable, WholeFileProblem> {
    let objects: Vec<Map<String, Value>> = serde_json::from_str(text).map_err(|_| not_a_list())?;
    if objects.len() > limits::ROWS {
        return Err(WholeFileProblem::TooManyRows { max: limits::ROWS });
    }
    let mut places: BTreeMap<&String, usize> = BTreeMap::new();
    let mut header = Vec::new();
    for name in objects.iter().flat_map(Map::keys) {
        places.entry(name).or_insert_with(|| {
            header.push(name.clone());
            header.len() - 1
        });
    }
    if header.len() > limits::COLUMNS {
        return Err(WholeFileProblem::TooManyRows { max: limits::COLUMNS });
    }
    let mut table = FileTable::new(header, encoding, ',');
    for (rank, object) in (1..).zip(&objects) {
        let values = table.header.iter().map(|name| as_cell(object.get(name)));
        let cells: StringRecord = values.collect();
        table.records.push(TableRecord { line: rank, cells });
    }
    Ok(table)
}

fn as_cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(flag)) => u8::from(*flag).to_string(),
        Some(Value::Object(place)) => match (place.get("lat"), place.get("lon")) {
            (Some(lat), Some(lon)) => format!("{lat}, {lon}"),
            _ => String::new(),
        },
        Some(other) => other.to_string(),
    }
}

//! Writes values as a column, in the first coding that can express all of them.

use crate::bytes::{put_number, put_signed, put_sized};
use crate::column::{CLASSES, Coding};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Texts that occur at least this often on average go into a dictionary.
const REPEATS: usize = 2;
/// Texts of a dictionary: as many as two bytes can number.
const DICTIONARY_MAX: usize = 1 << 16;

/// Writes a column of values.
pub(crate) fn column(values: &[&Value], out: &mut Vec<u8>) {
    let Some(first) = values.first() else {
        return out.push(Coding::Nothing as u8);
    };
    if is_scalar(first) && values.iter().all(|value| value == first) {
        return same(first, out);
    }
    if values.iter().any(|value| value.is_null()) {
        out.push(Coding::Maybe as u8);
        bits(values.iter().map(|value| !value.is_null()), out);
        let there: Vec<_> = values.iter().copied().filter(|value| !value.is_null()).collect();
        return column(&there, out);
    }
    let is_done = truths(values, out)
        || whole_numbers(values, out)
        || numbers(values, out)
        || large_numbers(values, out)
        || all_texts(values, out)
        || lists(values, out)
        || objects(values, out);
    if !is_done {
        mixed(values, out);
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// The class of a value in a mixed column.
fn class(value: &Value) -> u8 {
    match value {
        Value::Null | Value::Bool(_) => 0,
        Value::Number(number) if number.is_i64() => 1,
        Value::Number(number) if number.is_f64() => 2,
        Value::Number(_) => 3,
        Value::String(_) => 4,
        Value::Array(_) => 5,
        Value::Object(_) => 6,
    }
}

fn mixed(values: &[&Value], out: &mut Vec<u8>) {
    let classes: Vec<_> = values.iter().map(|value| class(value)).collect();
    out.push(Coding::Mixed as u8);
    out.extend(&classes);
    for wanted in 0..CLASSES {
        let alike = values.iter().zip(&classes).filter(|(_, class)| usize::from(**class) == wanted);
        let alike: Vec<_> = alike.map(|(value, _)| *value).collect();
        put_number(out, alike.len() as u64);
        column(&alike, out);
    }
}

fn same(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::String(text) => {
            out.push(Coding::SameText as u8);
            put_sized(out, text.as_bytes());
        }
        other => {
            out.push(Coding::Same as u8);
            put_sized(out, other.to_string().as_bytes());
        }
    }
}

fn bits(values: impl Iterator<Item = bool>, out: &mut Vec<u8>) {
    let start = out.len();
    for (at, value) in values.enumerate() {
        if at % 8 == 0 {
            out.push(0);
        }
        out[start + at / 8] |= u8::from(value) << (at % 8);
    }
}

/// Returns what `of` makes of each value, or `None` if it fails for one.
fn each<'v, T>(values: &[&'v Value], of: impl Fn(&'v Value) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(|value| of(value)).collect()
}

fn truths(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let Some(truths) = each(values, Value::as_bool) else { return false };
    out.push(Coding::Truths as u8);
    bits(truths.into_iter(), out);
    true
}

fn whole_numbers(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let Some(numbers) = each(values, Value::as_i64) else { return false };
    let mut steps = Vec::new();
    let mut last = 0_i64;
    for number in numbers {
        put_signed(&mut steps, number.wrapping_sub(last));
        last = number;
    }
    out.push(Coding::Steps as u8);
    put_sized(out, &steps);
    true
}

fn numbers(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let exact = |value: &Value| value.as_f64().filter(|_| value.is_f64());
    let Some(numbers) = each(values, exact) else { return false };
    out.push(Coding::Numbers as u8);
    for number in numbers {
        out.extend(number.to_le_bytes());
    }
    true
}

/// Numbers beyond the signed range, as digits.
fn large_numbers(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let Some(numbers) = each(values, Value::as_u64) else { return false };
    let digits: Vec<_> = numbers.iter().map(u64::to_string).collect();
    out.push(Coding::Large as u8);
    lengths_and_texts(&digits.iter().map(String::as_str).collect::<Vec<_>>(), out);
    true
}

fn all_texts(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let Some(all) = each(values, Value::as_str) else { return false };
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut distinct = Vec::new();
    for text in &all {
        numbers.entry(text).or_insert_with(|| {
            distinct.push(*text);
            distinct.len() - 1
        });
    }
    if distinct.len() * REPEATS > all.len() || distinct.len() > DICTIONARY_MAX {
        texts(&all, out);
        return true;
    }
    out.push(Coding::Dictionary as u8);
    put_number(out, distinct.len() as u64);
    texts(&distinct, out);
    let wide = distinct.len() > usize::from(u8::MAX) + 1;
    // High and low bytes apart: a compressor finds more repetition in either.
    if wide {
        out.extend(all.iter().map(|text| (numbers[text] >> 8) as u8));
    }
    out.extend(all.iter().map(|text| numbers[text] as u8));
    true
}

fn texts(all: &[&str], out: &mut Vec<u8>) {
    let Some(keys) = all.iter().map(|text| plain_uuid(text)).collect::<Option<Vec<_>>>() else {
        out.push(Coding::Texts as u8);
        return lengths_and_texts(all, out);
    };
    out.push(Coding::Uuids as u8);
    // The first bytes of all, then the second …: UUIDs that begin with the time begin alike.
    for place in 0..size_of::<Uuid>() {
        out.extend(keys.iter().map(|key| key.as_bytes()[place]));
    }
}

/// Returns the UUID of a text, if the same text can be made from it again.
fn plain_uuid(text: &str) -> Option<Uuid> {
    let key = Uuid::try_parse(text).ok()?;
    let mut buffer = Uuid::encode_buffer();
    (key.hyphenated().encode_lower(&mut buffer) == text).then_some(key)
}

fn lengths_and_texts(all: &[&str], out: &mut Vec<u8>) {
    let mut lengths = Vec::new();
    for text in all {
        put_number(&mut lengths, text.len() as u64);
    }
    put_sized(out, &lengths);
    put_sized(out, all.concat().as_bytes());
}

fn lists(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let Some(lists) = each(values, Value::as_array) else { return false };
    out.push(Coding::Lists as u8);
    let mut lengths = Vec::new();
    for list in &lists {
        put_number(&mut lengths, list.len() as u64);
    }
    put_sized(out, &lengths);
    let items: Vec<_> = lists.into_iter().flatten().collect();
    put_number(out, items.len() as u64);
    column(&items, out);
    true
}

fn objects(values: &[&Value], out: &mut Vec<u8>) -> bool {
    let Some(objects) = each(values, Value::as_object) else { return false };
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for name in objects.iter().flat_map(|object| object.keys()) {
        let next = names.len();
        names.entry(name).or_insert(next);
    }
    let mut by_place: Vec<_> = names.iter().map(|(name, place)| (*place, *name)).collect();
    by_place.sort_unstable();
    let mut shapes: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let shape_of = |object: &&Map<String, Value>| {
        let mut shape: Vec<_> = object.keys().map(|name| names[name.as_str()]).collect();
        shape.sort_unstable();
        shape
    };
    let shaped: Vec<usize> = objects
        .iter()
        .map(|object| {
            let next = shapes.len();
            *shapes.entry(shape_of(object)).or_insert(next)
        })
        .collect();
    out.push(Coding::Objects as u8);
    put_number(out, names.len() as u64);
    for (_, name) in &by_place {
        put_sized(out, name.as_bytes());
    }
    write_shapes(&shapes, &shaped, out);
    for (_, name) in by_place {
        let there: Vec<_> = objects.iter().filter_map(|object| object.get(name)).collect();
        put_number(out, there.len() as u64);
        column(&there, out);
    }
    true
}

/// Writes the shapes, then for each object the number of its shape.
fn write_shapes(shapes: &BTreeMap<Vec<usize>, usize>, shaped: &[usize], out: &mut Vec<u8>) {
    let mut by_number: Vec<_> = shapes.iter().map(|(shape, number)| (*number, shape)).collect();
    by_number.sort_unstable();
    put_number(out, by_number.len() as u64);
    for (_, shape) in by_number {
        put_number(out, shape.len() as u64);
        for place in shape {
            put_number(out, *place as u64);
        }
    }
    if shapes.len() > 1 {
        let mut numbers = Vec::new();
        for number in shaped {
            put_number(&mut numbers, *number as u64);
        }
        put_sized(out, &numbers);
    }
}

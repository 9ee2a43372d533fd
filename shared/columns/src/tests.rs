use crate::block::{LAYOUT, open};
use crate::cell::Cell;
use crate::{bytes, column, named, pack, unpack, unpack_known};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

fn back(values: &[Value]) -> Vec<Value> {
    unpack(&pack(values).expect("packed")).expect("unpacked")
}

/// Values of every class, alike and unlike, some levels deep.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no other", |n| n.is_finite()).prop_map(Value::from),
        "[a-c\u{e9}]{0,3}".prop_map(Value::from),
        any::<u128>().prop_map(|n| Value::from(uuid::Uuid::from_u128(n).to_string())),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-d]", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_values_come_back(values in prop::collection::vec(value(), 0..12)) {
        prop_assert_eq!(back(&values), values);
    }

    /// Objects with the same fields, of which some are missing or null.
    #[test]
    fn like_values_come_back(
        objects in prop::collection::vec(
            (any::<i64>(), any::<Option<bool>>(), "[xy]", 0..3_usize),
            0..700,
        ),
    ) {
        let values: Vec<_> = objects
            .iter()
            .map(|(n, maybe, word, few)| {
                let list = vec![n; *few];
                let mut object = json!({ "n": n, "maybe": maybe, "word": word, "list": list });
                if *few == 1 {
                    object["only"] = json!({ "by": uuid::Uuid::from_u128(*n as u128) });
                }
                object
            })
            .collect();
        prop_assert_eq!(back(&values), values);
    }

    /// After skipped values a column stands where it does after values that were read.
    #[test]
    fn what_follows_skipped_values_is_read(
        values in prop::collection::vec(value(), 1..12), at in any::<prop::sample::Index>(),
    ) {
        let at = at.index(values.len());
        let block = pack(&values).expect("packed");
        let (_, mut column) = open(&block).expect("a column");
        column.skip(at, &block).expect("so many");
        for value in &values[at..] {
            let cell = Cell { column: &mut column, block: &block };
            prop_assert_eq!(&Value::deserialize(cell).expect("a value"), value);
        }
    }

    #[test]
    fn noise_is_refused_and_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = unpack::<Value>(&bytes);
        let _ = named(&bytes);
    }

    #[test]
    fn a_damaged_block_never_panics(
        values in prop::collection::vec(value(), 1..8), at in any::<prop::sample::Index>(), to: u8,
    ) {
        let mut block = pack(&values).expect("packed");
        let at = at.index(block.len());
        block[at] = to;
        let _ = unpack::<Value>(&block);
        if let Ok((_, mut column)) = open(&block) {
            let _ = column.skip(values.len() - 1, &block);
        }
        block.truncate(at);
        prop_assert!(unpack::<Value>(&block).is_err(), "a cut block is refused");
    }
}

#[test]
fn more_texts_than_a_byte_numbers_come_back() {
    let values: Vec<_> = (0..2_000).map(|n| json!({ "room": format!("B{}", n % 700) })).collect();
    assert_eq!(back(&values), values);
}

#[test]
fn a_block_of_the_first_versions_is_read() {
    let values: Vec<Value> = unpack(br#"[{"a":1}, 2]"#).expect("JSON");
    assert_eq!(values, [json!({ "a": 1 }), json!(2)]);
    assert!(unpack::<Value>(b"").is_err());
    assert!(unpack::<Value>(&[7]).is_err());
}

/// A list of the same value over and over takes no room in a block: only its length says how much
/// memory it would.
#[test]
fn a_list_that_claims_more_than_a_block_can_hold_is_refused() {
    let claimed = 1_u64 << 60;
    let mut lengths = Vec::new();
    bytes::put_number(&mut lengths, claimed);
    let mut block = vec![LAYOUT, 1, column::Coding::Lists as u8];
    bytes::put_sized(&mut block, &lengths);
    block.extend([1, column::Coding::Same as u8]);
    bytes::put_sized(&mut block, b"true");
    assert!(unpack::<Value>(&block).is_err());
}

/// A version reads what another one wrote: by names, in any order, with some missing and some
/// unknown.
#[test]
fn fields_go_by_their_names() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Known {
        b: u8,
        #[serde(default)]
        a: Option<String>,
        key: uuid::Uuid,
    }
    let key = uuid::Uuid::from_u128(7);
    let text = key.to_string();
    let values = [
        json!({ "new": [1], "key": text, "a": "x", "b": 1 }),
        json!({ "b": 2, "key": text }),
        json!({ "a": null, "b": 3, "key": text.to_uppercase() }),
    ];
    let block = pack(&values).expect("packed");
    let read: Vec<Known> = unpack(&block).expect("known");
    let known = |b, a: Option<&str>| Known { b, a: a.map(str::to_owned), key };
    assert_eq!(read, [known(1, Some("x")), known(2, None), known(3, None)]);
    for wrong in [json!({ "b": "1", "key": text }), json!({ "b": 1, "key": "7" }), json!([1])] {
        assert!(unpack::<Known>(&pack(&[wrong]).expect("packed")).is_err());
    }
}

/// Two types in turn, each with the names in an order of its own.
#[test]
fn a_column_is_read_by_several_types() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct One {
        a: u8,
        b: u8,
    }
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Other {
        b: u8,
        c: u8,
        a: u8,
    }
    let pair = json!([{ "a": 1, "b": 2, "c": 3 }, { "a": 4, "b": 5, "c": 6 }]);
    let block = pack(&[pair.clone(), pair]).expect("packed");
    let read: Vec<(One, Other)> = unpack(&block).expect("known");
    for pair in read {
        assert_eq!(pair, (One { a: 1, b: 2 }, Other { b: 5, c: 6, a: 4 }));
    }
}

/// Of a block that a newer program packed all is given that can be read; one that is damaged gives
/// nothing.
#[test]
fn values_that_cannot_be_read_are_passed_over() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        One,
        Two,
    }
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Known {
        n: u64,
        word: Word,
        deep: Vec<(String, u8)>,
    }
    let value = |n: u64| {
        let word = if n.is_multiple_of(3) { "two" } else { "one" };
        json!({ "n": n, "word": word, "deep": vec![(n.to_string(), n % 7); n as usize % 4] })
    };
    let mut values: Vec<_> = (0..40).map(value).collect();
    values[0]["word"] = json!("three");
    values[7]["deep"] = json!([["x", 7], ["y", "not a number"]]);
    values[20].as_object_mut().expect("fields").remove("n");
    values[39]["deep"] = json!({ "now": "an object" });
    let block = pack(&values).expect("packed");
    let mut known: Vec<Known> = Vec::new();
    assert_eq!(unpack_known(&block, &mut known).expect("sound"), 4);
    let wanted = (0..40).filter(|n| ![0, 7, 20, 39].contains(n));
    assert!(known.iter().map(|value| value.n).eq(wanted));
    assert_eq!((&known[7].word, known[7].deep.len()), (&Word::Two, 1));
    for length in 0..block.len() {
        let mut known: Vec<Known> = Vec::new();
        assert!(unpack_known(&block[..length], &mut known).is_err(), "{length}");
    }
}

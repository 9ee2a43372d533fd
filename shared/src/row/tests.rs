//! Rows and their keys.

use super::*;

#[test]
fn row_keys_read_what_they_write() {
    let key = RowKey::site(&"0420146F".into());
    assert_eq!(key.to_string(), "site:0420146F");
    assert_eq!(key.to_string().parse(), Ok(key));
    assert!("nothing".parse::<RowKey>().is_err());
    assert!("thing:1".parse::<RowKey>().is_err());
}

#[test]
fn state_gives_back_what_was_put() {
    let mut state = State::default();
    let row = Row::from(Settings { authority: "Authority".into(), ..Default::default() });
    state.put(row.clone().stamped(7));
    assert_eq!(state.settings().version, 7);
    assert_eq!(state.get(&row.key()).map(|r| r.version()), Some(7));
    assert_eq!(state.known(&row), Some(7));
    state.remove(&row.key());
    assert!(state.is_empty());
}

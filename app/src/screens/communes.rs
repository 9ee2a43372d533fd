//! Codes of communes in a text field.

use shared::id::CommuneId;

/// Returns the codes that were typed, however they are separated.
pub(super) fn read(text: &str) -> impl Iterator<Item = CommuneId> + '_ {
    let parts = text.split([' ', ',', ';', '\n']);
    parts.filter(|code| !code.is_empty()).map(Into::into)
}

/// The codes as a field shows them.
pub(super) fn written(communes: &[CommuneId]) -> String {
    let codes: Vec<&str> = communes.iter().map(|code| code.as_str()).collect();
    codes.join(" ")
}

//! Codes of communes in a field of text.

use shared::id::CommuneId;

/// The codes that were typed, in whatever way they are set apart.
pub(super) fn read(text: &str) -> impl Iterator<Item = CommuneId> + '_ {
    let parts = text.split([' ', ',', ';', '\n']);
    parts.filter(|code| !code.is_empty()).map(Into::into)
}

/// The codes as a field shows them.
pub(super) fn written(communes: &[CommuneId]) -> String {
    let codes: Vec<&str> = communes.iter().map(|code| code.as_str()).collect();
    codes.join(" ")
}

//! The singular and the plural.

/// Returns the word that goes with a number, of which the last `scale` digits are decimals: French
/// takes the singular below two, also of zero and of 1,99.
pub fn agree<'w>(value: i64, scale: u8, one: &'w str, many: &'w str) -> &'w str {
    let two = 2 * 10_u64.pow(u32::from(scale.min(9)));
    if value.unsigned_abs() < two { one } else { many }
}

//! Numbers as French files write them.

/// Returns a number with its decimals, as French files write it.
pub(crate) fn decimal(value: i64, scale: u8) -> String {
    if scale == 0 {
        return value.to_string();
    }
    let by = 10_i64.pow(u32::from(scale.min(9)));
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.abs() / by, value.abs() % by);
    format!("{sign}{whole},{rest:0width$}", width = usize::from(scale))
}

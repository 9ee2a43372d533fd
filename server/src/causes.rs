//! An error as a log tells it: with all that caused it.

use std::error::Error;

/// The error, what caused it, what caused that, and so on, in one line.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut told = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        told += &format!(": {cause}");
        next = cause.source();
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Fault;

    #[test]
    fn a_fault_tells_all_its_causes() {
        let disk = std::io::Error::other("no space left");
        let fault = Fault::of("a row cannot be kept", Fault::of("sqlite", disk));
        assert_eq!(chain(&fault), "a row cannot be kept: sqlite: no space left");
    }
}

//! The factors that hold: those of the settings, or the ones of the product.

use super::factor::Factors;
use crate::settings::Settings;
use crate::words::sobriety::defaults;
use std::collections::BTreeSet;

/// Those of the settings, and the ones of the product for keys that the settings do not name: a
/// version after the correction may know more keys.
pub fn factors(settings: &Settings) -> Factors {
    let mut all = settings.factors.clone().unwrap_or_default();
    let own: BTreeSet<String> = all.iter().map(|factor| factor.key.clone()).collect();
    all.extend(defaults().into_iter().filter(|factor| !own.contains(&factor.key)));
    Factors::of(all)
}

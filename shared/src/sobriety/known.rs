//! The factors that hold: those of the settings, or the ones of the product.

use super::factor::Factors;
use crate::settings::Settings;
use crate::words::sobriety::defaults;

/// Those of the settings, or the ones of the product until somebody corrects one.
pub fn factors(settings: &Settings) -> Factors {
    Factors::of(settings.factors.clone().unwrap_or_else(defaults))
}

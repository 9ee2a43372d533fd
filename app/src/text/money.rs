//! Amounts as people write them, and why a text is none.

use shared::money::{Cents, NoAmount};

/// Said at a field that needs an amount.
pub const NEEDED: &str = "Écrivez un montant en euros, par exemple 126,47.";

/// Returns why a text is no amount, and what to write.
pub fn no_amount(why: NoAmount) -> &'static str {
    match why {
        NoAmount::Empty | NoAmount::Invalid => NEEDED,
        NoAmount::Ambiguous => {
            "Un point suivi de trois chiffres se lit de deux façons. Écrivez une virgule pour les \
             centimes."
        }
        NoAmount::Negative => "Un montant ne peut pas être négatif ici.",
        NoAmount::TooLarge => "Ce montant est trop grand.",
    }
}

/// An amount as it is typed: without the sign of the euro.
pub fn typed(cents: Cents) -> String {
    cents.to_string().trim_end_matches('€').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a form shows can be sent as it is.
    #[test]
    fn what_is_typed_reads_back() {
        for cents in [0, 5, 1_800, 139_547_804, 697_739_019] {
            assert_eq!(Cents::read(&typed(Cents(cents))), Ok(Cents(cents)));
        }
        assert_eq!(typed(Cents(1_800)), "18,00");
    }
}

//! Words about the budget, in «Mes saisies» and in refusals.

use super::UNKNOWN_WORD;
use super::date::day_long;
use super::outbox::Told;
use shared::article::Pot;
use shared::budget::{Act, BY_FILE, Hindrance};
use shared::id::{CommitmentId, LineId};
use shared::money::Cents;
use shared::row::State;
use shared::words;

pub const TITLE: &str = "Budget";

/// Why money is not decided without an answer of the server, and what to do.
pub const NEEDS_SERVER: &str = "Le budget se décide avec le serveur, qui connaît tout ce qui est \
     engagé et payé, et il n’a pas répondu. Rien n’est perdu\u{a0}: ce que vous avez écrit reste \
     dans le formulaire. Recommencez quand la connexion est revenue\u{a0}; rien ne comptera deux \
     fois.";

/// What was sent before counts after all, and other words stand in the form now.
pub const COUNTED_BEFORE: &str = "Votre envoi précédent était bien arrivé\u{a0}: il est \
     enregistré, une seule fois. Ce que vous avez changé depuis n’est pas envoyé et reste dans \
     le formulaire. Vérifiez, puis enregistrez à nouveau s’il faut l’ajouter.";

/// A section, as the budget calls it.
pub fn section(pot: Pot) -> &'static str {
    match pot {
        Pot::Investment => "Opération 29 (investissement)",
        Pot::Operating => "Chapitre 011 (fonctionnement)",
    }
}

/// A reason, in the words of who gave it, or of the file that brought it.
pub fn reason(text: &str) -> &str {
    if text == BY_FILE { "Système financier" } else { text }
}

/// A line, by its number and its section: «2.5 investissement».
pub fn line(id: &LineId, view: &State) -> String {
    match view.budget_lines.get(id) {
        Some(line) if line.is_section() => section(line.pot).to_owned(),
        Some(line) => format!("{} {}", line.code, words::pot(line.pot)),
        None => id.to_string(),
    }
}

/// A commitment, by its number or its supplier.
pub fn commitment(id: &CommitmentId, view: &State) -> String {
    match view.commitments.get(id) {
        Some(row) if row.number.is_empty() => format!("engagement {}", row.supplier),
        Some(row) => format!("engagement {} ({})", row.number, row.supplier),
        None => "engagement qui n’est plus sur cet appareil".into(),
    }
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        let of = |id: &CommitmentId| commitment(id, view);
        match self {
            Act::ImportBudget { lines } => {
                format!(
                    "Import de {}",
                    super::count(lines.len(), "ligne du budget", "lignes du budget")
                )
            }
            Act::RecordVote { line: id, vote } => {
                format!("Vote du {}, {}", day_long(vote.day), line(id, view))
            }
            Act::OpenCommitment { line: id, order, .. } => {
                format!("Engagement de {} sur {}", order.price.all, line(id, view))
            }
            Act::MoveCommitment { commitment, goods: Some(_), .. } => {
                format!("Nature de l’achat, {}", of(commitment))
            }
            Act::MoveCommitment { commitment, delta, .. } => {
                format!("Modification de {delta}, {}", of(commitment))
            }
            Act::PayCommitment { commitment, payment } => {
                format!("Mandat {} de {}, {}", payment.number, payment.amount, of(commitment))
            }
            Act::SettleCommitment { commitment } => format!("Solde, {}", of(commitment)),
            Act::CancelCommitment { commitment, .. } => format!("Annulation, {}", of(commitment)),
            Act::ImportCommitments { booked } => {
                let many = super::count(booked.len(), "engagement", "engagements");
                format!("Import de {many}, avec les mandats")
            }
            Act::MapFinance { .. } => "Correspondance avec le système financier".into(),
            Act::SetGrant { grant, .. } => {
                format!("Recette de {} notifiée par {}", grant.notified, grant.funder)
            }
            Act::ReceiveGrant { receipt, .. } => format!("Recette encaissée, {}", receipt.amount),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::RecordVote { vote, .. } => vec![&vote.reference],
            Act::OpenCommitment { order, over, .. } => vec![&order.label, over],
            Act::MoveCommitment { reason, over, .. } => vec![reason, over],
            Act::CancelCommitment { reason, .. } => vec![reason],
            Act::ImportBudget { .. }
            | Act::PayCommitment { .. }
            | Act::SettleCommitment { .. }
            | Act::ImportCommitments { .. }
            | Act::MapFinance { .. }
            | Act::SetGrant { .. }
            | Act::ReceiveGrant { .. } => Vec::new(),
        }
    }
}

/// What limits a section.
fn limit(pot: Pot) -> &'static str {
    match pot {
        Pot::Investment => "l’opération 29",
        Pot::Operating => "le chapitre 011",
    }
}

fn above(what: &str, by: Cents, then: &str) -> String {
    format!("Cela dépasse {what} de {by}. {then}")
}

const FIRST_A_VOTE: &str = "Enregistrez d’abord le vote qui l’augmente.";

/// Why money cannot be moved like that, and what to do.
pub fn hindrance(why: &Hindrance, state: &State) -> String {
    match why {
        Hindrance::NoVote { pot, year } => {
            format!("Rien n’est voté pour {} en {year}. Enregistrez d’abord le vote.", limit(*pot))
        }
        Hindrance::AboveTotal { by } => above("l’AP", *by, FIRST_A_VOTE),
        Hindrance::AboveCredits { year, by } => {
            above(&format!("les crédits {year} du chapitre 011"), *by, FIRST_A_VOTE)
        }
        Hindrance::AbovePayments { pot, year, by } => above(
            &format!("les crédits de paiement {year} ({})", words::pot(*pot)),
            *by,
            FIRST_A_VOTE,
        ),
        Hindrance::AboveLine { line: id, by } => above(
            &format!("la ligne {}", line(id, state)),
            *by,
            "C’est possible en écrivant pourquoi.",
        ),
        Hindrance::BelowCommitted { committed } => format!(
            "Ce vote donne moins que ce qui est déjà engagé ({committed}). Vérifiez le montant."
        ),
        Hindrance::BelowPaid { year, paid } => format!(
            "Ce vote donne moins que ce qui est déjà mandaté en {year} ({paid}). Vérifiez le \
             montant."
        ),
        Hindrance::PaidBeyond { by } => above(
            "ce qui est engagé ou notifié",
            *by,
            "Vérifiez le montant, ou modifiez-le d’abord.",
        ),
        Hindrance::NamesNoPayment => "Un montant négatif est un avoir\u{a0}: indiquez le numéro \
             du mandat qu’il corrige."
            .into(),
        Hindrance::CreditBeyond { by } => {
            above("le mandat que cet avoir corrige", *by, "Vérifiez le montant.")
        }
        Hindrance::NumberTaken { number } => {
            format!("Le numéro {number} est déjà celui d’une autre écriture. Vérifiez-le.")
        }
        Hindrance::ReferenceTaken { year, number } => format!(
            "L’engagement {number} de {year} existe déjà. Ouvrez-le, ou vérifiez le numéro."
        ),
        Hindrance::TaxDiffers { by } => format!(
            "Hors taxe et TVA ne font pas le montant TTC (écart de {by}). Recopiez les montants \
             du bon de commande."
        ),
        Hindrance::SupplyTaken { .. } => {
            "Une de ces commandes est déjà sur un autre engagement. Retirez-la de celui-ci.".into()
        }
        Hindrance::SupplyElsewhere { .. } => "Une de ces commandes n’est pas acceptée, ou \
             sa campagne est sur une autre ligne. Retirez-la de cet engagement."
            .into(),
        Hindrance::Ended { state } => {
            format!("Cet engagement est {}\u{a0}: il ne change plus.", words::commitment(*state))
        }
        Hindrance::IsPaid { paid } => {
            format!("Il est déjà payé de {paid}\u{a0}: soldez-le, le reste redevient disponible.")
        }
        Hindrance::UnknownLine { imputation } => format!(
            "Aucune ligne du budget n’est connue pour «\u{a0}{imputation}\u{a0}». Choisissez-la \
             une fois, elle sera retenue."
        ),
        Hindrance::NoLine => "Choisissez une ligne du budget, pas toute une section.".into(),
        Hindrance::Unknown(_) => format!("{UNKNOWN_WORD}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S13, acceptance 3: one cent above the authorisation is refused with these words; and what
    /// the other limits say.
    #[test]
    fn a_limit_that_is_exceeded_is_named_to_the_cent() {
        let said = |why: Hindrance| hindrance(&why, &State::default()).replace('\u{a0}', " ");
        let by = Cents(1);
        let above = said(Hindrance::AboveTotal { by });
        assert!(above.contains("dépasse l’AP de 0,01 €"), "{above}");
        let above = said(Hindrance::AboveCredits { year: 2026, by });
        assert!(above.contains("dépasse les crédits 2026 du chapitre 011 de 0,01 €"), "{above}");
        let above = said(Hindrance::AbovePayments { pot: Pot::Investment, year: 2027, by });
        let words = "dépasse les crédits de paiement 2027 (investissement) de 0,01 €";
        assert!(above.contains(words), "{above}");
    }
}

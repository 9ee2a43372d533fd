//! Words about calls for projects, in «Mes saisies» and in refusals.

use super::outbox::Told;
use super::{UNKNOWN_WORD, count, site_name};
use shared::ballot::{Act, Hindrance};
use shared::id::{CampaignId, SupplyId};
use shared::row::State;
use shared::words;

/// A project, by its name or its school.
fn project(id: &SupplyId, view: &State) -> String {
    let supply = view.supplies.get(id);
    let title = supply.and_then(|supply| supply.project.as_ref()).map(|known| known.title.clone());
    let site = || supply.map(|supply| site_name(view, &supply.site));
    title.or_else(site).unwrap_or_else(|| "un projet".into())
}

fn call(id: &CampaignId, view: &State) -> String {
    view.campaigns.get(id).map_or_else(|| "l’appel à projets".into(), |known| known.label.clone())
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::SubmitProject { project, .. } => format!("Candidature\u{a0}: {}", project.title),
            Act::AddToProject { supply, .. } => format!("Précision, {}", project(supply, view)),
            Act::AdmitProject { supply } => {
                format!("Reçu dans les délais\u{a0}: {}", project(supply, view))
            }
            Act::SubmitMarks { campaign, marks } => {
                let marked = count(marks.len(), "projet noté", "projets notés");
                format!("{marked}, {}", call(campaign, view))
            }
            Act::WithdrawMarks { supply, .. } => {
                format!("Notes retirées, {}", project(supply, view))
            }
            Act::OpenBallots { campaign } => {
                format!("Fin de la notation, {}", call(campaign, view))
            }
            Act::DecideCall { campaign, .. } => format!("Décision, {}", call(campaign, view)),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::SubmitProject { project, .. } => vec![&project.purpose, &project.shared_with],
            Act::AddToProject { text, .. } => vec![text],
            Act::SubmitMarks { marks, .. } => marks.iter().map(|mark| mark.note.as_str()).collect(),
            Act::WithdrawMarks { reason, .. } => vec![reason],
            Act::DecideCall { reference, .. } => vec![reference],
            Act::AdmitProject { .. } | Act::OpenBallots { .. } => Vec::new(),
        }
    }
}

/// Why a call, a mark or a decision cannot be that, and what to do.
pub fn hindrance(why: &Hindrance, view: &State) -> String {
    match why {
        Hindrance::Weights { weight } => format!(
            "Les critères font {} ensemble. Répartissez-en 100, puis ouvrez l’appel.",
            count(*weight as usize, "point", "points")
        ),
        Hindrance::FewJurors { jurors } => format!(
            "Il faut deux jurés au moins, il y en a {jurors}. Ajoutez-en, puis ouvrez l’appel."
        ),
        Hindrance::RulesFixed => {
            "Les critères et le jury ne changent plus\u{a0}: l’appel est ouvert.".into()
        }
        Hindrance::StillOpen => {
            "Les écoles écrivent encore\u{a0}: attendez la fin de l’appel.".into()
        }
        Hindrance::Over => "La notation est terminée ou la décision est prise\u{a0}: cela ne \
             change plus."
            .into(),
        Hindrance::NoJuror => "Vous ne faites pas partie du jury de cet appel.".into(),
        Hindrance::OwnSchool => {
            "On ne note pas le projet de sa propre école, ni d’une école qu’on accompagne\u{a0}: \
             abstenez-vous, avec la raison."
                .into()
        }
        Hindrance::MarkGiven { supply } => format!(
            "Vos notes de «\u{a0}{}\u{a0}» sont déjà remises\u{a0}: elles restent.",
            project(supply, view)
        ),
        Hindrance::AskedTwice { supply } => format!(
            "Cette école a déjà déposé «\u{a0}{}\u{a0}». Retirez-le d’abord.",
            project(supply, view)
        ),
        Hindrance::SectionLacks { pot, left, asked, supply } => format!(
            "Il reste {left} en {}\u{a0}: «\u{a0}{}\u{a0}» en demande {asked}. Réduisez-le, \
             mettez-le en attente, ou passez au suivant en disant pourquoi.",
            words::pot(*pot),
            project(supply, view)
        ),
        Hindrance::PassedOver { supply, by } => format!(
            "«\u{a0}{}\u{a0}» passe devant «\u{a0}{}\u{a0}», mieux classé. Écrivez pourquoi.",
            project(by, view),
            project(supply, view)
        ),
        Hindrance::Unranked { supply } => format!(
            "«\u{a0}{}\u{a0}» n’a pas deux notes\u{a0}: il n’est pas classé.",
            project(supply, view)
        ),
        Hindrance::Doubtful { supply } => format!(
            "«\u{a0}{}\u{a0}» est arrivé après la clôture d’un appareil dont l’heure est fausse. \
             Dites d’abord s’il compte.",
            project(supply, view)
        ),
        Hindrance::Undecided { supply } => format!(
            "La décision doit dire une fois ce que devient «\u{a0}{}\u{a0}».",
            project(supply, view)
        ),
        Hindrance::Unknown(_) => format!("{UNKNOWN_WORD}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::article::Pot;
    use shared::money::Cents;

    /// S7, acceptance 7: refused for lack of running money although investment remains: the
    /// sentence names the section, what is left of it and what is asked for.
    #[test]
    fn the_section_that_lacks_is_named() {
        let said = |pot| {
            let (left, asked) = (Cents(200_252), Cents(200_261));
            let supply = SupplyId(uuid::Uuid::nil());
            let why = Hindrance::SectionLacks { pot, left, asked, supply };
            hindrance(&why, &State::default()).replace(['\u{a0}', '\u{202f}'], " ")
        };
        let running = said(Pot::Operating);
        assert!(running.contains("Il reste 2 002,52 € en fonctionnement"), "{running}");
        assert!(running.contains("en demande 2 002,61 €"), "{running}");
        assert!(said(Pot::Investment).contains("en investissement"));
    }
}

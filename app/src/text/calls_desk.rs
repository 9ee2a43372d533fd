//! Words of «Appels à projets» at the desk: the call, its jury, the marks, the decision.

use super::calls::title;
use super::{capital, count, date, site_name};
use shared::account::Account;
use shared::article::Pot;
use shared::ballot::{Ballot, Mark, ProjectOutcome};
use shared::campaign::{Call, CallDecision, Criterion};
use shared::money::Cents;
use shared::row::State;
use shared::supply::Supply;
use shared::supply::balance::Balance;
use shared::words::{agree, place, role};

pub const NONE: &str = "Aucun appel à projets.";
pub const ADD: &str = "Préparer un appel";
pub const EDIT: &str = "Modifier…";
pub const EDIT_TITLE: &str = "Appel à projets";
pub const NAME: &str = "Nom de l’appel";
pub const YEAR: &str = "Année des crédits";
pub const OPENS: &str = "Ouvre le";
pub const CLOSES: &str = "Dernier jour pour déposer";
pub const LINE: &str = "Ligne budgétaire";
pub const TOTAL: &str = "Montant à attribuer";
pub const CRITERIA: &str = "Critères";
pub const CRITERIA_HINT: &str = "Les points font 100 ensemble. Ils ne changent plus une fois \
     l’appel publié.";
pub const CRITERION: &str = "Critère";
pub const WEIGHT: &str = "Points";
pub const BEST: &str = "Meilleure note";
pub const ADD_CRITERION: &str = "Ajouter un critère";
pub const JURY: &str = "Jury";
pub const JURY_HINT: &str = "Deux personnes au moins.";
pub const ACCOMPANIED: &str = "J’ai accompagné cette école.";
pub const TO_JUDGE: &str = "Projets déposés";
pub const NO_JURY: &str = "Aucun appel à projets ne vous nomme dans son jury.";
pub const NO_DECISION: &str = "Aucune décision pour vos communes.";
pub const TIES: &str = "À égalité\u{a0}: d’abord l’école qui n’a encore rien reçu d’un appel, puis \
     le moins d’appareils par classe, puis le tirage au sort, noté dans la décision.";
pub const SEVERAL: &str = "Une école peut déposer";
pub const ONE_PROJECT: &str = "Un seul projet";
pub const SEVERAL_PROJECTS: &str = "Plusieurs projets";
pub const SAVED: &str = "Appel enregistré.";
pub const NEEDS_TOTAL: &str = "Écrivez le montant d’au moins une section.";
pub const BAD_WEIGHT: &str = "Écrivez un nombre de points, de 1 à 100.";
pub const BAD_BEST: &str = "Écrivez une note de 1 à 20.";
pub const NEEDS_CRITERION: &str = "Écrivez au moins un critère.";
pub const PUBLISH: &str = "Publier l’appel";
pub const PUBLISHED: &str = "Appel publié. À confirmer par le serveur.";
pub const CLOSE: &str = "Clore le dépôt";
pub const CLOSE_BODY: &str = "Les écoles ne pourront plus déposer. Ce qu’elles ont écrit sans \
     réseau avant ce moment arrive encore pendant trois jours d’école.";
pub const CLOSED: &str = "Dépôt clos.";
pub const KEEP_OPEN: &str = "Laisser ouvert";
pub const MARK: &str = "Noter les projets";
pub const END_MARKING: &str = "Clore la notation";
pub const END_BODY: &str = "Toutes les notes remises deviennent lisibles ici. Un juré qui n’a pas \
     remis les siennes ne pourra plus le faire.";
pub const ENDED: &str = "Notation close.";
pub const GO_ON: &str = "Laisser noter";
pub const DECIDE: &str = "Enregistrer la décision…";
pub const PROJECTS: &str = "Projets";
pub const NO_PROJECT: &str = "Aucun projet déposé.";
pub const RANKING: &str = "Classement";
pub const PROVISIONAL: &str = "Provisoire\u{a0}: tous les jurés n’ont peut-être pas remis leurs \
     notes.";
pub const SEALED: &str = "Les notes des autres se lisent après avoir remis toutes les vôtres, ou \
     après la clôture de la notation.";
pub const COLUMNS: [&str; 8] = [
    "Rang",
    "Points",
    "Projet",
    "Investissement",
    "Fonctionnement",
    "Cumul inv.",
    "Cumul fonct.",
    "État",
];
pub const CUT: &str = "au-delà des crédits";
pub const DECISION: &str = "Décision";
pub const EXPORTS: &str = "Télécharger";
pub const EXPORT: [(&str, &str); 3] = [("csv", "CSV"), ("xlsx", "XLSX"), ("pdf", "PDF")];
pub const MINUTES: &str = "Procès-verbal";
pub const MARKS: &str = "Notes";
pub const FULL: &str = "Lire le projet";
pub const ADMIT: &str = "Compter ce projet";
pub const ADMITTED: &str = "Le projet compte.";
pub const DOUBTFUL: &str = "Reçu après la clôture, d’un appareil dont l’heure est fausse. Dites \
     s’il compte.";
pub const LATE: &str = "Saisi avant la clôture, reçu après.";
pub const REJECT: &str = "Écarter…";
pub const REJECT_TITLE: &str = "Écarter le projet";
pub const REJECT_WHY: &str = "Pourquoi\u{a0}? L’école lira cette phrase.";
pub const REJECT_KEEP: &str = "Garder le projet";
pub const REJECTED: &str = "Le projet est écarté.";
pub const ADD_WORDS: &str = "Ajouter une précision…";
pub const WITHDRAW: &str = "Noter un désistement…";
pub const WITHDRAW_TITLE: &str = "Désistement";
pub const WITHDRAW_WHY: &str = "Pourquoi l’école se retire-t-elle\u{a0}?";
pub const WITHDRAW_KEEP: &str = "Garder le projet";
pub const WITHDRAWN: &str = "Le projet est retiré.";
pub const TAKE_BACK: &str = "Retirer ces notes…";
pub const TAKE_BACK_TITLE: &str = "Retirer les notes";
pub const TAKE_BACK_HINT: &str = "Elles ne comptent plus et restent lisibles dans l’historique.";
pub const TAKE_BACK_WHY: &str = "Quel conflit d’intérêts\u{a0}?";
pub const TAKEN_BACK: &str = "Notes retirées.";
pub const NEXT_UP: &str = "Suivant de la liste d’attente";
pub const GIVE_IT: &str = "L’attribuer";
pub const GIVEN: &str = "Projet attribué. À confirmer par le serveur.";
pub const NO_ROOM: &str = "Ce qui reste ne suffit pas pour ce projet.";

pub const TO_MARK: &str = "Projets à noter";
pub const NOT_JUROR: &str = "Vous ne faites pas partie du jury de cet appel.";
pub const NOTHING_TO_MARK: &str = "Rien à noter\u{a0}: vos notes sont remises.";
pub const NOT_YET: &str = "Les écoles écrivent encore. La notation commence après le dernier jour.";
pub const MARKING_OVER: &str = "La notation est close.";
pub const KEPT: &str = "Vos notes restent sur cet appareil, même sans réseau, jusqu’à ce que vous \
     les remettiez. Personne d’autre ne les voit avant.";
pub const ABSTAIN: &str = "Je m’abstiens";
pub const ABSTAIN_WHY: &str = "Pourquoi vous abstenez-vous\u{a0}?";
pub const I_MARK: &str = "Je note";
pub const HOW: &str = "Votre choix";
pub const NOTE: &str = "Remarque pour le jury";
pub const NOTE_HINT: &str = "Facultatif.";
pub const NEXT: &str = "Projet suivant";
pub const PREVIOUS: &str = "Projet précédent";
pub const HAND_IN: &str = "Remettre mes notes";
pub const HAND_IN_BODY: &str = "Une fois remises, vos notes ne changent plus, et vous lirez celles \
     des autres.";
pub const HAND_IN_YES: &str = "Oui, remettre";
pub const HAND_IN_NO: &str = "Relire encore";
pub const HANDED_IN: &str = "Notes remises. À confirmer par le serveur.";

pub const DECIDE_TITLE: &str = "Enregistrer la décision";
pub const DECIDE_HINT: &str = "Dans l’ordre du classement. La décision ne changera plus\u{a0}: un \
     projet retenu devient une commande, et les écoles la lisent.";
pub const OUTCOME: &str = "Décision";
pub const REASON: &str = "Ce que l’école lira";
pub const REASON_HINT: &str = "Obligatoire pour un projet non retenu.";
pub const PAST: &str = "Pourquoi passer devant un projet mieux classé\u{a0}?";
pub const HOW_MANY: &str = "Combien de chaque";
pub const DAY: &str = "Jour de la décision";
pub const REFERENCE: &str = "Référence";
pub const REFERENCE_HINT: &str = "par exemple\u{a0}: délibération 2026-112";
pub const ADD_MINUTES: &str = "Photographier le procès-verbal";
pub const ONE_PHOTO: &str = "Une seule photo\u{a0}: celle de la page qui porte la signature.";
pub const BAD_DAY: &str = "Écrivez un jour.";
pub const SAVE_DECISION: &str = "Enregistrer la décision";
pub const DECIDE_YES: &str = "Oui, enregistrer";
pub const DECIDE_NO: &str = "Relire encore";
pub const DECIDED: &str = "Décision enregistrée sur le serveur.";
pub const DECIDE_FIRST: &str = "Closez d’abord la notation\u{a0}: sans toutes les notes, il n’y a \
     pas de classement.";
pub const NEEDS_REASON: &str = "Écrivez ce que l’école lira.";
pub const NEEDS_PAST: &str = "Un projet mieux classé attend\u{a0}: écrivez pourquoi celui-ci passe \
     devant.";

/// The word of what is decided of a project.
pub fn outcome(outcome: ProjectOutcome) -> &'static str {
    match outcome {
        ProjectOutcome::Given => "Retenu",
        ProjectOutcome::Waits => "Liste d’attente",
        ProjectOutcome::Refused => "Non retenu",
    }
}

/// The word of a section, as a label.
pub fn pot(pot: Pot) -> String {
    capital(shared::words::pot(pot))
}

/// A field of a section.
pub fn of_pot(what: &str, pot: Pot) -> String {
    format!("{what}, {}", shared::words::pot(pot))
}

/// The money of a section: what was awarded and what is left.
pub fn money(of: Pot, line: &str, balance: Balance) -> String {
    let Balance { total, spent } = balance;
    let left = balance.remaining();
    let given = agree(spent.0, 2, "attribué", "attribués");
    format!("{}, ligne {line}\u{a0}: {spent} {given} sur {total}, reste {left}", pot(of))
}

/// «Pédagogie : 40 points (note sur 5)».
pub fn criterion(criterion: &Criterion) -> String {
    let points = count(criterion.weight as usize, "point", "points");
    format!("{}\u{a0}: {points} (note sur {})", criterion.label, criterion.max)
}

/// What the criteria weigh together.
pub fn weights(weight: u32) -> String {
    match weight {
        100 => "100\u{a0}points sur 100.".into(),
        other => format!(
            "{} sur 100\u{a0}: il faut en répartir 100.",
            count(other as usize, "point", "points")
        ),
    }
}

/// Points, with their hundredths: «36,00».
pub fn points(hundredths: u32) -> String {
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

/// The place and the points of a project; «non classé» while it has none.
pub fn placed(rank: Option<u32>, hundredths: Option<u32>) -> String {
    match rank.zip(hundredths) {
        Some((rank, hundredths)) => {
            let word = agree(hundredths.into(), 2, "point", "points");
            format!("{}, {} {word}", place(rank), points(hundredths))
        }
        None => "Non classé\u{a0}: moins de deux notes".into(),
    }
}

/// A project with its school.
pub fn named(supply: &Supply, view: &State) -> String {
    format!("{}, {}", title(supply), site_name(view, &supply.site))
}

/// What a project asks for, in both sections.
pub fn asked(supply: &Supply) -> String {
    let of = |pot| (pot, supply.price_in(pot));
    let some = Pot::ALL.map(of).into_iter().filter(|(_, amount)| *amount != Cents::ZERO);
    let said = some.map(|(pot, amount)| format!("{amount} ({})", shared::words::pot(pot)));
    said.collect::<Vec<_>>().join(", ")
}

/// Somebody who may be in a jury: who sits at no desk is told apart.
pub fn juror(account: &Account) -> String {
    match account.role.is_desk() {
        true => account.name.clone(),
        false => format!("{} ({})", account.name, role(account.role)),
    }
}

/// The number of projects.
pub fn projects(many: usize) -> String {
    count(many, "projet", "projets")
}

/// Whose marks, and what they say: «Farid Chaize : Pédagogie 4, Équipement 5».
pub fn mark(ballot: &Ballot, mark: &Mark, call: &Call) -> String {
    let said = match &mark.abstained {
        Some(why) => format!("s’abstient ({why})"),
        None => {
            let scores = call.criteria.iter().zip(&mark.scores);
            let scores = scores.map(|(criterion, score)| match score {
                Some(score) => format!("{} {score}/{}", criterion.label, criterion.max),
                None => format!("{} –", criterion.label),
            });
            scores.collect::<Vec<_>>().join(", ")
        }
    };
    let note = if mark.note.is_empty() { String::new() } else { format!(". {}", mark.note) };
    format!("{}\u{a0}: {said}{note}", ballot.juror_name)
}

/// Marks that count no more.
pub fn withdrawn(ballot: &Ballot, gone: &shared::ballot::Withdrawn, call: &Call) -> String {
    let before = mark(ballot, &gone.mark, call);
    format!("Retirées le {} ({})\u{a0}: {before}", date::day_long(gone.day), gone.reason)
}

/// «Projet 2 sur 5 · 1 prêt».
pub fn progress(at: usize, of: usize, ready: usize) -> String {
    let ready = count(ready, "prêt à remettre", "prêts à remettre");
    format!("Projet {at} sur {of} · {ready}")
}

/// Said when something lacks before the marks can be handed in.
pub fn unfinished(many: usize) -> String {
    match many {
        1 => "Il reste 1\u{a0}projet à noter. Notez chaque critère, ou abstenez-vous.".into(),
        many => {
            format!("Il reste {many}\u{a0}projets à noter. Notez chaque critère, ou abstenez-vous.")
        }
    }
}

/// What was decided when, with its reference.
pub fn decided(decision: &CallDecision) -> String {
    format!("{}, {}", decision.reference, date::day_long(decision.day))
}

/// The lot of a decision, so that anybody can draw it again.
pub fn lot(decision: &CallDecision) -> String {
    format!("Tirage au sort n°\u{a0}{}", decision.lot)
}

/// What is left of a section as the decision is written now.
pub fn rest(of: Pot, left: Cents) -> String {
    match left.is_negative() {
        true => format!("{}\u{a0}: il manque {}", pot(of), Cents::ZERO - left),
        false => format!("{}\u{a0}: reste {left}", pot(of)),
    }
}

/// The next of the waiting list.
pub fn next_up(supply: &Supply, view: &State) -> String {
    let rank = supply.project.as_ref().and_then(|project| project.rank);
    let rank = rank.map_or_else(String::new, |rank| format!(", {} du classement", place(rank)));
    format!("{}{rank}\u{a0}: {}", named(supply, view), asked(supply))
}

/// What a download says to those who do not see which call it stands in.
pub fn download(label: &str, format: &str) -> String {
    format!("Télécharger {label} en {format}")
}

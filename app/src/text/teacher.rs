//! Words about teachers and what they were trained for.

use super::date::day_long;
use super::outbox::Told;
use super::site_name;
use shared::day::Day;
use shared::id::{TeacherId, TopicId};
use shared::row::State;
use shared::teacher::{Act, Teacher, Training};

pub const TITLE: &str = "Enseignants et formations";
pub const SEARCH: &str = "Chercher un enseignant";
pub const SEARCH_HINT: &str = "nom, classe, école";
pub const STATE: &str = "Montrer";
pub const THERE: &str = "tous ceux qui sont là";
pub const STATES: [(&str, &str); 4] = [
    ("a-former", "à former"),
    ("formes", "formés"),
    ("proposes", "proposés par un technicien"),
    ("partis", "partis"),
];
pub const TOPIC: &str = "Formation";
pub const NEEDS_TOPIC: &str = "Choisissez la formation.";
pub const NO_TOPICS: &str = "Aucune formation n’est encore listée\u{a0}: un coordinateur les écrit \
     dans «\u{a0}Réglages\u{a0}».";
pub const COMMUNE: &str = "Commune";
pub const ATTEST: &str = "Attester une formation";
pub const WAIVE: &str = "Dispenser";
pub const WAIVE_HINT: &str = "La dispense est comptée dans les bilans. Elle vaut jusqu’à ce jour \
     compris.";
pub const MOVE: &str = "Changer d’école";
pub const CONTINUE: &str = "Continuer";
pub const DAY: &str = "Jour";
pub const BODY: &str = "Organisme";
pub const BODY_HINT: &str = "par exemple\u{a0}: Canopé, une autre commune";
pub const EVIDENCE: &str = "Justificatif";
pub const EVIDENCE_HINT: &str = "la référence du document";
pub const UNTIL: &str = "Jusqu’au";
pub const REASON: &str = "Motif";
pub const SAID_MOVED: &str = "Enregistré\u{a0}: dans sa nouvelle école.";
pub const SAID_ATTESTED: &str = "Enregistré\u{a0}: la formation est attestée.";
pub const SAID_WAIVED: &str = "Enregistré\u{a0}: la dispense est donnée.";
pub const WITHDRAW: &str = "Retirer une attestation";
pub const WITHDRAW_WHICH: &str = "Ce qui est retiré";
pub const WITHDRAW_HINT: &str = "Ce qui a été remis le reste\u{a0}: une livraison faite sans \
     formation est signalée, et comptée dans les bilans.";
pub const NEEDS_WITHDRAWN: &str = "Choisissez ce qui est retiré.";
pub const SAID_WITHDRAWN: &str = "Enregistré\u{a0}: c’est retiré.";
pub const JOIN: &str = "Enseigne aussi ailleurs";
pub const JOIN_HINT: &str = "La même personne dans une autre école\u{a0}: ses formations valent \
     dans les deux, elle n’a qu’une place à une session et n’est comptée qu’une fois.";
pub const JOIN_WHICH: &str = "La même personne";
pub const JOIN_NOBODY: &str = "Personne de ce nom dans une autre école\u{a0}: ajoutez-la d’abord \
     dans sa seconde école.";
pub const NEEDS_JOINED: &str = "Choisissez la personne.";
pub const SAID_JOINED: &str = "Enregistré\u{a0}: une seule personne.";
pub const PART: &str = "Ce sont deux personnes";
pub const SAID_PARTED: &str = "Enregistré\u{a0}: deux personnes.";
pub const ADD: &str = "Ajouter un enseignant";
pub const NAME: &str = "Nom";
pub const NAME_HINT: &str = "par exemple\u{a0}: Mme Rey";
pub const NEEDS_NAME: &str = "Écrivez le nom.";
pub const FUNCTION: &str = "Classe ou fonction";
pub const FUNCTION_HINT: &str = "par exemple\u{a0}: CE1, direction\u{a0}; elle distingue deux \
     personnes du même nom";
pub const CORRECT: &str = "Corriger";
pub const LEFT: &str = "N’est plus là";
pub const BACK: &str = "Est toujours là";
pub const SAID_ADDED: &str = "Enregistré\u{a0}: l’enseignant est ajouté.";
pub const SAID_CORRECTED: &str = "Enregistré\u{a0}: c’est corrigé.";
pub const SAID_LEFT: &str = "Enregistré\u{a0}: n’est plus là.";
pub const SAID_BACK: &str = "Enregistré\u{a0}: est toujours là.";
pub const NONE: &str = "Aucun enseignant n’est encore nommé.";
pub const INTRO: &str = "Avant toute livraison de nouveau matériel, l’enseignant qui l’utilisera \
     doit avoir suivi la formation. Seuls votre école, les techniciens qui y passent et la \
     planification voient ces noms\u{a0}; ils sont effacés un an après un départ.";
pub const PROPOSED: &str = "proposé par le technicien";
pub const NO_TRAINING: &str = "Aucune formation suivie";
pub const GONE: &str = "Ne sont plus là";

const UNKNOWN: &str = "enseignant inconnu ici";

/// The name and the function of somebody: «Mme Rey, CE1».
pub fn who(teacher: &Teacher) -> String {
    named(&teacher.name, &teacher.function)
}

/// The same of what was typed.
fn named(name: &str, function: &str) -> String {
    if function.is_empty() { name.to_owned() } else { format!("{name}, {function}") }
}

fn who_is(view: &State, id: TeacherId) -> String {
    view.teachers.get(&id).map_or_else(|| UNKNOWN.to_owned(), |teacher| who(teacher))
}

/// The words of a topic, or its key once nobody lists it any more.
pub fn topic(view: &State, id: &TopicId) -> String {
    let settings = view.settings();
    settings.topic(id).map_or_else(|| id.to_string(), |topic| topic.label.clone())
}

/// What somebody was trained for: «✓ Prise en main des tablettes, le mercredi 4 février 2026».
pub fn trained(view: &State, id: &TopicId, training: &Training) -> String {
    let how = if training.attested.is_some() { ", attestée" } else { "" };
    format!("✓\u{a0}{}, le {}{how}", topic(view, id), day_long(training.day))
}

/// What somebody may do without, and until when.
pub fn waived(view: &State, id: &TopicId, until: Day) -> String {
    format!("Dispense jusqu’au {}\u{a0}: {}", day_long(until), topic(view, id))
}

/// What somebody was not trained for.
pub fn untrained(labels: &[String]) -> String {
    format!("Non formé\u{a0}: {}", labels.join(", "))
}

/// An attestation that may be withdrawn.
pub fn attestation(view: &State, id: &TopicId) -> String {
    format!("Attestation\u{a0}: {}", topic(view, id))
}

/// Where the same person teaches too.
pub fn also_at(sites: &[String]) -> String {
    format!("Enseigne aussi à {}", sites.join(", "))
}

/// How many are listed.
pub fn shown(people: usize) -> String {
    super::count(people, "enseignant", "enseignants")
}

/// When somebody left.
pub fn left_on(day: Day) -> String {
    format!("parti le {}", day_long(day))
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        match self {
            Act::NameTeacher { site, name, function, .. } => {
                format!("Enseignant\u{a0}: {}, {}", named(name, function), site_name(view, site))
            }
            Act::CorrectTeacher { name, function, .. } => {
                format!("Enseignant corrigé\u{a0}: {}", named(name, function))
            }
            Act::MarkTeacherLeft { teacher, on: Some(on) } => {
                format!("Départ de {}\u{a0}: {}", who_is(view, *teacher), day_long(*on))
            }
            Act::MarkTeacherLeft { teacher, on: None } => {
                format!("{} est toujours là", who_is(view, *teacher))
            }
            Act::MoveTeacher { teacher, site } => {
                format!("{}\u{a0}: à {} désormais", who_is(view, *teacher), site_name(view, site))
            }
            Act::AttestTraining { teacher, topic: id, .. } => {
                format!("Formation attestée\u{a0}: {}, {}", who_is(view, *teacher), topic(view, id))
            }
            Act::WithdrawTraining { teacher, topic: id } => {
                format!(
                    "Attestation retirée\u{a0}: {}, {}",
                    who_is(view, *teacher),
                    topic(view, id)
                )
            }
            Act::WaiveTraining { teacher, topic: id, until, .. } => {
                let until =
                    until.map_or("retirée".into(), |day| format!("jusqu’au {}", day_long(day)));
                let (who, topic) = (who_is(view, *teacher), topic(view, id));
                format!("Dispense de formation {until}\u{a0}: {who}, {topic}")
            }
            Act::JoinTeachers { teacher, with: Some(_) } => {
                format!("{} enseigne dans deux écoles", who_is(view, *teacher))
            }
            Act::JoinTeachers { teacher, with: None } => {
                format!("{}\u{a0}: ce sont deux personnes", who_is(view, *teacher))
            }
            Act::ImportTrainings { trainings } => {
                format!("Import de {}", super::count(trainings.len(), "formation", "formations"))
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::AttestTraining { body, evidence, .. } => vec![body, evidence],
            Act::WaiveTraining { reason, .. } => vec![reason],
            Act::NameTeacher { .. }
            | Act::CorrectTeacher { .. }
            | Act::MarkTeacherLeft { .. }
            | Act::MoveTeacher { .. }
            | Act::WithdrawTraining { .. }
            | Act::JoinTeachers { .. }
            | Act::ImportTrainings { .. } => Vec::new(),
        }
    }
}

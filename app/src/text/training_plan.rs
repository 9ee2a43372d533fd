//! Words of «Plan de formation».

use super::date::day_long;
use super::{site_name, teacher, training};
use shared::id::TeacherId;
use shared::money::Cents;
use shared::row::State;
use shared::training::needs::Need;
use shared::training::{Happened, TrainingKind, TrainingSession};

pub const PROPOSE: &str = "Proposer une session";
pub const PLAN_IT: &str = "Préparer la session";
pub const SAID_PLANNED: &str = "Session préparée. Ouvrez-la pour que les écoles la voient.";
pub const IMPORT: &str = "Importer des sessions ou des présences";
pub const FOLLOW: &str = "S’abonner au calendrier";
pub const NEEDS: &str = "À former avant livraison";
pub const NO_NEEDS: &str = "Aucune livraison prévue n’attend une formation.";
pub const ENOUGH: &str = "Les places suffisent.";
pub const SESSIONS: &str = "Sessions";
pub const NONE: &str = "Aucune session.";
pub const STATE: &str = "Montrer";
pub const AHEAD: &str = "à venir et en cours";
pub const STATES: [(&str, &str); 4] = [
    ("a-clore", "appel à clore"),
    ("passees", "closes"),
    ("annulees", "annulées"),
    ("toutes", "toutes"),
];
pub const COLUMNS: [&str; 5] = ["Date", "Session", "Nature", "État", "Places"];
pub const EXPORTS: &str = "Exports";
pub const SESSION_EXPORTS: [(&str, &str); 2] =
    [("csv", "Sessions (CSV)"), ("xlsx", "Sessions (XLSX)")];
pub const OTHER_EXPORTS: [(&str, &str); 4] = [
    ("presences.csv", "Présences (CSV)"),
    ("heures.csv", "Heures par enseignant et année (CSV)"),
    ("a-former.csv", "À former avant livraison (CSV)"),
    ("livraisons-sans-formation.csv", "Livraisons sans formation (CSV)"),
];
pub const UNKNOWN: &str = "Cette session n’existe pas, ou plus.";
pub const HISTORY: &str = "Historique";
pub const PEOPLE: &str = "Inscrits";
pub const GONE: &str = "Une personne dont le nom est effacé";
pub const SAME_NAME: &str = " (même nom qu’une autre personne inscrite\u{a0}: la même\u{a0}?)";
pub const OPEN: &str = "Ouvrir les inscriptions";
pub const SAID_OPENED: &str = "Inscriptions ouvertes.";
pub const CALL: &str = "Faire l’appel";
pub const CLOSE: &str = "Clore l’appel";
pub const SAID_CLOSED: &str = "Appel clos. Vous pouvez encore corriger.";
pub const EDIT: &str = "Modifier ou déplacer";
pub const EDIT_HINT: &str = "Les calendriers abonnés suivent un déplacement. Plus de places, et \
     les premiers de la liste d’attente sont inscrits.";
pub const SAID_CHANGED: &str = "Enregistré.";
pub const CANCEL: &str = "Annuler la session…";
pub const CANCEL_IT: &str = "Annuler la session";
pub const KEEP: &str = "Garder la session";
pub const CANCEL_HINT: &str = "Personne n’y sera formé\u{a0}; les inscrits sont libérés et le \
     voient avec ce motif.";
pub const SAID_CANCELLED: &str = "Session annulée.";
pub const REASON: &str = "Motif";
pub const REGISTER: &str = "Inscrire quelqu’un";
pub const REGISTER_ONE: &str = "Inscrire";
pub const SAID_REGISTERED: &str = "Demande enregistrée, à confirmer.";
pub const WITHDRAW: &str = "Désinscrire";
pub const SAID_WITHDRAWN: &str = "Enregistré\u{a0}: désinscrit.";
pub const CLASSES_HINT: &str = "Une animation reçoit des classes\u{a0}: les écoles les inscrivent.";
pub const KIND: &str = "Nature";
pub const TITLE_OF: &str = "Titre";
pub const TOPICS: &str = "Forme à";
pub const DAY: &str = "Jour";
pub const FROM: &str = "Début";
pub const TO: &str = "Fin";
pub const PLACE: &str = "Lieu";
pub const PLACE_HINT: &str = "salle, adresse";
pub const HOST: &str = "École d’accueil";
pub const HOST_HINT: &str = "si la session a lieu dans une école\u{a0}: elle donne la distance";
pub const CAPACITY: &str = "Places";
pub const LEADER: &str = "Animateur";
pub const LEADER_HINT: &str = "une personne de la liste fait l’appel sur son téléphone";
pub const CO_LEADER: &str = "Avec un deuxième animateur";
pub const CO_LEADER_HINT: &str = "une autre personne de la liste\u{a0}: la session est aussi dans \
     ses «\u{a0}Mes sessions\u{a0}»";
pub const WITH: &str = "Avec";
pub const NO_ACCOUNT: &str = "Choisissez une personne de la liste, ou laissez ce champ vide.";
pub const BODY: &str = "Organisme";
pub const BODY_HINT: &str = "fournisseur, Canopé…";
pub const OPENS: &str = "Inscriptions à partir du";
pub const CLOSES: &str = "Inscriptions jusqu’au";
pub const CLOSES_HINT: &str = "sans date\u{a0}: jusqu’au jour de la session";
pub const COST: &str = "Coût TTC";
pub const NEEDS_DAY: &str = "Écrivez le jour.";
pub const BAD_DAY: &str = "Ce jour n’existe pas.";
pub const BAD_TIME: &str = "Écrivez une heure, par exemple 14:30.";
pub const BAD_NUMBER: &str = "Écrivez un nombre en chiffres.";
pub const BAD_COST: &str = "Écrivez un montant, par exemple 450,00.";
pub const NO_SITE: &str = "Choisissez une école de la liste, ou laissez vide.";

/// The word of a kind on its choice.
pub fn kind(kind: TrainingKind) -> String {
    super::capital(training::kind(kind))
}

/// «Tablettes : 37 à former avant le mardi 24 mars 2026, 24 places».
pub fn need(need: &Need, view: &State) -> String {
    let topic = teacher::topic(view, &need.topic);
    let before = need.before.map(|day| format!(" avant le {}", day_long(day)));
    let places = usize::try_from(need.places).unwrap_or(usize::MAX);
    format!(
        "{topic}\u{a0}: {}\u{a0}à former{}, {}",
        need.people(),
        before.unwrap_or_default(),
        super::count(places, "place", "places")
    )
}

/// How many places are missing; `None` when there are enough.
pub fn lacks(need: &Need) -> Option<String> {
    let places = usize::try_from(need.places).unwrap_or(usize::MAX);
    let missing = need.people().checked_sub(places).filter(|missing| *missing > 0)?;
    Some(format!("Il manque {}.", super::count(missing, "place", "places")))
}

/// «12 sur 12, 3 en attente».
pub fn places(row: &TrainingSession) -> String {
    let called = if row.classes.is_empty() { row.called().len() } else { row.classes.len() };
    let waiting = match row.waiting() {
        0 => String::new(),
        many => format!(", {many} en attente"),
    };
    format!("{called} sur {}{waiting}", row.terms.capacity)
}

/// What the desk wrote, each with its name.
pub fn facts(row: &TrainingSession, view: &State) -> Vec<(&'static str, String)> {
    let terms = &row.terms;
    let topics = terms.topics.iter().map(|id| teacher::topic(view, id));
    let host = terms.host.as_ref().map(|site| site_name(view, site));
    let with = terms.co_leaders.iter().flatten();
    let with = with.filter_map(|id| Some(view.accounts.get(id)?.name.clone()));
    let day = |day: Option<shared::day::Day>| day.map(day_long).unwrap_or_default();
    let cost = if terms.cost == Cents::ZERO { String::new() } else { terms.cost.to_string() };
    let all = [
        (KIND, kind(terms.kind)),
        (TOPICS, topics.collect::<Vec<_>>().join(", ")),
        (PLACE, terms.place.clone()),
        (HOST, host.unwrap_or_default()),
        (LEADER, terms.leader_name.clone()),
        (WITH, with.collect::<Vec<_>>().join(", ")),
        (BODY, terms.body.clone()),
        (OPENS, day(terms.opens)),
        (CLOSES, day(terms.closes)),
        (COST, cost),
        (REASON, row.reason.clone()),
    ];
    all.into_iter().filter(|(_, said)| !said.is_empty()).collect()
}

/// What happened, in words.
pub fn happened(what: &Happened, view: &State) -> String {
    let who = |id: &TeacherId| {
        let known = view.teachers.get(id).filter(|known| !known.name.is_empty());
        known.map_or_else(|| GONE.to_owned(), |known| teacher::who(known))
    };
    match what {
        Happened::Planned => "Session préparée".into(),
        Happened::Imported => "Session venue d’un fichier".into(),
        Happened::Changed => "Session modifiée".into(),
        Happened::Moved { day, from } => {
            format!("Déplacée (elle était le {}, {})", day_long(*day), training::hour(*from))
        }
        Happened::Resized { capacity } => {
            format!("{} désormais", super::count(*capacity as usize, "place", "places"))
        }
        Happened::Opened => "Inscriptions ouvertes".into(),
        Happened::Cancelled { text } => format!("Annulée\u{a0}: {text}"),
        Happened::Registered { teacher } => format!("{}\u{a0}: inscrit", who(teacher)),
        Happened::Waits { teacher } => format!("{}\u{a0}: en liste d’attente", who(teacher)),
        Happened::MovedUp { teacher } => {
            format!("{}\u{a0}: inscrit, une place s’est libérée", who(teacher))
        }
        Happened::Withdrawn { teacher } => format!("{}\u{a0}: désinscrit", who(teacher)),
        Happened::ClassChanged => "Classes modifiées".into(),
        Happened::Marked { teacher, mark } => {
            format!("{}\u{a0}: {}", who(teacher), training::attendance(*mark))
        }
        Happened::Corrected { teacher, mark, before } => format!(
            "{}\u{a0}: {} (corrigé\u{a0}: {} avant)",
            who(teacher),
            training::attendance(*mark),
            training::attendance(*before)
        ),
        Happened::Added { teacher } => format!("{}\u{a0}: venu sans inscription", who(teacher)),
        Happened::Signed => "Feuille d’émargement ajoutée".into(),
        Happened::Closed => "Appel clos".into(),
        Happened::Unknown => super::UNKNOWN_WORD.into(),
    }
}

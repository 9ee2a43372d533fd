//! Words of «Demandes».

use super::count;
use shared::settings::DelayStage;

pub const TITLE: &str = "Demandes";
pub const SEARCH: &str = "Chercher";
pub const SEARCH_HINT: &str = "numéro, mots, lieu, matériel, établissement, commune ou UAI";
pub const SHOW: &str = "Montrer";
pub const TO_SORT: &str = "À orienter";
pub const OPEN: &str = "En cours";
pub const RESOLVED: &str = "Résolues";
pub const ENDED: &str = "Terminées";
pub const KEYS: &str = "Au clavier, sur une demande\u{a0}: P pour la proximité, C pour le \
     curatif, H \
     pour hors périmètre, X pour la choisir\u{a0}; les flèches passent de l’une à l’autre.";
pub const LATE: &str = "hors délai";
pub const PAUSED: &str = "Délai en pause";
pub const CHOOSE: &str = "Choisir";
pub const CHOSEN: &str = "Demandes choisies";
pub const CHOOSE_SHOWN: &str = "Choisir celles affichées";
pub const CHOOSE_NONE: &str = "Ne plus rien choisir";
pub const ENTRUST: &str = "Confier à";
pub const ENTRUST_WHOM: &str = "technicien du prochain passage";
pub const CLOSE_CHOSEN: &str = "Clore";
pub const CLOSE_TITLE: &str = "Clore les demandes choisies\u{a0}?";
pub const CLOSE_BODY: &str = "Celles qui sont résolues sont closes comme réglées\u{a0}; les autres \
     sont annulées, avec cette raison. L’école le voit.";
pub const CLOSE_NEEDS: &str = "Dites pourquoi elles sont closes.";
pub const VIEWS: &str = "Vue";
pub const NO_VIEW: &str = "aucune vue gardée";
pub const KEEP_VIEW: &str = "Garder cette vue";
pub const FORGET_VIEW: &str = "Oublier cette vue";
pub const VIEW_NAME: &str = "Nom de la vue";
pub const VIEW_HINT: &str = "gardée pour vous, sur cet appareil";
pub const NOTHING_TO_SORT: &str = "Rien à orienter. Les nouvelles demandes apparaissent ici toutes \
     seules.";
pub const NOTHING: &str = "Aucune demande ne correspond.";
pub const PROXIMITY: &str = "Proximité (P)";
pub const CURATIVE: &str = "Curatif (C)";
pub const OUT_OF_SCOPE: &str = "Hors périmètre (H)";
pub const MERGE: &str = "Réunir avec une autre";
pub const MERGE_INTRO: &str = "La demande rejoint celle que vous choisissez\u{a0}: son texte et \
     ses \
     photos y sont ajoutés, rien n’est perdu.";
pub const MERGE_WITH: &str = "Demandes ouvertes du même établissement";
pub const MERGE_SAVE: &str = "Réunir les demandes";
pub const MERGE_NEEDS: &str = "Choisissez la demande qui reste.";
pub const MERGED: &str = "Enregistré\u{a0}: les deux demandes sont réunies.";
pub const ALL: &str = "Toutes";
pub const ANY: &str = "toutes";
pub const URGENCY: &str = "Urgence";
pub const COMMUNE: &str = "Commune";
pub const TECHNICIAN: &str = "Technicien du passage";
pub const AGE: &str = "Ancienneté";
pub const NATURE: &str = "Nature";
pub const ORDER: &str = "Ordre";
pub const ORDER_USUAL: &str = "urgentes, puis anciennes";
/// The other orders, each with its word in the address.
pub const ORDERS: [(&str, &str); 3] = [
    ("anciennes", "les plus anciennes"),
    ("recentes", "les plus récentes"),
    ("ecole", "par commune et école"),
];
pub const CLEAR: &str = "Retirer les filtres";
pub const NEW: &str = "Nouvelle demande";
pub const SITE: &str = "École";
pub const SITE_HINT: &str = "nom, commune ou code UAI";
pub const NEEDS_SITE: &str = "Dites pour quelle école.";
pub const NEEDS_NATURE: &str = "Choisissez la nature de la demande.";
pub const NO_SUCH_SITE: &str = "Aucune école ne porte ce nom. Vérifiez, ou choisissez-la dans la \
     liste proposée.";
pub const CALLER: &str = "Qui appelle\u{a0}?";
pub const CALLER_HINT: &str = "nom et fonction\u{a0}; facultatif";
pub const SAVE_NEW: &str = "Enregistrer la demande";
pub const ALREADY_OPEN: &str = "Déjà ouvertes dans cette école\u{a0}:";
pub const HIGH: &str = "Empêche la classe";

/// How many filters are set.
pub fn filters(set: usize) -> String {
    match set {
        0 => "Filtrer et trier".to_owned(),
        set => format!("Filtrer et trier ({set})"),
    }
}

/// How many requests were chosen.
pub fn chosen(many: usize) -> String {
    count(many, "demande choisie", "demandes choisies")
}

/// What was done to several at once; some may have been left as they were.
pub fn done_at_once(done: usize, left: usize) -> String {
    let done = count(done, "demande changée", "demandes changées");
    match left {
        0 => format!("{done}."),
        left => {
            format!("{done}, {}.", count(left, "laissée telle quelle", "laissées telles quelles"))
        }
    }
}

/// What a request is to reach.
pub fn stage(stage: DelayStage) -> &'static str {
    match stage {
        DelayStage::Sorted => "Tri",
        DelayStage::Visited => "Passage",
        DelayStage::Answered => "Résolution",
    }
}

/// School days beyond the target of a stage.
pub fn late_by(of: DelayStage, days: u32) -> String {
    let days = usize::try_from(days).unwrap_or(usize::MAX);
    let days = count(days, "jour d’école", "jours d’école");
    format!("{}\u{a0}: hors délai de {days}", stage(of))
}

/// School days that are left for a stage.
pub fn left(of: DelayStage, days: u32) -> String {
    let left = match days {
        0 => "dernier jour".to_owned(),
        days => {
            let days = usize::try_from(days).unwrap_or(usize::MAX);
            format!("encore {}", count(days, "jour d’école", "jours d’école"))
        }
    };
    format!("{}\u{a0}: {left}", stage(of))
}

/// «plus de 7 jours».
pub fn older_than(days: i64) -> String {
    format!("{days}\u{a0}jours et plus")
}

/// Several schools have the words that were typed.
pub fn several_sites(count: usize) -> String {
    format!("{count} écoles correspondent\u{a0}: choisissez-en une dans la liste proposée.")
}

/// What is kept of who telephoned.
pub fn called(who: &str) -> String {
    format!("Demande reçue par téléphone\u{a0}: {who}")
}

/// After a request was written down for somebody.
pub fn noted(number: &str) -> String {
    format!("Enregistré. Numéro à donner\u{a0}: {number}.")
}

/// How many there are.
pub fn shown(tickets: usize) -> String {
    count(tickets, "demande", "demandes")
}

/// How many other requests of the site are open.
pub fn others(open: usize) -> String {
    count(open, "autre demande ouverte ici", "autres demandes ouvertes ici")
}

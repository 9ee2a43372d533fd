//! Words of «Comptes» and «Mon compte».

pub const TITLE: &str = "Comptes";
pub const LOADING: &str = "Lecture des comptes…";
pub const ADD: &str = "Créer un compte";
pub const NAME: &str = "Nom";
pub const MAIL: &str = "Adresse e-mail";
pub const ROLE: &str = "Rôle";
pub const COMMUNES: &str = "Communes de l’observateur (codes INSEE)";
pub const COMMUNES_HINT: &str = "séparés par des espaces\u{a0}; vide\u{a0}: toutes";
pub const NEEDS_ROLE: &str = "Choisissez un rôle.";
pub const NEEDS_NAME: &str = "Écrivez le nom.";
pub const SAID_ADDED: &str = "Le compte est créé.";
pub const PASSWORD_TITLE: &str = "Mot de passe à transmettre";
pub const PASSWORD_INTRO: &str = "Il n’est montré qu’une fois, et sert une fois, dans les \
     7\u{a0}jours\u{a0}: la personne choisira le sien en se connectant.";
pub const DONE: &str = "Terminé";
pub const CAPTION: &str = "Comptes du personnel";
pub const STATE: &str = "État";
pub const ACTIVE: &str = "actif";
pub const INACTIVE: &str = "désactivé";
pub const ACTION: &str = "Action";
pub const RENEW: &str = "Nouveau mot de passe";
pub const RENEW_BODY: &str = "Le mot de passe actuel ne marchera plus, et cette personne sera \
     déconnectée de tous ses appareils, même au milieu d’un passage. Ses saisies y \
     restent\u{a0}; elles partiront quand elle se reconnectera. Son deuxième facteur est \
     désactivé aussi.";
pub const RENEW_CONFIRM: &str = "Remplacer le mot de passe";
pub const OWN_PASSWORD: &str = "Votre mot de passe";
pub const OWN_PASSWORD_HINT: &str = "le vôtre, pour confirmer que c’est bien vous";
pub const SIGN_IN_AGAIN: &str = "Votre connexion date de plus de 10\u{a0}minutes. \
     Déconnectez-vous, reconnectez-vous, puis recommencez\u{a0}: rien n’a changé.";
pub const RENEW_KEEP: &str = "Garder le mot de passe";
pub const DEACTIVATE: &str = "Désactiver";
pub const ACTIVATE: &str = "Réactiver";
pub const EDIT: &str = "Modifier";
pub const EDIT_TITLE: &str = "Modifier le compte";
pub const WEEK: &str = "Demi-journées travaillées";
pub const SKILLS: &str = "Compétences";
pub const SKILLS_HINT: &str = "séparées par des virgules\u{a0}; une école qui en demande une ne \
     reçoit que ceux qui l’ont";
pub const POINT: &str = "Point de départ";
pub const POINT_HINT: &str = "latitude et longitude, par exemple «\u{a0}45,4397 4,3872\u{a0}»\u{a0}\
     ; vide\u{a0}: le milieu des écoles";
pub const BAD_POINT: &str = "Écrivez une latitude et une longitude, séparées par un espace.";
pub const LEAVE_KEEP: &str = "Garder le compte actif";
pub const SAID_CHANGED: &str = "Enregistré\u{a0}: le compte est modifié.";
pub const MAIL_TAKEN: &str = "Un autre compte a déjà cette adresse. Choisissez-en une autre.";
pub const BAD_MAIL: &str = "Cette adresse n’est pas valide. Vérifiez-la.";
pub const NO_MAIL: &str = "—";

pub const OWN_TITLE: &str = "Mon compte";
pub const OLD: &str = "Mot de passe actuel";
pub const NEW: &str = "Nouveau mot de passe";
pub const NEW_HINT: &str = "12\u{a0}caractères au moins";
pub const TOO_SHORT: &str = "Le nouveau mot de passe doit avoir au moins 12\u{a0}caractères.";
pub const COMMON: &str = "Ce mot de passe serait vite deviné. Plusieurs mots sans rapport \
     entre eux font un bon mot de passe.";
pub const CHANGE: &str = "Changer mon mot de passe";
pub const SAID_PASSWORD: &str = "Votre mot de passe est changé.";
pub const WRONG_OLD: &str = "Le mot de passe actuel n’est pas le bon.";
pub const SHARED: &str = "Cet appareil est celui d’une école\u{a0}: il n’a pas de mot de passe.";

/// Before an account is switched off.
pub fn leave_title(name: &str) -> String {
    format!("Désactiver le compte de {name}")
}

/// What becomes of the visits to come.
pub fn leave_body(visits: usize) -> String {
    let visits = match visits {
        0 => "Aucun passage à venir n’est à cette personne.".into(),
        1 => "1\u{a0}passage à venir n’aura plus personne\u{a0}: il sera montré dans \
              «\u{a0}Planning\u{a0}», où «\u{a0}Réparer le planning\u{a0}» lui cherche une place."
            .into(),
        _ => format!(
            "{visits}\u{a0}passages à venir n’auront plus personne\u{a0}: ils seront montrés dans \
             «\u{a0}Planning\u{a0}», où «\u{a0}Réparer le planning\u{a0}» leur cherche une place."
        ),
    };
    format!("Cette personne ne pourra plus se connecter. {visits}")
}

/// The question before a password is replaced.
pub fn renew_title(name: &str) -> String {
    format!("Remplacer le mot de passe de {name}\u{a0}?")
}
pub const MESSAGES: &str = "Messages";
pub const MESSAGES_HINT: &str = "Les messages brefs, par exemple «\u{a0}Enregistré\u{a0}», au bas \
     de l’écran.";
pub const MESSAGES_GO: &str = "Disparaissent seuls";
pub const MESSAGES_STAY: &str = "Restent affichés";
pub const DENSITY: &str = "Affichage";
pub const DENSITY_HINT: &str = "sur les grands écrans, dans ce navigateur";
pub const DENSE: &str = "Serré";
pub const ROOMY: &str = "Aéré";

//! Words of the frame of every page.

use super::date::hour;
use crate::context::FileCount;
use crate::device::Room;
use shared::id::Millis;
use shared::limits::{PHOTO_USUAL_BYTES, ROOM_SHORT_BYTES};
use shared::sync::Connection;

pub const PRODUCT: &str = "Tournée";
pub const SKIP: &str = "Aller au contenu";
pub const NAVIGATION: &str = "Navigation principale";
pub const FOOTER: &str = "Informations";
pub const ACCESSIBILITY: &str = "Accessibilité\u{a0}: non conforme";
pub const SITE_MAP: &str = "Plan du site";
pub const PRIVACY: &str = "Données personnelles";
pub const SIGN_OUT: &str = "Se déconnecter";
pub const LEAVE_TITLE: &str = "Se déconnecter de cet appareil\u{a0}?";
pub const LEAVE_SCHOOL: &str = "Il faudra un nouveau code d’activation, donné par un répartiteur, \
     pour revenir sur cet appareil.";
pub const LEAVE_DRAFTS: &str = "Vos brouillons, avec leurs photos, seront effacés.";
pub const STAY: &str = "Rester connecté";
pub const SIGN_IN: &str = "Se connecter";
pub const ACTIVATE: &str = "Activer cet appareil";
pub const RELOAD: &str = "Recharger la page";
pub const CLOSE: &str = "Fermer";
pub const MORE: &str = "Afficher la suite";
pub const KEEPING_PHOTO: &str = "Enregistrement de la photo…";
pub const NO_ROOM_FOR_PHOTO: &str = "Il n’y a plus de place pour cette photo sur cet \
     appareil\u{a0}: elle n’a pas été gardée. Votre saisie peut être enregistrée sans elle\u{a0}; \
     ou bien libérez de la place, puis recommencez.";
pub const SIGN_HERE: &str = "Zone de signature, au doigt ou à la souris";
pub const SIGN_AGAIN: &str = "Effacer la signature";
pub const UNDO: &str = "Annuler";
pub const UNDO_LAST: &str = "Annuler la dernière";
pub const UPDATE: &str = "Mettre à jour";
pub const UPDATE_READY: &str = "Une mise à jour est prête";
pub const UPDATE_DIRTY: &str =
    "Enregistrez d’abord ce que vous êtes en train de saisir\u{a0}: la page sera rechargée.";
pub const PASSED_OVER: &str = "Le serveur envoie des informations plus récentes que cette version \
     de l’application\u{a0}: elles ne sont pas affichées. Mettez l’application à jour pour les \
     recevoir\u{a0}; rien n’est perdu.";
pub const FICTITIOUS: &str = "Démonstration\u{a0}: données fictives.";
pub const REPLACED: &str = "Cette page a été mise à jour dans un autre onglet. Rechargez-la pour \
     continuer\u{a0}; ce qui est enregistré n’est pas perdu.";
pub const EVICTED: &str = "Le navigateur avait effacé les données de Tournée sur cet appareil. \
     Ce qui avait été envoyé est sur le serveur et revient\u{a0}; ce qui ne l’avait pas été doit \
     être saisi de nouveau. Installez l’application sur l’écran d’accueil pour l’éviter.";
pub const SIGNED_OUT: &str = "Votre session est terminée. Vos saisies sont gardées sur cet \
     appareil\u{a0}; elles partiront dès que vous serez de nouveau connecté.";
pub const SCHOOL_SIGNED_OUT: &str = "La session de cette tablette est terminée. Vos saisies y \
     sont gardées\u{a0}; demandez un nouveau code d’activation pour qu’elles partent.";
pub const REVOKED: &str = "Cet appareil a été révoqué\u{a0}: il ne peut plus rien envoyer ni \
     recevoir. Ce qui n’a pas été envoyé y est gardé. Demandez à un répartiteur de l’admettre de \
     nouveau (écran «\u{a0}Appareils\u{a0}»), puis rouvrez cette page\u{a0}; ou exportez vos \
     saisies et remettez-lui le fichier.";
pub const TOO_OLD: &str = "Cette version est trop ancienne pour envoyer. Vos saisies sont \
     gardées\u{a0}; mettez l’application à jour pour qu’elles partent.";
pub const TOO_MUCH_WAITS: &str = "Beaucoup de saisies attendent sur cet appareil. Elles y sont \
     gardées\u{a0}; reliez-le au réseau dès que possible, ou exportez-les et confiez le fichier à \
     un répartiteur.";
pub const OFFLINE: &str = "Pas de réseau. Vous pouvez continuer, rien n'est perdu.";
pub const TROUBLE: &str =
    "Le serveur ne répond pas comme prévu. Vous pouvez continuer, rien n’est perdu.";
pub const BARRED: &str = "Un pare-feu ou un proxy empêche l’envoi. Vous pouvez continuer, rien \
     n’est perdu\u{a0}; prévenez votre service informatique.";
pub const PAUSED: &str = "Envoi en pause, rien n’est perdu.";
pub const FIRST_CONTACT: &str = "Première prise de contact avec le serveur…";
pub const RECEIVING: &str = "Réception des données…";
pub const NOT_FOUND: &str = "Page introuvable";
pub const NOT_FOUND_WHY: &str =
    "Cette adresse ne mène à aucune page, ou votre compte n’y a pas accès.";
pub const BACK_HOME: &str = "Revenir à l’accueil";
pub const LOADING_SCREEN: &str = "Ouverture de l’écran…";
pub const SCREEN_MISSING: &str = "Cet écran n’est pas encore sur cet appareil";
pub const SCREEN_MISSING_WHY: &str = "Il n’a pas pu être chargé. Rien n’est perdu. Vérifiez le \
     réseau puis réessayez\u{a0}; si une mise à jour est proposée, acceptez-la d’abord.";
pub const TRY_AGAIN: &str = "Réessayer";
pub const CANNOT_OPEN: &str = "Tournée n’a pas pu s’ouvrir";

/// The title of the browser's tab.
pub fn document_title(title: &str) -> String {
    format!("{title} · {PRODUCT}")
}

/// The browser had erased the device's data; this many commands were found again.
pub fn evicted(found_again: usize) -> String {
    let found = match found_again {
        0 => return EVICTED.into(),
        1 => "La saisie qui n’avait pas été envoyée est retrouvée et va partir".to_owned(),
        many => format!(
            "Les {many}\u{a0}saisies qui n’avaient pas été envoyées sont retrouvées et vont \
             partir"
        ),
    };
    format!(
        "Le navigateur avait effacé les données de Tournée sur cet appareil. {found}\u{a0}; les \
         photos qui n’avaient pas été envoyées sont à reprendre. Ce qui était sur le serveur \
         revient."
    )
}

/// «3 saisies à envoyer».
pub fn to_send(count: usize) -> String {
    let s = if count > 1 { "s" } else { "" };
    format!("{count}\u{a0}saisie{s} à envoyer")
}

/// Signing out leaves commands, or photos alone, on the device.
pub fn leave_waiting(commands: usize) -> String {
    let left = match commands {
        0 => "Des photos ne sont pas encore envoyées".to_owned(),
        1 => "1\u{a0}saisie n’est pas encore envoyée".to_owned(),
        many => format!("{many}\u{a0}saisies ne sont pas encore envoyées"),
    };
    match commands {
        1 => format!("{left}\u{a0}: elle reste ici et partira quand vous vous reconnecterez."),
        _ => format!("{left}\u{a0}: elles restent ici et partiront quand vous vous reconnecterez."),
    }
}

/// «2 photos à envoyer».
pub fn files_to_send(count: usize) -> String {
    let s = if count > 1 { "s" } else { "" };
    format!("{count}\u{a0}photo{s} à envoyer")
}

/// «1 saisie demande votre aide».
pub fn asking(count: usize) -> String {
    match count {
        1 => "1\u{a0}saisie demande votre aide".into(),
        count => format!("{count}\u{a0}saisies demandent votre aide"),
    }
}

/// «Tout est envoyé · 14 h 32».
pub fn all_sent(at: Millis) -> String {
    format!("Tout est envoyé · {}", hour(at))
}

/// The content of the status line, most pressing first.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Items that ask for the person.
    pub asking: usize,
    /// Commands that the server does not have.
    pub unsent: usize,
    /// Files to be sent.
    pub files: FileCount,
    /// The state of the connection.
    pub connection: Connection,
    /// When the server last answered.
    pub answered_at: Option<Millis>,
    /// Every row of the person's scope was received.
    pub complete: bool,
}

impl Status {
    /// Returns the style class of the line.
    pub fn tone(&self) -> &'static str {
        match (self.asking, self.connection) {
            (1.., _) => "asking",
            (_, Connection::Offline) => "offline",
            (_, Connection::Unknown | Connection::Online) if self.is_settled() => "sent",
            (_, Connection::Unknown | Connection::Online) => "waiting",
            _ => "trouble",
        }
    }

    /// Returns the sentences of the line.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.asking > 0 {
            sentences.push(asking(self.asking));
        }
        match self.connection {
            Connection::Offline => sentences.push(OFFLINE.into()),
            Connection::Trouble => sentences.push(TROUBLE.into()),
            Connection::Barred => sentences.push(BARRED.into()),
            Connection::SignedOut | Connection::Revoked | Connection::TooOld => {
                sentences.push(PAUSED.into());
            }
            Connection::Unknown | Connection::Online => {}
        }
        if self.unsent > 0 {
            sentences.push(to_send(self.unsent));
        }
        if self.files.waiting > 0 {
            sentences.push(files_to_send(self.files.waiting));
        }
        if sentences.is_empty() {
            sentences.push(match self.answered_at {
                None => FIRST_CONTACT.into(),
                Some(_) if !self.complete => RECEIVING.into(),
                Some(at) => all_sent(at),
            });
        }
        sentences
    }

    /// Returns whether another line says the same with other numbers.
    pub fn is_like(&self, other: &Self) -> bool {
        let kind = |status: &Self| {
            let Self { asking, unsent, files, connection, answered_at, complete } = status;
            let (answered, files) = (answered_at.is_some(), files.waiting > 0);
            (*asking > 0, *unsent > 0, files, *connection, answered, *complete)
        };
        kind(self) == kind(other)
    }

    fn is_settled(&self) -> bool {
        self.unsent == 0 && self.files.waiting == 0 && self.complete
    }
}

/// The device's clock is off.
pub fn clock_off(offset_ms: Millis) -> String {
    let minutes = offset_ms.abs() / 60_000;
    let way = if offset_ms > 0 { "retarde" } else { "avance" };
    let by = match minutes {
        0..120 => format!("{minutes}\u{a0}minutes"),
        120..2_880 => format!("{}\u{a0}heures", minutes / 60),
        _ => format!("{}\u{a0}jours", minutes / 1_440),
    };
    format!(
        "L’horloge de cet appareil {way} de {by}. Réglez-la\u{a0}: les heures que vous déclarez \
         seraient fausses."
    )
}

/// Commands of other accounts wait on this device.
pub fn others_waiting(count: usize) -> String {
    match count {
        1 => "1\u{a0}saisie d’un autre compte attend sur cet appareil. Elle partira quand cette \
              personne se reconnectera ici."
            .into(),
        count => format!(
            "{count}\u{a0}saisies d’un autre compte attendent sur cet appareil. Elles partiront \
             quand cette personne se reconnectera ici."
        ),
    }
}

/// Commands or photos wait on this device, where nobody is signed in.
pub fn left_waiting(entries: usize, photos: usize) -> String {
    let entries_waiting = match entries {
        0 => None,
        1 => Some(
            "1\u{a0}saisie attend sur cet appareil. Elle partira quand la personne qui l’a faite \
             se reconnectera ici\u{a0}; elle peut aussi être exportée."
                .to_owned(),
        ),
        count => Some(format!(
            "{count}\u{a0}saisies attendent sur cet appareil. Elles partiront quand la personne \
             qui les a faites se reconnectera ici\u{a0}; elles peuvent aussi être exportées."
        )),
    };
    let photos_waiting = match photos {
        0 => None,
        1 => Some("1\u{a0}photo attend de partir.".to_owned()),
        count => Some(format!("{count}\u{a0}photos attendent de partir.")),
    };
    let said: Vec<_> = entries_waiting.into_iter().chain(photos_waiting).collect();
    said.join(" ")
}

/// Returns a warning that storage runs out, shown before a photo is taken; `None` while there is
/// enough.
pub fn room_short(room: &Room) -> Option<String> {
    let left = room.left();
    if left >= ROOM_SHORT_BYTES {
        return None;
    }
    let megabytes = left / 1_000_000;
    Some(match room.fits(PHOTO_USUAL_BYTES) {
        true => format!(
            "Il reste peu de place sur cet appareil ({megabytes}\u{a0}Mo). Libérez-en avant \
             d’ajouter des photos\u{a0}; ce qui est enregistré n’est pas perdu."
        ),
        false => format!(
            "Il n’y a plus de place pour une photo sur cet appareil ({megabytes}\u{a0}Mo). \
             Libérez-en, ou enregistrez sans photo\u{a0}; ce qui est enregistré n’est pas perdu."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(connection: Connection, unsent: usize, asking: usize) -> Status {
        Status {
            asking,
            unsent,
            files: FileCount::default(),
            connection,
            answered_at: Some(1_773_322_320_000),
            complete: true,
        }
    }

    #[test]
    fn the_line_says_the_words_of_the_design() {
        let said = |status: Status| status.sentences().join(" ").replace('\u{a0}', " ");
        assert_eq!(said(status(Connection::Online, 0, 0)), "Tout est envoyé · 14 h 32");
        assert_eq!(said(status(Connection::Online, 3, 0)), "3 saisies à envoyer");
        assert_eq!(
            said(status(Connection::Offline, 0, 0)),
            "Pas de réseau. Vous pouvez continuer, rien n'est perdu."
        );
        assert_eq!(said(status(Connection::Online, 0, 1)), "1 saisie demande votre aide");
        let coming = || Status { complete: false, ..status(Connection::Online, 0, 0) };
        assert_eq!(said(coming()), "Réception des données…");
        assert_eq!(coming().tone(), "waiting");
    }

    /// «Tout est envoyé» goes with the first command that waits, and comes with the last one sent.
    #[test]
    fn only_numbers_may_wait_to_be_shown() {
        let online = |unsent, asking| status(Connection::Online, unsent, asking);
        assert!(online(1, 0).is_like(&online(2, 0)));
        assert!(online(1, 1).is_like(&online(2, 3)));
        assert!(!online(0, 0).is_like(&online(1, 0)));
        assert!(!online(1, 0).is_like(&online(0, 0)));
        assert!(!online(1, 0).is_like(&online(1, 1)));
        assert!(!online(1, 0).is_like(&status(Connection::Offline, 1, 0)));
        let files = FileCount { waiting: 1, ..FileCount::default() };
        assert!(!online(0, 0).is_like(&Status { files, ..online(0, 0) }));
        assert!(!online(0, 0).is_like(&Status { complete: false, ..online(0, 0) }));
        assert!(!online(0, 0).is_like(&Status { answered_at: None, ..online(0, 0) }));
    }
}

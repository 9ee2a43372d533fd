//! Words of «Mon agenda».

use super::outbox::Told;
use shared::calendar::Act;
use shared::role::Role;
use shared::row::State;

pub const TITLE: &str = "Mon agenda";
pub const DONE: &str = "Fermer";
pub const OPEN: &str = "Agenda";
pub const OF_SCHOOL: &str = "Agenda d’une école";
pub const CHOOSE_SITE: &str = "Choisissez l’établissement dont l’agenda sera partagé.";
pub const GO_ON: &str = "Continuer";
pub const INTRO: &str = "Suivez les passages dans un autre agenda (téléphone, messagerie)\u{a0}: \
     ajoutez-y cette adresse secrète. Il se met à jour tout seul.";
const SCHOOL: &str = "Suivez les passages, les prêts et les formations dans un autre agenda \
     (téléphone, messagerie)\u{a0}: ajoutez-y cette adresse secrète. Il se met à jour tout seul.";
const SESSIONS: &str = "Suivez les sessions de formation dans un autre agenda (téléphone, \
     messagerie)\u{a0}: ajoutez-y cette adresse secrète. Il se met à jour tout seul\u{a0}; une \
     session annulée y est marquée annulée.";
pub const BEGIN: &str = "Créer une adresse secrète";
pub const RENEW: &str = "Changer l’adresse secrète";
pub const END: &str = "Arrêter le partage";
pub const ENDED: &str = "Partage arrêté. L’adresse ne donne plus rien.";
pub const ADDRESS: &str = "Adresse secrète de l’agenda";
pub const ONCE: &str = "Elle n’est montrée que maintenant, et fonctionne dès qu’elle est envoyée. \
     Qui la connaît voit ce qu’il contient\u{a0}: en cas de doute, changez-la.";
pub const COPY: &str = "Copier l’adresse";
pub const COPIED: &str = "Adresse copiée.";
pub const NOT_COPIED: &str =
    "Le navigateur n’a pas permis de copier. Sélectionnez l’adresse et copiez-la vous-même.";
pub const NO_SECRET: &str = "Ce navigateur ne peut pas créer d’adresse secrète. Ouvrez Tournée \
     par une adresse https, puis réessayez.";

/// What a person follows in their own calendar.
pub fn intro(role: Role) -> &'static str {
    match role {
        Role::Teacher => SCHOOL,
        Role::Adviser | Role::Dispatcher | Role::Coordinator => SESSIONS,
        Role::Technician | Role::Observer | Role::System => INTRO,
    }
}

/// «Agenda de Amina Rey» would need an elision: a colon does not.
pub fn title_of(name: &str) -> String {
    format!("Agenda\u{a0}: {name}")
}

impl Told for Act {
    fn told(&self, _: &State) -> String {
        match self {
            Act::ImportCalendar { .. } => "Import du calendrier".into(),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::ImportCalendar { .. } => Vec::new(),
        }
    }
}

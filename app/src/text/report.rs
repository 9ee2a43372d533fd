//! Words of «Signaler un incident».

pub const TITLE: &str = "Signaler un incident";
pub const BACK: &str = "Mon école";
pub const WHAT: &str = "Quoi\u{a0}?";
pub const TEXT: &str = "En une phrase";
pub const TEXT_HINT: &str = "par exemple «\u{a0}l’image est rose\u{a0}»";
pub const WHERE: &str = "Où\u{a0}?";
pub const WHERE_HINT: &str = "classe, salle\u{a0}; facultatif";
pub const URGENCY: &str = "Est-ce que la classe peut continuer\u{a0}?";
pub const PHOTO: &str = "Ajouter une photo";
pub const MORE: &str = "Préciser le matériel";
pub const LABEL: &str = "Numéro de l’étiquette";
pub const LABEL_FIND: &str = "Chercher cette étiquette";
pub const SEND: &str = "Envoyer";
pub const SENDING: &str = "Enregistrement…";
pub const SAID: &str = "Enregistré sur cet appareil. L’envoi se fait tout seul dès qu’il y a du \
     réseau.";
pub const NEEDS_WHAT: &str = "Touchez l’image de ce qui ne va pas.";
pub const NEEDS_TEXT: &str = "Dites en une phrase ce qui ne va pas.";
pub const NEEDS_SITE: &str = "Cet appareil n’est rattaché à aucune école. Activez-le avec un code.";
pub const UNKNOWN_LABEL: &str = "Aucun matériel de l’école ne porte cette étiquette. Vous pouvez \
     envoyer sans elle.";
pub const FORGET: &str = "Retirer ce matériel";
pub const DUPLICATES: &str = "Déjà signalé à propos de la même chose\u{a0}:";
pub const SAME: &str = "C’est le même problème";
pub const JOINED: &str = "Votre voix est ajoutée à la demande, avec ce que vous avez écrit.";
pub const TRY_FIRST: &str = "À essayer\u{a0}:";

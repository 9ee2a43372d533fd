//! Errors in words: what happened, that nothing is lost, and what to do.

mod conflict;
mod field;
mod money;

pub use conflict::conflict;
pub use field::{field_name, kind_words};

use crate::api::ApiError;
use crate::context::{App, FileError, SessionError, SubmitError};
use crate::device::photo::PhotoError;
use crate::store::StoreError;
use crate::text::UNKNOWN_WORD;
use crate::text::date::{day_long, slot_long};
use crate::text::value;
use field::{bad_field, kind_with_article};
use shared::api::ErrorCode;
use shared::day::HalfDay;
use shared::id::{SiteId, TeacherId};
use shared::photo::FileNature;
use shared::refusal::{Obstacle, Refusal};
use shared::row::State;

/// Why a rule said no.
pub fn refusal(refusal: &Refusal, state: &State) -> String {
    match refusal {
        Refusal::NotAllowed => "Votre compte ne permet pas de faire cela. Demandez à un \
             répartiteur ou à un coordinateur."
            .into(),
        Refusal::UnknownRow { row } => format!(
            "{} n’existe plus ou n’est plus dans votre périmètre. Vérifiez, puis recommencez au \
             bon endroit.",
            kind_with_article(row.kind)
        ),
        Refusal::RowExists { row } => format!(
            "{} existe déjà sous cet identifiant. Rien n’a été remplacé\u{a0}; vérifiez avant de \
             recommencer.",
            kind_with_article(row.kind)
        ),
        Refusal::BadField { field, problem } => bad_field(*field, problem),
        Refusal::TicketState { state } => format!(
            "Cette demande est «\u{a0}{}\u{a0}»\u{a0}: on ne peut plus faire cela. Ouvrez-la pour \
             voir où elle en est.",
            value::ticket_state(state)
        ),
        Refusal::VisitState { state } => format!(
            "Ce passage est «\u{a0}{}\u{a0}»\u{a0}: on ne peut plus faire cela. Ouvrez-le pour \
             voir où il en est.",
            value::visit_state(state)
        ),
        Refusal::EquipmentState { state } => format!(
            "Ce matériel est «\u{a0}{}\u{a0}»\u{a0}: on ne peut plus faire cela. Ouvrez sa fiche \
             pour voir où il en est.",
            value::equipment_state(state)
        ),
        Refusal::NotWiped { row } => format!(
            "{} peut encore contenir des données. Notez d’abord le jour où elles ont été effacées, \
             puis indiquez son départ.",
            row.id.parse().map_or("Ce matériel".into(), |id| super::equipment::name(state, id))
        ),
        Refusal::SameTeacher { teacher } => same_teacher(*teacher, state),
        Refusal::Slot { site, slot, obstacle, .. } => no_slot(site, *slot, obstacle, state),
        Refusal::Subscription { why } => super::subscription::hindrance(why, state),
        Refusal::Training { why } => super::training::hindrance(why, state),
        Refusal::Call { why } => super::ballot::hindrance(why, state),
        Refusal::Budget { why } => super::budget::hindrance(why, state),
        Refusal::UnknownQuarter => "Ce trimestre n’est pas dans le calendrier. Importez le \
             calendrier scolaire d’abord."
            .into(),
        Refusal::NothingToPublish => "Il n’y a pas de planning préparé à publier. Préparez-le \
             d’abord."
            .into(),
        Refusal::State { row, state } => money::state(row, state),
        Refusal::Allowance { remaining } => money::allowance(*remaining),
        Refusal::LineSpent { line, remaining } => money::line_spent(line, *remaining),
        Refusal::MoneyLacks { line, missing } => money::lacks(line, *missing),
        Refusal::PriceChanged { label, seen, now } => money::price(label, *seen, *now),
        Refusal::CampaignClosed { opens, closes } => money::closed(*opens, *closes),
        Refusal::NotOffered { label } => money::not_offered(label),
        Refusal::ReplacedElsewhere { equipment } => money::replaced(equipment, state),
        Refusal::Loan { why } => super::loan::bar(why, state),
        Refusal::StopTooLong { minutes, left } => money::stop_too_long(*minutes, *left),
        // The detail is of the server's parser, in English: it goes with the export.
        Refusal::Malformed { .. } => "Le serveur n’a pas pu lire cette saisie. Elle est \
             gardée\u{a0}: exportez-la et transmettez-la à un coordinateur."
            .into(),
        Refusal::Unknown(_) => format!(
            "Le serveur a refusé cette saisie pour un motif que cette version ne connaît pas. \
             Elle est gardée. {UNKNOWN_WORD}."
        ),
    }
}

fn same_teacher(teacher: TeacherId, state: &State) -> String {
    let known = state.teachers.get(&teacher);
    let name = known.map_or("quelqu’un", |teacher| teacher.name.as_str());
    format!(
        "Il y a déjà {name} ici, avec la même fonction. Précisez la classe ou la fonction pour ne \
         pas les confondre."
    )
}

fn no_slot(site: &SiteId, slot: HalfDay, why: &Obstacle, state: &State) -> String {
    let site = state.sites.get(site);
    let name = site.map_or("cet établissement", |site| site.name.as_str());
    let (slot, why) = (slot_long(slot), obstacle(why, state));
    format!("Passage impossible le {slot} ({name})\u{a0}: {why} Choisissez une autre demi-journée.")
}

/// Why a half-day is impossible, as the end of a sentence.
pub fn obstacle(obstacle: &Obstacle, state: &State) -> String {
    let site_name = |id| {
        let site = state.sites.get(id);
        site.map_or("un autre établissement", |site| site.name.as_str())
    };
    match obstacle {
        Obstacle::Weekend => "c’est un samedi ou un dimanche.".into(),
        Obstacle::Holiday { label } => format!("c’est un jour sans classe ({label})."),
        Obstacle::OutsideQuarter { first, last } => {
            format!("le trimestre va du {} au {}.", day_long(*first), day_long(*last))
        }
        Obstacle::SiteWeek => "l’école n’est pas ouverte cette demi-journée-là.".into(),
        Obstacle::SiteClosed { reason } if reason.is_empty() => {
            "l’établissement est fermé ce jour-là.".into()
        }
        Obstacle::SiteClosed { reason } => format!("l’établissement est fermé ({reason})."),
        Obstacle::SiteGone { on } => {
            format!("l’établissement a fermé définitivement le {}.", day_long(*on))
        }
        Obstacle::TechnicianWeek => "ce technicien ne travaille pas cette demi-journée-là.".into(),
        Obstacle::Absence => "ce technicien est absent.".into(),
        Obstacle::Skill { skill } => {
            format!("ce technicien n’a pas la compétence demandée («\u{a0}{skill}\u{a0}»).")
        }
        Obstacle::NotTechnician => "ce compte n’est pas celui d’un technicien actif.".into(),
        Obstacle::Taken { site, .. } => {
            format!("ce technicien est déjà à {}.", site_name(site))
        }
        Obstacle::AlreadyVisited { .. } => {
            "l’établissement a déjà son passage du trimestre.".into()
        }
        Obstacle::Unknown(_) => format!("{UNKNOWN_WORD}."),
    }
}

/// Why the device could not keep or read something.
pub fn store_error(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable => "Ce navigateur ne permet pas d’enregistrer sur l’appareil \
             (fenêtre privée, réglage ou adresse sans HTTPS). Ouvrez Tournée dans une fenêtre \
             ordinaire."
            .into(),
        StoreError::Full => "Il n’y a plus de place sur cet appareil\u{a0}: ceci n’a pas été \
             enregistré. Ce qui l’était déjà n’est pas perdu. Libérez de la place (photos, \
             applications), puis recommencez."
            .into(),
        StoreError::Replaced => crate::text::shell::REPLACED.into(),
        StoreError::Incomplete => "L’application n’est pas encore complète sur cet appareil. Rien \
             de ce qui est enregistré n’est perdu\u{a0}; connectez-vous à un réseau, puis \
             recommencez."
            .into(),
        StoreError::Disconnected | StoreError::Overtaken => {
            "Le navigateur a fermé l’accès aux données de l’appareil. Ce \
             qui est enregistré n’est pas perdu\u{a0}; rechargez la page, puis recommencez."
                .into()
        }
        // The detail is the browser's, in its own language: it is in the console.
        StoreError::Broken { .. } => "L’enregistrement sur l’appareil a échoué. Ce qui était \
             déjà enregistré n’est pas perdu\u{a0}; rechargez la page, puis recommencez."
            .into(),
    }
}

/// Why a photo or a drawing was not kept.
pub fn file_error(error: &FileError) -> String {
    match error {
        FileError::Photo(PhotoError::Unreadable(nature)) => not_a_photo(*nature).into(),
        FileError::Photo(PhotoError::TooLarge) => "Cette photo est trop grande pour cet appareil. \
             Réduisez-la ou prenez-en une autre\u{a0}; le reste de votre saisie est intact."
            .into(),
        FileError::Photo(PhotoError::Unsupported) => store_error(&StoreError::Unavailable),
        FileError::Store(error) => store_error(error),
    }
}

/// Why a file is no photo here, and what to do.
fn not_a_photo(nature: FileNature) -> &'static str {
    match nature {
        FileNature::Empty => {
            "Ce fichier est vide. Choisissez-en un autre\u{a0}; le reste de votre saisie est \
             intact."
        }
        FileNature::Heic => {
            "Cette photo est au format HEIC, que ce navigateur ne lit pas. Enregistrez-la en JPEG \
             (sur l’iPhone\u{a0}: Réglages, Appareil photo, Formats, «\u{a0}Le plus \
             compatible\u{a0}»), puis choisissez-la de nouveau\u{a0}; le reste de votre saisie est \
             intact."
        }
        FileNature::Raw => {
            "Cette photo est dans un format brut ou TIFF, que ce navigateur ne lit pas. \
             Enregistrez-la en JPEG\u{a0}; le reste de votre saisie est intact."
        }
        FileNature::NewPicture => {
            "Cette photo est au format AVIF ou JPEG XL, que ce navigateur ne lit pas. \
             Enregistrez-la en JPEG\u{a0}; le reste de votre saisie est intact."
        }
        FileNature::Damaged => {
            "Cette photo est abîmée ou trop grande\u{a0}: elle ne peut pas être lue. Prenez-en une \
             autre\u{a0}; le reste de votre saisie est intact."
        }
        FileNature::Pdf => {
            "Ce fichier est un PDF, pas une photo. Photographiez la page ou enregistrez-la en \
             JPEG\u{a0}; le reste de votre saisie est intact."
        }
        FileNature::Film => {
            "Ce fichier est une vidéo, pas une photo. Prenez une photo\u{a0}; le reste de votre \
             saisie est intact."
        }
        FileNature::Other => {
            "Ce fichier n’est pas une photo. Choisissez un JPEG ou un PNG\u{a0}; le reste de votre \
             saisie est intact."
        }
    }
}

/// Why the server did not do something that needs it.
pub fn api_error(error: &ApiError) -> String {
    match error {
        ApiError::Offline => "Pas de réseau\u{a0}: ceci ne peut se faire qu’en ligne. Rien n’est \
             perdu\u{a0}; recommencez quand le réseau sera revenu."
            .into(),
        ApiError::SignedOut => "Votre session est terminée. Connectez-vous de nouveau, puis \
             recommencez\u{a0}; vos saisies sont gardées."
            .into(),
        ApiError::Revoked => crate::text::shell::REVOKED.into(),
        ApiError::TooOld => crate::text::shell::TOO_OLD.into(),
        ApiError::Busy(wait) => {
            let seconds = (wait / 1_000).max(1);
            format!(
                "Il y a eu trop d’essais ou le serveur est occupé. Attendez {seconds}\u{a0}s, \
                 puis recommencez."
            )
        }
        ApiError::Barred(status) => format!(
            "Un pare-feu ou un proxy empêche cet envoi (erreur {status}). Rien n’est \
             perdu\u{a0}; prévenez votre service informatique."
        ),
        ApiError::Refused { code: ErrorCode::FactorRequired, .. } => {
            crate::text::safety::REQUIRED.into()
        }
        ApiError::Refused { status: 403, .. } => {
            "Votre compte ne permet pas de faire cela. Demandez à un coordinateur.".into()
        }
        ApiError::Refused { status: 404, .. } => {
            "Ceci n’existe plus sur le serveur. Rechargez la page pour voir l’état actuel.".into()
        }
        ApiError::Refused { status: 413, .. } => {
            "C’est trop grand pour le serveur. Faites-en moins en une fois.".into()
        }
        ApiError::Refused { code, .. } => format!(
            "Le serveur a refusé ({}). Vérifiez ce que vous avez saisi, puis recommencez.",
            error_code(*code)
        ),
        ApiError::Fault => "Le serveur a rencontré un problème. Rien n’est perdu\u{a0}; \
             recommencez dans quelques minutes."
            .into(),
    }
}

/// Why the server did not do it, in a few words.
fn error_code(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::SignedOut => "session terminée",
        ErrorCode::Revoked => "appareil révoqué",
        ErrorCode::NotAllowed => "compte sans ce droit",
        ErrorCode::CrossOrigin => "page d’un autre site",
        ErrorCode::NotFound => "introuvable",
        ErrorCode::MethodNotAllowed => "action inconnue",
        ErrorCode::Malformed => "contenu illisible",
        ErrorCode::TooLarge => "contenu trop grand",
        ErrorCode::TooOld => "application trop ancienne",
        ErrorCode::Busy => "trop d’essais",
        ErrorCode::Fault => "panne du serveur",
        ErrorCode::BadMail => "adresse électronique impossible",
        ErrorCode::MailTaken => "adresse déjà utilisée",
        ErrorCode::PasswordTooShort => "mot de passe trop court",
        ErrorCode::PasswordCommon => "mot de passe trop facile à deviner",
        ErrorCode::PasswordGiven => "mot de passe provisoire",
        ErrorCode::PasswordExpired => "mot de passe provisoire périmé",
        ErrorCode::FactorNeeded => "code du deuxième facteur demandé",
        ErrorCode::WrongFactor => "code du deuxième facteur faux",
        ErrorCode::FactorRequired => "deuxième facteur à activer d’abord",
        ErrorCode::DeviceTaken => "appareil ouvert pour quelqu’un d’autre",
        ErrorCode::NoAccount => "aucun compte ouvert pour cette personne",
        ErrorCode::ProviderSilent => "annuaire de la collectivité injoignable",
        ErrorCode::WrongPassword => "mot de passe actuel faux",
        ErrorCode::SignInAgain => "connexion trop ancienne",
        ErrorCode::HashMismatch => "fichier abîmé en chemin",
        ErrorCode::NotAnImage => "fichier qui n’est pas une image",
        ErrorCode::NotWritten => "export impossible",
        ErrorCode::Unknown => "raison que cette version ne connaît pas",
    }
}

/// Why a command was not kept.
pub fn submit_error(error: &SubmitError, app: App) -> String {
    match error {
        SubmitError::Refused(why) => app.read_now(|replica| refusal(why, replica.view())),
        SubmitError::Offline => super::budget::NEEDS_SERVER.into(),
        SubmitError::CountedBefore => super::budget::COUNTED_BEFORE.into(),
        SubmitError::Store(error) => store_error(error),
    }
}

/// Why nobody could sign in or out.
pub fn session_error(error: &SessionError) -> String {
    match error {
        SessionError::Api(error) => api_error(error),
        SessionError::Store(error) => store_error(error),
        SessionError::Insecure => crate::text::sign_in::INSECURE.into(),
        SessionError::NoCookie => crate::text::sign_in::NO_COOKIE.into(),
    }
}

//! Words of «Journal»: who did, read, took away, or failed to come in.

use super::{UNKNOWN_WORD, count, date};
use shared::api::audit::{AuditEntry, AuditEvent};
use shared::command::Command;
use shared::id::{AccountId, Millis, SiteId};
use shared::row::State;

pub const TITLE: &str = "Journal";
pub const DAY: &str = "Jour";
pub const BEFORE: &str = "Jour précédent";
pub const AFTER: &str = "Jour suivant";
pub const SEARCH: &str = "Chercher dans ce jour";
pub const SEARCH_HINT: &str = "nom, action, école";
pub const GROUP: &str = "Montrer";
pub const ALL: &str = "Tout";
pub const LOADING: &str = "Lecture du journal…";
pub const NOTHING: &str = "Rien n’est noté ce jour-là.";
pub const NOTHING_FOUND: &str = "Aucune ligne ne correspond à cette recherche.";
pub const CAPTION: &str = "Journal du jour, le plus récent d’abord";
pub const TIME: &str = "Heure";
pub const WHO: &str = "Qui";
pub const WHAT: &str = "Quoi";
pub const DETAIL: &str = "Détail";
pub const SERVER: &str = "Le serveur";
pub const TOO_LONG: &str = "Saisie longue ou effacée après sa durée de conservation";
pub const REFUSED: &str = "refusée";
pub const MERGED: &str = "appliquée, en désaccord avec une autre";
pub const HELD: &str = "gardée jusqu’à la mise à jour";
pub const INTRO: &str = "Qui a saisi, lu, exporté, ou n’a pas pu se connecter. Ce journal ne se \
     modifie pas\u{a0}; le lire y est noté aussi. «\u{a0}tournee audit\u{a0}» le donne en entier, \
     pour l’archiver hors du serveur.";

/// What lines are about, to show some of them alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditGroup {
    /// What people entered.
    Entries,
    /// Coming in and going out.
    SignIns,
    /// What was read or taken away.
    Reads,
    /// Accounts, devices, passwords, factors.
    Access,
    /// What the server does by itself, or its operator.
    Operation,
}

impl AuditGroup {
    /// Every one, in the order of the choice.
    pub const ALL: [Self; 5] =
        [Self::Entries, Self::SignIns, Self::Reads, Self::Access, Self::Operation];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entries => "Saisies",
            Self::SignIns => "Connexions",
            Self::Reads => "Lectures et exports",
            Self::Access => "Comptes et appareils",
            Self::Operation => "Exploitation",
        }
    }

    /// Its word in the address of the screen.
    pub fn key(self) -> &'static str {
        match self {
            Self::Entries => "saisies",
            Self::SignIns => "connexions",
            Self::Reads => "lectures",
            Self::Access => "acces",
            Self::Operation => "exploitation",
        }
    }

    /// The one of an event.
    pub fn of(event: AuditEvent) -> Self {
        match event {
            AuditEvent::Command | AuditEvent::HandedIn | AuditEvent::LettersRetried => {
                Self::Entries
            }
            AuditEvent::SignedIn
            | AuditEvent::SignedOut
            | AuditEvent::SignInFailed
            | AuditEvent::FactorFailed
            | AuditEvent::CodeFailed
            | AuditEvent::ProviderRefused
            | AuditEvent::RecoveryCodeUsed
            | AuditEvent::OtherSessionsEnded => Self::SignIns,
            AuditEvent::AuditRead
            | AuditEvent::Exported
            | AuditEvent::LettersPrinted
            | AuditEvent::SiteRead => Self::Reads,
            AuditEvent::AccountMade
            | AuditEvent::CodeMade
            | AuditEvent::DeviceAdmitted
            | AuditEvent::DeviceRevoked
            | AuditEvent::Enrolled
            | AuditEvent::FactorBegun
            | AuditEvent::FactorEnded
            | AuditEvent::PasswordChanged
            | AuditEvent::PasswordGiven
            | AuditEvent::ProviderLinked
            | AuditEvent::RoleByProvider => Self::Access,
            AuditEvent::PersonForgotten
            | AuditEvent::Purged
            | AuditEvent::QuarterOpened
            | AuditEvent::Restored => Self::Operation,
        }
    }
}

/// What happened, in words.
pub fn event(event: Option<AuditEvent>) -> &'static str {
    let Some(event) = event else { return UNKNOWN_WORD };
    match event {
        AuditEvent::AccountMade => "Compte créé",
        AuditEvent::AuditRead => "Journal lu",
        AuditEvent::CodeFailed => "Code d’activation refusé",
        AuditEvent::CodeMade => "Code d’activation créé",
        AuditEvent::Command => "Saisie",
        AuditEvent::DeviceAdmitted => "Appareil admis de nouveau",
        AuditEvent::DeviceRevoked => "Appareil révoqué",
        AuditEvent::Enrolled => "Appareil activé",
        AuditEvent::Exported => "Fichier exporté",
        AuditEvent::FactorBegun => "Deuxième facteur activé",
        AuditEvent::FactorEnded => "Deuxième facteur désactivé",
        AuditEvent::FactorFailed => "Deuxième facteur refusé",
        AuditEvent::HandedIn => "Saisie remise pour une autre personne",
        AuditEvent::LettersPrinted => "Lettres aux écoles imprimées",
        AuditEvent::LettersRetried => "Lettres aux écoles renvoyées",
        AuditEvent::OtherSessionsEnded => "Autres appareils déconnectés",
        AuditEvent::PasswordChanged => "Mot de passe changé",
        AuditEvent::PasswordGiven => "Mot de passe donné",
        AuditEvent::PersonForgotten => "Données d’une personne effacées",
        AuditEvent::ProviderLinked => "Compte lié au fournisseur d’identité",
        AuditEvent::ProviderRefused => "Personne sans compte, nommée par le fournisseur d’identité",
        AuditEvent::Purged => "Données anciennes effacées",
        AuditEvent::QuarterOpened => "Trimestre ouvert aux techniciens",
        AuditEvent::RecoveryCodeUsed => "Code de secours utilisé",
        AuditEvent::Restored => "Sauvegarde restaurée",
        AuditEvent::RoleByProvider => "Rôle donné par le fournisseur d’identité",
        AuditEvent::SignInFailed => "Connexion refusée",
        AuditEvent::SignedIn => "Connexion",
        AuditEvent::SignedOut => "Déconnexion",
        AuditEvent::SiteRead => "École lue hors de sa tournée",
    }
}

/// When, on the day that is shown.
pub fn time(at: Millis) -> String {
    date::hour(at)
}

/// How many lines are shown.
pub fn lines(shown: usize) -> String {
    count(shown, "ligne", "lignes")
}

/// How many older lines of the day are not here.
pub fn left_out(lines: usize) -> String {
    let many = count(lines, "ligne plus ancienne n’est", "lignes plus anciennes ne sont");
    format!("{many} pas ici\u{a0}: «\u{a0}tournee audit\u{a0}» les donne toutes.")
}

/// Who did it.
pub fn who(state: &State, account: AccountId) -> String {
    if account.0.is_nil() { SERVER.into() } else { super::person_name(state, account) }
}

/// What it was done to: a command in its own words, and names in the place of keys that this desk
/// knows.
pub fn detail(state: &State, line: &AuditEntry) -> String {
    match AuditEvent::of(&line.what) {
        Some(AuditEvent::Command) => entry(state, line),
        Some(
            AuditEvent::CodeFailed
            | AuditEvent::FactorFailed
            | AuditEvent::ProviderRefused
            | AuditEvent::SignInFailed,
        ) => part(&line.detail, "from=").map_or(String::new(), |from| format!("depuis {from}")),
        Some(AuditEvent::HandedIn) => {
            let author = part(&line.detail, "author=").and_then(|id| id.parse().ok());
            author.map_or(String::new(), |author| format!("pour {}", who(state, author)))
        }
        // The key of a device says nothing to a person.
        Some(
            AuditEvent::Enrolled
            | AuditEvent::OtherSessionsEnded
            | AuditEvent::SignedIn
            | AuditEvent::SignedOut,
        ) => String::new(),
        _ => named(state, &line.detail),
    }
}

/// The part of a detail that follows its name.
fn part<'a>(detail: &'a str, name: &str) -> Option<&'a str> {
    detail.split(' ').find_map(|part| part.strip_prefix(name))
}

fn entry(state: &State, line: &AuditEntry) -> String {
    let Some(command) = &line.command else { return TOO_LONG.into() };
    let told = match Command::read(&command.to_string()) {
        Ok(command) => super::outbox::item(&command, state),
        Err(_) => UNKNOWN_WORD.into(),
    };
    // Its key follows the word.
    match line.detail.split(' ').next().unwrap_or_default() {
        "refused" => format!("{told} ({REFUSED})"),
        "merged" => format!("{told} ({MERGED})"),
        "held" => format!("{told} ({HELD})"),
        _ => told,
    }
}

fn named(state: &State, detail: &str) -> String {
    let account = detail.parse().ok().and_then(|id: AccountId| state.accounts.get(&id));
    let site = || state.sites.get(&SiteId::from(detail)).map(|site| site.name.clone());
    account.map(|account| account.name.clone()).or_else(site).unwrap_or_else(|| detail.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(what: AuditEvent, detail: &str) -> AuditEntry {
        let (what, detail) = (what.word().into(), detail.into());
        AuditEntry { at: 0, account: AccountId(uuid::Uuid::nil()), what, detail, command: None }
    }

    #[test]
    fn an_attempt_says_from_where_and_a_key_says_nothing() {
        let state = State::default();
        let failed = line(AuditEvent::SignInFailed, "device=1 from=192.0.2.7");
        assert_eq!(detail(&state, &failed), "depuis 192.0.2.7");
        assert_eq!(detail(&state, &line(AuditEvent::SignedIn, "0190")), "");
        assert_eq!(detail(&state, &line(AuditEvent::Exported, "visits.csv")), "visits.csv");
        assert_eq!(detail(&state, &line(AuditEvent::Command, "applied 1")), TOO_LONG);
        let author = AccountId(uuid::Uuid::nil());
        let handed = format!("command=1 device=2 author={author} proven=true");
        assert_eq!(detail(&state, &line(AuditEvent::HandedIn, &handed)), format!("pour {SERVER}"));
    }

    #[test]
    fn every_event_has_words_and_a_group_of_the_choice() {
        for known in AuditEvent::ALL {
            assert!(!event(Some(*known)).is_empty());
            assert!(AuditGroup::ALL.contains(&AuditGroup::of(*known)));
            assert_eq!(AuditEvent::of(known.word()), Some(*known));
        }
        assert_eq!(event(AuditEvent::of("flown")), UNKNOWN_WORD);
    }
}

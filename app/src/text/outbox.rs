//! Words of «Mes saisies»: each command in its own words, and where it stands.

use super::date;
use shared::command::Command;
use shared::day::{Day, paris_day};
use shared::id::Millis;
use shared::row::State;

pub const TITLE: &str = "Mes saisies";
pub const WAITING: &str = "À envoyer";
pub const SENT: &str = "Envoyées";
pub const ASKING: &str = "À traiter";
pub const PUT_AWAY: &str = "Refusées et rangées";
pub const NOTHING_WAITING: &str = "Rien n’attend d’être envoyé.";
pub const NOTHING_SENT: &str = "Rien n’a encore été envoyé depuis cet appareil.";
pub const NOTHING_ASKING: &str = "Rien ne demande votre aide.";
pub const EXPORT: &str = "Exporter mes saisies non envoyées";
pub const EXPORTED: &str = "Les saisies non envoyées sont dans un fichier de vos téléchargements. \
     Elles restent aussi sur cet appareil.";
pub const GIVE: &str = "Confier mes saisies";
/// Name of the file that goes from phone to phone.
pub const SHARED_FILE: &str = "saisies-a-remettre.txt";
const GIVEN: &str = "Vos saisies sont confiées. Elles restent aussi ici\u{a0}: rien ne sera compté \
     deux fois.";
pub const SEND_NOW: &str = "Envoyer maintenant";
pub const OPEN: &str = "Ouvrir la demande";
pub const HANDLED: &str = "J’ai vu, ranger";
pub const BRING_BACK: &str = "Remettre ma valeur";
pub const RECEIPTS: &str = "Reçus";
pub const ON_DEVICE: &str = "enregistrée sur cet appareil";
pub const SEEN_BY_DESK: &str = "vue par la planification";
pub const NOT_SEEN_BY_DESK: &str = "pas encore vue par la planification";
pub const HELD: &str = "gardée jusqu’à la mise à jour du serveur";
pub const REFUSED: &str = "refusée par le serveur";
pub const UNREADABLE: &str = "Saisie d’une autre version de l’application, gardée telle quelle";
pub const PERSISTED: &str = "Le navigateur s’est engagé à ne pas effacer ces données.";
pub const NOT_PERSISTED: &str = "Le navigateur peut effacer ces données si la place manque. \
     Installez l’application sur l’écran d’accueil pour l’éviter.";
pub const TOO_LARGE: &str = "Trop grande pour le réseau utilisé, qui refuse un envoi de cette \
     taille. Elle est gardée sur cet appareil et les autres partent. Essayez depuis un autre \
     réseau avec «\u{a0}Envoyer maintenant\u{a0}», ou exportez-la et confiez le fichier à un \
     répartiteur.";
pub const BARRED_FILES: &str = "Un pare-feu ou un proxy empêche l’envoi des photos. Elles restent \
     sur cet appareil et seront de nouveau essayées\u{a0}; prévenez votre service informatique.";
pub const REFUSED_FILES: &str = "Des photos n’ont pas pu partir\u{a0}: ce ne sont pas, ou plus, \
     des images lisibles. Elles restent sur cet appareil\u{a0}; les autres partent.";

/// The storage that is used.
pub fn room(used: u64, quota: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    format!("{}\u{a0}Mo utilisés sur {}\u{a0}Mo.", megabytes(used), megabytes(quota))
}

/// The time since when the server has it; for today, the hour is enough.
pub fn on_server(at: Millis, today: Day) -> String {
    let when = if paris_day(at) == today { date::hour(at) } else { date::moment(at) };
    format!("sur le serveur ({when})")
}

/// The message once the file was given to somebody, with the photos that are missing in it.
pub fn given(missing_photos: usize) -> String {
    with_missing(GIVEN, missing_photos)
}

/// The message once the file was offered, with the photos that are missing in it.
pub fn exported(missing_photos: usize) -> String {
    with_missing(EXPORTED, missing_photos)
}

fn with_missing(said: &str, photos: usize) -> String {
    match photos {
        0 => said.into(),
        1 => format!("{said} Une photo n’y tient pas\u{a0}: gardez cet appareil."),
        many => format!("{said} {many}\u{a0}photos n’y tiennent pas\u{a0}: gardez cet appareil."),
    }
}

/// The number of older ones, which are not shown.
pub fn older(count: usize) -> String {
    format!("et {}", super::count(count, "plus ancienne", "plus anciennes"))
}

/// The words of the acts of a service. A service implements it beside its other words.
pub trait Told {
    /// The act in its own words, with the rows that it speaks of by their names.
    fn told(&self, view: &State) -> String;

    /// The texts that the person typed and that [`Told::told`] does not repeat; some may be empty.
    fn typed(&self) -> Vec<&str>;
}

fn act(command: &Command) -> &dyn Told {
    match command {
        Command::Ticket(act) => &**act,
        Command::Visit(act) => &**act,
        Command::Plan(act) => &**act,
        Command::Absence(act) => &**act,
        Command::Site(act) => &**act,
        Command::Equipment(act) => &**act,
        Command::Subscription(act) => &**act,
        Command::Account(act) => &**act,
        Command::Calendar(act) => &**act,
        Command::Settings(act) => &**act,
        Command::Article(act) => &**act,
        Command::Campaign(act) => &**act,
        Command::Supply(act) => &**act,
        Command::Loan(act) => &**act,
        Command::Teacher(act) => &**act,
        Command::Training(act) => &**act,
        Command::Statement(act) => &**act,
        Command::Notice(act) => &**act,
        Command::Budget(act) => &**act,
        Command::Ballot(act) => &**act,
    }
}

/// Returns a command in its own words.
pub fn item(command: &Command, view: &State) -> String {
    act(command).told(view)
}

/// The texts that the person typed, where [`item`] does not say them.
pub fn typed(command: &Command) -> Option<String> {
    let texts = act(command).typed().into_iter().filter(|text| !text.is_empty());
    let said: Vec<_> = texts.map(|text| format!("«\u{a0}{text}\u{a0}»")).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

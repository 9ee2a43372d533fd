//! Words of «Actualités».

use super::{count, date};
use shared::notice::reach::CommunePlace;
use shared::notice::{Link, Notice, NoticeState};

pub const TITLE: &str = "Actualités";
pub const WRITE: &str = "Écrire une actualité";
pub const EDIT: &str = "Modifier…";
pub const NONE: &str = "Aucune actualité. Une actualité est un mot aux écoles, ou à tous.";
pub const HEAD: &str = "Titre";
pub const HEAD_HINT: &str = "Une ligne, par exemple «\u{a0}Appel à projets ouvert jusqu’au 30 \
     avril\u{a0}».";
pub const NEEDS_HEAD: &str = "Écrivez un titre.";
pub const TEXT: &str = "Texte";
pub const TEXT_HINT: &str = "Sans nom de personne. Aucune image\u{a0}: une photo de classe montre \
     des élèves.";
pub const FROM: &str = "Montrer du";
pub const UNTIL: &str = "au";
pub const NEEDS_DAY: &str = "Choisissez un jour.";
pub const AUDIENCE: &str = "Pour qui";
pub const PUBLIC: &str = "Tout le monde, page publique comprise";
pub const SCHOOLS: &str = "Toutes les écoles";
pub const TECHNICIANS: &str = "Les techniciens";
pub const OBSERVERS: &str = "Les observateurs";
pub const COMMUNES: &str = "Les écoles de ces communes";
pub const FIND_COMMUNE: &str = "Chercher une commune";
pub const SITES: &str = "Ces écoles";
pub const FIND_SITE: &str = "Chercher une école";
pub const NONE_FOUND: &str = "Rien de ce nom.";
pub const NEEDS_AUDIENCE: &str = "Choisissez pour qui.";
pub const LINK: &str = "Lien";
pub const NO_LINK: &str = "Aucun";
pub const PREVIEW: &str = "Aperçu";
pub const SAVED: &str = "Actualité enregistrée, pas encore publiée.";
pub const PUBLISH: &str = "Publier";
pub const PUBLISHED: &str = "Actualité publiée.";
pub const WITHDRAW: &str = "Retirer";
pub const WITHDRAW_BODY: &str = "Elle disparaît des appareils à leur prochain contact.";
pub const WITHDRAW_KEEP: &str = "La laisser";
pub const WITHDRAWN: &str = "Actualité retirée.";
pub const PUBLIC_PAGE: &str = "Voir la page publique";

/// How many schools it reaches.
pub fn reached(schools: usize) -> String {
    match schools {
        0 => "Aucune école".into(),
        many => count(many, "école", "écoles"),
    }
}

/// What a button does to one of several news.
pub fn of(action: &str, title: &str) -> String {
    format!("{action}\u{a0}: {title}")
}

/// A commune that can be chosen.
pub fn place(place: &CommunePlace) -> String {
    format!("{} ({})", place.name, reached(place.schools))
}

/// What is chosen of a list.
pub fn chosen(names: &[String]) -> String {
    match names {
        [] => "Aucun choix".into(),
        [one] => format!("Choisi\u{a0}: {one}"),
        several => format!("{}\u{a0}choisis\u{a0}: {}", several.len(), several.join(", ")),
    }
}

/// How many of a list are not shown.
pub fn more(left: usize) -> String {
    let left = count(left, "autre", "autres");
    format!("{left}\u{a0}: écrivez quelques lettres de plus.")
}

/// Where news stands.
pub fn standing(notice: &Notice) -> String {
    let state = match notice.state {
        NoticeState::Draft => "Brouillon",
        NoticeState::Published => "Publiée",
        NoticeState::Withdrawn => "Retirée",
    };
    let days = super::coverage::period(&date::day_long(notice.from), &date::day_long(notice.until));
    format!("{state} · {days}")
}

/// The name of a link.
pub fn link(link: Link) -> &'static str {
    super::notice::link(link)
}

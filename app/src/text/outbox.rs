//! Words of «Mes saisies»: each command in its own words, and where it stands.

use super::date;
use shared::command::{Command, TicketEdit};
use shared::day::{Day, paris_day};
use shared::id::{Millis, SiteId, TicketId, VisitId};
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
pub const REFUSED_FILES: &str = "Le serveur n’a pas voulu de ces photos\u{a0}: ce ne sont pas des \
     images lisibles. Elles restent sur cet appareil.";

/// How much room is taken.
pub fn room(used: u64, quota: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    format!("{}\u{a0}Mo utilisés sur {}\u{a0}Mo.", megabytes(used), megabytes(quota))
}

/// The server has it, since that instant: the hour is enough for today.
pub fn on_server(at: Millis, today: Day) -> String {
    let when = if paris_day(at) == today { date::hour(at) } else { date::moment(at) };
    format!("sur le serveur ({when})")
}

/// What was handed over as a file, and what is missing in it.
pub fn exported(missing_photos: usize) -> String {
    match missing_photos {
        0 => EXPORTED.into(),
        1 => format!("{EXPORTED} Une photo n’y tient pas\u{a0}: gardez cet appareil."),
        many => {
            format!("{EXPORTED} {many}\u{a0}photos n’y tiennent pas\u{a0}: gardez cet appareil.")
        }
    }
}

/// Only the last ones are shown.
pub fn older(count: usize) -> String {
    format!("et {count}\u{a0}plus anciennes")
}

/// A command in its own words.
pub fn item(command: &Command, view: &State) -> String {
    use Command::*;
    let site = |id: &SiteId| site(id, view);
    let ticket = |id: &TicketId| ticket(*id, view);
    let visit = |id: &VisitId| visit(*id, view);
    match command {
        ReportIncident { text, site: at, .. } => {
            format!("Demande «\u{a0}{text}\u{a0}», {}", site(at))
        }
        CommentTicket { ticket: of, text, .. } => {
            format!("Commentaire «\u{a0}{text}\u{a0}», {}", ticket(of))
        }
        EditTicket { ticket: of, .. } => format!("Modification, {}", ticket(of)),
        QualifyTicket { ticket: of, channel } => {
            format!(
                "Orientation «\u{a0}{}\u{a0}», {}",
                super::ticket::channel(*channel),
                ticket(of)
            )
        }
        AssignTicket { ticket: of, visit: Some(to) } => {
            format!("Mise au passage, {}, {}", ticket(of), visit(to))
        }
        AssignTicket { ticket: of, visit: None } => format!("Retrait du passage, {}", ticket(of)),
        MergeTicket { ticket: of, .. } => format!("Doublon réuni, {}", ticket(of)),
        HoldTicket { ticket: of, .. } => format!("Mise en attente, {}", ticket(of)),
        ForwardTicket { ticket: of, .. } => format!("Transmission au prestataire, {}", ticket(of)),
        CancelTicket { ticket: of, .. } => format!("Annulation, {}", ticket(of)),
        LogWork { ticket: of, minutes, .. } => {
            format!("Travail de {minutes}\u{a0}min, {}", ticket(of))
        }
        ResolveTicket { ticket: of, .. } => format!("Résolution, {}", ticket(of)),
        PostponeTicket { ticket: of, .. } => format!("Report, {}", ticket(of)),
        ConfirmResolution { ticket: of } => format!("C’est réglé, {}", ticket(of)),
        ReopenTicket { ticket: of, .. } => format!("Ce n’est pas réglé, {}", ticket(of)),
        CloseTicket { ticket: of } => format!("Clôture, {}", ticket(of)),
        StartVisit { visit: of } => format!("Passage démarré, {}", visit(of)),
        CheckItem { visit: of, item, check, .. } => format!(
            "{}\u{a0}: {}, {}",
            checklist(item.as_str(), view),
            super::visit::check(*check).to_lowercase(),
            visit(of)
        ),
        NoteVisit { visit: of, text } => format!("Note «\u{a0}{text}\u{a0}», {}", visit(of)),
        AddVisitPhoto { visit: of, .. } => format!("Photo du passage, {}", visit(of)),
        SignReport { visit: of, name, .. } => format!("Signature de {name}, {}", visit(of)),
        FinishVisit { visit: of, .. } => format!("Passage terminé, {}", visit(of)),
        MarkVisitMissed { visit: of, .. } => format!("Passage impossible, {}", visit(of)),
        BringForward { visit: of, slot } => {
            format!("Passage avancé au {}, {}", date::slot_long(*slot), visit(of))
        }
        other => desk_item(other, view),
    }
}

/// What the person typed, where [`item`] does not say it.
pub fn typed(command: &Command) -> Option<String> {
    use Command::*;
    let texts: [&str; 2] = match command {
        ReportIncident { room, .. } => [room, ""],
        EditTicket { edit: TicketEdit { text, room, .. }, .. } => {
            [text.as_deref().unwrap_or_default(), room.as_deref().unwrap_or_default()]
        }
        HoldTicket { reason: text, .. }
        | ForwardTicket { reference: text, .. }
        | CancelTicket { reason: text, .. }
        | LogWork { text, .. }
        | ResolveTicket { text, .. }
        | PostponeTicket { reason: text, .. }
        | ReopenTicket { text, .. }
        | CheckItem { note: text, .. }
        | MarkVisitMissed { text, .. }
        | CancelVisit { reason: text, .. } => [text, ""],
        _ => return None,
    };
    let quoted = |text: &&str| format!("«\u{a0}{text}\u{a0}»");
    let said: Vec<_> = texts.iter().filter(|text| !text.is_empty()).map(quoted).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn desk_item(command: &Command, view: &State) -> String {
    use Command::*;
    match command {
        ProposePlan { visits, .. } => {
            format!("Brouillon de planning, {}\u{a0}passages", visits.len())
        }
        PublishPlan { .. } => "Publication du planning".into(),
        MoveVisit { visit: of, slot, .. } => {
            format!("Déplacement au {}, {}", date::slot_long(*slot), visit(*of, view))
        }
        PinVisit { visit: of, pinned: true } => format!("Épinglage, {}", visit(*of, view)),
        PinVisit { visit: of, pinned: false } => format!("Fin d’épinglage, {}", visit(*of, view)),
        AddVisit { site: at, slot, .. } => {
            format!("Passage ajouté le {}, {}", date::slot_long(*slot), site(at, view))
        }
        RepairPlan { moves, add, .. } => {
            super::planning::repaired(moves.len() + add.len()).trim_end_matches('.').to_owned()
        }
        ShareCalendar { feed: Some(_), .. } => "Partage d’un calendrier".into(),
        ShareCalendar { feed: None, .. } => "Fin du partage d’un calendrier".into(),
        CancelVisit { visit: of, .. } => format!("Passage annulé, {}", visit(*of, view)),
        RecordAbsence { first, last, .. } => format!("Absence {}", date::slots(*first, *last)),
        CancelAbsence { .. } => "Absence retirée".into(),
        CloseSite { site: at, .. } => format!("Fermeture, {}", site(at, view)),
        ReopenSite { site: at, .. } => format!("Réouverture, {}", site(at, view)),
        SetSiteWeek { site: at, .. } => format!("Semaine d’ouverture, {}", site(at, view)),
        ImportSites { sites, .. } => format!("Import de {}\u{a0}établissements", sites.len()),
        ImportCalendar { .. } => "Import du calendrier".into(),
        ImportEquipment { equipment } => format!("Import de {}\u{a0}matériels", equipment.len()),
        SetAccount { account } => format!("Compte de {}", account.name),
        _ => "Réglages".into(),
    }
}

fn site(id: &SiteId, view: &State) -> String {
    view.sites.get(id).map_or_else(|| id.to_string(), |site| site.name.clone())
}

fn ticket(id: TicketId, view: &State) -> String {
    match view.tickets.get(&id) {
        Some(ticket) => format!("demande «\u{a0}{}\u{a0}»", ticket.text),
        None => "demande qui n’est plus sur cet appareil".into(),
    }
}

fn visit(id: VisitId, view: &State) -> String {
    match view.visits.get(&id) {
        Some(visit) => format!("{}, {}", site(&visit.site, view), date::slot_long(visit.slot)),
        None => "passage qui n’est plus sur cet appareil".into(),
    }
}

fn checklist(id: &str, view: &State) -> String {
    let settings = view.settings();
    let found = settings.checklist.iter().find(|item| item.id.as_str() == id);
    found.map_or_else(|| id.to_owned(), |item| item.label.clone())
}

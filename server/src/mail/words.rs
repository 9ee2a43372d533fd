//! The words of a letter, the same in a mail and on paper.

use chrono::{Datelike, Weekday};
use shared::day::{Day, HalfDay};
use shared::id::TicketId;
use shared::site::Site;
use shared::tell::{Letter, TicketNews, VisitNews};
use shared::ticket::number::number;
use shared::words::{MONTHS, category, half};

/// The name of the document with the letters to print.
pub(super) const PAPERS: &str = "Lettres aux écoles";
const VISITS: &str = "Passage du technicien";
const TICKETS: &str = "Vos demandes";
const REASON: &str = "Le motif se lit sur la tablette de l’école.";
const ANSWER: &str = "Pour répondre ou demander une autre date\u{a0}: sur la tablette de l’école, \
                      «\u{a0}Signaler un incident\u{a0}» ou «\u{a0}Nos demandes\u{a0}». Ce message \
                      est envoyé automatiquement : personne ne lit les réponses à ce courriel.";
const REFUSE: &str = "Pour ne plus recevoir ces messages\u{a0}: sur la tablette de l’école, \
                      «\u{a0}Mon école\u{a0}», «\u{a0}Ne plus recevoir de courriels\u{a0}».";

/// «jeudi 12 mars», with its year when it is not that of `today`.
fn day(day: Day, today: Day) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => "lundi",
        Weekday::Tue => "mardi",
        Weekday::Wed => "mercredi",
        Weekday::Thu => "jeudi",
        Weekday::Fri => "vendredi",
        Weekday::Sat => "samedi",
        Weekday::Sun => "dimanche",
    };
    let number = match day.day() {
        1 => "1er".to_owned(),
        number => number.to_string(),
    };
    let year = match day.year() == today.year() {
        true => String::new(),
        false => format!(" {}", day.year()),
    };
    format!("{weekday} {number}\u{a0}{}{year}", MONTHS[day.month0() as usize])
}

/// «jeudi 12 mars, matin».
fn slot(slot: HalfDay, today: Day) -> String {
    format!("{}, {}", day(slot.day, today), half(slot.half))
}

/// The visits in the order of their half-days.
fn visits(letter: &Letter) -> Vec<VisitNews> {
    let mut visits: Vec<_> = letter.visits.values().copied().collect();
    visits.sort_by_key(|news| news.now.or(news.was));
    visits
}

/// What a letter is about, in one line. It must say something on that day.
pub fn subject(letter: &Letter, today: Day) -> String {
    let visits = visits(letter);
    let more = |count: usize| match count {
        0 => String::new(),
        count => format!(" (et {count}\u{a0}de plus)"),
    };
    if let Some(first) = visits.first() {
        let said = match (first.was, first.now) {
            (None, Some(now)) => format!("{VISITS}\u{a0}: {}", slot(now, today)),
            (Some(_), Some(now)) => format!("{VISITS} déplacé\u{a0}: {}", slot(now, today)),
            (Some(was), None) => format!("{VISITS} annulé\u{a0}: {}", slot(was, today)),
            (None, None) => VISITS.to_owned(),
        };
        return said + &more(visits.len() - 1);
    }
    let mut tickets = letter.tickets.iter();
    match tickets.next() {
        Some((ticket, news)) if news.resolved => {
            format!("Demande n°\u{a0}{} résolue{}", number(*ticket), more(tickets.count()))
        }
        Some((ticket, _)) => {
            let more = more(tickets.count());
            format!("Réponse à votre demande n°\u{a0}{}{more}", number(*ticket))
        }
        None => TICKETS.to_owned(),
    }
}

fn of_visit(news: &VisitNews, today: Day) -> Option<String> {
    Some(match (news.was, news.now) {
        (None, Some(now)) => format!("- {}.", slot(now, today)),
        (Some(was), Some(now)) => {
            format!("- {}, au lieu de\u{a0}: {}.", slot(now, today), slot(was, today))
        }
        (Some(was), None) => {
            format!("- Annulé\u{a0}: le passage prévu {}. {REASON}", slot(was, today))
        }
        (None, None) => return None,
    })
}

fn of_ticket(ticket: TicketId, news: &TicketNews) -> String {
    let about = category(news.category());
    let number = format!("- Demande n°\u{a0}{} ({about})\u{a0}:", number(ticket));
    let answer = "une réponse se lit sur la tablette de l’école";
    match (news.resolved, news.answered) {
        (true, true) => format!(
            "{number} le technicien la dit résolue, et {answer}. Dites-y si c’est bien réglé."
        ),
        (true, false) => format!(
            "{number} le technicien la dit résolue. Dites sur la tablette de l’école si c’est \
             bien réglé."
        ),
        (false, _) => format!("{number} {answer}."),
    }
}

/// The paragraphs of a letter. It must say something on that day.
pub fn body(site: &Site, letter: &Letter, authority: &str, today: Day) -> Vec<String> {
    let mut said = vec![format!("{}, {}", site.name, site.commune_name)];
    let visits: Vec<_> = visits(letter).iter().filter_map(|news| of_visit(news, today)).collect();
    if !visits.is_empty() {
        said.push(format!("{VISITS}\u{a0}:"));
        said.extend(visits);
    }
    if !letter.tickets.is_empty() {
        said.push(format!("{TICKETS}\u{a0}:"));
        said.extend(letter.tickets.iter().map(|(ticket, news)| of_ticket(*ticket, news)));
    }
    said.extend([ANSWER, REFUSE].map(str::to_owned));
    if !authority.is_empty() {
        said.push(authority.to_owned());
    }
    said
}

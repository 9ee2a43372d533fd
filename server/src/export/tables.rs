//! Makes the lines of each export.

mod course;
mod loans;

use super::cells::{amount, date, place};
use super::{Subject, Table, gate, sobriety, trainings, words as titles};
use chrono::Datelike;
use shared::budget::committee::{CommitteeLine, LineRank, entries};
use shared::budget::postings::YearSpan;
use shared::day::{Day, HalfDay};
use shared::id::QuarterId;
use shared::owed;
use shared::row::State;
use shared::subscription::Subscription;
use shared::words;

/// Returns the table of a subject, made from the given rows.
pub(super) fn of(subject: Subject, state: &State, of: Option<&QuarterId>, today: Day) -> Table {
    let (name, columns, lines) = match subject {
        Subject::Coverage => {
            (titles::COVERAGE, titles::COVERAGE_COLUMNS.to_vec(), coverage(state, of, today))
        }
        Subject::Visits => (titles::VISITS, titles::VISIT_COLUMNS.to_vec(), visits(state, of)),
        Subject::Tickets => (titles::TICKETS, titles::TICKET_COLUMNS.to_vec(), tickets(state)),
        Subject::Equipment => {
            (titles::EQUIPMENT, titles::EQUIPMENT_COLUMNS.to_vec(), equipment(state))
        }
        Subject::Sobriety => {
            let columns = titles::sobriety::COLUMNS.to_vec();
            (titles::sobriety::TITLE, columns, sobriety::lines(state, today))
        }
        Subject::Declaration => {
            let columns = titles::sobriety::DECLARATION_COLUMNS.to_vec();
            (titles::sobriety::DECLARATION, columns, sobriety::declaration(state, today))
        }
        Subject::Loans => {
            (titles::LOANS, titles::LOAN_COLUMNS.to_vec(), loans::lines(state, today))
        }
        Subject::Untrained => {
            (titles::UNTRAINED, titles::UNTRAINED_COLUMNS.to_vec(), gate::untrained(state))
        }
        Subject::ToTrain => {
            (titles::TO_TRAIN, titles::TO_TRAIN_COLUMNS.to_vec(), gate::to_train(state, today))
        }
        Subject::Course { whole } => (
            titles::COURSE,
            titles::COURSE_COLUMNS.to_vec(),
            course::lines(state, of, whole, today),
        ),
        Subject::Factors => {
            let columns = titles::sobriety::FACTOR_COLUMNS.to_vec();
            (titles::sobriety::FACTORS_TITLE, columns, sobriety::factors(state))
        }
        Subject::Subscriptions => {
            let columns = titles::SUBSCRIPTION_COLUMNS.to_vec();
            (titles::SUBSCRIPTIONS, columns, subscriptions(state, today))
        }
        Subject::Sessions => {
            (titles::SESSIONS, titles::SESSION_COLUMNS.to_vec(), trainings::sessions(state))
        }
        Subject::Attendance => {
            let columns = titles::ATTENDANCE_COLUMNS.to_vec();
            (titles::ATTENDANCE, columns, trainings::attendance(state))
        }
        Subject::Hours => (titles::HOURS, titles::HOURS_COLUMNS.to_vec(), trainings::hours(state)),
        Subject::Budget(span) => {
            (titles::BUDGET, titles::BUDGET_COLUMNS.to_vec(), budget(state, span, today))
        }
    };
    let title = titled(subject, name, today);
    let columns = columns.into_iter().map(str::to_owned).collect();
    Table { name, title, columns, lines }
}

/// The name of the table with the day, and of a budget with its years.
fn titled(subject: Subject, name: &str, today: Day) -> String {
    match subject {
        Subject::Budget(span) => format!("{name} {} · {}", titles::span(span), date(today)),
        Subject::Coverage
        | Subject::Visits
        | Subject::Tickets
        | Subject::Equipment
        | Subject::Sobriety
        | Subject::Factors
        | Subject::Declaration
        | Subject::Loans
        | Subject::Course { .. }
        | Subject::Sessions
        | Subject::Attendance
        | Subject::Hours
        | Subject::Untrained
        | Subject::ToTrain
        | Subject::Subscriptions => format!("{name} · {}", date(today)),
    }
}

fn half(slot: HalfDay) -> String {
    words::half(slot.half).to_owned()
}

fn coverage(state: &State, of: Option<&QuarterId>, today: Day) -> Vec<Vec<String>> {
    let calendar = state.calendar();
    let asked = of.map_or_else(|| calendar.current_quarter(today), |id| calendar.quarter(id));
    let Some(quarter) = asked else {
        return Vec::new();
    };
    let line = |line: owed::Coverage| {
        let slot = line.visit.as_ref().map(|visit| visit.slot);
        vec![
            line.site.id.to_string(),
            line.site.official_name().to_owned(),
            line.site.commune_name.clone(),
            words::owed(line.owed).to_owned(),
            slot.map_or_else(String::new, |slot| date(slot.day)),
            slot.map_or_else(String::new, half),
        ]
    };
    owed::coverage(state, quarter, today).into_iter().map(line).collect()
}

fn visits(state: &State, of: Option<&QuarterId>) -> Vec<Vec<String>> {
    let asked = |visit: &&std::sync::Arc<shared::visit::Visit>| {
        of.is_none_or(|quarter| visit.quarter == *quarter)
    };
    let mut visits: Vec<_> = state.visits.values().filter(asked).collect();
    visits.sort_by_key(|visit| (visit.slot, visit.id));
    let line = |visit: &std::sync::Arc<shared::visit::Visit>| {
        let (name, commune) = place(state, &visit.site);
        let technician = state.accounts.get(&visit.technician);
        vec![
            visit.quarter.to_string(),
            date(visit.slot.day),
            half(visit.slot),
            visit.site.to_string(),
            name,
            commune,
            technician.map_or_else(String::new, |account| account.name.clone()),
            words::visit(&visit.state).to_owned(),
        ]
    };
    visits.into_iter().map(line).collect()
}

fn tickets(state: &State) -> Vec<Vec<String>> {
    let mut tickets: Vec<_> = state.tickets.values().collect();
    tickets.sort_by_key(|ticket| (ticket.reported_on, ticket.id));
    let line = |ticket: &std::sync::Arc<shared::ticket::Ticket>| {
        let (name, commune) = place(state, &ticket.site);
        vec![
            shared::ticket::number::number(ticket.id),
            date(ticket.reported_on),
            ticket.site.to_string(),
            name,
            commune,
            ticket.text.clone(),
            words::category(ticket.category).to_owned(),
            words::urgency(ticket.urgency).to_owned(),
            ticket.channel.map_or("", words::channel).to_owned(),
            words::ticket(&ticket.state).to_owned(),
            ticket.ended_on.map_or_else(String::new, date),
        ]
    };
    tickets.into_iter().map(line).collect()
}

fn equipment(state: &State) -> Vec<Vec<String>> {
    let line = |device: &std::sync::Arc<shared::equipment::Equipment>| {
        let (name, commune) = place(state, &device.site);
        vec![
            device.label.clone(),
            device.name.clone(),
            words::equipment_kind(device.kind).to_owned(),
            device.model.clone(),
            device.serial.clone(),
            device.site.to_string(),
            name,
            commune,
            device.room.clone(),
            words::equipment(device.state).to_owned(),
        ]
    };
    state.equipment.values().map(line).collect()
}

/// One line a subscription, by site, with what each month of this year costs.
fn subscriptions(state: &State, today: Day) -> Vec<Vec<String>> {
    let mut rows: Vec<_> = state.subscriptions.values().collect();
    rows.sort_by_key(|row| (row.site.clone(), row.kind, row.terms.first, row.id));
    let year = today.year();
    let line = |row: &std::sync::Arc<Subscription>| {
        let (name, commune) = place(state, &row.site);
        let terms = &row.terms;
        let day = |day: Option<Day>| day.map_or_else(String::new, date);
        let mut line = vec![
            row.site.to_string(),
            name,
            commune,
            titles::subscription_kind(row.kind).to_owned(),
            words::subscription(row.standing(today)).to_owned(),
            terms.operator.clone(),
            terms.contract.clone(),
            terms.line.clone(),
            terms.offer.clone(),
            terms.down_kbps.to_string(),
            terms.up_kbps.to_string(),
            amount(row.price_on(today)),
            percent(terms.vat),
            titles::billing(terms.billing).to_owned(),
            date(terms.first),
            day(terms.current_deadline(today).map(|deadline| deadline.due)),
            day(row.notice_ahead(today).map(|deadline| deadline.notice)),
            day(row.ends()),
            year.to_string(),
        ];
        line.extend(row.cost_by_month(year).map(amount));
        line.push(amount(row.cost_of_year(year)));
        line
    };
    rows.into_iter().map(line).collect()
}

/// The table of the committees, in the order of the annex: lines, the sum of each group, the
/// difference of the rounding, and the section.
fn budget(state: &State, span: YearSpan, today: Day) -> Vec<Vec<String>> {
    let line = |entry: CommitteeLine| {
        let section = words::pot(entry.pot).to_owned();
        let (code, label) = match entry.rank {
            LineRank::Line(code) => (code, entry.label),
            LineRank::Group => (String::new(), format!("{} {}", titles::SUM_OF, entry.group)),
            LineRank::Gap => (String::new(), titles::GAP.to_owned()),
            LineRank::Section => (String::new(), titles::sum_of_section(entry.pot).to_owned()),
        };
        let mut line = vec![section, entry.group, code, label];
        line.extend(entry.amounts.map(amount));
        line.push(entry.over.map(amount).unwrap_or_default());
        line.push(
            entry.reasons.iter().map(|text| titles::reason(text)).collect::<Vec<_>>().join(" ; "),
        );
        line
    };
    entries(state, span, today).into_iter().map(line).collect()
}

/// A rate in basis points as a percentage: «20», «5,5».
fn percent(points: u32) -> String {
    let text = format!("{},{:02}", points / 100, points % 100);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::row::Row;
    use shared::site::Site;

    /// Section 5 of the subscriptions: a line for each, with twelve months that make the year.
    #[test]
    fn subscriptions_are_listed_with_what_each_month_costs() {
        let text = r#"{"subscription": {
            "id": "0189a0a0-0000-7000-8000-000000000001", "site": "0420001A", "kind": "internet",
            "stage": "active", "terms": {
                "operator": "Op", "line": "FTTH-1", "price": 3100, "vat": 550,
                "billing": "by_days", "first": "2026-03-14", "due": "2027-03-14",
                "renewal_months": 12, "notice_months": 2
            }
        }}"#;
        let mut state = State::default();
        state.put(Site::blank("0420001A".into(), "École Daudet".into()).into());
        state.put(serde_json::from_str::<Row>(text).expect("a row"));
        let today: Day = "2026-11-24".parse().expect("a day");
        let table = of(Subject::Subscriptions, &state, None, today);
        assert!(table.lines.iter().all(|line| line.len() == table.columns.len()));
        let line = table.lines.first().expect("a line");
        let at = |name: &str| {
            let column = table.columns.iter().position(|column| *column == name);
            line[column.expect("a column")].as_str()
        };
        assert_eq!((at("Nature"), at("État"), at("Ligne")), ("Internet", "en service", "FTTH-1"));
        assert_eq!((at("Prix TTC"), at("TVA (%)")), ("31,00", "5,5"));
        assert_eq!((at("Échéance"), at("À dénoncer avant")), ("14/03/2027", "14/01/2027"));
        let months = ["Février", "Mars", "Avril", "Décembre", "Total de l’année"].map(at);
        assert_eq!(months, ["0,00", "18,00", "31,00", "31,00", "297,00"]);
    }
    /// The committees read the annex in its order, with its sums, and each line that goes beyond
    /// its estimate with its reason.
    #[test]
    fn the_budget_is_listed_in_the_order_of_the_annex() {
        let text = r#"[
            {"budget_line": {"id": "I", "label": "", "pot": "investment", "votes": [
                {"day": "2023-02-02", "reference": "D", "total": 500004,
                 "credits": [{"year": 2026, "amount": 100001}]}]}},
            {"budget_line": {"id": "1.2-I", "code": "1.2", "group": "Socle", "label": "Postes",
                "pot": "investment", "rank": 2, "votes": [
                {"day": "2023-02-02", "reference": "D",
                 "credits": [{"year": 2026, "amount": 60001}]}]}},
            {"budget_line": {"id": "1.1-I", "code": "1.1", "group": "Socle", "label": "Réseau",
                "pot": "investment", "rank": 1, "votes": [
                {"day": "2023-02-02", "reference": "D",
                 "credits": [{"year": 2026, "amount": 40000}]}]}},
            {"commitment": {"id": "0189a0a0-0000-7000-8000-000000000001", "line": "1.1-I",
                "year": 2026, "supplier": "F", "signed_on": "2026-03-12", "state": "open",
                "over": "Marché révisé",
                "price": {"before_tax": 33342, "tax": 6668, "all": 40010}}}
        ]"#;
        let rows: Vec<Row> = serde_json::from_str(text).expect("rows");
        let state: State = rows.into_iter().collect();
        let today: Day = "2026-11-24".parse().expect("a day");
        let table = of(Subject::Budget(YearSpan::Year(2026)), &state, None, today);
        assert!(table.lines.iter().all(|line| line.len() == table.columns.len()));
        assert_eq!(table.title, "Budget 2026 · 24/11/2026");
        let lines: Vec<_> = table.lines.iter().map(|line| line[2..5].join("|")).collect();
        assert_eq!(
            lines,
            [
                "1.1|Réseau|400,00",
                "1.2|Postes|600,01",
                "|Total Socle|1000,01",
                "|Total opération 29 (investissement)|1000,01",
                "|Total chapitre 011 (fonctionnement)|0,00",
            ]
        );
        assert_eq!(table.lines[0][6..], ["400,10", "0,00", "0,00", "0,10", "Marché révisé"]);
    }
}

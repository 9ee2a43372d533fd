//! The ministry's calendar, our own list, and the public holidays of the law.

use chrono::{DateTime, NaiveDate, Utc};
use shared::import::calendar::{self, CalendarImport, CalendarScope};
use shared::import::holidays::{self, HolidayRow, HolidayRowKind};
use shared::import::problem::{ForeignFormat, ProblemReason, WholeFileProblem};
use shared::import::{FileKind, table};

const LYON: &str = include_str!("../../data/calendar_lyon.csv");
const OURS: &[u8] = include_bytes!("../../../../server/demo/holidays.csv");
const ZONE_A: CalendarScope = CalendarScope { zone: "A", academy: Some("Lyon") };

fn ours() -> Vec<HolidayRow> {
    let table = table::read(OURS).unwrap();
    let (rows, problems) = holidays::read(&table).unwrap();
    assert_eq!(problems, []);
    rows
}

fn ministry(text: &str) -> CalendarImport {
    calendar::read(&table::read(text.as_bytes()).unwrap(), ZONE_A).unwrap()
}

fn dates(rows: &[HolidayRow]) -> Vec<(NaiveDate, NaiveDate)> {
    rows.iter().map(|row| (row.first, row.last)).collect()
}

#[test]
fn public_holidays_are_those_of_two_other_sources() {
    let listed: Vec<_> = ours().into_iter().filter(|r| r.kind == HolidayRowKind::Public).collect();
    let computed: Vec<_> = (2023..=2028).flat_map(holidays::public_holidays).collect();
    assert_eq!(listed.len(), 66);
    assert_eq!(dates(&listed), dates(&computed));
    let label = |row: &HolidayRow| row.label.clone();
    let labels: Vec<_> = listed.iter().map(label).collect();
    assert_eq!(labels, computed.iter().map(label).collect::<Vec<_>>());
}

#[test]
fn easter_is_right_in_far_years() {
    // J. Meeus, Astronomical Algorithms, chapter 8, and the extremes 22 March and 25 April.
    for easter in ["1991-03-31", "1818-03-22", "1943-04-25", "2000-04-23", "2285-03-22"] {
        let day: NaiveDate = easter.parse().unwrap();
        assert_eq!(holidays::easter(chrono::Datelike::year(&day)), Some(day));
    }
    assert_eq!(holidays::easter(1500), None);
    assert!(holidays::public_holidays(i32::MAX).is_empty());
}

/// Our list was made from the same publication: the school years 2023-2024 to 2025-2026 agree.
#[test]
fn the_published_calendar_gives_our_own_list() {
    let import = ministry(LYON);
    assert_eq!((import.problems.len(), import.not_pupils, import.other_zones), (0, 3, 0));
    assert_eq!(import.rows.len(), 24);
    let years = ["2023-2024", "2024-2025", "2025-2026"];
    let in_years = |row: &&HolidayRow| years.contains(&row.school_year.as_str());
    let read: Vec<_> = import.rows.iter().filter(in_years).cloned().collect();
    let kinds = [HolidayRowKind::School, HolidayRowKind::Bridge];
    let ours = ours();
    let ours = ours.iter().filter(in_years).filter(|row| kinds.contains(&row.kind));
    let expected: Vec<HolidayRow> = ours
        .cloned()
        .map(|row| HolidayRow {
            end_assumed: row.school_year == "2025-2026" && row.label == "Vacances d'Été",
            ..row
        })
        .collect();
    assert_eq!(read, expected);
}

#[test]
fn the_bridge_of_2023_ends_on_the_day_classes_resume() {
    let rows = ministry(LYON).rows;
    let bridges = rows.iter().filter(|row| row.kind == HolidayRowKind::Bridge);
    let found: Vec<String> = bridges.map(|row| format!("{} {}", row.first, row.last)).collect();
    let expected = [
        "2023-05-18 2023-05-21",
        "2024-05-10 2024-05-12",
        "2025-05-30 2025-06-01",
        "2026-05-15 2026-05-17",
    ];
    assert_eq!(found, expected);
}

#[test]
fn exports_in_utc_technical_names_and_spreadsheet_dates_give_the_same_days() {
    let expected = ministry(LYON).rows;
    let instant = |cell: &str| DateTime::parse_from_rfc3339(cell).ok();
    let each = |change: &dyn Fn(&str) -> String| -> String {
        let line = |line: &str| line.split(';').map(change).collect::<Vec<_>>().join(";");
        LYON.lines().map(|l| line(l) + "\n").collect()
    };
    let utc = each(&|cell| {
        instant(cell).map_or(cell.to_owned(), |at| at.with_timezone(&Utc).to_rfc3339())
    });
    assert!(utc.contains("2026-02-06T23:00:00+00:00"));
    let spreadsheet = each(&|cell| {
        instant(cell).map_or(cell.to_owned(), |at| at.format("%d/%m/%Y %H:%M").to_string())
    });
    let technical = LYON
        .replace("Description;", "description;")
        .replace("Date de début;Date de fin;Académies;", "start_date;end_date;location;");
    for text in [utc, spreadsheet, technical] {
        assert_eq!(ministry(&text).rows, expected);
    }
}

#[test]
fn other_zones_teachers_and_returns_are_counted_and_repeats_are_one() {
    let text = "description;population;start_date;end_date;location;zones;annee_scolaire\n\
        Vacances d'Hiver;-;2026-02-07;2026-02-23;Lyon;Zone A;2025-2026\n\
        Vacances d'Hiver;-;2026-02-07;2026-02-23;Lyon, Dijon;Zone A;2025-2026\n\
        Vacances d'Hiver;-;2026-02-14;2026-03-02;Lille;Zone B;2025-2026\n\
        Vacances d'Hiver;-;2026-02-07;2026-02-23;Dijon;Zone A;2025-2026\n\
        Rentrée scolaire des élèves;-;2025-09-01;2025-09-01;Lyon;Zone A;2025-2026\n\
        Prérentrée;Enseignants;2025-08-29;2025-08-29;Lyon;Zone A;2025-2026\n\
        Vacances de Noël;-;2026-01-05;2025-12-20;Lyon;Zone A;2025-2026\n\
        Vacances de Noël;-;2025-12-20;jamais;Lyon;Zone A;2025-2026\n";
    let import = ministry(text);
    assert_eq!((import.rows.len(), import.other_zones, import.not_pupils), (1, 2, 2));
    let told: Vec<_> = import.problems.iter().map(|p| (p.line, p.column.as_str())).collect();
    assert_eq!(told, [(8, "end_date"), (9, "end_date")]);
    assert_eq!(import.problems[0].reason, ProblemReason::DateOrder);
}

#[test]
fn a_summer_whose_end_is_known_replaces_the_assumed_one() {
    let known = "Vacances d'Été;Élèves;2026-07-04T00:00:00+02:00;2026-09-01T00:00:00+02:00;\
        Lyon;Zone A;2025-2026\r\n";
    let import = ministry(&format!("{LYON}{known}"));
    let summer = import.rows.last().unwrap();
    assert_eq!((summer.end_assumed, summer.last.to_string().as_str()), (false, "2026-08-31"));
    assert_eq!(import.rows.len(), 24);
}

#[test]
fn the_ics_file_gives_the_same_days() {
    let event = |start: &str, end: &str, summary: &str| {
        format!(
            "BEGIN:VEVENT\r\nDTSTAMP:20250114T124531Z\r\nDTSTART;VALUE=DATE:{start}\r\n\
             DTEND;VALUE=DATE:{end}\r\nSUMMARY:{summary}\r\nUID:x@data.education.gouv.fr\r\n\
             LOCATION:Zones A/B\\,\r\n  C\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
        )
    };
    let text = [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n".to_owned(),
        event("20260214", "20260221", "Vacances d'Hiver - Zones A/B"),
        event("20260207", "20260214", "Vacances d'Hiver - Zone A"),
        event("20260221", "20260223", "Vacances d'Hiver - Zones A/B/C"),
        event("20260223", "20260302", "Vacances d'Hiver - Zones B/C"),
        event("20251018", "20251103", "Vacances de la Toussaint - Zones A/B/C"),
        event("20260515", "20260516", "Pont de l'Ascension - Zones A/B/C"),
        event("20260704", "20260705", "Début des Vacances d'Été - Zones A/B/C"),
        event("20260713", "2026", "Pont - Zones A/B/C"),
        "END:VCALENDAR\r\n".to_owned(),
    ];
    let import = calendar::read_ics(text.concat().as_bytes(), ZONE_A).unwrap();
    let found: Vec<String> = import
        .rows
        .iter()
        .map(|row| format!("{} {} {} {}", row.first, row.last, row.label, row.school_year))
        .collect();
    let expected = [
        "2025-10-18 2025-11-02 Vacances de la Toussaint 2025-2026",
        "2026-02-07 2026-02-22 Vacances d'Hiver 2025-2026",
        "2026-05-15 2026-05-17 Pont de l'Ascension 2025-2026",
        "2026-07-04 2026-08-31 Vacances d'Été 2025-2026",
    ];
    assert_eq!(found, expected);
    assert_eq!((import.other_zones, import.problems.len()), (1, 1));
    assert_eq!((import.problems[0].line, import.problems[0].column.as_str()), (73, "DTEND"));
    let read = |bytes: &[u8]| calendar::read_ics(bytes, ZONE_A).unwrap_err();
    assert_eq!(read(b""), WholeFileProblem::Empty);
    assert_eq!(read(b"a;b"), WholeFileProblem::NotText(ForeignFormat::Binary));
}

#[test]
fn our_list_is_no_calendar_of_the_ministry() {
    let found = FileKind::Holidays;
    let expected = FileKind::SchoolCalendar;
    let problem = calendar::read(&table::read(OURS).unwrap(), ZONE_A).unwrap_err();
    assert_eq!(problem, WholeFileProblem::WrongKind { expected, found });
}

fn of_ics(bytes: &[u8]) -> Vec<(String, String, String)> {
    let import = calendar::read_ics(bytes, ZONE_A).unwrap();
    assert_eq!(import.problems, []);
    let row = |row: HolidayRow| (row.label, row.first.to_string(), row.last.to_string());
    import.rows.into_iter().map(row).collect()
}

fn rows<const N: usize>(expected: [(&str, &str, &str); N]) -> Vec<(String, String, String)> {
    expected.map(|(label, first, last)| (label.into(), first.into(), last.into())).into()
}

/// Midnight in Paris is the evening before in UTC: the day is that of Paris.
#[test]
fn an_instant_in_utc_is_the_day_in_paris() {
    let read = of_ics(include_bytes!("../../data/holidays_utc.ics"));
    let expected = rows([
        ("Vacances de la Toussaint", "2027-10-23", "2027-11-07"),
        ("Vacances de Noël", "2027-12-18", "2028-01-02"),
    ]);
    assert_eq!(read, expected);
}

/// RFC 5545, 3.1: a line may be folded between two bytes of one letter.
#[test]
fn a_line_folded_in_the_middle_of_a_letter_is_read() {
    let read = of_ics(include_bytes!("../../data/holidays_folded.ics"));
    let expected = rows([
        ("Vacances de Noël", "2027-12-18", "2028-01-02"),
        ("Vacances d'Été", "2028-07-08", "2028-08-31"),
    ]);
    assert_eq!(read, expected);
}

/// An alarm has a summary and an end of its own, before or behind those of its event.
#[test]
fn an_alarm_changes_nothing_of_its_event() {
    let bytes = include_bytes!("../../data/holidays_alarm.ics");
    let read = of_ics(bytes);
    let expected = rows([
        ("Vacances d'hiver", "2028-02-12", "2028-02-27"),
        ("Vacances de printemps", "2028-04-15", "2028-04-30"),
    ]);
    assert_eq!(read, expected);
    assert_eq!(calendar::read_ics(bytes, ZONE_A).unwrap().other_zones, 1);
}

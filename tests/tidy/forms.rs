//! Nothing typed is ever lost: a field of a screen belongs to a form that keeps a draft.

use super::{files, none};

/// The screens with fields whose content must not be kept, or that are no form: passwords, codes
/// that are good once, searches, filters, views.
const UNKEPT: [&str; 26] = [
    "app/src/screens/audit.rs",
    "app/src/screens/calendar.rs",
    "app/src/screens/coverage.rs",
    "app/src/screens/coverage/rounds.rs",
    "app/src/screens/dashboard/pictures.rs",
    "app/src/screens/devices.rs",
    "app/src/screens/devices/site.rs",
    "app/src/screens/enrol.rs",
    "app/src/screens/fleet/filters.rs",
    "app/src/screens/label.rs",
    "app/src/screens/navigation/goto.rs",
    "app/src/screens/own_account.rs",
    "app/src/screens/planning/sheets.rs",
    "app/src/screens/provider.rs",
    "app/src/screens/quarter.rs",
    "app/src/screens/renewal.rs",
    "app/src/screens/safety.rs",
    "app/src/screens/sign_in.rs",
    "app/src/screens/site/search.rs",
    "app/src/screens/sobriety.rs",
    "app/src/screens/statements/compared.rs",
    "app/src/screens/statements/figures.rs",
    "app/src/screens/subscriptions.rs",
    "app/src/screens/tickets/filters.rs",
    "app/src/screens/training/enlist.rs",
    "app/src/screens/trainings.rs",
];

/// The fields that a screen may draw itself: their values belong to a form, or they choose at once.
const DRAWN: [(&str, &str); 28] = [
    ("app/src/screens/budget/fields.rs", "<select"),
    ("app/src/screens/calls/edit.rs", "type=\"checkbox\""),
    ("app/src/screens/calls/marking.rs", "type=\"radio\""),
    ("app/src/screens/budget/fields.rs", "type=\"checkbox\""),
    ("app/src/screens/import.rs", "type=\"file\""),
    ("app/src/screens/import/place.rs", "<select"),
    ("app/src/screens/import/preview.rs", "type=\"checkbox\""),
    ("app/src/screens/import/sector.rs", "type=\"radio\""),
    ("app/src/screens/news/audience.rs", "type=\"checkbox\""),
    ("app/src/screens/news/audience.rs", "type=\"search\""),
    ("app/src/screens/outbox/received.rs", "type=\"file\""),
    ("app/src/screens/planning/closure.rs", "type=\"search\""),
    ("app/src/screens/planning/declared.rs", "<select"),
    ("app/src/screens/planning/menu.rs", "<select"),
    ("app/src/screens/planning/period.rs", "<select"),
    ("app/src/screens/report.rs", "type=\"radio\""),
    ("app/src/screens/statements/prepare.rs", "<select"),
    ("app/src/screens/statements/prepare.rs", "type=\"checkbox\""),
    ("app/src/screens/supply/pieces.rs", "<select"),
    ("app/src/screens/supply/replaced.rs", "<select"),
    ("app/src/screens/tickets/bulk.rs", "<select"),
    ("app/src/screens/tickets/line.rs", "type=\"checkbox\""),
    ("app/src/screens/tickets/views.rs", "<select"),
    ("app/src/screens/training/roll_call.rs", "type=\"radio\""),
    ("app/src/screens/training/school.rs", "type=\"checkbox\""),
    ("app/src/screens/training/terms.rs", "type=\"checkbox\""),
    ("app/src/screens/visit/checklist.rs", "type=\"radio\""),
    ("app/src/screens/week_field.rs", "type=\"checkbox\""),
];

/// The elements into which a person types or chooses, with what follows their names.
fn fields(code: &str) -> impl Iterator<Item = String> {
    let names = ["<input", "<textarea", "<select", "contenteditable"];
    let places = names.into_iter().flat_map(|name| code.match_indices(name));
    places.map(|(at, _)| code[at..].split("/>").next().unwrap_or_default().to_owned())
}

fn screens() -> impl Iterator<Item = (String, String)> {
    let all = files("rs").into_iter();
    let screens = all.filter(|(name, _)| name.starts_with("app/src/screens/"));
    screens.filter(|(name, _)| !UNKEPT.contains(&name.as_str()))
}

#[test]
fn every_field_belongs_to_a_form_that_keeps_a_draft() {
    let mut problems = Vec::new();
    for (name, text) in screens() {
        let may_draw =
            |field: &str| DRAWN.iter().any(|(file, what)| name == *file && field.contains(what));
        for field in fields(&text).filter(|field| !may_draw(field)) {
            let first = field.lines().next().unwrap_or_default();
            problems.push(format!("{name}: {first}: use the fields of app/src/parts/field.rs"));
        }
        for word in ["Entry::unkept", "Entry::text(", "Entry::choice("] {
            if text.contains(word) && name != "app/src/screens/form.rs" {
                problems.push(format!("{name}: {word}: ask the form for its field"));
            }
        }
        // Only a kept form may have fields.
        let has_fields = [".text(\"", ".choice(\"", ".photos()"].iter().any(|f| text.contains(f));
        if has_fields && text.contains("Form::new()") && !text.contains("Form::kept(") {
            problems.push(format!("{name}: Form::new() keeps no draft: use Form::kept"));
        }
    }
    none("fields whose content is lost when the page is", problems);
}

#[test]
fn the_exceptions_are_in_use() {
    let all = files("rs");
    let text = |file: &str| {
        let found = all.iter().find(|(name, _)| name == file);
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    for file in UNKEPT {
        let code = text(file);
        let has_field = ["<input", "<select", "Entry::unkept", "No draft is kept"];
        assert!(has_field.iter().any(|word| code.contains(word)), "{file} has no such field");
    }
    for (file, what) in DRAWN {
        assert!(fields(text(file)).any(|field| field.contains(what)), "{file} draws no {what}");
    }
}

#[test]
fn a_field_is_seen() {
    let code = "view! { <input\n type=\"text\"\n prop:value=x\n/> <select on:change=y></select> }";
    let found: Vec<_> = fields(code).collect();
    assert_eq!(found.len(), 2);
    assert!(found[0].contains("type=\"text\"") && !found[0].contains("select"));
}

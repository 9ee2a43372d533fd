//! The rows that a file makes or changes, in one line each.

use crate::text::refusal::kind_words;
use crate::text::{budget, capital, count, date, loan, subscription, supply, teacher, training};
use shared::budget::{BudgetLine, PLAN};
use shared::row::Row;

/// Returns a row in one line.
pub fn row(row: &Row) -> String {
    match row {
        Row::Site(site) => format!("{}, {} ({})", site.name, site.commune_name, site.id),
        Row::Equipment(device) => format!("{} {} ({})", device.name, device.label, device.site),
        Row::Teacher(row) => format!("{} ({})", teacher::who(row), row.site),
        Row::Calendar(calendar) => {
            let first = calendar.quarters.first().map(|q| date::day(q.first));
            let last = calendar.quarters.last().map(|q| date::day(q.last));
            let quarters = count(calendar.quarters.len(), "trimestre", "trimestres");
            let span = first.zip(last).map(|(a, b)| format!(", du {a} au {b}"));
            format!("Calendrier\u{a0}: {quarters}{}", span.unwrap_or_default())
        }
        Row::Campaign(campaign) => format!("Campagne «\u{a0}{}\u{a0}»", campaign.label),
        Row::Article(article) => format!("{}, {}", article.label, article.unit),
        Row::Settings(settings) => {
            let outlines = settings.outlines.as_deref().map_or(0, <[_]>::len);
            let communes = count(settings.communes.len(), "commune", "communes");
            let outlines = count(outlines, "contour", "contours");
            format!("Réglages\u{a0}: {communes}, {outlines}")
        }
        Row::Subscription(row) => {
            let kind = subscription::kind(row.kind);
            let what = format!("{kind} {} ({})", row.terms.line, row.site);
            format!("{}, {}", capital(&what), row.terms.price)
        }
        Row::BudgetLine(line) => budget_line(line),
        Row::Supply(row) => {
            let days = row.period.map(|days| format!(", {}", loan::days(days)));
            let unit = if row.unit.is_empty() { "" } else { " · " };
            let what = supply::contents(row);
            format!("{what}{unit}{} ({}){}", row.unit, row.site, days.unwrap_or_default())
        }
        Row::TrainingSession(row) => training::named(&row.terms),
        Row::Commitment(row) => {
            let (number, supplier) = (&row.number, &row.supplier);
            format!("Engagement {number} ({supplier}), {}, mandaté {}", row.ordered(), row.paid())
        }
        other => capital(kind_words(other.kind()).1),
    }
}

fn budget_line(line: &BudgetLine) -> String {
    let year = line.credits(*PLAN.start()).unwrap_or_default();
    let name = match line.code.as_str() {
        "" => budget::section(line.pot).to_owned(),
        code => format!("{code} {}", line.label),
    };
    let pot = shared::words::pot(line.pot);
    match line.total() {
        Some(total) => format!("{name} ({pot}), {year} par an, {total} en tout"),
        None => format!("{name} ({pot}), {year} par an"),
    }
}

/// The names of the fields that would change.
pub fn fields(names: &[String]) -> String {
    let names: Vec<&str> = names.iter().map(|name| field(name)).collect();
    names.join(", ")
}

/// A field of a newer version.
const OTHER_FIELD: &str = "autre champ";

fn field(name: &str) -> &'static str {
    match name {
        "name" => "nom",
        "level" => "niveau",
        "sector" => "secteur",
        "commune" | "commune_name" => "commune",
        "address" => "adresse",
        "postcode" => "code postal",
        "phone" => "téléphone",
        "mail" => "adresse électronique",
        "position" => "position",
        "closed_on" => "fermeture",
        "unit" => "prix",
        "vat" => "TVA",
        "family" => "famille",
        "origin" => "origine",
        "figures" => "effectifs, IPS, ULIS ou RPI",
        "host" => "établissement associé",
        "site" => "établissement",
        "kind" => "nature",
        "label" => "étiquette",
        "serial" => "numéro de série",
        "model" => "modèle",
        "room" => "lieu",
        "state" => "état",
        "fictitious" => "n’est plus fictif",
        "holidays" => "vacances",
        "quarters" => "trimestres",
        "communes" => "communes",
        "outlines" => "contours",
        "id" => "identifiant",
        "version" => "version",
        "week" => "semaine d’ouverture",
        "closures" => "fermetures",
        "feed" => "agenda partagé",
        "authority" => "collectivité",
        "close_after_school_days" => "délai de clôture",
        "checklist" => "liste de contrôle",
        "reserve_percent" => "réserve",
        "acquired" => "arrivée",
        "bought" => "date d’achat",
        "in_service" => "mise en service",
        "life_months" => "durée de vie",
        "support_ends" => "fin de support",
        "price_cents" => "prix",
        "given_by" => "donateur",
        "kept" => "avis de l’école",
        "proposal" => "proposition de réforme",
        "retired" => "fin de vie",
        "history" => "historique",
        "trained" => "formations",
        "function" => "fonction",
        "terms" => "contrat et prix",
        "former" => "prix d’avant",
        "written" => "auteur",
        "credits" => "crédits",
        "votes" => "votes",
        "purses" => "montants par école",
        "moves" => "montant engagé",
        "payments" => "mandats",
        "over" => "motif du dépassement",
        "kit" => "unités et contenu",
        "registrations" | "ranks" => "présences",
        "attended" => "présences aux formations",
        _ => OTHER_FIELD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use shared::equipment::Equipment;
    use shared::settings::Settings;
    use shared::site::Site;

    /// Names of fields come as they are written in rows.
    #[test]
    fn every_field_that_an_import_can_change_has_a_french_name() {
        let site = json!({
            "id": "0420001A", "kind": "school", "name": "", "level": null, "sector": "public",
            "commune": "42218", "commune_name": "", "position": null,
            "week": shared::day::Week::FOUR_DAYS,
        });
        let site: Site = serde_json::from_value(site).expect("a site");
        let equipment = json!({
            "id": "01890000-0000-7000-8000-000000000001", "site": "0420001A", "kind": "computer",
            "name": "", "state": "in_service",
        });
        let equipment: Equipment = serde_json::from_value(equipment).expect("equipment");
        let rows = [
            serde_json::to_value(site),
            serde_json::to_value(equipment),
            serde_json::to_value(Settings::default()),
        ];
        for row in rows {
            let row: Value = row.expect("JSON");
            for name in row.as_object().expect("fields").keys() {
                assert_ne!(field(name), OTHER_FIELD, "{name}");
            }
        }
        assert_eq!(field("of_tomorrow"), OTHER_FIELD);
    }
}

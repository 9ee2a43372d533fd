//! Teachers of the schools, fictitious, and what they were trained for.

use super::draw::Draw;
use chrono::Days;
use shared::day::Day;
use shared::id::TeacherId;
use shared::settings::Topic;
use shared::site::{Site, SiteKind};
use shared::teacher::{Attested, Teacher, Training, Waiver};

/// Keys and words of what people are trained for.
const TOPICS: [(&str, &str); 3] = [
    ("tablettes", "Prise en main des tablettes"),
    ("ecran", "Écran interactif"),
    ("classe-mobile", "Classe mobile"),
];
const NAMES: [&str; 16] = [
    "Mme Rey",
    "M. Durand",
    "Mme Faure",
    "M. Chapuis",
    "Mme Bonnet",
    "M. Garnier",
    "Mme Roche",
    "M. Vial",
    "Mme Teyssier",
    "M. Peyrard",
    "Mme Colombet",
    "M. Masson",
    "Mme Granger",
    "M. Berthet",
    "Mme Poncet",
    "M. Thivillier",
];
const FUNCTIONS: [&str; 6] = ["direction", "CP", "CE1", "CE2", "CM1", "CM2"];

/// Returns what people are trained for.
pub(super) fn topics() -> Vec<Topic> {
    TOPICS.map(|(id, label)| Topic { id: id.into(), label: label.into() }).to_vec()
}

/// Returns some teachers of every school: the function tells two of one name apart.
pub(super) fn teachers(sites: &[Site], today: Day, draw: &mut Draw) -> Vec<Teacher> {
    let mut teachers = Vec::new();
    for site in sites.iter().filter(|site| site.kind == SiteKind::School) {
        for function in FUNCTIONS.iter().take(3 + draw.below(4)) {
            let id = TeacherId(draw.key());
            let name = (*draw.pick(&NAMES)).to_owned();
            let teacher = Teacher::named(id, site.id.clone(), name, (*function).into());
            teachers.push(trained(teacher, today, draw));
        }
    }
    teachers
}

/// Somebody with the trainings of about half of the schools: some seen at a session, some attested,
/// a few waived, a few proposed by a technician.
fn trained(mut teacher: Teacher, today: Day, draw: &mut Draw) -> Teacher {
    let before = |days: usize| today.checked_sub_days(Days::new(days as u64)).unwrap_or(today);
    let attested = || Attested {
        by: "Gaëlle Berne".into(),
        body: "Réseau Canopé".into(),
        evidence: "Attestation de présence".into(),
    };
    for (topic, _) in TOPICS {
        let day = before(20 + draw.below(500));
        match draw.below(6) {
            0 | 1 => {
                let training = Training { day, attested: None };
                teacher.trained.insert(topic.into(), training);
            }
            2 => {
                let training = Training { day, attested: Some(attested()) };
                teacher.trained.insert(topic.into(), training);
            }
            _ => {}
        }
    }
    if teacher.trained.is_empty() && draw.below(40) == 0 {
        let until = today.checked_add_days(Days::new(30)).unwrap_or(today);
        let (by, reason) = ("Gaëlle Berne".into(), "Session reportée par le formateur".into());
        let waiver = Waiver { from: before(5), until, by, reason };
        teacher.waived.insert(TOPICS[0].0.into(), waiver);
    }
    teacher.proposed = teacher.trained.is_empty() && draw.below(25) == 0;
    teacher
}

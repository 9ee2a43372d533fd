//! What people do with devices and teachers, which change their school and so their readers.

use super::people::{SITES, any, fresh};
use fastrand::Rng;
use shared::command::Command;
use shared::equipment::{self, Equipment, EquipmentKind};
use shared::id::{EquipmentId, SiteId, TeacherId};
use shared::replica::Replica;
use shared::role::{Actor, Role};
use shared::teacher;
use uuid::Uuid;

/// The device that a site has at the beginning.
pub(crate) fn device(site: SiteId) -> Equipment {
    let id = EquipmentId(Uuid::new_v5(&Uuid::NAMESPACE_URL, site.as_str().as_bytes()));
    Equipment::blank(id, site, EquipmentKind::Laptop, "PC".into())
}

/// What somebody thinks of doing with a device or a teacher that they see.
pub(crate) fn intend(
    rng: &mut Rng,
    replica: &Replica,
    actor: &Actor,
    word: &str,
) -> Option<Command> {
    let view = replica.view();
    let site = actor.site.clone().or_else(|| any(rng, SITES.map(SiteId::from)))?;
    let device = any(rng, view.equipment.values().cloned());
    let known = any(rng, view.teachers.values().map(|teacher| teacher.id));
    let text = || word.to_owned();
    let (Some(device), Some(teacher), false) = (device, known, rng.u8(..3) == 0) else {
        let (teacher, function) = (TeacherId(fresh(rng)), String::new());
        return Some(teacher::Act::NameTeacher { teacher, site, name: text(), function }.into());
    };
    let equipment = device.id;
    Some(match (actor.role, rng.bool()) {
        (Role::Teacher, true) => {
            equipment::Act::KeepEquipment { equipment, keep: device.kept.is_none() }.into()
        }
        (Role::Teacher, false) => {
            let function = "CE1".to_owned();
            teacher::Act::CorrectTeacher { teacher, name: text(), function }.into()
        }
        (Role::Technician, _) => {
            equipment::Act::ProposeRetirement { equipment, reason: text() }.into()
        }
        (_, true) => teacher::Act::MoveTeacher { teacher, site }.into(),
        (_, false) if rng.bool() => {
            let from = device.site.clone();
            equipment::Act::MoveEquipment { equipment, from, to: site }.into()
        }
        (_, false) => {
            let was = device.sheet();
            let now = equipment::EquipmentSheet { room: text(), ..was.clone() };
            let (was, now) = (Box::new(was), Box::new(now));
            equipment::Act::EditEquipment { equipment, was, now }.into()
        }
    })
}

//! The renewal of the year: the oldest computers make place for tablets. The list is the one that
//! desks see, and every order goes through the rules.

use super::draw::Draw;
use super::loans;
use super::orders::{Known, Order, actor, articles, hand_over, user};
use super::year::Year;
use shared::article::ArticleKind;
use shared::day::paris_day;
use shared::equipment::EquipmentKind;
use shared::id::{CampaignId, EquipmentId, Millis, SiteId, SupplyId};
use shared::limits::DAY_MS;
use shared::renewal::Renewal;
use shared::renewal::proposing::by_site;
use shared::role::Role;
use shared::supply::{Act, Asked, LegKind};

/// Old devices that are replaced.
const REPLACED: usize = 60;
/// Days between two orders, and after the opening of the campaign.
const APART_DAYS: i64 = 7;

/// Proposes new devices to the schools whose old ones stand first in the list.
pub(super) fn renew(
    year: &mut Year,
    known: &Known<'_>,
    by: &loans::People<'_>,
    campaign: CampaignId,
    now: Millis,
) {
    let mut draw = Draw::new(super::SEED ^ 0x0052_454e_4557);
    let today = paris_day(now);
    let is_pc = |device: &shared::equipment::Equipment| device.kind == EquipmentKind::Computer;
    let list = Renewal::of(&year.state, today, is_pc).ranked;
    let first = list.get(..REPLACED.min(list.len())).unwrap_or_default();
    let Some(opens) = year.state.campaigns.get(&campaign).map(|one| one.opens) else { return };
    let days = (today - opens).num_days();
    for ((site, replaces), n) in by_site(first).into_iter().zip(0_i64..) {
        let age = n * APART_DAYS;
        if age > days {
            break;
        }
        one(year, (known, by), (campaign, site, replaces), (now - age * DAY_MS, now), &mut draw);
    }
}

/// One school: what it is proposed, and how far that has got.
fn one(
    year: &mut Year,
    (known, by): (&Known<'_>, &loans::People<'_>),
    (campaign, site, replaces): (CampaignId, SiteId, Vec<EquipmentId>),
    (at, now): (Millis, Millis),
    draw: &mut Draw,
) {
    let tablet = ArticleKind::Device(EquipmentKind::Tablet);
    let Some(article) = articles().into_iter().find(|one| one.kind == tablet) else { return };
    let Some(place) = known.sites.iter().find(|one| one.id == site) else { return };
    let [.., dispatcher, _, _, _] = known.people else { return };
    let quantity = u32::try_from(replaces.len()).unwrap_or(1);
    let lines = vec![Asked { article: article.id, quantity, unit: article.unit }];
    let supply = SupplyId(draw.key());
    let ask = Act::AskSupply {
        supply,
        site,
        campaign,
        teacher: user(year, place, &lines),
        lines,
        note: String::new(),
        replaces,
    };
    if !year.give(by.chief, at, ask) {
        return;
    }
    let far = (now - at) / DAY_MS / APART_DAYS;
    let after = |days: i64| (at + days * DAY_MS).min(now);
    match far {
        0 => return,
        1 => {
            let reason = "Le fournisseur annonce six semaines.".to_owned();
            year.give(by.chief, after(3), Act::WaitSupply { supply, reason });
            return;
        }
        _ => year.give(by.chief, after(3), Act::AcceptSupply { supply, visit: None }),
    };
    if far < 4 {
        return;
    }
    year.give(by.desk, after(14), Act::PrepareSupply { supply, visit: None });
    let school = actor(dispatcher, Role::Teacher, &place.name, Some(place));
    // The old ones go with the hand-over of the new ones, and not without it.
    let order = Order { supply, school: &school, by, asked_at: at, by_stop: false };
    if far >= 6 && can_be_given(year, supply, after(28)) {
        hand_over(year, &order, (after(28), true), draw);
    }
    if far >= 9 {
        year.give(&school, after(35), Act::ConfirmSupply { supply });
    }
}

/// Whether somebody of the school had the training by then.
fn can_be_given(year: &Year, supply: SupplyId, at: Millis) -> bool {
    let Some(known) = year.state.supplies.get(&supply) else { return false };
    let mut legs = known.legs.iter().filter(|leg| leg.kind == LegKind::Deliver);
    legs.all(|leg| {
        let mut all = year.state.teachers.values();
        all.any(|one| known.gate(leg, Some(one), paris_day(at)).is_ok())
    })
}

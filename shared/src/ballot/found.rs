//! The call that an act is about.

use super::Hindrance;
use crate::campaign::{Call, Campaign};
use crate::decide::context::Context;
use crate::id::CampaignId;
use crate::refusal::Refusal;
use std::sync::Arc;

/// The call of that key, and its rules.
pub(super) fn call_of(
    context: &Context<'_>,
    id: CampaignId,
) -> Result<(Arc<Campaign>, Call), Refusal> {
    let campaign = context.known::<Campaign>(&id)?;
    let call = campaign.call.clone().ok_or(Hindrance::StillOpen)?;
    Ok((campaign, call))
}

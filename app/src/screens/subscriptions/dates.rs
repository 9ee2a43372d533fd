//! What is done with a subscription on a day: it is ordered, works, pauses, ends, is renewed.

use super::fields::read_day;
use crate::parts::{Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::subscriptions as words;
use leptos::prelude::*;
use shared::day::Day;
use shared::id::SubscriptionId;
use shared::subscription::{Act, Stage, Standing, Subscription};

/// What a person can do with a day, and with a reason where it needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Order,
    Start,
    Suspend,
    Resume,
    Refuse,
    GiveNotice,
    End,
    Renew,
}

impl Doing {
    const ALL: [Doing; 8] = [
        Doing::Order,
        Doing::Start,
        Doing::Suspend,
        Doing::Resume,
        Doing::GiveNotice,
        Doing::End,
        Doing::Renew,
        Doing::Refuse,
    ];

    /// What can be done with a subscription on that day, in the order of the screen.
    pub(super) fn of(row: &Subscription, today: Day) -> Vec<Doing> {
        let standing = row.standing(today);
        let runs = matches!(standing, Standing::Active | Standing::Suspended);
        let fits = |doing: &Doing| match doing {
            Doing::Order => standing == Standing::Planned,
            Doing::Start | Doing::Refuse => {
                matches!(standing, Standing::Planned | Standing::Ordered)
            }
            Doing::Suspend => standing == Standing::Active,
            Doing::Resume => row.stage == Stage::Suspended && standing != Standing::Ended,
            Doing::GiveNotice => runs && row.notice_ahead(today).is_some(),
            Doing::Renew => runs,
            Doing::End => runs || standing == Standing::Ending,
        };
        Doing::ALL.into_iter().filter(fits).collect()
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Doing::Order => words::ORDER,
            Doing::Start => words::START,
            Doing::Suspend => words::SUSPEND,
            Doing::Resume => words::RESUME,
            Doing::Refuse => words::REFUSE,
            Doing::GiveNotice => words::GIVE_NOTICE,
            Doing::End => words::END,
            Doing::Renew => words::RENEW,
        }
    }

    fn day_label(self) -> &'static str {
        match self {
            Doing::End => words::LAST,
            Doing::Renew => words::DUE,
            Doing::Start => words::FIRST,
            Doing::Order | Doing::Suspend | Doing::Resume | Doing::Refuse | Doing::GiveNotice => {
                words::DAY
            }
        }
    }

    fn needs_reason(self) -> bool {
        matches!(self, Doing::Suspend | Doing::Refuse | Doing::End)
    }

    /// The name of the field of its day in its command.
    fn day_name(self) -> &'static str {
        match self {
            Doing::End | Doing::Renew => "last",
            Doing::Order
            | Doing::Start
            | Doing::Suspend
            | Doing::Resume
            | Doing::Refuse
            | Doing::GiveNotice => "first",
        }
    }

    fn act(self, subscription: SubscriptionId, on: Day, reason: String) -> Act {
        let to =
            |stage| Act::AdvanceSubscription { subscription, stage, on, reason: reason.clone() };
        match self {
            Doing::Order => to(Stage::Ordered),
            Doing::Start | Doing::Resume => to(Stage::Active),
            Doing::Suspend => to(Stage::Suspended),
            Doing::Refuse => to(Stage::Refused),
            Doing::GiveNotice => Act::GiveNotice { subscription, on },
            Doing::End => Act::EndSubscription { subscription, last: on, reason },
            Doing::Renew => Act::RenewSubscription { subscription, due: on },
        }
    }
}

/// The dialog.
#[component]
pub(super) fn DoingDialog(
    doing: Doing,
    subscription: SubscriptionId,
    /// The day that stands in the field at first.
    day: Option<Day>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("subscription-act", format!("{doing:?}-{subscription}"));
    let usual = day.map(|day| day.to_string()).unwrap_or_default();
    let on = form.text(doing.day_name(), usual).needs(words::NEEDS_DAY);
    let needs_reason = doing.needs_reason();
    let reason = form.text("reason", "");
    let reason = if needs_reason { reason.needs(words::NEEDS_REASON) } else { reason };
    let submit = move |()| {
        let day = match on.value.with_untracked(|text| read_day(text)) {
            Ok(Some(day)) => day,
            Ok(None) => return form.refuse(on, words::NEEDS_DAY),
            Err(why) => return form.refuse(on, why),
        };
        let act = doing.act(subscription, day, reason.value.get_untracked());
        form.submit_and_close(act, words::CHANGED, on_close);
    };
    view! {
        <Dialog title=doing.label() on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=doing.day_label() kind="date" value=on/>
                <Show when=move || needs_reason>
                    <TextField label=words::REASON value=reason/>
                </Show>
                <FormEnd form=form submit=doing.label() on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

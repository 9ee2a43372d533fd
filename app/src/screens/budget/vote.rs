//! «Enregistrer un vote»: what the assembly decided, for a line or a section.

use super::fields::{Choice, LineField};
use super::money;
use crate::parts::{Dialog, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::budget_screen as words;
use chrono::Datelike;
use leptos::prelude::*;
use shared::budget::{Act, Credit, Vote};
use shared::id::LineId;

/// The fields of a vote.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    line: crate::parts::FormEntry<String>,
    day: crate::parts::FormEntry<String>,
    reference: crate::parts::FormEntry<String>,
    total: crate::parts::FormEntry<String>,
    year: crate::parts::FormEntry<String>,
    price: crate::parts::FormEntry<String>,
}

impl Fields {
    fn new(form: Form) -> Self {
        let today = form.app.today_now();
        Self {
            form,
            line: form.text("line", "").required(),
            day: form.text("day", today.to_string()).needs(words::DAY_NEEDED),
            reference: form.text("reference", "").required(),
            total: form.text("total", ""),
            year: form.text("year", today.year().to_string()),
            price: form.text("price", ""),
        }
    }

    /// The command; an error shows at its field.
    fn read(self) -> Result<Act, ()> {
        let credits = match money::amount(self.form, self.price)? {
            Some(amount) => vec![Credit { year: money::year(self.form, self.year)?, amount }],
            None => Vec::new(),
        };
        let vote = Vote {
            day: money::day(self.form, self.day)?,
            reference: self.reference.value.get_untracked(),
            total: money::amount(self.form, self.total)?,
            credits,
        };
        Ok(Act::RecordVote { line: LineId(self.line.value.get_untracked()), vote })
    }
}

/// The dialog.
#[component]
pub(super) fn VoteDialog(on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("budget-vote", "");
    let fields = Fields::new(form);
    let submit = move |()| {
        if let Ok(act) = fields.read() {
            form.submit_and_close(act, words::SAID, on_close);
        }
    };
    view! {
        <Dialog title=words::VOTE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <LineField value=fields.line choice=Choice::Sections/>
                <TextField label=words::DAY kind="date" value=fields.day/>
                <Sentence label=words::REFERENCE value=fields.reference/>
                <TextField label=words::YEAR value=fields.year/>
                <TextField label=words::CREDITS hint=words::CREDITS_HINT value=fields.price/>
                <TextField label=words::TOTAL hint=words::TOTAL_HINT value=fields.total/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

//! «Faire signer»: what is signed, a name, and optionally a drawing.

use super::summary::Summary;
use crate::context::FileError;
use crate::parts::{Dialog, Drawing, SignaturePad, Strokes, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::store::StoreError;
use crate::text::{self, visit_screen as words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::visit;

/// The dialog; also opened from the report.
#[component]
pub(in crate::screens) fn SignDialog(
    visit: VisitId,
    /// The report itself is behind the dialog.
    #[prop(optional)]
    in_report: bool,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("sign", visit);
    let name = form.text("name", "").needs(words::SIGN_NEEDS_NAME);
    let capacity = form.text("capacity", "");
    let drawing = Drawing::of(form.holds("strokes", Strokes::new()));
    let submit = move |()| {
        let (name, capacity) = (name.value.get_untracked(), capacity.value.get_untracked());
        form.run(async move {
            let drawing = match drawing.png().await {
                Some(png) => {
                    let kept = form.app.keep_file(png).await;
                    Some(kept.map_err(|error| match error {
                        FileError::Store(StoreError::Full) => words::SIGN_NO_ROOM.to_owned(),
                        error => text::file_error(&error),
                    })?)
                }
                None => None,
            };
            form.try_submit(visit::Act::SignReport { visit, name, capacity, drawing }).await?;
            form.app.toast(words::SIGNED);
            // The screen may have been left meanwhile.
            let _ = on_close.try_run(());
            Ok(())
        });
    };
    view! {
        <Dialog title=words::SIGN on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Summary visit=visit in_report=in_report/>
                <p>{words::SIGN_INTRO}</p>
                <TextField label=words::SIGN_NAME value=name/>
                <TextField
                    label=words::SIGN_CAPACITY
                    hint=words::SIGN_CAPACITY_HINT
                    value=capacity
                />
                <SignaturePad drawing=drawing/>
                <FormEnd form=form submit=words::SIGN_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

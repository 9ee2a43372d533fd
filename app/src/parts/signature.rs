//! A place to sign with a finger, a pen or a mouse. Typing the name instead is always possible.

use crate::text::shell as words;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent};

/// Width of the drawing, in its own pixels.
const WIDTH: u32 = 900;
/// Height of the drawing, in its own pixels.
const HEIGHT: u32 = 360;

/// The drawing of a signature.
#[derive(Clone, Copy)]
pub struct Drawing {
    canvas: NodeRef<html::Canvas>,
    drawn: RwSignal<bool>,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { canvas: NodeRef::new(), drawn: RwSignal::new(false) }
    }
}

impl Drawing {
    /// Returns the drawing as a PNG; `None` when nobody drew.
    pub async fn png(self) -> Option<Blob> {
        if !self.drawn.get_untracked() {
            return None;
        }
        let canvas = self.canvas.get_untracked()?;
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            let done = Closure::once_into_js(move |blob: JsValue| {
                // Resolving a promise cannot fail.
                let _ = resolve.call1(&JsValue::NULL, &blob);
            });
            // Without a picture, the typed name is the signature.
            let _ = canvas.to_blob(done.unchecked_ref());
        });
        JsFuture::from(promise).await.ok()?.dyn_into().ok()
    }

    fn clear(self) {
        if let Some(canvas) = self.canvas.get_untracked()
            && let Some(pen) = pen(&canvas)
        {
            pen.clear_rect(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT));
        }
        self.drawn.set(false);
    }
}

fn pen(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn place(canvas: &HtmlCanvasElement, event: &PointerEvent) -> (f64, f64) {
    let scale = f64::from(WIDTH) / f64::from(canvas.client_width().max(1));
    (f64::from(event.offset_x()) * scale, f64::from(event.offset_y()) * scale)
}

/// The place to sign.
#[component]
pub fn SignaturePad(drawing: Drawing) -> impl IntoView {
    let down = RwSignal::new(false);
    let begin = move |event: PointerEvent| {
        let Some(canvas) = drawing.canvas.get_untracked() else {
            return;
        };
        let Some(pen) = pen(&canvas) else { return };
        event.prevent_default();
        // Without capture, the stroke ends at the border.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        let (x, y) = place(&canvas, &event);
        pen.set_line_width(5.0);
        pen.set_line_cap("round");
        pen.set_line_join("round");
        pen.set_stroke_style_str("#10202e");
        pen.begin_path();
        pen.move_to(x, y);
        pen.line_to(x + 0.1, y);
        pen.stroke();
        down.set(true);
        drawing.drawn.set(true);
    };
    let go_on = move |event: PointerEvent| {
        if !down.get_untracked() {
            return;
        }
        let Some(canvas) = drawing.canvas.get_untracked() else {
            return;
        };
        let Some(pen) = pen(&canvas) else { return };
        let (x, y) = place(&canvas, &event);
        pen.line_to(x, y);
        pen.stroke();
    };
    view! {
        <div class="signature">
            <canvas
                width=WIDTH
                height=HEIGHT
                role="img"
                aria-label=words::SIGN_HERE
                node_ref=drawing.canvas
                on:pointerdown=begin
                on:pointermove=go_on
                on:pointerup=move |_| down.set(false)
                on:pointercancel=move |_| down.set(false)
            ></canvas>
            <button type="button" class="button quiet" on:click=move |_| drawing.clear()>
                {words::SIGN_AGAIN}
            </button>
        </div>
    }
}

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

/// The points of each stroke, in the pixels of the drawing.
pub type Strokes = Vec<Vec<(u16, u16)>>;

/// The drawing of a signature.
#[derive(Clone, Copy)]
pub struct Drawing {
    canvas: NodeRef<html::Canvas>,
    strokes: RwSignal<Strokes>,
    /// The stroke under way.
    stroke: StoredValue<Vec<(u16, u16)>>,
}

impl Drawing {
    /// The drawing with these strokes, which are drawn whenever they change.
    pub fn of(strokes: RwSignal<Strokes>) -> Self {
        Self { canvas: NodeRef::new(), strokes, stroke: StoredValue::new(Vec::new()) }
    }

    /// Returns the drawing as a PNG; `None` when nobody drew.
    pub async fn png(self) -> Option<Blob> {
        if self.strokes.with_untracked(Vec::is_empty) {
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

    /// Draws every stroke again.
    fn draw(self) {
        let Some(pen) = self.canvas.get().as_ref().and_then(pen) else { return };
        pen.clear_rect(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT));
        self.strokes.with(|strokes| {
            for stroke in strokes {
                begin(&pen, stroke.first().copied().unwrap_or_default());
                stroke.iter().for_each(|point| go_to(&pen, *point));
            }
        });
    }

    /// The stroke under way is a part of the drawing.
    fn end_stroke(self) {
        let stroke = self.stroke.try_update_value(std::mem::take).unwrap_or_default();
        if !stroke.is_empty() {
            self.strokes.update(|strokes| strokes.push(stroke));
        }
    }
}

fn pen(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.set_line_width(5.0);
    pen.set_line_cap("round");
    pen.set_line_join("round");
    pen.set_stroke_style_str("#10202e");
    Some(pen)
}

/// Begins a stroke with a dot.
fn begin(pen: &CanvasRenderingContext2d, (x, y): (u16, u16)) {
    pen.begin_path();
    pen.move_to(x.into(), y.into());
    pen.line_to(f64::from(x) + 0.1, y.into());
    pen.stroke();
}

fn go_to(pen: &CanvasRenderingContext2d, (x, y): (u16, u16)) {
    pen.line_to(x.into(), y.into());
    pen.stroke();
}

fn place(canvas: &HtmlCanvasElement, event: &PointerEvent) -> (u16, u16) {
    let scale = f64::from(WIDTH) / f64::from(canvas.client_width().max(1));
    let pixel = |offset: i32| (f64::from(offset) * scale).round() as u16;
    (pixel(event.offset_x()), pixel(event.offset_y()))
}

/// The place to sign.
#[component]
pub fn SignaturePad(drawing: Drawing) -> impl IntoView {
    Effect::new(move |_| drawing.draw());
    let clear = move |_| drawing.strokes.set(Vec::new());
    let begin_stroke = move |event: PointerEvent| {
        let Some(canvas) = drawing.canvas.get_untracked() else {
            return;
        };
        let Some(pen) = pen(&canvas) else { return };
        event.prevent_default();
        // Without capture, the stroke ends at the border.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        let point = place(&canvas, &event);
        begin(&pen, point);
        drawing.stroke.set_value(vec![point]);
    };
    let go_on = move |event: PointerEvent| {
        if drawing.stroke.with_value(Vec::is_empty) {
            return;
        }
        let Some(canvas) = drawing.canvas.get_untracked() else {
            return;
        };
        let Some(pen) = pen(&canvas) else { return };
        let point = place(&canvas, &event);
        go_to(&pen, point);
        drawing.stroke.update_value(|stroke| stroke.push(point));
    };
    view! {
        <div class="signature">
            <canvas
                width=WIDTH
                height=HEIGHT
                role="img"
                aria-label=words::SIGN_HERE
                node_ref=drawing.canvas
                on:pointerdown=begin_stroke
                on:pointermove=go_on
                on:pointerup=move |_| drawing.end_stroke()
                on:pointercancel=move |_| drawing.end_stroke()
            ></canvas>
            <button type="button" class="button quiet" on:click=clear>
                {words::SIGN_AGAIN}
            </button>
        </div>
    }
}

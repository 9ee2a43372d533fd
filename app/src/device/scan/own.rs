//! The reader of codes of `bin/scanner.rs`: a worker, fetched at the first use and then kept.

use crate::api;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ImageData, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The callers that wait for an answer, in the order of their pictures.
type Waiting = Rc<RefCell<VecDeque<Function>>>;

#[derive(Clone)]
struct Reader {
    worker: Worker,
    waiting: Waiting,
    ready: Promise,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Returns the texts of the codes on a picture; `None` when the reader cannot be had.
pub(super) async fn read(picture: &ImageData, thorough: bool) -> Option<Vec<String>> {
    let reader = reader()?;
    let is_ready = JsFuture::from(reader.ready.clone()).await.is_ok_and(|is| is.is_truthy());
    if !is_ready {
        // Tried again by the next picture.
        READER.set(None);
        return None;
    }
    let answer = promise(&reader.waiting);
    let (message, buffer) = message(picture, thorough)?;
    reader.worker.post_message_with_transfer(&message, &Array::of1(&buffer)).ok()?;
    let texts: Array = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    Some(texts.iter().filter_map(|text| text.as_string()).collect())
}

fn message(picture: &ImageData, thorough: bool) -> Option<(Object, JsValue)> {
    let pixels = Reflect::get(picture, &"data".into()).ok()?;
    let pixels = Uint8Array::new(&Reflect::get(&pixels, &"buffer".into()).ok()?);
    let message = Object::new();
    let fields: [(&str, JsValue); 4] = [
        ("width", picture.width().into()),
        ("height", picture.height().into()),
        ("pixels", pixels.clone().into()),
        ("thorough", thorough.into()),
    ];
    for (name, value) in fields {
        Reflect::set(&message, &name.into(), &value).ok()?;
    }
    Some((message, pixels.buffer().into()))
}

fn reader() -> Option<Reader> {
    if let Some(reader) = READER.with_borrow(Clone::clone) {
        return Some(reader);
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&api::asset_path("scanner")?, &options).ok()?;
    let waiting = Waiting::default();
    // The first thing that it says is that it is ready.
    let ready = promise(&waiting);
    let answers = Rc::clone(&waiting);
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        give(answers.borrow_mut().pop_front(), &event.data());
    });
    worker.set_onmessage(Some(answer.into_js_value().unchecked_ref()));
    let lost = Rc::clone(&waiting);
    let failed = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        READER.set(None);
        lost.borrow_mut().drain(..).for_each(|caller| give(Some(caller), &JsValue::NULL));
    });
    worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
    let reader = Reader { worker, waiting, ready };
    READER.set(Some(reader.clone()));
    Some(reader)
}

fn promise(waiting: &Waiting) -> Promise {
    Promise::new(&mut |resolve, _| waiting.borrow_mut().push_back(resolve))
}

fn give(caller: Option<Function>, answer: &JsValue) {
    if let Some(caller) = caller {
        // Resolving a promise cannot fail.
        let _ = caller.call1(&JsValue::UNDEFINED, answer);
    }
}

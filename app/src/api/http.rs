//! One HTTP request of the page to its own server.

use js_sys::{Function, Promise, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::api::{ErrorBody, ErrorCode};
use shared::id::Millis;
use shared::sync::Failure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestCredentials, RequestInit, Response};

/// How long an answer may take.
const TIMEOUT_MS: i32 = 60_000;

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// No answer, or one that was cut.
    Offline,
    /// 401: nobody is signed in, or the password or code was wrong.
    SignedOut,
    /// 403 with «revoked».
    Revoked,
    /// 426: this version is too old.
    TooOld,
    /// 429 or 503: try again after that many milliseconds.
    Busy(Millis),
    /// Another 4xx.
    Refused {
        /// The status.
        status: u16,
        /// Why, as far as this version of the app knows the reason.
        code: ErrorCode,
    },
    /// A 4xx of something on the way, a firewall or a proxy, and not of the server: its status.
    Barred(u16),
    /// 5xx, or an answer that cannot be read.
    Fault,
}

impl ApiError {
    /// What it means for who tries again by itself.
    pub fn as_failure(&self) -> Failure {
        match self {
            ApiError::Offline => Failure::Network,
            ApiError::SignedOut => Failure::SignedOut,
            ApiError::Revoked => Failure::Revoked,
            ApiError::TooOld => Failure::TooOld,
            ApiError::Busy(wait) => Failure::Busy(*wait),
            ApiError::Barred(status) => Failure::Barred(*status),
            ApiError::Refused { status: 413, .. } => Failure::TooLarge,
            ApiError::Refused { .. } | ApiError::Fault => Failure::Fault,
        }
    }

    /// Whether the account must have a second factor first.
    pub fn asks_for_factor(&self) -> bool {
        matches!(self, ApiError::Refused { code: ErrorCode::FactorRequired, .. })
    }

    /// Whether the server, or something before it, does not know this way of asking: an older
    /// server lacks the twins of `PUT` and `DELETE`.
    pub fn is_unknown_way(&self) -> bool {
        matches!(self, ApiError::Refused { status: 404 | 405, .. } | ApiError::Barred(404 | 405))
    }
}

/// A request under construction.
pub struct ApiCall {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<JsValue>,
    controller: Option<AbortController>,
}

impl ApiCall {
    /// A request without a body.
    pub fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: vec![("Accept", "application/json".into())],
            body: None,
            controller: AbortController::new().ok(),
        }
    }

    /// With a JSON body.
    pub fn json(self, body: &impl Serialize) -> Result<Self, ApiError> {
        let text = serde_json::to_string(body).map_err(|_| ApiError::Fault)?;
        Ok(self.text(&text))
    }

    /// With a body that is JSON already.
    pub fn text(mut self, json: &str) -> Self {
        // As bytes: the browser would encode a string again.
        self.body = Some(Uint8Array::from(json.as_bytes()).into());
        self.header("Content-Type", "application/json")
    }

    /// With bytes.
    pub fn bytes(mut self, bytes: &Uint8Array) -> Self {
        self.body = Some(bytes.clone().into());
        self
    }

    /// With a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With a controller that can abort it.
    pub fn controller(mut self, controller: &AbortController) -> Self {
        self.controller = Some(controller.clone());
        self
    }

    /// Sends the request and returns the answer, whatever its status.
    pub async fn send(self) -> Result<Response, ApiError> {
        let window = web_sys::window().ok_or(ApiError::Offline)?;
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_credentials(RequestCredentials::SameOrigin);
        let signal = self.controller.as_ref().map(AbortController::signal);
        init.set_signal(signal.as_ref());
        if let Some(body) = &self.body {
            init.set_body(body);
        }
        let headers = Headers::new().map_err(|_| ApiError::Fault)?;
        for (name, value) in &self.headers {
            headers.set(name, value).map_err(|_| ApiError::Fault)?;
        }
        init.set_headers(&headers);
        let request =
            Request::new_with_str_and_init(&self.path, &init).map_err(|_| ApiError::Fault)?;
        let timer = self.controller.map(|controller| {
            let abort = Closure::once_into_js(move || controller.abort());
            let abort: Function = abort.unchecked_into();
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&abort, TIMEOUT_MS)
                .unwrap_or(0)
        });
        let answer = JsFuture::from(window.fetch_with_request(&request)).await;
        if let Some(timer) = timer {
            window.clear_timeout_with_handle(timer);
        }
        answer.map(JsCast::unchecked_into).map_err(|_| ApiError::Offline)
    }

    /// Sends the request and decodes the JSON of a successful answer.
    pub async fn read<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        let text = self.read_text().await?;
        let text = if text.is_empty() { "null".into() } else { text };
        serde_json::from_str(&text).map_err(|_| ApiError::Fault)
    }

    /// Sends the request and reads the text of a successful answer.
    pub async fn read_text(self) -> Result<String, ApiError> {
        let response = self.send().await?;
        if !response.ok() {
            return Err(failure(&response).await);
        }
        text_of(&response).await
    }

    /// Sends the request and reads the bytes of a successful answer.
    pub async fn read_bytes(self) -> Result<Vec<u8>, ApiError> {
        let response = self.send().await?;
        if !response.ok() {
            return Err(failure(&response).await);
        }
        let buffer: Promise = response.array_buffer().map_err(|_| ApiError::Offline)?;
        let buffer = JsFuture::from(buffer).await.map_err(|_| ApiError::Offline)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    /// Sends the request and drops the body of a successful answer.
    pub async fn done(self) -> Result<(), ApiError> {
        let response = self.send().await?;
        if response.ok() { Ok(()) } else { Err(failure(&response).await) }
    }
}

/// Reads the body of an answer. A cut body counts as no answer.
pub async fn text_of(response: &Response) -> Result<String, ApiError> {
    let text: Promise = response.text().map_err(|_| ApiError::Offline)?;
    let text = JsFuture::from(text).await.map_err(|_| ApiError::Offline)?;
    text.as_string().ok_or(ApiError::Fault)
}

/// Returns why an answer is not successful.
pub async fn failure(response: &Response) -> ApiError {
    let retry = response.headers().get("Retry-After").ok().flatten();
    let body = text_of(response).await.unwrap_or_default();
    let body: Option<ErrorBody> = serde_json::from_str(&body).ok();
    let code = body.map(|body| body.error);
    let wait = retry.and_then(|text| text.parse().ok()).map(|seconds: Millis| seconds * 1_000);
    let status = response.status();
    match Failure::of_status(status, code, wait) {
        Failure::Network => ApiError::Offline,
        Failure::SignedOut => ApiError::SignedOut,
        Failure::Revoked => ApiError::Revoked,
        Failure::TooOld => ApiError::TooOld,
        Failure::Busy(wait) => ApiError::Busy(wait),
        Failure::Barred(status) => ApiError::Barred(status),
        Failure::TooLarge => refused(status, code),
        Failure::Fault if (400..500).contains(&status) => refused(status, code),
        Failure::Fault => ApiError::Fault,
    }
}

fn refused(status: u16, code: Option<ErrorCode>) -> ApiError {
    ApiError::Refused { status, code: code.unwrap_or(ErrorCode::Unknown) }
}

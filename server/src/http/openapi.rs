//! The OpenAPI document, made from the routes themselves.

pub(crate) mod messages;

use super::error::Problem;
use super::session::COOKIE;
use axum::Extension;
use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr,
    Response as Told, ResponseBuilder,
};
use utoipa::{IntoResponses, PartialSchema};

pub use messages::*;

/// Returns the document without routes: title, description, and the cookie that signs in.
pub fn start() -> OpenApi {
    let info =
        InfoBuilder::new().title("Tournée").version(env!("CARGO_PKG_VERSION")).description(Some(
            "Visits and tickets of the schools of an authority. Everything that changes goes as a \
             command through /api/v1/sync; the other routes handle secrets and whole files.",
        ));
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
    OpenApiBuilder::new()
        .info(info)
        .components(Some(ComponentsBuilder::new().security_scheme("session", cookie).build()))
        .security(Some([SecurityRequirement::new("session", Vec::<String>::new())]))
        .build()
}

/// The document as it is sent.
#[derive(Clone)]
pub struct Document(Bytes);

/// Writes the document as JSON; it stays the same for the life of the process.
pub fn text(document: &OpenApi) -> Document {
    // A document is maps of strings: it can always be written.
    Document(document.to_json().unwrap_or_default().into())
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "operation", security(()),
    responses((status = OK, description = "The document", body = Object)))]
pub async fn read(Extension(document): Extension<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.0).into_response()
}

/// Every way in which a request can fail, the same for all routes.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Told>> {
        let body = ErrorBodySchema::schema();
        let told = |description: &str| {
            let content = ContentBuilder::new().schema(Some(body.clone())).build();
            let told = ResponseBuilder::new().description(description);
            RefOr::T(told.content("application/json", content).build())
        };
        [
            ("400", "malformed: the body cannot be read, where and why"),
            ("401", "signed_out: nobody is signed in"),
            ("403", "not_allowed, revoked, cross_origin, factor_required"),
            ("404", "not_found: no such thing, or out of the scope"),
            ("413", "too_large"),
            ("422", "a field is wrong: its code"),
            ("426", "too_old: the server speaks no protocol of this app"),
            ("429", "busy: again after Retry-After"),
            ("500", "fault: nothing was written"),
            ("503", "busy: photos are not kept or read now; again after Retry-After"),
            ("507", "fault: the disk is nearly full"),
        ]
        .into_iter()
        .map(|(status, description)| (status.to_owned(), told(description)))
        .collect()
    }
}

//! The description of the API, made from the routes themselves.

use super::error::Problem;
use super::session::COOKIE;
use axum::Extension;
use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr,
    Response as Told, ResponseBuilder,
};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

/// What goes before the routes: what the API is, and how one signs in.
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

/// The document as it is sent; it is the same for the life of the process.
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

fn of(kind: Type) -> Object {
    ObjectBuilder::new().schema_type(SchemaType::Type(kind)).build()
}

fn list() -> RefOr<Schema> {
    ArrayBuilder::new().items(of(Type::Object)).build().into()
}

/// An object with these fields, all required but those.
fn object(fields: &[(&str, RefOr<Schema>)], optional: &[&str]) -> RefOr<Schema> {
    let object = fields.iter().fold(ObjectBuilder::new(), |object, (name, schema)| {
        let object = object.property(*name, schema.clone());
        if optional.contains(name) { object } else { object.required(*name) }
    });
    object.build().into()
}

fn schema(kind: Type) -> RefOr<Schema> {
    of(kind).into()
}

/// [`shared::sync::SyncRequest`], described.
pub struct SyncRequestBody;

impl PartialSchema for SyncRequestBody {
    fn schema() -> RefOr<Schema> {
        let fields = [
            ("protocol", schema(Type::Integer)),
            ("device", schema(Type::String)),
            ("epoch", schema(Type::String)),
            ("account", schema(Type::String)),
            ("cursor", schema(Type::Integer)),
            ("held", ArrayBuilder::new().items(of(Type::String)).build().into()),
            ("sent_at", schema(Type::Integer)),
            ("unsent", schema(Type::Integer)),
            ("build", schema(Type::String)),
            ("takes_packs", schema(Type::Boolean)),
            ("watched", schema(Type::Boolean)),
            ("commands", list()),
        ];
        let left_out = ["epoch", "account", "held", "unsent", "build", "takes_packs", "watched"];
        object(&fields, &left_out)
    }
}

impl ToSchema for SyncRequestBody {
    fn name() -> Cow<'static, str> {
        "SyncRequest".into()
    }
}

/// [`shared::sync::SyncAnswer`], described.
pub struct SyncAnswerBody;

impl PartialSchema for SyncAnswerBody {
    fn schema() -> RefOr<Schema> {
        let fields = [
            ("protocol", schema(Type::Integer)),
            ("epoch", schema(Type::String)),
            ("cursor", schema(Type::Integer)),
            ("more", schema(Type::Boolean)),
            ("reset", schema(Type::Boolean)),
            ("sites", ArrayBuilder::new().items(of(Type::String)).build().into()),
            ("actor", schema(Type::Object)),
            ("now", schema(Type::Integer)),
            ("seen_by_desk", schema(Type::Integer)),
            ("outcomes", list()),
            ("changes", list()),
            ("snapshot", schema(Type::Object)),
        ];
        object(&fields, &["sites", "seen_by_desk", "snapshot"])
    }
}

impl ToSchema for SyncAnswerBody {
    fn name() -> Cow<'static, str> {
        "SyncAnswer".into()
    }
}

/// [`shared::handover::HandRequest`], described.
pub struct HandRequestBody;

impl PartialSchema for HandRequestBody {
    fn schema() -> RefOr<Schema> {
        let fields = [
            ("preview", schema(Type::Boolean)),
            ("offset_ms", schema(Type::Integer)),
            ("commands", list()),
        ];
        object(&fields, &["preview", "offset_ms"])
    }
}

impl ToSchema for HandRequestBody {
    fn name() -> Cow<'static, str> {
        "HandRequest".into()
    }
}

/// [`shared::handover::HandAnswer`], described.
pub struct HandAnswerBody;

impl PartialSchema for HandAnswerBody {
    fn schema() -> RefOr<Schema> {
        object(&[("outcomes", list())], &[])
    }
}

impl ToSchema for HandAnswerBody {
    fn name() -> Cow<'static, str> {
        "HandAnswer".into()
    }
}

/// Every way in which a request can fail, the same for all routes.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Told>> {
        let body = [("error", schema(Type::String)), ("detail", schema(Type::String))];
        let body = object(&body, &["detail"]);
        let told = |description: &str| {
            let content = ContentBuilder::new().schema(Some(body.clone())).build();
            let told = ResponseBuilder::new().description(description);
            RefOr::T(told.content("application/json", content).build())
        };
        [
            ("400", "malformed: the body cannot be read, where and why"),
            ("401", "signed_out: nobody is signed in"),
            ("403", "not_allowed, revoked, cross_origin"),
            ("404", "not_found: no such thing, or out of the scope"),
            ("413", "too_large"),
            ("422", "a field is wrong: its code"),
            ("426", "too_old: the server speaks no protocol of this app"),
            ("429", "busy: again after Retry-After"),
            ("500", "fault: nothing was written"),
        ]
        .into_iter()
        .map(|(status, description)| (status.to_owned(), told(description)))
        .collect()
    }
}

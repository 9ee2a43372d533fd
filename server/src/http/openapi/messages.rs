//! Descriptions of the messages of `shared`, which knows nothing of this document.

use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::{PartialSchema, ToSchema};

fn of(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(kind))
}

fn text() -> RefOr<Schema> {
    of(Type::String).build().into()
}

fn uuid() -> RefOr<Schema> {
    of(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))).build().into()
}

fn number() -> RefOr<Schema> {
    of(Type::Integer).build().into()
}

fn truth() -> RefOr<Schema> {
    of(Type::Boolean).build().into()
}

fn object() -> RefOr<Schema> {
    of(Type::Object).build().into()
}

fn texts() -> RefOr<Schema> {
    ArrayBuilder::new().items(of(Type::String)).build().into()
}

fn objects() -> RefOr<Schema> {
    ArrayBuilder::new().items(of(Type::Object)).build().into()
}

/// Describes an object with these fields; all are required but the optional ones.
fn described(fields: &[(&str, RefOr<Schema>)], optional: &[&str]) -> RefOr<Schema> {
    let object = fields.iter().fold(ObjectBuilder::new(), |object, (name, schema)| {
        let object = object.property(*name, schema.clone());
        if optional.contains(name) { object } else { object.required(*name) }
    });
    object.build().into()
}

/// For each message: the name of its description here, its name in the document, its fields, and
/// those of them that may be left out.
macro_rules! messages {
    ($($(#[$doc:meta])* $body:ident $name:literal {
        $($field:ident: $schema:expr),* $(,)?
    } [$($optional:literal),* $(,)?])*) => {$(
        $(#[$doc])*
        pub struct $body;

        impl PartialSchema for $body {
            fn schema() -> RefOr<Schema> {
                described(&[$((stringify!($field), $schema)),*], &[$($optional),*])
            }
        }

        impl ToSchema for $body {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }
    )*};
}

messages! {
    /// [`shared::sync::SyncRequest`].
    SyncRequestBody "SyncRequest" {
        protocol: number(),
        vocabulary: number(),
        device: text(),
        epoch: text(),
        account: text(),
        cursor: number(),
        held: texts(),
        sent_at: number(),
        unsent: number(),
        build: text(),
        takes_packs: truth(),
        watched: truth(),
        asks_proof_key: truth(),
        commands: objects(),
    } ["vocabulary", "epoch", "account", "held", "unsent", "build", "takes_packs", "watched",
        "asks_proof_key"]

    /// [`shared::sync::SyncAnswer`].
    SyncAnswerBody "SyncAnswer" {
        protocol: number(),
        vocabulary: number(),
        leaves_out: truth(),
        epoch: text(),
        cursor: number(),
        more: truth(),
        reset: truth(),
        sites: texts(),
        actor: object(),
        now: number(),
        seen_by_desk: number(),
        outcomes: objects(),
        changes: objects(),
        snapshot: object(),
        proof_key: text(),
    } ["vocabulary", "leaves_out", "sites", "seen_by_desk", "snapshot", "proof_key"]

    /// [`shared::handover::HandRequest`].
    HandRequestBody "HandRequest" {
        preview: truth(),
        offset_ms: number(),
        vocabulary: number(),
        commands: objects(),
    } ["preview", "offset_ms", "vocabulary"]

    /// [`shared::handover::HandAnswer`].
    HandAnswerBody "HandAnswer" { outcomes: objects() } []

    /// [`shared::api::SignedIn`].
    SignedInBody "SignedIn" { actor: object() } []

    /// [`shared::api::SignIn`].
    SignInBody "SignIn" {
        mail: text(),
        password: text(),
        device: uuid(),
        label: text(),
        new: text(),
        factor: text(),
    } ["label", "new", "factor"]

    /// [`shared::api::Password`].
    PasswordBody "Password" { password: text() } []

    /// [`shared::api::FactorState`].
    FactorStateBody "FactorState" { on: truth(), codes_left: number() } []

    /// [`shared::api::NewFactor`].
    NewFactorBody "NewFactor" { secret: text(), uri: text() } []

    /// [`shared::api::FactorCode`].
    FactorCodeBody "FactorCode" { code: text() } []

    /// [`shared::api::RecoveryCodes`].
    RecoveryCodesBody "RecoveryCodes" { codes: texts() } []

    /// [`shared::api::FactorEnd`].
    FactorEndBody "FactorEnd" { password: text(), code: text() } []

    /// [`shared::api::OwnSession`].
    OwnSessionBody "OwnSession" {
        device: uuid(),
        label: text(),
        seen_at: number(),
        expires_at: number(),
        current: truth(),
    } ["seen_at"]

    /// [`shared::api::OthersHere`].
    OthersHereBody "OthersHere" { others: texts() } []

    /// [`shared::api::audit::AuditRead`].
    AuditReadBody "AuditRead" { lines: objects(), left_out: number() } []

    /// [`shared::api::ProviderName`].
    ProviderNameBody "ProviderName" { name: text() } ["name"]

    /// [`shared::api::ProviderUrl`].
    ProviderUrlBody "ProviderUrl" { url: text() } []

    /// [`shared::api::ProviderFinish`].
    ProviderFinishBody "ProviderFinish" {
        device: uuid(),
        label: text(),
        factor: text(),
    } ["label", "factor"]

    /// [`shared::api::Enrol`].
    EnrolBody "Enrol" { code: text(), device: uuid(), label: text() } ["label"]

    /// [`shared::api::NewPassword`].
    NewPasswordBody "NewPassword" { old: text(), new: text() } []

    /// [`shared::api::DeviceLine`].
    DeviceLineBody "DeviceLine" {
        id: uuid(),
        label: text(),
        account: uuid(),
        account_name: text(),
        role: text(),
        site: text(),
        seen_at: number(),
        unsent: number(),
        build: text(),
        revoked: truth(),
    } ["role", "site", "seen_at"]

    /// [`shared::api::CodeRequest`].
    CodeRequestBody "CodeRequest" { site: text() } []

    /// [`shared::api::ActivationCode`].
    ActivationCodeBody "ActivationCode" {
        code: text(),
        expires_at: number(),
        url: text(),
    } []

    /// [`shared::api::AccountLine`].
    AccountLineBody "AccountLine" { id: uuid(), mail: text() } []

    /// [`shared::api::NewAccount`].
    NewAccountBody "NewAccount" {
        id: uuid(),
        mail: text(),
        password: text(),
        own: text(),
    } ["password", "own"]

    /// [`shared::api::OwnPassword`].
    OwnPasswordBody "OwnPassword" { own: text() } ["own"]

    /// [`shared::api::GivenPassword`].
    GivenPasswordBody "GivenPassword" { password: text() } ["password"]

    /// [`shared::tell::Post`].
    PostBody "Post" { relay: truth(), letters: objects() } []

    /// [`shared::tell::PostAct`].
    PostActBody "PostAct" { act: text(), letters: texts() } []

    /// [`shared::api::Received`].
    ReceivedBody "Received" { received: number() } []

    /// [`shared::api::ErrorBody`].
    ErrorBodySchema "Error" { error: text(), detail: text() } ["detail"]
}

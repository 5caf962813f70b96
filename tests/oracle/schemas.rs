//! The shapes of the models, as the document has them: what texts are made from.

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Boolean,
    Integer,
    Text,
    Time,
    OneOf(&'static [&'static str]),
    /// The union of `errors[].value`.
    Union,
    List(Box<Shape>),
    Object(Vec<Property>),
}

/// What a property is.
#[derive(Debug, Clone)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) presence: Presence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    Nullable,
    OptionalNullable,
}

use Presence::{Nullable, Optional, OptionalNullable, Required};
use Shape::{Boolean, Integer, OneOf, Text, Time, Union};

const READ: &[&str] = &["read"];
const WRITE: &[&str] = &["write"];
const READ_WRITE: &[&str] = &["read", "write"];
const READ_WRITE_ADMIN: &[&str] = &["read", "write", "admin"];
const SELECTION: &[&str] = &["all", "selected"];

fn object<const N: usize>(properties: [(&'static str, Presence, Shape); N]) -> Shape {
    let properties = properties.map(|(name, presence, shape)| Property {
        name,
        shape,
        presence,
    });
    Shape::Object(properties.into())
}

fn texts() -> Shape {
    Shape::List(Box::new(Text))
}

/// The enumerations with two values or more, and those with one.
pub(crate) fn read_write() -> Shape {
    OneOf(READ_WRITE)
}

pub(crate) fn read_write_admin() -> Shape {
    OneOf(READ_WRITE_ADMIN)
}

pub(crate) fn read() -> Shape {
    OneOf(READ)
}

pub(crate) fn write() -> Shape {
    OneOf(WRITE)
}

pub(crate) fn selection() -> Shape {
    OneOf(SELECTION)
}

pub(crate) fn union() -> Shape {
    Union
}

/// A list of a model.
pub(crate) fn list(shape: Shape) -> Shape {
    Shape::List(Box::new(shape))
}

pub(crate) fn app_permissions() -> Shape {
    object([
        ("actions", Optional, OneOf(READ_WRITE)),
        ("administration", Optional, OneOf(READ_WRITE)),
        ("checks", Optional, OneOf(READ_WRITE)),
        ("contents", Optional, OneOf(READ_WRITE)),
        ("deployments", Optional, OneOf(READ_WRITE)),
        ("environments", Optional, OneOf(READ_WRITE)),
        ("issues", Optional, OneOf(READ_WRITE)),
        ("metadata", Optional, OneOf(READ_WRITE)),
        ("packages", Optional, OneOf(READ_WRITE)),
        ("pages", Optional, OneOf(READ_WRITE)),
        ("pull_requests", Optional, OneOf(READ_WRITE)),
        ("repository_hooks", Optional, OneOf(READ_WRITE)),
        ("repository_projects", Optional, OneOf(READ_WRITE_ADMIN)),
        ("secret_scanning_alerts", Optional, OneOf(READ_WRITE)),
        ("secrets", Optional, OneOf(READ_WRITE)),
        ("security_events", Optional, OneOf(READ_WRITE)),
        ("single_file", Optional, OneOf(READ_WRITE)),
        ("statuses", Optional, OneOf(READ_WRITE)),
        ("vulnerability_alerts", Optional, OneOf(READ_WRITE)),
        ("workflows", Optional, OneOf(WRITE)),
        ("members", Optional, OneOf(READ_WRITE)),
        ("organization_administration", Optional, OneOf(READ_WRITE)),
        ("organization_hooks", Optional, OneOf(READ_WRITE)),
        ("organization_plan", Optional, OneOf(READ)),
        ("organization_projects", Optional, OneOf(READ_WRITE_ADMIN)),
        ("organization_packages", Optional, OneOf(READ_WRITE)),
        ("organization_secrets", Optional, OneOf(READ_WRITE)),
        (
            "organization_self_hosted_runners",
            Optional,
            OneOf(READ_WRITE),
        ),
        ("organization_user_blocking", Optional, OneOf(READ_WRITE)),
        ("team_discussions", Optional, OneOf(READ_WRITE)),
    ])
}

pub(crate) fn application_grant() -> Shape {
    object([
        ("id", Required, Integer),
        ("url", Required, Text),
        ("app", Required, app()),
        ("created_at", Required, Time),
        ("updated_at", Required, Time),
        ("scopes", Required, texts()),
        ("user", OptionalNullable, user()),
    ])
}

pub(crate) fn app() -> Shape {
    object([
        ("client_id", Required, Text),
        ("name", Required, Text),
        ("url", Required, Text),
    ])
}

pub(crate) fn authorization() -> Shape {
    object([
        ("id", Required, Integer),
        ("url", Required, Text),
        ("scopes", Nullable, texts()),
        ("token", Required, Text),
        ("token_last_eight", Nullable, Text),
        ("hashed_token", Nullable, Text),
        ("app", Required, app()),
        ("note", Nullable, Text),
        ("note_url", Nullable, Text),
        ("updated_at", Required, Time),
        ("created_at", Required, Time),
        ("fingerprint", Nullable, Text),
        ("user", OptionalNullable, user()),
        ("installation", OptionalNullable, installation()),
        ("expires_at", Nullable, Time),
    ])
}

pub(crate) fn basic_error() -> Shape {
    object([
        ("message", Optional, Text),
        ("documentation_url", Optional, Text),
        ("url", Optional, Text),
        ("status", Optional, Text),
    ])
}

pub(crate) fn installation() -> Shape {
    object([
        ("permissions", Required, app_permissions()),
        ("repository_selection", Required, OneOf(SELECTION)),
        ("single_file_name", Nullable, Text),
        ("has_multiple_single_files", Optional, Boolean),
        ("single_file_paths", Optional, texts()),
        ("repositories_url", Required, Text),
        ("account", Required, user()),
    ])
}

pub(crate) fn user() -> Shape {
    object([
        ("name", OptionalNullable, Text),
        ("email", OptionalNullable, Text),
        ("login", Required, Text),
        ("id", Required, Integer),
        ("node_id", Required, Text),
        ("avatar_url", Required, Text),
        ("gravatar_id", Nullable, Text),
        ("url", Required, Text),
        ("html_url", Required, Text),
        ("followers_url", Required, Text),
        ("following_url", Required, Text),
        ("gists_url", Required, Text),
        ("starred_url", Required, Text),
        ("subscriptions_url", Required, Text),
        ("organizations_url", Required, Text),
        ("repos_url", Required, Text),
        ("events_url", Required, Text),
        ("received_events_url", Required, Text),
        ("type", Required, Text),
        ("site_admin", Required, Boolean),
        ("starred_at", Optional, Text),
    ])
}

pub(crate) fn validation_error() -> Shape {
    object([
        ("message", Required, Text),
        ("documentation_url", Required, Text),
        ("errors", Optional, list(errors_item())),
    ])
}

pub(crate) fn errors_item() -> Shape {
    object([
        ("resource", Optional, Text),
        ("field", Optional, Text),
        ("message", Optional, Text),
        ("code", Required, Text),
        ("index", Optional, Integer),
        ("value", OptionalNullable, Union),
    ])
}

pub(crate) fn create_body() -> Shape {
    object([
        ("scopes", OptionalNullable, texts()),
        ("note", Optional, Text),
        ("note_url", Optional, Text),
        ("client_id", Optional, Text),
        ("client_secret", Optional, Text),
        ("fingerprint", Optional, Text),
    ])
}

pub(crate) fn for_app_body() -> Shape {
    object([
        ("client_secret", Required, Text),
        ("scopes", OptionalNullable, texts()),
        ("note", Optional, Text),
        ("note_url", Optional, Text),
        ("fingerprint", Optional, Text),
    ])
}

pub(crate) fn for_app_and_fingerprint_body() -> Shape {
    object([
        ("client_secret", Required, Text),
        ("scopes", OptionalNullable, texts()),
        ("note", Optional, Text),
        ("note_url", Optional, Text),
    ])
}

pub(crate) fn update_body() -> Shape {
    object([
        ("scopes", OptionalNullable, texts()),
        ("add_scopes", Optional, texts()),
        ("remove_scopes", Optional, texts()),
        ("note", Optional, Text),
        ("note_url", Optional, Text),
        ("fingerprint", Optional, Text),
    ])
}

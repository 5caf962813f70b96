//! The schemas of the models, from which values are generated.

/// The schema of a value.
#[derive(Debug, Clone)]
pub(crate) enum Schema {
    Boolean,
    Integer,
    String,
    Time,
    Enum(&'static [&'static str]),
    /// The union of `errors[].value`.
    Union,
    List(Box<Schema>),
    Object(Vec<Property>),
}

/// The schema of a property.
#[derive(Debug, Clone)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
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
use Schema::{Boolean, Enum, Integer, String, Time, Union};

const READ: &[&str] = &["read"];
const WRITE: &[&str] = &["write"];
const READ_WRITE: &[&str] = &["read", "write"];
const READ_WRITE_ADMIN: &[&str] = &["read", "write", "admin"];
const SELECTION: &[&str] = &["all", "selected"];

fn object<const N: usize>(properties: [(&'static str, Presence, Schema); N]) -> Schema {
    let properties = properties.map(|(name, presence, schema)| Property {
        name,
        schema,
        presence,
    });
    Schema::Object(properties.into())
}

fn strings() -> Schema {
    Schema::List(Box::new(String))
}

/// The enums.
pub(crate) fn read_write() -> Schema {
    Enum(READ_WRITE)
}

pub(crate) fn read_write_admin() -> Schema {
    Enum(READ_WRITE_ADMIN)
}

pub(crate) fn read() -> Schema {
    Enum(READ)
}

pub(crate) fn write() -> Schema {
    Enum(WRITE)
}

pub(crate) fn selection() -> Schema {
    Enum(SELECTION)
}

pub(crate) fn union() -> Schema {
    Union
}

/// Returns the schema of an array.
pub(crate) fn list(schema: Schema) -> Schema {
    Schema::List(Box::new(schema))
}

pub(crate) fn app_permissions() -> Schema {
    object([
        ("actions", Optional, Enum(READ_WRITE)),
        ("administration", Optional, Enum(READ_WRITE)),
        ("checks", Optional, Enum(READ_WRITE)),
        ("contents", Optional, Enum(READ_WRITE)),
        ("deployments", Optional, Enum(READ_WRITE)),
        ("environments", Optional, Enum(READ_WRITE)),
        ("issues", Optional, Enum(READ_WRITE)),
        ("metadata", Optional, Enum(READ_WRITE)),
        ("packages", Optional, Enum(READ_WRITE)),
        ("pages", Optional, Enum(READ_WRITE)),
        ("pull_requests", Optional, Enum(READ_WRITE)),
        ("repository_hooks", Optional, Enum(READ_WRITE)),
        ("repository_projects", Optional, Enum(READ_WRITE_ADMIN)),
        ("secret_scanning_alerts", Optional, Enum(READ_WRITE)),
        ("secrets", Optional, Enum(READ_WRITE)),
        ("security_events", Optional, Enum(READ_WRITE)),
        ("single_file", Optional, Enum(READ_WRITE)),
        ("statuses", Optional, Enum(READ_WRITE)),
        ("vulnerability_alerts", Optional, Enum(READ_WRITE)),
        ("workflows", Optional, Enum(WRITE)),
        ("members", Optional, Enum(READ_WRITE)),
        ("organization_administration", Optional, Enum(READ_WRITE)),
        ("organization_hooks", Optional, Enum(READ_WRITE)),
        ("organization_plan", Optional, Enum(READ)),
        ("organization_projects", Optional, Enum(READ_WRITE_ADMIN)),
        ("organization_packages", Optional, Enum(READ_WRITE)),
        ("organization_secrets", Optional, Enum(READ_WRITE)),
        (
            "organization_self_hosted_runners",
            Optional,
            Enum(READ_WRITE),
        ),
        ("organization_user_blocking", Optional, Enum(READ_WRITE)),
        ("team_discussions", Optional, Enum(READ_WRITE)),
    ])
}

pub(crate) fn application_grant() -> Schema {
    object([
        ("id", Required, Integer),
        ("url", Required, String),
        ("app", Required, app()),
        ("created_at", Required, Time),
        ("updated_at", Required, Time),
        ("scopes", Required, strings()),
        ("user", OptionalNullable, user()),
    ])
}

pub(crate) fn app() -> Schema {
    object([
        ("client_id", Required, String),
        ("name", Required, String),
        ("url", Required, String),
    ])
}

pub(crate) fn authorization() -> Schema {
    object([
        ("id", Required, Integer),
        ("url", Required, String),
        ("scopes", Nullable, strings()),
        ("token", Required, String),
        ("token_last_eight", Nullable, String),
        ("hashed_token", Nullable, String),
        ("app", Required, app()),
        ("note", Nullable, String),
        ("note_url", Nullable, String),
        ("updated_at", Required, Time),
        ("created_at", Required, Time),
        ("fingerprint", Nullable, String),
        ("user", OptionalNullable, user()),
        ("installation", OptionalNullable, installation()),
        ("expires_at", Nullable, Time),
    ])
}

pub(crate) fn basic_error() -> Schema {
    object([
        ("message", Optional, String),
        ("documentation_url", Optional, String),
        ("url", Optional, String),
        ("status", Optional, String),
    ])
}

pub(crate) fn installation() -> Schema {
    object([
        ("permissions", Required, app_permissions()),
        ("repository_selection", Required, Enum(SELECTION)),
        ("single_file_name", Nullable, String),
        ("has_multiple_single_files", Optional, Boolean),
        ("single_file_paths", Optional, strings()),
        ("repositories_url", Required, String),
        ("account", Required, user()),
    ])
}

pub(crate) fn user() -> Schema {
    object([
        ("name", OptionalNullable, String),
        ("email", OptionalNullable, String),
        ("login", Required, String),
        ("id", Required, Integer),
        ("node_id", Required, String),
        ("avatar_url", Required, String),
        ("gravatar_id", Nullable, String),
        ("url", Required, String),
        ("html_url", Required, String),
        ("followers_url", Required, String),
        ("following_url", Required, String),
        ("gists_url", Required, String),
        ("starred_url", Required, String),
        ("subscriptions_url", Required, String),
        ("organizations_url", Required, String),
        ("repos_url", Required, String),
        ("events_url", Required, String),
        ("received_events_url", Required, String),
        ("type", Required, String),
        ("site_admin", Required, Boolean),
        ("starred_at", Optional, String),
    ])
}

pub(crate) fn validation_error() -> Schema {
    object([
        ("message", Required, String),
        ("documentation_url", Required, String),
        ("errors", Optional, list(errors_item())),
    ])
}

pub(crate) fn errors_item() -> Schema {
    object([
        ("resource", Optional, String),
        ("field", Optional, String),
        ("message", Optional, String),
        ("code", Required, String),
        ("index", Optional, Integer),
        ("value", OptionalNullable, Union),
    ])
}

pub(crate) fn create_body() -> Schema {
    object([
        ("scopes", OptionalNullable, strings()),
        ("note", Optional, String),
        ("note_url", Optional, String),
        ("client_id", Optional, String),
        ("client_secret", Optional, String),
        ("fingerprint", Optional, String),
    ])
}

pub(crate) fn for_app_body() -> Schema {
    object([
        ("client_secret", Required, String),
        ("scopes", OptionalNullable, strings()),
        ("note", Optional, String),
        ("note_url", Optional, String),
        ("fingerprint", Optional, String),
    ])
}

pub(crate) fn for_app_and_fingerprint_body() -> Schema {
    object([
        ("client_secret", Required, String),
        ("scopes", OptionalNullable, strings()),
        ("note", Optional, String),
        ("note_url", Optional, String),
    ])
}

pub(crate) fn update_body() -> Schema {
    object([
        ("scopes", OptionalNullable, strings()),
        ("add_scopes", Optional, strings()),
        ("remove_scopes", Optional, strings()),
        ("note", Optional, String),
        ("note_url", Optional, String),
        ("fingerprint", Optional, String),
    ])
}

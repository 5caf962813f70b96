//! Types with derived implementations, equal to the generated models. They are hand-written from
//! the document: a required nullable property is an `Option`, and an optional nullable property of
//! a request is a nested `Option`.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Unexpected, Visitor},
};

/// Distinguishes null from a missing property: `Some(None)` from `None`.
fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// Deserializes an integer, which may have a fraction of zero.
fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_i64(Integer)
}

/// Deserializes an integer from a buffered value, in which serde distinguishes integers and floats.
fn any_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_any(Integer)
}

fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    struct Held(#[serde(deserialize_with = "integer")] i64);

    let held: Option<Held> = Option::deserialize(deserializer)?;
    Ok(held.map(|Held(value)| value))
}

struct Integer;

impl Visitor<'_> for Integer {
    type Value = i64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("i64")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        let held = i64::try_from(value);
        held.map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        // The string of a float has all digits, and a fraction only if it isn't zero. `i64::MIN`
        // may be the result of rounding.
        match value.to_string().parse::<i64>() {
            _ if value == 0.0 => Ok(0),
            Ok(integer) if integer != i64::MIN => Ok(integer),
            _ => Err(E::invalid_type(Unexpected::Float(value), &self)),
        }
    }
}

/// Declares enums that keep unlisted values.
macro_rules! enumerations {
    ($($name:ident { $($variant:ident = $value:literal),* })*) => { $(
        #[derive(Clone, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub(crate) enum $name {
            $($variant,)*
            Other(String),
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    $($value => Self::$variant,)*
                    _ => Self::Other(value),
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => $value.to_owned(),)*
                    $name::Other(value) => value,
                }
            }
        }
    )* };
}

enumerations! {
    AppPermissionsReadWrite { Read = "read", Write = "write" }
    AppPermissionsReadWriteAdmin { Read = "read", Write = "write", Admin = "admin" }
    AppPermissionsWorkflows { Write = "write" }
    AppPermissionsOrganizationPlan { Read = "read" }
    NullableScopedInstallationRepositorySelection { All = "all", Selected = "selected" }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct AppPermissions {
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    administration: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contents: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deployments: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environments: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issues: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    packages: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_requests: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository_hooks: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository_projects: Option<AppPermissionsReadWriteAdmin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_scanning_alerts: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secrets: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_events: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_file: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statuses: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vulnerability_alerts: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workflows: Option<AppPermissionsWorkflows>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_administration: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_hooks: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_plan: Option<AppPermissionsOrganizationPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_projects: Option<AppPermissionsReadWriteAdmin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_packages: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_secrets: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_self_hosted_runners: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_user_blocking: Option<AppPermissionsReadWrite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team_discussions: Option<AppPermissionsReadWrite>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ApplicationGrant {
    #[serde(deserialize_with = "integer")]
    id: i64,
    url: String,
    app: ApplicationGrantApp,
    created_at: jiff::Timestamp,
    updated_at: jiff::Timestamp,
    scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<NullableSimpleUser>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ApplicationGrantApp {
    client_id: String,
    name: String,
    url: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Authorization {
    #[serde(deserialize_with = "integer")]
    id: i64,
    url: String,
    scopes: Option<Vec<String>>,
    token: String,
    token_last_eight: Option<String>,
    hashed_token: Option<String>,
    app: AuthorizationApp,
    note: Option<String>,
    note_url: Option<String>,
    updated_at: jiff::Timestamp,
    created_at: jiff::Timestamp,
    fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<NullableSimpleUser>,
    #[serde(skip_serializing_if = "Option::is_none")]
    installation: Option<NullableScopedInstallation>,
    expires_at: Option<jiff::Timestamp>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct AuthorizationApp {
    client_id: String,
    name: String,
    url: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct BasicError {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct NullableScopedInstallation {
    permissions: AppPermissions,
    repository_selection: NullableScopedInstallationRepositorySelection,
    single_file_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_multiple_single_files: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_file_paths: Option<Vec<String>>,
    repositories_url: String,
    account: SimpleUser,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct NullableSimpleUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    login: String,
    #[serde(deserialize_with = "integer")]
    id: i64,
    node_id: String,
    avatar_url: String,
    gravatar_id: Option<String>,
    url: String,
    html_url: String,
    followers_url: String,
    following_url: String,
    gists_url: String,
    starred_url: String,
    subscriptions_url: String,
    organizations_url: String,
    repos_url: String,
    events_url: String,
    received_events_url: String,
    r#type: String,
    site_admin: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    starred_at: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SimpleUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    login: String,
    #[serde(deserialize_with = "integer")]
    id: i64,
    node_id: String,
    avatar_url: String,
    gravatar_id: Option<String>,
    url: String,
    html_url: String,
    followers_url: String,
    following_url: String,
    gists_url: String,
    starred_url: String,
    subscriptions_url: String,
    organizations_url: String,
    repos_url: String,
    events_url: String,
    received_events_url: String,
    r#type: String,
    site_admin: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    starred_at: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ValidationError {
    message: String,
    documentation_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<ValidationErrorErrorsItem>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ValidationErrorErrorsItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    code: String,
    #[serde(
        default,
        deserialize_with = "optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    index: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<ValidationErrorErrorsItemValue>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CreateAuthorizationBody {
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    scopes: Option<Option<Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct GetOrCreateAuthorizationForAppBody {
    client_secret: String,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    scopes: Option<Option<Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct GetOrCreateAuthorizationForAppAndFingerprintBody {
    client_secret: String,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    scopes: Option<Option<Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note_url: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct UpdateAuthorizationBody {
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    scopes: Option<Option<Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    add_scopes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remove_scopes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

/// An untagged enum, which tries the variants in order. The emitted implementation matches the JSON
/// type.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum ValidationErrorErrorsItemValue {
    String(String),
    Integer(#[serde(deserialize_with = "any_integer")] i64),
    Array(Vec<String>),
    Other(serde_json::Value),
}

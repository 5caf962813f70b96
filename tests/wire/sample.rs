//! Bodies as GitHub sends them. Secrets contain `hush`, all other strings `murmur`.

pub(crate) const GRANT: &str = r#"{
    "id": 1,
    "url": "https://api.github.com/applications/grants/murmur",
    "app": {"url": "http://murmur", "name": "murmur app", "client_id": "murmur-id"},
    "created_at": "2011-09-06T17:26:27Z",
    "updated_at": "2011-09-06T20:39:23Z",
    "scopes": ["murmur_repo"]
}"#;

pub(crate) const AUTHORIZATION: &str = r#"{
    "id": 1,
    "url": "https://api.github.com/authorizations/murmur",
    "scopes": ["murmur_repo"],
    "token": "hush-token",
    "token_last_eight": "murmured",
    "hashed_token": "hush-hash",
    "app": {"url": "http://murmur", "name": "murmur app", "client_id": "murmur-id"},
    "note": "murmur note",
    "note_url": "http://murmur/note",
    "updated_at": "2011-09-06T20:39:23Z",
    "created_at": "2011-09-06T17:26:27Z",
    "fingerprint": ""
}"#;

pub(crate) const BASIC_ERROR: &str =
    r#"{"message": "murmur", "documentation_url": "https://docs.github.com/murmur"}"#;

pub(crate) const VALIDATION_ERROR: &str = r#"{
    "message": "murmur",
    "documentation_url": "https://docs.github.com/murmur",
    "errors": [{"resource": "murmur", "field": "murmur", "code": "murmur", "value": ["murmur"]}]
}"#;

/// An array of one item.
pub(crate) fn list(item: &str) -> String {
    format!("[{item}]")
}

/// Deserializes a sample.
pub(crate) fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

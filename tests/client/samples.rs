//! Bodies and headers as a server sends them: the examples of the document (`components/examples`
//! of `spec/oauth-authorizations.yaml`, copied to `examples.json`), and the errors of GitHub's
//! documentation, because the document has no example of an error.

use serde_json::Value;

pub(crate) const LINK: &str = "<https://api.github.com/resource?page=2>; rel=\"next\", \
    <https://api.github.com/resource?page=5>; rel=\"last\"";
pub(crate) const LOCATION: &str = "https://api.github.com/authorizations/1";

/// Returns an example of the document.
pub(crate) fn example(name: &str) -> Value {
    let examples: Value = serde_json::from_str(include_str!("examples.json")).unwrap();
    examples
        .get(name)
        .unwrap_or_else(|| panic!("the document has no example {name}"))
        .clone()
}

/// The body of most errors.
pub(crate) fn basic_error() -> Value {
    serde_json::json!({
        "message": "Must specify two-factor authentication OTP code.",
        "documentation_url": "https://docs.github.com/enterprise-server@3.4/rest",
    })
}

/// The body of a 422, with every type of `errors[].value`.
pub(crate) fn validation_error() -> Value {
    serde_json::json!({
        "message": "Validation Failed",
        "documentation_url": "https://docs.github.com/enterprise-server@3.4/rest",
        "errors": [
            {"resource": "OauthAccess", "code": "already_exists", "field": "description"},
            {"resource": "OauthAccess", "code": "custom", "message": "scopes can't be set"},
            {"code": "invalid", "field": "note", "value": "admin script", "index": 0},
            {"code": "invalid", "field": "id", "value": -1, "index": 1},
            {"code": "invalid", "field": "scopes", "value": ["repo", "no_such_scope"]},
            {"code": "missing", "field": "note_url", "value": null},
        ],
    })
}

/// Every string and name of the examples is in the document, so neither changes alone.
#[test]
fn the_examples_are_in_the_document() {
    let document = include_str!("../../spec/oauth-authorizations.yaml");
    let examples: Value = serde_json::from_str(include_str!("examples.json")).unwrap();
    let mut strings = Vec::new();
    collect(&examples, &mut strings);
    assert!(strings.len() > 100, "only {} strings", strings.len());
    for string in strings {
        assert!(document.contains(&string), "{string}");
    }
    assert!(document.contains(&format!("example: {LINK}\n")));
    let location = format!("example: {LOCATION}\n");
    assert_eq!(document.matches(&location).count(), 5);
}

fn collect(value: &Value, strings: &mut Vec<String>) {
    match value {
        Value::String(string) => strings.push(string.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            strings.push(format!("{name}:"));
            collect(value, strings);
        }),
        _ => {}
    }
}

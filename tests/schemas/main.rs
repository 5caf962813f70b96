//! Reports and configurations, checked against their JSON Schemas.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests of files"
)]

mod configuration;
mod report;

use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

/// Returns a schema of the generator.
fn schema(file: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator");
    let content = std::fs::read_to_string(folder.join(file)).unwrap();
    serde_json::from_str(&content).unwrap()
}

/// Returns the validator of a schema, which must be valid itself.
fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).unwrap();
    jsonschema::validator_for(schema).unwrap()
}

/// Returns the errors of a value, each with its place.
fn errors_of(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

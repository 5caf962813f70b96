//! What programs read and write, after its JSON Schema: reports, and configurations.
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

/// A schema of the generator's, by its file.
fn schema(file: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The validator of a schema that is one after its own schema.
fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).unwrap();
    jsonschema::validator_for(schema).unwrap()
}

/// What is wrong with a value, each with its place.
fn wrong(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

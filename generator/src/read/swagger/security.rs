//! Security schemes.

use serde_json::{Map, Value, json};

use super::{Conversion, ConversionContext, get, kept};
use crate::diagnostic::Code;

impl Conversion<'_> {
    pub(super) fn security_scheme(&mut self, scheme: &Value, at: &ConversionContext) -> Value {
        let Value::Object(keys) = scheme else {
            return scheme.clone();
        };
        match get(scheme, "type").and_then(Value::as_str) {
            Some("basic") => {
                let mut new = kept(keys, &["description"]);
                new.insert("type".to_owned(), json!("http"));
                new.insert("scheme".to_owned(), json!("basic"));
                Value::Object(new)
            }
            Some("oauth2") => {
                let mut new = kept(keys, &["type", "description"]);
                let flows = self.flows(keys, &at.within("flows"));
                new.insert("flows".to_owned(), flows);
                Value::Object(new)
            }
            _ => Value::Object(kept(keys, &["type", "description", "name", "in"])),
        }
    }

    /// Converts the flow of a scheme, and its name.
    fn flows(&mut self, scheme: &Map<String, Value>, at: &ConversionContext) -> Value {
        let name = match scheme.get("flow").and_then(Value::as_str) {
            Some("application") => "clientCredentials",
            Some("accessCode") => "authorizationCode",
            Some(name @ ("implicit" | "password")) => name,
            _ => {
                let message = "missing or unknown `flow` of an OAuth 2 scheme";
                let help = "write `implicit`, `password`, `application` or `accessCode`; a bearer \
                            token is assumed";
                self.report(Code::InvalidNode, &at.old.child("flow"), message, help);
                return json!({});
            }
        };
        self.record_pointer(at);
        let mut flow = Map::new();
        for key in ["authorizationUrl", "tokenUrl", "scopes"] {
            flow.extend(scheme.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        flow.entry("scopes").or_insert_with(|| json!({}));
        self.record_pointer(&at.within(name));
        json!({ name: flow })
    }
}

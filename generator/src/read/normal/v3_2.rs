//! What OpenAPI 3.2 has in nodes that aren't schemas.

use serde_json::{Map, Value, json};

use super::{Rewriting, RewrittenPointer, extension, text};
use crate::diagnostic::{Code, Diagnostic, Location as At};
use crate::read::node_kind::{
    DISCRIMINATOR, ENCODING, EXAMPLE, FLOWS, MEDIA_TYPE, NodeKind, PARAMETER, PATH_ITEM, RESPONSE,
    SECURITY_SCHEME, SERVER, TAG,
};

/// What a reference to a security scheme begins with.
const SCHEMES: &str = "#/components/securitySchemes/";

impl Rewriting<'_> {
    pub(super) fn v3_2(
        &mut self,
        sort: &NodeKind,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        required(keys);
        if sort.is(&PATH_ITEM) {
            self.path_item(keys, pointer);
        } else if sort.is(&MEDIA_TYPE) {
            self.media_type(keys, pointer);
        } else if sort.is(&ENCODING) {
            self.unwritten(
                keys,
                pointer,
                &["encoding", "prefixEncoding", "itemEncoding"],
            );
        } else if sort.is(&PARAMETER) {
            self.parameter(keys, pointer);
        } else if sort.is(&RESPONSE) {
            let texts = [text(keys, "summary"), text(keys, "description")];
            describe(keys, texts);
            keys.entry("description").or_insert_with(|| json!(""));
        } else if sort.is(&EXAMPLE) {
            self.example(keys, pointer);
        } else if sort.is(&SECURITY_SCHEME) {
            let deprecated = keys.get("deprecated") == Some(&Value::Bool(true));
            let metadata = text(keys, "oauth2MetadataUrl");
            let texts = [
                text(keys, "description"),
                deprecated.then(|| "This scheme is deprecated.".to_owned()),
                metadata
                    .map(|url| format!("The authorization server describes itself at <{url}>.")),
            ];
            describe(keys, texts);
        } else if sort.is(&TAG) {
            let texts = [
                text(keys, "summary"),
                text(keys, "description"),
                text(keys, "parent").map(|name| format!("It is part of the tag `{name}`.")),
                text(keys, "kind").map(|kind| format!("It is a tag of the kind `{kind}`.")),
            ];
            describe(keys, texts);
        } else {
            let renamed = [
                (&DISCRIMINATOR, "defaultMapping", extension::DEFAULT_MAPPING),
                (&FLOWS, "deviceAuthorization", extension::DEVICE_FLOW),
                (&SERVER, "name", extension::SERVER_NAME),
            ];
            for (_, key, now) in renamed.into_iter().filter(|(holder, ..)| sort.is(holder)) {
                if let Some(value) = keys.shift_remove(key) {
                    keys.insert(now.to_owned(), value);
                    self.moved(pointer, &[now], &[key]);
                }
            }
        }
    }

    fn path_item(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let key = "additionalOperations";
        if keys
            .get(key)
            .is_some_and(|it| !it.is_object() && !it.is_null())
        {
            keys.shift_remove(key);
            let at = pointer.was.child(key);
            let message = "further operations are a mapping of methods to operations";
            let found = Diagnostic::warning(Code::InvalidNode, &at, message);
            let found = found.help("correct it; until then they are left out");
            self.beside.diagnostics.push(found);
        }
    }

    /// A sequence is a list of its items.
    fn media_type(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        self.unwritten(keys, pointer, &["prefixEncoding", "itemEncoding"]);
        let Some(item) = keys.shift_remove("itemSchema") else {
            return;
        };
        if keys.contains_key("schema") {
            let message = "this schema isn't generated: `itemSchema` says what the items are";
            self.not_generated(
                pointer,
                "schema",
                message.to_owned(),
                "the items alone are typed",
            );
        }
        keys.insert(extension::ITEMS.to_owned(), Value::Bool(true));
        keys.insert(
            "schema".to_owned(),
            json!({ "type": "array", "items": item }),
        );
        self.moved(pointer, &["schema"], &[]);
        self.moved(pointer, &["schema", "items"], &["itemSchema"]);
    }

    /// Takes out what is said of parts that aren't written after it.
    fn unwritten(
        &mut self,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
        of_parts: &[&str],
    ) {
        for key in of_parts {
            if keys.shift_remove(*key).is_some() {
                let message = format!("`{key}` isn't generated");
                self.not_generated(
                    pointer,
                    key,
                    message,
                    "such parts are the caller's to write",
                );
            }
        }
    }

    fn parameter(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let location = text(keys, "in").unwrap_or_default();
        if location == "querystring" {
            keys.insert("in".to_owned(), json!("query"));
            keys.insert(extension::QUERY_STRING.to_owned(), Value::Bool(true));
        } else if location == "cookie" && text(keys, "style").as_deref() == Some("cookie") {
            keys.shift_remove("style");
            keys.insert(extension::COOKIE.to_owned(), Value::Bool(true));
        } else if location != "query" && keys.get("allowReserved") == Some(&Value::Bool(true)) {
            let message = format!("reserved characters in a {location} parameter are sent encoded");
            let help = "a server that decodes what it gets doesn't see the difference";
            self.not_generated(pointer, "allowReserved", message, help);
        }
    }

    /// The value of an example is the one that is data; of one that is written, what it is as JSON.
    fn example(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let written = text(keys, "serializedValue");
        let written = written.and_then(|text| serde_json::from_str(&text).ok());
        let mut used = None;
        let has_data = keys.contains_key("dataValue");
        let found = match keys.shift_remove("dataValue") {
            Some(value) => Some(("dataValue", value)),
            None => written.map(|value| ("serializedValue", value)),
        };
        if let Some((key, value)) = found.filter(|_| !keys.contains_key("value")) {
            keys.insert("value".to_owned(), value);
            self.moved(pointer, &["value"], &[key]);
            used = Some(key);
        }
        for key in ["dataValue", "serializedValue"] {
            let is_there = key == "dataValue" && has_data || keys.contains_key(key);
            if is_there && used != Some(key) {
                let at = pointer.was.child(key);
                let message = format!("`{key}` of an example isn't generated");
                let found = Diagnostic::note(Code::NotGenerated, &at, message);
                let found = found.at(At::Key(at.clone()));
                let help = "one value is documented: `value`, else `dataValue`, else JSON in `serializedValue`";
                self.beside.diagnostics.push(found.help(help));
            }
        }
    }

    fn not_generated(
        &mut self,
        pointer: RewrittenPointer<'_>,
        key: &str,
        message: String,
        help: &str,
    ) {
        let at = pointer.was.child(key);
        let found = Diagnostic::warning(Code::NotGenerated, &at, message).at(At::Key(at.clone()));
        self.beside.diagnostics.push(found.help(help));
    }
}

/// Names the security schemes that are required by reference.
fn required(keys: &mut Map<String, Value>) {
    let Some(Value::Array(alternatives)) = keys.get_mut("security") else {
        return;
    };
    for requirements in alternatives.iter_mut().filter_map(Value::as_object_mut) {
        let all = std::mem::take(requirements).into_iter();
        let named = all.map(|(name, scopes)| match name.strip_prefix(SCHEMES) {
            Some(name) => (name.replace("~1", "/").replace("~0", "~"), scopes),
            None => (name, scopes),
        });
        *requirements = named.collect();
    }
}

/// Puts all that is said into the description.
fn describe<const N: usize>(keys: &mut Map<String, Value>, texts: [Option<String>; N]) {
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    if !texts.is_empty() {
        keys.insert("description".to_owned(), texts.join("\n\n").into());
    }
}

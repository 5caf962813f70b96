//! Features of OpenAPI 3.2 in nodes other than schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Rewriting, RewrittenPointer, extension, text};
use crate::diagnostic::{Code, Diagnostic, Location as At};
use crate::read::node_kind::{
    DISCRIMINATOR, ENCODING, EXAMPLE, FLOWS, MEDIA_TYPE, NodeKind, PARAMETER, PATH_ITEM, RESPONSE,
    SECURITY_SCHEME, SERVER, TAG,
};
use crate::read::prune;
use crate::suggestion::suggest;

/// The prefix of a reference to a security scheme.
const SCHEMES: &str = "#/components/securitySchemes/";

impl Rewriting<'_> {
    pub(super) fn v3_2(
        &mut self,
        node_kind: &NodeKind,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        required(keys);
        if node_kind.is(&PATH_ITEM) {
            self.path_item(keys, pointer);
        } else if node_kind.is(&MEDIA_TYPE) {
            self.media_type(keys, pointer);
        } else if node_kind.is(&ENCODING) {
            self.unwritten(
                keys,
                pointer,
                &["encoding", "prefixEncoding", "itemEncoding"],
            );
        } else if node_kind.is(&PARAMETER) {
            self.parameter(keys, pointer);
        } else if node_kind.is(&RESPONSE) {
            let texts = [text(keys, "summary"), text(keys, "description")];
            describe(keys, texts);
            keys.entry("description").or_insert_with(|| json!(""));
        } else if node_kind.is(&EXAMPLE) {
            self.example(keys, pointer);
        } else if node_kind.is(&SECURITY_SCHEME) {
            let deprecated = keys.get("deprecated") == Some(&Value::Bool(true));
            let metadata = text(keys, "oauth2MetadataUrl");
            let texts = [
                text(keys, "description"),
                deprecated.then(|| "This scheme is deprecated.".to_owned()),
                metadata
                    .map(|url| format!("The authorization server describes itself at <{url}>.")),
            ];
            describe(keys, texts);
        } else if node_kind.is(&TAG) {
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
            for (_, key, now) in renamed
                .into_iter()
                .filter(|(holder, ..)| node_kind.is(holder))
            {
                if let Some(value) = keys.shift_remove(key) {
                    keys.insert(now.to_owned(), value);
                    self.moved(pointer, &[now], &[key]);
                }
            }
        }
    }

    /// Reports parents that no tag of the document has as its name.
    pub(super) fn tag_parents(
        &mut self,
        document: &Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        let Some(Value::Array(tags)) = document.get("tags") else {
            return;
        };
        let names: BTreeSet<&str> = tags
            .iter()
            .filter_map(|tag| tag.get("name")?.as_str())
            .collect();
        let at = pointer.original.child("tags");
        for (index, tag) in tags.iter().enumerate() {
            let parent = tag.get("parent").and_then(Value::as_str);
            let Some(parent) = parent.filter(|parent| !names.contains(parent)) else {
                continue;
            };
            let at = at.child(index).child("parent");
            let message = format!("unknown tag `{parent}` as the parent of a tag");
            let found = Diagnostic::warning(Code::Contradiction, &at, message);
            let help = match suggest(parent, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "declare the tag in `tags`".to_owned(),
            };
            let found = found
                .help(help)
                .with_consequence("it is documented unchanged");
            self.extras.diagnostics.push(found);
        }
    }

    fn path_item(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let key = "additionalOperations";
        let invalid = |value: &&Value| !value.is_object() && !value.is_null();
        if let Some(found) = keys.get(key).filter(invalid).map(prune::kind) {
            keys.shift_remove(key);
            let at = pointer.original.child(key);
            let message = format!("expected an object for `{key}`, found {found}");
            let found = Diagnostic::warning(Code::InvalidNode, &at, message);
            let found = found.help("correct it; the operations are left out here");
            self.extras.diagnostics.push(found);
        }
    }

    /// Converts the schema of a sequence to an array of its items.
    fn media_type(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        self.unwritten(keys, pointer, &["prefixEncoding", "itemEncoding"]);
        let Some(item) = keys.shift_remove("itemSchema") else {
            return;
        };
        if keys.contains_key("schema") {
            let message = "`schema` beside `itemSchema` is not generated";
            self.not_generated(
                pointer,
                "schema",
                message.to_owned(),
                "remove it; only the items are typed",
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

    /// Removes encodings that aren't supported.
    fn unwritten(
        &mut self,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
        of_parts: &[&str],
    ) {
        for key in of_parts {
            if keys.shift_remove(*key).is_some() {
                let message = format!("`{key}` is not generated");
                self.not_generated(pointer, key, message, "encode such parts in your own code");
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
            let help = "remove it; a server that decodes its input sees no difference";
            self.not_generated(pointer, "allowReserved", message, help);
        }
    }

    /// Sets the value of an example: its data, or else its serialized value if that value is JSON.
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
                let at = pointer.original.child(key);
                let message = format!("`{key}` of an example is not generated");
                let found = Diagnostic::note(Code::NotGenerated, &at, message);
                let found = found.at(At::Key(at.clone()));
                let help =
                    "keep one value; `value` is used before `dataValue` and `serializedValue`";
                self.extras.diagnostics.push(found.help(help));
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
        let at = pointer.original.child(key);
        let found = Diagnostic::warning(Code::NotGenerated, &at, message).at(At::Key(at.clone()));
        self.extras.diagnostics.push(found.help(help));
    }
}

/// Replaces references to security schemes with their names.
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

/// Joins strings into the description.
fn describe<const N: usize>(keys: &mut Map<String, Value>, texts: [Option<String>; N]) {
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    if !texts.is_empty() {
        keys.insert("description".to_owned(), texts.join("\n\n").into());
    }
}

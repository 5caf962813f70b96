//! Request bodies: a body parameter, or form fields.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::parameter::{Format, Kind, ListedParameter, describe, text_note};
use super::schema::schema;
use super::{Conversion, ConversionContext, get, kept};
use crate::diagnostic::Code;
use crate::read::extension;
use crate::read::prune::kind;

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data";

fn is(media_type: &str, essence: &str) -> bool {
    let before = media_type.split(';').next().unwrap_or_default();
    before.trim().eq_ignore_ascii_case(essence)
}

fn is_of_parts(media_type: &str) -> bool {
    is(media_type, PARTS)
}

fn is_form(media_type: &str) -> bool {
    is(media_type, FORM) || is_of_parts(media_type)
}

impl<'d> Conversion<'d> {
    /// Converts the body of an operation. The parameters of the operation override the parameters
    /// of the path.
    pub(super) fn body(
        &mut self,
        own: &[ListedParameter<'d>],
        shared: &[ListedParameter<'d>],
        consumes: Option<&[String]>,
        at: &ConversionContext,
    ) -> Option<Value> {
        let bodies = |listed: &[ListedParameter<'d>]| -> Vec<ListedParameter<'d>> {
            let listed = listed.iter().filter(|one| one.kind() == Kind::Body);
            listed.cloned().collect()
        };
        let mut found = bodies(own);
        let fields = |listed: &[ListedParameter<'d>]| -> Vec<ListedParameter<'d>> {
            let listed = listed.iter().filter(|one| one.kind() == Kind::Form);
            listed.cloned().collect()
        };
        let own_fields = fields(own);
        if found.is_empty() && own_fields.is_empty() {
            found = bodies(shared);
        }
        let (first, others) = match found.split_first() {
            Some((first, others)) => (Some(first), others),
            None => (None, &[][..]),
        };
        let Some(body) = first else {
            let mut all = fields(shared);
            all.extend(own_fields);
            return self.form(&all, consumes, at);
        };
        let used = body.name().unwrap_or("body");
        for other in others.iter().chain(&own_fields) {
            let message = match other.kind() {
                Kind::Form => {
                    format!("expected a body or a form, found both; the body `{used}` is used")
                }
                Kind::Body | Kind::Parameter => {
                    format!("duplicate body parameter; `{used}` is used")
                }
            };
            let help = "keep one body, or the fields of one form; this parameter is left out here";
            self.report(
                Code::Contradiction,
                &other.pointer.child("in"),
                &message,
                help,
            );
        }
        let at = ConversionContext {
            new: at.new.clone(),
            old: body.pointer.clone(),
        };
        if !self.affords(body.node, consumes.unwrap_or(&self.consumes).len()) {
            return None;
        }
        let media_types = body_media_types(consumes.unwrap_or(&self.consumes));
        let is_usual = media_types == body_media_types(&self.consumes);
        if let (true, Some(name)) = (is_usual, body.component()) {
            self.moved(&at.new, &body.listed);
            return Some(json!({ "$ref": format!("#/components/requestBodies/{name}") }));
        }
        self.record_pointer(&at);
        Some(self.body_of(body.resolved, media_types, &at))
    }

    /// Converts a shared body parameter.
    pub(super) fn shared_body(&mut self, parameter: &Value, at: &ConversionContext) -> Value {
        self.record_pointer(at);
        self.body_of(parameter, body_media_types(&self.consumes), at)
    }

    /// Converts a body parameter.
    fn body_of(
        &mut self,
        parameter: &Value,
        media_types: Vec<String>,
        at: &ConversionContext,
    ) -> Value {
        let Value::Object(keys) = parameter else {
            return parameter.clone();
        };
        if !self.affords(parameter, media_types.len()) {
            return json!({});
        }
        let mut new = kept(keys, &["description", "required"]);
        let (schema, old) = match get(parameter, "schema") {
            Some(value) => (schema(value.clone()), at.old.child("schema")),
            None if keys.contains_key("type") => {
                (self.value("a body", parameter, at), at.old.clone())
            }
            None => {
                self.missing("a body", "schema", "any JSON", at);
                (json!({}), at.old.clone())
            }
        };
        let mut content = Map::new();
        let at = at.within("content");
        self.record_pointer(&at);
        for name in media_types {
            let at = at.within(&name);
            self.moved(&at.new.child("schema"), &old);
            content.insert(name, json!({ "schema": schema }));
        }
        new.insert("content".to_owned(), Value::Object(content));
        Value::Object(new)
    }

    /// Converts form fields. Of two fields with one name, the last is used.
    fn form(
        &mut self,
        listed: &[ListedParameter<'d>],
        consumes: Option<&[String]>,
        at: &ConversionContext,
    ) -> Option<Value> {
        let at = ConversionContext {
            new: at.new.clone(),
            old: listed.first()?.listed.clone(),
        };
        self.record_pointer(&at);
        let content_at = at.within("content");
        self.record_pointer(&content_at);
        let consumes = consumes.unwrap_or(&self.consumes);
        let media_types =
            form_media_types(consumes, listed.iter().any(|one| has_file(one.resolved)));
        for one in listed {
            if !self.affords(one.resolved, media_types.len()) {
                return None;
            }
        }
        let mut named: IndexMap<&str, &ListedParameter<'d>> = IndexMap::new();
        for one in listed {
            match one.name() {
                Some(name) => {
                    named.insert(name, one);
                }
                None => {
                    let message = "missing or invalid `name` of a form field";
                    let help = "write a string for `name`; the field is left out here";
                    self.report(Code::InvalidNode, &one.pointer.child("in"), message, help);
                }
            }
        }
        let mut fields = Vec::new();
        let mut content = Map::new();
        for media_type in media_types {
            let schema_at = content_at.within(&media_type).within("schema");
            for (name, listed) in &named {
                let at = ConversionContext {
                    new: schema_at.new.child("properties").child(name),
                    old: listed.pointer.clone(),
                };
                self.record_pointer(&at);
                if fields.len() < named.len() {
                    fields.push(self.field(name, listed.resolved, &at));
                }
            }
            let form = self.form_of(&fields, is_of_parts(&media_type));
            content.insert(media_type, form);
        }
        let mut new = Map::new();
        if fields.iter().any(|field| field.is_required) {
            new.insert("required".to_owned(), json!(true));
        }
        new.insert("content".to_owned(), Value::Object(content));
        Some(Value::Object(new))
    }

    fn field(&mut self, name: &str, parameter: &Value, at: &ConversionContext) -> Field {
        let mut schema = self.schema_or_value("a field of a form", parameter, at);
        if let (Value::Object(parameter), Value::Object(keys)) = (parameter, &mut schema) {
            keys.extend(kept(parameter, &["description"]));
        }
        // Files are never joined into one string.
        let format = match has_file(parameter) {
            true => Format::Multi,
            false => self.format(parameter, at),
        };
        let may_be_empty = get(parameter, "allowEmptyValue") == Some(&json!(true));
        if may_be_empty && get(parameter, "type") != Some(&json!("string")) {
            let message = format!("the field `{name}` can't be sent empty");
            let help = "write `type: string`; other types have no empty value";
            let pointer = at.old.child("allowEmptyValue");
            self.report(Code::NotGenerated, &pointer, &message, help);
        }
        let required = get(parameter, "required");
        let is_required = required.and_then(Value::as_bool);
        if let Some(found) = required.filter(|value| !value.is_boolean()) {
            let message = format!("expected a boolean for `required`, found {}", kind(found));
            let help = "correct it; the field is optional here";
            let pointer = at.old.child("required");
            self.report(Code::InvalidNode, &pointer, &message, help);
        }
        Field {
            name: name.to_owned(),
            is_required: is_required.unwrap_or_default(),
            schema,
            format,
            pointer: at.clone(),
        }
    }

    /// Converts a form for one media type.
    fn form_of(&mut self, fields: &[Field], of_parts: bool) -> Value {
        let mut properties = Map::new();
        let mut encoding = Map::new();
        for field in fields {
            let mut schema = field.schema.clone();
            let (separator, style) = (field.format.separator(), field.format.style());
            let field_encoding = match (of_parts, separator, style) {
                _ if matches!(field.format, Format::None | Format::Multi) => None,
                (true, Some(separator), _) => Some(json!({ (extension::DELIMITER): separator })),
                // The model of encodings treats `false` as missing.
                (false, _, Some(style)) => {
                    Some(json!({ "style": style, "explode": false, (extension::EXPLODE): false }))
                }
                _ => {
                    let note = text_note(&schema, field.format);
                    schema = self.as_string(schema, &field.pointer);
                    if let Some(string) = schema.as_object_mut() {
                        describe(string, &note);
                    }
                    None
                }
            };
            encoding.extend(field_encoding.map(|it| (field.name.clone(), it)));
            properties.insert(field.name.clone(), schema);
        }
        let required = fields.iter().filter(|field| field.is_required);
        let required: Vec<&str> = required.map(|field| field.name.as_str()).collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("properties".to_owned(), Value::Object(properties));
        let mut new = Map::new();
        new.insert("schema".to_owned(), Value::Object(schema));
        if !encoding.is_empty() {
            new.insert("encoding".to_owned(), Value::Object(encoding));
        }
        Value::Object(new)
    }
}

/// A field of a form.
struct Field {
    name: String,
    is_required: bool,
    schema: Value,
    format: Format,
    pointer: ConversionContext,
}

/// Returns the media types of a body. Form types are left out beside other types, because a form
/// has fields.
fn body_media_types(consumes: &[String]) -> Vec<String> {
    let others = consumes.iter().filter(|name| !is_form(name)).count();
    let media_types = consumes.iter();
    let media_types = media_types.filter(|name| others == 0 || !is_form(name));
    media_types.cloned().collect()
}

/// Returns the media types of a form, or the default form type. Only multipart types support files.
fn form_media_types(consumes: &[String], has_file: bool) -> Vec<String> {
    let fits = |name: &&String| is_form(name) && (!has_file || is_of_parts(name));
    let mut found: Vec<String> = consumes.iter().filter(fits).cloned().collect();
    if found.is_empty() {
        found.push(if has_file { PARTS } else { FORM }.to_owned());
    }
    found
}

/// Returns `true` if a field is a file or an array of files.
fn has_file(field: &Value) -> bool {
    let is = |node: &Value, key: &str, value: &str| get(node, key) == Some(&json!(value));
    let is_file = |node: &Value| is(node, "type", "file") || is(node, "format", "binary");
    is_file(field) || get(field, "items").is_some_and(is_file)
}

//! Sample values of types as expressions: an example of the document, or a placeholder.

use serde_json::Value;

use super::{
    Emitter,
    literal::{json, parsed, scalar_literal, string},
    model::setter::LEVELS,
};
use crate::{
    ir::{Object, Scalar, TypeId, TypeKind, TypeRef, Union, Values},
    name::setter,
};

/// The maximum depth of a sample value.
const DEPTH: usize = 4;

impl Emitter<'_> {
    /// Returns a value of the document as an expression for an argument.
    pub(super) fn literal(&self, value: &Value, ty: &TypeRef, depth: usize) -> Option<String> {
        match (ty, value) {
            // The conversion of an argument covers only the outer levels of nested arrays and maps.
            (TypeRef::List(_) | TypeRef::Map(_), _) if self.levels(ty) > LEVELS => None,
            (TypeRef::Scalar(scalar), _) => scalar_literal(*scalar, value),
            (TypeRef::Foreign { is_text: true, .. }, Value::String(text)) => Some(parsed(text)),
            (TypeRef::Named(id), _) => self.named_literal(value, *id, depth),
            (TypeRef::List(item), Value::Array(items)) if !items.is_empty() => {
                let items: Option<Vec<String>> = items
                    .iter()
                    .map(|value| self.literal(value, item, depth + 1))
                    .collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            (TypeRef::Map(item), Value::Object(entries)) if !entries.is_empty() => {
                let entries: Option<Vec<String>> = entries
                    .iter()
                    .map(|(key, value)| {
                        let value = self.literal(value, item, depth + 1)?;
                        Some(format!("({}, {value})", string(key)))
                    })
                    .collect();
                Some(format!("[{}]", entries?.join(", ")))
            }
            (TypeRef::Tuple(types), Value::Array(items)) if items.len() == types.len() => {
                let items = types.iter().zip(items);
                let items = items.map(|(ty, value)| self.held_literal(value, ty, depth + 1));
                tuple(items.collect())
            }
            (TypeRef::Json, _) => Some(json(value)),
            (TypeRef::File, _) => Some(FILE.to_owned()),
            _ => None,
        }
    }

    /// Like [`literal`](Self::literal), but returns an expression of exactly the type, for places
    /// without a conversion.
    fn held_literal(&self, value: &Value, ty: &TypeRef, depth: usize) -> Option<String> {
        match (ty, value) {
            (TypeRef::Nullable(_), Value::Null) => Some("None".to_owned()),
            (TypeRef::Nullable(inner), _) => {
                let inner = self.held_literal(value, inner, depth)?;
                Some(format!("Some({inner})"))
            }
            _ => self.in_place(ty, self.literal(value, ty, depth)?),
        }
    }

    /// Converts an expression for an argument into an expression of the type itself.
    fn in_place(&self, ty: &TypeRef, text: String) -> Option<String> {
        match self.unaliased(ty) {
            TypeRef::Scalar(Scalar::String) => Some(format!("{text}.to_owned()")),
            TypeRef::List(_) | TypeRef::Map(_) => None,
            _ => Some(text),
        }
    }

    fn named_literal(&self, value: &Value, id: TypeId, depth: usize) -> Option<String> {
        let definition = self.api.type_def(id)?;
        match (&definition.kind, value) {
            (TypeKind::Alias(_), _) if !self.analysis.is_alias(id) => None,
            (TypeKind::Alias(ty), _) => self.literal(value, ty, depth + 1),
            (TypeKind::Enumeration(values, _), _) => {
                let index = match (values, value) {
                    (Values::Strings(strings), Value::String(text)) => {
                        strings.iter().position(|value| value == text)?
                    }
                    (Values::Integers(integers), Value::Number(number)) => {
                        let number = number.as_i64()?;
                        integers.iter().position(|value| *value == number)?
                    }
                    _ => return None,
                };
                let variant_name = self.type_names(id.0)?.members.get(index)?;
                Some(format!("{}::{variant_name}", self.type_path(id)?))
            }
            (TypeKind::Object(object), Value::Object(map)) => {
                self.object_literal(id, object, Some(map), depth)
            }
            (TypeKind::Union(_), _) => {
                let path = self.type_path(id)?;
                Some(format!(
                    "serde_json::from_value::<{path}>({})?",
                    json(value)
                ))
            }
            _ => None,
        }
    }

    fn object_literal(
        &self,
        id: TypeId,
        object: &Object,
        map: Option<&serde_json::Map<String, Value>>,
        depth: usize,
    ) -> Option<String> {
        let names = self.type_names(id.0)?;
        if depth > DEPTH || !names.arguments.is_empty() {
            return None;
        }
        let mut required = Vec::new();
        let mut optional = String::new();
        let fields = object.fields.iter().enumerate();
        for (index, field) in fields.filter(|(_, field)| field.constant.is_none()) {
            let value = map
                .and_then(|map| map.get(&field.json_name))
                .filter(|value| !value.is_null());
            let text = value.and_then(|value| self.literal(value, &field.ty, depth + 1));
            if field.presence == crate::ir::Presence::Nullable {
                required.push("None".to_owned());
            } else if field.is_argument() {
                required.push(text.or_else(|| self.synthetic(&field.ty, depth + 1))?);
            } else if let Some(text) = text {
                optional += &format!(".{}({text})", setter(names.members.get(index)?));
            }
        }
        Some(format!(
            "{}::new({}){optional}",
            self.type_path(id)?,
            required.join(", ")
        ))
    }

    /// Returns a placeholder value of a type.
    pub(super) fn synthetic(&self, ty: &TypeRef, depth: usize) -> Option<String> {
        match ty {
            TypeRef::Scalar(scalar) => Some(
                match scalar {
                    Scalar::Null => "()",
                    Scalar::Boolean => "true",
                    Scalar::Integer8
                    | Scalar::Integer16
                    | Scalar::Integer32
                    | Scalar::Integer64
                    | Scalar::Unsigned8
                    | Scalar::Unsigned16
                    | Scalar::Unsigned32
                    | Scalar::Unsigned64
                    | Scalar::Integer128 => "1",
                    Scalar::Float32 | Scalar::Float64 => "1.0",
                    Scalar::String => "\"example\"",
                    Scalar::DateTime => "\"2024-01-01T00:00:00Z\".parse()?",
                    Scalar::Date => "\"2024-01-01\".parse()?",
                    Scalar::Uri => "\"https://example.com\".parse()?",
                }
                .to_owned(),
            ),
            TypeRef::List(_) | TypeRef::Map(_) if self.levels(ty) > LEVELS => None,
            TypeRef::List(item) => Some(format!("[{}]", self.synthetic(item, depth + 1)?)),
            TypeRef::Map(item) => {
                Some(format!("[(\"key\", {})]", self.synthetic(item, depth + 1)?))
            }
            TypeRef::Tuple(types) => tuple(
                types
                    .iter()
                    .map(|ty| self.in_place(ty, self.synthetic(ty, depth + 1)?))
                    .collect(),
            ),
            TypeRef::Json => Some("serde_json::Value::Null".to_owned()),
            TypeRef::File => Some(FILE.to_owned()),
            TypeRef::Nullable(_) => Some("None".to_owned()),
            TypeRef::Foreign { is_text, .. } => is_text.then(|| parsed("example")),
            TypeRef::Named(id) if depth <= DEPTH => match &self.api.type_def(*id)?.kind {
                TypeKind::Alias(_) if self.analysis.is_infinitely_recursive(*id) => {
                    Some("serde_json::Value::Null".to_owned())
                }
                TypeKind::Alias(TypeRef::Tuple(_)) if self.analysis.is_container(*id) => None,
                TypeKind::Alias(_) if self.analysis.is_container(*id) => {
                    Some("Default::default()".to_owned())
                }
                TypeKind::Alias(ty) => self.synthetic(ty, depth + 1),
                TypeKind::Object(object) => self.object_literal(*id, object, None, depth),
                TypeKind::Enumeration(Values::Strings(strings), _) => {
                    self.named_literal(&Value::String(strings.first()?.clone()), *id, depth)
                }
                TypeKind::Enumeration(Values::Integers(integers), _) => {
                    self.named_literal(&Value::from(*integers.first()?), *id, depth)
                }
                // Only a response has a choice of contents.
                TypeKind::Contents(_) => None,
                TypeKind::Union(union) => self.synthetic_variant(*id, union, depth),
            },
            TypeRef::Named(_) => None,
        }
    }

    /// Returns the number of nested arrays and maps of a type.
    fn levels(&self, ty: &TypeRef) -> usize {
        match self.unaliased(ty) {
            TypeRef::List(item) | TypeRef::Map(item) => 1 + self.levels(item),
            _ => 0,
        }
    }

    /// Returns the placeholder value of the first variant of a union that has a placeholder value.
    fn synthetic_variant(&self, id: TypeId, union: &Union, depth: usize) -> Option<String> {
        let path = self.type_path(id)?;
        let names = self.type_names(id.0)?;
        let own = self.own_types(union);
        let mut variants = union
            .variants
            .iter()
            .zip(&names.members)
            .zip(own)
            .enumerate();
        let found = variants.find_map(|(index, ((variant, variant_name), own))| {
            let value = self.in_place(&variant.ty, self.synthetic(&variant.ty, depth + 1)?)?;
            match (union.is_discriminated(), self.analysis.is_boxed(id, index)) {
                (true, true) => Some(format!("{path}::{variant_name}(Box::new({value}))")),
                (true, false) => Some(format!("{path}::{variant_name}({value})")),
                (false, _) => own.map(|_| format!("{path}::from({value})")),
            }
        });
        let null = || format!("serde_json::from_value::<{path}>(serde_json::Value::Null)?");
        Some(found.unwrap_or_else(null))
    }

    /// Returns the path of a type as imported by the example.
    fn type_path(&self, id: TypeId) -> Option<String> {
        let names = self.type_names(id.0)?;
        Some(match names.module {
            Some(_) => format!("models::{}", names.ident),
            None => names.ident.clone(),
        })
    }
}

/// Returns a tuple of the items if every item is present.
fn tuple(items: Option<Vec<String>>) -> Option<String> {
    match items?.as_slice() {
        [only] => Some(format!("({only},)")),
        items => Some(format!("({})", items.join(", "))),
    }
}

/// The expression of a file's bytes.
pub(super) const FILE: &str = "\"example\"";

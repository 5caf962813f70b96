//! The schemas of a document with the types that the client has for them.

use rejoinder::{
    analysis::TypeAnalysis,
    diagnostic::Diagnostics,
    ir::{Api, Owner, Payload, RequestContent, Scalar, TypeId, TypeKind, TypeRef},
    name::Names,
    pointer::Pointer,
};
use serde_json::Value;

/// A schema with a type.
#[derive(Debug)]
pub(crate) struct Place {
    /// The JSON pointer of the schema, with `#`.
    pub(crate) schema: String,
    /// The JSON pointer of the media type, which may have examples.
    pub(crate) media_type: Option<String>,
    /// `false` if the schema is only a reference.
    pub(crate) is_own: bool,
    /// The Rust type, as written in a crate that depends on `client`.
    pub(crate) ty: String,
    pub(crate) nulls: Nulls,
}

/// The encoding of an optional property that was null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// Encoded as `null`.
    Written,
    /// Omitted: the type occurs only in responses.
    Dropped,
}

/// Returns the component schemas, and the JSON bodies of requests and responses.
pub(crate) fn places(api: &Api, names: &Names, tree: &Value) -> Vec<Place> {
    let facts = TypeAnalysis::of(api, &mut Diagnostics::default());
    let types = Types { api, names, facts };
    let mut places = Vec::new();
    for (index, definition) in api.types.iter().enumerate() {
        let is_component = matches!(definition.owner, Owner::Component(_));
        let keys: Vec<String> = definition.pointer.keys().collect();
        if is_component && definition.uses.is_empty() && keys.len() == 3 {
            let ty = types.typed(&TypeRef::Named(TypeId(index)));
            places.extend(place(&definition.pointer, None, ty, tree));
        }
    }
    for operation in &api.operations {
        let at = operation.pointer.child("requestBody");
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            if let RequestContent::Json(ty) = &content.payload {
                let at = resolve(&at, tree)
                    .child("content")
                    .child(&content.media_type);
                places.extend(place(&at.child("schema"), Some(at), types.typed(ty), tree));
            }
        }
        for response in &operation.responses {
            for content in &response.contents {
                let Payload::Json(ty) = &content.payload else {
                    continue;
                };
                for media_type in &content.media_types {
                    let at = response.pointer.child("content").child(media_type);
                    places.extend(place(&at.child("schema"), Some(at), types.typed(ty), tree));
                }
            }
        }
    }
    // Operations may share a place.
    let mut places_seen = std::collections::BTreeSet::new();
    places.retain(|place| places_seen.insert(place.schema.clone()));
    places
}

fn place(
    schema: &Pointer,
    media_type: Option<Pointer>,
    typed: Option<(String, Nulls)>,
    tree: &Value,
) -> Option<Place> {
    let node = schema.look(tree)?;
    let (ty, nulls) = typed?;
    Some(Place {
        schema: schema.to_string(),
        media_type: media_type.map(|at| at.to_string()),
        is_own: node.get("$ref").is_none(),
        ty,
        nulls,
    })
}

/// Returns the target of a reference, or the place itself.
fn resolve(at: &Pointer, tree: &Value) -> Pointer {
    let reference = at.look(tree).and_then(|node| node.get("$ref")?.as_str());
    let target = reference.and_then(Pointer::from_fragment);
    target.unwrap_or_else(|| at.clone())
}

struct Types<'a> {
    api: &'a Api,
    names: &'a Names,
    facts: TypeAnalysis,
}

impl Types<'_> {
    /// Returns the Rust type and its encoding of nulls; `None` if the type isn't JSON.
    fn typed(&self, ty: &TypeRef) -> Option<(String, Nulls)> {
        let nulls = if self.is_sent(ty) {
            Nulls::Written
        } else {
            Nulls::Dropped
        };
        Some((self.rust(ty)?, nulls))
    }

    fn is_sent(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Named(id) => self.facts.is_sent(*id),
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                self.is_sent(inner)
            }
            TypeRef::Tuple(items) => items.iter().any(|item| self.is_sent(item)),
            _ => true,
        }
    }

    /// Returns the Rust type; `None` if the type isn't JSON.
    fn rust(&self, ty: &TypeRef) -> Option<String> {
        Some(match ty {
            TypeRef::Scalar(scalar) => scalar_type(*scalar).to_owned(),
            TypeRef::Named(id) => self.named(*id)?,
            TypeRef::List(item) => format!("Vec<{}>", self.rust(item)?),
            TypeRef::Tuple(items) => {
                let items: Option<Vec<String>> = items.iter().map(|item| self.rust(item)).collect();
                format!("({},)", items?.join(", "))
            }
            TypeRef::Map(value) => {
                format!("std::collections::BTreeMap<String, {}>", self.rust(value)?)
            }
            TypeRef::Nullable(inner) => format!("Option<{}>", self.rust(inner)?),
            TypeRef::Json => "serde_json::Value".to_owned(),
            TypeRef::File | TypeRef::Foreign { .. } => return None,
        })
    }

    fn named(&self, id: TypeId) -> Option<String> {
        let definition = self.api.type_def(id)?;
        if matches!(&definition.kind, TypeKind::Object(object) if object.parts.is_some()) {
            return None;
        }
        let names = self.names.types.get(id.0)?;
        let module = match (&names.module, &definition.owner) {
            (Some(_), _) => "models",
            (None, Owner::Operation(index)) => &self.names.operations.get(*index)?.module,
            (None, _) => return None,
        };
        Some(format!("client::{module}::{}", names.ident))
    }
}

fn scalar_type(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Null => "()",
        Scalar::Boolean => "bool",
        Scalar::Integer8 => "i8",
        Scalar::Integer16 => "i16",
        Scalar::Integer32 => "i32",
        Scalar::Integer64 => "i64",
        Scalar::Unsigned8 => "u8",
        Scalar::Unsigned16 => "u16",
        Scalar::Unsigned32 => "u32",
        Scalar::Unsigned64 => "u64",
        Scalar::Integer128 => "i128",
        Scalar::Float32 => "f32",
        Scalar::Float64 => "f64",
        Scalar::String | Scalar::Uri => "String",
        Scalar::DateTime => "client::jiff::Timestamp",
        Scalar::Date => "client::jiff::civil::Date",
    }
}

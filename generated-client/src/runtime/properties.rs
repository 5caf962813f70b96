//! Serialization and formatting of models. The serializer and `Debug` visit the properties through
//! one function, so that the model's code is compiled once.

use std::{
    collections::BTreeMap,
    fmt::{self, Debug},
};

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeStruct},
};

use serde_json::Value;

use super::{
    constant::Constant,
    json::Object,
    secret::{ListedValue, Redacted, RedactedJson},
};

/// A visitor of the properties of an object.
pub trait FieldVisitor {
    /// Visits a property.
    fn required<T: Serialize + Debug>(&mut self, name: &'static str, value: &T);

    /// Visits an optional property.
    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        self.required(name, value);
    }

    /// Visits a missing property that is serialized as a constant.
    fn missing(&mut self, name: &'static str, constant: Constant) {
        self.required(name, &constant);
    }

    /// Visits a property that `Debug` doesn't show.
    fn secret<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.required(name, &Secret(value));
    }

    /// Visits an optional property. `Debug` shows neither its value nor its presence.
    fn optional_secret<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, &value.as_ref().map(Secret));
    }

    /// Visits a property that `Debug` shows as JSON without secrets.
    fn json<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.required(name, &RedactedJson(value));
    }

    /// Visits an optional property that `Debug` shows as JSON without secrets.
    fn optional_json<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, &value.as_ref().map(RedactedJson));
    }

    /// Visits a property that `Debug` shows only if its value is listed in the API description.
    fn listed<T: Serialize + Debug>(&mut self, name: &'static str, value: &T) {
        self.required(name, &ListedValue(value));
    }

    /// Visits an optional property that `Debug` shows only if its value is listed.
    fn optional_listed<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, &value.as_ref().map(ListedValue));
    }

    /// Visits the additional properties and the field that contains them.
    fn additional<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        others: &BTreeMap<String, T>,
    );
}

/// Formats an object for `Debug`.
///
/// # Errors
///
/// The errors of the formatter.
pub fn fmt_redacted<O: Object>(object: &O, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut debug = formatter.debug_struct(O::NAME);
    object.visit_fields(&mut debug);
    debug.finish()
}

impl FieldVisitor for fmt::DebugStruct<'_, '_> {
    fn required<T: Serialize + Debug>(&mut self, name: &'static str, value: &T) {
        self.field(name, value);
    }

    fn missing(&mut self, name: &'static str, _: Constant) {
        self.field(name, &None::<Constant>);
    }

    fn optional_secret<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.secret(name, value);
    }

    fn additional<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        others: &BTreeMap<String, T>,
    ) {
        self.field(field, &RedactedJson(others));
    }
}

/// Serializes an object.
///
/// # Errors
///
/// The first error of the serializer.
pub fn write<O: Object, S: Serializer>(object: &O, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = StructWriter(serializer.serialize_struct(O::NAME, count(object)));
    visit_constants::<O>(&mut writer);
    object.visit_fields(&mut writer);
    match writer.0 {
        Ok(state) => state.end(),
        Err(error) => Err(error),
    }
}

/// Serializes an object with additional properties.
///
/// # Errors
///
/// The first error of the serializer.
pub fn write_open<O: Object, S: Serializer>(object: &O, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = MapWriter(serializer.serialize_map(Some(count(object))));
    visit_constants::<O>(&mut writer);
    object.visit_fields(&mut writer);
    match writer.0 {
        Ok(state) => state.end(),
        Err(error) => Err(error),
    }
}

/// Serializes an object as a variant of a union, with a discriminator that isn't one of its fields.
///
/// # Errors
///
/// The first error of the serializer.
pub fn write_tagged<O: Object, S: Serializer>(
    object: &O,
    name: &'static str,
    tag: Constant,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut count = Without(name, Count(1));
    visit_constants::<O>(&mut count);
    object.visit_fields(&mut count);
    let Count(count) = count.1;
    let mut writer = MapWriter(serializer.serialize_map(Some(count)));
    writer.entry(name, &tag);
    let mut writer = Without(name, writer);
    visit_constants::<O>(&mut writer);
    object.visit_fields(&mut writer);
    match writer.1.0 {
        Ok(state) => state.end(),
        Err(error) => Err(error),
    }
}

/// Serializes a value that isn't an [`Object`] as a variant of a union, with a discriminator.
///
/// # Errors
///
/// The first error of the serializer.
pub fn write_tagged_value<T: Serialize, S: Serializer>(
    value: &T,
    name: &'static str,
    tag: Constant,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
    if let Value::Object(object) = &mut value {
        object.insert(name.to_owned(), tag.into());
    }
    value.serialize(serializer)
}

/// Visits the constant properties of an object type.
fn visit_constants<O: Object>(properties: &mut impl FieldVisitor) {
    for (name, constant) in O::CONSTANTS {
        properties.required(name, constant);
    }
}

/// Returns the number of properties that are present.
fn count<O: Object>(object: &O) -> usize {
    let mut count = Count(O::CONSTANTS.len());
    object.visit_fields(&mut count);
    count.0
}

/// A value that is serialized, but not shown by `Debug`.
struct Secret<'a, T>(&'a T);

impl<T: Serialize> Serialize for Secret<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T> Debug for Secret<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted.fmt(formatter)
    }
}

struct Count(usize);

impl FieldVisitor for Count {
    fn required<T>(&mut self, _: &'static str, _: &T) {
        self.0 += 1;
    }

    fn optional<T>(&mut self, _: &'static str, value: &Option<T>) {
        self.0 += usize::from(value.is_some());
    }

    fn additional<T>(&mut self, _: &'static str, others: &BTreeMap<String, T>) {
        self.0 += others.len();
    }
}

/// Visits all properties except for one.
struct Without<P>(&'static str, P);

impl<P: FieldVisitor> FieldVisitor for Without<P> {
    fn required<T: Serialize + Debug>(&mut self, name: &'static str, value: &T) {
        if name != self.0 {
            self.1.required(name, value);
        }
    }

    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        if name != self.0 {
            self.1.optional(name, value);
        }
    }

    fn additional<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        others: &BTreeMap<String, T>,
    ) {
        if !others.contains_key(self.0) {
            return self.1.additional(field, others);
        }
        let rest = others.iter().filter(|(name, _)| *name != self.0);
        let rest = rest.map(|(name, value)| (name.clone(), value)).collect();
        self.1.additional(field, &rest);
    }
}

/// Serializes properties as the fields of a struct, up to the first error.
struct StructWriter<S: SerializeStruct>(Result<S, S::Error>);

impl<S: SerializeStruct> FieldVisitor for StructWriter<S> {
    fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        let Ok(state) = &mut self.0 else { return };
        if let Err(error) = state.serialize_field(name, value) {
            self.0 = Err(error);
        }
    }

    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        // The whole `Option` is serialized: some formats distinguish `Some(value)` from the value.
        if value.is_some() {
            self.required(name, value);
        }
    }

    fn additional<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        others: &BTreeMap<String, T>,
    ) {
        self.required(field, others);
    }
}

/// Serializes properties as the entries of a map, up to the first error.
struct MapWriter<S: SerializeMap>(Result<S, S::Error>);

impl<S: SerializeMap> MapWriter<S> {
    fn entry<T: Serialize>(&mut self, name: &str, value: &T) {
        let Ok(state) = &mut self.0 else { return };
        if let Err(error) = state.serialize_entry(name, value) {
            self.0 = Err(error);
        }
    }
}

impl<S: SerializeMap> FieldVisitor for MapWriter<S> {
    fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.entry(name, value);
    }

    fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if value.is_some() {
            self.entry(name, value);
        }
    }

    fn additional<T: Serialize>(&mut self, _: &'static str, others: &BTreeMap<String, T>) {
        for (name, value) in others {
            self.entry(name, value);
        }
    }
}

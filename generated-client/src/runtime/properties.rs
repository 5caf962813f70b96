//! Writing and showing of models: a serializer and `Debug` visit the properties through one function, which
//! is compiled once.

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
    Redacted,
    constant::Constant,
    json::Object,
    secret::{ListedValue, RedactedJson},
};

/// Who is told the properties of an object.
pub trait FieldVisitor {
    /// A property.
    fn required<T: Serialize + Debug>(&mut self, name: &'static str, value: &T);

    /// A property that may be absent.
    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        self.required(name, value);
    }

    /// A property that isn't shown.
    fn secret<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.required(name, &Secret(value));
    }

    /// A property that may be absent and isn't shown, not even whether it is there.
    fn optional_secret<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, &value.as_ref().map(Secret));
    }

    /// A property that is shown as JSON, without the secrets that are in it.
    fn json<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.required(name, &RedactedJson(value));
    }

    /// A property that may be absent and is shown as JSON.
    fn optional_json<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, &value.as_ref().map(RedactedJson));
    }

    /// A property that is shown unless its value isn't listed.
    fn listed<T: Serialize + Debug>(&mut self, name: &'static str, value: &T) {
        self.required(name, &ListedValue(value));
    }

    /// A property that may be absent and is shown unless its value isn't listed.
    fn optional_listed<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, &value.as_ref().map(ListedValue));
    }

    /// The properties that the document doesn't name, and the field that has them.
    fn additional<T: Serialize + Debug>(
        &mut self,
        field: &'static str,
        others: &BTreeMap<String, T>,
    );
}

/// Shows an object.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt_redacted<O: Object>(object: &O, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = formatter.debug_struct(O::NAME);
    object.visit_fields(&mut shown);
    shown.finish()
}

impl FieldVisitor for fmt::DebugStruct<'_, '_> {
    fn required<T: Serialize + Debug>(&mut self, name: &'static str, value: &T) {
        self.field(name, value);
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

/// Writes an object.
///
/// # Errors
///
/// The first one of the serializer.
pub fn write<O: Object, S: Serializer>(object: &O, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = StructWriter(serializer.serialize_struct(O::NAME, count(object)));
    visit_constants::<O>(&mut writer);
    object.visit_fields(&mut writer);
    match writer.0 {
        Ok(state) => state.end(),
        Err(error) => Err(error),
    }
}

/// Writes an object that has properties of any name beside its own.
///
/// # Errors
///
/// The first one of the serializer.
pub fn write_open<O: Object, S: Serializer>(object: &O, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = MapWriter(serializer.serialize_map(Some(count(object))));
    visit_constants::<O>(&mut writer);
    object.visit_fields(&mut writer);
    match writer.0 {
        Ok(state) => state.end(),
        Err(error) => Err(error),
    }
}

/// Writes an object as a variant of a union, with a tag that isn't its own.
///
/// # Errors
///
/// The first one of the serializer.
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

/// As [`write_tagged`], of what isn't an [`Object`].
///
/// # Errors
///
/// The first one of the serializer.
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

/// Tells the constants of an object.
fn visit_constants<O: Object>(properties: &mut impl FieldVisitor) {
    for (name, constant) in O::CONSTANTS {
        properties.required(name, constant);
    }
}

/// The number of properties of an object that aren't absent.
fn count<O: Object>(object: &O) -> usize {
    let mut count = Count(O::CONSTANTS.len());
    object.visit_fields(&mut count);
    count.0
}

/// A value that is written and not shown.
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

/// Passes on all properties but that of a name.
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

/// Writes properties as the fields of a struct. The first error is the one at the end.
struct StructWriter<S: SerializeStruct>(Result<S, S::Error>);

impl<S: SerializeStruct> FieldVisitor for StructWriter<S> {
    fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        let Ok(state) = &mut self.0 else { return };
        if let Err(error) = state.serialize_field(name, value) {
            self.0 = Err(error);
        }
    }

    fn optional<T: Serialize + Debug>(&mut self, name: &'static str, value: &Option<T>) {
        // The `Option` is written, not what is in it: some formats tell them apart.
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

/// Writes properties as the entries of a map. The first error is the one at the end.
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

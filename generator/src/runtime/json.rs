//! Serialization and deserialization of models.
//!
//! The models share this code: derived implementations would repeat it for every type, and users
//! would compile it each time.

use std::{collections::BTreeMap, fmt, marker::PhantomData, mem};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};

pub use super::{
    any_value::AnyValue,
    constant::Constant,
    discriminator::{Discriminator, Predicate, find},
    integer::Lenient,
    properties::{FieldVisitor, fmt_redacted, write, write_open, write_tagged, write_tagged_value},
    secret::{ListedValue, Redacted, RedactedJson, fmt_json_redacted},
    union::{Union, VariantReader, read_union, union_from_value},
    unrecognized::{UnrecognizedInteger, UnrecognizedValue},
};

/// The parts of an object type that its serialization, formatting and deserialization need. A type
/// without a placeholder doesn't implement `read`: its properties are read into a type with
/// optional fields.
#[doc(hidden)]
pub trait Object {
    /// The name of the type.
    const NAME: &'static str;
    /// The names of the properties, in the order of the indexes of `read`.
    const NAMES: &'static [&'static str] = &[];
    /// The indexes of `NAMES`, sorted by name. Empty if the type has few properties.
    const SORTED: &'static [u16] = &[];
    /// The indexes of the required properties.
    const REQUIRED: &'static [usize] = &[];
    /// `true` if additional properties are kept.
    const OPEN: bool = false;
    /// The documented properties that have no field and aren't additional properties.
    const IGNORED: &'static [&'static str] = &[];
    /// The constant properties, which have no field.
    const CONSTANTS: &'static [(&'static str, Constant)] = &[];

    /// Visits the properties, in the order of the API description.
    fn visit_fields<V: FieldVisitor>(&self, _visitor: &mut V) {}

    /// Reads the property with this index, or an additional property.
    fn read<'de, A: MapAccess<'de>>(&mut self, _index: usize, reader: &mut PropertyReader<'de, A>) {
        reader.ignore();
    }
}

/// A type with a placeholder: the initial value of a field that is being read.
#[doc(hidden)]
pub trait Placeholder {
    /// Creates the placeholder.
    fn placeholder() -> Self;
}

/// Deserializes an object into a placeholder.
///
/// # Errors
///
/// The errors of [`read_fields`].
pub fn read_object<'de, F, D>(deserializer: D, placeholder: F) -> Result<F, D::Error>
where
    F: Object,
    D: Deserializer<'de>,
{
    let mut object = placeholder;
    match read_fields(deserializer, &mut object) {
        Ok(()) => Ok(object),
        Err(error) => Err(error),
    }
}

/// Deserializes the properties of an object.
///
/// # Errors
///
/// If the value isn't an object, or if a property is of another type, duplicate, or required and
/// missing.
pub fn read_fields<'de, F, D>(deserializer: D, fields: &mut F) -> Result<(), D::Error>
where
    F: Object,
    D: Deserializer<'de>,
{
    deserializer.deserialize_struct(F::NAME, F::NAMES, ObjectVisitor(fields))
}

/// Returns the error of a missing property. Invariant: [`read_fields`] has checked required
/// properties.
#[cold]
#[must_use]
pub fn missing_property<E: Error>() -> E {
    E::custom("missing property")
}

/// Deserializes into a reference: every layer of a deserializer would move a returned value, and
/// objects are large.
struct ObjectVisitor<'a, F>(&'a mut F);

impl<'de, F: Object> Visitor<'de> for ObjectVisitor<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting_object(formatter, F::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut reader = PropertyReader::new::<F>(map);
        while let Some(index) = reader.next_index() {
            self.0.read(index, &mut reader);
        }
        reader.finish(F::REQUIRED)
    }
}

#[cold]
fn expecting_object(formatter: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    write!(formatter, "an object ({name})")
}

#[cold]
fn duplicate<E: Error>(names: &'static [&'static str], index: usize) -> E {
    E::duplicate_field(names.get(index).copied().unwrap_or_default())
}

#[cold]
fn missing<E: Error>(names: &'static [&'static str], index: usize) -> E {
    E::missing_field(names.get(index).copied().unwrap_or_default())
}

/// The set of properties that were read. Only an object with more than 64 properties allocates.
#[derive(Default)]
struct SeenProperties {
    first: u64,
    rest: Vec<u64>,
}

impl SeenProperties {
    /// Returns the first of the required properties that isn't in the set.
    #[inline]
    fn first_missing(&self, required: &[usize]) -> Option<usize> {
        required
            .iter()
            .copied()
            .find(|index| !self.contains(*index))
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.first,
            Some(word) => self.rest.get(word).copied().unwrap_or_default(),
        };
        word >> (index % 64) & 1 == 1
    }

    /// Adds a property. Returns `true` if it was not in the set.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        if index < 64 {
            let new = self.first & bit == 0;
            self.first |= bit;
            return new;
        }
        self.insert_rest(index / 64 - 1, bit)
    }

    fn insert_rest(&mut self, word: usize, bit: u64) -> bool {
        if self.rest.len() <= word {
            self.rest.resize(word + 1, 0);
        }
        let Some(word) = self.rest.get_mut(word) else {
            return false;
        };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

/// Looks up the index of a property name. An additional property has the index after the last.
struct Key {
    names: &'static [&'static str],
    sorted: &'static [u16],
    constants: &'static [(&'static str, Constant)],
    ignored: &'static [&'static str],
    /// The index after the previous property: most servers keep the order of the API description.
    expected: usize,
    /// The name of the last additional property, if additional properties are kept.
    other: Option<String>,
}

impl<'de> DeserializeSeed<'de> for &mut Key {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Key {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        if self.names.get(self.expected) == Some(&key) {
            return Ok(self.expected);
        }
        Ok(self.unexpected(key))
    }
}

impl Key {
    /// Returns the index of a name that differs from the expected name.
    #[inline(never)]
    fn unexpected(&mut self, key: &str) -> usize {
        match position(self.names, self.sorted, self.expected, key) {
            Some(index) => index,
            None => {
                let mut constants = self.constants.iter();
                if let Some(constant) = constants.position(|(name, _)| *name == key) {
                    return self.names.len() + 1 + constant;
                }
                if self.ignored.contains(&key) {
                    return self.names.len() + 1 + self.constants.len();
                }
                if let Some(other) = &mut self.other {
                    key.clone_into(other);
                }
                self.names.len()
            }
        }
    }

    /// Returns the constant of a constant property, `Some(None)` for an ignored property, and
    /// `None` for any other property.
    fn fixed(&self, index: usize) -> Option<Option<Constant>> {
        let index = index.checked_sub(self.names.len() + 1)?;
        Some(self.constants.get(index).map(|(_, constant)| *constant))
    }
}

fn position(names: &[&str], sorted: &[u16], expected: usize, key: &str) -> Option<usize> {
    if sorted.is_empty() {
        let (before, after) = names.split_at_checked(expected).unwrap_or((names, &[]));
        let found = after.iter().position(|name| *name == key);
        return found
            .map(|index| expected + index)
            .or_else(|| before.iter().position(|name| *name == key));
    }
    let name = |index: &u16| names.get(usize::from(*index)).copied().unwrap_or_default();
    let found = sorted.binary_search_by(|index| name(index).cmp(key)).ok()?;
    sorted.get(found).map(|index| usize::from(*index))
}

/// Reads the properties of an object.
///
/// The reader stores the first error, because generated code has many calls, and a call without a
/// result compiles to less code. The type of the reader doesn't depend on the object, so the reader
/// is compiled once for each format.
pub struct PropertyReader<'de, A: MapAccess<'de>> {
    map: A,
    key: Key,
    seen: SeenProperties,
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> PropertyReader<'de, A> {
    fn new<F: Object>(map: A) -> Self {
        Self {
            map,
            key: Key {
                names: F::NAMES,
                sorted: F::SORTED,
                constants: F::CONSTANTS,
                ignored: F::IGNORED,
                expected: 0,
                other: F::OPEN.then(String::new),
            },
            seen: SeenProperties::default(),
            error: None,
        }
    }

    /// Returns the index of the next property, and the number of `NAMES` for an additional
    /// property. Returns `None` after the last property and after an error.
    fn next_index(&mut self) -> Option<usize> {
        loop {
            if self.error.is_some() {
                return None;
            }
            match self.map.next_key_seed(&mut self.key) {
                Ok(Some(index)) => {
                    if let Some(fixed) = self.key.fixed(index) {
                        match fixed {
                            Some(constant) => {
                                self.error = self.map.next_value_seed(constant).err();
                            }
                            None => self.ignore(),
                        }
                        continue;
                    }
                    if index < self.key.names.len() {
                        if !self.seen.insert(index) {
                            self.error = Some(duplicate(self.key.names, index));
                            return None;
                        }
                        self.key.expected = index + 1;
                    }
                    return Some(index);
                }
                Ok(None) => return None,
                Err(error) => {
                    self.error = Some(error);
                    return None;
                }
            }
        }
    }

    /// Returns the stored error, or the error of the first missing property.
    fn finish(self, required: &[usize]) -> Result<(), A::Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        match self.seen.first_missing(required) {
            None => Ok(()),
            Some(index) => Err(missing(self.key.names, index)),
        }
    }

    /// Reads a value.
    pub fn value<T: Deserialize<'de>>(&mut self, slot: &mut T) {
        match self.map.next_value() {
            Ok(value) => *slot = value,
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a value into an optional slot. A `null` is passed to `T`.
    pub fn optional<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a value that contains integers.
    pub fn lenient<T: Deserialize<'de>>(&mut self, slot: &mut T) {
        match self.map.next_value() {
            Ok(Lenient(value)) => *slot = value,
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a value that contains integers into an optional slot.
    pub fn optional_lenient<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(Lenient(value)) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads an additional property.
    pub fn additional<T: Deserialize<'de>>(&mut self, others: &mut BTreeMap<String, T>) {
        match self.map.next_value() {
            Ok(value) => {
                let name = self.key.other.as_mut().map(mem::take);
                others.insert(name.unwrap_or_default(), value);
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads an additional property that contains integers.
    pub fn additional_lenient<T: Deserialize<'de>>(&mut self, others: &mut BTreeMap<String, T>) {
        match self.map.next_value() {
            Ok(Lenient(value)) => {
                let name = self.key.other.as_mut().map(mem::take);
                others.insert(name.unwrap_or_default(), value);
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Skips a value.
    pub fn ignore(&mut self) {
        if let Err(error) = self.map.next_value::<IgnoredAny>() {
            self.error = Some(error);
        }
    }
}

impl<'de, A: MapAccess<'de>> fmt::Debug for PropertyReader<'de, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PropertyReader")
    }
}

/// Deserializes a string enum.
///
/// # Errors
///
/// If the value isn't a string.
pub fn read_string_enum<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(StringVisitor(PhantomData))
}

struct StringVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for StringVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(T::from(value))
    }
}

/// Deserializes an integer enum.
///
/// # Errors
///
/// If the value isn't an integer of 64 bits.
pub fn read_integer_enum<'de, T: From<i64>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Lenient::<i64>::deserialize(deserializer).map(|Lenient(value)| T::from(value))
}

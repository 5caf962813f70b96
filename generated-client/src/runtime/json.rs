//! Reading and writing of models: the parts that all models share. Derived implementations repeat them for
//! every type, and users compile them each time.

use std::{collections::BTreeMap, fmt, marker::PhantomData, mem};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};

pub use super::{
    any_value::AnyValue,
    constant::Constant,
    discriminator::{Discriminator, Predicate, find},
    integer::Integers,
    properties::{FieldVisitor, fmt_redacted, write, write_open, write_tagged, write_tagged_value},
    secret::{ListedValue, RedactedJson, fmt_json_redacted},
    union::{Union, VariantReader, read_union, union_of},
    unknown::{UnknownInteger, UnknownValue},
};

/// An object: what is its own of how it is written, shown and read. One that can't be empty is read
/// into slots, which tell nothing; it has no `read` then.
#[doc(hidden)]
pub trait Object {
    /// The name of its type.
    const NAME: &'static str;
    /// The names of its properties, in the order of `read`.
    const NAMES: &'static [&'static str] = &[];
    /// The indexes of `NAMES` in the order of the names, where there are many.
    const SORTED: &'static [u16] = &[];
    /// The indexes of the properties that can't be absent.
    const REQUIRED: &'static [usize] = &[];
    /// `true` if properties that aren't in `NAMES` are kept.
    const OPEN: bool = false;
    /// The properties of the document that have no field and are no additional properties.
    const IGNORED: &'static [&'static str] = &[];
    /// The properties that have one value in all objects of the type, and no field.
    const CONSTANTS: &'static [(&'static str, Constant)] = &[];

    /// Tells its properties, in the order of the document.
    fn visit_fields<V: FieldVisitor>(&self, _properties: &mut V) {}

    /// Reads the property of this index, or one that isn't in `NAMES`.
    fn read<'de, A: MapAccess<'de>>(&mut self, _index: usize, reader: &mut PropertyReader<'de, A>) {
        reader.ignore();
    }
}

/// An object with nothing in it, where another is read that has to have it.
#[doc(hidden)]
pub trait Placeholder {
    /// Makes it.
    fn placeholder() -> Self;
}

/// Reads an object into an empty one.
///
/// # Errors
///
/// As [`read_fields`].
pub fn read_object<'de, F, D>(deserializer: D, empty: F) -> Result<F, D::Error>
where
    F: Object,
    D: Deserializer<'de>,
{
    let mut object = empty;
    match read_fields(deserializer, &mut object) {
        Ok(()) => Ok(object),
        Err(error) => Err(error),
    }
}

/// Reads the properties of an object.
///
/// # Errors
///
/// When it isn't an object, a property isn't of its type, occurs twice, or is absent and required.
pub fn read_fields<'de, F, D>(deserializer: D, fields: &mut F) -> Result<(), D::Error>
where
    F: Object,
    D: Deserializer<'de>,
{
    deserializer.deserialize_struct(F::NAME, F::NAMES, ObjectVisitor(fields))
}

/// The error for an absent required property that [`read_fields`] found.
#[cold]
#[must_use]
pub fn missing_property<E: Error>() -> E {
    E::custom("a property is absent")
}

/// Leaves what it reads where it is told: a value that is returned is moved by every layer of a
/// deserializer, and objects are large.
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

/// The properties that were found: a bit for each. Only objects with more than 64 allocate.
#[derive(Default)]
struct SeenProperties {
    first: u64,
    rest: Vec<u64>,
}

impl SeenProperties {
    /// The first of these properties that wasn't found.
    #[inline]
    fn absent(&self, required: &[usize]) -> Option<usize> {
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

    /// Adds a property, unless it is there.
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

/// Looks up the name of a property: its index, or that after the last where it has none.
struct Key {
    names: &'static [&'static str],
    sorted: &'static [u16],
    constants: &'static [(&'static str, Constant)],
    ignored: &'static [&'static str],
    /// The property after the last one: servers write them in the order of the document.
    expected: usize,
    /// The last name without an index, if such names are kept.
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
    /// The index of a name that isn't the expected one. Properties that are left out are passed over.
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

    /// The constant of an index beyond that of all other properties; `None` in it for a property that
    /// is ignored.
    fn fixed(&self, index: usize) -> Option<Option<Constant>> {
        let index = index.checked_sub(self.names.len() + 1)?;
        Some(self.constants.get(index).map(|(_, constant)| *constant))
    }
}

fn position(names: &[&str], sorted: &[u16], expected: usize, key: &str) -> Option<usize> {
    if sorted.is_empty() {
        let (before, behind) = names.split_at_checked(expected).unwrap_or((names, &[]));
        let found = behind.iter().position(|name| *name == key);
        return found
            .map(|index| expected + index)
            .or_else(|| before.iter().position(|name| *name == key));
    }
    let name = |index: &u16| names.get(usize::from(*index)).copied().unwrap_or_default();
    let found = sorted.binary_search_by(|index| name(index).cmp(key)).ok()?;
    sorted.get(found).map(|index| usize::from(*index))
}

/// Reads properties. It keeps an error, so that each of the many lines that call it is a call and
/// nothing else to compile, and knows no object: what finds them is compiled once for each format.
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

    /// The index of the next property, or that after the last where its name isn't in `NAMES`. `None`
    /// after the last property, and after an error.
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

    /// The error that was kept, or that of the first required property that is absent.
    fn finish(self, required: &[usize]) -> Result<(), A::Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        match self.seen.absent(required) {
            None => Ok(()),
            Some(absent) => Err(missing(self.key.names, absent)),
        }
    }

    /// Reads a value.
    pub fn value<T: Deserialize<'de>>(&mut self, slot: &mut T) {
        match self.map.next_value() {
            Ok(value) => *slot = value,
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a value into what is empty without it. Null is a value, too.
    pub fn optional<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(value) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads an integer, or a value that holds integers.
    pub fn integer<T: Deserialize<'de>>(&mut self, slot: &mut T) {
        match self.map.next_value() {
            Ok(Integers(value)) => *slot = value,
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads an integer, or a value that holds integers, as [`some`](Self::some) does.
    pub fn optional_integer<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value() {
            Ok(Integers(value)) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads a value and keeps it under its name.
    pub fn additional<T: Deserialize<'de>>(&mut self, others: &mut BTreeMap<String, T>) {
        match self.map.next_value() {
            Ok(value) => {
                let name = self.key.other.as_mut().map(mem::take);
                others.insert(name.unwrap_or_default(), value);
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads an integer, or a value that holds integers, as [`other`](Self::other) does.
    pub fn additional_integer<T: Deserialize<'de>>(&mut self, others: &mut BTreeMap<String, T>) {
        match self.map.next_value() {
            Ok(Integers(value)) => {
                let name = self.key.other.as_mut().map(mem::take);
                others.insert(name.unwrap_or_default(), value);
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Passes over a value.
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

/// Reads a string as one of the values of an enumeration.
///
/// # Errors
///
/// When it isn't a string.
pub fn read_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}

/// Reads an integer as one of the values of an enumeration.
///
/// # Errors
///
/// When it isn't an integer of 64 bits.
pub fn read_integer<'de, T: From<i64>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Integers::<i64>::deserialize(deserializer).map(|Integers(value)| T::from(value))
}

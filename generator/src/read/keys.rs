//! Keys that both parsers pass over in silence: those that are in a mapping twice, of which they
//! take the last, and those that the specification doesn't have where they are.

mod expected;
mod report;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use self::expected::{ExpectedKind, Path, is_schema, mapped};
use self::report::{duplicate, is_of_another_type, no_values, of_another_type, special, unknown};
use super::node_kind::{DISCRIMINATOR, DOCUMENT, HEADER, NodeKind, PARAMETER, SCHEMA};
use super::tree::{self, Tree};
use super::version::{self, Version};
use super::{Format, Source, merge, number};
use crate::diagnostic::{Code, Diagnostic, Location, MAX_OF_CODE};
use crate::pointer::Pointer;

/// What is wrong with the keys of a document.
#[derive(Default)]
pub(super) struct KeyProblems {
    /// Keys with which no document is read.
    pub(super) fatal: Vec<Diagnostic>,
    /// Keys that are there twice, numbers that JSON hasn't, and tags.
    pub(super) wrong: Vec<Diagnostic>,
    /// Returns `true` if the model can't be read from the text: it has merge keys, nulls in place of
    /// nodes, or integers written as floats, or the model panics at one of its keys.
    pub(super) needs_tree: bool,
    /// Keys that aren't in the specification where they are.
    pub(super) unknown: Vec<Diagnostic>,
    /// The version that the document says, once it is come to.
    pub(super) version: Option<Version>,
    /// Keys that aren't in all versions of the specification, or in none.
    suspects: Vec<VersionedKey>,
    /// Keys that nothing follows from.
    ignored: Vec<(Pointer, &'static NodeKind, &'static str)>,
    /// How many schemas are in each other at most.
    pub(super) depth: usize,
    /// Returns `true` if nodes have keys of later versions that are obeyed, or keys beside `$ref`.
    pub(super) is_ahead: bool,
    /// Returns `true` if a reference leads elsewhere than to a component of the document.
    pub(super) leads_far: bool,
    /// Keys of schemas whose values are numbers that JSON doesn't have.
    pub(super) unwritable: Vec<Pointer>,
    /// The components that are referred to.
    referred: BTreeSet<String>,
    /// The components that the document has.
    components: BTreeSet<String>,
}

/// A key that isn't in all versions of the specification.
struct VersionedKey {
    pointer: Pointer,
    key: String,
    sort: &'static NodeKind,
    /// The first version that has the key that it is below: before, nothing is said of it.
    within: Version,
}

impl KeyProblems {
    /// Says which keys aren't in the specification, now that the version is known.
    fn settle(&mut self) {
        let version = self.version.unwrap_or(Version::V3_0);
        let suspects = std::mem::take(&mut self.suspects);
        let wrong = suspects.into_iter().filter(|found| found.within <= version);
        let told =
            wrong.filter_map(|found| unknown(&found.pointer, &found.key, found.sort, version));
        // One more than are kept, so that its absence is reported.
        self.unknown.extend(told.take(MAX_OF_CODE + 1));
        let ignored = std::mem::take(&mut self.ignored).into_iter();
        let notes = ignored.filter_map(|(at, sort, help)| sort.ignored_key(&at, help, version));
        self.unknown.extend(notes.take(MAX_OF_CODE + 1));
        self.leads_far |= !self.referred.is_subset(&self.components);
    }

    /// Notes a reference.
    fn refer(&mut self, held: ExpectedKind, reference: &str) {
        if !held.is_component(reference) {
            self.leads_far = true;
        } else if !self.referred.contains(reference) {
            self.referred.insert(reference.to_owned());
        }
    }
}

/// Walks the text once more, keeping nothing but the keys on the way to where it is. Keys of JSON
/// are borrowed from the text, which makes this several times faster than reading the document.
pub(super) fn find(source: &Source) -> KeyProblems {
    let mut found = KeyProblems::default();
    let walk = Walk::into(&mut found);
    // Mistakes that end the walk are for the parsers to report.
    match source.format() {
        Format::Json => {
            let mut parser = serde_json::Deserializer::from_str(&source.text);
            if walk
                .deserialize(&mut parser)
                .is_err_and(|error| number::is_out_of_range(&error))
            {
                let text = number::quoted(&source.text);
                found = KeyProblems::default();
                let mut parser = serde_json::Deserializer::from_str(&text);
                drop(Walk::into(&mut found).deserialize(&mut parser));
                found.needs_tree = true;
            }
        }
        Format::Yaml => {
            let parser = serde_yaml::Deserializer::from_str(&source.text);
            drop(walk.deserialize(parser));
        }
    }
    found.settle();
    found
}

/// The keys of a document of this sort that aren't in the specification where they are.
pub(super) fn unknown_in(sort: &'static NodeKind, document: &serde_json::Value) -> Vec<Diagnostic> {
    found_in(sort, document).unknown
}

/// What there is to say of the keys of a document of this sort.
pub(super) fn found_in(sort: &'static NodeKind, document: &serde_json::Value) -> KeyProblems {
    let mut found = KeyProblems::default();
    let walk = Walk {
        held: ExpectedKind::One(sort),
        ..Walk::into(&mut found)
    };
    // A tree is never wrong by itself.
    drop(walk.deserialize(document));
    found.settle();
    found
}

/// Numbers of YAML that JSON hasn't, as keys are spelled: the model panics at some.
const SPECIAL: [&str; 4] = [".nan", ".inf", "+.inf", "-.inf"];

/// The longest key, in bytes.
const MAX_KEY_LENGTH: usize = 64 << 10;

struct Walk<'a> {
    path: &'a Path<'a>,
    held: ExpectedKind,
    /// How many schemas it is in.
    depth: usize,
    /// The first version that has all the keys on the way.
    within: Version,
    found: &'a mut KeyProblems,
}

impl<'a> Walk<'a> {
    /// A walk through a whole document.
    fn into(found: &'a mut KeyProblems) -> Self {
        Self {
            path: &Path::Root,
            held: ExpectedKind::One(&DOCUMENT),
            depth: 0,
            within: Version::V3_0,
            found,
        }
    }

    /// Notes a number that JSON doesn't have.
    fn unwritable(self, number: &str) {
        let pointer = self.path.pointer();
        let found = special(&pointer, number, self.held);
        self.found.wrong.push(found);
        if matches!(self.held, ExpectedKind::Number) {
            self.found.unwritable.push(pointer);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Scalars are of no interest.
macro_rules! ignore {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<(), E> { Ok(()) })*
    };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    ignore!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128);

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        if let Some(number) = tree::special_number(number) {
            self.unwritable(number);
        } else if matches!(self.held, ExpectedKind::Number | ExpectedKind::Values) {
            self.found.needs_tree |= number.fract() == 0.0;
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.found.is_ahead |= text == "null" && matches!(self.path, Path::Key(_, "type"));
        if let Some(number) = text.strip_prefix(number::MARK) {
            self.unwritable(number);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.found.needs_tree |=
            !matches!(self.held, ExpectedKind::Anything | ExpectedKind::Values);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            let item = Walk {
                path: &Path::Index(self.path, index),
                held: self.held.item(),
                depth: self.depth,
                within: self.within,
                found: &mut *self.found,
            };
            if items.next_element_seed(item)?.is_none() {
                let is_enum = matches!(self.path, Path::Key(_, "enum"));
                if index == 0 && is_enum && matches!(self.held, ExpectedKind::Values) {
                    self.found.unknown.push(no_values(&self.path.pointer()));
                }
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut keys: BTreeSet<Cow<'de, str>> = BTreeSet::new();
        let mut folded: BTreeSet<String> = BTreeSet::new();
        let mut suspects = Vec::new();
        let mut typ: Option<String> = None;
        let is_schema = matches!(self.held, ExpectedKind::One(sort) if is_schema(sort));
        let depth = self.depth + usize::from(is_schema);
        self.found.depth = self.found.depth.max(depth);
        while let Some(key) = entries.next_key_seed(Key)? {
            let path = Path::Key(self.path, &key);
            if key.len() > MAX_KEY_LENGTH {
                let location = Location::Key(self.path.pointer());
                let message = format!("a key here is longer than {} KiB", MAX_KEY_LENGTH >> 10);
                let found = Diagnostic::error(Code::TooLarge, location, message);
                self.found
                    .fatal
                    .push(found.help("no name is as long as that"));
            }
            let is_merge = key == merge::KEY;
            if !keys.insert(key.clone()) && !is_merge {
                self.found.wrong.push(duplicate(path.pointer(), &key));
            }
            self.found.needs_tree |= is_merge
                || SPECIAL.iter().any(|name| key.eq_ignore_ascii_case(name))
                || key == "content" && self.held.is_one_of(&[&PARAMETER, &HEADER])
                || self.held.is_folded() && !folded.insert(key.to_ascii_lowercase());
            if key == "$ref" {
                let Tree(reference) = entries.next_value()?;
                match reference.as_str() {
                    Some(reference) => self.found.refer(self.held, reference),
                    None => self.found.needs_tree = true,
                }
                continue;
            }
            if key == "openapi" && matches!(self.path, Path::Root) {
                let Tree(value) = entries.next_value()?;
                self.found.version = Version::of(&version::text(&value));
                continue;
            }
            if key == "mapping"
                && matches!(self.held, ExpectedKind::One(sort) if sort.is(&DISCRIMINATOR))
            {
                let Tree(mapping) = entries.next_value()?;
                self.found.needs_tree |= mapping.is_null();
                for target in mapped(&mapping) {
                    self.found.refer(ExpectedKind::One(&SCHEMA), &target);
                }
                continue;
            }
            if self.path.is_components() {
                self.found.components.insert(path.pointer().to_string());
            }
            if is_schema && key == "type" {
                let Tree(value) = entries.next_value()?;
                // The nulls in it are noted as those of the text.
                drop(
                    Walk {
                        path: &path,
                        held: ExpectedKind::Keyword,
                        depth,
                        within: self.within,
                        found: &mut *self.found,
                    }
                    .deserialize(&value),
                );
                typ = value.as_str().map(str::to_owned);
                continue;
            }
            let held = self.held.at(&key);
            let since = self.held.since(&key);
            if held.is_none() || !self.held.is_of_all(&key) {
                suspects.push((path.pointer(), key.clone().into_owned()));
                self.found.is_ahead |= since > Version::V3_0 && self.held.is_obeyed(&key);
            }
            if let ExpectedKind::One(sort) = self.held
                && let Some((_, help)) = sort.ignored.iter().find(|(ignored, _)| *ignored == key)
            {
                self.found.ignored.push((path.pointer(), sort, help));
            }
            entries.next_value_seed(Walk {
                path: &path,
                held: held.unwrap_or(ExpectedKind::Anything),
                depth,
                within: self.within.max(self.held.read_since(&key)),
                found: &mut *self.found,
            })?;
        }
        self.found.is_ahead |= keys.len() > 1 && keys.contains("$ref");
        if let Some(typ) = typ.filter(|_| !keys.contains("$ref")) {
            let other = keys.iter().filter(|key| is_of_another_type(&typ, key));
            let found = other.map(|key| {
                let pointer = Path::Key(self.path, key).pointer();
                of_another_type(pointer, key, &typ)
            });
            self.found.unknown.extend(found);
        }
        // OpenAPI 3.0.3, section 4.7.23: what is beside a `$ref` is ignored. Many documents have
        // descriptions there, and later versions allow them.
        if let ExpectedKind::One(sort) = self.held
            && !keys.contains("$ref")
        {
            let within = self.within;
            let suspects = suspects.into_iter().map(|(pointer, key)| VersionedKey {
                pointer,
                key,
                sort,
                within,
            });
            self.found.suspects.extend(suspects);
        }
        Ok(())
    }

    /// A value with a tag.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (tag, value) = tagged.variant_seed(Key)?;
        let found = report::tagged(&self.path.pointer(), &tag);
        self.found.wrong.push(found);
        value.newtype_variant_seed(self)
    }
}

/// A key, borrowed if it can be.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

//! Finds keys that the parsers drop silently: all duplicates but the last, and unknown keys.

mod expected;
mod key;
mod report;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use self::expected::{ExpectedKind, Path, is_schema, mapped};
use self::key::Key;
use self::report::{
    duplicate, is_of_another_type, is_scheme_type, no_values, of_another_type, special, unknown,
};
use super::node_kind::{
    DISCRIMINATOR, DOCUMENT, HEADER, NodeKind, PARAMETER, SCHEMA, SECURITY_SCHEME,
};
use super::prune::large::{LARGE, is_rounded};
use super::prune::scalar::is_string_key;
use super::prune::schema_type::is_type;
use super::tree::{self, Tree};
use super::version::{self, Version};
use super::{Format, Source, merge, number};
use crate::diagnostic::{Code, Diagnostic, Location, MAX_OF_CODE};
use crate::pointer::Pointer;

/// Problems with the keys of a document.
#[derive(Default)]
pub(super) struct KeyProblems {
    /// Errors that prevent reading the document.
    pub(super) fatal: Vec<Diagnostic>,
    /// Duplicate keys, numbers that JSON can't represent, and YAML tags.
    pub(super) wrong: Vec<Diagnostic>,
    /// `true` if the model can't be parsed directly: the document has merge keys, nulls in place of
    /// nodes, integers written as floats, or keys at which the model panics.
    pub(super) needs_tree: bool,
    /// Unknown keys.
    pub(super) unknown: Vec<Diagnostic>,
    /// The version of the document, as soon as it is read.
    pub(super) version: Option<Version>,
    /// Keys that some versions of the specification don't have.
    suspects: Vec<VersionedKey>,
    /// Keys without an effect on the client.
    ignored: Vec<(Pointer, &'static NodeKind, &'static str)>,
    /// The maximum depth of nested schemas.
    pub(super) depth: usize,
    /// `true` if a node has obeyed keys of later versions, or keys beside `$ref`.
    pub(super) is_ahead: bool,
    /// `true` if a reference refers to anything but a component of the document.
    pub(super) has_external_references: bool,
    /// The number of values of schemas that are numbers or booleans.
    values: usize,
    /// Keywords and values of schemas that JSON can't represent.
    pub(super) unwritable: Vec<Pointer>,
    /// The components with references to them.
    referred: BTreeSet<String>,
    /// The components of the document.
    components: BTreeSet<String>,
}

/// A key that some versions of the specification don't have.
struct VersionedKey {
    pointer: Pointer,
    key: String,
    node_kind: &'static NodeKind,
    /// The first version that has all parents of the key. In earlier versions, only the unknown
    /// parent is reported.
    within: Version,
}

impl KeyProblems {
    /// Reports unknown keys, once the version is known.
    fn settle(&mut self) {
        let version = self.version.unwrap_or(Version::V3_0);
        let suspects = std::mem::take(&mut self.suspects);
        let wrong = suspects.into_iter().filter(|found| found.within <= version);
        let found =
            wrong.filter_map(|found| unknown(&found.pointer, &found.key, found.node_kind, version));
        // This is one more than `Diagnostics` keeps, so that `Diagnostics` reports the omission.
        self.unknown.extend(found.take(MAX_OF_CODE + 1));
        let ignored = std::mem::take(&mut self.ignored).into_iter();
        let notes =
            ignored.filter_map(|(at, node_kind, help)| node_kind.ignored_key(&at, help, version));
        self.unknown.extend(notes.take(MAX_OF_CODE + 1));
        self.has_external_references |= !self.referred.is_subset(&self.components);
    }

    /// Records a reference.
    fn refer(&mut self, held: ExpectedKind, reference: &str) {
        if !held.is_component(reference) {
            self.has_external_references = true;
        } else if !self.referred.contains(reference) {
            self.referred.insert(reference.to_owned());
        }
    }
}

/// Finds the key problems of a source. This pass keeps only the path to the current key, and
/// borrows JSON keys from the source, so it is several times faster than parsing the document.
pub(super) fn find(source: &Source) -> KeyProblems {
    let mut found = KeyProblems::default();
    let walk = Walk::into(&mut found);
    // The parsers report syntax errors.
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

/// Finds the unknown keys in a tree.
pub(super) fn unknown_in(
    node_kind: &'static NodeKind,
    document: &serde_json::Value,
) -> Vec<Diagnostic> {
    found_in(node_kind, document).unknown
}

/// Finds the key problems of a tree.
pub(super) fn found_in(node_kind: &'static NodeKind, document: &serde_json::Value) -> KeyProblems {
    let mut found = KeyProblems::default();
    let walk = Walk {
        held: ExpectedKind::One(node_kind),
        ..Walk::into(&mut found)
    };
    // A tree has no syntax errors, so the walk doesn't fail.
    drop(walk.deserialize(document));
    found.settle();
    found
}

/// YAML numbers that JSON can't represent, as keys. The model panics at some.
const SPECIAL: [&str; 4] = [".nan", ".inf", "+.inf", "-.inf"];

/// The maximum length of a key, in bytes.
const MAX_KEY_LENGTH: usize = 64 << 10;

struct Walk<'a> {
    path: &'a Path<'a>,
    held: ExpectedKind,
    /// The number of schemas around the node.
    depth: usize,
    /// The first version that has all keys on the path.
    within: Version,
    found: &'a mut KeyProblems,
}

impl<'a> Walk<'a> {
    /// Creates a walk through a whole document.
    fn into(found: &'a mut KeyProblems) -> Self {
        Self {
            path: &Path::Root,
            held: ExpectedKind::One(&DOCUMENT),
            depth: 0,
            within: Version::V3_0,
            found,
        }
    }

    /// Records a number or a boolean, which may be in the place of a string.
    fn scalar(&mut self, is_suspect: bool) {
        match self.held {
            ExpectedKind::Keyword => self.found.needs_tree |= is_suspect,
            ExpectedKind::Values => self.found.values += 1,
            _ => {}
        }
    }

    /// Records a number that JSON can't represent.
    fn unwritable(self, number: &str) {
        let pointer = self.path.pointer();
        let found = special(&pointer, number, self.held);
        self.found.wrong.push(found);
        if matches!(self.held, ExpectedKind::Number | ExpectedKind::Values) {
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

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_i128<E>(self, _: i128) -> Result<(), E> {
        self.found.needs_tree = true;
        Ok(())
    }

    fn visit_u128<E>(self, _: u128) -> Result<(), E> {
        self.found.needs_tree = true;
        Ok(())
    }

    fn visit_bool<E>(mut self, _: bool) -> Result<(), E> {
        self.scalar(match self.path {
            Path::Key(_, key) => is_string_key(key),
            Path::Index(..) => true,
            Path::Root => false,
        });
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        self.found.needs_tree |= is_rounded(number.into());
        self.scalar(true);
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        self.found.needs_tree |= is_rounded(number.into());
        self.scalar(true);
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        if let Some(number) = tree::special_number(number) {
            self.unwritable(number);
            return Ok(());
        }
        if matches!(self.held, ExpectedKind::Number | ExpectedKind::Values) {
            self.found.needs_tree |= number.fract() == 0.0;
        }
        self.found.needs_tree |= number.abs() >= LARGE;
        self.scalar(true);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if matches!(self.path, Path::Key(_, "type"))
            && !matches!(self.held, ExpectedKind::Anything | ExpectedKind::Values)
        {
            self.found.is_ahead |= text == "null";
            self.found.needs_tree |= !is_type(text) && !is_scheme_type(text);
        }
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
                // A security scheme can be called `enum`.
                let is_enum = matches!(self.path, Path::Key(parent, "enum")
                    if !matches!(parent, Path::Index(Path::Key(_, "security"), _)));
                let is_list = matches!(self.held, ExpectedKind::Values | ExpectedKind::Keyword);
                if index == 0 && is_enum && is_list {
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
        let is_schema = matches!(self.held, ExpectedKind::One(node_kind) if is_schema(node_kind));
        let is_typed = matches!(self.held, ExpectedKind::One(node_kind)
            if is_schema || node_kind.plain.contains(&"enum") || node_kind.is(&SECURITY_SCHEME));
        let depth = self.depth + usize::from(is_schema);
        let values = self.found.values;
        self.found.depth = self.found.depth.max(depth);
        while let Some(key) = entries.next_key_seed(Key)? {
            let path = Path::Key(self.path, &key);
            if key.len() > MAX_KEY_LENGTH {
                let location = Location::Key(self.path.pointer());
                let message = format!("a key is longer than {} KiB", MAX_KEY_LENGTH >> 10);
                let found = Diagnostic::error(Code::TooLarge, location, message);
                self.found.fatal.push(found.help("shorten the key"));
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
                && matches!(self.held, ExpectedKind::One(node_kind) if node_kind.is(&DISCRIMINATOR))
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
            if is_typed && key == "type" {
                let Tree(value) = entries.next_value()?;
                // The walk records the nulls of this value like the nulls of the source.
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
            self.found.needs_tree |= key == "explode"
                && matches!(self.held, ExpectedKind::One(node_kind) if node_kind.has_dropped_explode());
            let since = self.held.since(&key);
            if held.is_none() || !self.held.is_of_all(&key) {
                suspects.push((path.pointer(), key.clone().into_owned()));
                self.found.is_ahead |= since > Version::V3_0 && self.held.is_obeyed(&key);
            }
            if let ExpectedKind::One(node_kind) = self.held
                && let Some((_, help)) = node_kind
                    .ignored
                    .iter()
                    .find(|(ignored, _)| *ignored == key)
            {
                self.found.ignored.push((path.pointer(), node_kind, help));
            }
            entries.next_value_seed(Walk {
                path: &path,
                held: held.unwrap_or(ExpectedKind::Anything),
                depth,
                within: self.within.max(self.held.read_since(&key)),
                found: &mut *self.found,
            })?;
        }
        self.found.needs_tree |= typ.as_deref() == Some("string") && self.found.values > values;
        self.found.is_ahead |= keys.len() > 1 && keys.contains("$ref");
        if let Some(typ) = typ.filter(|_| !keys.contains("$ref")) {
            // `required` of a parameter is a boolean, and doesn't imply the type of the parameter.
            let other = keys
                .iter()
                .filter(|key| key.as_ref() != "required" && is_of_another_type(&typ, key));
            let found = other.map(|key| {
                let pointer = Path::Key(self.path, key).pointer();
                of_another_type(pointer, key, &typ)
            });
            self.found.unknown.extend(found);
        }
        // OpenAPI 3.0.3, section 4.7.23: keys beside `$ref` are ignored. Many documents have
        // descriptions there, and later versions allow them.
        if let ExpectedKind::One(node_kind) = self.held
            && !keys.contains("$ref")
        {
            let within = self.within;
            let suspects = suspects.into_iter().map(|(pointer, key)| VersionedKey {
                pointer,
                key,
                node_kind,
                within,
            });
            self.found.suspects.extend(suspects);
        }
        Ok(())
    }

    /// Visits a tagged value.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (tag, value) = tagged.variant_seed(Key)?;
        let found = report::tagged(&self.path.pointer(), &tag);
        self.found.wrong.push(found);
        value.newtype_variant_seed(self)
    }
}

//! Keys that are there twice in one mapping: both parsers take the last one and say nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::{Format, Source};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;

/// Walks the text once more, keeping nothing but the keys on the way to where it is. Keys of JSON
/// are borrowed from the text, which makes this several times faster than reading the document.
pub(super) fn find(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let walk = Walk {
        path: &Path::Root,
        found: &mut found,
    };
    // Mistakes that end the walk are for the parsers to report.
    match source.format {
        Format::Json => {
            let mut parser = serde_json::Deserializer::from_str(&source.text);
            drop(walk.deserialize(&mut parser));
        }
        Format::Yaml => {
            let parser = serde_yaml::Deserializer::from_str(&source.text);
            drop(walk.deserialize(parser));
        }
    }
    found
        .into_iter()
        .map(|pointer| {
            let key = pointer.last().unwrap_or_default();
            let message = format!("the key `{key}` is in this mapping twice");
            Diagnostic::error(Code::Syntax, Place::Pointer(pointer), message)
                .help("keep one of the two")
        })
        .collect()
}

/// The way to a node. It becomes a pointer only when there is something to report.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(parent, key) => parent.pointer().child(key),
            Self::Index(parent, index) => parent.pointer().child(index),
        }
    }
}

struct Walk<'a> {
    path: &'a Path<'a>,
    found: &'a mut Vec<Pointer>,
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

    ignore!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
    ignore!(visit_i128: i128, visit_u128: u128);

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            let item = Walk {
                path: &Path::Index(self.path, index),
                found: &mut *self.found,
            };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut keys: BTreeSet<Cow<'de, str>> = BTreeSet::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            let path = Path::Key(self.path, &key);
            if keys.contains(&key) {
                self.found.push(path.pointer());
            }
            let found = &mut *self.found;
            entries.next_value_seed(Walk { path: &path, found })?;
            keys.insert(key);
        }
        Ok(())
    }

    /// A value with a tag.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (_, value) = tagged.variant_seed(Key)?;
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

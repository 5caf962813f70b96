//! JSON pointers (RFC 6901): the name of a place in a document.

use std::fmt;

use serde_json::Value;

/// A place in a document, such as `#/paths/~1users/get`.
///
/// Kept in its escaped form without the leading `#`; the root is the empty string.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads the fragment of a local reference: `#/components/schemas/user`, `~0` and `~1` kept.
    pub fn from_fragment(reference: &str) -> Option<Self> {
        let rest = reference.strip_prefix('#')?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// The place of a key or index below this one.
    #[must_use]
    pub fn child(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string();
        let mut place = String::with_capacity(self.0.len() + 1 + key.len());
        place.push_str(&self.0);
        place.push('/');
        match key.contains(['~', '/']) {
            true => place.push_str(&key.replace('~', "~0").replace('/', "~1")),
            false => place.push_str(&key),
        }
        Self(place)
    }

    /// The keys on the way from the root, unescaped.
    pub fn keys(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// The place that holds this one, and the key there, unescaped; `None` at the root.
    pub fn parent(&self) -> Option<(Self, String)> {
        let (parent, key) = self.0.rsplit_once('/')?;
        Some((Self(parent.to_owned()), unescaped(key)))
    }

    /// Whether this place is another one, or in it.
    pub fn is_in(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(&other.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The node at this place.
    pub fn look<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        self.keys().try_fold(document, |node, key| match node {
            Value::Object(keys) => keys.get(&key),
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The node at this place, to be changed.
    pub fn look_mut<'a>(&self, document: &'a mut Value) -> Option<&'a mut Value> {
        self.keys().try_fold(document, |node, key| match node {
            Value::Object(keys) => keys.get_mut(&key),
            Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The last key, unescaped; `None` at the root.
    pub fn last(&self) -> Option<String> {
        let (_, key) = self.0.rsplit_once('/')?;
        Some(unescaped(key))
    }
}

/// A key without its escapes.
fn unescaped(key: &str) -> String {
    match key.contains('~') {
        true => key.replace("~1", "/").replace("~0", "~"),
        false => key.to_owned(),
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

//! JSON pointers (RFC 6901).

use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use serde_json::Value;

/// The maximum length of the unshared part. The start of a longer pointer, such as the pointer of
/// an operation, is shared by all pointers below it.
const MAX_REST_LENGTH: usize = 256;

/// A location in a document, such as `#/paths/~1users/get`.
///
/// Stored in its escaped form without the leading `#`; the root is the empty string.
#[derive(Debug, Clone, Default)]
pub struct Pointer {
    /// The start of a long pointer.
    start: Option<Arc<str>>,
    /// The keys after the start, each after a `/`.
    rest: String,
}

impl Pointer {
    /// Returns the pointer of the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Creates a pointer from its escaped form.
    fn of(text: String) -> Self {
        match text.len() > MAX_REST_LENGTH {
            true => Self {
                start: Some(text.into()),
                rest: String::new(),
            },
            false => Self {
                start: None,
                rest: text,
            },
        }
    }

    fn start(&self) -> &str {
        self.start.as_deref().unwrap_or_default()
    }

    /// Returns the escaped form.
    fn text(&self) -> Cow<'_, str> {
        match &self.start {
            Some(start) if self.rest.is_empty() => Cow::Borrowed(start),
            Some(start) => Cow::Owned(format!("{start}{}", self.rest)),
            None => Cow::Borrowed(&self.rest),
        }
    }

    /// Parses the fragment of a local reference, such as `#/components/schemas/user`. Keeps `~0`
    /// and `~1`.
    pub fn from_fragment(reference: &str) -> Option<Self> {
        let rest = reference.strip_prefix('#')?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self::of(rest.to_owned()))
    }

    /// Returns the pointer of a key or index below this pointer.
    #[must_use]
    pub fn child(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string();
        let key = match key.contains(['~', '/']) {
            true => key.replace('~', "~0").replace('/', "~1"),
            false => key,
        };
        let length = self.rest.len() + 1 + key.len();
        let (start, before) = match length > MAX_REST_LENGTH {
            true => (None, self.text()),
            false => (self.start.clone(), Cow::Borrowed(self.rest.as_str())),
        };
        let mut rest = String::with_capacity(before.len() + 1 + key.len());
        rest.push_str(&before);
        rest.push('/');
        rest.push_str(&key);
        match start {
            Some(_) => Self { start, rest },
            None => Self::of(rest),
        }
    }

    /// Returns the unescaped keys from the root.
    pub fn keys(&self) -> impl Iterator<Item = String> + '_ {
        let parts = [self.start(), &self.rest].into_iter();
        let keys = parts.flat_map(|part| part.split('/').skip(1));
        keys.map(unescaped)
    }

    /// Returns the parent and the unescaped last key; `None` at the root.
    pub fn parent(&self) -> Option<(Self, String)> {
        if let Some((rest, key)) = self.rest.rsplit_once('/') {
            let (start, rest) = (self.start.clone(), rest.to_owned());
            return Some((Self { start, rest }, unescaped(key)));
        }
        let (parent, key) = self.start().rsplit_once('/')?;
        Some((Self::of(parent.to_owned()), unescaped(key)))
    }

    /// Returns `true` if this pointer equals another pointer, or is below it.
    pub fn is_in(&self, other: &Self) -> bool {
        let (text, other) = (self.text(), other.text());
        let rest = text.strip_prefix(&*other);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the node at this pointer.
    pub fn look<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        self.keys().try_fold(document, |node, key| match node {
            Value::Object(keys) => keys.get(&key),
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Returns the node at this pointer, mutably.
    pub fn look_mut<'a>(&self, document: &'a mut Value) -> Option<&'a mut Value> {
        self.keys().try_fold(document, |node, key| match node {
            Value::Object(keys) => keys.get_mut(&key),
            Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Returns the unescaped last key; `None` at the root.
    pub fn last(&self) -> Option<String> {
        let end = if self.rest.is_empty() {
            self.start()
        } else {
            &self.rest
        };
        let (_, key) = end.rsplit_once('/')?;
        Some(unescaped(key))
    }

    /// Returns `true` if both pointers share their start in memory, or have no start.
    fn shares_start(&self, other: &Self) -> bool {
        match (&self.start, &other.start) {
            (Some(start), Some(other)) => Arc::ptr_eq(start, other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.shares_start(other) {
            true => self.rest.cmp(&other.rest),
            false => self.text().cmp(&other.text()),
        }
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        match self.shares_start(other) {
            true => self.rest == other.rest,
            false => self.text() == other.text(),
        }
    }
}

impl Eq for Pointer {}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

/// Unescapes a key.
fn unescaped(key: &str) -> String {
    match key.contains('~') {
        true => key.replace("~1", "/").replace("~0", "~"),
        false => key.to_owned(),
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}{}", self.start(), self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of pointers, some longer than [`MAX_REST_LENGTH`].
    fn key_paths() -> Vec<Vec<String>> {
        let long = |letter: &str, count: usize| letter.repeat(count);
        let mut paths = vec![vec![]];
        for first in ["a", "a-b", "a/b~c", &long("a", 255), &long("a", 300)] {
            paths.push(vec![first.to_owned()]);
            for second in ["b", "", &long("b", 200), &long("b", 256)] {
                paths.push(vec![first.to_owned(), second.to_owned()]);
                paths.push(vec![first.to_owned(), second.to_owned(), "c".to_owned()]);
            }
        }
        paths
    }

    fn pointer_of(keys: &[String]) -> Pointer {
        keys.iter()
            .fold(Pointer::root(), |pointer, key| pointer.child(key))
    }

    #[test]
    fn long_pointers_behave_like_short_pointers() {
        for keys in key_paths() {
            let pointer = pointer_of(&keys);
            let escaped = keys
                .iter()
                .map(|key| "/".to_owned() + &key.replace('~', "~0").replace('/', "~1"));
            let fragment = "#".to_owned() + &escaped.collect::<String>();
            assert_eq!(pointer.to_string(), fragment);
            assert_eq!(pointer.keys().collect::<Vec<_>>(), keys);
            assert_eq!(pointer.last().as_ref(), keys.last());
            let read = Pointer::from_fragment(&fragment).unwrap();
            assert_eq!(pointer, read);
            let parent = keys.split_last().map(|(_, rest)| pointer_of(rest));
            assert_eq!(pointer.parent().map(|(parent, _)| parent), parent);
            assert!(parent.is_none_or(|parent| pointer.is_in(&parent)));
        }
    }

    #[test]
    fn pointers_are_ordered_by_their_escaped_form() {
        for (one, other) in key_paths().iter().flat_map(|one| {
            let others = key_paths();
            others.into_iter().map(move |other| (one.clone(), other))
        }) {
            let (one, other) = (pointer_of(&one), pointer_of(&other));
            let order = one.to_string().cmp(&other.to_string());
            assert_eq!(one.cmp(&other), order, "{one} {other}");
            assert_eq!(one == other, order.is_eq());
        }
    }

    #[test]
    fn pointers_share_a_long_start() {
        let operation = Pointer::root().child("p".repeat(1000)).child("get");
        let parameter = operation.child("parameters").child(7);
        assert!(parameter.shares_start(&operation));
        assert!(parameter.rest.len() < 30);
    }
}

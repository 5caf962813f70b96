//! Recognition of secrets by the last words of their names.

/// Phrases that end the name of a secret.
///
/// A phrase matches a name by its last words, whatever the case and the separators: `api_key`
/// matches `apiKey`, `X-API-Key`, `APIKEY` and `old_api_keys`, but not `api_key_url`.
pub const SECRETS: [&str; 32] = [
    "access_key",
    "access_token",
    "api_key",
    "auth_key",
    "auth_token",
    "authorization",
    "client_secret",
    "connection_string",
    "cookie",
    "credential",
    "encryption_key",
    "id_token",
    "jwt",
    "master_key",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "pwd",
    "recovery_code",
    "refresh_token",
    "secret",
    "secret_key",
    "session",
    "session_id",
    "session_key",
    "session_token",
    "signature",
    "signing_key",
    "token",
];

/// Words after a phrase that leave the value a secret: `password_hash`, `token2`.
const QUALIFIERS: [&str; 4] = ["hash", "hashed", "plain", "value"];

/// The kind of a value, which decides whether it can be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// `true` or `false`.
    Boolean,
    /// An integer or another number.
    Number,
    /// Everything else.
    Other,
}

/// Returns `true` if a name ends with a phrase of [`SECRETS`] or `added`, and not with a phrase of
/// `removed` that is at least as long.
///
/// A number is a secret only if its name is singular: `max_tokens` is a count. A boolean is no
/// secret.
pub(crate) fn is_secret<'p>(
    name: &str,
    kind: ValueKind,
    added: impl IntoIterator<Item = &'p str>,
    removed: impl IntoIterator<Item = &'p str>,
) -> bool {
    if kind == ValueKind::Boolean {
        return false;
    }
    let name = Name::new(name);
    let built_in = SECRETS.iter().filter_map(|phrase| name.ends_with(phrase));
    let added = added
        .into_iter()
        .filter_map(|phrase| name.ends_with_phrase(phrase));
    let Some(secret) = built_in.chain(added).max_by_key(|found| found.length) else {
        return false;
    };
    let mut removed = removed
        .into_iter()
        .filter_map(|phrase| name.ends_with_phrase(phrase));
    let is_public = removed.any(|public| public.length >= secret.length);
    !(is_public || kind == ValueKind::Number && secret.is_plural)
}

/// A phrase at the end of a name.
struct Match {
    /// The number of letters.
    length: usize,
    /// `true` if the name has the plural of the phrase.
    is_plural: bool,
}

/// A name in lower case, without separators, and without numbers and qualifiers at its end.
#[derive(Default)]
struct Name {
    letters: String,
    /// The offsets in `letters` at which words start.
    words: Vec<usize>,
}

impl Name {
    fn new(name: &str) -> Self {
        let mut words = Self::default();
        let mut previous = ' ';
        let mut letters = name.chars().peekable();
        while let Some(c) = letters.next() {
            let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
            let starts_word = c.is_uppercase() && (!previous.is_uppercase() || next_is_lower)
                || c.is_alphabetic() && !previous.is_alphabetic()
                || c.is_numeric() && !previous.is_numeric();
            if starts_word {
                words.words.push(words.letters.len());
            }
            if c.is_alphanumeric() {
                words.letters.extend(c.to_lowercase());
            }
            previous = c;
        }
        while words.words.len() > 1 && words.last_is_extra() {
            words
                .letters
                .truncate(words.words.pop().unwrap_or_default());
        }
        words
    }

    fn last_is_extra(&self) -> bool {
        let last = self
            .words
            .last()
            .and_then(|start| self.letters.get(*start..));
        last.is_some_and(|word| QUALIFIERS.contains(&word) || word.chars().all(char::is_numeric))
    }

    /// Matches a phrase in any spelling.
    fn ends_with_phrase(&self, phrase: &str) -> Option<Match> {
        self.ends_with(&Self::new(phrase).letters)
    }

    /// Matches a phrase in lower case.
    fn ends_with(&self, phrase: &str) -> Option<Match> {
        let singular = self
            .letters
            .strip_suffix('s')
            .map(|letters| (letters, true));
        let mut ends = [Some((self.letters.as_str(), false)), singular]
            .into_iter()
            .flatten();
        ends.find_map(|(letters, is_plural)| {
            let rest = strip_phrase(letters, phrase)?;
            self.words.contains(&rest.len()).then_some(Match {
                length: letters.len() - rest.len(),
                is_plural,
            })
        })
    }
}

/// Removes a phrase from the end of `letters`.
fn strip_phrase<'l>(letters: &'l str, phrase: &str) -> Option<&'l str> {
    let mut phrase = phrase.chars().rev().filter(|c| *c != '_');
    phrase.try_fold(letters, |rest, c| rest.strip_suffix(c))
}

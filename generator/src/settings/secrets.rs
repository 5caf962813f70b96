//! Secrets by their names.

/// Phrases that end the name of a secret.
///
/// A phrase matches a name by its last words, whatever the case and the separators: `api_key` matches
/// `apiKey`, `X-API-Key`, `APIKEY` and `old_api_keys`, but not `api_key_url`.
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

/// The names of secrets: [`SECRETS`], and the changes of the user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Phrases beside [`SECRETS`].
    pub add: Vec<String>,
    /// Phrases that are no secrets. Of two phrases that match a name the longer one decides.
    pub remove: Vec<String>,
}

impl Secrets {
    /// Returns `true` if a value of this name is a secret.
    ///
    /// A number is one only if its name is singular: `max_tokens` is a count. A boolean never is.
    pub fn contains(&self, name: &str, kind: ValueKind) -> bool {
        let words = words(name);
        let added = self.add.iter().map(String::as_str);
        let secret = longest(&words, SECRETS.into_iter().chain(added));
        let Some(secret) = secret.filter(|_| kind != ValueKind::Boolean) else {
            return false;
        };
        let public = longest(&words, self.remove.iter().map(String::as_str));
        if public.is_some_and(|public| public.length >= secret.length) {
            return false;
        }
        !(kind == ValueKind::Number && secret.is_plural)
    }
}

/// The kinds of values, as far as they decide on secrecy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// `true` or `false`.
    Boolean,
    /// An integer or another number.
    Number,
    /// Everything else.
    Other,
}

/// A phrase at the end of a name.
struct Match {
    /// The letters of the phrase.
    length: usize,
    /// Whether the name has its plural.
    is_plural: bool,
}

/// The longest of the phrases that end a name.
fn longest<'p>(words: &[String], phrases: impl Iterator<Item = &'p str>) -> Option<Match> {
    let phrases = phrases.filter_map(|phrase| match_end(words, phrase));
    phrases.max_by_key(|found| found.length)
}

fn match_end(words: &[String], phrase: &str) -> Option<Match> {
    let phrase: String = self::words(phrase).concat();
    let mut end = String::new();
    for word in words.iter().rev() {
        end.insert_str(0, word);
        let is_plural = end.strip_suffix('s') == Some(&phrase);
        if end == phrase || is_plural {
            return Some(Match {
                length: phrase.len(),
                is_plural,
            });
        }
    }
    None
}

/// The words of a name in lower case, without numbers and qualifiers at its end.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut previous = ' ';
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
        let starts_word = c.is_uppercase() && (!previous.is_uppercase() || next_is_lower)
            || c.is_alphabetic() && !previous.is_alphabetic()
            || c.is_numeric() && !previous.is_numeric();
        if starts_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        previous = c;
    }
    words.retain(|word| !word.is_empty());
    let is_extra =
        |word: &String| QUALIFIERS.contains(&word.as_str()) || word.chars().all(char::is_numeric);
    while words.len() > 1 && words.last().is_some_and(is_extra) {
        words.pop();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_secret(name: &str) -> bool {
        Secrets::default().contains(name, ValueKind::Other)
    }

    #[test]
    fn names_of_secrets() {
        for name in [
            "token",
            "access_token",
            "refreshToken",
            "X-Auth-Token",
            "api_key",
            "apiKey",
            "APIKey",
            "X-API-Key",
            "apikey",
            "client_secret",
            "clientSecret",
            "private_key",
            "password",
            "passwords",
            "Password",
            "passphrase",
            "authorization",
            "Authorization",
            "credentials",
            "credential",
            "session",
            "Set-Cookie",
            "cookie",
            "X-GitHub-OTP",
            "otp",
            "signature",
            "X-Hub-Signature-256",
            "hashed_token",
            "token_hash",
            "secret2",
            "AWSSecretAccessKey",
            "db.password",
            "user[password]",
            "PASSWORD",
            "GITHUB_TOKEN",
            "sessionId",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn names_of_other_values() {
        for name in [
            "token_type",
            "tokenizer",
            "token_last_eight",
            "password_changed_at",
            "secretary",
            "keys",
            "key",
            "authorization_url",
            "cookie_policy",
            "compass",
            "session_count",
            "hotp_enabled",
            "signature_algorithm",
            "",
            "2",
            "monkey",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn numbers_and_booleans() {
        let secrets = Secrets::default();
        assert!(!secrets.contains("max_tokens", ValueKind::Number));
        assert!(secrets.contains("otp", ValueKind::Number));
        assert!(!secrets.contains("password", ValueKind::Boolean));
    }

    #[test]
    fn the_longer_phrase_decides() {
        let secrets = Secrets {
            add: vec!["pin".to_owned()],
            remove: ["session", "csrf-token"].map(str::to_owned).to_vec(),
        };
        for (name, expected) in [
            ("card_pin", true),
            ("session", false),
            ("session_token", true),
            ("csrfToken", false),
            ("token", true),
        ] {
            assert_eq!(secrets.contains(name, ValueKind::Other), expected, "{name}");
        }
    }
}

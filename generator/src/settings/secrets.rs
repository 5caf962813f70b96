//! Names of secrets with the changes of the user.

#[cfg(not(test))]
#[path = "../runtime/secret_names.rs"]
mod secret_names;

#[cfg(test)]
use crate::runtime::secret_names;

pub use secret_names::{SECRETS, ValueKind};

/// The names of secrets: [`SECRETS`], and the changes of the user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Additional phrases that end the name of a secret.
    pub add: Vec<String>,
    /// Phrases that end the name of a value that isn't secret. If two phrases match a name, the
    /// longer phrase has precedence.
    pub remove: Vec<String>,
}

impl Secrets {
    /// Returns `true` if a value of this name is a secret.
    ///
    /// A number is a secret only if its name is singular: `max_tokens` is a count. A boolean is never
    /// a secret.
    pub fn contains(&self, name: &str, kind: ValueKind) -> bool {
        let added = self.add.iter().map(String::as_str);
        let removed = self.remove.iter().map(String::as_str);
        secret_names::is_secret(name, kind, added, removed)
    }
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

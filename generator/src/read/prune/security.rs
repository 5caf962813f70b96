//! Security requirements.

use serde_json::{Value, json};

use super::{Outcome, Pruning, kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

impl Pruning<'_> {
    /// Prunes security requirements. An invalid requirement doesn't affect the others.
    pub(super) fn security(&mut self, value: &mut Value, at: &Pointer) -> Outcome {
        if value.is_object() {
            let message = "expected an array for `security`, found an object";
            let found = Diagnostic::warning(Code::InvalidNode, at, message)
                .help("write it as the item of an array; it is the only requirement here");
            self.excluded.diagnostics.push(found);
            let requirement = value.take();
            *value = json!([requirement]);
            self.bundled.sources.same(&at.child(0), at);
        }
        let Value::Array(alternatives) = value else {
            return self.wrong("security", value, "an array", at);
        };
        let before = alternatives.len();
        self.items(alternatives, at, |this, item, pointer| {
            this.requirement(item, pointer)
        });
        // An empty array means that no credential is required.
        match alternatives.is_empty() && before > 0 {
            true => Outcome::Removed,
            false => Outcome::Kept,
        }
    }

    fn requirement(&mut self, value: &mut Value, at: &Pointer) -> Outcome {
        let Value::Object(schemes) = value else {
            let message = format!("expected a security requirement, found {}", kind(value));
            let found = Diagnostic::warning(Code::InvalidNode, at, message)
                .help("write an object of schemes, such as `key: []`; it is left out here");
            self.excluded.diagnostics.push(found);
            return Outcome::Removed;
        };
        for (name, scopes) in schemes {
            let pointer = at.child(name);
            match scopes {
                Value::Array(scopes) => {
                    self.items(scopes, &pointer, |this, item, at| this.string(item, at));
                }
                other => {
                    let message = format!(
                        "expected an array of scopes for `{name}`, found {}",
                        kind(other)
                    );
                    let found = Diagnostic::warning(Code::InvalidNode, &pointer, message)
                        .help("write `[]` for a scheme without scopes; no scope is assumed here");
                    self.excluded.diagnostics.push(found);
                    *other = json!([]);
                }
            }
        }
        Outcome::Kept
    }
}

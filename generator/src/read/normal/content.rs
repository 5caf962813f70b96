//! Formats of strings with binary content or another media type.

use serde_json::{Map, Value};

use super::{Rewriting, RewrittenPointer, text};

impl Rewriting<'_> {
    /// Sets the format `byte` for base64 content, and `binary` for raw bytes.
    pub(super) fn content(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        if keys.contains_key("format") {
            return;
        }
        let encoding = text(keys, "contentEncoding");
        let media_type = text(keys, "contentMediaType");
        match (encoding.as_deref(), media_type) {
            (Some("base64"), _) => {
                keys.insert("format".to_owned(), "byte".into());
                keys.shift_remove("contentEncoding");
                self.moved(pointer, &["format"], &["contentEncoding"]);
            }
            (None | Some("binary"), Some(media_type)) if !is_text(&media_type) => {
                keys.insert("format".to_owned(), "binary".into());
                self.moved(pointer, &["format"], &["contentMediaType"]);
            }
            (Some("binary"), None) => {
                keys.insert("format".to_owned(), "binary".into());
                self.moved(pointer, &["format"], &["contentEncoding"]);
            }
            _ => return,
        }
        keys.entry("type").or_insert_with(|| "string".into());
    }
}

/// Returns `true` if the content of a media type is text.
fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    let suffix = subtype.rsplit('+').next().unwrap_or_default();
    kind == "text" || ["json", "xml", "yaml", "jwt", "javascript", "sql"].contains(&suffix)
}

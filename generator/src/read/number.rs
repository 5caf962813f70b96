//! JSON numbers out of the range of every Rust type, such as `1E400`.

/// The first character of a string that replaces such a number: a private-use character.
pub(super) const MARK: char = '\u{e000}';

/// Returns `true` if an error reports a number out of range.
pub(super) fn is_out_of_range(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("number out of range")
}

/// Returns JSON in which numbers out of range are strings that start with [`MARK`].
pub(super) fn quoted(text: &str) -> String {
    let mut rest = text;
    let mut quoted = String::with_capacity(text.len());
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        quoted.push_str(before);
        let is_string = from.starts_with('"');
        let length = if is_string {
            string(from)
        } else {
            number(from)
        };
        let (token, after) = from.split_at_checked(length).unwrap_or((from, ""));
        let is_infinite = !is_string && token.parse().is_ok_and(f64::is_infinite);
        if is_infinite {
            quoted.extend(['"', MARK]);
        }
        quoted.push_str(token);
        if is_infinite {
            quoted.push('"');
        }
        rest = after;
    }
    quoted.push_str(rest);
    quoted
}

/// Removes the mark from a string.
pub(super) fn unmarked(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// Returns the length of the string at the start of `text`, in bytes.
fn string(text: &str) -> usize {
    let mut is_escaped = true;
    let end = text.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 1)
}

/// Returns the length of the number at the start of `text`, in bytes.
fn number(text: &str) -> usize {
    let is_part = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    text.bytes()
        .position(|byte| !is_part(byte))
        .unwrap_or(text.len())
}

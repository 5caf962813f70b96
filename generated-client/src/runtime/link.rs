//! Parsing of the `Link` header (RFC 8288) for paging.

use http::HeaderMap;
use http::header::LINK;

/// Returns the target of the first link with `rel="next"`.
///
/// The target is a URI reference relative to the URL of the page. A link with an `anchor` is
/// skipped, since it belongs to another page (RFC 8288 section 3.2). A field line is parsed up to
/// its first malformed link.
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
        .find_map(next_of_line)
        .map(str::to_owned)
}

fn next_of_line(line: &str) -> Option<&str> {
    let mut rest = line;
    loop {
        // A list may have empty elements (RFC 9110 section 5.6.1.2).
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (link, after) = read_link(rest)?;
        if link.is_next {
            return Some(link.target);
        }
        rest = after;
    }
}

struct Link<'a> {
    target: &'a str,
    is_next: bool,
}

/// Parses a link and returns it with the rest of the line, which is empty or starts with a comma
/// (RFC 8288 section 3). `None` if there is no link, or if it is malformed.
fn read_link(line: &str) -> Option<(Link<'_>, &str)> {
    let (target, mut rest) = line.strip_prefix('<')?.split_once('>')?;
    if target.contains('<') {
        return None;
    }
    // Only the first `rel` is used (section 3.3).
    let mut rel: Option<String> = None;
    let mut has_anchor = false;
    loop {
        rest = trim(rest);
        if rest.is_empty() || rest.starts_with(',') {
            break;
        }
        rest = trim(rest.strip_prefix(';')?);
        // A parameter may be empty: `<target>;`.
        if rest.is_empty() || rest.starts_with([';', ',']) {
            continue;
        }
        let (name, value, after) = read_parameter(rest)?;
        rest = after;
        if name.eq_ignore_ascii_case("rel") {
            rel.get_or_insert(value);
        } else if name.eq_ignore_ascii_case("anchor") {
            has_anchor = true;
        }
    }
    // Relation types are separated by spaces and case-insensitive (sections 2.1.1 and 3.3).
    let is_next = !has_anchor
        && rel.is_some_and(|rel| rel.split(' ').any(|kind| kind.eq_ignore_ascii_case("next")));
    Some((Link { target, is_next }, rest))
}

/// Parses `name`, `name=value` or `name="value"`, with optional whitespace around `=` (RFC 8288
/// appendix B.3). Returns the name, the value and the rest of the line.
fn read_parameter(rest: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = read_until(rest, &['=', ';', ',', ' ', '\t'])?;
    if !name.chars().all(is_token) {
        return None;
    }
    let Some(rest) = trim(rest).strip_prefix('=').map(trim) else {
        return Some((name, String::new(), rest));
    };
    if let Some(rest) = rest.strip_prefix('"') {
        let (value, rest) = read_quoted(rest)?;
        return Some((name, value, rest));
    }
    // Servers send values that aren't tokens, such as `rel=https://example.com/rel`.
    let (value, rest) = read_until(rest, &[';', ',', ' ', '\t'])?;
    let is_plain = !value.contains(['"', '<', '>']);
    is_plain.then(|| (name, value.to_owned(), rest))
}

/// Parses a quoted string after its first quote (RFC 9110 section 5.6.4). Returns its value and the
/// rest of the line.
fn read_quoted(rest: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(characters.next()?),
            character => value.push(character),
        }
    }
}

/// Splits before the first of `ends`. `None` if the part before is empty.
fn read_until<'a>(rest: &'a str, ends: &[char]) -> Option<(&'a str, &'a str)> {
    let end = rest.find(ends).unwrap_or(rest.len());
    rest.split_at_checked(end)
        .filter(|(before, _)| !before.is_empty())
}

/// Returns `true` if a character is allowed in a token (RFC 9110 section 5.6.2).
fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

fn trim(rest: &str) -> &str {
    rest.trim_start_matches([' ', '\t'])
}

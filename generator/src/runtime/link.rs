//! The `Link` header field (RFC 8288), as far as paging needs it.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link to the next page: `rel="next"`.
///
/// It is a URI reference, still to be resolved against the URL of the page. A link with an
/// `anchor` is skipped: it is a link of another page (RFC 8288 section 3.2). A field line is read
/// up to where it is malformed; a link that is malformed itself is never returned.
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
        .find_map(next_of_line)
        .map(str::to_owned)
}

fn next_of_line(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        // A list may have empty members (RFC 9110 section 5.6.1.2).
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

/// Reads one link, which ends at a comma or with the line (RFC 8288 section 3). `None` where there
/// is none, and where it is malformed.
fn read_link(text: &str) -> Option<(Link<'_>, &str)> {
    let (target, mut rest) = text.strip_prefix('<')?.split_once('>')?;
    if target.contains('<') {
        return None;
    }
    // The first `rel` counts, others are ignored (section 3.3).
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
    // Several relation types, separated by spaces, compared without case (sections 2.1.1 and 3.3).
    let is_next = !has_anchor
        && rel.is_some_and(|rel| rel.split(' ').any(|kind| kind.eq_ignore_ascii_case("next")));
    Some((Link { target, is_next }, rest))
}

/// Reads `name`, `name=value` or `name="value"`, with blanks around the sign
/// (RFC 8288 appendix B.3).
fn read_parameter(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = read_until(text, &['=', ';', ',', ' ', '\t'])?;
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
    // Not only tokens: `rel=https://example.com/rel` is about.
    let (value, rest) = read_until(rest, &[';', ',', ' ', '\t'])?;
    let is_plain = !value.contains(['"', '<', '>']);
    is_plain.then(|| (name, value.to_owned(), rest))
}

/// Reads a quoted string, less its first quote, up to and with the last one
/// (RFC 9110 section 5.6.4).
fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(characters.next()?),
            character => value.push(character),
        }
    }
}

/// Splits before the first of `ends`; the part before must not be empty.
fn read_until<'a>(text: &'a str, ends: &[char]) -> Option<(&'a str, &'a str)> {
    let end = text.find(ends).unwrap_or(text.len());
    text.split_at_checked(end)
        .filter(|(before, _)| !before.is_empty())
}

/// RFC 9110 section 5.6.2.
fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

fn trim(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

//! URLs: resolution of references, origins and query pairs.

use std::fmt::Write as _;

use http::Uri;
use http::uri::Authority;
use percent_encoding::percent_decode_str;

use super::style::encode as encode_value;

/// Resolves `reference`, the value of a `Location` or `Link` header, against the URL of its
/// response (RFC 3986 section 5.2.2, strict).
///
/// `None` if the result isn't a URL, has another scheme than http and https, contains credentials
/// or has no host. The fragment is dropped, since it isn't sent (RFC 9110 section 7.1).
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let base_scheme = web_scheme(base.scheme_str()?)?;
    let base_authority = base.authority()?.as_str();
    let reference = encode(reference)?;
    let parts = Parts::of(&reference);

    let scheme = match parts.scheme {
        Some(scheme) => web_scheme(scheme)?,
        None => base_scheme,
    };
    let authority = match (parts.authority, parts.scheme) {
        (Some(authority), _) => authority,
        // `http:g` has no host. Only non-strict parsers resolve it as `g` (RFC 3986 section 5.4.2).
        (None, Some(_)) => return None,
        (None, None) => base_authority,
    };
    let has_path = parts.authority.is_some() || parts.path.starts_with('/');
    let path = if has_path {
        remove_dot_segments(parts.path)
    } else if parts.path.is_empty() {
        base.path().to_owned()
    } else {
        remove_dot_segments(&merge(base.path(), parts.path))
    };
    let only_fragment = parts.authority.is_none() && parts.path.is_empty();
    let query = match parts.query {
        None if only_fragment => base.query(),
        query => query,
    };
    let path_and_query = match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };

    Uri::builder()
        .scheme(scheme)
        .authority(web_authority(authority)?)
        .path_and_query(path_and_query)
        .build()
        .ok()
}

/// Returns `true` if both URLs have the same scheme, host and port (RFC 6454 section 5), and
/// `false` if either isn't an absolute http(s) URL (section 4).
pub(crate) fn same_origin(a: &Uri, b: &Uri) -> bool {
    match (origin(a), origin(b)) {
        (Some((scheme_a, host_a, port_a)), Some((scheme_b, host_b, port_b))) => {
            scheme_a == scheme_b && host_a.eq_ignore_ascii_case(host_b) && port_a == port_b
        }
        _ => false,
    }
}

fn origin(uri: &Uri) -> Option<(&'static str, &str, u16)> {
    let scheme = web_scheme(uri.scheme_str()?)?;
    let authority = uri.authority()?;
    let host = authority.host();
    let port = match explicit_port(authority) {
        Some(port) => port.parse().ok()?,
        None if scheme == "https" => 443,
        None => 80,
    };
    (!host.is_empty()).then_some((scheme, host, port))
}

/// Returns `http` or `https` for a scheme in any case (RFC 3986 section 3.1).
fn web_scheme(scheme: &str) -> Option<&'static str> {
    ["http", "https"]
        .into_iter()
        .find(|supported| supported.eq_ignore_ascii_case(scheme))
}

/// Parses an authority. `None` if it has credentials or an escape. A server must not set
/// credentials (RFC 3986 section 7.5), and URL parsers disagree about escapes in host names.
fn web_authority(authority: &str) -> Option<Authority> {
    if authority.contains(['@', '%']) {
        return None;
    }
    let authority: Authority = authority.parse().ok()?;
    let port_is_valid = match explicit_port(&authority) {
        Some(port) => port.parse::<u16>().is_ok(),
        None => true,
    };
    (!authority.host().is_empty() && port_is_valid).then_some(authority)
}

/// Returns the explicit port. `None` if it is missing or empty (RFC 3986 section 3.2.3).
fn explicit_port(authority: &Authority) -> Option<&str> {
    let (_, host_and_port) = authority
        .as_str()
        .rsplit_once('@')
        .unwrap_or(("", authority.as_str()));
    let port = host_and_port
        .strip_prefix(authority.host())?
        .strip_prefix(':')?;
    (!port.is_empty()).then_some(port)
}

/// The components of a reference (RFC 3986 section 3), without the fragment.
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(reference: &'a str) -> Self {
        let (rest, _fragment) = cut(reference, '#');
        let (rest, query) = cut(rest, '?');
        // RFC 3986 section 4.2: a first segment with a colon can only be a scheme.
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, rest)) if !scheme.contains('/') => (Some(scheme), rest),
            _ => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self {
            scheme,
            authority,
            path,
            query,
        }
    }
}

fn cut(string: &str, delimiter: char) -> (&str, Option<&str>) {
    match string.split_once(delimiter) {
        Some((before, after)) => (before, Some(after)),
        None => (string, None),
    }
}

/// Percent-encodes the characters of a reference that are invalid in a URL (RFC 3986 section 2),
/// such as spaces, non-ASCII letters and braces. `None` if it has control characters, which only
/// some URL parsers remove.
fn encode(reference: &str) -> Option<String> {
    let reference = reference.trim_matches([' ', '\t']);
    let mut encoded = String::with_capacity(reference.len());
    for character in reference.chars() {
        if character.is_ascii_control() {
            return None;
        }
        if character.is_ascii() && !" \"<>\\^`{|}".contains(character) {
            encoded.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            write!(encoded, "%{byte:02X}").ok()?;
        }
    }
    Some(encoded)
}

/// Replaces the part of `base` after its last slash (RFC 3986 section 5.2.3).
fn merge(base: &str, reference: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{reference}")
}

/// Removes dot segments (RFC 3986 section 5.2.4). `path` is empty or starts with a slash.
fn remove_dot_segments(path: &str) -> String {
    let mut kept = Vec::new();
    let mut ends_in_folder = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        ends_in_folder = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    if ends_in_folder {
        kept.push("");
    }
    format!("/{}", kept.join("/"))
}

/// Formats the origin of a URL.
pub(crate) fn origin_string(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    format!(
        "{scheme}://{}",
        uri.authority().map_or("", |authority| authority.as_str())
    )
}

/// Returns `true` if the query has a pair with this name.
pub(crate) fn has_pair(uri: &Uri, name: &str) -> bool {
    pairs(uri).any(|encoded| pair(encoded).0 == name)
}

/// Appends a pair to the query. `None` if the URL becomes too long.
pub(crate) fn with_pair(uri: &Uri, name: &str, value: &str) -> Option<Uri> {
    let between = match uri.query() {
        None => "?",
        Some(query) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let pair = format!("{}={}", encode_value(name), encode_value(value));
    format!("{uri}{between}{pair}").parse().ok()
}

/// Removes a pair from the query, whatever its encoding.
pub(crate) fn without_pair(uri: Uri, name: &str, value: &str) -> Uri {
    let (kept, dropped): (Vec<&str>, Vec<&str>) =
        pairs(&uri).partition(|encoded| pair(encoded) != (name.to_owned(), value.to_owned()));
    if dropped.is_empty() {
        return uri;
    }
    let text = uri.to_string();
    let (path, _) = cut(&text, '?');
    let query = kept.join("&");
    let between = if query.is_empty() { "" } else { "?" };
    let shorter = format!("{path}{between}{query}").parse();
    // Invariant: a URL without a part of its query is a URL.
    shorter.unwrap_or(uri)
}

fn pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&')
}

/// Decodes the name and value of a pair of a query, like a field of a form.
fn pair(encoded: &str) -> (String, String) {
    let (name, value) = cut(encoded, '=');
    let decode = |encoded: &str| {
        let encoded = encoded.replace('+', " ");
        percent_decode_str(&encoded)
            .decode_utf8_lossy()
            .into_owned()
    };
    (decode(name), decode(value.unwrap_or_default()))
}

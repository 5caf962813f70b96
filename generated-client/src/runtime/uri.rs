//! URLs that a server sends: resolving them, telling whether they stay on the same origin, and
//! the pairs of their queries.

use std::fmt::Write as _;

use http::Uri;
use http::uri::Authority;
use percent_encoding::percent_decode_str;

use super::style::encode as encode_value;

/// The URL that `reference` (from a `Location` or `Link` field) means on a page that was fetched
/// from `base`: RFC 3986 section 5.2.2, strict.
///
/// `None` where the result isn't a URL that a client should go to on a server's word: another
/// scheme than http and https, credentials in it, no host, or no URL at all. The fragment is
/// dropped, it isn't sent (RFC 9110 section 7.1).
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
        // `http:g` has no host. RFC 3986 section 5.4.2 leaves reading it as `g` to parsers that
        // need to be compatible with what came before it.
        (None, Some(_)) => return None,
        (None, None) => base_authority,
    };
    let own_path = parts.authority.is_some() || parts.path.starts_with('/');
    let path = if own_path {
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

/// Whether both have the same scheme, host and port (RFC 6454 section 5). False where either isn't
/// an absolute http(s) URL: such an origin is the same as no other (section 4).
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
    let port = match written_port(authority) {
        Some(port) => port.parse().ok()?,
        None if scheme == "https" => 443,
        None => 80,
    };
    (!host.is_empty()).then_some((scheme, host, port))
}

/// The scheme in lower case (RFC 3986 section 3.1: its case doesn't matter), if it is ours.
fn web_scheme(scheme: &str) -> Option<&'static str> {
    ["http", "https"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(scheme))
}

/// The authority, if a client can go there without being handed credentials by the server
/// (RFC 3986 section 7.5) and without guessing what host is meant: an escape in a host name is
/// read differently by different URL parsers.
fn web_authority(authority: &str) -> Option<Authority> {
    if authority.contains(['@', '%']) {
        return None;
    }
    let authority: Authority = authority.parse().ok()?;
    let port_is_valid = match written_port(&authority) {
        Some(port) => port.parse::<u16>().is_ok(),
        None => true,
    };
    (!authority.host().is_empty() && port_is_valid).then_some(authority)
}

/// The port as it is written; `None` where it is left out, or left empty (RFC 3986 section 3.2.3).
fn written_port(authority: &Authority) -> Option<&str> {
    let (_, host_and_port) = authority
        .as_str()
        .rsplit_once('@')
        .unwrap_or(("", authority.as_str()));
    let port = host_and_port
        .strip_prefix(authority.host())?
        .strip_prefix(':')?;
    (!port.is_empty()).then_some(port)
}

/// The five components of a reference (RFC 3986 section 3) less its fragment.
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

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Servers send characters that no URL may contain (RFC 3986 section 2): spaces, letters outside
/// of ASCII, braces. They can only mean themselves and are percent-encoded. Control characters
/// are refused, because some URL parsers drop them and so read another URL than others.
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

/// RFC 3986 section 5.2.3: the reference replaces what follows the last slash of the base.
fn merge(base: &str, reference: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{reference}")
}

/// RFC 3986 section 5.2.4, for paths that are empty or start with a slash.
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

/// The origin of a URL, as text.
pub(crate) fn shown_origin(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    format!(
        "{scheme}://{}",
        uri.authority().map_or("", |authority| authority.as_str())
    )
}

/// Whether the query has a pair of this name.
pub(crate) fn has_pair(uri: &Uri, name: &str) -> bool {
    pieces(uri).any(|piece| pair(piece).0 == name)
}

/// The URL with a pair at the end of its query; `None` where it is too long.
pub(crate) fn with_pair(uri: &Uri, name: &str, value: &str) -> Option<Uri> {
    let between = match uri.query() {
        None => "?",
        Some(query) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let pair = format!("{}={}", encode_value(name), encode_value(value));
    format!("{uri}{between}{pair}").parse().ok()
}

/// The URL without this pair, however it is encoded.
pub(crate) fn without_pair(uri: Uri, name: &str, value: &str) -> Uri {
    let (kept, dropped): (Vec<&str>, Vec<&str>) =
        pieces(&uri).partition(|piece| pair(piece) != (name.to_owned(), value.to_owned()));
    if dropped.is_empty() {
        return uri;
    }
    let text = uri.to_string();
    let (path, _) = cut(&text, '?');
    let query = kept.join("&");
    let between = if query.is_empty() { "" } else { "?" };
    let shorter = format!("{path}{between}{query}").parse();
    // It can't fail: what is left of a URL was one.
    shorter.unwrap_or(uri)
}

fn pieces(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&')
}

/// Name and value of a piece of a query, as forms are read.
fn pair(piece: &str) -> (String, String) {
    let (name, value) = cut(piece, '=');
    let read = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    (read(name), read(value.unwrap_or_default()))
}

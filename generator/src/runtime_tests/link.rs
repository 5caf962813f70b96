//! Tests of `runtime::link`: the examples of RFC 8288 and GitHub, and malformed fields.

use http::header::LINK;
use http::{HeaderMap, HeaderValue};

use crate::runtime::link::next;

fn next_of(lines: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let value = HeaderValue::from_bytes(line.as_bytes()).expect("the line is a field value");
        headers.append(LINK, value);
    }
    next(&headers)
}

fn check(cases: &[(&str, Option<&str>)]) {
    for (line, expected) in cases {
        assert_eq!(next_of(&[line]).as_deref(), *expected, "{line}");
    }
}

#[test]
fn github() {
    check(&[
        (
            "<https://api.github.com/resource?page=2>; rel=\"next\", \
             <https://api.github.com/resource?page=5>; rel=\"last\"",
            Some("https://api.github.com/resource?page=2"),
        ),
        (
            "<https://api.github.com/repositories/1300192/issues?page=2>; rel=\"prev\", \
             <https://api.github.com/repositories/1300192/issues?page=4>; rel=\"next\", \
             <https://api.github.com/repositories/1300192/issues?page=515>; rel=\"last\", \
             <https://api.github.com/repositories/1300192/issues?page=1>; rel=\"first\"",
            Some("https://api.github.com/repositories/1300192/issues?page=4"),
        ),
        (
            "<https://api.github.com/resource?page=4>; rel=\"prev\", \
             <https://api.github.com/resource?page=1>; rel=\"first\"",
            None,
        ),
    ]);
}

/// The examples of section 3.5.
#[test]
fn rfc_8288() {
    check(&[
        (
            "<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\"",
            None,
        ),
        ("</>; rel=\"http://example.net/foo\"", None),
        ("</terms>; rel=\"copyright\"; anchor=\"#foo\"", None),
        (
            "</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, \
             </TheBook/chapter4>; rel=\"next\"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel",
            Some("/TheBook/chapter4"),
        ),
        (
            "<http://example.org/>; rel=\"start http://example.net/relation/other\"",
            None,
        ),
        (
            "<https://example.org/>; rel=\"start\", <https://example.org/index>; rel=\"index\"",
            None,
        ),
    ]);
}

#[test]
fn forms() {
    check(&[
        ("<a>;rel=next", Some("a")),
        ("<a>;rel=NEXT", Some("a")),
        ("<a>; REL=\"Next\"", Some("a")),
        ("<a> ; rel = \"next\" ; title=x", Some("a")),
        ("<a>\t;\trel\t=\tnext\t", Some("a")),
        ("<a>; rel=\"last next\"", Some("a")),
        ("<a>; rel=\"  next  last \"", Some("a")),
        ("<a>; rel=\"n\\ext\"", Some("a")),
        ("<a>; rel=\"nextish\"", None),
        ("<a>; rel=\"next-page\"", None),
        ("<a>; rel=\"last,next\"", None),
        ("<a>; rel=\"\"", None),
        ("<a>; rel", None),
        ("<a>", None),
        ("", None),
        // commas and semicolons that don't separate
        ("<a,b;c?d=e,f>; rel=\"next\"", Some("a,b;c?d=e,f")),
        (
            "<a>; title=\"x, <b>; rel=next\"; rel=last, <c>; rel=next",
            Some("c"),
        ),
        (
            "<a>; title=\"say \\\"hi\\\"; rel=last\"; rel=next",
            Some("a"),
        ),
        ("<a>; title=\"ends in \\\\\"; rel=next", Some("a")),
        // other parameters
        (
            "<a>; type=text/html; title; rel=next; hreflang=de",
            Some("a"),
        ),
        (
            "<a>; media=\"print\"; rel=https://example.com/rel, <b>; rel=next",
            Some("b"),
        ),
        ("<a>; rev=next, <b>; rel*=next, <c>; xrel=next", None),
        // empty parameters and elements of the list
        ("<a>;; rel=next;", Some("a")),
        (", ,<a>; rel=next,", Some("a")),
        ("<a>;, <b>;rel=next", Some("b")),
        // the first link, and the first `rel` of a link
        ("<a>; rel=next, <b>; rel=next", Some("a")),
        ("<a>; rel=last; rel=next", None),
        ("<a>; rel=next; rel=last", Some("a")),
        ("<a>; rel; rel=next", None),
        // a link of another page
        ("<a>; rel=next; anchor=\"#x\"", None),
        ("<a>; anchor=\"/other\"; rel=next, <b>; rel=next", Some("b")),
        ("<a>; Anchor; rel=next", None),
        // invalid targets, which `uri::resolve` encodes
        ("<>; rel=next", Some("")),
        ("<?page=2>; rel=next", Some("?page=2")),
        ("</ä b>; rel=next", Some("/ä b")),
    ]);
}

#[test]
fn several_lines() {
    for (lines, expected) in [
        (&["<a>; rel=last", "<b>; rel=next"][..], Some("b")),
        (&["<a>; rel=next", "<b>; rel=next"], Some("a")),
        (&["", "<a>; rel=prev, <b>; rel=next"], Some("b")),
        (&["<a; rel=next", "<b>; rel=next"], Some("b")),
        (&[], None),
    ] {
        assert_eq!(next_of(lines).as_deref(), expected, "{lines:?}");
    }
}

#[test]
fn malformed() {
    check(&[
        ("a; rel=next", None),
        ("<a; rel=next", None),
        ("a>; rel=next", None),
        ("<<a>; rel=next", None),
        ("<a>; rel=\"next", None),
        ("<a>; rel=\"next\\", None),
        ("<a>; rel=\"next\\\"", None),
        ("<a>; rel=\"next\" x", None),
        ("<a>; rel=\"next\"x", None),
        ("<a>; rel=next x", None),
        ("<a>; rel=next\"", None),
        ("<a> rel=next", None),
        ("<a> <b>; rel=next", None),
        ("<a>; rel=", None),
        ("<a>; =next", None),
        ("<a>; r(e)l=x; rel=next", None),
        ("<a>; rel=next; title=\"open", None),
        ("; rel=next", None),
        ("<a>; rel=last, oops, <b>; rel=next", None),
        // links before the malformed one
        ("<a>; rel=next, oops", Some("a")),
    ]);
    let mut headers = HeaderMap::new();
    let not_utf8 = HeaderValue::from_bytes(b"<\xff>; rel=next").expect("a field value");
    headers.append(LINK, not_utf8);
    assert_eq!(next(&headers), None);
}

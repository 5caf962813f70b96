//! Tests of `runtime::uri`: the examples of RFC 3986, and other references of servers.

use http::Uri;

use crate::runtime::uri::{has_pair, resolve, same_origin, with_pair, without_pair};

fn resolved(base: &str, reference: &str) -> Option<String> {
    let base: Uri = base.parse().expect("the base is a URL");
    resolve(&base, reference).map(|uri| uri.to_string())
}

fn check(base: &str, cases: &[(&str, Option<&str>)]) {
    for (reference, expected) in cases {
        assert_eq!(
            resolved(base, reference).as_deref(),
            *expected,
            "{reference:?} on {base}"
        );
    }
}

#[test]
fn rfc_3986_section_5_4() {
    check(
        "http://a/b/c/d;p?q",
        &[
            // 5.4.1, normal examples; a fragment isn't sent
            ("g:h", None),
            ("g", Some("http://a/b/c/g")),
            ("./g", Some("http://a/b/c/g")),
            ("g/", Some("http://a/b/c/g/")),
            ("/g", Some("http://a/g")),
            ("//g", Some("http://g/")),
            ("?y", Some("http://a/b/c/d;p?y")),
            ("g?y", Some("http://a/b/c/g?y")),
            ("#s", Some("http://a/b/c/d;p?q")),
            ("g#s", Some("http://a/b/c/g")),
            ("g?y#s", Some("http://a/b/c/g?y")),
            (";x", Some("http://a/b/c/;x")),
            ("g;x", Some("http://a/b/c/g;x")),
            ("g;x?y#s", Some("http://a/b/c/g;x?y")),
            ("", Some("http://a/b/c/d;p?q")),
            (".", Some("http://a/b/c/")),
            ("./", Some("http://a/b/c/")),
            ("..", Some("http://a/b/")),
            ("../", Some("http://a/b/")),
            ("../g", Some("http://a/b/g")),
            ("../..", Some("http://a/")),
            ("../../", Some("http://a/")),
            ("../../g", Some("http://a/g")),
            // 5.4.2, abnormal examples
            ("../../../g", Some("http://a/g")),
            ("../../../../g", Some("http://a/g")),
            ("/./g", Some("http://a/g")),
            ("/../g", Some("http://a/g")),
            ("g.", Some("http://a/b/c/g.")),
            (".g", Some("http://a/b/c/.g")),
            ("g..", Some("http://a/b/c/g..")),
            ("..g", Some("http://a/b/c/..g")),
            ("./../g", Some("http://a/b/g")),
            ("./g/.", Some("http://a/b/c/g/")),
            ("g/./h", Some("http://a/b/c/g/h")),
            ("g/../h", Some("http://a/b/c/h")),
            ("g;x=1/./y", Some("http://a/b/c/g;x=1/y")),
            ("g;x=1/../y", Some("http://a/b/c/y")),
            ("g?y/./x", Some("http://a/b/c/g?y/./x")),
            ("g?y/../x", Some("http://a/b/c/g?y/../x")),
            ("g#s/./x", Some("http://a/b/c/g")),
            ("g#s/../x", Some("http://a/b/c/g")),
            ("http:g", None),
        ],
    );
}

#[test]
fn references_of_servers() {
    check(
        "https://api.example.com/v3/user/repos?per_page=100",
        &[
            (
                "https://api.example.com/v3/user/repos?per_page=100&page=2",
                Some("https://api.example.com/v3/user/repos?per_page=100&page=2"),
            ),
            (
                "?page=2",
                Some("https://api.example.com/v3/user/repos?page=2"),
            ),
            ("?", Some("https://api.example.com/v3/user/repos?")),
            (
                "HTTP://Other.example:8080",
                Some("http://Other.example:8080/"),
            ),
            (
                "//other.example?a=/../b",
                Some("https://other.example/?a=/../b"),
            ),
            ("https://[::1]:8443/x", Some("https://[::1]:8443/x")),
            ("/a//b/../c/", Some("https://api.example.com/a//c/")),
            (
                "/a/%2E%2E/b%2Fc",
                Some("https://api.example.com/a/%2E%2E/b%2Fc"),
            ),
            ("/a:b", Some("https://api.example.com/a:b")),
            ("./a:b", Some("https://api.example.com/v3/user/a:b")),
            (
                "/q?next=https://x.example/",
                Some("https://api.example.com/q?next=https://x.example/"),
            ),
            // characters that are invalid in a URL
            ("/a b?c=d e", Some("https://api.example.com/a%20b?c=d%20e")),
            (
                "/é/日?q=ü",
                Some("https://api.example.com/%C3%A9/%E6%97%A5?q=%C3%BC"),
            ),
            (
                "/{a}|\"<b>^`\\",
                Some("https://api.example.com/%7Ba%7D%7C%22%3Cb%3E%5E%60%5C"),
            ),
            (" /padded\t", Some("https://api.example.com/padded")),
            ("/100%", Some("https://api.example.com/100%")),
        ],
    );
}

#[test]
fn unsafe_references() {
    let base = "https://api.example.com/v3";
    for reference in [
        "ftp://example.com/",
        "mailto:a@example.com",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "urn:x",
        "1:2",
        ":x",
        "a:b",
        "https:",
        "https:///path",
        "///path",
        "//",
        "//:80/",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "//user:@example.com/",
        "https://@example.com/",
        "https://good.example\\@evil.example/",
        "https://good.example%40evil.example/",
        "https://exämple.com/",
        "https://exa mple.com/",
        "https://example.com:port/",
        "https://example.com:99999/",
        "https://[::1/",
        "/a\tb",
        "/a\nb",
        "/a\u{0}b",
        "/a\u{7f}b",
    ] {
        assert_eq!(resolved(base, reference), None, "{reference:?}");
    }
    let too_long = format!("/{}", "a".repeat(1 << 17));
    assert_eq!(resolved(base, &too_long), None);
}

#[test]
fn bases() {
    check(
        "http://a",
        &[
            ("g", Some("http://a/g")),
            ("", Some("http://a/")),
            ("..", Some("http://a/")),
        ],
    );
    check(
        "http://a?q",
        &[("", Some("http://a/?q")), ("#f", Some("http://a/?q"))],
    );
    check("HTTPS://a/b", &[("c", Some("https://a/c"))]);
    check("ftp://a/b", &[("c", None), ("http://x/", None)]);
    check("/b", &[("c", None), ("http://x/", None)]);
    // Credentials of the base are dropped.
    check(
        "http://u:p@a/b",
        &[("c", None), ("//d/c", Some("http://d/c"))],
    );
}

#[test]
fn origins() {
    for (a, b, same) in [
        ("http://example.com/", "http://example.com/other?x", true),
        ("http://example.com", "HTTP://EXAMPLE.com:80/", true),
        ("https://example.com", "https://example.com:443/", true),
        ("https://example.com", "https://example.com:/", true),
        ("http://example.com:8080", "http://example.com:8080/", true),
        ("https://[::1]", "https://[::1]:443", true),
        (
            "https://user:password@example.com",
            "https://example.com",
            true,
        ),
        ("http://example.com/", "https://example.com/", false),
        ("http://example.com:443/", "https://example.com/", false),
        ("http://example.com/", "http://example.com:8080/", false),
        ("http://example.com/", "http://www.example.com/", false),
        ("http://example.com/", "http://example.com./", false),
        ("http://example.com/", "http://example.org/", false),
        ("/a", "/a", false),
        ("http://example.com/", "/", false),
        ("ftp://example.com/", "ftp://example.com/", false),
    ] {
        let parse = |uri: &str| -> Uri { uri.parse().expect(uri) };
        assert_eq!(same_origin(&parse(a), &parse(b)), same, "{a} and {b}");
        assert_eq!(same_origin(&parse(b), &parse(a)), same, "{b} and {a}");
    }
}

#[test]
fn pairs_of_a_query() {
    let parse = |uri: &str| -> Uri { uri.parse().expect(uri) };
    for (before, after) in [
        ("http://a", "http://a/?k%20e=v%261"),
        ("http://a/b", "http://a/b?k%20e=v%261"),
        ("http://a/b?", "http://a/b?k%20e=v%261"),
        ("http://a/b?c&", "http://a/b?c&k%20e=v%261"),
        ("http://a/b?c=%20", "http://a/b?c=%20&k%20e=v%261"),
    ] {
        let with = with_pair(&parse(before), "k e", "v&1").expect(before);
        assert_eq!(with.to_string(), after);
        assert!(!has_pair(&parse(before), "k e"));
        assert!(has_pair(&with, "k e"));
    }
    for (before, after) in [
        ("http://a/b?k+e=v%261", "http://a/b"),
        ("http://a/b?k%20e=%76%261", "http://a/b"),
        (
            "http://a/b?c=%20&k+e=v%261&k+e=v%261&d",
            "http://a/b?c=%20&d",
        ),
        // A pair with another value is kept.
        ("http://a/b?k+e=v", "http://a/b?k+e=v"),
        ("http://a/b?k+e", "http://a/b?k+e"),
        ("http://a/b?", "http://a/b?"),
        ("http://a/b", "http://a/b"),
    ] {
        let without = without_pair(parse(before), "k e", "v&1");
        assert_eq!(without.to_string(), after);
    }
}

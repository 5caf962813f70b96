//! Base URLs and the document's server.

use github_oauth_authorizations::{
    BaseUrl, Operation, oauth_authorizations::list_grants, runtime::BaseUrlError, servers::Server,
};

/// Where the first path of the document is, below a base URL.
fn below(text: &str) -> String {
    let base = BaseUrl::parse(text).unwrap();
    list_grants().request(&base).unwrap().uri().to_string()
}

fn refused(text: &str) -> String {
    BaseUrl::parse(text).unwrap_err().to_string()
}

#[test]
fn a_base_url_has_scheme_host_port_and_path() {
    for (text, expected) in [
        ("http://a", "http://a/applications/grants"),
        ("https://a", "https://a/applications/grants"),
        ("https://a/", "https://a/applications/grants"),
        ("https://a///", "https://a/applications/grants"),
        ("https://a/api/v3", "https://a/api/v3/applications/grants"),
        ("https://a/api/v3/", "https://a/api/v3/applications/grants"),
        (
            "https://a/api//v3//",
            "https://a/api//v3/applications/grants",
        ),
        (
            "https://a/a%20b%2F",
            "https://a/a%20b%2F/applications/grants",
        ),
        ("http://a:8080/b", "http://a:8080/b/applications/grants"),
        (
            "http://127.0.0.1:1",
            "http://127.0.0.1:1/applications/grants",
        ),
        ("http://[::1]:1/b", "http://[::1]:1/b/applications/grants"),
        ("http://A.example", "http://A.example/applications/grants"),
        ("HTTP://a", "http://a/applications/grants"),
    ] {
        assert_eq!(below(text), expected);
    }
}

#[test]
fn what_is_no_base_url_is_refused() {
    for (text, expected) in [
        (
            "https://u:p@a",
            "invalid base URL: unsupported credentials; set them with the client builder",
        ),
        (
            "https://u@a/b",
            "invalid base URL: unsupported credentials; set them with the client builder",
        ),
        (
            "https://a?b",
            "invalid base URL: unsupported query or fragment",
        ),
        (
            "https://a/b?",
            "invalid base URL: unsupported query or fragment",
        ),
        (
            "https://a#b",
            "invalid base URL: unsupported query or fragment",
        ),
        (
            "https://a/#",
            "invalid base URL: unsupported query or fragment",
        ),
        (
            "{protocol}://a",
            "invalid base URL: placeholder without a value",
        ),
        (
            "https://{hostname}/b",
            "invalid base URL: placeholder without a value",
        ),
        (
            "https://a/{b}",
            "invalid base URL: placeholder without a value",
        ),
        (
            "https://a/}",
            "invalid base URL: placeholder without a value",
        ),
        (
            "ftp://a",
            "invalid base URL: expected `http://` or `https://`",
        ),
        (
            "ftp:///a",
            "invalid base URL: expected `http://` or `https://`",
        ),
        ("a", "invalid base URL: not a URL"),
        ("a:80", "invalid base URL: not a URL"),
        ("/a", "invalid base URL: not a URL"),
        ("//a", "invalid base URL: not a URL"),
        ("", "invalid base URL: not a URL"),
        ("/", "invalid base URL: not a URL"),
        ("http://:80", "invalid base URL: missing host"),
        ("http://a b", "invalid base URL: not a URL"),
        (
            " http://a",
            "invalid base URL: expected `http://` or `https://`",
        ),
        ("http://a\r\nb", "invalid base URL: not a URL"),
        ("http://a\\b", "invalid base URL: not a URL"),
        (
            "http://é",
            "invalid base URL: unencoded non-ASCII character",
        ),
        ("http://a/b c", "invalid base URL: not a URL"),
    ] {
        assert_eq!(refused(text), expected, "{text:?}");
    }
}

#[test]
fn a_base_url_says_what_it_is() {
    let base = BaseUrl::parse("https://a:1/b//").unwrap();
    assert_eq!(base.as_str(), "https://a:1/b");
    assert_eq!(base.to_string(), "https://a:1/b");
    assert_eq!(BaseUrl::try_from("https://a:1/b").unwrap(), base);
    assert_eq!(BaseUrl::try_from("https://a:1/b".to_owned()).unwrap(), base);
    assert_eq!(
        BaseUrl::try_from(&"https://a:1/b".to_owned()).unwrap(),
        base
    );
}

fn served(server: Server) -> Result<String, String> {
    let base: Result<BaseUrl, BaseUrlError> = server.try_into();
    base.map(|base| base.to_string())
        .map_err(|error| error.to_string())
}

#[test]
fn the_documents_server_is_filled_in() {
    let served = |server| served(server).unwrap();
    let host = "ghe.example.com";
    assert_eq!(served(Server::new(host)), "http://ghe.example.com/api/v3");
    let server = Server::new(host.to_owned()).protocol("https");
    assert_eq!(served(server), "https://ghe.example.com/api/v3");
    let server = Server::new("ghe.example.com:8443").protocol("https".to_owned());
    assert_eq!(served(server), "https://ghe.example.com:8443/api/v3");
}

#[test]
fn a_value_that_makes_no_url_is_refused() {
    let unfit = "invalid base URL: value of a variable that is empty or has a delimiter";
    for (host, expected) in [
        ("", unfit),
        ("u:p@evil.example", unfit),
        ("evil.example?", unfit),
        ("evil.example#", unfit),
        ("evil.example\\", unfit),
        ("evil.example/", unfit),
        ("evil.example/@", unfit),
        ("a b", "invalid base URL: not a URL"),
        ("a\r\nb", "invalid base URL: not a URL"),
        (
            "{hostname}",
            "invalid base URL: placeholder without a value",
        ),
    ] {
        assert_eq!(
            served(Server::new(host)),
            Err(expected.to_owned()),
            "{host:?}"
        );
    }
    for (protocol, expected) in [
        ("", unfit),
        ("http://evil.example/?", unfit),
        ("http://evil.example/", unfit),
        ("ftp", "invalid base URL: expected `http://` or `https://`"),
        (
            "{hostname}",
            "invalid base URL: placeholder without a value",
        ),
    ] {
        let server = Server::new("ghe.example.com").protocol(protocol);
        assert_eq!(served(server), Err(expected.to_owned()), "{protocol:?}");
    }
}

/// Otherwise it fails with each call, and differently with each transport.
#[test]
fn a_port_is_a_port() {
    for text in [
        "http://a:99999",
        "http://a:65536/b",
        "http://a:b",
        "http://a:-1",
        "https://evil.example:80.example.com",
    ] {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}

/// Transports fold such segments away or send them, as they please.
#[test]
fn a_base_url_has_no_dot_segments() {
    for text in [
        "http://a/b/../c",
        "http://a/./b",
        "http://a/..",
        "http://a/%2e%2E/b",
    ] {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}

/// RFC 3986 has no such characters: transports encode them or send them, as they please.
#[test]
fn a_path_is_ascii() {
    assert!(BaseUrl::parse("http://a/é").is_err());
}

#[test]
fn what_lacks_a_host_is_told_so() {
    for text in ["http://", "https://", "http:///a"] {
        assert_eq!(refused(text), "invalid base URL: missing host", "{text:?}");
    }
}

//! Base URLs and the server of the document.

use github_oauth_authorizations::{
    BaseUrl, Operation, oauth_authorizations::list_grants, runtime::BaseUrlError, servers::Server,
};

/// Returns the URL of the first path of the document, below a base URL.
fn below(url: &str) -> String {
    let base = BaseUrl::parse(url).unwrap();
    list_grants().request(&base).unwrap().uri().to_string()
}

fn refused(url: &str) -> String {
    BaseUrl::parse(url).unwrap_err().to_string()
}

#[test]
fn a_base_url_has_scheme_host_port_and_path() {
    for (url, expected) in [
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
        assert_eq!(below(url), expected);
    }
}

#[test]
fn invalid_base_urls_are_rejected() {
    for (url, expected) in [
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
        assert_eq!(refused(url), expected, "{url:?}");
    }
}

#[test]
fn a_base_url_has_accessors() {
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
fn the_server_template_of_the_document_is_filled() {
    let served = |server| served(server).unwrap();
    let host = "ghe.example.com";
    assert_eq!(served(Server::new(host)), "http://ghe.example.com/api/v3");
    let server = Server::new(host.to_owned()).protocol("https");
    assert_eq!(served(server), "https://ghe.example.com/api/v3");
    let server = Server::new("ghe.example.com:8443").protocol("https".to_owned());
    assert_eq!(served(server), "https://ghe.example.com:8443/api/v3");
}

#[test]
fn a_value_that_makes_an_invalid_url_is_rejected() {
    let unfit = "invalid base URL: empty value of a variable, or delimiter in the value";
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

/// An invalid port would fail in each call, with a message of the transport.
#[test]
fn a_port_is_a_valid_number() {
    for url in [
        "http://a:99999",
        "http://a:65536/b",
        "http://a:b",
        "http://a:-1",
        "https://evil.example:80.example.com",
    ] {
        assert!(BaseUrl::parse(url).is_err(), "{url}");
    }
}

/// Transports either remove dot segments or send them.
#[test]
fn a_base_url_has_no_dot_segments() {
    for url in [
        "http://a/b/../c",
        "http://a/./b",
        "http://a/..",
        "http://a/%2e%2E/b",
    ] {
        assert!(BaseUrl::parse(url).is_err(), "{url}");
    }
}

/// RFC 3986 allows only ASCII: transports either encode other characters or send them.
#[test]
fn a_path_is_ascii() {
    assert!(BaseUrl::parse("http://a/é").is_err());
}

#[test]
fn a_missing_host_has_its_own_message() {
    for url in ["http://", "https://", "http:///a"] {
        assert_eq!(refused(url), "invalid base URL: missing host", "{url:?}");
    }
}

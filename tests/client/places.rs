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
            "the base URL holds credentials: give them to the client's builder",
        ),
        (
            "https://u@a/b",
            "the base URL holds credentials: give them to the client's builder",
        ),
        ("https://a?b", "the base URL has a query or a fragment"),
        ("https://a/b?", "the base URL has a query or a fragment"),
        ("https://a#b", "the base URL has a query or a fragment"),
        ("https://a/#", "the base URL has a query or a fragment"),
        (
            "{protocol}://a",
            "the base URL has a placeholder that isn't filled in",
        ),
        (
            "https://{hostname}/b",
            "the base URL has a placeholder that isn't filled in",
        ),
        (
            "https://a/{b}",
            "the base URL has a placeholder that isn't filled in",
        ),
        (
            "https://a/}",
            "the base URL has a placeholder that isn't filled in",
        ),
        (
            "ftp://a",
            "the base URL doesn't begin with http:// or https://",
        ),
        (
            "ftp:///a",
            "the base URL doesn't begin with http:// or https://",
        ),
        ("a", "the base URL is not a URL"),
        ("a:80", "the base URL is not a URL"),
        ("/a", "the base URL is not a URL"),
        ("//a", "the base URL is not a URL"),
        ("", "the base URL is not a URL"),
        ("/", "the base URL is not a URL"),
        ("http://:80", "the base URL has no host"),
        ("http://a b", "the base URL is not a URL"),
        (
            " http://a",
            "the base URL doesn't begin with http:// or https://",
        ),
        ("http://a\r\nb", "the base URL is not a URL"),
        ("http://a\\b", "the base URL is not a URL"),
        (
            "http://é",
            "the base URL has a character outside of ASCII, which has to be encoded",
        ),
        ("http://a/b c", "the base URL is not a URL"),
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
    let unfit = "the base URL has a variable that is empty or doesn't fit its place";
    for (host, expected) in [
        ("", unfit),
        ("u:p@evil.example", unfit),
        ("evil.example?", unfit),
        ("evil.example#", unfit),
        ("evil.example\\", unfit),
        ("evil.example/", unfit),
        ("evil.example/@", unfit),
        ("a b", "the base URL is not a URL"),
        ("a\r\nb", "the base URL is not a URL"),
        (
            "{hostname}",
            "the base URL has a placeholder that isn't filled in",
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
        ("ftp", "the base URL doesn't begin with http:// or https://"),
        (
            "{hostname}",
            "the base URL has a placeholder that isn't filled in",
        ),
    ] {
        let server = Server::new("ghe.example.com").protocol(protocol);
        assert_eq!(served(server), Err(expected.to_owned()), "{protocol:?}");
    }
}

/// A value that stands for a scheme or a host can't be more than that. Where the template is
/// `https://{tenant}.example.com`, a tenant of `evil.example/` would lead credentials elsewhere.
#[test]
fn a_value_stays_where_the_template_puts_it() {
    for server in [
        Server::new("evil.example/"),
        Server::new("evil.example/@ghe.example.com"),
        Server::new("evil.example/ghe.example.com"),
        Server::new("ghe.example.com").protocol("http://evil.example/"),
        Server::new("ghe.example.com").protocol("http://evil.example/{hostname}"),
    ] {
        let shown = format!("{server:?}");
        let served = served(server);
        assert!(served.is_err(), "{shown} is at {served:?}");
    }
    for tenant in ["evil.example/", "evil.example:80/"] {
        let values = [("tenant", tenant, &[][..])];
        let served = BaseUrl::from_template("https://{tenant}.example.com", &values);
        assert!(served.is_err(), "{tenant:?} is at {served:?}");
    }
}

/// A name that the template has and nobody gave a value, and braces that aren't a pair.
#[test]
fn a_template_is_filled_in_whole() {
    for template in [
        "https://{a}/{b}",
        "https://{a}/{",
        "https://{a}/}",
        "https://{a}/{}",
    ] {
        let served = BaseUrl::from_template(template, &[("a", "h", &[])]);
        assert_eq!(
            served.unwrap_err().to_string(),
            "the base URL has a placeholder that isn't filled in"
        );
    }
    let served = BaseUrl::from_template("https://{a}/{a}/", &[("a", "h", &[])]).unwrap();
    assert_eq!(served.as_str(), "https://h/h");
    // A relative one stays relative, which is no base URL.
    BaseUrl::from_template("/{a}", &[("a", "h", &[])]).unwrap_err();
}

/// Values aren't templates.
#[test]
fn a_value_is_not_filled_in_again() {
    let values = [("a", "{b}", &[][..]), ("b", "c", &[][..])];
    let served = BaseUrl::from_template("http://h/{a}/{b}", &values);
    assert!(served.is_err(), "{served:?}");
}

#[test]
fn a_variable_has_one_of_its_values() {
    let template = |value| {
        let values = [("region", value, &["eu", "us"][..])];
        let base = BaseUrl::from_template("https://{region}.example.com/v1/", &values);
        base.map(|base| base.to_string())
            .map_err(|error| error.to_string())
    };
    assert_eq!(template("eu"), Ok("https://eu.example.com/v1".to_owned()));
    assert_eq!(
        template("EU"),
        Err("the base URL has a variable with a value that isn't allowed".to_owned())
    );
    // A variable further down may have slashes.
    let values = [("base", "v1/beta", &[][..])];
    let base = BaseUrl::from_template("https://example.com/{base}", &values).unwrap();
    assert_eq!(base.as_str(), "https://example.com/v1/beta");
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
        assert_eq!(refused(text), "the base URL has no host", "{text:?}");
    }
}

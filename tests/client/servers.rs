//! Templates of base URLs, and operations with servers of their own.

use std::convert::Infallible;

use bytes::Bytes;
use github_oauth_authorizations::servers;
use http::{Request, Response};
use rejoinder_compiled::fixtures::{
    own_servers_client::{
        BaseUrl, CallError, Error, Operation, RequestBody, RequestError, blocking,
        runtime::{BaseUrlError, FnTransport, SecurityScheme, ServerTemplate, ServerVariable},
        servers::{HostedByYourselvesServer, Server},
        untagged::{download, legacy, list, same, status, upload},
    },
    servers_client,
};

/// Fills a template whose variables can have any value.
fn fill(url: &'static str, values: &[(&str, &str)]) -> Result<String, String> {
    to_strings(ServerTemplate::new(url, &[]).expand(values))
}

fn to_strings(base: Result<BaseUrl, BaseUrlError>) -> Result<String, String> {
    base.map(|base| base.to_string())
        .map_err(|error| error.to_string())
}

fn rejected(what: &str) -> Result<String, String> {
    Err(format!("invalid base URL: {what}"))
}

/// A value in the scheme or the host can't extend into other components. In
/// `https://{tenant}.example.com`, the tenant `evil.example/` would send credentials elsewhere.
#[test]
fn a_value_does_not_leave_its_place_in_the_template() {
    let ghe = servers::Server::new;
    for server in [
        ghe("evil.example/"),
        ghe("evil.example/@ghe.example.com"),
        ghe("evil.example/ghe.example.com"),
        ghe("ghe.example.com").protocol("http://evil.example/"),
        ghe("ghe.example.com").protocol("http://evil.example/{hostname}"),
    ] {
        let debug = format!("{server:?}");
        let served = github_oauth_authorizations::BaseUrl::try_from(server);
        assert!(served.is_err(), "{debug} is at {served:?}");
    }
    for tenant in ["evil.example/", "evil.example:80/", "u@evil.example"] {
        let served = fill("https://{tenant}.example.com", &[("tenant", tenant)]);
        let expected = rejected("empty value of a variable, or delimiter in the value");
        assert_eq!(served, expected, "{tenant:?}");
    }
}

/// Variables without a value, and unbalanced braces.
#[test]
fn a_template_is_filled_completely() {
    for template in [
        "https://{a}/{b}",
        "https://{a}/{",
        "https://{a}/}",
        "https://{a}/{}",
    ] {
        let expected = rejected("placeholder without a value");
        assert_eq!(fill(template, &[("a", "h")]), expected);
    }
    let twice = fill("https://{a}/{a}/", &[("a", "h")]);
    assert_eq!(twice, Ok("https://h/h".to_owned()));
}

/// Values aren't templates.
#[test]
fn a_value_is_not_a_template() {
    let served = fill("http://h/{a}/{b}", &[("a", "{b}"), ("b", "c")]);
    assert!(served.is_err(), "{served:?}");
}

#[test]
fn a_variable_has_an_allowed_value() {
    let region = |value: &str| {
        let server = servers_client::servers::Server::new().region(value);
        servers_client::BaseUrl::try_from(server)
            .map(|base| base.to_string())
            .map_err(|error| error.to_string())
    };
    assert_eq!(region("us"), Ok("https://us.example.com/v1".to_owned()));
    assert_eq!(region("US"), rejected("unlisted value of a variable"));
    // A variable in the path may contain slashes.
    let deep = fill("https://example.com/{base}", &[("base", "v1/beta")]);
    assert_eq!(deep, Ok("https://example.com/v1/beta".to_owned()));
}

/// A variable at the beginning contains the scheme and the host, and possibly a path.
#[test]
fn a_variable_at_the_beginning_is_an_origin() {
    let served = |value| fill("{origin}/v1", &[("origin", value)]);
    assert_eq!(served("http://a:1"), Ok("http://a:1/v1".to_owned()));
    assert_eq!(served("https://a/b"), Ok("https://a/b/v1".to_owned()));
    assert_eq!(
        served("https://a?b="),
        rejected("empty value of a variable, or delimiter in the value")
    );
    served("https://u:p@a").unwrap_err();
    served("a").unwrap_err();
}

fn at(operation: &impl Operation, base: &BaseUrl) -> String {
    operation.request(base).unwrap().uri().to_string()
}

/// Returns the URLs of the operations.
fn addresses(base: &BaseUrl) -> [String; 6] {
    [
        at(&list(), base),
        at(&same(), base),
        at(&upload("a"), base),
        at(&download(), base),
        at(&status(), base),
        at(&legacy(), base),
    ]
}

#[test]
fn an_operation_has_its_own_server() {
    let eu = BaseUrl::try_from(Server::new()).unwrap();
    assert_eq!(
        addresses(&eu),
        [
            "https://eu.example.com/v1/items",
            "https://eu.example.com/v1/same",
            // The server of the operation has the region of the base URL.
            "https://uploads.eu.example.com/uploads",
            "https://files.example.com/uploads",
            "https://eu.example.com/internal/status",
            // The server of the operation has the scheme `http`, over which no credentials are
            // sent.
            "https://eu.example.com/v1/legacy",
        ]
    );
    let us = BaseUrl::parse("https://us.example.com/v1/").unwrap();
    assert_eq!(
        at(&upload("a"), &us),
        "https://uploads.us.example.com/uploads"
    );
}

/// Credentials for a custom server aren't sent to the servers of the document.
#[test]
fn an_operation_stays_on_a_custom_origin() {
    let own = HostedByYourselvesServer::new("api.local:8080");
    let own = BaseUrl::try_from(own).unwrap();
    assert_eq!(
        addresses(&own),
        [
            "http://api.local:8080/api/v1/items",
            "http://api.local:8080/api/v1/same",
            "http://api.local:8080/api/v1/uploads",
            // The operation's server has a path, and gets the scheme and the host of the base URL.
            "http://api.local:8080/uploads",
            "http://api.local:8080/internal/status",
            "http://api.local:8080/api/v1/legacy",
        ]
    );
    let unknown = BaseUrl::parse("https://proxy.example/v2").unwrap();
    assert_eq!(
        addresses(&unknown),
        [
            "https://proxy.example/v2/items",
            "https://proxy.example/v2/same",
            "https://proxy.example/v2/uploads",
            "https://proxy.example/v2/uploads",
            "https://proxy.example/internal/status",
            "https://proxy.example/v2/legacy",
        ]
    );
}

/// A client whose base URL is a server of an operation calls the operation there.
#[test]
fn a_base_url_may_be_a_server_of_an_operation() {
    for url in [
        "https://uploads.ap.example.com",
        "http://legacy.example.com",
    ] {
        let base = BaseUrl::parse(url).unwrap();
        let expected = [format!("{url}/uploads"), format!("{url}/legacy")];
        assert_eq!([at(&upload("a"), &base), at(&legacy(), &base)], expected);
    }
}

#[test]
fn templates_are_matched_by_segments() {
    const OWN: &[ServerTemplate] = &[ServerTemplate::new("https://own.example.com/{v}/x", &[])];
    const REGION: ServerVariable = ServerVariable::new("v", Some("1"), &[]);
    let moved = |general: &'static str, base: &str| {
        let general = [ServerTemplate::new(general, &[REGION])];
        let base = BaseUrl::parse(base).unwrap();
        base.for_operation(&general, OWN).to_string()
    };
    // The variable has its default, so the base URL is the server of the document.
    assert_eq!(
        moved("https://a/{v}", "https://a/1"),
        "https://own.example.com/1/x"
    );
    assert_eq!(
        moved("https://a/{v}/b", "https://a/1/b"),
        "https://own.example.com/1/x"
    );
    // These base URLs aren't the server of the document.
    for (general, base) in [
        ("https://a/{v}", "https://a/2"),
        ("https://a/{v}/b", "https://a/1/c"),
        ("https://a/{v}/b", "https://a/1"),
        ("https://a/{v}/b", "https://a/1/b/b"),
        ("https://a/{v}", "https://a"),
        ("https://{v}/a", "https://1/b/a"),
        ("https://a{v", "https://a1"),
        ("https://a", "https://a.example.com"),
    ] {
        assert_eq!(moved(general, base), base, "{general}");
    }
}

/// The next page of an operation with its own server is on that server.
#[test]
fn pages_stay_on_the_server_of_the_operation() {
    let pages = |next: &'static str| {
        let transport = FnTransport(move |request: Request<RequestBody>| {
            let response = Response::builder().header("content-type", "application/json");
            let response = match request.uri().query() {
                None => response.header("link", format!("<{next}>; rel=next")),
                Some(_) => response,
            };
            let body = format!("[\"{}\"]", request.uri());
            Ok::<_, Infallible>(response.body(body.into()).unwrap())
        });
        let client = blocking::Client::with_transport(transport, Server::new());
        client.build().unwrap().pages(download())
    };
    let read = pages("?page=2").map(|page| page.unwrap().value.remove(0));
    let expected = ["", "?page=2"].map(|query| format!("https://files.example.com/uploads{query}"));
    assert_eq!(read.collect::<Vec<_>>(), expected);
    let last = pages("https://eu.example.com/v1/uploads?page=2").last();
    let Some(Err(CallError::Error(Error::Request { source, .. }))) = last else {
        panic!("expected an error of another origin");
    };
    let origin = "https://eu.example.com".to_owned();
    assert_eq!(source, RequestError::CrossOriginNextPage { origin });
}

/// Credentials are sent to the server of an operation, but only by a client for a server of the
/// document.
#[test]
fn credentials_are_sent_to_the_server_of_an_operation() {
    for (base, host) in [
        ("https://eu.example.com/v1", "uploads.eu.example.com"),
        ("https://proxy.example/v2", "proxy.example"),
    ] {
        let transport = FnTransport(|request: Request<RequestBody>| {
            assert_eq!(request.uri().host(), Some(host));
            assert_eq!(request.headers()["authorization"], "Bearer hush");
            Response::builder().status(201).body(Bytes::new())
        });
        let client = blocking::Client::with_transport(transport, base)
            .credential(SecurityScheme::bearer("token"), "hush")
            .build()
            .unwrap();
        client.call(upload("a")).unwrap();
    }
}

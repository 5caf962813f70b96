//! Templates of base URLs, and operations that are served elsewhere than the rest of the API.

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

/// What a template is with one variable, which can have any value.
fn filled(url: &'static str, values: &[(&str, &str)]) -> Result<String, String> {
    shown(ServerTemplate::new(url, &[]).fill(values))
}

fn shown(base: Result<BaseUrl, BaseUrlError>) -> Result<String, String> {
    base.map(|base| base.to_string())
        .map_err(|error| error.to_string())
}

fn refused(what: &str) -> Result<String, String> {
    Err(format!("invalid base URL: {what}"))
}

/// A value that stands for a scheme or a host can't be more than that. Where the template is
/// `https://{tenant}.example.com`, a tenant of `evil.example/` would lead credentials elsewhere.
#[test]
fn a_value_stays_where_the_template_puts_it() {
    let ghe = servers::Server::new;
    for server in [
        ghe("evil.example/"),
        ghe("evil.example/@ghe.example.com"),
        ghe("evil.example/ghe.example.com"),
        ghe("ghe.example.com").protocol("http://evil.example/"),
        ghe("ghe.example.com").protocol("http://evil.example/{hostname}"),
    ] {
        let text = format!("{server:?}");
        let served = github_oauth_authorizations::BaseUrl::try_from(server);
        assert!(served.is_err(), "{text} is at {served:?}");
    }
    for tenant in ["evil.example/", "evil.example:80/", "u@evil.example"] {
        let served = filled("https://{tenant}.example.com", &[("tenant", tenant)]);
        let expected = refused("value of a variable that is empty or has a delimiter");
        assert_eq!(served, expected, "{tenant:?}");
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
        let expected = refused("placeholder without a value");
        assert_eq!(filled(template, &[("a", "h")]), expected);
    }
    let twice = filled("https://{a}/{a}/", &[("a", "h")]);
    assert_eq!(twice, Ok("https://h/h".to_owned()));
}

/// Values aren't templates.
#[test]
fn a_value_is_not_filled_in_again() {
    let served = filled("http://h/{a}/{b}", &[("a", "{b}"), ("b", "c")]);
    assert!(served.is_err(), "{served:?}");
}

#[test]
fn a_variable_has_one_of_its_values() {
    let region = |value: &str| {
        let server = servers_client::servers::Server::new().region(value);
        servers_client::BaseUrl::try_from(server)
            .map(|base| base.to_string())
            .map_err(|error| error.to_string())
    };
    assert_eq!(region("us"), Ok("https://us.example.com/v1".to_owned()));
    assert_eq!(
        region("US"),
        refused("value of a variable that is not allowed")
    );
    // A variable further down may have slashes.
    let deep = filled("https://example.com/{base}", &[("base", "v1/beta")]);
    assert_eq!(deep, Ok("https://example.com/v1/beta".to_owned()));
}

/// What a template begins with is scheme and host, and perhaps more.
#[test]
fn a_variable_at_the_beginning_is_an_origin() {
    let served = |value| filled("{origin}/v1", &[("origin", value)]);
    assert_eq!(served("http://a:1"), Ok("http://a:1/v1".to_owned()));
    assert_eq!(served("https://a/b"), Ok("https://a/b/v1".to_owned()));
    assert_eq!(
        served("https://a?b="),
        refused("value of a variable that is empty or has a delimiter")
    );
    served("https://u:p@a").unwrap_err();
    served("a").unwrap_err();
}

fn at(operation: &impl Operation, base: &BaseUrl) -> String {
    operation.request(base).unwrap().uri().to_string()
}

/// The addresses of the operations, each with its path less `/`.
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
fn an_operation_is_where_the_document_serves_it() {
    let eu = BaseUrl::try_from(Server::new()).unwrap();
    assert_eq!(
        addresses(&eu),
        [
            "https://eu.example.com/v1/items",
            "https://eu.example.com/v1/same",
            // The region is that of the base URL.
            "https://uploads.eu.example.com/uploads",
            "https://files.example.com/uploads",
            "https://eu.example.com/internal/status",
            // Credentials don't leave `https`.
            "https://eu.example.com/v1/legacy",
        ]
    );
    let us = BaseUrl::parse("https://us.example.com/v1/").unwrap();
    assert_eq!(
        at(&upload("a"), &us),
        "https://uploads.us.example.com/uploads"
    );
}

/// Who has a server of their own doesn't give its credentials to the document's.
#[test]
fn an_operation_stays_on_the_origin_of_a_server_that_is_not_the_documents() {
    let own = HostedByYourselvesServer::new("api.local:8080");
    let own = BaseUrl::try_from(own).unwrap();
    assert_eq!(
        addresses(&own),
        [
            "http://api.local:8080/api/v1/items",
            "http://api.local:8080/api/v1/same",
            "http://api.local:8080/api/v1/uploads",
            // Scheme and host are those of the base URL.
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

/// A client for one of an operation's own servers calls it there.
#[test]
fn a_base_url_may_be_the_operations_own() {
    for text in [
        "https://uploads.ap.example.com",
        "http://legacy.example.com",
    ] {
        let base = BaseUrl::parse(text).unwrap();
        let expected = [format!("{text}/uploads"), format!("{text}/legacy")];
        assert_eq!([at(&upload("a"), &base), at(&legacy(), &base)], expected);
    }
}

#[test]
fn templates_are_matched_piece_by_piece() {
    const OWN: &[ServerTemplate] = &[ServerTemplate::new("https://own.example.com/{v}/x", &[])];
    const REGION: ServerVariable = ServerVariable::new("v", Some("1"), &[]);
    let moved = |general: &'static str, base: &str| {
        let general = [ServerTemplate::new(general, &[REGION])];
        let base = BaseUrl::parse(base).unwrap();
        base.for_operation(&general, OWN).to_string()
    };
    // The value is the default: it is the document's server.
    assert_eq!(
        moved("https://a/{v}", "https://a/1"),
        "https://own.example.com/1/x"
    );
    assert_eq!(
        moved("https://a/{v}/b", "https://a/1/b"),
        "https://own.example.com/1/x"
    );
    // It isn't.
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

/// Pages go on where the operation is, wherever the base URL is.
#[test]
fn pages_stay_where_the_operation_is() {
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
    let Some(Err(CallError::Failed(Error::Request { source, .. }))) = last else {
        panic!("the base URL isn't where the operation is");
    };
    let origin = "https://eu.example.com".to_owned();
    assert_eq!(source, RequestError::NextPageElsewhere { origin });
}

/// They go where the document serves the operation, and the document says so of its own servers alone.
#[test]
fn credentials_go_with_an_operation() {
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

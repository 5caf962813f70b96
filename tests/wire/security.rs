//! Credentials of `fixtures/security.yaml` in requests: their form for each security scheme, their
//! selection, and their recipients. Every secret contains `hush`.

use std::{fmt::Debug, future::ready};

use bytes::Bytes;
use rejoinder_compiled::{
    fixtures::{
        security_client::{
            BodyStream, Client, FnTransport, Operation, OperationResponse, RequestBody, blocking,
            runtime::{
                BasicCredential, Body, BoxError, BuildClient, ClientBuilder, SecurityScheme,
            },
            security::{BASIC, BEARER, COOKIE, DIGEST, KEY, LOGIN, PROVIDER, QUERY_KEY},
            untagged::*,
        },
        streams_client,
    },
    server::Received,
};

use crate::{
    generated::{runtime, server},
    leak::{SECRETS, chain, check_output},
    response::{self, Written},
};

/// A function that returns a credential. Its argument is the rejected credential.
pub(crate) type Function = fn(Option<String>) -> Result<String, BoxError>;

/// A credential or default header of a builder.
#[derive(Clone)]
pub(crate) enum ClientSetting {
    Text(SecurityScheme<String>, &'static str),
    Basic(SecurityScheme<BasicCredential>, &'static str, &'static str),
    From(SecurityScheme<String>, Function),
    Header(&'static str, &'static str),
}

use ClientSetting::{Basic, From, Header, Text};

/// A credential for every scheme of the document.
pub(crate) fn all() -> Vec<ClientSetting> {
    vec![
        Text(KEY, "hush-key"),
        Text(LOGIN, "hush-login"),
        Text(QUERY_KEY, "hush+a&b c"),
        Text(COOKIE, "hush-cookie"),
        Basic(BASIC, "user", "hush-password"),
        Text(BEARER, "hush-bearer"),
        Text(DIGEST, "Digest username=\"hush\""),
        Text(PROVIDER, "hush-provider"),
    ]
}

fn with_settings<C: BuildClient>(
    builder: ClientBuilder<C>,
    settings: &[ClientSetting],
    from: impl Fn(ClientBuilder<C>, SecurityScheme<String>, Function) -> ClientBuilder<C>,
) -> ClientBuilder<C> {
    let builder = settings
        .iter()
        .cloned()
        .fold(builder, |builder, settings| match settings {
            Text(scheme, text) => builder.credential(scheme, text),
            Basic(scheme, user, password) => builder.credential(scheme, (user, password)),
            From(scheme, function) => from(builder, scheme, function),
            Header(name, value) => builder.default_header(name, value),
        });
    check_output(&format!("{builder:?} {builder:#?}"), SECRETS);
    builder
}

pub(crate) fn asynchronous(base: &str, settings: &[ClientSetting]) -> Client {
    let builder = with_settings(
        Client::builder(base),
        settings,
        |builder, scheme, function| {
            builder.credential_provider(scheme, move |rejected| ready(function(rejected)))
        },
    );
    builder.build().unwrap()
}

pub(crate) fn blocking(base: &str, settings: &[ClientSetting]) -> blocking::Client {
    let builder = with_settings(
        blocking::Client::builder(base),
        settings,
        |builder, scheme, function| builder.credential_provider(scheme, function),
    );
    builder.build().unwrap()
}

/// Returns the target and the headers of a request that contain credentials.
pub(crate) fn credentials(received: &Received) -> [String; 4] {
    let one = |name| received.one(name).unwrap_or_default().to_owned();
    let target = received.line.split(' ').nth(1).unwrap().to_owned();
    [target, one("x-key"), one("authorization"), one("cookie")]
}

/// Calls an operation with both clients of a server with these responses. Returns the requests, and
/// the status code or the error of the call.
pub(crate) fn call<O, R>(
    settings: &[ClientSetting],
    responses: &[Written],
    operation: &O,
) -> (Vec<[String; 4]>, String)
where
    O: Operation<Response<Body> = R>,
    O: Operation<Response<blocking::Body> = R>,
    R: OperationResponse + Debug,
{
    let runs = [true, false].map(|is_async| {
        let server = server(responses);
        let base = server.origin();
        let called = if is_async {
            let client = asynchronous(&base, settings);
            check_output(&format!("{client:?}"), SECRETS);
            runtime().block_on(client.send(operation))
        } else {
            blocking(&base, settings).send(operation)
        };
        let outcome = match called {
            Ok(response) => response.status.as_u16().to_string(),
            Err(error) => {
                check_output(&chain(&error), SECRETS);
                error.to_string()
            }
        };
        let received = server.received();
        (received.iter().map(credentials).collect(), outcome)
    });
    let [one, other] = runs;
    assert_eq!(one, other);
    one
}

#[track_caller]
fn assert_sent<O, R>(settings: &[ClientSetting], operation: &O, expected: [&str; 4])
where
    O: Operation<Response<Body> = R>,
    O: Operation<Response<blocking::Body> = R>,
    R: OperationResponse + Debug,
{
    let (received, _) = call(settings, &[response::status(200)], operation);
    assert_eq!(received, [expected]);
}

#[test]
fn each_scheme_is_sent_in_its_location() {
    let all = all();
    assert_sent(&all, &by_default(), ["/default", "hush-key", "", ""]);
    let basic = "Basic dXNlcjpodXNoLXBhc3N3b3Jk";
    assert_sent(&all, &optional(), ["/optional", "", basic, ""]);
    let target = "/query?api%20key=hush%2Ba%26b%20c";
    assert_sent(&all, &by_query(), [target, "", "", ""]);
    let target = "/query?page=2&api%20key=hush%2Ba%26b%20c";
    assert_sent(&all, &by_query().page(2), [target, "", "", ""]);
    assert_sent(
        &all,
        &by_cookie(),
        ["/cookie", "", "", "session=hush-cookie"],
    );
    let cookies = "theme=dark; session=hush-cookie";
    assert_sent(
        &all,
        &by_cookie().theme("dark"),
        ["/cookie", "", "", cookies],
    );
    let bearer = "Bearer hush-bearer";
    assert_sent(
        &all,
        &by_both(),
        ["/both", "", bearer, "session=hush-cookie"],
    );
    let digest = "Digest username=\"hush\"";
    assert_sent(&all, &by_other(), ["/other", "", digest, ""]);
    // The transport sends a client certificate, so the requirement has no effect.
    assert_sent(
        &all,
        &by_certificate(),
        ["/certificate", "hush-key", "", ""],
    );
    assert_sent(&all, &open(), ["/open", "", "", ""]);
}

#[test]
fn the_first_satisfied_alternative_is_used() {
    let login = [Text(LOGIN, "hush")];
    assert_sent(&login, &by_default(), ["/default", "", "Bearer hush", ""]);
    // The first alternative in the document is used, whatever the order of the credentials.
    let both = [Text(LOGIN, "hush"), Text(KEY, "hush-key")];
    assert_sent(&both, &by_default(), ["/default", "hush-key", "", ""]);
    let second = [
        Text(COOKIE, "hush"),
        Text(KEY, "hush-key"),
        Basic(BASIC, "a", "b"),
    ];
    assert_sent(&second, &by_both(), ["/both", "hush-key", "Basic YTpi", ""]);
    let halves = [Text(COOKIE, "hush"), Text(KEY, "hush-key")];
    assert_sent(&halves, &by_both(), ["/both", "", "", ""]);
    assert_sent(&halves, &optional(), ["/optional", "", "", ""]);
    assert_sent(&[], &by_default(), ["/default", "", "", ""]);
    // The last credential of a scheme is used.
    let twice = [Text(KEY, "hush-1"), Text(KEY, "hush-2")];
    assert_sent(&twice, &by_default(), ["/default", "hush-2", "", ""]);
}

#[test]
fn headers_of_a_call_override_credentials() {
    let all = all();
    let own = by_default().header("x-key", "hush-own").unwrap();
    assert_sent(&all, &own, ["/default", "hush-own", "", ""]);
    let own = by_cookie().theme("dark").header("cookie", "session=1");
    assert_sent(&all, &own.unwrap(), ["/cookie", "", "", "session=1"]);
    // A header of the call satisfies an alternative.
    let cookie = [Text(COOKIE, "hush")];
    let own = by_both().header("authorization", "own").unwrap();
    assert_sent(&cookie, &own, ["/both", "", "own", "session=hush"]);
    // A default header satisfies an alternative, too. A credential takes precedence over the
    // default header.
    let default = Header("authorization", "hush-default");
    let settings = [Text(COOKIE, "hush"), default.clone()];
    let expected = ["/both", "", "hush-default", "session=hush"];
    assert_sent(&settings, &by_both(), expected);
    let settings = [Text(BEARER, "hush"), Text(COOKIE, "hush"), default];
    let expected = ["/both", "", "Bearer hush", "session=hush"];
    assert_sent(&settings, &by_both(), expected);
    let settings = [Text(COOKIE, "hush"), Header("cookie", "a=1")];
    assert_sent(
        &settings,
        &by_cookie(),
        ["/cookie", "", "", "a=1; session=hush"],
    );
}

/// A transport of the user gets the credentials, and `Debug` of the request doesn't show them.
#[test]
fn a_custom_transport_gets_the_credentials() {
    let transport = FnTransport(|request: http::Request<RequestBody>| {
        check_output(&format!("{request:?}"), SECRETS);
        let headers = request.headers();
        assert_eq!(headers["authorization"], "Bearer hush-bearer");
        assert_eq!(headers["cookie"], "session=hush-cookie");
        Ok::<_, BoxError>(http::Response::new(Bytes::new()))
    });
    let builder = blocking::Client::with_transport(transport, "http://a");
    let builder = with_settings(builder, &all(), |builder, _, _| builder);
    builder.build().unwrap().call(by_both()).unwrap();
}

/// Without `security` in the document, all credentials are sent.
#[test]
fn a_document_without_security_gets_all_credentials() {
    use streams_client::{blocking::Client, files::download, runtime::SecurityScheme};

    let server = server(&[response::status(404)]);
    let client = Client::builder(server.origin())
        .credential(SecurityScheme::bearer("a"), "hush")
        .credential(SecurityScheme::basic("b"), ("a", "b"))
        .credential(SecurityScheme::header("c", "X-Key"), "hush-key")
        .build()
        .unwrap();
    client.send(download("a")).unwrap_err();
    let received = server.received();
    let expected = ["/files/a", "hush-key", "Bearer hush", ""];
    assert_eq!(credentials(&received[0]), expected);
}

pub(crate) fn fresh(rejected: Option<String>) -> Result<String, BoxError> {
    Ok(match rejected.as_deref() {
        None => "hush-1".to_owned(),
        Some("hush-1") => "hush-2".to_owned(),
        Some(_) => panic!("called a third time"),
    })
}

fn key(keys: &[&str]) -> Vec<[String; 4]> {
    let sent = keys.iter().map(|key| ["/default", *key, "", ""]);
    sent.map(|sent| sent.map(str::to_owned)).collect()
}

#[test]
fn a_function_is_called_again_once_after_a_401() {
    let settings = [From(KEY, fresh)];
    let (good, bad) = (response::status(200), response::status(401));
    let (received, status) = call(&settings, std::slice::from_ref(&good), &by_default());
    assert_eq!((received, status.as_str()), (key(&["hush-1"]), "200"));
    let (received, status) = call(&settings, &[bad.clone(), good], &by_default());
    assert_eq!(received, key(&["hush-1", "hush-2"]));
    assert_eq!(status, "200");
    let (received, status) = call(&settings, &[bad.clone(), bad.clone()], &by_default());
    assert_eq!(received, key(&["hush-1", "hush-2"]));
    assert_eq!(status, "401");
    // Only a 401 makes the client request a new credential.
    let (received, _) = call(&settings, &[response::status(403)], &by_default());
    assert_eq!(received, key(&["hush-1"]));
    // An unchanged credential isn't sent again.
    let same = [From(KEY, |_| Ok("hush".to_owned()))];
    let (received, status) = call(&same, std::slice::from_ref(&bad), &by_default());
    assert_eq!((received, status.as_str()), (key(&["hush"]), "401"));
    let value = [Text(KEY, "hush")];
    let (received, status) = call(&value, &[bad], &by_default());
    assert_eq!((received, status.as_str()), (key(&["hush"]), "401"));
}

#[test]
fn a_repeated_call_has_the_same_body() {
    let responses = [response::status(401), response::status(200)];
    for is_stream in [false, true] {
        let body = || match is_stream {
            true => BodyStream::from_reader(std::io::empty()).into(),
            false => RequestBody::from("text"),
        };
        let server = server(&responses);
        let client = blocking(&server.origin(), &[From(KEY, fresh)]);
        let status = client.send(upload().body(body())).unwrap().status;
        let bodies: Vec<Vec<u8>> = server.received().into_iter().map(|it| it.body).collect();
        if is_stream {
            assert_eq!((status.as_u16(), bodies.len()), (401, 1));
        } else {
            assert_eq!(bodies, [b"text", b"text"]);
        }
    }
}

#[test]
fn a_function_without_a_credential_is_an_error() {
    let expected = "GET /default: the credential function of `key` returned no valid credential";
    let (received, error) = call(
        &[From(KEY, |_| Err("the vault is closed".into()))],
        &[response::status(200)],
        &by_default(),
    );
    assert_eq!(received, Vec::<[String; 4]>::new());
    assert_eq!(error, expected);
    let unsendable = [From(KEY, |_| Ok("hush\n".to_owned()))];
    let (received, error) = call(&unsendable, &[response::status(200)], &by_default());
    assert_eq!(received, Vec::<[String; 4]>::new());
    assert_eq!(error, expected);
    let lost: Function = |rejected| match rejected {
        None => Ok("hush".to_owned()),
        Some(_) => Err("the vault is closed".into()),
    };
    let (received, error) = call(&[From(KEY, lost)], &[response::status(401)], &by_default());
    assert_eq!(received, key(&["hush"]));
    assert_eq!(error, expected);
    // An operation without security requirements doesn't call the function.
    let settings = [From(KEY, |_| panic!("the function was called"))];
    assert_sent(&settings, &open(), ["/open", "", "", ""]);
}

#[test]
fn an_invalid_credential_fails_the_build() {
    let builder = || blocking::Client::builder("http://127.0.0.1");
    let built = [
        builder().credential(KEY, "hush\n").build(),
        builder().credential(LOGIN, "hush\n").build(),
        builder().credential(COOKIE, "hush;a=b").build(),
        builder().credential(BASIC, ("hush:hush", "hush")).build(),
    ];
    let messages: Vec<String> = built
        .into_iter()
        .map(|built| {
            let error = built.unwrap_err();
            check_output(&chain(&error), SECRETS);
            error.to_string()
        })
        .collect();
    assert_eq!(
        messages,
        [
            "invalid credential for `key`: invalid character in a header",
            "invalid credential for `login`: invalid character in a header",
            "invalid credential for `cookie`: invalid character in a cookie",
            "invalid credential for `basic`: the user contains a colon",
        ]
    );
    // A query parameter can have any value.
    builder().credential(QUERY_KEY, "hush\n").build().unwrap();
}

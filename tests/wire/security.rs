//! Credentials of `fixtures/security.yaml`: what is written for each security scheme, when, and to
//! whom. Whatever is secret contains `hush`.

use std::{fmt::Debug, future::ready};

use bytes::Bytes;
use rejoinder_compiled::{
    fixtures::{
        security_client::{
            BodyStream, Client, FnTransport, Operation, Outcome, RequestBody, blocking,
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
    leak::{SECRETS, chain, check_text},
    response::{self, Written},
};

/// What is asked for a credential, and told the one that was rejected.
pub(crate) type Function = fn(Option<String>) -> Result<String, BoxError>;

/// Something that a builder is told.
#[derive(Clone)]
pub(crate) enum Given {
    Text(SecurityScheme<String>, &'static str),
    Basic(SecurityScheme<BasicCredential>, &'static str, &'static str),
    From(SecurityScheme<String>, Function),
    Header(&'static str, &'static str),
}

use Given::{Basic, From, Header, Text};

/// All that the document has a scheme for.
pub(crate) fn all() -> Vec<Given> {
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

fn told<C: BuildClient>(
    builder: ClientBuilder<C>,
    given: &[Given],
    from: impl Fn(ClientBuilder<C>, SecurityScheme<String>, Function) -> ClientBuilder<C>,
) -> ClientBuilder<C> {
    let builder = given
        .iter()
        .cloned()
        .fold(builder, |builder, given| match given {
            Text(scheme, text) => builder.credential(scheme, text),
            Basic(scheme, user, password) => builder.credential(scheme, (user, password)),
            From(scheme, function) => from(builder, scheme, function),
            Header(name, value) => builder.header(name, value),
        });
    check_text(&format!("{builder:?} {builder:#?}"), SECRETS);
    builder
}

pub(crate) fn asynchronous(base: &str, given: &[Given]) -> Client {
    let builder = told(Client::builder(base), given, |builder, scheme, function| {
        builder.credential_from(scheme, move |rejected| ready(function(rejected)))
    });
    builder.build().unwrap()
}

pub(crate) fn blocking(base: &str, given: &[Given]) -> blocking::Client {
    let builder = told(
        blocking::Client::builder(base),
        given,
        |builder, scheme, function| builder.credential_from(scheme, function),
    );
    builder.build().unwrap()
}

/// The part of a request that credentials are in.
pub(crate) fn credentials(received: &Received) -> [String; 4] {
    let one = |name| received.one(name).unwrap_or_default().to_owned();
    let target = received.line.split(' ').nth(1).unwrap().to_owned();
    [target, one("x-key"), one("authorization"), one("cookie")]
}

/// Calls an operation with either client of a server that says this. Says what the server got, and
/// what became of the call: its status or its error.
pub(crate) fn call<O, R>(
    given: &[Given],
    responses: &[Written],
    operation: &O,
) -> (Vec<[String; 4]>, String)
where
    O: Operation<Response<Body> = R>,
    O: Operation<Response<blocking::Body> = R>,
    R: Outcome + Debug,
{
    let runs = [true, false].map(|is_async| {
        let server = server(responses);
        let base = server.origin();
        let called = if is_async {
            let client = asynchronous(&base, given);
            check_text(&format!("{client:?}"), SECRETS);
            runtime().block_on(client.send(operation))
        } else {
            blocking(&base, given).send(operation)
        };
        let outcome = match called {
            Ok(response) => response.status.as_u16().to_string(),
            Err(error) => {
                check_text(&chain(&error), SECRETS);
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
fn assert_sent<O, R>(given: &[Given], operation: &O, expected: [&str; 4])
where
    O: Operation<Response<Body> = R>,
    O: Operation<Response<blocking::Body> = R>,
    R: Outcome + Debug,
{
    let (received, _) = call(given, &[response::status(200)], operation);
    assert_eq!(received, [expected]);
}

#[test]
fn each_scheme_is_written_in_its_place() {
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
    // What the transport has to send is left to it.
    assert_sent(
        &all,
        &by_certificate(),
        ["/certificate", "hush-key", "", ""],
    );
    assert_sent(&all, &open(), ["/open", "", "", ""]);
}

#[test]
fn the_first_alternative_is_taken_of_which_all_is_there() {
    let login = [Text(LOGIN, "hush")];
    assert_sent(&login, &by_default(), ["/default", "", "Bearer hush", ""]);
    // The one that was given first isn't the first.
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
    // The last for a scheme is the one.
    let twice = [Text(KEY, "hush-1"), Text(KEY, "hush-2")];
    assert_sent(&twice, &by_default(), ["/default", "hush-2", "", ""]);
}

#[test]
fn what_is_said_for_one_call_stays() {
    let all = all();
    let own = by_default().header("x-key", "hush-own").unwrap();
    assert_sent(&all, &own, ["/default", "hush-own", "", ""]);
    let own = by_cookie().theme("dark").header("cookie", "session=1");
    assert_sent(&all, &own.unwrap(), ["/cookie", "", "", "session=1"]);
    // It is what an alternative needs.
    let cookie = [Text(COOKIE, "hush")];
    let own = by_both().header("authorization", "own").unwrap();
    assert_sent(&cookie, &own, ["/both", "", "own", "session=hush"]);
    // So is a default header, of which a credential takes the place.
    let default = Header("authorization", "hush-default");
    let given = [Text(COOKIE, "hush"), default.clone()];
    let expected = ["/both", "", "hush-default", "session=hush"];
    assert_sent(&given, &by_both(), expected);
    let given = [Text(BEARER, "hush"), Text(COOKIE, "hush"), default];
    let expected = ["/both", "", "Bearer hush", "session=hush"];
    assert_sent(&given, &by_both(), expected);
    let given = [Text(COOKIE, "hush"), Header("cookie", "a=1")];
    assert_sent(
        &given,
        &by_cookie(),
        ["/cookie", "", "", "a=1; session=hush"],
    );
}

/// A transport of the user's gets what is to be sent, and doesn't show it.
#[test]
fn a_transport_of_ones_own_gets_them() {
    let transport = FnTransport(|request: http::Request<RequestBody>| {
        check_text(&format!("{request:?}"), SECRETS);
        let headers = request.headers();
        assert_eq!(headers["authorization"], "Bearer hush-bearer");
        assert_eq!(headers["cookie"], "session=hush-cookie");
        Ok::<_, BoxError>(http::Response::new(Bytes::new()))
    });
    let builder = blocking::Client::with_transport(transport, "http://a");
    let builder = told(builder, &all(), |builder, _, _| builder);
    builder.build().unwrap().call(by_both()).unwrap();
}

/// A document that says nothing of security: all is sent that was given.
#[test]
fn where_nothing_is_stated_all_is_sent() {
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
        Some(_) => panic!("it was asked a third time"),
    })
}

fn key(keys: &[&str]) -> Vec<[String; 4]> {
    let sent = keys.iter().map(|key| ["/default", *key, "", ""]);
    sent.map(|sent| sent.map(str::to_owned)).collect()
}

#[test]
fn a_function_is_asked_again_once() {
    let given = [From(KEY, fresh)];
    let (good, bad) = (response::status(200), response::status(401));
    let (received, status) = call(&given, std::slice::from_ref(&good), &by_default());
    assert_eq!((received, status.as_str()), (key(&["hush-1"]), "200"));
    let (received, status) = call(&given, &[bad.clone(), good], &by_default());
    assert_eq!(received, key(&["hush-1", "hush-2"]));
    assert_eq!(status, "200");
    let (received, status) = call(&given, &[bad.clone(), bad.clone()], &by_default());
    assert_eq!(received, key(&["hush-1", "hush-2"]));
    assert_eq!(status, "401");
    // Another status is no reason.
    let (received, _) = call(&given, &[response::status(403)], &by_default());
    assert_eq!(received, key(&["hush-1"]));
    // Neither is one that would be sent again.
    let same = [From(KEY, |_| Ok("hush".to_owned()))];
    let (received, status) = call(&same, std::slice::from_ref(&bad), &by_default());
    assert_eq!((received, status.as_str()), (key(&["hush"]), "401"));
    let value = [Text(KEY, "hush")];
    let (received, status) = call(&value, &[bad], &by_default());
    assert_eq!((received, status.as_str()), (key(&["hush"]), "401"));
}

#[test]
fn a_call_is_made_again_with_its_body() {
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
fn a_function_that_has_none_is_an_error() {
    let (received, error) = call(
        &[From(KEY, |_| Err("the vault is closed".into()))],
        &[response::status(200)],
        &by_default(),
    );
    assert_eq!(received, Vec::<[String; 4]>::new());
    assert_eq!(error, "by_default: missing credential for `key`");
    let unsendable = [From(KEY, |_| Ok("hush\n".to_owned()))];
    let (received, error) = call(&unsendable, &[response::status(200)], &by_default());
    assert_eq!(received, Vec::<[String; 4]>::new());
    assert_eq!(error, "by_default: missing credential for `key`");
    let lost: Function = |rejected| match rejected {
        None => Ok("hush".to_owned()),
        Some(_) => Err("the vault is closed".into()),
    };
    let (received, error) = call(&[From(KEY, lost)], &[response::status(401)], &by_default());
    assert_eq!(received, key(&["hush"]));
    assert_eq!(error, "by_default: missing credential for `key`");
    // It isn't asked by an operation that needs none.
    let given = [From(KEY, |_| panic!("it was asked"))];
    assert_sent(&given, &open(), ["/open", "", "", ""]);
}

#[test]
fn a_credential_that_cant_be_sent_builds_no_client() {
    let builder = || blocking::Client::builder("http://127.0.0.1");
    let built = [
        builder().credential(KEY, "hush\n").build(),
        builder().credential(LOGIN, "hush\n").build(),
        builder().credential(COOKIE, "hush;a=b").build(),
        builder().credential(BASIC, ("hush:hush", "hush")).build(),
    ];
    let said: Vec<String> = built
        .into_iter()
        .map(|built| {
            let error = built.unwrap_err();
            check_text(&chain(&error), SECRETS);
            error.to_string()
        })
        .collect();
    assert_eq!(
        said,
        [
            "invalid credential for `key`: invalid character in a header",
            "invalid credential for `login`: invalid character in a header",
            "invalid credential for `cookie`: invalid character in a cookie",
            "invalid credential for `basic`: the user contains a colon",
        ]
    );
    // A query can have anything.
    builder().credential(QUERY_KEY, "hush\n").build().unwrap();
}

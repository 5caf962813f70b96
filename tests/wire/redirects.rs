//! Redirects: documented redirects are returned to the caller, and other redirects are followed
//! according to RFC
//! 9110. No data of the user is sent to another origin.

use github_oauth_authorizations::{
    Error, Operation, OperationResponse,
    oauth_authorizations::*,
    runtime::{RedirectError, RedirectReason, WithHeaders},
};
use rejoinder_compiled::server::{Act, Received, Server};

use crate::{
    client::{Client, Setting, Side, both},
    leak::{CLIENT_SECRET, ONE_TIME_PASSWORD, PASSWORD, USER},
    response,
    sample::{AUTHORIZATION, BASIC_ERROR},
};

const SETTINGS: [Setting; 3] = [
    Setting::Basic(USER, PASSWORD),
    Setting::Header("x-default", "hush-default"),
    Setting::UserAgent("wire/1"),
];

/// The status codes of redirects that are followed.
const CODES: [u16; 5] = [301, 302, 303, 307, 308];

fn with_password<O: Operation>(operation: O) -> WithHeaders<O> {
    operation.header("x-github-otp", ONE_TIME_PASSWORD).unwrap()
}

fn create() -> CreateAuthorization {
    create_authorization().body(CreateAuthorizationBody::new().client_secret(CLIENT_SECRET))
}

fn update() -> UpdateAuthorization {
    update_authorization(1).body(UpdateAuthorizationBody::new().note("murmur"))
}

/// Returns the header fields except for the names in `without`, sorted.
fn fields(received: &Received, without: &[&str]) -> Vec<(String, String)> {
    let mut fields = received.fields.clone();
    fields.retain(|(name, _)| !without.contains(&name.as_str()));
    fields.sort();
    fields
}

fn refused(error: Error) -> Box<RedirectError> {
    match error {
        Error::Redirect(error) => error,
        error => panic!("{error:?}"),
    }
}

#[test]
fn a_documented_redirect_is_returned() {
    both(|side| {
        let response = response::status(304).header("location", "/elsewhere");
        let server = Server::start([response.script()]).unwrap();
        let response = side.client(&server, []).send(get_authorization(1)).unwrap();
        assert!(matches!(
            response.value,
            GetAuthorizationResponse::NotModified
        ));
        assert_eq!(response.headers["location"], "/elsewhere");
        assert_eq!(server.received().len(), 1);
    });
}

/// Follows each redirect on the same origin. `expected` are the methods after the redirect, in the
/// order of `CODES`. If the method is kept, the whole request is repeated.
fn same_origin<O, R>(operation: O, last: &[Act], expected: [&str; 5])
where
    O: Operation + Clone,
    O: Operation<Response<github_oauth_authorizations::runtime::Body> = R>,
    O: Operation<Response<github_oauth_authorizations::runtime::blocking::Body> = R>,
    R: OperationResponse + std::fmt::Debug,
{
    both(|side| {
        for (code, method) in CODES.into_iter().zip(expected) {
            println!("{code}");
            let redirect = response::redirect(code, "/else/where?q=1").script();
            let server = Server::start([redirect, last.to_vec()]).unwrap();
            let client = side.client(&server, SETTINGS);
            client.send(with_password(operation.clone())).unwrap();

            let received = server.received();
            let [first, second] = received.as_slice() else {
                panic!("{received:?}")
            };
            assert_eq!(second.line, format!("{method} /else/where?q=1 HTTP/1.1"));
            if first.line.starts_with(method) {
                assert_eq!(fields(second, &[]), fields(first, &[]));
                assert_eq!(second.body, first.body);
            } else {
                let of_body = ["content-type", "content-length", "transfer-encoding"];
                assert_eq!(fields(second, &[]), fields(first, &of_body));
                assert!(second.body.is_empty());
            }
            assert_eq!(second.one("x-github-otp"), Some(ONE_TIME_PASSWORD));
            assert_eq!(second.one("x-default"), Some("hush-default"));
            assert!(second.one("authorization").is_some());
        }
    });
}

#[test]
fn get_is_followed() {
    let last = response::json(200, AUTHORIZATION).script();
    same_origin(get_authorization(1), &last, ["GET"; 5]);
}

#[test]
fn delete_is_followed() {
    let last = response::status(204).script();
    let methods = ["DELETE", "DELETE", "GET", "DELETE", "DELETE"];
    same_origin(delete_authorization(1), &last, methods);
}

#[test]
fn post_is_followed() {
    let last = response::json(201, AUTHORIZATION).script();
    let methods = ["GET", "GET", "GET", "POST", "POST"];
    same_origin(create(), &last, methods);
}

#[test]
fn patch_is_followed() {
    let last = response::json(200, AUTHORIZATION).script();
    let methods = ["PATCH", "PATCH", "GET", "PATCH", "PATCH"];
    same_origin(update(), &last, methods);
}

#[test]
fn put_is_followed() {
    let last = response::json(200, AUTHORIZATION).script();
    let methods = ["PUT", "PUT", "GET", "PUT", "PUT"];
    let body = GetOrCreateAuthorizationForAppBody::new(CLIENT_SECRET);
    same_origin(
        get_or_create_authorization_for_app("id", body),
        &last,
        methods,
    );
}

/// The headers that describe a body are removed with the body (RFC 9110, section 15.4).
#[test]
fn headers_of_a_body_are_dropped_with_it() {
    both(|side| {
        let last = response::json(201, AUTHORIZATION).script();
        let server = Server::start([response::redirect(303, "/").script(), last]).unwrap();
        let operation = create().header("content-language", "en").unwrap();
        let operation = operation.header("content-encoding", "identity").unwrap();
        side.client(&server, []).send(operation).unwrap();
        let received = server.received();
        let content = |name: &str| name.starts_with("content-") && name != "content-length";
        assert!(
            !received[1].fields.iter().any(|(name, _)| content(name)),
            "{:?}",
            received[1]
        );
    });
}

/// Sends an operation that is redirected to another origin. Returns the request to the other
/// origin.
fn request_to_another_origin<O, R>(side: Side, code: u16, operation: O, last: Vec<Act>) -> Received
where
    O: Operation<Response<github_oauth_authorizations::runtime::Body> = R>,
    O: Operation<Response<github_oauth_authorizations::runtime::blocking::Body> = R>,
    R: OperationResponse + std::fmt::Debug,
{
    println!("{code}");
    let other = Server::start([last]).unwrap();
    let location = format!("{}/there", other.origin());
    let server = Server::start([response::redirect(code, &location).script()]).unwrap();
    side.client(&server, SETTINGS)
        .send(with_password(operation))
        .unwrap();
    other.received().pop().unwrap()
}

/// Checks that a request to another origin contains no data of the user.
fn assert_harmless(received: &Received) {
    let harmless = ["accept", "accept-encoding", "host", "user-agent"];
    assert_eq!(fields(received, &harmless), []);
    assert_eq!(received.one("user-agent"), Some("wire/1"));
    assert_eq!(received.one("accept"), Some("application/json"));
    assert!(received.body.is_empty());
}

#[test]
fn a_redirect_to_another_origin_drops_credentials() {
    both(|side| {
        for code in CODES {
            let last = response::json(200, AUTHORIZATION).script();
            let received = request_to_another_origin(side, code, get_authorization(1), last);
            assert_eq!(received.line, "GET /there HTTP/1.1");
            assert_harmless(&received);
        }
        for code in [301, 302, 303] {
            let last = response::json(201, AUTHORIZATION).script();
            let received = request_to_another_origin(side, code, create(), last);
            assert_eq!(received.line, "GET /there HTTP/1.1");
            assert_harmless(&received);
        }
        let last = response::json(200, AUTHORIZATION).script();
        let received = request_to_another_origin(side, 303, update(), last);
        assert_eq!(received.line, "GET /there HTTP/1.1");
        assert_harmless(&received);
    });
}

/// The other origin has chosen the target of the redirect back.
#[test]
fn a_redirect_back_to_the_first_origin_drops_credentials() {
    both(|side| {
        let server = Server::start([]).unwrap();
        let back = response::redirect(302, &format!("{}/back", server.origin()));
        let other = Server::start([back.script()]).unwrap();
        server.then([
            response::redirect(302, &other.origin()).script(),
            response::json(200, AUTHORIZATION).script(),
        ]);
        side.client(&server, SETTINGS)
            .send(with_password(get_authorization(1)))
            .unwrap();
        let received = server.received();
        assert_eq!(received[1].line, "GET /back HTTP/1.1");
        assert_harmless(&received[1]);
    });
}

#[test]
fn a_body_is_not_sent_to_another_origin() {
    let body = || GetOrCreateAuthorizationForAppBody::new(CLIENT_SECRET);
    let put = || get_or_create_authorization_for_app("id", body());
    fn send<O, R>(client: &Client, operation: O) -> Error
    where
        O: Operation<Response<github_oauth_authorizations::runtime::Body> = R>,
        O: Operation<Response<github_oauth_authorizations::runtime::blocking::Body> = R>,
        R: OperationResponse + std::fmt::Debug,
    {
        client.send(operation).unwrap_err()
    }
    type Sends<'a> = &'a dyn Fn(&Client) -> Error;
    let cases: [(u16, Sends<'_>); 8] = [
        (307, &|client| send(client, create())),
        (308, &|client| send(client, create())),
        (301, &|client| send(client, update())),
        (302, &|client| send(client, update())),
        (307, &|client| send(client, update())),
        (308, &|client| send(client, update())),
        (307, &|client| send(client, put())),
        (308, &|client| send(client, put())),
    ];
    both(|side| {
        for (code, send) in cases {
            println!("{code}");
            let other = Server::start([]).unwrap();
            let redirect = response::redirect(code, &other.origin())
                .body("murmur")
                .script();
            let server = Server::start([redirect]).unwrap();
            let error = refused(send(&side.client(&server, SETTINGS)));
            assert_eq!(error.reason, RedirectReason::CrossOriginBody);
            assert_eq!(error.response.status, code);
            assert_eq!(error.response.headers["location"], other.origin());
            assert_eq!(error.response.body, "murmur");
            assert_eq!(other.connections(), 0);
        }
    });
}

/// The last response is the result. A documented redirect is a response of any origin.
#[test]
fn the_last_response_is_decoded() {
    both(|side| {
        let redirect = response::redirect(307, "/elsewhere")
            .body("murmur")
            .script();
        let server = Server::start([redirect.clone(), response::status(304).script()]).unwrap();
        let response = side.client(&server, []).send(get_authorization(1)).unwrap();
        assert!(matches!(
            response.value,
            GetAuthorizationResponse::NotModified
        ));

        let last = response::json(401, BASIC_ERROR).script();
        let server = Server::start([redirect.clone(), last]).unwrap();
        let error = side
            .client(&server, [])
            .call(get_authorization(1))
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 401);

        let last = response::status(500).body("murmur").script();
        let server = Server::start([redirect, last]).unwrap();
        let error = side
            .client(&server, [])
            .send(get_authorization(1))
            .unwrap_err();
        assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
    });
}

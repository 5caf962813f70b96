//! Every documented status of every operation, decoded into its variant.

use std::fmt::Debug;

use github_oauth_authorizations::{CallError, Operation, Outcome, oauth_authorizations::*};
use rejoinder_tests::server::Server;

use crate::{
    client::both,
    leak::{self, CLIENT_SECRET},
    reply::{self, Written},
    sample::{AUTHORIZATION, BASIC_ERROR, GRANT, VALIDATION_ERROR, list, read},
};

const LOCATION: &str = "https://api.github.com/authorizations/1";
const LINK: &str = "<https://api.github.com/resource?page=2>; rel=\"next\"";

/// Sends an operation and calls it, for each of its documented replies.
fn each<O, R>(operation: &O, documented: &[(Written, R)])
where
    O: Operation,
    for<'a> &'a O: Operation<Response<reqwest::Response> = R>,
    for<'a> &'a O: Operation<Response<ureq::Body> = R>,
    R: Outcome<Success: Debug + PartialEq> + Debug + PartialEq + Send,
{
    assert_eq!(documented.len(), O::STATUSES.len());
    both(|side| {
        for ((written, expected), code) in documented.iter().zip(O::STATUSES) {
            println!("{code}");
            let reply = written.clone().header("x-request-id", "7").script();
            let server = Server::start([reply.clone(), reply]).unwrap();
            let client = side.client(&server, []);

            let sent = client.send(operation).unwrap();
            assert_eq!(sent.status, *code);
            assert_eq!(sent.headers["x-request-id"], "7");
            assert_eq!(sent.value, *expected);
            leak::check_text(&format!("{sent:?} {sent:#?}"), leak::SECRETS);

            match (client.call(operation), sent.value.success()) {
                (Ok(success), Ok(expected)) => assert_eq!(success, expected),
                (Err(CallError::Rejected(rejected)), Err(expected)) => {
                    assert_eq!(rejected.operation, O::ID);
                    assert_eq!(rejected.status, *code);
                    assert_eq!(rejected.headers["x-request-id"], "7");
                    assert_eq!(rejected.value, expected);
                }
                (called, expected) => panic!("{called:?}, and {expected:?} is documented"),
            }
        }
    });
}

fn located(code: u16) -> Written {
    reply::json(code, AUTHORIZATION).header("location", LOCATION)
}

fn linked(item: &str) -> Written {
    reply::json(200, &list(item)).header("link", LINK)
}

fn basic(code: u16) -> Written {
    reply::json(code, BASIC_ERROR)
}

fn invalid() -> Written {
    reply::json(422, VALIDATION_ERROR)
}

#[test]
fn list_grants_replies() {
    use ListGrantsResponse as R;
    let (body, link) = (read(&list(GRANT)), Some(LINK.to_owned()));
    let error = || read(BASIC_ERROR);
    each(
        &list_grants(),
        &[
            (linked(GRANT), R::Ok { body, link }),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
            (basic(404), R::NotFound { body: error() }),
        ],
    );
}

#[test]
fn get_grant_replies() {
    use GetGrantResponse as R;
    let body = read(GRANT);
    let error = || read(BASIC_ERROR);
    each(
        &get_grant(1),
        &[
            (reply::json(200, GRANT), R::Ok { body }),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
        ],
    );
}

#[test]
fn delete_grant_replies() {
    use DeleteGrantResponse as R;
    let error = || read(BASIC_ERROR);
    each(
        &delete_grant(1),
        &[
            (reply::status(204), R::NoContent),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
        ],
    );
}

#[test]
fn list_authorizations_replies() {
    use ListAuthorizationsResponse as R;
    let (body, link) = (read(&list(AUTHORIZATION)), Some(LINK.to_owned()));
    let error = || read(BASIC_ERROR);
    each(
        &list_authorizations(),
        &[
            (linked(AUTHORIZATION), R::Ok { body, link }),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
            (basic(404), R::NotFound { body: error() }),
        ],
    );
}

#[test]
fn create_authorization_replies() {
    use CreateAuthorizationResponse as R;
    let (body, location) = (read(AUTHORIZATION), Some(LOCATION.to_owned()));
    let error = || read(BASIC_ERROR);
    let invalid_body = read(VALIDATION_ERROR);
    each(
        &create_authorization().body(CreateAuthorizationBody::new().client_secret(CLIENT_SECRET)),
        &[
            (located(201), R::Created { body, location }),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
            (basic(410), R::Gone { body: error() }),
            (invalid(), R::UnprocessableEntity { body: invalid_body }),
        ],
    );
}

#[test]
fn get_or_create_for_app_replies() {
    use GetOrCreateAuthorizationForAppResponse as R;
    let body = || read(AUTHORIZATION);
    let location = || Some(LOCATION.to_owned());
    let error = || read(BASIC_ERROR);
    let invalid_body = read(VALIDATION_ERROR);
    let found = R::Ok {
        body: body(),
        location: location(),
    };
    let created = R::Created {
        body: body(),
        location: location(),
    };
    each(
        &get_or_create_authorization_for_app(
            "id",
            GetOrCreateAuthorizationForAppBody::new(CLIENT_SECRET),
        ),
        &[
            (located(200), found),
            (located(201), created),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
            (invalid(), R::UnprocessableEntity { body: invalid_body }),
        ],
    );
}

#[test]
fn get_or_create_for_app_and_fingerprint_replies() {
    use GetOrCreateAuthorizationForAppAndFingerprintResponse as R;
    let body = || read(AUTHORIZATION);
    let location = || Some(LOCATION.to_owned());
    let invalid_body = read(VALIDATION_ERROR);
    let found = R::Ok {
        body: body(),
        location: location(),
    };
    let created = R::Created {
        body: body(),
        location: location(),
    };
    each(
        &get_or_create_authorization_for_app_and_fingerprint(
            "id",
            "print",
            GetOrCreateAuthorizationForAppAndFingerprintBody::new(CLIENT_SECRET),
        ),
        &[
            (located(200), found),
            (located(201), created),
            (invalid(), R::UnprocessableEntity { body: invalid_body }),
        ],
    );
}

#[test]
fn get_authorization_replies() {
    use GetAuthorizationResponse as R;
    let body = read(AUTHORIZATION);
    let error = || read(BASIC_ERROR);
    each(
        &get_authorization(1),
        &[
            (reply::json(200, AUTHORIZATION), R::Ok { body }),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
        ],
    );
}

#[test]
fn delete_authorization_replies() {
    use DeleteAuthorizationResponse as R;
    let error = || read(BASIC_ERROR);
    each(
        &delete_authorization(1),
        &[
            (reply::status(204), R::NoContent),
            (reply::status(304), R::NotModified),
            (basic(401), R::Unauthorized { body: error() }),
            (basic(403), R::Forbidden { body: error() }),
        ],
    );
}

#[test]
fn update_authorization_replies() {
    use UpdateAuthorizationResponse as R;
    let body = read(AUTHORIZATION);
    let invalid_body = read(VALIDATION_ERROR);
    each(
        &update_authorization(1).body(UpdateAuthorizationBody::new().note("note")),
        &[
            (reply::json(200, AUTHORIZATION), R::Ok { body }),
            (invalid(), R::UnprocessableEntity { body: invalid_body }),
        ],
    );
}

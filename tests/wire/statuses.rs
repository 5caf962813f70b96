//! Every documented status of every operation, decoded into its variant.

use std::{collections::BTreeSet, fmt::Debug};

use github_oauth_authorizations::{
    CallError, Operation, OperationResponse, oauth_authorizations::*,
};
use rejoinder_compiled::server::Server;

use crate::{
    client::both,
    leak::{self, CLIENT_SECRET},
    response::{self, Written},
    sample::{AUTHORIZATION, BASIC_ERROR, GRANT, VALIDATION_ERROR, list, read},
};

const DOCUMENT: &str = include_str!("../../spec/oauth-authorizations.yaml");
const LOCATION: &str = "https://api.github.com/authorizations/1";
const LINK: &str = "<https://api.github.com/resource?page=2>; rel=\"next\"";

/// A check of a documented response.
type Is<R> = Box<dyn Fn(&R) -> bool>;

/// Creates a check for a variant with these values in all of its fields.
macro_rules! is {
    ($response:ident::$variant:ident) => {{
        let is: Is<$response> = Box::new(|response| matches!(response, $response::$variant));
        is
    }};
    ($response:ident::$variant:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let expected = ($($value,)*);
        let is: Is<$response> = Box::new(move |response| match response {
            $response::$variant { $($field),* } => expected == ($($field.clone(),)*),
            _ => false,
        });
        is
    }};
}

/// Checks `send` and `call` of an operation for each documented response.
fn each<O, R>(operation: &O, documented: &[(Written, Is<R>)])
where
    O: Operation,
    for<'a> &'a O: Operation<Response<github_oauth_authorizations::runtime::Body> = R>,
    for<'a> &'a O: Operation<Response<github_oauth_authorizations::runtime::blocking::Body> = R>,
    R: OperationResponse<Success: Debug + PartialEq> + Debug,
{
    let codes: BTreeSet<u16> = documented.iter().map(|(written, _)| written.code).collect();
    assert_eq!(codes, documented_codes(O::ID));
    both(|side| {
        for (written, is) in documented {
            let code = written.code;
            println!("{code}");
            let response = written.clone().header("x-request-id", "7").script();
            let server = Server::start([response.clone(), response]).unwrap();
            let client = side.client(&server, []);

            let sent = client.send(operation).unwrap();
            assert_eq!(sent.status, code);
            assert_eq!(sent.headers["x-request-id"], "7");
            assert!(is(&sent.value), "{:?}", sent.value);
            leak::check_output(&format!("{sent:?} {sent:#?}"), leak::SECRETS);

            match (client.call(operation), sent.value.into_success()) {
                (Ok(success), Ok(expected)) => assert_eq!(success, expected),
                (Err(CallError::ErrorResponse(rejected)), Err(_)) => {
                    assert_eq!(rejected.call.operation(), O::ID);
                    assert_eq!(rejected.status, code);
                    assert_eq!(rejected.headers["x-request-id"], "7");
                    assert!(is(&rejected.value), "{:?}", rejected.value);
                }
                (called, expected) => panic!("{called:?}, and {expected:?} is documented"),
            }
        }
    });
}

/// Returns the documented status codes of an operation.
fn documented_codes(id: &str) -> BTreeSet<u16> {
    let document: serde_json::Value = serde_yaml::from_str(DOCUMENT).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operation = paths
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
        .find(|operation| operation["operationId"] == id)
        .unwrap();
    let responses = operation["responses"].as_object().unwrap();
    responses.keys().map(|code| code.parse().unwrap()).collect()
}

fn located(code: u16) -> Written {
    response::json(code, AUTHORIZATION).header("location", LOCATION)
}

fn linked(item: &str) -> Written {
    response::json(200, &list(item)).header("link", LINK)
}

fn basic(code: u16) -> Written {
    response::json(code, BASIC_ERROR)
}

fn invalid() -> Written {
    response::json(422, VALIDATION_ERROR)
}

#[test]
fn list_grants_responses() {
    use ListGrantsResponse as R;
    let (body, link) = (read(&list(GRANT)), Some(LINK.to_owned()));
    let error = || read(BASIC_ERROR);
    each(
        &list_grants(),
        &[
            (
                linked(GRANT),
                is!(R::Ok {
                    body: body,
                    link: link
                }),
            ),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
            (basic(404), is!(R::NotFound { body: error() })),
        ],
    );
}

#[test]
fn get_grant_responses() {
    use GetGrantResponse as R;
    let body = read(GRANT);
    let error = || read(BASIC_ERROR);
    each(
        &get_grant(1),
        &[
            (response::json(200, GRANT), is!(R::Ok { body: body })),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
        ],
    );
}

#[test]
fn delete_grant_responses() {
    use DeleteGrantResponse as R;
    let error = || read(BASIC_ERROR);
    each(
        &delete_grant(1),
        &[
            (response::status(204), is!(R::NoContent)),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
        ],
    );
}

#[test]
fn list_authorizations_responses() {
    use ListAuthorizationsResponse as R;
    let (body, link) = (read(&list(AUTHORIZATION)), Some(LINK.to_owned()));
    let error = || read(BASIC_ERROR);
    each(
        &list_authorizations(),
        &[
            (
                linked(AUTHORIZATION),
                is!(R::Ok {
                    body: body,
                    link: link
                }),
            ),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
            (basic(404), is!(R::NotFound { body: error() })),
        ],
    );
}

#[test]
fn create_authorization_responses() {
    use CreateAuthorizationResponse as R;
    let (body, location) = (read(AUTHORIZATION), Some(LOCATION.to_owned()));
    let error = || read(BASIC_ERROR);
    let invalid_body = read(VALIDATION_ERROR);
    each(
        &create_authorization().body(CreateAuthorizationBody::new().client_secret(CLIENT_SECRET)),
        &[
            (
                located(201),
                is!(R::Created {
                    body: body,
                    location: location
                }),
            ),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
            (basic(410), is!(R::Gone { body: error() })),
            (
                invalid(),
                is!(R::UnprocessableEntity { body: invalid_body }),
            ),
        ],
    );
}

#[test]
fn get_or_create_for_app_responses() {
    use GetOrCreateAuthorizationForAppResponse as R;
    let body = || read(AUTHORIZATION);
    let location = || Some(LOCATION.to_owned());
    let error = || read(BASIC_ERROR);
    let invalid_body = read(VALIDATION_ERROR);
    let found = is!(R::Ok {
        body: body(),
        location: location(),
    });
    let created = is!(R::Created {
        body: body(),
        location: location(),
    });
    each(
        &get_or_create_authorization_for_app(
            "id",
            GetOrCreateAuthorizationForAppBody::new(CLIENT_SECRET),
        ),
        &[
            (located(200), found),
            (located(201), created),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
            (
                invalid(),
                is!(R::UnprocessableEntity { body: invalid_body }),
            ),
        ],
    );
}

#[test]
fn get_or_create_for_app_and_fingerprint_responses() {
    use GetOrCreateAuthorizationForAppAndFingerprintResponse as R;
    let body = || read(AUTHORIZATION);
    let location = || Some(LOCATION.to_owned());
    let invalid_body = read(VALIDATION_ERROR);
    let found = is!(R::Ok {
        body: body(),
        location: location(),
    });
    let created = is!(R::Created {
        body: body(),
        location: location(),
    });
    each(
        &get_or_create_authorization_for_app_and_fingerprint(
            "id",
            "print",
            GetOrCreateAuthorizationForAppAndFingerprintBody::new(CLIENT_SECRET),
        ),
        &[
            (located(200), found),
            (located(201), created),
            (
                invalid(),
                is!(R::UnprocessableEntity { body: invalid_body }),
            ),
        ],
    );
}

#[test]
fn get_authorization_responses() {
    use GetAuthorizationResponse as R;
    let body = read(AUTHORIZATION);
    let error = || read(BASIC_ERROR);
    each(
        &get_authorization(1),
        &[
            (
                response::json(200, AUTHORIZATION),
                is!(R::Ok { body: body }),
            ),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
        ],
    );
}

#[test]
fn delete_authorization_responses() {
    use DeleteAuthorizationResponse as R;
    let error = || read(BASIC_ERROR);
    each(
        &delete_authorization(1),
        &[
            (response::status(204), is!(R::NoContent)),
            (response::status(304), is!(R::NotModified)),
            (basic(401), is!(R::Unauthorized { body: error() })),
            (basic(403), is!(R::Forbidden { body: error() })),
        ],
    );
}

#[test]
fn update_authorization_responses() {
    use UpdateAuthorizationResponse as R;
    let body = read(AUTHORIZATION);
    let invalid_body = read(VALIDATION_ERROR);
    each(
        &update_authorization(1).body(UpdateAuthorizationBody::new().note("note")),
        &[
            (
                response::json(200, AUTHORIZATION),
                is!(R::Ok { body: body }),
            ),
            (
                invalid(),
                is!(R::UnprocessableEntity { body: invalid_body }),
            ),
        ],
    );
}

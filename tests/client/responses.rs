//! Every documented response, decoded from bytes into its variant.

use std::fmt::Debug;

use bytes::Bytes;
use github_oauth_authorizations::{
    DecodeError, Operation, OperationResponse,
    oauth_authorizations::*,
    runtime::{BodyMode, ResponseBody, WithHeaders},
};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    messages::{decode, head},
    samples::{LINK, LOCATION, basic_error, example, validation_error},
};

/// The variant of a decoded response, and its fields as JSON.
#[derive(Debug, PartialEq)]
struct Decoded {
    variant: &'static str,
    fields: Vec<(&'static str, Value)>,
}

/// A documented response, with the names of its variant and fields.
struct Documented {
    status: u16,
    variant: &'static str,
    fields: &'static [&'static str],
    body: Option<Value>,
}

/// The responses of an operation, in the order of the document.
trait Responses: Operation {
    fn responses() -> Vec<Documented>;
    fn decoded(response: &Self::Response<()>) -> Decoded;
}

/// Lists the responses of an operation, and creates its test. An unlisted or unknown variant or
/// field is a compile error.
macro_rules! responses {
    ($test:ident: $operation:ident => $response:ident {
        $($status:literal $variant:ident { $($field:ident),* } $(= $body:expr)?;)*
    }) => {
        impl Responses for $operation {
            fn responses() -> Vec<Documented> {
                vec![$(Documented {
                    status: $status,
                    variant: stringify!($variant),
                    fields: &[$(stringify!($field)),*],
                    body: None $(.or(Some($body)))?,
                }),*]
            }

            fn decoded(response: &$response) -> Decoded {
                match response {
                    $($response::$variant { $($field),* } => Decoded {
                        variant: stringify!($variant),
                        fields: vec![$((stringify!($field), to_json($field))),*],
                    },)*
                }
            }
        }

        #[test]
        fn $test() {
            check::<$operation>();
        }
    };
}

responses! { list_grants: ListGrants => ListGrantsResponse {
    200 Ok { body, link } = example("application-grant-items");
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
    404 NotFound { body } = basic_error();
} }

responses! { get_grant: GetGrant => GetGrantResponse {
    200 Ok { body } = example("application-grant");
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
} }

responses! { delete_grant: DeleteGrant => DeleteGrantResponse {
    204 NoContent {};
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
} }

responses! { list_authorizations: ListAuthorizations => ListAuthorizationsResponse {
    200 Ok { body, link } = example("authorization-items");
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
    404 NotFound { body } = basic_error();
} }

responses! { create_authorization: CreateAuthorization => CreateAuthorizationResponse {
    201 Created { body, location } = example("authorization");
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
    410 Gone { body } = basic_error();
    422 UnprocessableEntity { body } = validation_error();
} }

responses! { get_or_create_for_app:
    GetOrCreateAuthorizationForApp => GetOrCreateAuthorizationForAppResponse {
        200 Ok { body, location } =
            example("authorization-response-if-returning-an-existing-token-2");
        201 Created { body, location } = example("authorization");
        304 NotModified {};
        401 Unauthorized { body } = basic_error();
        403 Forbidden { body } = basic_error();
        422 UnprocessableEntity { body } = validation_error();
    }
}

responses! { get_or_create_for_app_and_fingerprint:
    GetOrCreateAuthorizationForAppAndFingerprint
        => GetOrCreateAuthorizationForAppAndFingerprintResponse {
        200 Ok { body, location } =
            example("authorization-response-if-returning-an-existing-token");
        201 Created { body, location } = example("authorization-3");
        422 UnprocessableEntity { body } = validation_error();
    }
}

responses! { get_authorization: GetAuthorization => GetAuthorizationResponse {
    200 Ok { body } = example("authorization-2");
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
} }

responses! { update_authorization: UpdateAuthorization => UpdateAuthorizationResponse {
    200 Ok { body } = example("authorization-2");
    422 UnprocessableEntity { body } = validation_error();
} }

responses! { delete_authorization: DeleteAuthorization => DeleteAuthorizationResponse {
    204 NoContent {};
    304 NotModified {};
    401 Unauthorized { body } = basic_error();
    403 Forbidden { body } = basic_error();
} }

/// Counts of operations, responses and typed headers. The table above is complete, because the
/// compiler checks it.
#[test]
fn there_are_43_responses_and_7_headers_in_10_operations() {
    let operations = [
        ListGrants::responses(),
        GetGrant::responses(),
        DeleteGrant::responses(),
        ListAuthorizations::responses(),
        CreateAuthorization::responses(),
        GetOrCreateAuthorizationForApp::responses(),
        GetOrCreateAuthorizationForAppAndFingerprint::responses(),
        GetAuthorization::responses(),
        UpdateAuthorization::responses(),
        DeleteAuthorization::responses(),
    ];
    assert_eq!(operations.len(), 10);
    let responses: Vec<_> = operations.iter().flatten().collect();
    assert_eq!(responses.len(), 43);
    let fields = responses
        .iter()
        .flat_map(|response| response.fields.iter().copied());
    let (bodies, headers): (Vec<&str>, Vec<&str>) = fields.partition(|name| *name == "body");
    assert_eq!(headers.len(), 7, "{headers:?}");
    let without_body = responses
        .iter()
        .filter(|response| response.body.is_none())
        .count();
    assert_eq!(bodies.len() + without_body, 43);
}

fn check<O>()
where
    O: Responses<Response<()>: Debug + OperationResponse<Success: Debug + Serialize>>,
{
    let responses = O::responses();
    let statuses: Vec<u16> = responses.iter().map(|response| response.status).collect();
    assert_eq!(<&O as Operation>::ID, O::ID);
    assert_eq!(WithHeaders::<O>::ID, O::ID);
    for response in &responses {
        let status = StatusCode::from_u16(response.status).unwrap();
        assert_eq!(response.variant, variant_of(status));
        decodes::<O>(response);
        without_headers::<O>(response);
        outcomes::<O>(response);
        body_modes::<O>(response);
    }
    undocumented::<O>(&statuses);
}

/// Body and headers are in the variant of the status code.
fn decodes<O: Responses>(documented: &Documented) {
    let head = head(
        documented.status,
        &[
            ("Content-Type", "application/json; charset=utf-8"),
            ("Link", LINK),
            ("Location", LOCATION),
            ("X-Request-Id", "7"),
        ],
    );
    let fields = documented.fields.iter().map(|name| {
        let value = match *name {
            "body" => written_back(documented.body.clone().unwrap()),
            "link" => json!(LINK),
            "location" => json!(LOCATION),
            name => panic!("unknown field `{name}`"),
        };
        (*name, value)
    });
    let expected = Decoded {
        variant: documented.variant,
        fields: fields.collect(),
    };
    let response = O::decode::<()>(&head, sent(documented)).unwrap();
    assert_eq!(O::decoded(&response), expected);
    let response = <&O>::decode::<()>(&head, sent(documented)).unwrap();
    assert_eq!(O::decoded(&response), expected);
    let response = WithHeaders::<O>::decode::<()>(&head, sent(documented)).unwrap();
    assert_eq!(O::decoded(&response), expected);
}

/// A response without its headers is decoded, and several lines of a header are joined.
fn without_headers<O: Responses>(documented: &Documented) {
    let bare = head(documented.status, &[]);
    let response = O::decode::<()>(&bare, sent(documented)).unwrap();
    for (name, value) in O::decoded(&response).fields {
        assert_eq!(value.is_null(), name != "body", "{name}");
    }
    let twice = head(
        documented.status,
        &[
            ("link", "<a>"),
            ("link", "<b>"),
            ("location", "a"),
            ("location", "b"),
        ],
    );
    let response = O::decode::<()>(&twice, sent(documented)).unwrap();
    for (name, value) in O::decoded(&response).fields {
        match name {
            "link" => assert_eq!(value, "<a>, <b>"),
            "location" => assert_eq!(value, "a, b"),
            _ => {}
        }
    }
}

/// The body of a 2xx is a success. Any other response is an error.
fn outcomes<O>(documented: &Documented)
where
    O: Responses<Response<()>: Debug + OperationResponse<Success: Debug + Serialize>>,
{
    let response = || O::decode::<()>(&head(documented.status, &[]), sent(documented)).unwrap();
    match response().into_success() {
        Ok(success) => {
            assert!((200..300).contains(&documented.status), "{success:?}");
            let body = documented.body.clone().map_or(Value::Null, written_back);
            assert_eq!(to_json(&success), body);
        }
        Err(same) => {
            assert!(!(200..300).contains(&documented.status), "{same:?}");
            assert_eq!(O::decoded(&same), O::decoded(&response()));
        }
    }
}

/// A documented body is required, an undocumented body is ignored, and no body is a stream.
fn body_modes<O>(response: &Documented)
where
    O: Responses<Response<()>: Debug>,
{
    let head = head(response.status, &[]);
    assert_eq!(O::body_mode(&head), BodyMode::Buffer);
    assert_eq!(<&O>::body_mode(&head), BodyMode::Buffer);
    assert_eq!(WithHeaders::<O>::body_mode(&head), BodyMode::Buffer);
    let streamed = O::decode(&head, ResponseBody::Stream(()));
    if response.body.is_none() {
        assert_eq!(O::decoded(&streamed.unwrap()).variant, response.variant);
        let junk = O::decode(&head, ResponseBody::Bytes(Bytes::from_static(b"\xff{")));
        assert_eq!(O::decoded(&junk.unwrap()).variant, response.variant);
    } else {
        assert_eq!(streamed.unwrap_err(), DecodeError::UnexpectedBodyMode);
        let empty = decode::<O>(response.status, "").unwrap_err();
        assert!(matches!(empty, DecodeError::Body { .. }), "{empty:?}");
    }
}

/// An undocumented status code is an error with any body. The exception is 2xx: if one 2xx response
/// is documented, every 2xx status code decodes as that response.
fn undocumented<O>(documented: &[u16])
where
    O: Responses<Response<()>: Debug>,
{
    let is_success = |status: &u16| (200..300).contains(status);
    let is_only = documented
        .iter()
        .filter(|status| is_success(status))
        .count()
        == 1;
    for status in (100..1000).filter(|status| !documented.contains(status)) {
        if is_only && is_success(&status) && ![204, 205].contains(&status) {
            let read = decode::<O>(status, "");
            assert_ne!(
                read.err(),
                Some(DecodeError::UndocumentedStatus),
                "{status}"
            );
            continue;
        }
        if is_only && documented.contains(&204) && status == 205 {
            continue;
        }
        for body in ["", "{}", "[]", "<html>"] {
            let error = decode::<O>(status, body).unwrap_err();
            assert_eq!(error, DecodeError::UndocumentedStatus, "{status}");
        }
    }
}

fn sent(response: &Documented) -> ResponseBody<()> {
    let body = response.body.as_ref().map(Value::to_string);
    ResponseBody::Bytes(body.unwrap_or_default().into())
}

/// Returns the serialization of a decoded body. The serialization differs in `expires_at`: the
/// example omits the required, nullable property, and the serialization contains null.
fn written_back(mut body: Value) -> Value {
    let bodies = match &mut body {
        Value::Array(items) => items.iter_mut().collect(),
        one => vec![one],
    };
    for body in bodies {
        let fields = body.as_object_mut().unwrap();
        if fields.contains_key("hashed_token") {
            fields.entry("expires_at").or_insert(Value::Null);
        }
        // Errors occur only in responses, which don't distinguish null from a missing property.
        for error in fields
            .get_mut("errors")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if let Value::Object(error) = error {
                error.retain(|_, value| !value.is_null());
            }
        }
    }
    body
}

/// Returns the reason phrase of a status code as the name of a variant.
fn variant_of(status: StatusCode) -> String {
    let words = status.canonical_reason().unwrap().split(' ');
    let words = words.map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{first}{}", rest.to_lowercase())
    });
    words.collect()
}

fn to_json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

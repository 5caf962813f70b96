//! The generated operations of `fixtures/responses.yaml` with both clients: status codes, ranges
//! and `default`.

use std::fmt::Debug;

use rejoinder_compiled::{
    fixtures::responses_client::{
        CallError, Client, Error, Operation, OperationResponse, Response, blocking,
        runtime::Body,
        untagged::{
            DifferentBodiesResponse, NeverGoodResponse, OnlyDefaultResponse, OnlyRangeResponse,
            SameBodiesResponse, different_bodies, never_good, no_replies, only_default, only_range,
            same_bodies,
        },
    },
    server::Server,
};

use crate::{
    generated::{runtime, server},
    response::{self, Written},
};

const TITLE: &str = r#"{"title":"murmur"}"#;

fn problem(code: u16) -> Written {
    response::status(code)
        .header("content-type", "application/problem+json")
        .body(TITLE)
}

fn plain_text(code: u16) -> Written {
    response::status(code)
        .header("content-type", "text/plain")
        .body("murmur")
}

fn clients(server: &Server) -> (Client, blocking::Client) {
    (
        Client::builder(server.origin()).build().unwrap(),
        blocking::Client::builder(server.origin()).build().unwrap(),
    )
}

/// Sends an operation with both clients, and returns their common result.
fn sent<O, R>(operation: &O, written: &Written) -> Result<Response<R>, Error>
where
    for<'a> &'a O: Operation<Response<Body> = R>,
    for<'a> &'a O: Operation<Response<blocking::Body> = R>,
    R: OperationResponse + Debug,
{
    let server = server(&[written.clone(), written.clone()]);
    let (client, blocking_client) = clients(&server);
    let first = runtime().block_on(client.send(operation));
    let second = blocking_client.send(operation);
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    second
}

fn called<O, R>(operation: &O, written: &Written) -> Result<R::Success, CallError<R>>
where
    for<'a> &'a O: Operation<Response<Body> = R>,
    for<'a> &'a O: Operation<Response<blocking::Body> = R>,
    R: OperationResponse<Success: Debug> + Debug,
{
    let server = server(&[written.clone(), written.clone()]);
    let (client, blocking_client) = clients(&server);
    let first = runtime().block_on(client.call(operation));
    let second = blocking_client.call(operation);
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    second
}

fn undocumented<R: Debug>(sent: Result<Response<R>, Error>, code: u16) {
    let Err(Error::UndocumentedStatus(response)) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(
        (response.status.as_u16(), &response.body[..]),
        (code, &b"murmur"[..])
    );
}

#[test]
fn successes_with_equal_bodies_have_one_type() {
    for code in [200, 203] {
        assert_eq!(called(&same_bodies(), &plain_text(code)).unwrap(), "murmur");
    }
    for code in [400, 418, 499] {
        let Err(CallError::ErrorResponse(rejected)) = called(&same_bodies(), &problem(code)) else {
            panic!("expected an error for {code}")
        };
        let SameBodiesResponse::ClientError { status, body } = rejected.value else {
            panic!("{rejected:?}")
        };
        assert_eq!(
            (status.as_u16(), body.title.as_deref()),
            (code, Some("murmur"))
        );
    }
    for code in [201, 500] {
        undocumented(sent(&same_bodies(), &plain_text(code)), code);
    }
}

/// A documented redirect is returned to the caller; any other redirect is followed.
#[test]
fn a_documented_redirect_is_a_response() {
    let response = sent(&same_bodies(), &response::redirect(302, "/there")).unwrap();
    let SameBodiesResponse::Found { location } = response.value else {
        panic!("{:?}", response.value)
    };
    assert_eq!(location.as_deref(), Some("/there"));
    let server = server(&[response::redirect(307, "/there"), plain_text(200)]);
    let response = clients(&server).1.send(same_bodies()).unwrap();
    assert!(matches!(response.value, SameBodiesResponse::Ok { body } if body == "murmur"));
    assert_eq!(server.received()[1].line, "GET /there HTTP/1.1");
}

#[test]
fn successes_with_different_bodies_are_variants() {
    let ok = called(&different_bodies(), &plain_text(200)).unwrap();
    assert!(matches!(ok, DifferentBodiesResponse::Ok { body } if body == "murmur"));
    for (written, expected) in [
        (
            response::status(202).header("retry-after", "120"),
            Some(120),
        ),
        (response::status(202), None),
        (response::status(202).header("retry-after", "noon"), None),
    ] {
        let accepted = called(&different_bodies(), &written).unwrap();
        let DifferentBodiesResponse::Accepted { retry_after } = accepted else {
            panic!("{accepted:?}")
        };
        assert_eq!(retry_after, expected);
    }
    // `default` doesn't include 2xx here, because a 2xx status code is documented.
    for code in [201, 404, 500] {
        let Err(CallError::ErrorResponse(rejected)) = called(&different_bodies(), &problem(code))
        else {
            panic!("expected an error for {code}")
        };
        let DifferentBodiesResponse::Default { status, .. } = rejected.value else {
            panic!("{rejected:?}")
        };
        assert_eq!(status.as_u16(), code);
    }
}

#[test]
fn default_is_a_success_with_a_success_status() {
    for code in [200, 299] {
        let body = called(&only_default(), &problem(code)).unwrap();
        assert_eq!(body.title.as_deref(), Some("murmur"));
    }
    let Err(CallError::ErrorResponse(rejected)) = called(&only_default(), &problem(500)) else {
        panic!("expected an error for 500")
    };
    let OnlyDefaultResponse::Default { status, .. } = rejected.value;
    assert_eq!(status.as_u16(), 500);
}

#[test]
fn a_range_of_statuses_is_documented() {
    let body = called(&only_range(), &problem(226)).unwrap();
    assert_eq!(body.title.as_deref(), Some("murmur"));
    let OnlyRangeResponse::Successful { status, .. } =
        sent(&only_range(), &problem(201)).unwrap().value;
    assert_eq!(status.as_u16(), 201);
    undocumented(sent(&only_range(), &plain_text(404)), 404);
}

#[test]
fn an_operation_may_document_no_success_or_no_response() {
    let response = sent(&never_good(), &plain_text(404)).unwrap();
    assert!(matches!(response.value, NeverGoodResponse::NotFound));
    undocumented(sent(&never_good(), &plain_text(200)), 200);
    for code in [200, 404, 500] {
        undocumented(sent(&no_replies(), &plain_text(code)), code);
    }
}

//! The generated operations of `fixtures/responses.yaml`: statuses alone, in ranges and as `default`,
//! by both clients.

use std::fmt::Debug;

use rejoinder_compiled::{
    fixtures::responses_client::{
        CallError, Client, Error, Operation, Outcome, Response, blocking,
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

fn text(code: u16) -> Written {
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

/// What both clients say of a response; it is the same.
fn sent<O, R>(operation: &O, written: &Written) -> Result<Response<R>, Error>
where
    for<'a> &'a O: Operation<Response<Body> = R>,
    for<'a> &'a O: Operation<Response<blocking::Body> = R>,
    R: Outcome + Debug,
{
    let server = server(&[written.clone(), written.clone()]);
    let (client, waiting) = clients(&server);
    let first = runtime().block_on(client.send(operation));
    let second = waiting.send(operation);
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    second
}

fn called<O, R>(operation: &O, written: &Written) -> Result<R::Success, CallError<R>>
where
    for<'a> &'a O: Operation<Response<Body> = R>,
    for<'a> &'a O: Operation<Response<blocking::Body> = R>,
    R: Outcome<Success: Debug> + Debug,
{
    let server = server(&[written.clone(), written.clone()]);
    let (client, waiting) = clients(&server);
    let first = runtime().block_on(client.call(operation));
    let second = waiting.call(operation);
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    second
}

fn undocumented<R: Debug>(sent: Result<Response<R>, Error>, code: u16) {
    let Err(Error::Undocumented(response)) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(
        (response.status.as_u16(), &response.body[..]),
        (code, &b"murmur"[..])
    );
}

#[test]
fn statuses_with_the_same_body_are_one_success() {
    for code in [200, 203] {
        assert_eq!(called(&same_bodies(), &text(code)).unwrap(), "murmur");
    }
    for code in [400, 418, 499] {
        let Err(CallError::Rejected(rejected)) = called(&same_bodies(), &problem(code)) else {
            panic!("{code} is no success")
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
        undocumented(sent(&same_bodies(), &text(code)), code);
    }
}

/// A redirect that is documented is the caller's; any other is followed.
#[test]
fn a_documented_redirect_is_a_response() {
    let response = sent(&same_bodies(), &response::redirect(302, "/there")).unwrap();
    let SameBodiesResponse::Found { location } = response.value else {
        panic!("{:?}", response.value)
    };
    assert_eq!(location.as_deref(), Some("/there"));
    let server = server(&[response::redirect(307, "/there"), text(200)]);
    let response = clients(&server).1.send(same_bodies()).unwrap();
    assert!(matches!(response.value, SameBodiesResponse::Ok { body } if body == "murmur"));
    assert_eq!(server.received()[1].line, "GET /there HTTP/1.1");
}

#[test]
fn successes_with_different_bodies_are_the_response() {
    let ok = called(&different_bodies(), &text(200)).unwrap();
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
    // A 2xx is documented, so that `default` is none.
    for code in [201, 404, 500] {
        let Err(CallError::Rejected(rejected)) = called(&different_bodies(), &problem(code)) else {
            panic!("{code} is no success")
        };
        let DifferentBodiesResponse::Default { status, .. } = rejected.value else {
            panic!("{rejected:?}")
        };
        assert_eq!(status.as_u16(), code);
    }
}

#[test]
fn default_alone_is_a_success_where_the_status_says_so() {
    for code in [200, 299] {
        let body = called(&only_default(), &problem(code)).unwrap();
        assert_eq!(body.title.as_deref(), Some("murmur"));
    }
    let Err(CallError::Rejected(rejected)) = called(&only_default(), &problem(500)) else {
        panic!("500 is no success")
    };
    let OnlyDefaultResponse::Default { status, .. } = rejected.value;
    assert_eq!(status.as_u16(), 500);
}

#[test]
fn a_range_alone() {
    let body = called(&only_range(), &problem(226)).unwrap();
    assert_eq!(body.title.as_deref(), Some("murmur"));
    let OnlyRangeResponse::Successful { status, .. } =
        sent(&only_range(), &problem(201)).unwrap().value;
    assert_eq!(status.as_u16(), 201);
    undocumented(sent(&only_range(), &text(404)), 404);
}

#[test]
fn an_operation_without_a_success_or_a_response() {
    let response = sent(&never_good(), &text(404)).unwrap();
    assert!(matches!(response.value, NeverGoodResponse::NotFound));
    undocumented(sent(&never_good(), &text(200)), 200);
    for code in [200, 404, 500] {
        undocumented(sent(&no_replies(), &text(code)), code);
    }
}

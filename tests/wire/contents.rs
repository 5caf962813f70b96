//! The generated operations of `fixtures/media_types.yaml` with both clients: the `Accept` header,
//! the media type that the server selects, and bodies that never end.

use std::io::Read;

use bytes::Bytes;
use http::HeaderMap;
use rejoinder_compiled::{
    fixtures::media_types_client::{
        CallError, Client, Operation, blocking,
        models::ProblemResponseContent,
        untagged::{
            ExportOkContent, GetPetOkContent, GetPetResponse, GetPictureResponse, export, get_pet,
            get_picture,
        },
    },
    server::{Act, Server},
};

use crate::{
    generated::{runtime, server},
    response::{self, Written},
};

fn typed(code: u16, media_type: &str, body: impl AsRef<[u8]>) -> Written {
    response::status(code)
        .header("content-type", media_type)
        .body(body)
}

fn asynchronous(server: &Server) -> Client {
    Client::builder(server.origin()).build().unwrap()
}

fn blocking_client(server: &Server) -> blocking::Client {
    blocking::Client::builder(server.origin()).build().unwrap()
}

#[test]
fn the_default_media_types_are_accepted() {
    let json = typed(200, "text/json", r#"{"name":"rex"}"#);
    let server = server(&[json.clone(), json]);
    let content = runtime().block_on(asynchronous(&server).call(get_pet("a")));
    let Ok(GetPetOkContent::Json(pet)) = content else {
        panic!("{content:?}")
    };
    assert_eq!(pet.name, "rex");
    let content = blocking_client(&server).call(get_pet("a"));
    assert!(
        matches!(content, Ok(GetPetOkContent::Json(_))),
        "{content:?}"
    );
    for received in server.received() {
        assert_eq!(
            received.all("accept"),
            [
                "application/json, text/json, application/problem+json, application/xml;q=0.9, \
              text/*;q=0.9"
            ]
        );
    }
}

#[test]
fn another_media_type_can_be_accepted() {
    let xml = typed(200, "application/xml", "<pet/>");
    let server = server(&[xml.clone(), xml.clone(), xml]);
    runtime().block_on(async {
        let client = asynchronous(&server);
        let content = client.call(get_pet("a").accept_xml()).await.unwrap();
        let GetPetOkContent::Xml(body) = content else {
            panic!("{content:?}")
        };
        assert_eq!(body.text().await.unwrap(), "<pet/>");
    });
    let client = blocking_client(&server);
    let own = get_pet("a").header("accept", "application/xml").unwrap();
    for content in [client.call(get_pet("a").accept_xml()), client.call(own)] {
        let Ok(GetPetOkContent::Xml(body)) = content else {
            panic!("{content:?}")
        };
        assert_eq!(body.text().unwrap(), "<pet/>");
    }
    let received = server.received();
    for received in &received[..2] {
        let accept = received.one("accept").unwrap();
        assert!(accept.starts_with("application/xml, "), "{accept}");
        assert!(accept.contains("application/json;q=0.9"), "{accept}");
    }
    assert_eq!(received[2].all("accept"), ["application/xml"]);
}

#[test]
fn an_undocumented_media_type_is_kept() {
    let page = typed(200, "text/html; charset=utf-8", "<p>murmur").header("x-request-id", "7");
    let server = server(&[page.clone(), page]);
    let check = |head: &HeaderMap, body: Bytes| {
        assert_eq!(head["x-request-id"], "7");
        assert_eq!(body, "<p>murmur");
    };
    runtime().block_on(async {
        let response = asynchronous(&server).send(get_picture()).await.unwrap();
        let GetPictureResponse::Ok { body } = response.value else {
            panic!("expected 200")
        };
        check(&response.headers, body.bytes().await.unwrap());
    });
    let response = blocking_client(&server).send(get_picture()).unwrap();
    let GetPictureResponse::Ok { body } = response.value else {
        panic!("expected 200")
    };
    check(&response.headers, body.bytes().unwrap());
}

#[test]
fn a_problem_is_decoded_from_text_or_json() {
    let server = server(&[
        typed(404, "text/plain; charset=iso-8859-1", b"n\xe9ant"),
        typed(503, "application/problem+json", r#"{"title":"later"}"#),
    ]);
    let client = blocking_client(&server);
    let Err(CallError::ErrorResponse(rejected)) = client.call(get_pet("a")) else {
        panic!("expected an error")
    };
    let GetPetResponse::ClientError {
        body: ProblemResponseContent::Text(text),
        ..
    } = rejected.value
    else {
        panic!("{rejected:?}")
    };
    assert_eq!(text, "néant");
    let GetPetResponse::Default {
        body: ProblemResponseContent::ProblemJson(problem),
        ..
    } = client.send(get_pet("a")).unwrap().value
    else {
        panic!("expected 503")
    };
    assert_eq!(problem.title.as_deref(), Some("later"));
}

/// The body is returned before it has ended. This body never ends.
#[test]
fn a_stream_body_is_not_buffered() {
    let endless = |media_type| {
        let response = typed(200, media_type, "").unsized_body();
        response.then(Act::Flood(vec![7; 1 << 16]))
    };
    let script = || [endless("image/png"), endless("application/octet-stream")];
    const ENOUGH: usize = 32 << 20;
    let server = Server::start(script()).unwrap();
    runtime().block_on(async {
        let client = asynchronous(&server);
        let picture = client.call(get_picture()).await.unwrap();
        let content = client.call(export()).await.unwrap();
        let ExportOkContent::OctetStream(blob) = content else {
            panic!("{content:?}")
        };
        for mut body in [picture, blob] {
            let mut size = 0;
            while size < ENOUGH {
                size += body.chunk().await.unwrap().unwrap().len();
            }
        }
    });
    let server = Server::start(script()).unwrap();
    let client = blocking_client(&server);
    let picture = client.call(get_picture()).unwrap();
    let Ok(ExportOkContent::OctetStream(blob)) = client.call(export()) else {
        panic!("expected a stream")
    };
    for body in [picture, blob] {
        let mut start = body.take(ENOUGH as u64);
        let size = std::io::copy(&mut start, &mut std::io::sink()).unwrap();
        assert_eq!(size, ENOUGH as u64);
    }
}

//! Responses that differ from the API description in media type, JSON or headers.

use github_oauth_authorizations::{DecodeError, Error, oauth_authorizations::*};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::both,
    response::{self, Written},
    sample::{AUTHORIZATION, BASIC_ERROR, list},
};

fn typed(media_type: Option<&str>, body: impl AsRef<[u8]>) -> Written {
    let response = response::status(200).header("x-request-id", "7");
    match media_type {
        Some(media_type) => response.header("content-type", media_type),
        None => response,
    }
    .body(body)
}

#[test]
fn every_json_media_type_is_read() {
    let names = [
        None,
        Some("application/json"),
        Some("application/json; charset=utf-8"),
        Some("Application/JSON ;charset=UTF-8"),
        Some("application/vnd.github+json"),
        Some("application/vnd.github.v3+json; charset=utf-8"),
        Some("text/json"),
    ];
    both(|side| {
        for name in names {
            println!("{name:?}");
            let server = Server::start([typed(name, AUTHORIZATION).script()]).unwrap();
            side.client(&server, []).call(get_authorization(1)).unwrap();
        }
    });
}

#[test]
fn a_media_type_other_than_json_is_an_error() {
    let names = [
        "text/html",
        "text/html; charset=utf-8",
        "text/plain",
        "application/xml",
        "json",
    ];
    both(|side| {
        for name in names {
            println!("{name}");
            // An undocumented media type is an error, even if the body is valid JSON.
            for body in ["<html>murmur</html>", AUTHORIZATION, ""] {
                let server = Server::start([typed(Some(name), body).script()]).unwrap();
                let error = side
                    .client(&server, [])
                    .send(get_authorization(1))
                    .unwrap_err();
                assert_eq!(error.body().unwrap(), body);
                assert_eq!(error.headers().unwrap()["x-request-id"], "7");
                let Error::Decode(failure) = error else {
                    panic!("{error:?}")
                };
                assert_eq!(failure.response.status, 200);
                let found = name.split(';').next().unwrap().to_owned();
                let expected = "application/json".to_owned();
                assert_eq!(
                    failure.source,
                    DecodeError::UndocumentedContentType { expected, found }
                );
            }
        }
    });
}

/// Proxies send such pages with documented status codes.
#[test]
fn an_html_page_with_a_documented_status_is_an_error() {
    both(|side| {
        for code in [401, 403] {
            let page = response::status(code)
                .header("content-type", "text/html")
                .body("murmur");
            let server = Server::start([page.script()]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert_eq!(error.status().unwrap(), code);
            assert_eq!(error.body().unwrap(), "murmur");
            assert!(matches!(error, Error::Decode(_)), "{error:?}");
        }
    });
}

/// A body is ignored if the response is documented without a body.
#[test]
fn an_undocumented_body_is_ignored() {
    both(|side| {
        let server = Server::start([response::status(204).script()]).unwrap();
        side.client(&server, [])
            .call(delete_authorization(1))
            .unwrap();
    });
}

#[test]
fn invalid_json_is_an_error_with_its_path() {
    let mut not_utf_8 = AUTHORIZATION
        .replace("murmur note", "murmur @")
        .into_bytes();
    let at = not_utf_8.iter().position(|byte| *byte == b'@').unwrap();
    not_utf_8[at] = 0xff;
    let wrong = AUTHORIZATION.replace("\"hush-token\"", "[\"hush-token\"]");
    let deep = AUTHORIZATION.replace("\"murmur app\"", "17");
    let latin = AUTHORIZATION.replace("\"2011-09-06T20:39:23Z\"", "\"murmur\"");
    let doubled = AUTHORIZATION.replace("\"id\": 1", "\"id\": 1, \"id\": 2");
    let marked = format!("\u{feff}{AUTHORIZATION}");
    let nested = "[".repeat(100_000);
    let bodies: [(&[u8], &str); 14] = [
        (b"", ""),
        (b"   ", ""),
        (b"null", ""),
        (b"[]", ""),
        (b"17", ""),
        (b"\"hush\"", ""),
        (b"{}", ""),
        (b"{\"id\": \"hush\"}", "id"),
        (wrong.as_bytes(), "token"),
        (deep.as_bytes(), "app.name"),
        (latin.as_bytes(), "updated_at"),
        (doubled.as_bytes(), ""),
        (&not_utf_8, "note"),
        (nested.as_bytes(), ""),
    ];
    both(|side| {
        for (body, field) in bodies {
            println!(
                "{}",
                String::from_utf8_lossy(body)
                    .chars()
                    .take(999)
                    .collect::<String>()
            );
            let server = Server::start([response::json(200, "").body(body).script()]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert_eq!(error.body().unwrap(), body);
            assert_eq!(error.status().unwrap(), 200);
            let Error::Decode(failure) = error else {
                panic!("{error:?}")
            };
            let DecodeError::Body { path, .. } = &failure.source else {
                panic!("{failure:?}")
            };
            // A value that isn't an object has no path below it.
            if !nested.as_bytes().starts_with(body) && !body.starts_with(b"[") {
                assert!(
                    path.contains(field),
                    "expected the path of {field}, found {path}"
                );
            }
        }
        // A byte order mark may be ignored, or be an error (RFC 8259, section 8.1).
        let server = Server::start([response::json(200, &marked).script()]).unwrap();
        let _ = side.client(&server, []).send(get_authorization(1));
    });
}

#[test]
fn trailing_bytes_are_an_error() {
    both(|side| {
        for end in ["}", ",", "murmur", "{}"] {
            let response = response::json(401, &format!("{BASIC_ERROR}{end}"));
            let server = Server::start([response.script()]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert!(matches!(error, Error::Decode(_)), "{error:?}");
        }
    });
}

#[test]
fn headers_of_the_same_name_are_joined() {
    both(|side| {
        let response = response::json(200, &list(AUTHORIZATION))
            .header("Link", "</1>; rel=\"first\"")
            .header("LINK", "</9>; rel=\"last\"");
        let server = Server::start([response.script()]).unwrap();
        let response = side
            .client(&server, [])
            .send(list_authorizations())
            .unwrap();
        let ListAuthorizationsResponse::Ok { link, .. } = response.value else {
            panic!()
        };
        assert_eq!(link.unwrap(), "</1>; rel=\"first\", </9>; rel=\"last\"");
        assert_eq!(response.headers.get_all("link").iter().count(), 2);
    });
}

#[test]
fn a_header_may_be_other_than_utf_8() {
    both(|side| {
        let head = b"HTTP/1.1 200 OK\r\nlink: <\xfc>\r\ncontent-length: 2\r\n\r\n[]";
        let server = Server::start([vec![Act::Send(head.to_vec())]]).unwrap();
        let response = side
            .client(&server, [])
            .send(list_authorizations())
            .unwrap();
        assert_eq!(response.body, "[]");
        assert_eq!(response.headers["link"].as_bytes(), b"<\xfc>");
        let ListAuthorizationsResponse::Ok { link, .. } = response.value else {
            panic!("expected 200")
        };
        assert_eq!(link, None);
    });
}

//! Responses that aren't what the document says: media types, JSON and headers.

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
fn json_by_any_name() {
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
fn not_json() {
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
            // Although it would read as JSON.
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
                assert_eq!(failure.source, DecodeError::ContentType { expected, found });
            }
        }
    });
}

/// Proxies send such pages, with statuses that are documented.
#[test]
fn a_page_with_a_documented_status() {
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

/// Where no body is documented, none is read: what came instead doesn't matter.
#[test]
fn a_body_where_none_is_documented() {
    both(|side| {
        let server = Server::start([response::status(204).script()]).unwrap();
        side.client(&server, [])
            .call(delete_authorization(1))
            .unwrap();
    });
}

#[test]
fn json_that_is_not_as_documented() {
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
            // What isn't an object at all has no path that is worth a look.
            if !nested.as_bytes().starts_with(body) && !body.starts_with(b"[") {
                assert!(path.contains(field), "{field} isn't {path}");
            }
        }
        // RFC 8259, section 8.1: a byte order mark may be ignored, or be an error.
        let server = Server::start([response::json(200, &marked).script()]).unwrap();
        let _ = side.client(&server, []).send(get_authorization(1));
    });
}

#[test]
fn trailing_text_is_an_error() {
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
fn headers_of_one_name_are_one_list() {
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
fn a_header_that_is_not_utf_8() {
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
            panic!("it is 200")
        };
        assert_eq!(link, None);
    });
}

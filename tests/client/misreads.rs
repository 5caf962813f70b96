//! Bodies, media types and headers that aren't as documented, and what an error says of them: the
//! place and what was expected, never what was there.

use bytes::Bytes;
use github_oauth_authorizations::{
    DecodeError, Operation, oauth_authorizations::*, runtime::ResponseBody,
};
use serde_json::{Value, json};

use crate::{
    messages::{decode, head},
    samples::example,
};

/// Reads a 200 of `get-authorization` that doesn't decode.
fn misread(body: &Value) -> DecodeError {
    decode::<GetAuthorization>(200, body.to_string()).unwrap_err()
}

/// Where an error is, and the reason without its remedy.
fn parts(error: &DecodeError) -> (&str, &str) {
    match error {
        DecodeError::Body { path, reason, .. } => (path, reason.split("; if ").next().unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_required_property_that_is_missing_is_named() {
    for name in ["id", "url", "token", "app", "updated_at", "created_at"] {
        let mut body = example("authorization");
        body.as_object_mut().unwrap().remove(name).unwrap();
        let error = misread(&body);
        assert_eq!(
            parts(&error),
            ("", format!("missing field `{name}`").as_str())
        );
    }
    for name in ["client_id", "name", "url"] {
        let mut body = example("authorization");
        body["app"].as_object_mut().unwrap().remove(name).unwrap();
        let error = misread(&body);
        assert_eq!(
            parts(&error),
            ("app", format!("missing field `{name}`").as_str())
        );
    }
    // Of several, the first in the document.
    assert_eq!(
        parts(&misread(&json!({"url": "u"}))),
        ("", "missing field `id`")
    );
}

#[test]
fn a_property_that_is_null_and_must_not_be_is_named() {
    for (name, expected) in [
        (
            "id",
            "an integer from -9223372036854775808 to 9223372036854775807 (i64)",
        ),
        ("url", "a string"),
        ("token", "a string"),
        ("app", "an object (AuthorizationApp)"),
    ] {
        let mut body = example("authorization");
        body[name] = Value::Null;
        let error = misread(&body);
        assert_eq!(
            parts(&error),
            (name, format!("expected {expected}").as_str())
        );
    }
}

#[test]
fn a_wrong_type_is_found_where_it_is() {
    let mut body = example("authorization");
    body["scopes"] = json!(["a", "b", 3, "d"]);
    assert_eq!(parts(&misread(&body)), ("scopes[2]", "expected a string"));
    let mut body = example("authorization");
    body["app"]["client_id"] = json!({"hush": 1});
    assert_eq!(
        parts(&misread(&body)),
        ("app.client_id", "expected a string")
    );

    let errors = json!([{"code": "c"}, {"code": 7, "field": "f"}, {"code": "c"}]);
    let body = json!({"message": "m", "documentation_url": "d", "errors": errors});
    let error = decode::<UpdateAuthorization>(422, body.to_string()).unwrap_err();
    assert_eq!(parts(&error), ("errors[1].code", "expected a string"));

    let errors = json!([{"code": "c"}, {"index": 7}]);
    let body = json!({"message": "m", "documentation_url": "d", "errors": errors});
    let error = decode::<UpdateAuthorization>(422, body.to_string()).unwrap_err();
    assert_eq!(parts(&error), ("errors[1]", "missing field `code`"));

    let mut items = example("authorization-items");
    items[0]["app"]["name"] = json!(false);
    let error = decode::<ListAuthorizations>(200, items.to_string()).unwrap_err();
    assert_eq!(parts(&error), ("[0].app.name", "expected a string"));
    let error = decode::<ListAuthorizations>(200, "[null]").unwrap_err();
    assert_eq!(parts(&error), ("[0]", "expected an object (Authorization)"));
    let error = decode::<ListAuthorizations>(200, "{}").unwrap_err();
    assert_eq!(parts(&error), ("", "expected an array"));
}

#[test]
fn what_an_integer_or_a_time_cant_hold_is_found() {
    const INTEGER: &str =
        "expected an integer from -9223372036854775808 to 9223372036854775807 (i64)";
    let range = "a number outside of that range; document a wider `format` or wider bounds";
    for (id, found) in [
        (
            "1.5",
            "a number with a fraction; document it as `type: number`",
        ),
        (
            "1.5e-3",
            "a number with a fraction; document it as `type: number`",
        ),
        ("1e20", range),
        ("9223372036854775808", range),
        ("99999999999999999999", range),
        ("-9223372036854775809", range),
        ("\"1\"", ", found a string"),
    ] {
        let text = example("authorization")
            .to_string()
            .replace("\"id\":1", &format!("\"id\":{id}"));
        let error = decode::<GetAuthorization>(200, &text).unwrap_err();
        assert_eq!(parts(&error), ("id", INTEGER), "{id}");
        assert!(error.to_string().ends_with(found), "{error}");
    }
    let offset = "expected a time with an offset, such as `2024-02-29T12:30:00Z`";
    let form = "unexpected format";
    for (time, reason) in [
        ("", form),
        ("hush", form),
        ("2011-02-30T00:00:00Z", form),
        ("2011-09-06", offset),
        ("2011-09-06T17:26:27", offset),
        ("2011-09-06 17:26:27.123", offset),
        ("2011-09-06T17:26", offset),
    ] {
        let mut body = example("authorization");
        body["created_at"] = json!(time);
        let error = misread(&body);
        assert_eq!(parts(&error), ("created_at", reason), "{time}");
    }
}

#[test]
fn a_property_that_comes_twice_is_refused() {
    let text = example("authorization").to_string();
    let twice = text.replacen('{', "{\"token\":\"hush\",", 1);
    let error = decode::<GetAuthorization>(200, &twice).unwrap_err();
    assert_eq!(parts(&error), ("token", "duplicate field `token`"));
    // One that isn't documented may.
    let twice = text.replacen('{', "{\"x\":1,\"x\":2,", 1);
    decode::<GetAuthorization>(200, &twice).unwrap();
}

/// What is no JSON at all, and what an error says of it.
#[test]
fn what_is_no_json_is_found() {
    for (body, expected) in [
        ("<html>", "body: expected value at line 1 column 1, found …"),
        (
            // The words of `serde_json` for a text that it passes over.
            "{\"id\":1,}",
            "body: key must be a string at line 1 column 9; found {\"id\":0,…",
        ),
        (
            "{\"id\":01}",
            "`id`: invalid number at line 1 column 8; found a number",
        ),
        (
            "{\"id\":1",
            "`id`: unexpected end of JSON at line 1 column 7; found a number",
        ),
        (
            "[]x",
            "body: expected an object (Authorization), found an array: []",
        ),
        (
            "{'id':1}",
            "body: key must be a string at line 1 column 2; found {…",
        ),
    ] {
        let error = decode::<GetAuthorization>(200, body).unwrap_err();
        assert_eq!(error.to_string(), expected, "{body}");
    }
    let trailing = format!("{} x", example("authorization"));
    let error = decode::<GetAuthorization>(200, trailing).unwrap_err();
    assert!(
        parts(&error).1.starts_with("trailing characters at line 1"),
        "{error}"
    );
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let text = example("authorization").to_string();
    for bytes in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80"] {
        let (before, after) = text.split_once("optional note").unwrap();
        let body = [before.as_bytes(), bytes, after.as_bytes()].concat();
        let error = decode::<GetAuthorization>(200, body).unwrap_err();
        assert_eq!(parts(&error).0, "note");
        assert!(
            parts(&error)
                .1
                .starts_with("invalid unicode code point at line 1"),
            "{error}"
        );
    }
}

#[test]
fn a_content_type_is_json_or_refused() {
    let decoded = |content_type: &str| {
        let head = head(200, &[("content-type", content_type)]);
        let body = Bytes::from(example("authorization").to_string());
        GetAuthorization::decode::<()>(&head, ResponseBody::Bytes(body)).map(|_| ())
    };
    for content_type in [
        "application/json",
        "application/json;charset=utf-8",
        "application/json ; charset=\"utf-8\"",
        "APPLICATION/JSON",
        "Application/Json; Charset=UTF-8",
        "text/json",
        "application/vnd.github.v3+json",
        "application/vnd.github.v3+JSON; charset=utf-8",
        "application/problem+json",
        " application/json",
    ] {
        assert_eq!(decoded(content_type), Ok(()), "{content_type}");
    }
    for (content_type, found) in [
        ("text/html", "text/html"),
        ("text/html; charset=utf-8", "text/html"),
        ("TEXT/Plain", "text/plain"),
        ("application/xml", "application/xml"),
        ("application/jsonp", "application/jsonp"),
        ("application/x-json", "application/x-json"),
        ("json", "json"),
        ("", ""),
    ] {
        let error = DecodeError::ContentType {
            expected: "application/json".to_owned(),
            found: found.to_owned(),
        };
        assert_eq!(decoded(content_type), Err(error), "{content_type}");
    }
    let head = head(200, &[]);
    let body = Bytes::from(example("authorization").to_string());
    GetAuthorization::decode::<()>(&head, ResponseBody::Bytes(body)).unwrap();
}

/// The media type is looked at before the body, and not where there is no body.
#[test]
fn the_content_type_is_the_first_to_be_looked_at() {
    let html = [("content-type", "text/html")];
    let body = || ResponseBody::<()>::Bytes(Bytes::from_static(b"<html>"));
    let error = GetAuthorization::decode(&head(200, &html), body()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected media type application/json, found \"text/html\""
    );
    GetAuthorization::decode(&head(304, &html), body()).unwrap();
    let error = GetAuthorization::decode(&head(500, &html), body()).unwrap_err();
    assert_eq!(error, DecodeError::Undocumented);
}

#[test]
fn a_header_that_is_not_utf8_is_none() {
    let mut head = head(200, &[]);
    let value = http::HeaderValue::from_bytes(b"<\xff>").unwrap();
    head.headers.insert("link", value);
    let body = ResponseBody::<()>::Bytes(Bytes::from_static(b"[]"));
    match ListGrants::decode(&head, body).unwrap() {
        ListGrantsResponse::Ok { link, .. } => assert_eq!(link, None),
        other => panic!("{other:?}"),
    }
    let value = http::HeaderValue::from_bytes("<é>".as_bytes()).unwrap();
    head.headers.insert("link", value);
    let body = ResponseBody::<()>::Bytes(Bytes::from_static(b"[]"));
    match ListGrants::decode(&head, body).unwrap() {
        ListGrantsResponse::Ok { link, .. } => assert_eq!(link.as_deref(), Some("<é>")),
        other => panic!("{other:?}"),
    }
}

/// What an error shows of a body are names, signs and lengths.
#[test]
fn an_error_shows_no_value() {
    let wrong = [
        json!(null),
        json!(true),
        json!(-73_313),
        json!([["hush"]]),
        json!({"k": "hush"}),
    ];
    let mut misread_count = 0;
    let fields = example("authorization");
    for name in fields.as_object().unwrap().keys() {
        for value in &wrong {
            let mut body: Value = serde_json::from_str(
                &fields
                    .to_string()
                    .replace("\":\"", "\":\"hush-")
                    .replace(":1,", ":73313,"),
            )
            .unwrap();
            for time in ["created_at", "updated_at", "expires_at"] {
                body[time] = fields[time].clone();
            }
            body[name] = value.clone();
            let Err(error) = decode::<GetAuthorization>(200, body.to_string()) else {
                continue;
            };
            misread_count += 1;
            for shown in [
                error.to_string(),
                format!("{error:?}"),
                format!("{error:#?}"),
            ] {
                for secret in ["hush", "73313", "2011", "public_repo"] {
                    assert!(!shown.contains(secret), "{shown}");
                }
            }
        }
    }
    assert!(misread_count > 40, "{misread_count}");
}

/// A text in a body that looks like what `serde_json` says.
#[test]
fn an_error_shows_no_value_that_looks_like_an_error() {
    for text in [
        "hush, expected hush",
        "hush at line 1 column 2",
        "missing field `hush`",
        "x`, expected `hush` at line 1 column 1",
        "invalid type: hush, expected hush",
    ] {
        for name in ["id", "created_at", "app", "scopes"] {
            let mut body = example("authorization");
            body[name] = json!(text);
            let error = misread(&body);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("hush"), "{shown}");
            assert_eq!(parts(&error).0, name);
        }
    }
}

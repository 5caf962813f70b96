//! Bodies, media types and headers that differ from the API description. An error contains the path
//! and the expected type, and no value.

use bytes::Bytes;
use github_oauth_authorizations::{
    DecodeError, Operation, oauth_authorizations::*, runtime::ResponseBody,
};
use serde_json::{Value, json};

use crate::{
    messages::{decode, head},
    samples::example,
};

/// Decodes an invalid 200 response of `get-authorization`.
fn misread(body: &Value) -> DecodeError {
    decode::<GetAuthorization>(200, body.to_string()).unwrap_err()
}

/// Returns the path and the reason of an error, without the help.
fn parts(error: &DecodeError) -> (&str, &str) {
    match error {
        DecodeError::Body { path, reason, .. } => (path, reason.split("; if ").next().unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_required_property_is_named() {
    for name in ["id", "url", "token", "app", "updated_at", "created_at"] {
        let mut body = example("authorization");
        body.as_object_mut().unwrap().remove(name).unwrap();
        let error = misread(&body);
        assert_eq!(
            parts(&error),
            ("", format!("missing property `{name}`").as_str())
        );
    }
    for name in ["client_id", "name", "url"] {
        let mut body = example("authorization");
        body["app"].as_object_mut().unwrap().remove(name).unwrap();
        let error = misread(&body);
        assert_eq!(
            parts(&error),
            ("app", format!("missing property `{name}`").as_str())
        );
    }
    // If several properties are missing, the first in the document is named.
    assert_eq!(
        parts(&misread(&json!({"url": "u"}))),
        ("", "missing property `id`")
    );
}

#[test]
fn a_null_property_that_is_not_nullable_is_named() {
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
fn a_wrong_type_has_its_path() {
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
    assert_eq!(parts(&error), ("errors[1]", "missing property `code`"));

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
fn invalid_integers_and_times_have_their_path() {
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
        let body_text = example("authorization")
            .to_string()
            .replace("\"id\":1", &format!("\"id\":{id}"));
        let error = decode::<GetAuthorization>(200, &body_text).unwrap_err();
        assert_eq!(parts(&error), ("id", INTEGER), "{id}");
        assert!(error.to_string().ends_with(found), "{error}");
    }
    let offset = "expected a time with an offset, such as `2024-02-29T12:30:00Z`";
    for (time, reason) in [
        ("", offset),
        ("hush", offset),
        ("2011-02-30T00:00:00Z", offset),
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
fn a_duplicate_property_is_rejected() {
    let body_text = example("authorization").to_string();
    let twice = body_text.replacen('{', "{\"token\":\"hush\",", 1);
    let error = decode::<GetAuthorization>(200, &twice).unwrap_err();
    assert_eq!(parts(&error), ("token", "duplicate property `token`"));
    // An unknown property may be repeated.
    let twice = body_text.replacen('{', "{\"x\":1,\"x\":2,", 1);
    decode::<GetAuthorization>(200, &twice).unwrap();
}

/// Invalid JSON, and the message of its error.
#[test]
fn invalid_json_is_an_error() {
    for (body, expected) in [
        (
            "\n<html>",
            "body: expected JSON, found markup, such as HTML or XML",
        ),
        ("not available", "body: expected JSON, found text"),
        (
            // The message of `serde_json` for a value that it skips.
            "{\"id\":1,}",
            "body: key must be a string at line 1 column 9; found {\"id\":number,…",
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
fn invalid_utf8_is_rejected() {
    let body_text = example("authorization").to_string();
    for bytes in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80"] {
        let (before, after) = body_text.split_once("optional note").unwrap();
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
fn a_content_type_other_than_json_is_rejected() {
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
        let error = DecodeError::UndocumentedContentType {
            expected: "application/json".to_owned(),
            found: found.to_owned(),
        };
        assert_eq!(decoded(content_type), Err(error), "{content_type}");
    }
    let head = head(200, &[]);
    let body = Bytes::from(example("authorization").to_string());
    GetAuthorization::decode::<()>(&head, ResponseBody::Bytes(body)).unwrap();
}

/// The media type is checked before the body, and only if a body is documented.
#[test]
fn the_content_type_is_checked_before_the_body() {
    let html = [("content-type", "text/html")];
    let body = || ResponseBody::<()>::Bytes(Bytes::from_static(b"<html>"));
    let error = GetAuthorization::decode(&head(200, &html), body()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected media type application/json, found \"text/html\"; if the API description lists \
             it, add it to `media_types` of rejoinder.toml"
    );
    GetAuthorization::decode(&head(304, &html), body()).unwrap();
    let error = GetAuthorization::decode(&head(500, &html), body()).unwrap_err();
    assert_eq!(error, DecodeError::UndocumentedStatus);
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

/// An error shows names, punctuation and lengths of a body, and no values.
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
            for output in [
                error.to_string(),
                format!("{error:?}"),
                format!("{error:#?}"),
            ] {
                for secret in ["hush", "73313", "2011", "public_repo"] {
                    assert!(!output.contains(secret), "{output}");
                }
            }
        }
    }
    assert!(misread_count > 40, "{misread_count}");
}

/// Strings in a body that look like messages of `serde_json`.
#[test]
fn an_error_shows_no_value_that_looks_like_an_error() {
    for body_text in [
        "hush, expected hush",
        "hush at line 1 column 2",
        "missing property `hush`",
        "x`, expected `hush` at line 1 column 1",
        "invalid type: hush, expected hush",
    ] {
        for name in ["id", "created_at", "app", "scopes"] {
            let mut body = example("authorization");
            body[name] = json!(body_text);
            let error = misread(&body);
            let output = format!("{error} {error:?}");
            assert!(!output.contains("hush"), "{output}");
            assert_eq!(parts(&error).0, name);
        }
    }
}

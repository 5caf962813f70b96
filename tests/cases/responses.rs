//! Responses as real servers send them.

use std::{
    convert::Infallible,
    error::Error,
    future::ready,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::Request;
use rejoinder::{Generator, Settings, settings::Tolerance};
use rejoinder_cases::responses_client::{
    blocking,
    runtime::{Body, CallError, Client, FnTransport, Operation, RequestBody, Response, Transport},
    security::KEY,
    untagged::*,
};
use serde_json::json;

use super::support::case;

/// A fixed response: status code, header fields and body.
#[derive(Clone)]
struct FixedResponse(u16, Vec<(&'static str, &'static str)>, &'static [u8]);

impl FixedResponse {
    fn json(status: u16, body: &'static str) -> Self {
        Self::typed(status, "application/json", body.as_bytes())
    }

    fn typed(status: u16, media_type: &'static str, body: &'static [u8]) -> Self {
        Self(status, vec![("content-type", media_type)], body)
    }

    fn response(&self) -> http::Response<Bytes> {
        let Self(status, fields, body) = self;
        let mut response = http::Response::builder().status(*status);
        for (name, value) in fields {
            response = response.header(*name, *value);
        }
        response.body(Bytes::from_static(body)).unwrap()
    }
}

type Uris = Arc<Mutex<Vec<String>>>;

/// A client with a fixed response, and the URIs of its requests.
fn client(fixed: FixedResponse) -> (Client<impl Transport>, Uris) {
    let uris = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&uris);
    let transport = FnTransport(move |request: Request<RequestBody>| {
        seen.lock().unwrap().push(request.uri().to_string());
        ready(Ok::<_, Infallible>(fixed.response()))
    });
    let client = Client::with_transport(transport, "https://api.test").credential(KEY, "SECRET");
    (client.build().unwrap(), uris)
}

fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

fn send<O: Operation>(
    operation: O,
    fixed: FixedResponse,
) -> Result<Response<O::Response<Body>>, String> {
    let (client, _) = client(fixed);
    wait(client.send(operation)).map_err(|error| chain(&error))
}

fn chain(error: &dyn Error) -> String {
    let mut messages = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        messages = format!("{messages}: {error}");
        next = error.source();
    }
    messages
}

#[test]
fn a_rejected_response_keeps_its_bytes() {
    let body = r#"{"exception_message":"name must not have a slash"}"#;
    let (client, _) = client(FixedResponse::json(422, body));
    let error = wait(client.call(get_invalid())).unwrap_err();
    assert_eq!(error.body().unwrap(), body);
    let CallError::ErrorResponse(rejected) = error else {
        panic!("{error:?}");
    };
    assert_eq!(rejected.body, body);
    assert!(!format!("{rejected:?}").contains("slash"));
}

#[test]
fn a_body_without_documented_content_is_kept() {
    let response = send(
        get_file(),
        FixedResponse::typed(200, "application/pdf", b"%PDF"),
    )
    .unwrap();
    assert_eq!(response.body, "%PDF");
    let response = send(
        get_zone(),
        FixedResponse::json(200, r#"{"name":"a","more":1}"#),
    )
    .unwrap();
    assert_eq!(response.body, r#"{"name":"a","more":1}"#);
}

#[test]
fn an_operation_without_security_gets_no_credential() {
    let (client, uris) = client(FixedResponse::json(200, "{}"));
    let _ = wait(client.send(get_zone()));
    let _ = wait(client.send(get_file()));
    let expected = [
        "https://api.test/zone",
        "https://api.test/file?api_key=SECRET",
    ];
    assert_eq!(*uris.lock().unwrap(), expected);
}

#[test]
fn another_success_status_is_decoded_as_the_documented_one() {
    for status in [200, 201, 202, 203, 206, 299] {
        let response = send(get_zone(), FixedResponse::json(status, r#"{"name":"a"}"#)).unwrap();
        assert_eq!(response.status, status);
        let GetZoneResponse::Ok { body } = response.value else {
            panic!("{response:?}");
        };
        assert_eq!(body.name.as_deref(), Some("a"));
    }
    let response = send(login(), FixedResponse::json(200, "{}")).unwrap();
    assert!(matches!(response.value, LoginResponse::NoContent { .. }));
    assert_eq!(response.body, "{}");
    // These status codes have no body.
    for status in [204, 205] {
        let error = send(get_holder(), FixedResponse(status, vec![], b"")).unwrap_err();
        let expected = format!("undocumented status {status}");
        assert!(error.contains(&expected), "{error}");
    }
}

#[test]
fn binary_and_text_are_decoded_in_any_media_type() {
    for media_type in [
        "application/octet-stream",
        "application/json",
        "text/html",
        "odd",
    ] {
        let response = send(get_tar(), FixedResponse::typed(200, media_type, b"tar")).unwrap();
        let GetTarResponse::Ok { body } = response.value;
        assert_eq!(format!("{body:?}"), "Body");
        assert_eq!(wait(body.bytes()).unwrap(), "tar");
        for (sent, read) in [("a\nb", "a\nb"), (r#"{"a":1}"#, r#"{"a":1}"#)] {
            let response = send(
                get_text(),
                FixedResponse::typed(200, media_type, sent.as_bytes()),
            )
            .unwrap();
            let GetTextResponse::Ok { body } = response.value;
            assert_eq!(body, read);
        }
    }
    // A string in JSON has quotes.
    let response = send(get_text(), FixedResponse::json(200, r#""a\nb""#)).unwrap();
    let GetTextResponse::Ok { body } = response.value;
    assert_eq!(body, "a\nb");
    // JSON is documented, so other media types are errors.
    let error = send(get_zone(), FixedResponse::typed(200, "text/html", b"<p>")).unwrap_err();
    assert!(error.contains("\"text/html\""), "{error}");
}

/// A string is one type, whether the response is text or JSON.
#[test]
fn text_of_a_media_range_is_the_string_of_a_union() {
    for (media_type, body, expected) in [
        ("text/plain", "a \"b\"", json!("a \"b\"")),
        ("text/plain; charset=utf-8", "", json!("")),
        ("application/json", "\"a\"", json!("a")),
        (
            "application/json",
            r#"{"zone":{"name":"a"}}"#,
            json!({ "zone": { "name": "a" } }),
        ),
    ] {
        let response = FixedResponse::typed(200, media_type, body.as_bytes());
        let GetEitherResponse::Ok { body } = send(get_either(), response).unwrap().value;
        assert_eq!(serde_json::to_value(body).unwrap(), expected);
    }
}

#[test]
fn a_string_in_json_or_text() {
    let rows = [
        ("application/json", r#""a\nb""#, "a\nb"),
        ("text/plain", "a\"b", "a\"b"),
        ("text/plain; charset=iso-8859-1", "\"a\"", "\"a\""),
        ("text/plain", "", ""),
    ];
    for (media_type, sent, read) in rows {
        let canned = FixedResponse::typed(200, media_type, sent.as_bytes());
        let GetNameResponse::Ok { body } = send(get_name(), canned).unwrap().value;
        assert_eq!(body, read);
    }
    let canned = FixedResponse::typed(200, "text/plain", b"2024-02-29T12:30:00Z");
    let GetTimeResponse::Ok { body } = send(get_time(), canned).unwrap().value;
    assert_eq!(body.to_string(), "2024-02-29T12:30:00Z");
    // XML of the same schema isn't generated: the error names the setting.
    let error = send(
        get_name(),
        FixedResponse::typed(200, "application/xml", b"<a/>"),
    )
    .unwrap_err();
    assert!(error.contains("`media_types`"), "{error}");
}

#[test]
fn an_invalid_header_is_a_missing_field() {
    let fields = vec![
        ("x-rate-limit", "many"),
        ("x-expires-after", "Mon Nov 30 06:00:00 UTC 2026"),
    ];
    let response = send(login(), FixedResponse(204, fields, b"")).unwrap();
    assert_eq!(response.headers["x-rate-limit"], "many");
    let LoginResponse::NoContent {
        x_rate_limit,
        x_expires_after,
        ..
    } = response.value;
    assert_eq!(x_rate_limit, None);
    assert_eq!(x_expires_after, None);
}

#[test]
fn every_set_cookie_is_an_item() {
    let cookies = ["a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT", "b=2,3"];
    let fields: Vec<_> = cookies
        .iter()
        .map(|cookie| ("set-cookie", *cookie))
        .collect();
    let expected = Some(cookies.map(str::to_owned).to_vec());
    let response = send(login(), FixedResponse(204, fields.clone(), b"")).unwrap();
    let LoginResponse::NoContent { set_cookie, .. } = response.value;
    assert_eq!(set_cookie, expected);
    let response = send(open_session(), FixedResponse(204, fields, b"")).unwrap();
    let OpenSessionResponse::NoContent { set_cookie } = response.value;
    assert_eq!(set_cookie, expected);
    let response = send(open_session(), FixedResponse(204, vec![], b"")).unwrap();
    let OpenSessionResponse::NoContent { set_cookie } = response.value;
    assert_eq!(set_cookie, None);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let body = b"\xEF\xBB\xBF{\"name\":\"a\"}";
    let response = send(
        get_zone(),
        FixedResponse::typed(200, "application/json", body),
    )
    .unwrap();
    assert!(matches!(response.value, GetZoneResponse::Ok { .. }));
    let error = send(
        get_holder(),
        FixedResponse::typed(200, "application/json", b"\xEF\xBB\xBF{\"zone\":1}"),
    );
    assert!(error.unwrap_err().contains("`zone`: "));
}

/// `raw` sends the same request, and returns any response.
#[test]
fn a_raw_response_is_decoded_by_the_caller() {
    let (client, uris) = client(FixedResponse::json(404, r#"["a"]"#));
    let raw = || wait(client.raw(get_file())).unwrap();
    assert_eq!(raw().status(), 404);
    assert_eq!(raw().headers()["content-type"], "application/json");
    assert!(!format!("{:?}", raw()).contains("SECRET"));
    assert_eq!(wait(raw().into_body().bytes()).unwrap(), r#"["a"]"#);
    assert_eq!(wait(raw().into_body().text()).unwrap(), r#"["a"]"#);
    let strings: Vec<String> = wait(raw().into_body().json()).unwrap();
    assert_eq!(strings, ["a"]);
    let error = wait(raw().into_body().json::<Vec<u8>>()).unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.body().unwrap(), r#"["a"]"#);
    assert!(chain(&error).contains("`[0]`: "), "{error}");
    let mut body = raw().into_body();
    assert_eq!(wait(body.chunk()).unwrap().unwrap(), r#"["a"]"#);
    assert!(wait(body.chunk()).unwrap().is_none());
    let uris = uris.lock().unwrap();
    assert!(uris.iter().all(|uri| uri.ends_with("/file?api_key=SECRET")));
}

#[test]
fn a_raw_response_of_the_blocking_client_is_decoded_by_the_caller() {
    let fixed = FixedResponse::json(404, r#"["a"]"#);
    let transport =
        FnTransport(move |_: Request<RequestBody>| Ok::<_, Infallible>(fixed.response()));
    let client = blocking::Client::with_transport(transport, "https://api.test");
    let client = client.build().unwrap();
    let body = || client.raw(get_file()).unwrap().into_body();
    assert_eq!(format!("{:?}", body()), "Body");
    assert_eq!(body().bytes().unwrap(), r#"["a"]"#);
    assert_eq!(body().text().unwrap(), r#"["a"]"#);
    assert_eq!(body().json::<Vec<String>>().unwrap(), ["a"]);
    assert_eq!(std::io::read_to_string(body()).unwrap(), r#"["a"]"#);
    assert_eq!(body().chunk().unwrap().unwrap(), r#"["a"]"#);
    let error = body().json::<Vec<u8>>().unwrap_err();
    assert_eq!(error.body().unwrap(), r#"["a"]"#);
}

/// Returns the error of an invalid body.
fn decode_error<O: Operation>(operation: O, body: &'static str) -> String
where
    O::Response<Body>: std::fmt::Debug,
{
    let error = send(operation, FixedResponse::json(200, body)).unwrap_err();
    let (_, messages) = error.split_once("match the API description: ").unwrap();
    messages.to_owned()
}

#[test]
fn a_wrong_json_type_is_an_error_with_its_path() {
    let zone = "expected an object (Zone), found";
    for (body, found) in [
        ("[]", "an array: []"),
        (r#"[{"name":"a"}]"#, "an array: [{\"name\":\"…\"}]"),
        ("[[1]]", "an array: [[number]]"),
        (r#""a""#, "a string"),
        ("1", "a number"),
        ("true", "a boolean"),
        ("null", "null"),
    ] {
        assert_eq!(
            decode_error(get_zone(), body),
            format!("body: {zone} {found}")
        );
    }
    for (body, found) in [
        (r#"{"zone":[]}"#, "an array: []"),
        (
            r#"{"zone": [ {"name":"a"} ] }"#,
            "an array: [{\"name\":\"…\"}]",
        ),
        (r#"{"zone":1}"#, "a number"),
    ] {
        let expected = format!("`zone`: {zone} {found}");
        assert_eq!(decode_error(get_holder(), body), expected);
    }
    for (body, expected) in [
        ("{}", "body: expected an array, found an object: {}"),
        (
            "[[]]",
            "`[0]`: expected an object (Lists), found an array: []",
        ),
        (
            r#"[{"labels":{},"tags":[],"groups":{}},[]]"#,
            "`[1]`: expected an object (Lists), found an array: []",
        ),
        (
            r#"[{"labels":[],"tags":[],"groups":{}}]"#,
            "`[0].labels`: expected an object, found an array: []",
        ),
        (
            r#"[{"labels":{},"tags":{},"groups":{}}]"#,
            "`[0].tags`: expected an array, found an object: {}",
        ),
        (
            r#"[{"labels":{"a":[1]},"tags":[],"groups":{}}]"#,
            "`[0].labels.a`: expected a string, found an array: [number]",
        ),
        (
            r#"[{"labels":{},"tags":[],"groups":{"a":[[]]}}]"#,
            "`[0].groups.a[0]`: expected an object (Lists), found an array: []",
        ),
    ] {
        assert_eq!(decode_error(get_lists(), body), expected);
    }
}

/// Servers write `null` for empty slices and maps.
#[test]
fn null_is_an_empty_array_or_map() {
    let lists = |body| {
        let response = send(get_lists(), FixedResponse::json(200, body)).unwrap();
        let GetListsResponse::Ok { body } = response.value;
        serde_json::to_value(body).unwrap()
    };
    let empty = json!({"labels": {}, "tags": [], "groups": {}});
    assert_eq!(lists("null"), json!([]));
    assert_eq!(
        lists(r#"[{"labels":null,"tags":null,"groups":null}]"#),
        json!([empty])
    );
    let nested = r#"[{"labels":{},"tags":[],"groups":{"a":null,"b":[{"labels":null,"tags":[],"groups":{}}]},"notes":null}]"#;
    let expected = json!([{"labels": {}, "tags": [], "groups": {"a": [], "b": [empty]}}]);
    assert_eq!(lists(nested), expected);
}

#[test]
fn a_value_out_of_range_is_an_error_with_a_help() {
    for (body, expected) in [
        (
            r#"{"small":2147483648}"#,
            "`small`: expected an integer from -2147483648 to 2147483647 (i32), found a number \
             outside of that range; document a wider `format` or wider bounds",
        ),
        (
            r#"{"large":9223372036854775808}"#,
            "`large`: expected an integer from -9223372036854775808 to 9223372036854775807 (i64), \
             found a number outside of that range; document a wider `format` or wider bounds",
        ),
        (
            r#"{"time":"2026-11-30T06:00:00"}"#,
            "`time`: expected a time with an offset, such as `2024-02-29T12:30:00Z`, found a time \
             without an offset; set `tolerance.times_without_offset = true` in rejoinder.toml if the time is in UTC",
        ),
        (
            r#"{"time":"yesterday"}"#,
            "`time`: expected a time with an offset, such as `2024-02-29T12:30:00Z`, found a string; \
             set `types.time = \"string\"` in rejoinder.toml",
        ),
        (
            r#"{"day":"2024-13-01"}"#,
            "`day`: expected a date, such as `2024-02-29`, found a date that the calendar doesn't \
             have; set `types.time = \"string\"` in rejoinder.toml",
        ),
        (
            r#"{"day":"2024-02-29T00:00:00Z"}"#,
            "`day`: expected a date, such as `2024-02-29`, found a date followed by other characters; \
             set `types.time = \"string\"` in rejoinder.toml",
        ),
    ] {
        assert_eq!(decode_error(get_numbers(), body), expected);
    }
    let error = decode_error(get_holder(), "{}");
    let expected =
        "body: missing property `zone`; found {}; add it to `optional` in rejoinder.toml";
    assert_eq!(error, expected);
}

#[test]
fn tolerance_is_a_setting() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/documents/responses.yaml");
    let settings = Settings {
        tolerance: Tolerance {
            null_as_empty: false,
            undocumented_media_types: false,
            undocumented_success: false,
            times_without_offset: true,
        },
        ..Settings::default()
    };
    let generation = Generator::new(path).settings(settings).generate();
    let output = generation.output.as_ref().unwrap();
    let file = |name: &str| {
        let mut files = output.files.iter();
        let found = files.find(|(path, _)| path.ends_with(name)).unwrap();
        found.1.clone()
    };
    let tolerance = file("runtime/tolerance.rs");
    assert_eq!(tolerance.matches("bool = false;").count(), 2, "{tolerance}");
    assert!(
        tolerance.contains("TIMES_WITHOUT_OFFSET: bool = true;"),
        "{tolerance}"
    );
    let operations = file("untagged.rs");
    // Only the tolerance adds the undocumented status codes to the pattern of the documented 200.
    assert!(!operations.contains("206..=299"), "{operations}");
    let tolerant = case("responses.yaml");
    let operations = &tolerant.output.as_ref().unwrap().files["src/untagged.rs"];
    assert!(operations.contains("206..=299"), "{operations}");
}

//! Tolerant decoding in items, map values and headers.

use http::{HeaderMap, HeaderValue, response::Parts};
use rejoinder_cases::tolerance_client::{
    models::{Tags, Times, TimesEither, TimesWord},
    runtime::{Operation, ResponseBody},
    untagged::{
        GetAllTimes, GetAllTimesResponse, GetEmpty, GetEmptyResponse, GetTimes, GetTimesResponse,
    },
};
use serde_json::{Value, from_str, json, to_value};

const LOCAL: &str = "2024-02-29T12:30:00";
const UTC: &str = "2024-02-29T12:30:00Z";

/// Returns the head of a JSON response with these header fields.
fn head(fields: &[(&'static str, &'static str)]) -> Parts {
    let (mut head, ()) = http::Response::new(()).into_parts();
    head.headers = HeaderMap::from_iter(
        [("content-type", "application/json")]
            .iter()
            .chain(fields)
            .map(|(name, value)| {
                let value = HeaderValue::from_static(value);
                (http::HeaderName::from_static(name), value)
            }),
    );
    head
}

fn body(value: &Value) -> ResponseBody<()> {
    ResponseBody::Bytes(value.to_string().into())
}

/// Returns a value with a time in every property that contains times.
fn times(time: &str) -> Value {
    json!({
        "at": time, "note": LOCAL, "maybe": time, "list": [time], "map": {"a": [time]},
        "pair": [time, LOCAL], "inner": {"at": time}, "other": time
    })
}

fn read(time: &str) -> Times {
    let fields = [("x-expires", LOCAL), ("x-seen", UTC)];
    let found = GetTimes::decode(&head(&fields), body(&times(time))).unwrap();
    let GetTimesResponse::Ok { body, .. } = found;
    *body
}

#[test]
fn a_time_without_an_offset_is_utc() {
    let found = read(LOCAL);
    assert_eq!(found, read(UTC));
    assert_eq!(to_value(&found).unwrap(), times(UTC));
    let minutes: Times = from_str(r#"{"at":"2024-02-29T12:30"}"#).unwrap();
    assert_eq!(minutes.at, found.at);
    let fraction: Times = from_str(r#"{"at":"2024-02-29T12:30:00.000000"}"#).unwrap();
    assert_eq!(fraction.at, found.at);
    assert!(from_str::<Times>(r#"{"at":"2024-02-29"}"#).is_err());
    assert!(from_str::<Times>(r#"{"at":"noon"}"#).is_err());
}

#[test]
fn times_are_tolerated_in_bodies() {
    let found = GetAllTimes::decode(&head(&[]), body(&json!([LOCAL, UTC]))).unwrap();
    let GetAllTimesResponse::Ok { body } = found;
    assert_eq!(body[0], body[1]);
}

#[test]
fn times_are_tolerated_in_headers() {
    let fields = [
        ("x-expires", LOCAL),
        ("x-seen", "2024-02-29T12:30:00, 2024-02-29T12:30:00Z"),
        (
            "x-window",
            r#"["2024-02-29T12:30:00", "2024-02-29T12:30:00Z"]"#,
        ),
    ];
    let found = GetTimes::decode(&head(&fields), body(&times(UTC))).unwrap();
    let GetTimesResponse::Ok {
        body,
        x_expires,
        x_seen,
        x_window,
        ..
    } = found;
    assert_eq!(x_expires, Some(body.at));
    assert_eq!(x_window, Some(vec![body.at; 2]));
    assert_eq!(x_seen, Some(vec![body.at; 2]));
}

#[test]
fn times_are_tolerated_in_variants() {
    for time in [LOCAL, UTC] {
        let json = json!({"at": UTC, "either": time, "word": time}).to_string();
        let found: Times = from_str(&json).unwrap();
        assert_eq!(found.either, Some(TimesEither::Timestamp(found.at)));
        assert_eq!(found.word, Some(TimesWord::Timestamp(found.at)));
    }
    let found: Times = from_str(&json!({"at": UTC, "word": "noon"}).to_string()).unwrap();
    assert_eq!(found.word, Some(TimesWord::String("noon".to_owned())));
}

#[test]
fn null_is_empty_in_headers_and_bodies() {
    let tags = r#"[{"tags": null, "labels": null}]"#;
    let holders = json!([{"list": [{"tags": null, "labels": null}]}]);
    let found = GetEmpty::decode(&head(&[("x-tags", tags)]), body(&holders)).unwrap();
    let GetEmptyResponse::Ok {
        body: read, x_tags, ..
    } = found;
    let empty = vec![Tags::new([""; 0], [("", ""); 0])];
    assert_eq!(x_tags.as_ref(), Some(&empty));
    assert_eq!(read[0].list.as_ref(), Some(&empty));
    // These items aren't nullable.
    let found = GetEmpty::decode(&head(&[("x-tags", "[null]")]), body(&json!([]))).unwrap();
    let GetEmptyResponse::Ok { x_tags, .. } = found;
    assert_eq!(x_tags, None);
    assert!(GetEmpty::decode(&head(&[]), body(&json!([{"list": [null]}]))).is_err());
}

/// Without the setting, a union keeps such a time, and a header keeps it as text.
#[test]
fn a_strict_time_is_kept_or_named() {
    use rejoinder_cases::strict_times_client::{
        models::{TimesEither, TimesKind},
        runtime::{Operation as _, ResponseBody},
        untagged::{GetTimes, GetTimesResponse},
    };
    let span = json!({"kind": "span", "start": LOCAL});
    let value = json!({"either": LOCAL, "kind": span, "overlap": {"at": LOCAL}});
    let span_text = r#"{"kind": "span", "start": "2024-02-29T12:30:00"}"#;
    let head = head(&[
        ("x-window", r#"["2024-02-29T12:30:00"]"#),
        ("x-span", span_text),
    ]);
    let found =
        GetTimes::decode(&head, ResponseBody::<()>::Bytes(value.to_string().into())).unwrap();
    let GetTimesResponse::Ok {
        body,
        x_window,
        x_span,
        ..
    } = found;
    assert_eq!((x_window, x_span), (None, None));
    assert_eq!(head.headers["x-span"], span_text);
    assert!(matches!(body.either, Some(TimesEither::Unrecognized(_))));
    assert!(matches!(body.kind, Some(TimesKind::Unrecognized(_))));
    let error = body.overlap.as_ref().unwrap().as_start().unwrap_err();
    let setting = "`at`: expected a time with an offset, such as `2024-02-29T12:30:00Z`, found a \
                   time without an offset; set `tolerance.times_without_offset = true` in \
                   rejoinder.toml if the time is in UTC";
    assert_eq!(error.to_string(), setting);
    assert_eq!(to_value(&body).unwrap(), value);
}

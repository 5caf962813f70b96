//! The settings of a user: chrono's types, `url::Url`, custom types by format and by schema,
//! secrets, and derived traits.

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use rejoinder_compiled::fixtures::{
    choices_client,
    types_client::{
        BaseUrl, DecodeError, Operation, RequestBody, RequestError,
        chrono_tag::{GetEvent, GetEventOkHeaders, GetEventResponse, get_event},
        models::{Event, EventWhen},
        runtime::ResponseBody,
        url_tag::{add_event, add_window},
    },
};
use serde_json::{Value, json};

use crate::messages::head;

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

fn time(string: &str) -> DateTime<Utc> {
    string.parse().unwrap()
}

fn day(string: &str) -> NaiveDate {
    string.parse().unwrap()
}

fn request<O: Operation>(operation: &O) -> Result<http::Request<RequestBody>, RequestError> {
    operation.request(&BaseUrl::parse("https://example.com").unwrap())
}

/// Returns the path and query of a request, and its headers.
fn written(operation: &GetEvent) -> (String, Vec<(String, String)>) {
    let request = request(operation).unwrap();
    assert_eq!(request.method(), Method::GET);
    let headers = request.headers().iter().map(|(name, value)| {
        let value = value.to_str().unwrap().to_owned();
        (name.to_string(), value)
    });
    let headers = headers.filter(|(name, _)| name != "accept").collect();
    (request.uri().path_and_query().unwrap().to_string(), headers)
}

fn operation() -> GetEvent {
    get_event(
        ID.parse().unwrap(),
        time("2024-02-29T12:30:00+02:00"),
        "https://example.com/a b".parse().unwrap(),
        time("2024-02-29T12:30:00.250Z"),
        [time("1969-12-31T23:59:59Z"), time("2024-01-01T00:00:00Z")],
        day("2024-02-29"),
    )
}

#[test]
fn parameters_are_written_as_documented() {
    let path = format!(
        "/events/{ID}/2024-02-29T10%3A30%3A00Z/https%3A%2F%2Fexample.com%2Fa%2520b\
         ?until=2024-02-29T12%3A30%3A00.250Z\
         &moments=1969-12-31T23%3A59%3A59Z&moments=2024-01-01T00%3A00%3A00Z"
    );
    let day_header = ("x-day".to_owned(), "2024-02-29".to_owned());
    assert_eq!(written(&operation()), (path, vec![day_header.clone()]));

    let full = operation()
        .since(time("2024-02-29T12:30:00Z"))
        .days([day("2024-02-29"), day("0001-01-01")])
        .times([time("2024-02-29T12:30:00.000001Z")])
        .source("https://example.com?a=b&c".parse().unwrap())
        .ids([ID.parse().unwrap()])
        .if_modified_since(time("2024-02-29T12:30:00Z"))
        .address("::1".parse().unwrap())
        .x_address("127.0.0.1".parse().unwrap());
    let (path, headers) = written(&full);
    let (_, query) = path.split_once('?').unwrap();
    assert_eq!(
        query,
        format!(
            "since=2024-02-29T12%3A30%3A00Z&until=2024-02-29T12%3A30%3A00.250Z\
             &days=2024-02-29&days=0001-01-01&times=2024-02-29T12%3A30%3A00.000001Z\
             &moments=1969-12-31T23%3A59%3A59Z&moments=2024-01-01T00%3A00%3A00Z\
             &source=https%3A%2F%2Fexample.com%2F%3Fa%3Db%26c&ids={ID}&address=%3A%3A1"
        )
    );
    let time_header = ("if-modified-since", "2024-02-29T12:30:00Z");
    let time_header = (time_header.0.to_owned(), time_header.1.to_owned());
    let address = ("x-address".to_owned(), "127.0.0.1".to_owned());
    assert_eq!(headers, [time_header, day_header, address]);
}

/// An event with all properties.
fn event() -> Value {
    json!({
        "id": ID,
        "at": "2024-02-29T12:30:00Z",
        "day": "2024-02-29",
        "source": "https://example.com/a",
        "ended": null,
        "previous": [ID, null],
        "window": {"start": 1, "end": 2},
        "windows": {"a": {"start": 3, "end": 4}},
        "span": {"start": 5, "end": 6},
        "address": "127.0.0.1",
        "when": "2024-02-29T12:30:00.250Z",
        "whole": {"start": 7, "end": 8},
    })
}

#[test]
fn bodies_round_trip() {
    let read: Event = serde_json::from_value(event()).unwrap();
    assert_eq!(read.id.to_string(), ID);
    assert_eq!(read.at, time("2024-02-29T12:30:00Z"));
    assert_eq!(read.day, day("2024-02-29"));
    assert_eq!(read.source.host_str(), Some("example.com"));
    assert_eq!(read.ended, Some(None));
    assert_eq!(read.previous, Some(vec![Some(read.id), None]));
    assert_eq!(read.window, Some(1..2));
    assert_eq!(read.windows.as_ref().unwrap()["a"], 3..4);
    assert_eq!(read.span, Some(5..6));
    assert_eq!(read.address.unwrap().to_string(), "127.0.0.1");
    let when = EventWhen::Timestamp(time("2024-02-29T12:30:00.250Z"));
    assert_eq!(read.when, Some(when));
    assert_eq!(read.whole, Some(7..8));
    assert_eq!(serde_json::to_value(&read).unwrap(), event());

    let sent = request(&add_event(read)).unwrap();
    let RequestBody::Bytes(bytes) = sent.body() else {
        panic!("{sent:?}");
    };
    assert_eq!(serde_json::from_slice::<Value>(bytes).unwrap(), event());
    let sent = request(&add_window(9..10)).unwrap();
    assert!(matches!(sent.body(), RequestBody::Bytes(bytes) if bytes == r#"{"start":9,"end":10}"#));
}

/// Values in another form than documented are errors.
#[test]
fn invalid_values_are_rejected() {
    for (name, value) in [
        ("id", json!("1")),
        ("at", json!("yesterday")),
        ("day", json!("2023-02-29")),
        ("source", json!("/a")),
        ("window", json!({"start": 1})),
        ("address", json!("localhost")),
    ] {
        let mut changed = event();
        changed[name] = value;
        assert!(serde_json::from_value::<Event>(changed).is_err(), "{name}");
    }
}

fn decode(
    headers: &[(&str, &str)],
    status: u16,
    body: &Value,
) -> Result<GetEventResponse, DecodeError> {
    let head = head(status, headers);
    let body = body.to_string().into_bytes().into();
    GetEvent::decode::<()>(&head, ResponseBody::Bytes(body))
}

#[test]
fn response_headers_are_decoded() {
    let headers = [
        ("x-at", "2024-02-29T12:30:00+02:00"),
        ("x-day", "2024-02-29"),
        ("x-source", "https://example.com/a"),
        ("x-id", ID),
        ("x-address", "::1"),
        ("x-window", "start,1,end,2"),
    ];
    let response = decode(&headers, 200, &event()).unwrap();
    let GetEventResponse::Ok { body, headers } = response else {
        panic!("{response:?}")
    };
    assert_eq!(*body, serde_json::from_value(event()).unwrap());
    let expected = GetEventOkHeaders {
        x_at: Some(time("2024-02-29T10:30:00Z")),
        x_day: Some(day("2024-02-29")),
        x_source: Some("https://example.com/a".parse().unwrap()),
        x_id: Some(ID.parse().unwrap()),
        x_address: Some("::1".parse().unwrap()),
        // An object isn't a header value.
        x_window: Some(1..2),
    };
    assert_eq!(*headers, expected);
    let response = decode(&[], 404, &json!({"start": 1, "end": 2})).unwrap();
    assert!(matches!(response, GetEventResponse::Default { body, .. } if body == (1..2)));

    for name in ["x-at", "x-day", "x-source", "x-id", "x-address"] {
        let GetEventResponse::Ok { headers, .. } = decode(&[(name, "1")], 200, &event()).unwrap()
        else {
            panic!("it is 200")
        };
        assert_eq!(*headers, GetEventOkHeaders::default(), "{name}");
    }
}

#[test]
fn configured_secrets_are_redacted() {
    let operation = choices_client::the_people::users_fetch("murmur").token("shown");
    let output = format!("{operation:?}");
    assert!(!output.contains("murmur") && output.contains("shown"));
    let account = json!({"login": "a", "pin": "murmur", "token": "shown"});
    let account: choices_client::models::Account = serde_json::from_value(account).unwrap();
    let output = format!("{account:?}");
    assert!(!output.contains("murmur") && output.contains("shown"));
}

#[test]
fn models_derive_the_configured_traits() {
    fn is<T: Eq + std::hash::Hash>() {}

    is::<choices_client::models::Account>();
    is::<choices_client::models::AccountKind>();
    is::<choices_client::models::AccountNote>();
    is::<choices_client::the_people::AddBody>();
}

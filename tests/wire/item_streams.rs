//! Responses with sequential items, and the types of the items.

use std::io::Read;

use rejoinder_compiled::fixtures::item_streams_client::{
    blocking,
    models::Entry,
    untagged::{
        FollowEventsOkEventStreamBodyItem, FollowEventsOkEventStreamBodyItemEvent as Event,
        ReadLogOkContent, follow_events, read_log,
    },
};

use crate::{generated::server, response};

const LINES: &str = concat!(
    r#"{"at":"2024-01-01T00:00:00Z","text":"on"}"#,
    "\n",
    r#"{"at":"2024-01-01T00:00:01Z","text":"off"}"#,
    "\n",
);

fn read_all(body: impl Read) -> String {
    std::io::read_to_string(body).unwrap()
}

#[test]
fn each_line_is_an_item() {
    let lines = response::status(200).header("content-type", "application/jsonl");
    let server = server(&[lines.body(LINES)]);
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let content = client.call(read_log().accept_jsonl()).unwrap();
    let ReadLogOkContent::Jsonl(body) = content else {
        panic!("{content:?}");
    };
    let body_text = read_all(body);
    let entries = body_text.lines().map(serde_json::from_str);
    let entries: Vec<Entry> = entries.collect::<Result<_, _>>().unwrap();
    let states: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(states, ["on", "off"]);
    let request = &server.received()[0];
    let accept = request.one("accept").unwrap();
    assert!(accept.starts_with("application/jsonl, "), "{accept}");
}

#[test]
fn each_event_is_an_item() {
    let events = response::status(200).header("content-type", "text/event-stream");
    let server = server(&[events.body("event: ended\ndata: 7\n\n")]);
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let body_text = read_all(client.call(follow_events()).unwrap());
    let fields = body_text.lines().filter_map(|line| line.split_once(": "));
    let event: serde_json::Map<_, _> = fields
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let event: FollowEventsOkEventStreamBodyItem = serde_json::from_value(event.into()).unwrap();
    assert_eq!((event.event, event.data.as_str()), (Event::Ended, "7"));
}

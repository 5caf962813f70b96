//! Arrays with a schema for each item: read, written, and sent as parameters.

use rejoinder_compiled::fixtures::tuples_client::{
    BaseUrl, Operation,
    models::{self, Node, Track, TrackEither, TrackRowItem, TrackStopThird},
    runtime::ResponseBody,
    tuples::{Put, PutOkXSizeSecond, PutResponse, put},
};
use serde_json::{Value, json};

/// Deserializes a track, and checks that it round-trips.
fn read(mut properties: Value) -> Track {
    properties["start"] = json!([1.5, 2.0]);
    properties["points"] = json!([]);
    let track: Track = serde_json::from_value(properties.clone()).unwrap();
    assert_eq!(serde_json::to_value(&track).unwrap(), properties);
    track
}

#[test]
fn each_item_has_its_type() {
    let track = read(json!({"named": ["a", [0.5, 1.5]], "one": [7]}));
    assert_eq!(track.start, (1.5, 2.0));
    assert_eq!(track.named, Some(("a".to_owned(), (0.5, 1.5))));
    assert_eq!(track.one, Some((7,)));
    let track = read(json!({"stop": ["2024-01-01T00:00:00Z", null, "out"]}));
    let (_, text, third) = track.stop.unwrap();
    assert_eq!((text, third), (None, TrackStopThird::Out));
    let null = json!({"start": [1.5, 2.0], "points": [], "stop": null});
    assert_eq!(serde_json::from_value::<Track>(null).unwrap().stop, None);
    read(json!({"segment": [{"from": "a"}, {"to": "b"}, [true, {"id": "x"}]]}));
}

#[test]
fn a_missing_item_is_an_error() {
    let error = |text: &str| serde_json::from_str::<models::Point>(text).unwrap_err();
    assert!(error("[1.0]").to_string().contains("invalid length 1"));
    assert!(error(r#"[1.0, "2"]"#).to_string().contains("invalid type"));
    assert!(error("[1.0, 2.0, 3.0]").to_string().contains("trailing"));
}

#[test]
fn a_tuple_can_be_recursive() {
    let node: Node = serde_json::from_value(json!({"pair": ["a", {"pair": ["b", null]}]})).unwrap();
    let inner = node.pair.1.unwrap();
    assert_eq!(*inner.pair, ("b".to_owned(), None));
}

#[test]
fn an_array_with_additional_items_has_one_item_type() {
    let track = read(json!({"row": ["name", 1.5], "short": ["only"]}));
    let row = track.row.unwrap();
    assert_eq!(row[0], TrackRowItem::String("name".to_owned()));
    assert_eq!(row[1], TrackRowItem::Number(1.5));
    for items in [json!([]), json!(["a"]), json!(["a", 1, 2, {}])] {
        read(json!({"plain": items, "long_enough": items}));
    }
}

#[test]
fn a_union_selects_a_tuple_by_its_items() {
    let track = read(json!({"either": [1.0, 2.0]}));
    assert_eq!(track.either, Some(TrackEither::Numbers((1.0, 2.0))));
    // An array of another length is `Unrecognized`.
    let track = read(json!({"either": [1.0]}));
    assert!(matches!(track.either, Some(TrackEither::Unrecognized(_))));
}

#[test]
fn a_tuple_is_an_array_in_a_query() {
    let body = models::TrackInput::new((1.0, 2.0), [(3.0, 4.0)]);
    let operation = put((1, "a b".to_owned()), body).near((0.5, 2.0));
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    let uri = request.uri().to_string();
    assert_eq!(
        uri,
        "https://example.com/tuples?near=0.5&near=2&range=1,a%20b"
    );
}

#[test]
fn a_tuple_is_read_from_a_header() {
    let read = |text: &str| {
        let response = http::Response::builder().header("content-type", "application/json");
        let head = response
            .header("x-size", text)
            .body(())
            .unwrap()
            .into_parts()
            .0;
        let body = json!({"start": [0, 1], "points": []}).to_string();
        Put::decode(&head, ResponseBody::<()>::Bytes(body.into()))
    };
    let PutResponse::Ok { x_size, .. } = read("3, cm").unwrap();
    assert_eq!(x_size, Some((3, PutOkXSizeSecond::Cm)));
    for wrong in ["3", "3, cm, 4", "cm, 3"] {
        let PutResponse::Ok { x_size, .. } = read(wrong).unwrap();
        assert_eq!(x_size, None);
    }
}

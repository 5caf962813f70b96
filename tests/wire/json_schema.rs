//! The generated operations of `fixtures/tuples.yaml` and `fixtures/type_arrays.yaml` with both
//! clients: arrays with a schema for each item, and values of several types.

use rejoinder_compiled::{
    fixtures::{tuples_client, type_arrays_client},
    server::Server,
};
use serde_json::{Value, json};

use crate::{
    generated::{runtime, server},
    response::{self, Written},
};

fn typed(body: &Value) -> Written {
    response::json(200, &body.to_string())
}

/// Returns the bodies that the server received.
fn sent(server: &Server) -> Vec<Value> {
    let received = server.received().into_iter();
    let bodies = received.map(|request| serde_json::from_slice(&request.body));
    bodies.map(Result::unwrap).collect()
}

#[test]
fn tuples_round_trip() {
    use tuples_client::{Client, blocking, models, tuples::put};

    let track = json!({"start": [0.5, 1.5], "points": [[1.5, 2.5]], "named": ["a", [3.5, 4.5]]});
    let server = server(&[typed(&track), typed(&track)]);
    let body =
        || models::TrackInput::new((0.5, 1.5), [(1.5, 2.5)]).named(("a".to_owned(), (3.5, 4.5)));
    let operation = || put((1, "a/b".to_owned()), body()).near((1.5, 2.5));
    let client = Client::builder(server.origin()).build().unwrap();
    let decoded = runtime().block_on(client.call(operation())).unwrap();
    assert_eq!(decoded.named, Some(("a".to_owned(), (3.5, 4.5))));
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    assert_eq!(client.call(operation()).unwrap().points, [(1.5, 2.5)]);
    assert_eq!(sent(&server), [track.clone(), track]);
    for received in server.received() {
        let expected = "PUT /tuples?near=1.5&near=2.5&range=1,a%2Fb HTTP/1.1";
        assert_eq!(received.line, expected);
    }
}

#[test]
fn a_short_tuple_is_an_error_with_its_path() {
    use tuples_client::{Client, models, tuples::put};

    let server = server(&[typed(&json!({"start": [0.5], "points": []}))]);
    let client = Client::builder(server.origin()).build().unwrap();
    let body = models::TrackInput::new((0.5, 1.5), []);
    let error = runtime().block_on(client.call(put((1, "a".to_owned()), body)));
    let error = format!("{:?}", error.unwrap_err());
    assert!(error.contains("start"), "{error}");
}

#[test]
fn values_of_several_types_round_trip() {
    use type_arrays_client::{
        Client, blocking,
        models::{Reading, ReadingCount, ReadingValue},
        type_arrays::put,
    };

    let reading = json!({"name": null, "value": "high", "count": null});
    let server = server(&[typed(&reading), typed(&reading)]);
    let body = || {
        Reading::new(None, ReadingValue::Number(0.5)).count(ReadingCount::String("many".to_owned()))
    };
    let client = Client::builder(server.origin()).build().unwrap();
    let decoded = runtime().block_on(client.call(put(body()))).unwrap();
    assert_eq!(decoded.value, ReadingValue::String("high".to_owned()));
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    assert_eq!(client.call(put(body())).unwrap().count, Some(None));
    let expected = json!({"name": null, "value": 0.5, "count": "many"});
    assert_eq!(sent(&server), [expected.clone(), expected]);
}

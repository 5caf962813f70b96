//! Parameters whose `content` is JSON.

use http::Request;
use rejoinder_cases::json_parameters_client::{
    BaseUrl, Operation, models::Point, runtime::RequestBody, untagged::list_filters,
};

fn request(operation: &impl Operation) -> Request<RequestBody> {
    let base = BaseUrl::parse("https://api.test").unwrap();
    operation.request(&base).unwrap()
}

#[test]
fn parameters_are_sent_as_json() {
    let operation = list_filters(Point::new(1)).near(Point::new(2));
    let operation = operation.x_near(Point::new(3).y(4)).x_label("a");
    let request = request(&operation.last(Point::new(5)));
    let uri = request.uri().to_string();
    assert_eq!(
        uri,
        "https://api.test/filters/%7B%22x%22%3A1%7D?near=%7B%22x%22%3A2%7D"
    );
    for (name, value) in [
        ("x-near", "{\"x\":3,\"y\":4}"),
        ("x-label", "\"a\""),
        ("cookie", "last=%7B%22x%22%3A5%7D"),
    ] {
        assert_eq!(request.headers()[name], value);
    }
}

#[test]
fn parameters_that_are_not_set_are_not_sent() {
    let request = request(&list_filters(Point::new(1)));
    assert_eq!(request.uri().query(), None);
    for name in ["x-near", "x-label", "cookie"] {
        assert_eq!(request.headers().get(name), None, "{name}");
    }
}

//! NaN and infinity, which no parameter can represent.

use rejoinder_cases::finite_numbers_client::{
    BaseUrl, Operation, RequestError,
    runtime::RequestBody,
    untagged::{AddPoint, AddPointBody, AddPointBodySizesItem, add_point},
};

/// Returns the URI and the body of a request.
fn written(operation: &AddPoint) -> Result<(String, String), RequestError> {
    let base = BaseUrl::parse("https://api.test").unwrap();
    let request = operation.request(&base)?;
    let uri = request.uri().to_string();
    match request.into_body() {
        RequestBody::Bytes(bytes) => Ok((uri, String::from_utf8(bytes.to_vec()).unwrap())),
        body => panic!("{body:?}"),
    }
}

#[test]
fn finite_numbers_are_written_like_in_javascript() {
    let body = AddPointBody::new(2.0).sizes([AddPointBodySizesItem::new(0.25)]);
    let operation = add_point(1.0, 2.5, body).z(0.1).all([3.0, 4.5]);
    let (uri, body) = written(&operation.x_weight(7.0)).unwrap();
    assert_eq!(uri, "https://api.test/points/1?y=2.5&z=0.1&all=3&all=4.5");
    assert_eq!(body, r#"{"price":2,"sizes":[{"width":0.25}]}"#);
}

#[test]
fn an_infinite_number_is_an_error_that_names_the_parameter() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let body = || AddPointBody::new(1.0);
    for (operation, name) in [
        (add_point(nan, 1.0, body()), "`x`"),
        (add_point(1.0, -inf, body()), "`y`"),
        (add_point(1.0, 1.0, body()).z(f32::NAN), "`z`"),
        (add_point(1.0, 1.0, body()).all([1.0, inf]), "`all`"),
        (add_point(1.0, 1.0, body()).x_weight(nan), "`X-Weight`"),
    ] {
        let error = written(&operation).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}

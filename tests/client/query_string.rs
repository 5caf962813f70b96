//! A whole query string as one parameter (a form, JSON or plain text), and cookies that aren't
//! encoded.

use rejoinder_compiled::fixtures::query_string_client::{
    BaseUrl, Operation, RequestError, models::Filter, untagged::*,
};

fn request<O: Operation>(operation: &O) -> Result<http::Request<()>, RequestError> {
    let base = BaseUrl::parse("https://example.com").unwrap();
    operation.request(&base).map(|request| request.map(|_| ()))
}

fn line<O: Operation>(operation: &O) -> String {
    let uri = request(operation).unwrap().uri().to_string();
    uri.strip_prefix("https://example.com").unwrap().to_owned()
}

fn cookies(operation: &WithCookies) -> Result<String, RequestError> {
    let request = request(operation)?;
    Ok(request.headers()["cookie"].to_str().unwrap().to_owned())
}

#[test]
fn a_form_is_the_query() {
    let filter = Filter::new("a&b").tags(["x", "y=z"]).size(3);
    assert_eq!(
        line(&by_form(filter)),
        "/forms?name=a%26b&tags=x&tags=y%3Dz&size=3"
    );
}

#[test]
fn json_is_the_query() {
    assert_eq!(line(&by_json()), "/values");
    assert_eq!(
        line(&by_json().selector(Filter::new("a"))),
        "/values?%7B%22name%22%3A%22a%22%7D"
    );
}

#[test]
fn plain_text_is_the_query() {
    assert_eq!(line(&by_text()), "/paths");
    assert_eq!(
        line(&by_text().path("$.a.b[1:1]")),
        "/paths?%24.a.b%5B1%3A1%5D"
    );
}

#[test]
fn cookies_are_sent_verbatim() {
    let operation = with_cookies("a b/%20=\"")
        .sizes([1, 2])
        .shown(["x", "y,z"])
        .encoded("a b");
    assert_eq!(
        cookies(&operation).unwrap(),
        "session=a b/%20=\"; sizes=1,2; shown=x; shown=y,z; encoded=a%20b"
    );
}

#[test]
fn a_cookie_value_adds_no_cookie() {
    for session in ["a; admin=1", "a\r\nx-admin: 1", "ä"] {
        assert_eq!(
            cookies(&with_cookies(session)).unwrap_err(),
            RequestError::Header {
                name: "cookie".to_owned()
            }
        );
    }
}

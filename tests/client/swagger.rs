//! Features of Swagger 2.0: collection formats of arrays in queries, headers and forms, and the
//! media types of bodies.

use rejoinder_compiled::fixtures::{swagger_forms_client, swagger_parameters_client};

macro_rules! request {
    ($client:ident, $operation:expr) => {{
        use $client::{BaseUrl, Operation, RequestBody};
        let base = BaseUrl::parse("https://example.com").unwrap();
        let request = $operation.request(&base).unwrap();
        let body = match request.body() {
            RequestBody::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            _ => String::new(),
        };
        (request, body)
    }};
}

#[test]
fn arrays_have_collection_formats() {
    use swagger_parameters_client::{models::Color, untagged::*};
    let operation = lists()
        .usual([1, 2])
        .commas(["a,b", "c"])
        .spaces(["a", "b"])
        .tabs("a\tb")
        .pipes(["a", "b"])
        .each([Color::Red, Color::Green])
        .x_commas(["a", "b"])
        .x_pipes("a|b");
    let (request, _) = request!(swagger_parameters_client, operation);
    assert_eq!(
        request.uri(),
        "https://example.com/lists?usual=1,2&commas=a%2Cb,c&spaces=a%20b&tabs=a%09b&pipes=a%7Cb\
         &each=red&each=green"
    );
    assert_eq!(request.headers()["x-commas"], "a,b");
    assert_eq!(request.headers()["x-pipes"], "a|b");
    // An empty value is sent only if `allowEmptyValue` is set.
    let empty: [&str; 0] = [];
    let operation = lists().commas(empty).spaces(empty);
    let (request, _) = request!(swagger_parameters_client, operation);
    assert_eq!(request.uri(), "https://example.com/lists?commas=");
    let (request, _) = request!(swagger_parameters_client, one(7, ["a", "b"]).size("S"));
    assert_eq!(request.uri(), "https://example.com/things/7/a,b?size=S");
}

#[test]
fn a_form_has_the_collection_formats_of_its_fields() {
    use swagger_forms_client::untagged::*;
    let body = LoginBody::new("ann", "secret")
        .usual(["a", "b"])
        .pipes([1, 2])
        .tabs("1\t2")
        .each([3, 4]);
    let (_, body) = request!(swagger_forms_client, login(body));
    assert_eq!(
        body,
        "user=ann&password=secret&usual=a,b&pipes=1%7C2&tabs=1%092&each=3&each=4"
    );
}

#[test]
fn an_array_is_one_part_unless_its_format_is_multi() {
    use swagger_forms_client::untagged::*;
    let body = UploadBody::new(UploadBodyTitle::Ms, "bytes")
        .more(["1", "2"])
        .usual(["a", "b"])
        .tabs([1, 2])
        .each([3, 4]);
    let (request, text) = request!(swagger_forms_client, upload("x", body));
    let head = request.headers()["content-type"].to_str().unwrap();
    let (_, boundary) = head.split_once("; boundary=").unwrap();
    let parts: Vec<&str> = text
        .split(&format!("--{boundary}"))
        .map(str::trim)
        .collect();
    let part = |name: &str, value: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}")
    };
    for (name, value) in [
        ("title", "Ms"),
        ("usual", "a,b"),
        ("tabs", "1\t2"),
        ("each", "3"),
        ("each", "4"),
    ] {
        let part = part(name, value);
        assert!(parts.contains(&part.as_str()), "{part}\n{text}");
    }
    // Three files, five strings, and the text before and after the parts.
    assert_eq!(parts.len(), 10, "{text}");
    let empty: [&str; 0] = [];
    let body = UploadBody::new(UploadBodyTitle::Mr, "bytes").usual(empty);
    let (_, text) = request!(swagger_forms_client, upload("x", body));
    assert!(!text.contains("usual"), "{text}");
}

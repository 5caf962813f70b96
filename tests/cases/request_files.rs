//! Files in request bodies: additional parts, and bytes beside other media types.

use std::collections::BTreeMap;

use bytes::Bytes;
use rejoinder_cases::request_files_client::{
    BaseUrl, Operation, RequestBody,
    models::{Link, Lists},
    runtime::{File, Multipart},
    untagged::{
        SendPartsBody, SendStringsBody, put_any_image, put_image, put_octets, send_lists,
        send_parts, send_strings,
    },
};

/// Returns the media type and the body of a request.
#[track_caller]
fn sent<O: Operation>(operation: &O) -> (String, String) {
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    let RequestBody::Bytes(bytes) = request.body() else {
        panic!("no bytes");
    };
    let media_type = request.headers()["content-type"].to_str().unwrap();
    (
        media_type.to_owned(),
        String::from_utf8(bytes.to_vec()).unwrap(),
    )
}

#[test]
fn additional_parts_of_binary_strings_are_files() {
    let mut body = SendPartsBody::new().name("x");
    body.additional_properties = BTreeMap::from([("a".to_owned(), File::new("1"))]);
    let (_, text) = sent(&send_parts().body(body));
    let part = "name=\"a\"; filename=\"a\"\r\nContent-Type: application/octet-stream\r\n\r\n1";
    assert!(text.contains(part), "{text}");

    let mut body = Lists::new().name("x");
    let files = vec![File::new("1"), File::new("2").file_name("b")];
    body.additional_properties = BTreeMap::from([("a".to_owned(), files)]);
    let (_, text) = sent(&send_lists().body(body));
    for name in ["name=\"a\"; filename=\"a\"", "name=\"a\"; filename=\"b\""] {
        assert!(text.contains(name), "{text}");
    }

    let mut body = SendStringsBody::new();
    body.additional_properties = BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    let (_, text) = sent(&send_strings().body(body));
    assert!(text.contains("name=\"a\"\r\n\r\n1"), "{text}");
}

#[test]
fn bytes_convert_into_the_variant_of_bytes() {
    let png = ("image/png".to_owned(), "x".to_owned());
    assert_eq!(sent(&put_image(b"x".to_vec())), png);
    assert_eq!(sent(&put_image(Bytes::from("x"))), png);
    assert_eq!(sent(&put_image(RequestBody::from("x"))), png);
    assert_eq!(sent(&put_image(Link::new("x"))).1, r#"{"url":"x"}"#);

    assert_eq!(sent(&put_any_image(b"x".to_vec())), png);
    let jpeg = File::new("x").content_type("image/jpeg");
    assert_eq!(sent(&put_any_image(jpeg)).0, "image/jpeg");
    assert_eq!(sent(&put_any_image("x".to_owned())).1, r#""x""#);

    assert_eq!(sent(&put_octets(vec![1])).1, "[1]");
    assert_eq!(sent(&put_octets(RequestBody::from("x"))).1, "x");
    let (_, text) = sent(&put_octets(Multipart::new().text("a", "1")));
    assert!(text.contains("name=\"a\""), "{text}");
}

//! Request bodies of several media types.

use rejoinder_compiled::fixtures::contents_client::{
    BaseUrl, Operation, RequestBody,
    models::Pet,
    runtime::File,
    untagged::{
        AddContent, AddMultipartBody, ChangeContent, ReplaceBody, ReplaceContent,
        ReplaceMergePatchJsonBody, ReplaceMultipartBody, add, change, draw, replace,
    },
};

/// Returns the media type and the body of a request.
fn sent<O: Operation>(operation: &O) -> (String, String) {
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    let head = request.headers().get("content-type");
    let head = head.map(|head| head.to_str().unwrap().to_owned());
    let body = match request.body() {
        RequestBody::Empty => String::new(),
        RequestBody::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        RequestBody::Stream(_) => panic!("{request:?}"),
    };
    (head.unwrap_or_default(), body)
}

fn assert_sent(operation: &impl Operation, media_type: &str, body: &str) {
    assert_eq!(sent(operation), (media_type.to_owned(), body.to_owned()));
}

#[test]
fn json_is_the_default_media_type() {
    let pet = || Pet::new("a b").tags(["c"]);
    let json = r#"{"name":"a b","tags":["c"]}"#;
    assert_sent(&add(pet()), "application/json", json);
    assert_sent(&add(AddContent::Json(pet())), "application/json", json);
    assert_sent(
        &add(AddContent::Form(pet())),
        "application/x-www-form-urlencoded",
        "name=a%20b&tags=c",
    );
    assert_sent(
        &add(AddContent::Xml("<pet/>".into())),
        "application/xml",
        "<pet/>",
    );
    let (head, body) = sent(&add(AddMultipartBody::new("a b")));
    assert!(head.starts_with("multipart/form-data; boundary="));
    assert!(body.contains("name=\"name\"\r\n\r\na b\r\n"));
}

#[test]
fn a_body_of_several_media_types_may_be_absent() {
    assert_sent(&replace(), "", "");
    assert_sent(
        &replace().body(ReplaceBody::new("u")),
        "application/json",
        r#"{"url":"u"}"#,
    );
    assert_sent(
        &replace().body(ReplaceMergePatchJsonBody::new()),
        "application/merge-patch+json",
        "{}",
    );
    let parts = replace().body(ReplaceMultipartBody::new("1", "2"));
    assert!(matches!(parts.body, Some(ReplaceContent::Multipart(_))));
    assert!(sent(&parts).1.contains("filename=\"b\""));
}

#[test]
fn bytes_have_a_media_type() {
    assert_sent(&draw("x"), "image/png", "x");
    assert_sent(
        &draw(File::new("x").content_type("image/webp")),
        "image/webp",
        "x",
    );
    // A media range is not the media type of a body.
    assert_sent(&change(vec![1, 2]), "application/json", "[1,2]");
    assert_sent(&change(ChangeContent::Text("x".into())), "text/plain", "x");
}

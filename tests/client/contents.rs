//! Bodies that can be of several media types.

use rejoinder_compiled::fixtures::contents_client::{
    BaseUrl, Operation, RequestBody,
    models::Pet,
    runtime::File,
    untagged::{
        AddContent, AddMultipartBody, ChangeContent, ReplaceBody, ReplaceContent,
        ReplaceMergePatchJsonBody, ReplaceMultipartBody, add, change, draw, replace,
    },
};

/// The media type and the body of a request.
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

fn is(operation: &impl Operation, media_type: &str, body: &str) {
    assert_eq!(sent(operation), (media_type.to_owned(), body.to_owned()));
}

#[test]
fn json_needs_no_name() {
    let pet = || Pet::new("a b").tags(["c"]);
    let json = r#"{"name":"a b","tags":["c"]}"#;
    is(&add(pet()), "application/json", json);
    is(&add(AddContent::Json(pet())), "application/json", json);
    is(
        &add(AddContent::Form(pet())),
        "application/x-www-form-urlencoded",
        "name=a%20b&tags=c",
    );
    is(
        &add(AddContent::Xml("<pet/>".into())),
        "application/xml",
        "<pet/>",
    );
    let (head, body) = sent(&add(AddMultipartBody::new("a b")));
    assert!(head.starts_with("multipart/form-data; boundary="));
    assert!(body.contains("name=\"name\"\r\n\r\na b\r\n"));
}

#[test]
fn bodies_of_several_types_may_be_absent() {
    is(&replace(), "", "");
    is(
        &replace().body(ReplaceBody::new("u")),
        "application/json",
        r#"{"url":"u"}"#,
    );
    is(
        &replace().body(ReplaceMergePatchJsonBody::new()),
        "application/merge-patch+json",
        "{}",
    );
    let parts = replace().body(ReplaceMultipartBody::new("1", "2"));
    assert!(matches!(parts.body, Some(ReplaceContent::Multipart(_))));
    assert!(sent(&parts).1.contains("filename=\"b\""));
}

#[test]
fn bytes_say_their_media_type() {
    is(&draw("x"), "image/png", "x");
    is(
        &draw(File::new("x").content_type("image/webp")),
        "image/webp",
        "x",
    );
    // A range is no media type of a body.
    is(&change(vec![1, 2]), "application/json", "[1,2]");
    is(&change(ChangeContent::Text("x".into())), "text/plain", "x");
}

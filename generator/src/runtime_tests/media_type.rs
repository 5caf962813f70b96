//! Tests of `runtime::media_type`.

use http::{Response, response::Parts};

use crate::runtime::{
    BodyMode,
    decode::{Content, body_mode, content},
};

const JSON: Content = ("application/json, application/vnd.a+json", BodyMode::Buffer);
const IMAGES: Content = ("image/*", BodyMode::Stream);
const PNG: Content = ("image/png", BodyMode::Buffer);
const ALL: Content = ("*/*", BodyMode::Stream);
const BINARY: Content = ("application/octet-stream", BodyMode::Stream);

fn head(media_type: &[u8]) -> Parts {
    let response = Response::builder().header("content-type", media_type);
    response.body(()).unwrap().into_parts().0
}

#[test]
fn the_most_specific_content_is_selected() {
    let cases: [(&str, &[Content], Option<usize>); 17] = [
        ("image/png", &[ALL, IMAGES, PNG], Some(2)),
        ("image/gif", &[ALL, IMAGES, PNG], Some(1)),
        ("imagery/gif", &[ALL, IMAGES, PNG], Some(0)),
        // An undocumented media type selects the first binary content.
        ("imagery/gif", &[JSON, IMAGES, PNG], Some(1)),
        ("image", &[IMAGES, PNG], Some(0)),
        (
            "image/png",
            &[JSON, ("text/event-stream", BodyMode::Stream)],
            None,
        ),
        ("application/vnd.a+json", &[ALL, JSON], Some(1)),
        ("application/vnd.b+json", &[IMAGES, JSON], Some(1)),
        // A matching range is more specific than a suffix.
        ("application/vnd.b+json", &[ALL, JSON], Some(0)),
        ("application/vnd.b+json", &[BINARY, JSON], Some(1)),
        ("application/zip", &[JSON, BINARY], Some(1)),
        ("application/zip", &[BINARY, ALL], Some(1)),
        ("application/zip", &[JSON], None),
        ("text/json", &[JSON, BINARY], Some(0)),
        ("application/json;q", &[BINARY, JSON], Some(1)),
        ("", &[JSON, BINARY], Some(1)),
        ("", &[JSON], None),
    ];
    for (media_type, contents, expected_index) in cases {
        let head = head(media_type.as_bytes());
        assert_eq!(
            content(&head, contents).ok(),
            expected_index,
            "{media_type}"
        );
        let expected = expected_index.map_or(BodyMode::Buffer, |index| contents[index].1);
        assert_eq!(body_mode(&head, contents), expected, "{media_type}");
    }
}

#[test]
fn the_first_content_is_the_default() {
    let head = Response::new(()).into_parts().0;
    assert_eq!(content(&head, &[IMAGES, ALL]), Ok(0));
    assert_eq!(body_mode(&head, &[IMAGES, JSON]), BodyMode::Stream);
}

#[test]
fn parameters_distinguish_equal_media_types() {
    let contents: [Content; 3] = [
        ("a/b", BodyMode::Buffer),
        ("a/b; v=1", BodyMode::Buffer),
        ("a/b; v=2; w=\"x\"", BodyMode::Buffer),
    ];
    for (media_type, expected_index) in [
        ("a/b", 0),
        ("a/b; v=3", 0),
        ("A/B;V=1", 1),
        ("a/b; charset=utf-8; v=2", 2),
        ("a/b; w=X", 2),
    ] {
        let expected_index = Ok(expected_index);
        assert_eq!(
            content(&head(media_type.as_bytes()), &contents),
            expected_index,
            "{media_type}"
        );
    }
}

#[test]
fn a_header_that_is_not_utf8_matches_nothing() {
    let error = content(&head(b"\xff/json"), &[JSON]).unwrap_err();
    assert!(error.to_string().contains("\u{fffd}/json"), "{error}");
}

//! Which of several contents a response is of.

use http::{Response, response::Parts};

use crate::runtime::{
    BodyMode,
    decode::{Content, body_mode, content},
};

const JSON: Content = ("application/json, application/vnd.a+json", BodyMode::Buffer);
const PICTURES: Content = ("image/*", BodyMode::Stream);
const PNG: Content = ("image/png", BodyMode::Buffer);
const ALL: Content = ("*/*", BodyMode::Stream);
const BINARY: Content = ("application/octet-stream", BodyMode::Stream);

fn head(media_type: &[u8]) -> Parts {
    let response = Response::builder().header("content-type", media_type);
    response.body(()).unwrap().into_parts().0
}

#[test]
fn the_most_specific_one_is_chosen() {
    let cases: [(&str, &[Content], Option<usize>); 17] = [
        ("image/png", &[ALL, PICTURES, PNG], Some(2)),
        ("image/gif", &[ALL, PICTURES, PNG], Some(1)),
        ("imagery/gif", &[ALL, PICTURES, PNG], Some(0)),
        // Of binary content that is called otherwise, the first.
        ("imagery/gif", &[JSON, PICTURES, PNG], Some(1)),
        ("image", &[PICTURES, PNG], Some(0)),
        (
            "image/png",
            &[JSON, ("text/event-stream", BodyMode::Stream)],
            None,
        ),
        ("application/vnd.a+json", &[ALL, JSON], Some(1)),
        ("application/vnd.b+json", &[PICTURES, JSON], Some(1)),
        // A range that is documented says more than a suffix.
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
    for (media_type, contents, chosen) in cases {
        let head = head(media_type.as_bytes());
        assert_eq!(content(&head, contents).ok(), chosen, "{media_type}");
        let expected = chosen.map_or(BodyMode::Buffer, |index| contents[index].1);
        assert_eq!(body_mode(&head, contents), expected, "{media_type}");
    }
}

#[test]
fn the_first_is_taken_where_nothing_is_said() {
    let head = Response::new(()).into_parts().0;
    assert_eq!(content(&head, &[PICTURES, ALL]), Ok(0));
    assert_eq!(body_mode(&head, &[PICTURES, JSON]), BodyMode::Stream);
}

#[test]
fn parameters_tell_what_is_alike_apart() {
    let contents: [Content; 3] = [
        ("a/b", BodyMode::Buffer),
        ("a/b; v=1", BodyMode::Buffer),
        ("a/b; v=2; w=\"x\"", BodyMode::Buffer),
    ];
    for (media_type, chosen) in [
        ("a/b", 0),
        ("a/b; v=3", 0),
        ("A/B;V=1", 1),
        ("a/b; charset=utf-8; v=2", 2),
        ("a/b; w=X", 2),
    ] {
        let chosen = Ok(chosen);
        assert_eq!(
            content(&head(media_type.as_bytes()), &contents),
            chosen,
            "{media_type}"
        );
    }
}

#[test]
fn a_header_that_is_no_text_is_none_of_them() {
    let error = content(&head(b"\xff/json"), &[JSON]).unwrap_err();
    assert!(error.to_string().contains("\u{fffd}/json"), "{error}");
}

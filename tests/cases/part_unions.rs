//! Multipart bodies with a union schema.

use rejoinder_cases::part_unions_client::{
    BaseUrl, Operation,
    untagged::{NoteBody, UploadBody, note, upload},
};

use super::support::{case, diagnostics, item};

#[test]
fn a_multipart_body_that_is_a_union_has_the_parts_of_all_variants() {
    let generation = case("part_unions.yaml");
    let body = item(&generation, "pub struct UploadBody");
    for field in [
        "pub kind: String,",
        "pub model: String,",
        "pub file: Option<runtime::File>,",
        "pub size: Option<i64>,",
        "pub url: Option<String>,",
        "pub meta: Option<models::ByUrlMeta>,",
    ] {
        assert!(body.contains(field), "{body}");
    }
    let body = item(&generation, "pub struct NoteBody");
    for field in [
        "pub purpose: String,",
        "pub note: Option<String>,",
        "pub file: Option<runtime::File>,",
    ] {
        assert!(body.contains(field), "{body}");
    }
    let found = diagnostics(&generation);
    assert!(
        found.contains("the variants of this multipart body are one type"),
        "{found}"
    );
    assert!(
        found.contains("the schema of this multipart body isn't generated"),
        "{found}"
    );
    let base = BaseUrl::parse("https://api.test").unwrap();
    let body = UploadBody::new("url", "large").url("https://other.test");
    assert!(upload(body).request(&base).is_ok());
    assert!(note(NoteBody::new("x").note("y")).request(&base).is_ok());
}

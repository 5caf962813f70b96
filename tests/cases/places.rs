//! Types that several operations share: multipart bodies, and inline schemas behind references.

use super::support::{case, client, diagnostics, item};

/// A component with files is one type in every multipart body, and another type where it is JSON.
#[test]
fn multipart_bodies_of_a_component_are_one_type() {
    let generation = case("fastapi_names.yaml");
    for head in ["pub struct Upload", "pub struct UploadAgain"] {
        let request = item(&generation, head);
        assert!(request.contains("body: models::UploadBody,"), "{request}");
    }
    let content = item(&generation, "pub enum BothContent");
    for variant in ["Json(models::Both)", "Multipart(models::BothMultipart)"] {
        assert!(content.contains(variant), "{content}");
    }
}

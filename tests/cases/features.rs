//! Features for tags whose names are taken.

use super::support::client;

#[test]
fn a_tag_with_the_name_of_another_feature_has_a_suffix() {
    let operation = |tag: &str, path: &str| {
        format!(
            "  /{path}: {{ get: {{ tags: [{tag}], responses: {{ '204': {{ description: ok }} }} }} }}\n"
        )
    };
    let tags = ["All Tags", "gzip", "gzip tag", "default", "pets"];
    let paths = tags.map(|tag| operation(tag, &tag.replace(' ', "")));
    let generation = client(&format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{}",
        paths.concat()
    ));
    let output = generation.output.expect("a client");
    let manifest = output.package.expect("a crate").manifest;
    let all = manifest
        .features
        .iter()
        .find(|(name, _)| name == "all-tags");
    let (_, enabled) = all.expect("all tags");
    let expected = [
        "all-tags-tag",
        "default-tag",
        "gzip-tag-tag",
        "gzip-tag",
        "pets",
    ];
    assert_eq!(*enabled, expected);
    assert!(
        output.files["src/lib.rs"]
            .contains("#[cfg(feature = \"all-tags-tag\")]\npub mod all_tags;")
    );
}

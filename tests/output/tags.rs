//! A crate with each single tag: no code depends on another tag.

use super::{
    cargo::{assert_success, cargo},
    documentation::generated,
};

#[test]
fn each_single_tag_compiles() {
    let folder = generated("tags");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let all = manifest.lines().find(|line| line.starts_with("all-tags"));
    let all = all.unwrap().split('"').skip(1).step_by(2);
    let all: Vec<&str> = all.collect();
    assert_eq!(all.len(), 6);
    for tags in all.into_iter().chain(["", "all-tags"]) {
        let choice = ["--no-default-features", "--features", tags];
        let deny = ["--", "--deny", "warnings"];
        let output = cargo(&folder, &[&["clippy"][..], &choice, &deny].concat(), "");
        assert_success(&format!("features {tags:?}"), &output);
    }
}

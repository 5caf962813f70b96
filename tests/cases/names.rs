//! Names: reserved words, collisions, words in mixed case, suffixes of frameworks.

use super::support::{case, item};

#[test]
fn reserved_words_are_raw_identifiers() {
    let generation = case("reserved_words.yaml");
    let object = item(&generation, "pub struct Pokemon");
    assert!(object.contains("pub r#dyn: Option<String>,"), "{object}");
}

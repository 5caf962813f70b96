//! Names: reserved words, collisions, words in mixed case, suffixes of frameworks.

use super::support::{case, diagnostics, item};

#[test]
fn reserved_words_are_raw_identifiers() {
    let generation = case("reserved_words.yaml");
    let object = item(&generation, "pub struct Optional");
    for field in ["r#gen", "r#try", "r#dyn", "r#async", "union", "self_"] {
        let line = format!("    pub {field}: Option<Option<String>>,");
        assert!(object.lines().any(|found| found == line), "{object}");
    }
    let files = &generation.output.as_ref().unwrap().files;
    assert!(files["src/lib.rs"].contains("pub mod r#gen;"));
    assert!(files["src/gen.rs"].contains("pub fn r#gen(r#gen: impl Into<String>) -> Gen {"));
}

#[test]
fn a_crate_is_called_by_no_reserved_word() {
    for word in ["gen", "try", "self", "async"] {
        let generation = rejoinder::Generator::new("cases/documents/same_servers.yaml")
            .name(word)
            .generate();
        assert!(generation.output.is_none(), "{word}");
    }
}

#[test]
fn an_example_compiles_whatever_the_function_is_called() {
    let generation = case("reserved_words.yaml");
    let files = &generation.output.as_ref().unwrap().files;
    let text = &files["src/client.rs"];
    assert!(text.contains("client.call(client::client(body))"), "{text}");
    assert!(text.contains("client.call(client::body(body))"), "{text}");
    assert!(text.contains("client.call(page(body))"), "{text}");
}

#[test]
fn servers_are_named_by_what_tells_them_apart() {
    let generation = case("same_servers.yaml");
    assert_eq!(diagnostics(&generation), "");
    let text = &generation.output.as_ref().unwrap().files["src/servers.rs"];
    let heads = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct "));
    let names: Vec<&str> = heads.map(|rest| rest.trim_end_matches(" {")).collect();
    assert_eq!(
        names,
        [
            "Server",
            "ProtocolNameServer",
            "IpRangesSubdomainSiteServer",
            "IpRangesExampleComProtocolNameServer",
            "IpRangesSubdomainExampleComServer",
            "LogsSubdomainSiteServer",
            "LogsExampleComProtocolNameServer",
            "LogsSubdomainExampleComServer",
        ]
    );
}

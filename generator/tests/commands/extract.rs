//! `rejoinder extract`: a smaller document with the same client.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::process::{SPEC, files, folder, run};

const REACH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/reach.yaml");

const LATER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/later.yaml");

fn extract(folder: &Path, spec: &str, selection: &[&str]) -> String {
    let arguments = [&["extract", spec], selection].concat();
    run(folder, &arguments).exited(0).assert_no_stderr().out
}

/// Returns the sources of the client of a document, which may have warnings.
fn sources(folder: &Path, spec: &str, selection: &[&str]) -> BTreeMap<String, String> {
    let output = folder.join("client");
    if output.exists() {
        std::fs::remove_dir_all(&output).unwrap();
    }
    let generate = ["generate", spec, "--output", "client", "--name", "client"];
    let arguments = [&generate[..], selection].concat();
    run(folder, &arguments).exited(0);
    files(&output.join("src"))
}

/// Checks that the client of the extract equals the client of the selection. Returns the extract.
#[track_caller]
fn assert_same_client(folder: &Path, spec: &str, selection: &[&str]) -> String {
    let extracted = extract(folder, spec, selection);
    std::fs::write(folder.join("extract.yaml"), &extracted).unwrap();
    let whole = sources(folder, spec, selection);
    // The extract needs no selection.
    let cut = sources(folder, "extract.yaml", &[]);
    assert_eq!(
        whole.keys().collect::<Vec<_>>(),
        cut.keys().collect::<Vec<_>>()
    );
    for (path, document_text) in whole {
        assert_eq!(cut.get(&path), Some(&document_text), "{path} differs");
    }
    extracted
}

fn tree(document_text: &str) -> Value {
    serde_yaml::from_str(document_text).unwrap()
}

/// Returns the keys of an object, in their order.
fn keys(node: &Value) -> Vec<&str> {
    let keys = node.as_object().into_iter().flat_map(|keys| keys.keys());
    keys.map(String::as_str).collect()
}

#[test]
fn one_operation_is_extracted() {
    let folder = folder("extract_fragment");
    let operation = "oauth-authorizations/delete-grant";
    let document_text = assert_same_client(&folder, SPEC, &["--operation", operation]);
    let document = tree(&document_text);
    assert_eq!(
        keys(&document["paths"]),
        ["/applications/grants/{grant_id}"]
    );
    let item = &document["paths"]["/applications/grants/{grant_id}"];
    assert_eq!(keys(item), ["delete"]);
    let components = &document["components"];
    assert_eq!(keys(components), ["parameters", "responses", "schemas"]);
    assert_eq!(keys(&components["schemas"]), ["basic-error"]);
}

#[test]
fn all_operations_of_a_tag_are_extracted() {
    let folder = folder("extract_tag");
    let document_text = assert_same_client(&folder, SPEC, &["--tag", "oauth-authorizations"]);
    let whole = tree(&std::fs::read_to_string(SPEC).unwrap());
    // The tag selects all operations: only unreachable components are removed, and the order is
    // kept.
    let document = tree(&document_text);
    assert_eq!(keys(&document["paths"]), keys(&whole["paths"]));
    assert_eq!(document["paths"], whole["paths"]);
}

#[test]
fn only_reachable_components_are_kept() {
    let folder = folder("extract_reach");
    let document_text = assert_same_client(&folder, REACH, &["--operation", "zoo/get"]);
    let document = tree(&document_text);
    let whole = tree(&std::fs::read_to_string(REACH).unwrap());
    let path = "/zoos/{zoo}/animals/{animal}";
    assert_eq!(keys(&document["paths"]), [path]);
    // The fields of a path item that apply to all of its operations are kept.
    let item = &document["paths"][path];
    assert_eq!(keys(item), ["summary", "parameters", "get"]);
    assert_eq!(item["get"], whole["paths"][path]["get"]);
    let names = |kind: &str| keys(&document["components"][kind]);
    assert_eq!(names("securitySchemes"), ["key", "oauth"]);
    assert_eq!(names("parameters"), ["zoo"]);
    assert_eq!(names("headers"), ["Rate"]);
    assert_eq!(names("examples"), ["Cat"]);
    assert_eq!(names("responses"), ["Problem"]);
    // A mapping refers to schemas by reference or by name, and these schemas refer to other
    // schemas.
    let reached = [
        "Problem", "Id", "Where", "Dog", "Cat", "Bird", "Wings", "Animal",
    ];
    assert_eq!(names("schemas"), reached);
    assert!(document["components"].get("requestBodies").is_none());
    for kind in keys(&document["components"]) {
        for name in names(kind) {
            let (cut, whole) = (&document["components"][kind], &whole["components"][kind]);
            assert_eq!(cut[name], whole[name], "{kind}/{name}");
        }
    }
    assert_eq!(document["tags"].as_array().unwrap().len(), 1);
    assert_eq!(document["tags"][0]["name"], "zoo");
    for key in ["openapi", "info", "servers", "security"] {
        assert_eq!(document[key], whole[key], "{key}");
    }
}

/// The target of a reference into a path becomes a component, so the path isn't needed.
#[test]
fn references_into_paths_are_followed() {
    let folder = folder("extract_into_paths");
    let document_text = extract(&folder, REACH, &["--operation", "shop/put"]);
    let document = tree(&document_text);
    assert_eq!(keys(&document["paths"]), ["/shop/{id}"]);
    let item = &document["paths"]["/shop/{id}"];
    assert_eq!(keys(item), ["parameters", "put"]);
    let components = &document["components"];
    let brought = "shop/get Ok body";
    assert_eq!(keys(&components["schemas"]), ["Thing", "Id", brought]);
    // The document requires `key`, although the operation doesn't.
    assert_eq!(keys(&components["securitySchemes"]), ["key"]);
    // The selection applied to the extract gives the same client as applied to the whole document.
    std::fs::write(folder.join("extract.yaml"), &document_text).unwrap();
    let selection = ["--operation", "shop/put"];
    let whole = sources(&folder, REACH, &selection);
    assert_eq!(sources(&folder, "extract.yaml", &selection), whole);
}

/// Without `security` in any operation, all schemes are kept. Otherwise, operations without
/// `security` are public in the document and in the extract.
#[test]
fn security_has_the_same_effect_as_in_the_document() {
    let folder = folder("extract_security");
    let without = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets: { get: { operationId: list, responses: { 200: { description: Done. } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    basic: { type: http, scheme: basic }
";
    let own = "  /keys:
    get: { operationId: keys, security: [{ key: [] }], responses: { 200: { description: Done. } } }
";
    let with = without.replace("components:\n", &format!("{own}components:\n"));
    for (document, operation, kept) in [
        (without, "list", &["key", "basic"][..]),
        (&with, "list", &[]),
        (&with, "keys", &["key"]),
    ] {
        std::fs::write(folder.join("pets.yaml"), document).unwrap();
        let document_text = assert_same_client(&folder, "pets.yaml", &["--operation", operation]);
        let document = tree(&document_text);
        assert_eq!(keys(&document["components"]["securitySchemes"]), kept);
        let public = document["paths"]["/pets"]["get"].get("security");
        let is_public = operation == "list" && kept.is_empty();
        assert_eq!(public.is_some(), is_public, "{document_text}");
    }
}

#[test]
fn only_tags_of_the_operations_are_kept() {
    let folder = folder("extract_tags");
    for (tag, paths, kept) in [
        ("zoo", "/zoos/{zoo}/animals/{animal}", "zoo"),
        ("shop", "/shop/{id}", "shop"),
    ] {
        let document_text = assert_same_client(&folder, REACH, &["--tag", tag]);
        let document = tree(&document_text);
        assert_eq!(keys(&document["paths"]), [paths]);
        let tags = document["tags"].as_array().unwrap();
        let names: Vec<&Value> = tags.iter().map(|tag| &tag["name"]).collect();
        assert_eq!(names, [kept]);
    }
    // Each tag of an operation selects it.
    let document_text = extract(&folder, REACH, &["--tag", "keepers"]);
    let document = tree(&document_text);
    let item = &document["paths"]["/zoos/{zoo}/animals/{animal}"];
    assert_eq!(keys(item), ["summary", "parameters", "delete"]);
}

#[test]
fn extracting_is_deterministic_and_idempotent() {
    let folder = folder("extract_again");
    for selection in [
        &["--tag", "zoo"][..],
        &["--operation", "shop/put", "--operation", "unused"],
        &["--tag", "shop", "--operation", "zoo/get"],
        &[],
    ] {
        let first = extract(&folder, REACH, selection);
        assert_eq!(extract(&folder, REACH, selection), first);
        std::fs::write(folder.join("extract.yaml"), &first).unwrap();
        assert_eq!(extract(&folder, "extract.yaml", &[]), first);
    }
    // The order of the arguments has no effect.
    let selection = ["--operation", "unused", "--operation", "zoo/get"];
    let other = ["--operation", "zoo/get", "--operation", "unused"];
    let document_text = extract(&folder, REACH, &selection);
    assert_eq!(document_text, extract(&folder, REACH, &other));
    let (before, after) = (
        document_text.find("zoo/get").unwrap(),
        document_text.find("unused").unwrap(),
    );
    assert!(before < after, "{document_text}");
}

#[test]
fn unknown_tags_and_operations_are_errors() {
    let folder = folder("extract_none");
    let run_result = run(&folder, &["extract", REACH, "--tag", "zooo"])
        .exited(1)
        .assert_stderr("error[not-in-document]")
        .assert_stderr("zooo");
    assert_eq!(run_result.out, "");
    let run_result = run(&folder, &["extract", REACH, "--operation", "zoo/got"])
        .exited(1)
        .assert_stderr("error[not-in-document]");
    assert_eq!(run_result.out, "");
    run(&folder, &["extract", "none.yaml"])
        .exited(1)
        .assert_stderr("error[io]");
}

#[test]
fn operations_of_any_method_are_extracted() {
    let folder = folder("extract_any_method");
    let document_text = assert_same_client(&folder, LATER, &["--operation", "link_things"]);
    let document = tree(&document_text);
    let item = &document["paths"]["/things"];
    assert_eq!(keys(item), ["additionalOperations"]);
    assert_eq!(keys(&item["additionalOperations"]), ["LINK"]);
    assert_eq!(keys(&document["components"]), ["securitySchemes"]);
    let document_text = assert_same_client(&folder, LATER, &["--operation", "query_things"]);
    let document = tree(&document_text);
    assert_eq!(keys(&document["paths"]["/things"]), ["query"]);
    assert_eq!(keys(&document["components"]["schemas"]), ["Thing"]);
    let unnamed = ["--operation", "unlink /things"];
    let document_text = assert_same_client(&folder, LATER, &unnamed);
    assert_eq!(
        keys(&tree(&document_text)["paths"]["/things"]["additionalOperations"]),
        ["UNLINK"]
    );
}

//! `rejoinder extract`: a document cut down, of which the same client is generated.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::process::{SPEC, files, folder, run};

const REACH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/reach.yaml");

const LATER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/later.yaml");

fn extract(folder: &Path, spec: &str, wanted: &[&str]) -> String {
    let arguments = [&["extract", spec], wanted].concat();
    run(folder, &arguments).ended(0).silent().out
}

/// The sources of the client of a document, whatever it says of it.
fn sources(folder: &Path, spec: &str, wanted: &[&str]) -> BTreeMap<String, String> {
    let output = folder.join("client");
    if output.exists() {
        std::fs::remove_dir_all(&output).unwrap();
    }
    let generate = ["generate", spec, "--output", "client", "--name", "client"];
    let arguments = [&generate[..], wanted].concat();
    run(folder, &arguments).ended(0);
    files(&output.join("src"))
}

/// The sources of the extract are those of the whole document; gives the extract.
#[track_caller]
fn is_the_same(folder: &Path, spec: &str, wanted: &[&str]) -> String {
    let extracted = extract(folder, spec, wanted);
    std::fs::write(folder.join("extract.yaml"), &extracted).unwrap();
    let whole = sources(folder, spec, wanted);
    // Without saying again what is wanted: there is nothing else.
    let cut = sources(folder, "extract.yaml", &[]);
    assert_eq!(
        whole.keys().collect::<Vec<_>>(),
        cut.keys().collect::<Vec<_>>()
    );
    for (path, text) in whole {
        assert_eq!(cut.get(&path), Some(&text), "{path} differs");
    }
    extracted
}

fn tree(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// The keys of a mapping, in their order.
fn keys(node: &Value) -> Vec<&str> {
    let keys = node.as_object().into_iter().flat_map(|keys| keys.keys());
    keys.map(String::as_str).collect()
}

#[test]
fn one_operation_of_the_fragment() {
    let folder = folder("extract_fragment");
    let operation = "oauth-authorizations/delete-grant";
    let text = is_the_same(&folder, SPEC, &["--operation", operation]);
    let document = tree(&text);
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
fn all_operations_of_a_tag() {
    let folder = folder("extract_tag");
    let text = is_the_same(&folder, SPEC, &["--tag", "oauth-authorizations"]);
    let whole = tree(&std::fs::read_to_string(SPEC).unwrap());
    // It is all there is: what goes is what nobody reaches, and what stays is in its order.
    let document = tree(&text);
    assert_eq!(keys(&document["paths"]), keys(&whole["paths"]));
    assert_eq!(document["paths"], whole["paths"]);
}

#[test]
fn what_is_reached_stays_and_nothing_else() {
    let folder = folder("extract_reach");
    let text = is_the_same(&folder, REACH, &["--operation", "zoo/get"]);
    let document = tree(&text);
    let whole = tree(&std::fs::read_to_string(REACH).unwrap());
    let path = "/zoos/{zoo}/animals/{animal}";
    assert_eq!(keys(&document["paths"]), [path]);
    // What a path says for all of its operations stays with the one.
    let item = &document["paths"][path];
    assert_eq!(keys(item), ["summary", "parameters", "get"]);
    assert_eq!(item["get"], whole["paths"][path]["get"]);
    let names = |kind: &str| keys(&document["components"][kind]);
    assert_eq!(names("securitySchemes"), ["key", "oauth"]);
    assert_eq!(names("parameters"), ["zoo"]);
    assert_eq!(names("headers"), ["Rate"]);
    assert_eq!(names("examples"), ["Cat"]);
    assert_eq!(names("responses"), ["Problem"]);
    // A mapping leads to schemas, by reference or by name, and they lead on.
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

/// What a reference into a path leads to becomes a component: the path itself isn't needed.
#[test]
fn references_into_paths_are_followed() {
    let folder = folder("extract_into_paths");
    let text = extract(&folder, REACH, &["--operation", "shop/put"]);
    let document = tree(&text);
    assert_eq!(keys(&document["paths"]), ["/shop/{id}"]);
    let item = &document["paths"]["/shop/{id}"];
    assert_eq!(keys(item), ["parameters", "put"]);
    let components = &document["components"];
    let brought = "/shop/{id} get 200 application/json";
    assert_eq!(keys(&components["schemas"]), ["Thing", "Id", brought]);
    // The document asks for `key`, though this operation doesn't.
    assert_eq!(keys(&components["securitySchemes"]), ["key"]);
    // Chosen again from the extract, it is the same client as from the whole.
    std::fs::write(folder.join("extract.yaml"), &text).unwrap();
    let wanted = ["--operation", "shop/put"];
    let whole = sources(&folder, REACH, &wanted);
    assert_eq!(sources(&folder, "extract.yaml", &wanted), whole);
}

/// Where no operation has `security`, any scheme may be needed; else those without it are public, and
/// stay so.
#[test]
fn security_stays_as_the_whole_document_says() {
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
        let text = is_the_same(&folder, "pets.yaml", &["--operation", operation]);
        let document = tree(&text);
        assert_eq!(keys(&document["components"]["securitySchemes"]), kept);
        let public = document["paths"]["/pets"]["get"].get("security");
        let is_public = operation == "list" && kept.is_empty();
        assert_eq!(public.is_some(), is_public, "{text}");
    }
}

#[test]
fn tags_are_those_of_the_operations_that_stay() {
    let folder = folder("extract_tags");
    for (tag, paths, kept) in [
        ("zoo", "/zoos/{zoo}/animals/{animal}", "zoo"),
        ("shop", "/shop/{id}", "shop"),
    ] {
        let text = is_the_same(&folder, REACH, &["--tag", tag]);
        let document = tree(&text);
        assert_eq!(keys(&document["paths"]), [paths]);
        let tags = document["tags"].as_array().unwrap();
        let names: Vec<&Value> = tags.iter().map(|tag| &tag["name"]).collect();
        assert_eq!(names, [kept]);
    }
    // Any of an operation's tags is one of its.
    let text = extract(&folder, REACH, &["--tag", "keepers"]);
    let document = tree(&text);
    let item = &document["paths"]["/zoos/{zoo}/animals/{animal}"];
    assert_eq!(keys(item), ["summary", "parameters", "delete"]);
}

#[test]
fn what_is_extracted_is_deterministic_and_stays_as_it_is() {
    let folder = folder("extract_again");
    for wanted in [
        &["--tag", "zoo"][..],
        &["--operation", "shop/put", "--operation", "unused"],
        &["--tag", "shop", "--operation", "zoo/get"],
        &[],
    ] {
        let first = extract(&folder, REACH, wanted);
        assert_eq!(extract(&folder, REACH, wanted), first);
        std::fs::write(folder.join("extract.yaml"), &first).unwrap();
        assert_eq!(extract(&folder, "extract.yaml", &[]), first);
    }
    // In whatever order it is asked for.
    let wanted = ["--operation", "unused", "--operation", "zoo/get"];
    let other = ["--operation", "zoo/get", "--operation", "unused"];
    let text = extract(&folder, REACH, &wanted);
    assert_eq!(text, extract(&folder, REACH, &other));
    let (before, after) = (text.find("zoo/get").unwrap(), text.find("unused").unwrap());
    assert!(before < after, "{text}");
}

#[test]
fn what_is_not_there_cannot_be_extracted() {
    let folder = folder("extract_none");
    let ran = run(&folder, &["extract", REACH, "--tag", "zooo"])
        .ended(1)
        .complained("error[not-in-document]")
        .complained("zooo");
    assert_eq!(ran.out, "");
    let ran = run(&folder, &["extract", REACH, "--operation", "zoo/got"])
        .ended(1)
        .complained("error[not-in-document]");
    assert_eq!(ran.out, "");
    run(&folder, &["extract", "none.yaml"])
        .ended(1)
        .complained("error[io]");
}

#[test]
fn operations_of_any_method() {
    let folder = folder("extract_any_method");
    let text = is_the_same(&folder, LATER, &["--operation", "link_things"]);
    let document = tree(&text);
    let item = &document["paths"]["/things"];
    assert_eq!(keys(item), ["additionalOperations"]);
    assert_eq!(keys(&item["additionalOperations"]), ["LINK"]);
    assert_eq!(keys(&document["components"]), ["securitySchemes"]);
    let text = is_the_same(&folder, LATER, &["--operation", "query_things"]);
    let document = tree(&text);
    assert_eq!(keys(&document["paths"]["/things"]), ["query"]);
    assert_eq!(keys(&document["components"]["schemas"]), ["Thing"]);
    let unnamed = ["--operation", "unlink /things"];
    let text = is_the_same(&folder, LATER, &unnamed);
    assert_eq!(
        keys(&tree(&text)["paths"]["/things"]["additionalOperations"]),
        ["UNLINK"]
    );
}

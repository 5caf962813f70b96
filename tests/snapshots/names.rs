//! Naming rules: names depend on the content of a document, and not on its order.

use std::path::{Path, PathBuf};

use rejoinder::Generator;
use serde_yaml::Value;

/// Returns the documents in `fixtures`, sorted.
pub(crate) fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found
}

/// Reverses the order of every map.
fn reversed(value: Value) -> Value {
    match value {
        Value::Mapping(map) => {
            let mut entries: Vec<(Value, Value)> = map
                .into_iter()
                .map(|(key, value)| (key, reversed(value)))
                .collect();
            entries.reverse();
            Value::Mapping(entries.into_iter().collect())
        }
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(reversed).collect()),
        value => value,
    }
}

/// Returns the declared names of the output, with their files, sorted.
fn declared(document: &Path) -> Vec<String> {
    let generation = Generator::new(document).name("client").generate();
    let output = generation.output.as_ref().unwrap();
    let mut names = Vec::new();
    for (path, content) in &output.files {
        if !path.starts_with("src/runtime/") && !path.starts_with("src/transports/") {
            let declarations = content.lines().filter_map(|line| declaration(line.trim()));
            names.extend(declarations.map(|name| format!("{path}: {name}")));
        }
    }
    names.sort();
    names
}

/// Returns the declaration of a line: an item, a method, a field or a variant.
fn declaration(line: &str) -> Option<String> {
    let is_name = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '#');
    let word = |content: &str| content.chars().take_while(is_name).collect::<String>();
    if let Some(rest) = line.strip_prefix("pub ") {
        let kind = ["fn ", "struct ", "enum ", "type ", "mod "];
        return match kind
            .into_iter()
            .find_map(|kind| Some((kind, rest.strip_prefix(kind)?)))
        {
            Some((kind, name)) => Some(format!("{kind}{}", word(name))),
            None => (!rest.starts_with("use ")).then(|| word(rest)),
        };
    }
    let variant = line.starts_with(char::is_uppercase) && !line.contains("::");
    variant.then(|| word(line))
}

#[test]
fn the_order_of_maps_changes_no_name() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/oauth-authorizations.yaml");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reversed");
    for file in [
        "common.yaml",
        "groups.yaml",
        "owners.yaml",
        "schemas/pet.yaml",
        "shapes.yaml",
        "swagger.yaml",
    ] {
        let file = Path::new("files").join(file);
        let copy = folder.join(&file);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(Path::new("fixtures").join(file), copy).unwrap();
    }
    for document in fixtures().into_iter().chain([spec]) {
        let content = std::fs::read_to_string(&document).unwrap();
        let value: Value = serde_yaml::from_str(&content).unwrap();
        let other = folder.join(document.file_name().unwrap());
        std::fs::write(&other, serde_yaml::to_string(&reversed(value)).unwrap()).unwrap();
        assert_eq!(
            declared(&document),
            declared(&other),
            "{}",
            document.display()
        );
    }
}

#[test]
fn thirty_inline_enums_are_four_types() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/oauth-authorizations.yaml");
    let files = Generator::new(spec)
        .name("client")
        .generate()
        .output
        .unwrap()
        .files;
    let content = &files["src/models/app_permissions.rs"];
    let enums: Vec<&str> = content
        .lines()
        .filter(|line| line.starts_with("pub enum"))
        .collect();
    assert_eq!(
        enums,
        [
            "pub enum AppPermissionsReadWrite {",
            "pub enum AppPermissionsOrganizationPlan {",
            "pub enum AppPermissionsReadWriteAdmin {",
            "pub enum AppPermissionsWorkflows {",
        ]
    );
    let fields = content.lines().filter(|line| {
        line.trim_start().starts_with("pub ") && line.contains("Option<AppPermissions")
    });
    assert_eq!(fields.count(), 30);
}

/// An operation that isn't selected keeps its name reserved.
#[test]
fn the_selection_changes_no_name() {
    let content = "\
openapi: 3.0.3
info: { title: Zoo, version: '1' }
paths:
  /a: { get: { operationId: zoo/get, tags: [zoo], responses: { 200: { description: Done. } } } }
  /b: { get: { operationId: zoo-get, tags: [zoo], responses: { 200: { description: Done. } } } }
  /c: { get: { operationId: c, tags: [Zoo], responses: { 200: { description: Done. } } } }
";
    let functions = |operations: &[&str]| {
        let generation = Generator::new("zoo.yaml")
            .operations(operations.iter().copied())
            .generate_from(content.to_owned());
        let output = generation.output.unwrap();
        let module = |(path, content): (&String, &String)| {
            let function = content
                .lines()
                .find_map(|line| line.strip_prefix("pub fn "))?;
            Some((path.clone(), function.to_owned()))
        };
        let modules = output.files.iter().filter(|(path, _)| path.contains("zoo"));
        modules.filter_map(module).collect::<Vec<_>>()
    };
    let one = functions(&["zoo/get"]);
    let all = functions(&[]);
    assert_eq!(one.len(), 1, "{one:?}");
    assert!(all.contains(&one[0]), "{one:?} isn't in {all:?}");
}

/// Media types can't be renamed, so a longer name needs no diagnostic.
#[test]
fn media_types_of_one_subtype_are_distinguished_without_a_diagnostic() {
    let content = "\
openapi: 3.0.3
info: { title: Zoo, version: '1' }
paths:
  /a:
    get:
      operationId: list
      responses:
        200:
          description: The animals.
          content:
            application/json: { schema: { type: array, items: { type: string } } }
            application/json;stream=watch: { schema: { type: object, properties: { kind: { type: string } } } }
            text/xml: { schema: { type: string } }
            application/xml: { schema: { type: string } }
";
    let generation = Generator::new("zoo.yaml").generate_from(content.to_owned());
    let codes: Vec<&str> = generation
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect();
    assert!(!codes.contains(&"name-collision"), "{codes:?}");
    let files = generation.output.unwrap().files;
    let lines = files.values().flat_map(|content| content.lines());
    let setters = lines.filter_map(|line| {
        let name = line.trim_start().strip_prefix("pub fn accept_")?;
        name.split_once('(').map(|(name, _)| name)
    });
    let setters: Vec<&str> = setters.collect();
    assert_eq!(
        setters,
        [
            "json",
            "application_json_stream_watch",
            "text_xml",
            "application_xml"
        ]
    );
}

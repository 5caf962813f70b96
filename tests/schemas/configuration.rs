//! Configurations: the schema and the parser accept the same documents.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use rejoinder::{Config, Settings, diagnostic::Code, template};
use serde_json::{Map, Value, json};
use toml_edit::{Document, Item};

use super::{errors_of, schema, validator};

const SCHEMA: &str = "rejoinder.schema.json";

/// A configuration with every key.
const SAMPLE: &str = r#"
input = "spec/api.yaml"
output = "client"
name = "my-client"
references = ".."
layout = "modules"
features = ["reqwest", "ureq", "rustls", "rustls-no-provider", "native-tls", "gzip"]
derives = ["Eq"]
media_types = ["application/xml"]
optional = ["Pet.name"]
nullable = ["Pet.owner"]
allow = ["not-generated"]

[secrets]
add = ["pin"]
remove = ["session"]

[include]
tags = ["users"]
operations = ["status"]
paths = ["/users/*"]

[exclude]
tags = ["admin"]

[tolerance]
null_as_empty = false
undocumented_media_types = false
undocumented_success = false
times_without_offset = true

[types]
time = "chrono"
uri = "url"
formats = { uuid = "uuid::Uuid" }

[types.schemas]
Money = "my_types::Money"

[rename]
tags.default = "api"

[rename.operations]
"users/list-all" = "list_users"

[rename.schemas]
basic-error = "ApiError"

[rename.properties]
"basic-error.documentation_url" = "documentation"

[rename.values]
"Pet.status.sold" = "Gone"

[rename.parameters]
"users/list-all.per_page" = "page_size"
"#;

fn as_json(item: &Item) -> Value {
    if let Some(table) = item.as_table_like() {
        let entries = table.iter();
        return Value::Object(
            entries
                .map(|(key, item)| (key.to_owned(), as_json(item)))
                .collect(),
        );
    }
    if let Some(array) = item.as_array() {
        let items = array.iter().cloned();
        return items.map(|value| as_json(&Item::Value(value))).collect();
    }
    let scalar = item.as_str().map(Value::from);
    let scalar = scalar.or_else(|| item.as_integer().map(Value::from));
    scalar.or_else(|| item.as_bool().map(Value::from)).unwrap()
}

fn parsed(toml: &str) -> Value {
    let document = Document::parse(toml.to_owned()).unwrap();
    as_json(document.as_item())
}

/// Reads a configuration from a file that belongs to the test.
fn read(test: &str, toml: &str) -> Result<Config, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}.toml"));
    std::fs::write(&path, toml).unwrap();
    Config::read(&path).map_err(|failure| failure.to_string())
}

#[track_caller]
fn both_accept(test: &str, validator: &Validator, toml: &str) -> Config {
    let errors_of = errors_of(validator, &parsed(toml));
    assert!(errors_of.is_empty(), "{errors_of:#?}\n{toml}");
    let read = read(test, toml);
    assert!(read.is_ok(), "{read:?}\n{toml}");
    read.unwrap()
}

#[test]
fn the_template_is_a_valid_configuration() {
    let validator = validator(&schema(SCHEMA));
    let document = PathBuf::from("../spec/oauth-authorizations.yaml");
    let template = template(&document).unwrap();
    let config = both_accept("template", &validator, &template);
    let name = Some("githubs-official-openapi-spec-octokit-extension".to_owned());
    let expected = Settings {
        name,
        ..Settings::default()
    };
    assert_eq!(config.settings, expected);
    // Every commented key is enabled; other comments are prose.
    let all: Vec<&str> = template
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(key) if key.starts_with('[') || key.contains(" = ") => key,
            _ => line,
        })
        .collect();
    let all = both_accept("template_all", &validator, &all.join("\n"));
    assert_eq!(all.settings.include.tags, ["oauth-authorizations"]);
    assert_eq!(all.settings.rename.tags["default"], "api");
}

#[test]
fn every_key_is_accepted() {
    let validator = validator(&schema(SCHEMA));
    let config = both_accept("sample", &validator, SAMPLE);
    assert_eq!(config.settings.features.len(), 6);
    assert_eq!(config.settings.rename.tags["default"], "api");
    assert_eq!(config.settings.formats["uuid"], "uuid::Uuid");
    both_accept("nothing", &validator, "");
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let allowed = &schema(SCHEMA)["properties"]["allow"]["items"]["enum"];
    assert_eq!(*allowed, json!(codes));
    // Every key of the schema is in the sample.
    let mut missing = Vec::new();
    places(&schema(SCHEMA), &mut Vec::new(), &mut |path, _| {
        let pointer = format!("/{}", path.join("/"));
        let filter = pointer.replace("/exclude/", "/include/");
        if parsed(SAMPLE).pointer(&filter).is_none() {
            missing.push(pointer);
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn schema_and_parser_reject_the_same_configurations() {
    let validator = validator(&schema(SCHEMA));
    for (name, count) in [("unknown_key", 2), ("wrong_types", 5), ("wrong_values", 4)] {
        let path = format!("rejected/configurations/{name}.toml");
        let content = std::fs::read_to_string(&path).unwrap();
        assert!(Config::read(Path::new(&path)).is_err(), "{name}");
        let errors_of = errors_of(&validator, &parsed(&content));
        assert_eq!(errors_of.len(), count, "{name}: {errors_of:#?}");
    }
}

/// Calls a function with the path and the schema of each key of an object and of nested objects.
fn places(node: &Value, path: &mut Vec<String>, visit: &mut dyn FnMut(&[String], &Value)) {
    let root = schema(SCHEMA);
    for (key, node) in node["properties"].as_object().into_iter().flatten() {
        let reference = node["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        let node = reference.map_or(node, |pointer| root.pointer(pointer).unwrap());
        path.push(key.clone());
        visit(path, node);
        places(node, path, visit);
        path.pop();
    }
}

/// Returns a configuration with one key.
fn with(path: &[String], value: &Value) -> String {
    let mut node = value.clone();
    for key in path.iter().rev() {
        node = Value::Object(Map::from_iter([(key.clone(), node)]));
    }
    let entries = node.as_object().unwrap().iter();
    entries
        .map(|(key, value)| format!("{key} = {}\n", toml(value)))
        .collect()
}

fn toml(value: &Value) -> String {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| format!("{key} = {}", toml(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(toml).collect();
            format!("[{}]", items.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Each key of the schema with its listed values, and with other values.
#[test]
fn schema_and_parser_agree_on_each_key() {
    let root = schema(SCHEMA);
    let validator = validator(&root);
    let mut cases: Vec<(Vec<String>, Value)> = Vec::new();
    places(&root, &mut Vec::new(), &mut |path, node| {
        let named = node["enum"].as_array().or(node["items"]["enum"].as_array());
        let mut values: Vec<Value> = named.into_iter().flatten().cloned().collect();
        values.extend([json!("other"), json!(5), json!(true), json!({}), json!([])]);
        let lists: Vec<Value> = values.iter().map(|value| json!([value])).collect();
        values.extend([json!({ "other": "text" }), json!({ "other": 5 })]);
        values.extend(lists);
        cases.extend(values.into_iter().map(|value| (path.to_vec(), value)));
    });
    let mut accepted = 0;
    for (path, value) in &cases {
        let toml = with(path, value);
        let by_schema = validator.is_valid(&parsed(&toml));
        let by_reader = read("each_key", &toml);
        assert_eq!(by_schema, by_reader.is_ok(), "{toml}{by_reader:?}");
        accepted += usize::from(by_schema);
    }
    let refused = cases.len() - accepted;
    assert!(accepted > 40 && refused > 200, "{accepted}, {refused}");
}

/// Editors would underline a key that is missing in the schema.
#[test]
fn the_schema_has_every_key_of_the_parser() {
    let root = schema(SCHEMA);
    let mut tables = vec![(Vec::new(), root.clone())];
    places(&root, &mut Vec::new(), &mut |path, node| {
        if node.get("properties").is_some() {
            tables.push((path.to_vec(), node.clone()));
        }
    });
    assert_eq!(tables.len(), 7);
    for (mut path, node) in tables {
        path.push("zzzzzzzzzzzz".to_owned());
        let failure = read("all_keys", &with(&path, &json!(1))).unwrap_err();
        let (_, listed) = failure.split_once("use one of ").unwrap();
        let mut listed: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
        let mut in_schema: Vec<&str> = node["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        listed.sort_unstable();
        in_schema.sort_unstable();
        assert_eq!(listed, in_schema, "{path:?}");
    }
}

/// The defaults of the schema are the defaults of the parser.
#[test]
fn the_defaults_of_the_schema_are_the_defaults_of_the_parser() {
    let mut defaults = 0;
    places(&schema(SCHEMA), &mut Vec::new(), &mut |path, node| {
        if let Some(default) = node.get("default") {
            let config = read("default", &with(path, default)).unwrap();
            assert_eq!(config.settings, Settings::default(), "{path:?}");
            defaults += 1;
        }
    });
    assert_eq!(defaults, 8);
}

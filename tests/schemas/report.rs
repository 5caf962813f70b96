//! Tests that every report matches the JSON Schema of reports.

use std::path::PathBuf;

use rejoinder::{Generation, Generator, diagnostic::Code};
use serde_json::{Value, json};

use super::{errors_of, schema, validator};

const SPEC: &str = "../spec/oauth-authorizations.yaml";

fn documents() -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from(SPEC)];
    for folder in ["fixtures", "settings", "rejected/documents"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if matches!(ending, Some("yaml" | "json")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn report(generator: &Generator) -> Value {
    report_of(&generator.generate())
}

fn report_of(generation: &Generation) -> Value {
    serde_json::from_str(&generation.report()).unwrap()
}

fn list<'a>(report: &'a Value, pointer: &str) -> &'a [Value] {
    report.pointer(pointer).unwrap().as_array().unwrap()
}

fn count(report: &Value, pointer: &str) -> usize {
    let count = report.pointer(pointer).unwrap().as_u64().unwrap();
    usize::try_from(count).unwrap()
}

#[test]
fn every_report_is_valid() {
    let validator = validator(&schema("report.schema.json"));
    let (mut refused, mut warned, mut skipping, mut raw) = (0, 0, 0, 0);
    for document in documents() {
        let report = report(&Generator::new(&document));
        let errors_of = errors_of(&validator, &report);
        assert!(
            errors_of.is_empty(),
            "{}: {errors_of:#?}",
            document.display()
        );
        assert_eq!(report["document"], document.display().to_string());
        let skipped = list(&report, "/operations/skipped").len();
        let generated = count(&report, "/operations/generated");
        let files = list(&report, "/files").len();
        let diagnostics = list(&report, "/diagnostics");
        let errors = diagnostics
            .iter()
            .filter(|found| found["severity"] == "error");
        if errors.count() > 0 {
            assert_eq!((generated, files), (0, 0), "{}", document.display());
            refused += 1;
        } else {
            let selected = count(&report, "/operations/selected");
            assert_eq!(generated + skipped, selected, "{}", document.display());
            // A document of OpenAPI 3.1 may have only webhooks.
            let is_empty = selected == 0 && document.ends_with("webhooks_only.yaml");
            assert!(generated > 0 || is_empty, "{}", document.display());
            assert!(files > 0, "{}", document.display());
            warned += usize::from(!diagnostics.is_empty());
        }
        skipping += usize::from(skipped > 0);
        raw += usize::from(!list(&report, "/raw_json").is_empty());
    }
    // The documents cover every kind of result.
    assert!(refused > 30, "{refused}");
    assert!(warned > 20, "{warned}");
    assert!(skipping > 4, "{skipping}");
    assert!(raw > 3, "{raw}");
}

/// Invalid arguments are reported like invalid documents.
#[test]
fn faults_of_arguments_are_reported() {
    let validator = validator(&schema("report.schema.json"));
    for generator in [
        Generator::new("none.yaml"),
        Generator::new(SPEC).name("a b"),
        Generator::new(SPEC).tags(["none"]),
        Generator::new(SPEC).operations(["none"]),
    ] {
        let report = report(&generator);
        let errors_of = errors_of(&validator, &report);
        assert!(errors_of.is_empty(), "{errors_of:#?}");
        assert_eq!(count(&report, "/operations/generated"), 0);
        assert_eq!(report["diagnostics"][0]["severity"], "error");
        assert_eq!(report["diagnostics"][0]["line"], Value::Null);
    }
}

#[test]
fn the_report_of_the_fragment_has_its_counts() {
    let report = report(&Generator::new(SPEC));
    assert_eq!(count(&report, "/operations/selected"), 10);
    assert_eq!(count(&report, "/operations/generated"), 10);
    assert_eq!(report["operations"]["skipped"], json!([]));
    // GitHub's own responses lack the property, too.
    let [note] = list(&report, "/diagnostics") else {
        panic!("{report:#}");
    };
    let message = "the example doesn't fit its schema: missing property `expires_at`";
    assert_eq!(note["message"], message);
    assert_eq!(note["severity"], "note");
    assert_eq!(count(&report, "/types"), 21);
    let files = list(&report, "/files");
    for file in ["Cargo.toml", "src/lib.rs", "src/models/authorization.rs"] {
        assert!(files.contains(&json!(file)), "{file}");
    }
}

/// Codes are documented by `rejoinder explain`, and pointers of skipped and raw nodes exist in the
/// document.
#[test]
fn codes_and_pointers_exist() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for document in documents() {
        let generation = Generator::new(&document).generate();
        let report = report_of(&generation);
        let tree = generation.sources.files[0].tree();
        let diagnostics = list(&report, "/diagnostics");
        let skipped = list(&report, "/operations/skipped");
        for entry in diagnostics.iter().chain(skipped) {
            let code = entry["code"].as_str().unwrap();
            assert!(codes.contains(&code), "{code} of {}", document.display());
        }
        for entry in skipped.iter().chain(list(&report, "/raw_json")) {
            // A document that can't be parsed has no such nodes.
            let tree = tree.as_ref().unwrap();
            let pointer = entry["pointer"].as_str().unwrap();
            let node = tree.pointer(pointer.strip_prefix('#').unwrap());
            assert!(node.is_some(), "{pointer} in {}", document.display());
        }
    }
}

/// The source at the line and column begins with the last key of the pointer, or with the value. The
/// position of a syntax error is in the text.
#[test]
fn lines_and_columns_match_the_pointer() {
    let (mut checked, mut unparsed) = (0, 0);
    let mut wrong = Vec::new();
    for document in documents() {
        let generation = Generator::new(&document).generate();
        let report = report_of(&generation);
        let files = &generation.sources.files;
        let trees: Vec<_> = files.iter().map(|file| file.tree().ok()).collect();
        for found in list(&report, "/diagnostics") {
            let place = format!("{}: {found:#}", document.display());
            if found["line"].is_null() {
                continue;
            }
            // The file is the document, or a file that the document refers to.
            let name = found["file"].as_str().unwrap();
            let file = files.iter().position(|file| file.name == name).unwrap();
            let line = files[file].text.lines().nth(count(found, "/line") - 1);
            let line = line.unwrap_or_default();
            let column = count(found, "/column");
            assert!(column <= line.chars().count() + 1, "{place}");
            let (Some(pointer), Some(tree)) = (found["pointer"].as_str(), &trees[file]) else {
                unparsed += 1;
                continue;
            };
            let source: String = line.chars().skip(column - 1).collect();
            let expected = expected(tree, pointer.strip_prefix('#').unwrap());
            if !expected.iter().any(|content| begins_with(&source, content)) {
                wrong.push(format!("{source:?} is none of {expected:?} at {place}"));
            }
            checked += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 60, "{checked}");
    assert!(unparsed > 5, "{unparsed}");
}

/// Returns `true` if a source begins with a key or a value. Numbers are compared by value, because
/// YAML has several spellings of a number: `1e3`, `0x10`.
fn begins_with(source: &str, content: &str) -> bool {
    let untagged = match source.strip_prefix('!') {
        Some(tagged) => tagged.split_once(' ').unwrap_or_default().1,
        None => source,
    };
    // A string of JSON can have escapes.
    let mut strings = serde_json::Deserializer::from_str(untagged).into_iter::<String>();
    if let Some(Ok(string)) = strings.next() {
        return string.starts_with(content);
    }
    let bare = untagged.trim_start_matches(['"', '\'']);
    let end = |c: char| c.is_whitespace() || ",]}".contains(c);
    let token = bare.split(end).next().unwrap();
    bare.starts_with(content) || number(token).is_some_and(|found| number(content) == Some(found))
}

fn number(text: &str) -> Option<f64> {
    let radixes = [("0x", 16), ("0o", 8)];
    let radix = radixes.iter().find_map(|(start, radix)| {
        let digits = text.strip_prefix(start)?;
        Some(f64::from(u32::from_str_radix(digits, *radix).ok()?))
    });
    radix.or_else(|| text.parse().ok())
}

/// Returns the possible sources at a pointer, or at its nearest existing parent.
fn expected(tree: &Value, pointer: &str) -> Vec<String> {
    let Some(node) = tree.pointer(pointer) else {
        let (above, _) = pointer.rsplit_once('/').unwrap();
        return expected(tree, above);
    };
    let mut expected_sources = Vec::new();
    if let Some((above, key)) = pointer.rsplit_once('/')
        && tree.pointer(above).is_some_and(Value::is_object)
    {
        expected_sources.push(key.replace("~1", "/").replace("~0", "~"));
    }
    match node {
        Value::Object(entries) if expected_sources.is_empty() => {
            expected_sources.push("{".to_owned());
            expected_sources.extend(entries.keys().next().cloned());
        }
        Value::Array(_) if expected_sources.is_empty() => {
            expected_sources.extend(["[".to_owned(), "- ".to_owned()])
        }
        Value::String(content) => {
            // The comparison ends at characters that may be folded or escaped.
            let otherwise = |c: char| matches!(c, '"' | '\\' | ' ' | '\n') || !c.is_ascii();
            expected_sources.extend(content.split(otherwise).next().map(str::to_owned));
            expected_sources.push("|".to_owned());
        }
        // The document is empty.
        Value::Null if expected_sources.is_empty() => expected_sources.push(String::new()),
        Value::Null | Value::Object(_) | Value::Array(_) => {}
        scalar => expected_sources.push(scalar.to_string()),
    }
    expected_sources
}

/// Documents that aren't reports are invalid.
#[test]
fn the_schema_rejects_other_documents() {
    let validator = validator(&schema("report.schema.json"));
    let report = report(&Generator::new("rejected/documents/body_form.yaml"));
    assert!(validator.is_valid(&report));
    let changes: [(&str, &str, Value); 7] = [
        ("", "more", json!(1)),
        ("", "types", json!(-1)),
        ("", "document", json!(5)),
        ("/operations", "generated", json!("1")),
        ("/diagnostics/0", "severity", json!("hint")),
        ("/diagnostics/0", "code", json!("Not A Code")),
        ("/diagnostics/0", "pointer", json!("paths")),
    ];
    for (place, key, value) in changes {
        let mut changed = report.clone();
        changed.pointer_mut(place).unwrap()[key] = value;
        assert!(!validator.is_valid(&changed), "{place}/{key}");
    }
    for (place, keys) in [
        ("", report.as_object()),
        ("/diagnostics/0", report["diagnostics"][0].as_object()),
    ] {
        for key in keys.unwrap().keys() {
            let mut changed = report.clone();
            let node = changed.pointer_mut(place).unwrap();
            node.as_object_mut().unwrap().remove(key);
            assert!(!validator.is_valid(&changed), "without {place}/{key}");
        }
    }
}

//! Tests of `read`.

use super::*;
use crate::render::{Detail, render};

#[test]
fn reads_json_and_yaml() {
    for text in [
        "openapi: 3.0\ninfo: {title: a, version: 1.0}\npaths: {}\n",
        "\u{feff}\n {\"openapi\": \"3.0.3\", \"info\": {\"title\": \"a\", \"version\": \"1.0\"}, \"paths\": {}}",
    ] {
        let document = parse("api", text.to_owned()).unwrap();
        assert_eq!(document.openapi.info.version, "1.0");
        let starts = document
            .sources
            .document()
            .unwrap()
            .text
            .trim_start()
            .chars()
            .next();
        let json = document.sources.document().unwrap().format() == Format::Json;
        assert_eq!(starts, Some(if json { '{' } else { 'o' }));
    }
}

#[test]
fn applies_merge_keys() {
    let text = "\
openapi: 3.0.0
info: {title: a, version: 1.0}
x-base: &base {description: shared}
paths:
  /a: {get: {responses: {200: {<<: *base}, 404: {<<: *base, description: own}, 500: {<<: [*base, 5]}}}}
";
    let document = parse("api", text.to_owned()).unwrap();
    let item = document.openapi.paths["/a"].as_item().unwrap();
    let responses = item.operations[0].operation.responses.iter();
    let responses: Vec<_> = responses
        .map(|(status, node)| {
            let response = node.as_item().unwrap();
            (status.to_string(), response.description.as_str())
        })
        .collect();
    let expected = [("200", "shared"), ("404", "own"), ("500", "shared")];
    let expected = expected.map(|(status, description)| (status.to_owned(), description));
    assert_eq!(responses, expected);

    let wrong = text.replace("shared", "[x]");
    let document = parse("api", wrong).unwrap();
    let found = render(
        &document.excluded.diagnostics,
        &document.sources,
        false,
        Detail::Full,
    );
    assert!(found.contains("at #/x-base/description"), "{found}");
}

#[test]
fn rejects_missing_and_invalid_files() {
    let folder = std::env::temp_dir();
    let name = folder.join(format!("rejoinder-read-{}", std::process::id()));
    let shown = name.display();
    let refused = || {
        let (source, found) = read(&name, None).unwrap_err();
        render(&found, &source, false, Detail::Full)
    };
    assert_eq!(
        refused(),
        format!(
            "\
error[io]: missing file `{shown}`
 |
 = help: correct the path; a relative path starts at the current directory

"
        )
    );
    std::fs::write(&name, b"a: b\nc: \xC3\xA9\xFF\n").unwrap();
    let found = refused();
    std::fs::remove_file(&name).unwrap();
    assert_eq!(
        found,
        format!(
            "\
error[syntax]: expected UTF-8, found other bytes
 --> {shown}:2:5
  |
2 | c: é\u{fffd}
  |     ^
  |
  = help: save the document as UTF-8

"
        )
    );
}

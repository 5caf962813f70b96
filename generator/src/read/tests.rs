//! Tests of `read`.

use super::*;
use crate::render::render;

fn refused(text: &str) -> String {
    let (source, found) = parse("api", text.to_owned()).unwrap_err();
    render(&found, Some(&source), false)
}

/// Each text that is refused, and all that is said about it.
const REFUSED: &[(&str, &str)] = &[
        (
            "",
            "\
error[not-openapi]: the document is empty
 --> api:1:1
  |
1 |
  | ^
  |
  = help: an OpenAPI document starts with a line such as `openapi: 3.0.3`

",
        ),
        (
            "# mine\ninfo: {}\n",
            "\
error[not-openapi]: the document has no `openapi` key
 --> api:2:1
  |
2 | info: {}
  | ^^^^^^^^
  |
  = help: an OpenAPI document starts with a line such as `openapi: 3.0.3`

",
        ),
        (
            "<!DOCTYPE html>",
            "\
error[not-openapi]: the document is one text, and not a mapping with an `openapi` key
 --> api:1:1
  |
1 | <!DOCTYPE html>
  | ^^^^^^^^^^^^^^^
  |
  = help: an OpenAPI document starts with a line such as `openapi: 3.0.3`

",
        ),
        (
            "{\"swagger\": \"2.0\"}",
            "\
error[unsupported-version]: this is Swagger 2.0, and only OpenAPI 3.0 is read
 --> api:1:13
  |
1 | {\"swagger\": \"2.0\"}
  |             ^^^^^
  |
  = note: at #/swagger
  = help: convert it, for instance with `npx swagger2openapi`

",
        ),
        (
            "openapi: 3.1.0\ninfo: {title: a, version: b}\npaths: {}\n",
            "\
error[unsupported-version]: version `3.1.0` of OpenAPI is not read, only 3.0
 --> api:1:10
  |
1 | openapi: 3.1.0
  |          ^^^^^
  |
  = note: at #/openapi
  = help: ask whoever publishes the document for its 3.0 edition, or convert it; if it is 3.0 but for this line, change the line

",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a\npaths:\n",
            "\
error[syntax]: this is not YAML: did not find expected ',' or '}', while parsing a flow mapping at line 2 column 7
 --> api:3:6
  |
3 | paths:
  |      ^
  |
  = help: a text that doesn't start with `{` is read as YAML; look at the indentation, and quote a text that has `: ` or ` #` in it or starts with a special character

",
        ),
        (
            "{\"openapi\": \"3.0.0\",\n\"é\": x}",
            "\
error[syntax]: this is not JSON: expected value
 --> api:2:6
  |
2 | \"é\": x}
  |      ^
  |
  = help: a text that starts with `{` is read as JSON, any other as YAML

",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a, version: b}\npaths:\n  /a: {}\n  /a: {}\nx: {\"200\": a, 200: {c: 1, c: 2}}\n",
            "\
error[syntax]: the key `/a` is in this mapping twice
 --> api:5:3
  |
5 |   /a: {}
  |   ^^
  |
  = note: at #/paths/~1a
  = help: keep one of the two

error[syntax]: the key `200` is in this mapping twice
 --> api:6:15
  |
6 | x: {\"200\": a, 200: {c: 1, c: 2}}
  |               ^^^
  |
  = note: at #/x/200
  = help: keep one of the two

error[syntax]: the key `c` is in this mapping twice
 --> api:6:30
  |
6 | x: {\"200\": a, 200: {c: 1, c: 2}}
  |                              ^
  |
  = note: at #/x/200/c
  = help: keep one of the two

",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a, version: b}\npaths: {}\nx-a: !b {c: 1}\n",
            "\
error[not-openapi]: this is not what OpenAPI 3.0 has here: x-a: invalid type: enum, expected any valid JSON value
 --> api:4:6
  |
4 | x-a: !b {c: 1}
  |      ^

",
        ),
        (
            "{\"openapi\": \"3.0.0\", \"info\": {\"title\": \"a\", \"version\": \"b\"}, \"paths\": {},\n\"x-a\": [{\"\\u0071\": 1, \"q\": 2}]}",
            "\
error[syntax]: the key `q` is in this mapping twice
 --> api:2:28
  |
2 | \"x-a\": [{\"\\u0071\": 1, \"q\": 2}]}
  |                            ^
  |
  = note: at #/x-a/0/q
  = help: keep one of the two

",
        ),
        (
            "\
openapi: 3.0.0
info: {title: a, version: 1.0}
paths:
  /a:
    put:
      parameters:
      - name: x
        in: query
        schema: {properties: {b: {required: true}}}
      responses: {200: {description: [x]}, 201: {}, x-a: 3}
",
            "\
error[not-openapi]: this is not what OpenAPI 3.0 has here: invalid type: boolean `true`, expected a sequence
 --> api:9:45
  |
9 |         schema: {properties: {b: {required: true}}}
  |                                             ^^^^
  |
  = note: at #/paths/~1a/put/parameters/0/schema/properties/b/required

error[not-openapi]: this is not what OpenAPI 3.0 has here: invalid type: sequence, expected a string
  --> api:10:25
   |
10 |       responses: {200: {description: [x]}, 201: {}, x-a: 3}
   |                         ^^^^^^^^^^^
   |
   = note: at #/paths/~1a/put/responses/200/description

error[not-openapi]: this is not what OpenAPI 3.0 has here: missing field `description`
  --> api:10:44
   |
10 |       responses: {200: {description: [x]}, 201: {}, x-a: 3}
   |                                            ^^^
   |
   = note: at #/paths/~1a/put/responses/201

",
        ),
    ];

#[test]
fn texts_that_are_refused() {
    for (text, expected) in REFUSED {
        let found = refused(text);
        assert_eq!(found, *expected, "{text}\n{found}");
    }
}

#[test]
fn texts_that_are_read() {
    for text in [
        "openapi: 3.0\ninfo: {title: a, version: 1.0}\npaths: {}\n",
        "\u{feff}\n {\"openapi\": \"3.0.3\", \"info\": {\"title\": \"a\", \"version\": \"1.0\"}, \"paths\": {}}",
    ] {
        let document = parse("api", text.to_owned()).unwrap();
        assert_eq!(document.openapi.info.version, "1.0");
        let starts = document.source.text.trim_start().chars().next();
        let json = document.source.format == Format::Json;
        assert_eq!(starts, Some(if json { '{' } else { 'o' }));
    }
}

#[test]
fn merge_keys_are_carried_out() {
    let text = "\
openapi: 3.0.0
info: {title: a, version: 1.0}
x-base: &base {description: shared}
paths:
  /a: {get: {responses: {200: {<<: *base}, 404: {<<: *base, description: own}}}}
";
    let document = parse("api", text.to_owned()).unwrap();
    let tree = serde_json::to_value(&document.openapi).unwrap();
    let responses = tree.pointer("/paths/~1a/get/responses").unwrap();
    let expected = r#"{"200":{"description":"shared"},"404":{"description":"own"}}"#;
    assert_eq!(responses.to_string(), expected);

    let wrong = text.replace("shared", "[x]");
    let found = refused(&wrong);
    assert!(
        found.contains("at #/paths/~1a/get/responses/200"),
        "{found}"
    );
}

#[test]
fn files_that_are_refused() {
    let folder = std::env::temp_dir();
    let name = folder.join(format!("rejoinder-read-{}", std::process::id()));
    let shown = name.display();
    let refused = || {
        let (source, found) = read(&name).unwrap_err();
        render(&found, Some(&source), false)
    };
    assert_eq!(
        refused(),
        format!(
            "\
error[io]: there is no file `{shown}`
 |
 = help: a relative path is looked up in the current directory

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
error[syntax]: this is not UTF-8 text
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

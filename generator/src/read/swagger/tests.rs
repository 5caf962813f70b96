//! Tests of `swagger`.

use std::fmt::Write;

use crate::{diagnostic::Code, read::parse};

/// The maximum size covers shared definitions, which are repeated for each media type.
#[test]
fn rejects_documents_that_grow_too_large() {
    let mut media_types = String::new();
    let mut properties = String::new();
    for number in 0..4_000 {
        writeln!(media_types, "- text/x-{number}").unwrap();
        writeln!(properties, "        p{number}: {{}}").unwrap();
    }
    let string = format!(
        "\
swagger: '2.0'
info: {{ title: a, version: '1' }}
consumes:
{media_types}
paths: {{}}
parameters:
  large:
    in: body
    schema:
      properties:
{properties}
"
    );
    let (_, found) = parse("api", string.clone()).unwrap_err();
    assert_eq!(found[0].code, Code::TooLarge);
    // With fewer media types, the document isn't too large.
    let small = string.replace("consumes", "x-consumes");
    assert!(parse("api", small).is_ok());
}

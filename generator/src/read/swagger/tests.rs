//! Tests of `swagger`.

use std::fmt::Write;

use crate::{diagnostic::Code, read::parse};

/// What is said once of many is bounded when it is said of each.
#[test]
fn a_document_that_would_be_too_large() {
    let mut media_types = String::new();
    let mut properties = String::new();
    for number in 0..4_000 {
        writeln!(media_types, "- text/x-{number}").unwrap();
        writeln!(properties, "        p{number}: {{}}").unwrap();
    }
    let text = format!(
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
    let (_, found) = parse("api", text.clone()).unwrap_err();
    assert_eq!(found[0].code, Code::TooLarge);
    // With fewer media types it isn't.
    let small = text.replace("consumes", "x-consumes");
    assert!(parse("api", small).is_ok());
}

//! `rejoinder inspect`: a row for each operation, a line for all that is left out.

use super::process::{SPEC, folder, pets, run};

#[test]
fn the_fragment_has_a_row_for_each_operation() {
    let folder = folder("inspect_fragment");
    let ran = run(&folder, &["inspect", SPEC]).ended(0).silent();
    let lines: Vec<&str> = ran.out.lines().collect();
    let cells = |line: &str| -> Vec<String> {
        let cells = line.split("  ").map(str::trim);
        let cells = cells.filter(|cell| !cell.is_empty());
        cells.map(str::to_owned).collect()
    };
    let head = [
        "operation",
        "method",
        "path",
        "tag",
        "responses",
        "media types",
    ];
    assert_eq!(cells(lines[0]), head);
    let tag = "oauth-authorizations";
    let row = |id: &str, method: &str, path: &str, responses: &str| -> Vec<String> {
        let id = format!("{tag}/{id}");
        let cells = [
            id.as_str(),
            method,
            path,
            tag,
            responses,
            "application/json",
        ];
        cells.map(str::to_owned).to_vec()
    };
    let authorizations = "/authorizations";
    let expected = row(
        "list-grants",
        "GET",
        "/applications/grants",
        "200 304 401 403 404",
    );
    assert_eq!(cells(lines[1]), expected);
    let expected = row(
        "create-authorization",
        "POST",
        authorizations,
        "201 304 401 403 410 422",
    );
    assert_eq!(cells(lines[5]), expected);
    // Columns begin under their heads.
    let column = lines[0].find("responses").unwrap();
    for line in &lines[1..11] {
        assert!(
            line.get(column..)
                .is_some_and(|cell| cell.starts_with("20")),
            "{line}"
        );
    }
    assert_eq!(lines[11], "");
    assert_eq!(lines[12], "10 operations, 0 left out; no problems");
    assert_eq!(lines.len(), 13);
}

#[test]
fn what_is_left_out_is_listed() {
    let folder = pets("inspect_left_out");
    let ran = run(&folder, &["inspect", "api.yaml"]).ended(0).silent();
    let expected = "\
operation     method  path      tag      responses    media types
list_pets     GET     /pets     pets     200
list_keepers  GET     /keepers  keepers  200 default

3 operations, 1 left out; 2 warnings
left out: add_keeper (#/paths/~1keepers/post): unresolved reference `#/components/requestBodies/keeper`
left out: warning[unsupported-parameter]: the parameter `my session` can't be sent: its name can't \
be that of a header (#/paths/~1pets/get/parameters/0/name)
";
    assert_eq!(ran.out, expected);
    assert_eq!(super::process::files(&folder).len(), 1);
}

#[test]
fn a_document_that_is_refused_is_said_why() {
    let folder = folder("inspect_refused");
    std::fs::write(folder.join("api.yaml"), "openapi: 3.0.3\npaths: [\n").unwrap();
    let ran = run(&folder, &["inspect", "api.yaml"])
        .ended(1)
        .complained("error[syntax]")
        .complained("api.yaml:");
    assert_eq!(ran.out, "");
}

#[test]
fn one_operation_is_one() {
    let folder = folder("inspect_one");
    let one = "openapi: 3.0.3\ninfo: { title: One, version: '1' }\npaths:\n  /one:\n    get:\n      \
               operationId: one\n      responses: { 200: { description: Done. } }\n";
    std::fs::write(folder.join("api.yaml"), one).unwrap();
    let ran = run(&folder, &["inspect", "api.yaml"]).ended(0).silent();
    let end = "\n\n1 operation, 0 left out; no problems\n";
    assert!(ran.out.ends_with(end), "{}", ran.out);
}

/// What is in a document doesn't get to draw on the terminal of who looks at it.
#[test]
fn no_control_character_of_the_document_is_printed() {
    let folder = folder("inspect_hostile");
    let hostile = super::process::PETS
        .replace(
            "operationId: list_pets",
            "operationId: \"list\\e[31m\\r\\npets\"",
        )
        .replace(
            "operationId: add_keeper",
            "operationId: \"add\\e[31m\\r\\nkeeper\"",
        )
        .replace("tags: [pets]", "tags: [\"\\u009b31m\"]")
        .replace("name: my session", "name: \"ses\\esion\"");
    std::fs::write(folder.join("api.yaml"), hostile).unwrap();
    let ran = run(&folder, &["inspect", "api.yaml"]).ended(0);
    let control = |c: char| c.is_control() && c != '\n';
    assert!(!ran.out.contains(control), "{:?}", ran.out);
    assert!(ran.out.contains(r"list\u{1b}[31m\r\npets"), "{:?}", ran.out);
    assert_eq!(ran.out.lines().count(), 7, "{}", ran.out);
}

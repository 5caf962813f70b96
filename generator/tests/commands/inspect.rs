//! `rejoinder inspect`: a row for each operation, and a line for each excluded node.

use super::process::{SPEC, folder, pets, run};

#[test]
fn the_fragment_has_a_row_for_each_operation() {
    let folder = folder("inspect_fragment");
    let run_result = run(&folder, &["inspect", SPEC])
        .exited(0)
        .assert_no_stderr();
    let lines: Vec<&str> = run_result.out.lines().collect();
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
    // Columns begin below their titles.
    let column = lines[0].find("responses").unwrap();
    for line in &lines[1..11] {
        assert!(
            line.get(column..)
                .is_some_and(|cell| cell.starts_with("20")),
            "{line}"
        );
    }
    assert_eq!(lines[11], "");
    assert_eq!(lines[12], "10 operations, 0 left out; 1 note");
    assert_eq!(lines.len(), 13);
}

#[test]
fn excluded_nodes_are_listed() {
    let folder = pets("inspect_left_out");
    let run_result = run(&folder, &["inspect", "api.yaml"])
        .exited(0)
        .assert_no_stderr();
    let expected = "\
operation     method  path      tag      responses    media types
list_pets     GET     /pets     pets     200
list_keepers  GET     /keepers  keepers  200 default

3 operations, 1 left out; 2 warnings
left out: add_keeper (#/paths/~1keepers/post): the parameter `keeper id` can't be sent: invalid \
header name
left out: warning[unsupported-parameter]: the parameter `my session` can't be sent: invalid header \
name (#/paths/~1pets/get/parameters/0/name)
";
    assert_eq!(run_result.out, expected);
    assert_eq!(super::process::files(&folder).len(), 1);
}

#[test]
fn a_refused_document_has_a_diagnostic() {
    let folder = folder("inspect_refused");
    std::fs::write(folder.join("api.yaml"), "openapi: 3.0.3\npaths: [\n").unwrap();
    let run_result = run(&folder, &["inspect", "api.yaml"])
        .exited(1)
        .assert_stderr("error[syntax]")
        .assert_stderr("api.yaml:");
    assert_eq!(run_result.out, "");
}

#[test]
fn a_single_operation_is_counted_in_the_singular() {
    let folder = folder("inspect_one");
    let one = "openapi: 3.0.3\ninfo: { title: One, version: '1' }\npaths:\n  /one:\n    get:\n      \
               operationId: one\n      responses: { 200: { description: Done. } }\n";
    std::fs::write(folder.join("api.yaml"), one).unwrap();
    let run_result = run(&folder, &["inspect", "api.yaml"])
        .exited(0)
        .assert_no_stderr();
    let end = "\n\n1 operation, 0 left out; no problems\n";
    assert!(run_result.out.ends_with(end), "{}", run_result.out);
}

/// A document can't send control characters to the terminal.
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
    let run_result = run(&folder, &["inspect", "api.yaml"]).exited(0);
    let control = |c: char| c.is_control() && c != '\n';
    assert!(!run_result.out.contains(control), "{:?}", run_result.out);
    assert!(
        run_result.out.contains(r"list\u{1b}[31m\r\npets"),
        "{:?}",
        run_result.out
    );
    assert_eq!(run_result.out.lines().count(), 7, "{}", run_result.out);
}

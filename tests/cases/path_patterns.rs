//! Paths whose parameters have patterns, as in gRPC, Spring and RFC 6570.

use rejoinder_cases::path_patterns_client::{
    BaseUrl, Operation, RequestError,
    untagged::{get_file, list_lines, publish},
};

use super::support::{case, diagnostics, found};

fn uri(operation: &impl Operation) -> Result<String, RequestError> {
    let base = BaseUrl::parse("https://api.test").unwrap();
    Ok(operation.request(&base)?.uri().to_string())
}

#[test]
fn a_value_of_several_segments_keeps_its_slashes() {
    let publish = uri(&publish("projects/a b/topics/c?d"));
    let expected = "https://api.test/v1/projects/a%20b/topics/c%3Fd:publish";
    assert_eq!(publish.unwrap(), expected);
    let file = uri(&get_file("a/b#c").version(2));
    assert_eq!(file.unwrap(), "https://api.test/files/a/b%23c?version=2");
    assert_eq!(
        uri(&list_lines(7)).unwrap(),
        "https://api.test/orders/7/lines"
    );
}

#[test]
fn a_value_of_several_segments_stays_below_its_path() {
    for value in ["", "..", "a/../../b", "./a"] {
        let error = uri(&get_file(value)).unwrap_err().to_string();
        assert!(error.contains("`path`"), "{error}");
    }
}

#[test]
fn patterns_are_noted() {
    let generation = case("path_patterns.yaml");
    assert_eq!(found(&generation), [""; 0]);
    let rendered = diagnostics(&generation);
    for text in [
        "name=projects/*/topics/*",
        "id:[0-9]{1,9}",
        "+path",
        "?version",
    ] {
        let message = format!("of the path has a pattern: `{{{text}}}`");
        assert!(rendered.contains(&message), "{text}: {rendered}");
    }
}

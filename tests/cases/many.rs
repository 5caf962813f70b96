//! Documents with many of something: what would be repeated is shared or cut short.

use rejoinder_cases::many_alternatives_client::{
    runtime::{Operation, Security},
    security::{K0, K9},
    untagged::{first, second, third},
};

use crate::support::case;

fn security<O: Operation>(_: &O) -> Security {
    O::SECURITY
}

#[test]
fn operations_share_the_requirements_of_the_document() {
    let (first, second) = (security(&first()), security(&second()));
    let first = first.expect("requirements");
    assert!(std::ptr::eq(first, second.expect("requirements")));
    assert_eq!(first.len(), 10);
    assert_eq!(first[0], [K0.any()]);
    assert_eq!(first[9], [K9.any()]);
    assert_eq!(security(&third()).expect("requirements").len(), 1);
}

#[test]
fn the_documentation_lists_the_first_alternatives() {
    let generation = case("many_alternatives.yaml");
    let output = generation.output.as_ref().expect("a generated client");
    let line = output.files.iter().find_map(|(_, text)| {
        let mut lines = text.lines();
        lines.find(|line| line.contains("Authorization: [`K0`]") && line.contains("K7"))
    });
    let line = line.expect("the alternatives of `first`");
    assert!(line.ends_with(" or one of 2 other alternatives"), "{line}");
    assert!(!line.contains("K8"), "{line}");
}

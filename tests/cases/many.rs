//! Documents with many items of one kind: repetitions are shared or limited.

use rejoinder::{
    Generation, Generator, Settings,
    diagnostic::{Code, Severity},
};
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
    assert_eq!(first[0], [K0.untyped()]);
    assert_eq!(first[9], [K9.untyped()]);
    assert_eq!(security(&third()).expect("requirements").len(), 1);
}

#[test]
fn the_documentation_lists_the_first_alternatives() {
    let generation = case("many_alternatives.yaml");
    let output = generation.output.as_ref().expect("a generated client");
    let line = output.files.iter().find_map(|(_, source)| {
        let mut lines = source.lines();
        lines.find(|line| line.contains("Authorization: [`K0`]") && line.contains("K7"))
    });
    let line = line.expect("the alternatives of `first`");
    assert!(line.ends_with(" or one of 2 other alternatives"), "{line}");
    assert!(!line.contains("K8"), "{line}");
}

/// Generates the client of a document with one operation.
fn with_operation(path: &str, tags: &str) -> Generation {
    let responses = "responses: { '204': { description: x } }";
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{ '{path}': {{ get: {{ tags: [{tags}], {responses} }} }} }}\n"
    );
    Generator::new("api.yaml").generate_from(document)
}

/// Returns the messages of the diagnostics with a code.
fn messages(generation: &Generation, code: Code) -> Vec<&str> {
    let found = generation.diagnostics.iter();
    let found = found.filter(|found| found.code == code);
    found.map(|found| found.message.as_str()).collect()
}

#[test]
fn the_diagnostics_of_a_code_are_limited() {
    let tags: Vec<String> = (0..=10_001).map(|number| format!("t{number}")).collect();
    let generation = with_operation("/a", &tags.join(", "));
    let found = messages(&generation, Code::NotGenerated);
    assert_eq!(found.len(), 10_001);
    let limit = "only 10000 notes of `not-generated` are listed";
    assert_eq!(found[10_000], limit);
    let generation = with_operation("/a", &tags[1..].join(", "));
    let found = messages(&generation, Code::NotGenerated);
    assert_eq!(found.len(), 10_000);
    assert!(!found.contains(&limit));
}

#[test]
fn the_undeclared_parameters_of_a_path_are_limited() {
    let path: String = (0..40).map(|number| format!("/{{p{number}}}")).collect();
    let found = with_operation(&path, "a");
    let found = messages(&found, Code::Contradiction);
    assert_eq!(found.len(), 33);
    assert_eq!(found[31], "the parameter `p31` of the path isn't declared");
    assert_eq!(found[32], "further parameters of the path aren't declared");
}

#[test]
fn allowed_warnings_are_notes() {
    let document = "openapi: 3.1.0
info: { title: T, version: '1' }
webhooks: { w: { post: { responses: { '204': { description: ok } } } } }
paths: { /a: { get: { operationId: a, responses: { '204': { description: ok } } } } }
";
    for (allow, severity) in [
        (vec![], Severity::Warning),
        (vec![Code::MissingKey], Severity::Warning),
        (vec![Code::MissingKey, Code::NotGenerated], Severity::Note),
    ] {
        let settings = Settings {
            allow,
            ..Settings::default()
        };
        let generator = Generator::new("document").settings(settings);
        let generation = generator.generate_from(document.to_owned());
        let found = generation.diagnostics.iter();
        let found: Vec<_> = found.map(|it| (it.message.as_str(), it.severity)).collect();
        assert_eq!(found, [("webhooks are not generated", severity)]);
        assert_eq!(generation.is_incomplete(), severity == Severity::Warning);
    }
}

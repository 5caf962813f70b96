//! Tests of `render`.

use super::*;
use crate::diagnostic::{Code, Location};

fn source(text: &str) -> Sources {
    Sources::from(Source::new("api.json", text.into()))
}

fn at(pointer: &str) -> Diagnostic {
    let pointer = Pointer::from_fragment(pointer).unwrap();
    Diagnostic::warning(Code::NameCollision, &pointer, format!("look at {pointer}"))
}

#[test]
fn renders_in_document_order() {
    let found = [
        at("#/b/0"),
        Diagnostic::error(
            Code::Syntax,
            Location::Position { line: 1, column: 2 },
            "look here",
        ),
        at("#/a").help("first\nsecond \u{1b}[31m"),
        Diagnostic::error(Code::Io, Location::Nowhere, "look nowhere"),
    ];
    let source = source("{\"a\": 1,\r\n\"b\": [\t2]}");
    assert_eq!(
        render(&found, &source, false, Detail::Brief),
        "\
error[io]: look nowhere

error[syntax]: look here
 --> api.json:1:2
  |
1 | {\"a\": 1,
  |  ^

warning[name-collision]: look at #/a
 --> api.json:1:7
  |
1 | {\"a\": 1,
  |       ^
  |
  = note: at #/a
  = help: first\\nsecond \\u{1b}[31m

warning[name-collision]: look at #/b/0
 --> api.json:2:8
  |
2 | \"b\": [    2]}
  |           ^
  |
  = note: at #/b/0

"
    );
}

#[test]
fn renders_without_a_source() {
    assert_eq!(
        render(
            &[at("#/a"), at("#")],
            &Sources::default(),
            false,
            Detail::Brief
        ),
        "\
warning[name-collision]: look at #/a
 |
 = note: at #/a

warning[name-collision]: look at #

"
    );
    assert_eq!(render(&[], &Sources::default(), false, Detail::Brief), "");
}

#[test]
fn long_lines_are_cut() {
    let long = "é".repeat(5000);
    let source = source(&format!(
        "{{\"a\": \"{long}\", \"b\": {{}}, \"c\": \"{long}\"}}"
    ));
    assert_eq!(
            render(&[at("#/b"), at("#/c")], &source, false, Detail::Brief),
            "\
warning[name-collision]: look at #/b
 --> api.json:1:5011
  |
1 | ...éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé\", \"b\": {}, \"c\": \"éééééééééééééééééééééééééééééééééééééééééééééééééééé...
  |                                                                   ^^^
  |
  = note: at #/b

warning[name-collision]: look at #/c
 --> api.json:1:5025
  |
1 | ...éééééééééééééééééé\", \"b\": {}, \"c\": \"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé...
  |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: at #/c

"
        );
}

#[test]
fn renders_colors_on_request() {
    let source = source("{}");
    assert!(!render(&[at("#")], &source, false, Detail::Brief).contains('\u{1b}'));
    assert!(render(&[at("#")], &source, true, Detail::Brief).contains('\u{1b}'));
}

#[test]
fn counts_problems() {
    let error = Diagnostic::error(Code::Io, Location::Nowhere, "");
    for (errors, warnings, expected) in [
        (0, 0, "none"),
        (1, 0, "1 error"),
        (0, 1, "1 warning"),
        (2, 3, "2 errors, 3 warnings"),
    ] {
        let mut found = vec![error.clone(); errors];
        found.extend(vec![at("#"); warnings]);
        assert_eq!(summary(&found, Detail::Brief), expected);
    }
}

#[test]
fn renders_a_group_once_with_its_first_positions() {
    let pointer = |key: &str| Pointer::root().child(key);
    let format = |key: &str, name: &str| {
        let message = format!("the format `{name}` isn't known");
        Diagnostic::warning(Code::UnknownFormat, &pointer(key), message).help("ignore it")
    };
    let text: Vec<String> = (0..9).map(|key| format!("\"k{key}\": 1")).collect();
    let source = source(&format!("{{{}}}", text.join(", ")));
    let names = ["a", "a", "a", "b", "a", "c", "b", "a", "d"];
    let found: Vec<Diagnostic> = names
        .iter()
        .enumerate()
        .map(|(key, name)| format(&format!("k{key}"), name))
        .collect();
    let drawn = render(&found, &source, false, Detail::Brief);
    assert_eq!(drawn.matches("warning[").count(), 1, "{drawn}");
    let lines = |drawn: &str| -> Vec<String> {
        let lines = drawn
            .lines()
            .skip_while(|line| !line.contains("of this kind"));
        let lines = lines.map(|line| line.trim().trim_start_matches("= note: ").to_owned());
        lines.take_while(|line| !line.contains("help: ")).collect()
    };
    let kind = |pointer: &str, name: &str| format!("{pointer}: the format `{name}` isn't known");
    let few = lines(&drawn);
    assert_eq!(
        few.first().map(String::as_str),
        Some("8 more of this kind:")
    );
    assert_eq!(few.get(1), Some(&kind("1:35", "b")), "{drawn}");
    assert_eq!(few.get(4), Some(&kind("1:17", "a")), "{drawn}");
    assert_eq!(few.get(6).map(String::as_str), Some("and 3 more places"));
    assert_eq!(drawn.matches("help: ignore it").count(), 1, "{drawn}");
    let full = render(&found, &source, false, Detail::Full);
    assert_eq!(lines(&full).len(), 9, "{full}");
    assert_eq!(lines(&full).get(3), Some(&kind("1:35", "b")), "{full}");
    assert!(!full.contains("more places"), "{full}");
}

#[test]
fn lists_the_help_with_its_position() {
    let found: Vec<Diagnostic> = ["k0", "k1", "k2"]
        .iter()
        .map(|key| {
            let message = format!("`{key}` is no key");
            let help = match *key {
                "k2" => "did you mean `k3`?",
                _ => "did you mean `k4`?",
            };
            Diagnostic::warning(Code::UnknownKey, &Pointer::root().child(*key), message).help(help)
        })
        .collect();
    let source = source("{\"k0\": 1, \"k1\": 1, \"k2\": 1}");
    let drawn = render(&found, &source, false, Detail::Brief);
    assert!(drawn.contains("`k1` is no key\n"), "{drawn}");
    assert!(
        drawn.contains("`k2` is no key (did you mean `k3`?)\n"),
        "{drawn}"
    );
    assert_eq!(drawn.matches("help: ").count(), 1, "{drawn}");
}

#[test]
fn notes_are_hidden_and_counted() {
    let note = Diagnostic::note(Code::NameCollision, &Pointer::root(), "a note");
    let found = [at("#"), note.clone(), note];
    let none = Sources::default();
    let drawn = |detail| render(&found, &none, false, detail);
    assert!(!drawn(Detail::Errors).contains("warning"));
    assert!(drawn(Detail::Brief).contains("warning"));
    assert!(!drawn(Detail::Brief).contains("a note"));
    assert!(drawn(Detail::Full).contains("note[name-collision]: a note"));
    assert_eq!(
        summary(&found, Detail::Brief),
        "1 warning (2 notes are hidden; `--verbose` shows them)"
    );
    assert_eq!(summary(&found, Detail::Full), "1 warning, 2 notes");
}

//! Tests of `position`.

use super::*;

fn found(text: &str, pointers: &[&str]) -> Vec<String> {
    parts(text, pointers, Part::Value)
}

fn parts(text: &str, pointers: &[&str], part: Part) -> Vec<String> {
    let pointers: Vec<(Pointer, Part)> = pointers
        .iter()
        .map(|pointer| (Pointer::from_fragment(pointer).unwrap(), part))
        .collect();
    locate(text, &pointers)
        .iter()
        .map(|span| {
            format!(
                "{}:{} {}",
                span.line,
                span.column,
                text.get(span.start..span.end).unwrap()
            )
        })
        .collect()
}

const YAML: &str = "\
# a comment
é: ünï
list:
  - name: x
    text: |
      first
      second
  - y
empty:
next: 'two
  lines'
anchor: &a {q: 1}
alias: *a
200: ok
a/b: {~t: 1}
";

#[test]
fn locates_in_yaml() {
    let cases = [
        ("#", "2:1 é: ünï"),
        ("#/é", "2:4 ünï"),
        ("#/list", "3:1 list"),
        ("#/list/0", "4:5 name: x"),
        ("#/list/0/name", "4:11 x"),
        ("#/list/0/text", "5:5 text"),
        ("#/list/1", "8:5 y"),
        ("#/empty", "9:1 empty"),
        ("#/next", "10:7 'two"),
        ("#/anchor/q", "12:16 1"),
        ("#/alias", "13:8 *a"),
        ("#/alias/q", "13:8 *a"),
        ("#/200", "14:6 ok"),
        ("#/a~1b/~0t", "15:11 1"),
        ("#/list/7", "3:1 list"),
        ("#/list/0/none/at/all", "4:5 name: x"),
        ("#/none", "2:1 é: ünï"),
    ];
    for (pointer, expected) in cases {
        assert_eq!(found(YAML, &[pointer]), [expected], "{pointer}");
    }
    let all: Vec<&str> = cases.iter().map(|(pointer, _)| *pointer).collect();
    let expected: Vec<&str> = cases.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(found(YAML, &all), expected, "in one pass");
}

#[test]
fn locates_in_json() {
    let json = "{\r\n\t\"a\\/b\": \"\\uD83D\\ude00 \\\\ude00\",\r\n\t\"c\": [1, {\"x\": {}}],\n\"d\" : null}";
    let cases = [
        ("#", "1:1 {"),
        ("#/a~1b", "2:10 \"\\uD83D\\ude00 \\\\ude00\""),
        ("#/c", "3:2 \"c\""),
        ("#/c/0", "3:8 1"),
        ("#/c/1", "3:11 {"),
        ("#/c/1/x", "3:12 \"x\""),
        ("#/d", "4:7 null"),
    ];
    for (pointer, expected) in cases {
        assert_eq!(found(json, &[pointer]), [expected], "{pointer}");
    }
}

#[test]
fn locates_in_invalid_documents() {
    for (text, expected) in [
        ("", "1:1 "),
        ("\n\n", "1:1 "),
        ("text", "1:1 text"),
        ("a: 1\nb: [\n", "1:4 1"),
        ("a: 1\n\tb: 2", "1:1 a: 1"),
        ("a: 1\na: 2", "2:4 2"),
        ("a: 1\n---\na: 2", "1:4 1"),
        ("? {a: 1}\n: 2\na: 3", "3:4 3"),
        ("a: &a\n  b: *a", "1:1 a"),
    ] {
        assert_eq!(found(text, &["#/a"]), [expected], "{text:?}");
    }
}

#[test]
fn lines_and_columns() {
    let text = "ab\r\nüx\n";
    for ((line, column), expected) in [
        ((1, 1), (0, 1, 1, 1)),
        ((2, 2), (6, 7, 2, 2)),
        ((2, 9), (6, 7, 2, 2)),
        ((9, 1), (6, 7, 2, 2)),
        ((0, 0), (0, 0, 1, 1)),
    ] {
        let span = at(text, line, column);
        let span = (span.start, span.end, span.line, span.column);
        assert_eq!(span, expected, "{line}:{column}");
    }
    assert_eq!(at("", 1, 1).end, 0);
}

#[test]
fn keys() {
    let text = "a: {b: 1, c: [2]}\n";
    let pointers = ["#/a", "#/a/b", "#/a/c/0", "#/a/d"];
    let expected = ["1:1 a", "1:5 b", "1:15 2", "1:1 a"];
    assert_eq!(parts(text, &pointers, Part::Key), expected);
}

#[test]
fn locates_after_less_indented_flow_collections() {
    let text = "\
a:
  brace: {
    \"b\": {}
  }
  bracket: [
1, # one ] }
\t\"two, ]
 three\", { x: don't }
]
  text: |
    { no flow
  plain: text {no flow
  folded: >-
     [
  \"quoted: {\": {
  'it''s': \"a \\\" } b\"
}
z: 1
";
    let cases = [
        ("#/a/brace/b", "3:5 \"b\""),
        ("#/a/bracket/0", "6:1 1"),
        ("#/a/bracket/2/x", "8:15 don't"),
        ("#/a/quoted: {/it's", "16:12 \"a \\\" } b\""),
        ("#/z", "18:4 1"),
    ];
    let pointers = cases.map(|(pointer, _)| pointer);
    assert_eq!(found(text, &pointers), cases.map(|(_, pointer)| pointer));
}

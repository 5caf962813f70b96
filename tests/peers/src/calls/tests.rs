//! Tests of functions and arguments.

use syn::{parse_file, parse_str};

use super::{collect, describe};

#[test]
fn a_receiver_is_named_from_the_root_of_the_client() {
    for receiver in ["api::Client", "crate::api::Client"] {
        let source = format!("impl {receiver} {{ pub async fn list(&self) {{}} }}");
        let mut found = Vec::new();
        collect(
            &parse_file(&source).unwrap().items,
            "pets",
            true,
            &mut found,
        );
        assert_eq!(found[0].receiver.replace(' ', ""), "api::Client");
    }
}

#[test]
fn inferred_arguments_get_a_type() {
    let cases = [
        ("i64", "any()"),
        ("&[models::Pet]", "any()"),
        ("impl Into<String>", "any::<String>()"),
        ("Option<impl AsRef<str>>", "any::<Option<String>>()"),
        (
            "impl IntoIterator<Item = impl Into<String>>",
            "any::<Vec<String>>()",
        ),
        (
            "impl Into<crate::types::Pet>",
            "any::<client::types::Pet>()",
        ),
        (
            "impl IntoIterator<Item = Sort>",
            "any::<Vec<client::MODULE::Sort>>()",
        ),
    ];
    for (ty, expected) in cases {
        let signature = parse_str(&format!("fn call(&self, argument: {ty})")).unwrap();
        let function = describe(&signature, "pets", "Client");
        assert_eq!(function.arguments.replace(' ', ""), expected, "{ty}");
    }
}

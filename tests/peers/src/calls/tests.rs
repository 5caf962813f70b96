//! Arguments whose types aren't said.

use syn::parse_str;

use super::described;

#[test]
fn arguments_that_say_no_type_get_one() {
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
        let function = described(&signature, "pets", "Client");
        assert_eq!(function.arguments.replace(' ', ""), expected, "{ty}");
    }
}

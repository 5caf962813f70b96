//! Enums: unions of listed values, narrowed enums, and the names and documentation of variants.

use rejoinder_cases::{
    enum_shapes_client::models as shapes,
    equal_types_client::{models as equal_types, untagged::CreateOrderBodyStatus},
    mixed_enums_client::models as mixed,
    narrowing_client::models as narrowed,
    value_types_client::models as typed,
};
use serde_json::{from_value, json};

use crate::support::{case, diagnostics, item};

/// Returns the variants of an enum, one per line.
fn variants(document: &str, name: &str) -> Vec<String> {
    let item = item(&case(document), &format!("pub enum {name}"));
    let lines = item.lines().map(|line| line.trim().trim_end_matches(','));
    lines
        .filter(|line| !line.starts_with(['p', '}', '#']) && !line.starts_with("Unrecognized"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_union_of_listed_strings_is_one_enum() {
    for document in ["enum_shapes.yaml", "enum_shapes_3_0.yaml"] {
        assert_eq!(variants(document, "Kind"), ["Vpc", "External"]);
    }
    let document = "enum_shapes.yaml";
    assert_eq!(variants(document, "AllVariant"), ["Pico", "Nano", "Mini"]);
    assert_eq!(variants(document, "Documented"), ["Red", "Green"]);
    assert_eq!(variants(document, "Nested"), ["Vpc", "External", "Other"]);
    let addons = variants("enum_shapes_3_0.yaml", "GetXAddon");
    assert_eq!(addons, ["CiMicro", "CiSmall", "CdDefault"]);
}

#[test]
fn variants_are_documented_by_their_schemas() {
    let generation = case("enum_shapes.yaml");
    let output = generation.output.as_ref().expect("a client");
    let (_, kind) = output
        .files
        .iter()
        .find(|(path, _)| path.ends_with("models/nested.rs"))
        .expect("a file");
    assert!(kind.contains("/// A VPC subnet.\n    ///\n    /// Serialized as `vpc`.\n    Vpc,"));
    assert!(kind.contains("/// Any other.\n    ///\n    /// Serialized as `other`.\n    Other,"));
}

#[test]
fn a_nullable_component_has_its_own_name() {
    let document = "enum_shapes.yaml";
    assert_eq!(variants(document, "Model"), ["Large1", "Small1"]);
    assert_eq!(variants(document, "Verbosity"), ["Low", "High"]);
    let generation = case(document);
    assert!(item(&generation, "pub struct Person").contains("pub name: Option<String>"));
    let all = item(&generation, "pub struct All");
    assert!(all.contains("Verbosity>,"), "{all}");
    assert_eq!(diagnostics(&generation), "");
}

#[test]
fn titles_name_the_variants_of_integers() {
    assert_eq!(variants("enum_shapes.yaml", "Level"), ["None", "VeryHigh"]);
    let level: shapes::Level = from_value(json!(4)).expect("a level");
    assert_eq!(level, shapes::Level::VeryHigh);
    assert_eq!(level.as_i64(), 4);
}

#[test]
fn subschemas_narrow_an_enum() {
    let document = "narrowing.yaml";
    assert_eq!(variants(document, "PartsTwo"), ["Role", "TextChannel"]);
    assert_eq!(variants(document, "DerivedKind"), ["User", "TextChannel"]);
    let parts = item(&case(document), "pub struct Parts");
    assert!(parts.contains("Kinds>,"), "{parts}");
    let diagnostics = diagnostics(&case(document));
    assert_eq!(diagnostics.matches("warning").count(), 1, "{diagnostics}");
    assert!(
        diagnostics.contains("have no value in common"),
        "{diagnostics}"
    );
}

#[test]
fn unions_of_narrowed_enums_are_distinguished() {
    for document in ["A", "B", "C", "D"] {
        let item = item(
            &case("narrowing.yaml"),
            &format!("pub enum {document}OkBody"),
        );
        assert!(
            item.contains(&format!("User(models::{document}2)")),
            "{item}"
        );
    }
    let body = json!({ "type": "user", "x": "y" });
    let read: narrowed::Kinds = from_value(json!("channel")).expect("a kind");
    assert_eq!(read, narrowed::Kinds::TextChannel);
    let read: narrowed::A2 = from_value(body).expect("an object");
    assert_eq!(read.x.as_deref(), Some("y"));
}

#[test]
fn listed_strings_beside_other_types_are_variants_without_a_value() {
    let document = "mixed_enums.yaml";
    let key = variants(document, "Key");
    assert_eq!(key[..3], ["Document", "Embedding", "Score"]);
    assert_eq!(variants(document, "ToolChoice")[..2], ["None", "Auto"]);
    let values = [
        (mixed::Key::Score, json!("#score")),
        (mixed::Key::Unrecognized(json!("score")), json!("score")),
    ];
    for (value, sent) in values {
        assert_eq!(serde_json::to_value(&value).expect("JSON"), sent);
        assert_eq!(from_value::<mixed::Key>(sent).expect("a key"), value);
    }
    let sizes = [
        (mixed::SizeString::Auto.into(), json!("auto")),
        (mixed::Size::from("auto"), json!("auto")),
        (mixed::Size::from("10"), json!("10")),
        (mixed::Size::Minus1, json!(-1)),
        (mixed::Size::Unrecognized(json!(-2)), json!(-2)),
    ];
    for (value, sent) in sizes {
        assert_eq!(serde_json::to_value(&value).expect("JSON"), sent);
        assert_eq!(from_value::<mixed::Size>(sent).expect("a size"), value);
    }
    // `From<&str>` creates the variant of a listed string.
    let auto = mixed::Size::String(mixed::SizeString::Auto);
    assert_eq!(mixed::Size::from("auto"), auto);
}

#[test]
fn unlisted_values_are_opaque() {
    let kind: shapes::Kind = "private".parse().expect("any string");
    assert!(matches!(kind, shapes::Kind::Unrecognized(_)));
    assert_eq!(
        format!("{kind:?} {kind}"),
        "Unrecognized(\"private\") private"
    );
    let listed = shapes::Kind::from("vpc".to_owned());
    assert_eq!(
        (listed.as_ref(), listed.clone()),
        ("vpc", shapes::Kind::Vpc)
    );
    let level: shapes::Level = "3".parse().expect("an integer");
    assert_eq!(i64::from(level), 3);
    assert_eq!(i64::from(shapes::Level::VeryHigh), 4);
    "three".parse::<shapes::Level>().expect_err("an integer");
}

#[test]
fn listed_values_have_the_declared_type() {
    let document = "value_types.yaml";
    assert_eq!(variants(document, "Version"), ["N1", "N3_0", "True", "Two"]);
    assert_eq!(variants(document, "Rank"), ["First", "Second"]);
    let release = item(&case(document), "pub struct Release {");
    for field in [
        "version: Option<super::Version>",
        "ratio: f64",
        "raw: serde_json::Value",
    ] {
        assert!(release.contains(field), "{release}");
    }
    let version: typed::Version = from_value(json!("3.0")).expect("a version");
    assert_eq!(version, typed::Version::N3_0);
    assert_eq!(typed::Rank::Second.as_i64(), 2);
    let diagnostics = diagnostics(&case(document));
    for message in [
        "`\"true\"` isn't of the type `boolean`",
        "30:40: expected a string, found `3.0`",
        "`\"many\"` isn't of the type `integer`",
        "raw JSON: its values are of several types",
    ] {
        assert_eq!(diagnostics.matches(message).count(), 1, "{diagnostics}");
    }
    assert_eq!(diagnostics.matches("warning").count(), 4, "{diagnostics}");
}

#[test]
fn listed_values_of_several_types_are_a_union() {
    let document = "value_types.yaml";
    let width = variants(document, "Width");
    assert_eq!(width[..4], ["Auto", "Integer1", "String1", "N2"]);
    assert_eq!(variants(document, "Switch")[..2], ["Auto", "Boolean(bool)"]);
    assert_eq!(
        variants(document, "GetReleaseLimit")[..3],
        ["All", "N10", "N20"]
    );
    let target = variants(document, "ReleaseTarget");
    assert_eq!(target[..3], ["N1", "ALowercase", "A"]);
    let size = variants(document, "ReleaseSize");
    assert_eq!(size[..2], ["Auto", "Integer(i64)"]);
    let values = [
        (typed::Width::Integer1, json!(1)),
        (typed::Width::String1, json!("1")),
        (typed::Width::Unrecognized(json!(true)), json!(true)),
    ];
    for (value, sent) in values {
        assert_eq!(serde_json::to_value(&value).expect("JSON"), sent);
        assert_eq!(from_value::<typed::Width>(sent).expect("a width"), value);
    }
    let off: typed::Switch = from_value(json!(false)).expect("a switch");
    assert_eq!(off, typed::Switch::from(false));
}

#[test]
fn an_enum_of_one_property_is_one_type_of_its_owner() {
    let generation = case("value_types.yaml");
    assert_eq!(variants("value_types.yaml", "GetReleaseColor").len(), 5);
    let body = item(&generation, "pub struct GetReleaseNotFoundBody");
    assert!(body.contains("color: Option<GetReleaseColor>"), "{body}");
    // Equal enums of one body are one type, whatever the names of their properties.
    assert!(
        body.contains("colors: Option<Vec<GetReleaseColor>>"),
        "{body}"
    );
}

#[test]
fn an_inline_schema_documents_each_of_its_values() {
    let generation = case("value_types.yaml");
    let output = generation.output.as_ref().expect("a client");
    let early = output
        .files
        .values()
        .map(|source| source.matches("/// An early one.\n").count());
    assert_eq!(early.sum::<usize>(), 2);
}

#[test]
fn enums_of_an_operation_with_equal_values_convert() {
    let generation = case("equal_types.yaml");
    for head in [
        "impl From<CreateOrderGroup> for CreateOrderSort",
        "impl From<CreateOrderSort> for CreateOrderGroup",
        "impl From<models::OrderStatus> for CreateOrderBodyStatus",
        "impl From<models::OrderState> for CreateOrderBodyStatus",
    ] {
        item(&generation, head);
    }
    assert_eq!(
        CreateOrderBodyStatus::from(equal_types::OrderState::Closed),
        CreateOrderBodyStatus::Closed
    );
    assert_eq!(
        CreateOrderBodyStatus::from(equal_types::OrderState::from("new")),
        CreateOrderBodyStatus::from("new")
    );
}

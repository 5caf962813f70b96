//! Equal inline schemas of an operation: one type, or types that convert into each other.

use rejoinder::Settings;
use rejoinder_cases::equal_types_client::{
    models::Range,
    serde_json::{self, json},
    untagged::{
        CreateOrderAddress, CreateOrderBody, PutProfileBody, PutProfileOkBody, PutSettingBody,
        PutSettingBodyChoice, PutSettingOkBodyDefault, PutSettingOkBodyResult, PutSettingValue,
    },
};

use super::support::{case, case_with, diagnostics, item};

#[test]
fn equal_inline_types_of_an_operation_are_one() {
    let generation = case("equal_types.yaml");
    for (head, field) in [
        (
            "pub struct CreateOrderBody",
            "pub billing_address: CreateOrderAddress",
        ),
        (
            "pub struct CreateOrderBody",
            "pub shipping_address: Option<CreateOrderAddress>",
        ),
        (
            "pub struct CreateOrderBody",
            "pub amount: Option<CreateOrderAmount>",
        ),
        (
            "pub struct CreateOrderOkBody",
            "pub amount: Option<CreateOrderAmount>",
        ),
        // These schemas are equal to the addresses, but the names of the properties have no noun in
        // common.
        (
            "pub struct CreateOrderBody",
            "pub origin: Option<CreateOrderBodyOrigin>",
        ),
        ("pub enum CreateOrderResponse", "body: CreateOrderErrorBody"),
        (
            "pub struct CreateOrderErrorBody",
            "pub errors: Option<Vec<CreateOrderErrorsItem>>",
        ),
        // Schemas with different descriptions are different types.
        (
            "pub enum CreateOrderResponse",
            "body: CreateOrderConflictBody",
        ),
        ("pub enum PostSameContent", "Json(PostSameBody)"),
        ("pub enum PostSameContent", "Form(PostSameBody)"),
        ("pub enum PostSameResponse", "body: PostSameBody"),
        ("pub enum GetTitlesResponse", "body: Vec<GetTitlesPoint>"),
        // A read-only property makes the type of a response differ from the type of a request.
        (
            "pub struct PutDirections",
            "body: Option<PutDirectionsBody>",
        ),
        (
            "pub enum PutDirectionsResponse",
            "body: PutDirectionsSuccessBody",
        ),
    ] {
        let item = item(&generation, head);
        assert!(item.contains(field), "{field}: {item}");
    }
    assert_eq!(diagnostics(&generation), "");
}

/// Unions of properties are one type despite their descriptions, which the properties have.
#[test]
fn equal_unions_of_an_operation_convert() {
    let generation = case("equal_types.yaml");
    let body = item(&generation, "pub struct PutSettingOkBody");
    for field in [
        "pub value: Option<PutSettingValue>,",
        "pub default: Option<PutSettingOkBodyDefault>,",
        "pub result: Option<PutSettingOkBodyResult>,",
    ] {
        assert!(body.contains(field), "{body}");
    }
    let range = Range::new(1).to(2);
    for (received, expected) in [
        (json!(3), PutSettingValue::Integer(3)),
        (json!("auto"), PutSettingValue::Auto),
        (json!({"from": 1, "to": 2}), PutSettingValue::from(range)),
        (json!([]), PutSettingValue::Unrecognized(json!([]))),
    ] {
        let received: PutSettingOkBodyDefault = serde_json::from_value(received).unwrap();
        assert_eq!(PutSettingValue::from(received), expected);
    }
    let received: PutSettingOkBodyResult = serde_json::from_value(json!({"name": "a"})).unwrap();
    let sent = PutSettingBody::new().choice(PutSettingBodyChoice::from(received));
    assert_eq!(
        serde_json::to_value(sent).unwrap(),
        json!({"choice": {"name": "a"}})
    );
}

/// Equal enums and unions in one body are one type. Without a common noun, the type is named after
/// the first of the properties in alphabetical order.
#[test]
fn equal_enums_and_unions_of_a_body_are_one() {
    let generation = case("equal_types.yaml");
    for (head, field) in [
        ("PutProfileBody", "color: Option<PutProfileAccent>"),
        ("PutProfileBody", "width: Option<PutProfileHeight>"),
        ("PutProfileOkBody", "width: Option<PutProfileHeight>"),
        ("PutProfileBody", "depth: Option<PutProfileBodyDepth>"),
        ("PutProfileBody", "length: Option<PutProfileBodyDepth>"),
        ("Settings", "page_layout: Option<SettingsLayout>"),
        ("Settings", "start_layout: Option<SettingsLayout>"),
        ("Settings", "padding: Option<SettingsMargin>"),
    ] {
        let item = item(&generation, &format!("pub struct {head}"));
        assert!(item.contains(&format!("pub {field},")), "{field}: {item}");
    }
}

/// The values of a merged type can be renamed by the path of each property.
#[test]
fn each_path_of_a_merged_type_renames_values() {
    for path in ["putProfile.depth.2", "putProfile.length.2"] {
        let mut settings = Settings::default();
        let renamed = (path.to_owned(), "middle".to_owned());
        settings.rename.values.extend([renamed]);
        let generation = case_with("equal_types.yaml", settings);
        assert_eq!(diagnostics(&generation), "");
        let item = item(&generation, "pub enum PutProfileBodyDepth");
        assert!(item.contains("Middle"), "{item}");
    }
}

/// The operations of a path share the types of its parameters.
#[test]
fn the_parameters_of_a_path_have_one_type() {
    let generation = case("equal_types.yaml");
    for (head, field) in [
        ("GetList", "kind: models::ListsKind"),
        ("GetList", "order: Option<models::ListsKindOrder>"),
        ("GetList", "page: Option<models::ListsKindPage>"),
        ("DeleteList", "kind: models::ListsKind"),
        ("DeleteList", "order: Option<DeleteListOrder>"),
        ("DeleteList", "page: Option<models::ListsKindPage>"),
        ("GetRoot", "order: Option<models::RootOrder>"),
    ] {
        let item = item(&generation, &format!("pub struct {head}"));
        assert!(item.contains(&format!("pub {field},")), "{field}: {item}");
    }
}

/// The bodies differ in their descriptions, so they are two types.
#[test]
fn equal_objects_of_an_operation_convert() {
    let json = json!({
        "id": 1, "name": "a", "color": "red", "accent": "blue", "width": 2, "height": "auto",
        "home": {"city": "Berlin"}, "stays": [{"city": "Rome", "country": "Italy"}],
        "settings": {"page_layout": "grid"}, "extra": 3
    });
    let received: PutProfileOkBody = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(received.name, Some("a".to_owned()));
    let sent = PutProfileBody::from(received.clone());
    assert_eq!(sent.name, Some(Some("a".to_owned())));
    assert_eq!(serde_json::to_value(&sent).unwrap(), json);
    assert_eq!(PutProfileOkBody::from(sent), received);
    let null = PutProfileBody::new(1).set_name_null();
    assert_eq!(PutProfileOkBody::from(null).name, None);
}

/// The number of conversions is the square of the number of types.
#[test]
fn many_equal_unions_do_not_convert() {
    let generation = case("equal_types.yaml");
    let output = generation.output.as_ref().unwrap();
    let source = output.files.values().find(|it| it.contains("GetManyOne"));
    assert!(!source.unwrap().contains("impl From<GetManyTwo> for"));
}

#[test]
fn a_merged_type_has_all_examples() {
    let generation = case("equal_types.yaml");
    let output = generation.output.as_ref().unwrap();
    let (_, text) = output
        .files
        .iter()
        .find(|(path, _)| path.ends_with("untagged.rs"))
        .unwrap();
    let body = text
        .split("pub struct CreateOrderErrorBody")
        .nth(1)
        .unwrap();
    let body = body.split('}').next().unwrap();
    assert!(
        body.contains("`Wrong`") && body.contains("`Missing`"),
        "{body}"
    );
}

#[test]
fn equal_types_are_one_value() {
    let address = CreateOrderAddress::new("Berlin");
    let order = CreateOrderBody::new(address.clone())
        .shipping_address(address)
        .amount(3);
    assert_eq!(
        serde_json::to_string(&order).unwrap(),
        r#"{"billing_address":{"city":"Berlin"},"shipping_address":{"city":"Berlin"},"amount":3}"#
    );
}

//! Equal inline schemas of an operation: one type, or types that convert into each other.

use rejoinder_cases::equal_types_client::{
    models::Range,
    serde_json::{self, json},
    untagged::{
        CreateOrderAddress, CreateOrderBody, PutSettingBody, PutSettingBodyChoice,
        PutSettingOkBodyDefault, PutSettingOkBodyResult, PutSettingValue,
    },
};

use super::support::{case, diagnostics, item};

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

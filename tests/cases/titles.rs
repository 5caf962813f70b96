//! Titles, and equal inline schemas: one type, named by a title or by the name of all properties.

use super::support::{case, client, item, variants, with_schema};

/// A document with an operation that receives this schema.
fn received(schema: &str) -> rejoinder::Generation {
    client(&format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths:
  /a: {{ get: {{ operationId: getOrder, responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }} }} }} }}
"
    ))
}

#[test]
fn equal_schemas_with_one_title_are_one_type() {
    let money = "{ title: Money, type: object, properties: { amount: { type: number }, currency: { enum: [EUR, USD] } } }";
    let status = "{ title: Status, enum: [open, closed] }";
    let generation = received(&format!(
        "{{ type: object, properties: {{ price: {money}, total: {money}, status: {status}, before: {status} }} }}"
    ));
    let body = item(&generation, "pub struct GetOrderOkBody");
    for line in [
        "pub price: Option<GetOrderMoney>,",
        "pub total: Option<GetOrderMoney>,",
        "pub status: Option<GetOrderStatus>,",
        "pub before: Option<GetOrderStatus>,",
    ] {
        assert!(body.contains(line), "{body}");
    }
}

#[test]
fn equal_enums_of_properties_with_one_name_have_that_name() {
    let currency = "{ enum: [EUR, USD] }";
    let other = "{ enum: [open, closed] }";
    let generation = received(&format!(
        "{{ type: object, properties: {{ first: {{ type: object, properties: {{ currency: {currency}, a: {other} }} }}, \
           last: {{ type: object, properties: {{ currency: {currency}, b: {other} }} }} }} }}"
    ));
    let first = item(&generation, "pub struct GetOrderOkBodyFirst");
    let last = item(&generation, "pub struct GetOrderOkBodyLast");
    for text in [&first, &last] {
        assert!(
            text.contains("pub currency: Option<GetOrderCurrency>,"),
            "{text}"
        );
    }
    assert!(
        first.contains("pub a: Option<GetOrderOpenClosed>,"),
        "{first}"
    );
    assert!(
        last.contains("pub b: Option<GetOrderOpenClosed>,"),
        "{last}"
    );
}

#[test]
fn equal_enums_with_another_of_their_name_are_named_by_their_values() {
    let currency = |values: &str| {
        format!("{{ type: object, properties: {{ currency: {{ enum: [{values}] }} }} }}")
    };
    let (money, points) = (currency("EUR, USD"), currency("points, miles"));
    let generation = received(&format!(
        "{{ type: object, properties: {{ a: {money}, b: {money}, c: {points}, d: {points} }} }}"
    ));
    let text = item(&generation, "pub struct GetOrderOkBodyA");
    assert!(text.contains("currency: Option<GetOrderEurUsd>,"), "{text}");
}

#[test]
fn titles_that_repeat_the_name_are_not_documented() {
    let generation = case("chosen_names.yaml");
    let output = generation.output.as_ref().unwrap();
    let source = output
        .files
        .values()
        .find(|source| source.contains("pub struct Titled"));
    let source = source.unwrap();
    assert!(!source.contains("Item Id"), "{source}");
    assert!(source.contains("A title of its own"), "{source}");
}

#[test]
fn a_title_without_letters_is_no_name() {
    for title in ["", " ", "...", "-"] {
        let generation = received(&format!(
            "{{ type: object, properties: {{
                 a: {{ title: '{title}', type: object, properties: {{ x: {{ type: string }} }} }},
                 b: {{ oneOf: [{{ title: '{title}', type: object, required: [y], properties: {{ y: {{ type: string }} }} }}, {{ title: '{title}', type: integer }}] }},
                 c: {{ title: '{title}', enum: [open, closed] }},
                 d: {{ oneOf: [{{ const: up, title: '{title}' }}, {{ const: down, title: '{title}' }}] }} }} }}"
        ));
        let body = item(&generation, "pub struct GetOrderOkBody");
        for line in [
            "pub a: Option<GetOrderOkBodyA>,",
            "pub b: Option<GetOrderOkBodyB>,",
            "pub c: Option<GetOrderOkBodyC>,",
        ] {
            assert!(body.contains(line), "{body}");
        }
        let union = variants(&generation, "pub enum GetOrderOkBodyB");
        assert_eq!(union, ["Y", "Integer"]);
        assert_eq!(
            variants(&generation, "pub enum GetOrderOkBodyD"),
            ["Up", "Down"]
        );
    }
}

#[test]
fn equal_titles_of_values_cost_only_their_own_names() {
    let value = |value: &str, title: &str| format!("{{ const: {value}, title: {title} }}");
    let values = [("a", "Low"), ("b", "Low"), ("c", "High")].map(|(it, title)| value(it, title));
    let generation = received(&format!(
        "{{ type: object, properties: {{ level: {{ oneOf: [{}] }} }} }}",
        values.join(", ")
    ));
    let names = variants(&generation, "pub enum GetOrderOkBodyLevel");
    assert_eq!(names, ["A", "B", "High"]);
}

#[test]
fn equal_titles_of_schemas_cost_only_their_own_names() {
    let titled = |title: &str, property: &str| {
        format!(
            "{{ title: {title}, type: object, properties: {{ {property}: {{ type: string }} }} }}"
        )
    };
    let generation = received(&format!(
        "{{ type: object, properties: {{ a: {}, b: {}, c: {} }} }}",
        titled("Detail", "x"),
        titled("Detail", "y"),
        titled("Summary", "z"),
    ));
    let body = item(&generation, "pub struct GetOrderOkBody");
    for line in [
        "pub a: Option<GetOrderOkBodyA>,",
        "pub b: Option<GetOrderOkBodyB>,",
        "pub c: Option<GetOrderSummary>,",
    ] {
        assert!(body.contains(line), "{body}");
    }
}

#[test]
fn the_title_of_a_component_is_not_in_the_names_of_its_items() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let fields = names.map(|name| format!("{name}: {{ type: string }}"));
    for title in ["A", "Other title"] {
        let schema = format!(
            "{{ title: {title}, type: object, required: [{}], properties: {{ {} }} }}",
            names.join(", "),
            fields.join(", ")
        );
        let sent = with_schema("3.1.0", &schema).replace(
            "responses: {",
            "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: {",
        );
        let generation = client(&sent);
        item(&generation, "pub struct ARequired");
    }
}

//! Tests of schemas, of random values, and of comparing values.

use std::iter::once;

use rejoinder::Generator;
use serde_json::{Value, json};

use super::{Cases, ValueSettings, places::Nulls, random::Random, schemas::Schemas};
use crate::record::FailureKind;

const PET: &str = "#/components/schemas/Pet";

fn document() -> Value {
    json!({ "components": { "schemas": {
        "Pet": {
            "type": "object",
            "required": ["name", "kind"],
            "properties": {
                "name": { "type": "string", "example": "Rex" },
                "age": { "type": "integer", "format": "int8", "nullable": true },
                "weight": { "type": "number", "format": "float" },
                "born": { "type": "string", "format": "date-time" },
                "chipped": { "type": "string", "format": "date" },
                "kind": { "oneOf": [
                    { "$ref": "#/components/schemas/Cat" },
                    { "$ref": "#/components/schemas/Dog" },
                    { "nullable": true, "title": "None" },
                ] },
                "parents": { "type": "array", "items": { "$ref": PET } },
                "tags": { "type": "object", "additionalProperties": { "type": "string" } },
            },
        },
        "Cat": {
            "required": ["lives"],
            "properties": { "lives": { "type": "integer" } },
            "additionalProperties": false,
        },
        "Dog": { "allOf": [
            { "type": "object", "required": ["tricks"], "properties": { "tricks": { "type": "integer" } } },
        ] },
        "Far": { "$ref": "other.yaml#/Far" },
    } } })
}

fn schemas() -> Schemas {
    Schemas::new(
        &document(),
        once(PET).chain(once("#/components/schemas/Far")),
    )
    .unwrap()
}

fn pet(more: Value) -> Value {
    let mut pet = json!({ "name": "", "kind": { "lives": 9 } });
    pet.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    pet
}

#[test]
fn a_schema_accepts_the_values_of_openapi() {
    let schemas = schemas();
    for more in [
        json!({}),
        json!({ "age": null }),
        json!({ "age": -128 }),
        json!({ "x": 1 }),
        json!({ "kind": null }),
        json!({ "chipped": "2024-02-29" }),
    ] {
        assert!(schemas.accepts(PET, &pet(more.clone())), "{more}");
    }
    for more in [
        json!({ "age": 128 }),
        json!({ "name": null }),
        json!({ "born": "today" }),
        json!({ "chipped": "2023-02-29" }),
        json!({ "chipped": "2024-02-29T00:00:00Z" }),
        json!({ "kind": "text" }),
        json!({ "tags": { "a": 1 } }),
    ] {
        assert!(!schemas.accepts(PET, &pet(more.clone())), "{more}");
    }
    assert!(!schemas.accepts("#/components/schemas/Far", &json!({})));
}

const POINT: &str = "#/components/schemas/Point";

/// Returns schemas of JSON Schema 2020-12.
fn draft_2020() -> Schemas {
    let document = json!({ "openapi": "3.1.0", "components": { "schemas": {
        "Point": {
            "type": "object",
            "required": ["kind", "at"],
            "properties": {
                "kind": { "const": "point" },
                "at": { "prefixItems": [{ "type": "number" }, { "type": ["string", "null"] }] },
                "size": { "type": ["integer", "null"], "exclusiveMinimum": 0, "format": "int8" },
                "named": { "$ref": "#/components/schemas/Name", "maxLength": 2 },
            },
            "patternProperties": { "^x": { "type": "string" } },
            "unevaluatedProperties": false,
        },
        "Name": { "type": "string", "minLength": 1 },
    } } });
    Schemas::new(&document, once(POINT)).unwrap()
}

#[test]
fn a_later_schema_accepts_the_values_of_json_schema() {
    let schemas = draft_2020();
    let point = |more: Value| {
        let mut point = json!({ "kind": "point", "at": [1.5, null] });
        point
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        point
    };
    for more in [
        json!({}),
        json!({ "size": null }),
        json!({ "size": 127, "named": "ab", "x": "y" }),
    ] {
        assert!(schemas.accepts(POINT, &point(more.clone())), "{more}");
    }
    for more in [
        json!({ "kind": "line" }),
        json!({ "at": [1] }),
        json!({ "at": [1, "a", 2] }),
        json!({ "at": ["a", "b"] }),
        json!({ "size": 0 }),
        json!({ "size": 128 }),
        json!({ "named": "abc" }),
        json!({ "x": 1 }),
        json!({ "y": "other" }),
    ] {
        assert!(!schemas.accepts(POINT, &point(more.clone())), "{more}");
    }
    let dropped = schemas.check_round_trip(
        POINT,
        Nulls::Written,
        &point(json!({ "x": "y" })),
        &point(json!({})),
    );
    assert!(dropped.is_err());
    let mut random = Random::new(&schemas, 0, POINT);
    let values: Vec<Value> = (0..100).map(|_| random.value()).collect();
    let valid = values.iter().filter(|value| schemas.accepts(POINT, value));
    assert!(valid.count() > 50, "{values:?}");
}

#[test]
fn another_form_of_a_value_is_equal() {
    let schemas = schemas();
    for (read, written) in [
        (json!({ "age": 1 }), json!({ "age": 1.0 })),
        (
            json!({ "weight": 0.123_456_789_1 }),
            json!({ "weight": 0.123_456_79 }),
        ),
        (
            json!({ "born": "2024-01-01T00:00:00+01:00" }),
            json!({ "born": "2023-12-31T23:00:00Z" }),
        ),
        (json!({ "undocumented": 1 }), json!({})),
        (
            json!({ "kind": { "tricks": 1, "lives": 2 } }),
            json!({ "kind": { "tricks": 1 } }),
        ),
    ] {
        let same = schemas.check_round_trip(PET, Nulls::Written, &pet(read.clone()), &pet(written));
        assert_eq!(same, Ok(()), "{read}");
    }
}

#[test]
fn a_lost_value_is_an_error() {
    let schemas = schemas();
    for (read, written, expected) in [
        (
            json!({ "age": null }),
            json!({}),
            "`/age`: expected null, found nothing",
        ),
        (
            json!({}),
            json!({ "age": null }),
            "`/age`: unexpected property",
        ),
        (
            json!({ "undocumented": 1 }),
            json!({ "undocumented": 2 }),
            "`/undocumented`: expected 1, found 2",
        ),
        (
            json!({ "tags": { "a": "b" } }),
            json!({ "tags": {} }),
            "`/tags/a`: expected \"b\", found nothing",
        ),
        (
            json!({ "kind": { "tricks": 1 } }),
            json!({ "kind": {} }),
            "`/kind/tricks`: expected 1, found nothing",
        ),
        (
            json!({ "parents": [pet(json!({ "age": 1 }))] }),
            json!({ "parents": [pet(json!({}))] }),
            "`/parents/0/age`: expected 1, found nothing",
        ),
        (
            json!({ "parents": [] }),
            json!({ "parents": [1] }),
            "`/parents`: expected [], found [1]",
        ),
    ] {
        let same = schemas.check_round_trip(PET, Nulls::Written, &pet(read), &pet(written));
        assert_eq!(same, Err(expected.to_owned()));
    }
}

#[test]
fn random_values_follow_the_schema() {
    let schemas = schemas();
    let mut random = Random::new(&schemas, 1, PET);
    let made: Vec<Value> = (0..50).map(|_| random.value()).collect();
    let valid = made
        .iter()
        .filter(|value| schemas.accepts(PET, value))
        .count();
    assert!(valid > 30, "{valid} of 50");
    let mut again = Random::new(&schemas, 1, PET);
    assert_eq!(made, (0..50).map(|_| again.value()).collect::<Vec<_>>());
    assert_eq!(random.composed()["name"], "Rex");
}

#[test]
fn values_have_the_types_of_their_schemas() {
    let document_text = r##"{
        "openapi": "3.0.3", "info": { "title": "Pets", "version": "1" },
        "paths": { "/pets": { "post": {
            "operationId": "addPets", "tags": ["pets"],
            "requestBody": { "content": { "application/json": {
                "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Pet" } },
                "examples": { "one": { "value": [{ "name": "Rex" }] }, "wrong": { "value": [{}] } }
            } } },
            "responses": { "default": { "description": "How it went.", "content": { "application/json": {
                "schema": { "type": "object", "properties": { "at": { "type": "string", "format": "date" } } }
            } } } }
        } } },
        "components": { "schemas": { "Pet": {
            "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } }
        } } }
    }"##;
    let generation = Generator::new("pets.json").generate_from(document_text.to_owned());
    let made = ValueSettings { count: 2, seed: 0 };
    let cases = Cases::new(
        &generation,
        &serde_json::from_str(document_text).unwrap(),
        made,
    )
    .unwrap();
    let types: Vec<&str> = cases.places.iter().map(|place| place.ty.as_str()).collect();
    let expected = [
        "client::models::Pet",
        "Vec<client::models::Pet>",
        "client::pets::AddPetsDefaultBody",
    ];
    assert_eq!(types, expected);
    let mut examples = cases
        .cases
        .iter()
        .filter(|case| case.what == FailureKind::Example);
    assert!(examples.any(|case| case.place == 1 && case.value == json!([{ "name": "Rex" }])));
    assert_eq!(cases.counts["invalid examples"], 1);
    assert_eq!(cases.counts["schemas with values"], 3);
}

#[test]
fn response_types_drop_optional_nulls() {
    let tree = document();
    let schemas = Schemas::new(&tree, once(PET)).unwrap();
    let same = |nulls, read, written| {
        schemas
            .check_round_trip(PET, nulls, &read, &written)
            .is_ok()
    };
    let (null, missing) = (json!({ "age": null }), json!({}));
    assert!(same(Nulls::Dropped, null.clone(), missing.clone()));
    assert!(!same(Nulls::Written, null, missing.clone()));
    assert!(!same(
        Nulls::Dropped,
        json!({ "kind": null }),
        missing.clone()
    ));
    assert!(!same(Nulls::Dropped, json!({ "age": 1 }), missing));
}

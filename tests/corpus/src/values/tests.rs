//! Schemas, values that are made of them, and whether they were written as they were.

use std::iter::once;

use rejoinder::Generator;
use serde_json::{Value, json};

use super::{Cases, Made, places::Nulls, random::Random, schemas::Schemas};
use crate::record::What;

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
fn a_schema_takes_what_openapi_takes() {
    let schemas = schemas();
    for more in [
        json!({}),
        json!({ "age": null }),
        json!({ "age": -128 }),
        json!({ "x": 1 }),
        json!({ "kind": null }),
        json!({ "chipped": "2024-02-29" }),
    ] {
        assert!(schemas.takes(PET, &pet(more.clone())), "{more}");
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
        assert!(!schemas.takes(PET, &pet(more.clone())), "{more}");
    }
    assert!(!schemas.takes("#/components/schemas/Far", &json!({})));
}

const POINT: &str = "#/components/schemas/Point";

/// A schema of JSON Schema 2020-12.
fn later() -> Schemas {
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
fn a_later_schema_takes_what_json_schema_takes() {
    let schemas = later();
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
        assert!(schemas.takes(POINT, &point(more.clone())), "{more}");
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
        assert!(!schemas.takes(POINT, &point(more.clone())), "{more}");
    }
    let dropped = schemas.same(
        POINT,
        Nulls::Written,
        &point(json!({ "x": "y" })),
        &point(json!({})),
    );
    assert!(dropped.is_err());
    let mut random = Random::new(&schemas, 0, POINT);
    let values: Vec<Value> = (0..100).map(|_| random.value()).collect();
    let fitting = values.iter().filter(|value| schemas.takes(POINT, value));
    assert!(fitting.count() > 50, "{values:?}");
}

#[test]
fn what_is_written_in_other_words_is_the_same() {
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
        let same = schemas.same(PET, Nulls::Written, &pet(read.clone()), &pet(written));
        assert_eq!(same, Ok(()), "{read}");
    }
}

#[test]
fn what_is_lost_is_told() {
    let schemas = schemas();
    for (read, written, told) in [
        (
            json!({ "age": null }),
            json!({}),
            "/age was null and isn't written",
        ),
        (
            json!({}),
            json!({ "age": null }),
            "/age is written and wasn't read",
        ),
        (
            json!({ "undocumented": 1 }),
            json!({ "undocumented": 2 }),
            "/undocumented was 1 and is 2",
        ),
        (
            json!({ "tags": { "a": "b" } }),
            json!({ "tags": {} }),
            "/tags/a was \"b\" and isn't written",
        ),
        (
            json!({ "kind": { "tricks": 1 } }),
            json!({ "kind": {} }),
            "/kind/tricks was 1 and isn't written",
        ),
        (
            json!({ "parents": [pet(json!({ "age": 1 }))] }),
            json!({ "parents": [pet(json!({}))] }),
            "/parents/0/age was 1 and isn't written",
        ),
        (
            json!({ "parents": [] }),
            json!({ "parents": [1] }),
            "/parents was [] and is [1]",
        ),
    ] {
        let same = schemas.same(PET, Nulls::Written, &pet(read), &pet(written));
        assert_eq!(same, Err(told.to_owned()));
    }
}

#[test]
fn values_are_made_that_are_of_the_schema() {
    let schemas = schemas();
    let mut random = Random::new(&schemas, 1, PET);
    let made: Vec<Value> = (0..50).map(|_| random.value()).collect();
    let good = made
        .iter()
        .filter(|value| schemas.takes(PET, value))
        .count();
    assert!(good > 30, "{good} of 50");
    let mut again = Random::new(&schemas, 1, PET);
    assert_eq!(made, (0..50).map(|_| again.value()).collect::<Vec<_>>());
    assert_eq!(random.composed()["name"], "Rex");
}

#[test]
fn values_are_tried_with_the_types_of_their_schemas() {
    let text = r##"{
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
    let generation = Generator::new("pets.json").generate_from(text.to_owned());
    let made = Made { count: 2, seed: 0 };
    let cases = Cases::new(&generation, &serde_json::from_str(text).unwrap(), made).unwrap();
    let types: Vec<&str> = cases.places.iter().map(|place| place.ty.as_str()).collect();
    let expected = [
        "client::models::Pet",
        "Vec<client::models::Pet>",
        "client::pets::AddPetsDefaultBody",
    ];
    assert_eq!(types, expected);
    let mut examples = cases.cases.iter().filter(|case| case.what == What::Example);
    assert!(examples.any(|case| case.place == 1 && case.value == json!([{ "name": "Rex" }])));
    assert_eq!(cases.counts["examples that aren't of their schemas"], 1);
    assert_eq!(cases.counts["schemas with values"], 3);
}

#[test]
fn types_that_are_never_sent_drop_optional_nulls() {
    let tree = document();
    let schemas = Schemas::new(&tree, once(PET)).unwrap();
    let same = |nulls, read, written| schemas.same(PET, nulls, &read, &written).is_ok();
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

//! Names of listed values.

use super::support::{case, client, item, variants, with_schema};

#[test]
fn signs_are_words() {
    for (values, expected) in [
        (
            "created_at, '-created_at', price_asc, '-price'",
            "CreatedAt MinusCreatedAt PriceAsc MinusPrice",
        ),
        (
            "'-created_at', '-updated_at', '+title'",
            "MinusCreatedAt MinusUpdatedAt PlusTitle",
        ),
        (
            "'-created_at', '-createdAt'",
            "MinusCreatedAtSnakeCase MinusCreatedAt",
        ),
        (
            "Etc/GMT, Etc/GMT+1, Etc/GMT-1, Etc/GMT-10",
            "EtcGmt EtcGmtPlus1 EtcGmtMinus1 EtcGmtMinus10",
        ),
        ("utf-8, gpt-4, image/svg+xml", "Utf8 Gpt4 ImageSvgXml"),
        ("A+, A-, AB-", "APlus AMinus AbMinus"),
        ("--all, a-", "All AMinus"),
        ("'+1', '-1.5', '18+'", "Plus1 Minus1_5 N18Plus"),
    ] {
        let document = with_schema("3.1.0", &format!("{{ enum: [{values}] }}"));
        let found = variants(&client(&document), "pub enum A");
        assert_eq!(found.join(" "), expected, "{values}");
    }
}

#[test]
fn values_that_differ_by_case_or_sign_have_readable_names() {
    for (values, expected) in [
        ("ON, oN", "On OnCamelCase"),
        ("a, A", "ALowercase A"),
        ("'+1', '-1', '1'", "Plus1 Minus1 N1"),
        ("heart, '+1', '-1'", "Heart Plus1 Minus1"),
        ("aB, AB, ab", "AbCamelCase Ab AbLowercase"),
        ("nO, 'no'", "NoCamelCase No"),
        ("pH, kB", "Ph Kb"),
        (
            "created, '-created', '+created'",
            "Created MinusCreated PlusCreated",
        ),
        ("id, '-id'", "Id MinusId"),
        ("A+, A, A-, AB-", "APlus A AMinus AbMinus"),
        ("'+', '-'", "Plus Minus"),
        (
            "<, <=, '=', '!=', '>=', '>'",
            "Less LessOrEqual Equal NotEqual GreaterOrEqual Greater",
        ),
        ("usd, USD, Usd", "UsdLowercase UsdUppercase Usd"),
        ("cat, Cat, CatLowercase", "CatValue Cat CatLowercase"),
        ("petIDs, GUIDs, PIDs, id_path", "PetIds Guids Pids IdPath"),
        (
            "fooBar, FooBar, foo_bar, foo-bar",
            "FooBarCamelCase FooBar FooBarSnakeCase FooBarKebabCase",
        ),
    ] {
        let document = with_schema("3.1.0", &format!("{{ enum: [{values}] }}"));
        let found = variants(&client(&document), "pub enum A");
        assert_eq!(found.join(" "), expected, "{values}");
    }
}

#[test]
fn initials_do_not_name_a_type() {
    let generation = case("chosen_names.yaml");
    assert_eq!(
        variants(&generation, "pub enum GradesGrade"),
        ["J", "A", "B"]
    );
}

#[test]
fn values_that_begin_with_a_digit_have_one_prefix() {
    let generation = case("chosen_names.yaml");
    let numbers = variants(&generation, "pub enum Numbers");
    assert_eq!(numbers, ["N10", "Value20", "N1_0", "N010", "N20"]);
}

#[test]
fn the_variant_of_unlisted_values_has_another_name() {
    for (values, expected) in [
        ("[Unrecognized]", "UnrecognizedValue("),
        ("[Unrecognized, UnrecognizedValue]", "UnrecognizedValue2("),
        (
            "[Unrecognized, UnrecognizedValue, UnrecognizedValue2]",
            "UnrecognizedValue3(",
        ),
    ] {
        let document = with_schema("3.1.0", &format!("{{ enum: {values} }}"));
        let found = item(&client(&document), "pub enum A");
        assert!(found.contains(expected), "{found}");
    }
}

#[test]
fn values_of_parameters_and_headers_of_swagger_have_their_names() {
    let value = "type: string, enum: [x1, x2]";
    let names = "x-enum-varnames: [Fast, Slow]";
    let microsoft =
        "x-ms-enum: { name: Mode, values: [{ value: x1, name: Fast }, { value: x2, name: Slow }] }";
    let document = format!(
        "swagger: '2.0'
info: {{ title: T, version: '1' }}
host: a.test
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {{ name: one, in: query, {value}, {names} }}
        - {{ name: two, in: query, {value}, {microsoft} }}
        - {{ name: all, in: query, type: array, items: {{ {value}, {microsoft} }} }}
      responses:
        200: {{ description: ok, headers: {{ X-Mode: {{ {value}, x-enumNames: [Quick, Lazy] }} }} }}
"
    );
    let generation = client(&document);
    for (head, expected) in [
        ("pub enum AOne", ["Fast", "Slow"]),
        ("pub enum ATwo", ["Fast", "Slow"]),
        ("pub enum AAllItem", ["Fast", "Slow"]),
        ("pub enum AOkXMode", ["Quick", "Lazy"]),
    ] {
        assert_eq!(variants(&generation, head), expected, "{head}");
    }
}

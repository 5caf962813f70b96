//! Nested unions: values of every variant, unrecognized values, and the paths of errors.

use bytes::Bytes;
use rejoinder_cases::nested_unions_client::{
    models::*,
    runtime::{Operation, ResponseBody},
    serde_json,
    untagged::{GetEverything, GetEverythingResponse},
};
use serde_json::{Value, from_str, from_value, json, to_value};

/// Decodes the body of a response.
fn read(body: &str) -> Result<Everything, String> {
    let response = http::Response::builder().header("content-type", "application/json");
    let (head, ()) = response.body(()).expect("a response").into_parts();
    let body = ResponseBody::<()>::Bytes(Bytes::from(body.to_owned()));
    let decoded = GetEverything::decode(&head, body);
    decoded
        .map(|GetEverythingResponse::Ok { body }| body)
        .map_err(|error| error.to_string())
}

/// Decodes a value in the body of a response, with `serde_json` and as YAML.
fn pet(json: &str) -> Pet {
    let body = format!("{{\"pet\":{json}}}");
    let pet = read(&body).expect("a body").pet.expect("a pet");
    assert_eq!(from_str::<Pet>(json).expect("a pet"), pet, "{json}");
    let value: Value = from_str(json).expect("JSON");
    assert_eq!(from_value::<Pet>(value).expect("a pet"), pet, "{json}");
    assert_eq!(
        yaml_serde::from_str::<Pet>(json).expect("a pet"),
        pet,
        "{json}"
    );
    let reader = json.as_bytes();
    assert_eq!(
        serde_json::from_reader::<_, Pet>(reader).expect("a pet"),
        pet
    );
    pet
}

#[test]
fn a_value_is_read_as_the_variant_that_it_matches() {
    let cat = json!({"kind": "cat", "meow": "m"});
    assert_eq!(Pet::from(cat), Pet::from(Cat::new("m")));
    let fish = json!({"kind": "fish"});
    assert_eq!(Pet::from(fish.clone()), Pet::Unrecognized(fish));
}

#[test]
fn a_discriminator_may_come_first_or_last_or_be_absent() {
    let cat = Pet::from(Cat::new("m").friend(Dog::new(1)));
    for json in [
        r#"{"kind":"cat","meow":"m","friend":{"kind":"dog","bark":1}}"#,
        r#"{"friend":{"bark":1,"kind":"dog"},"meow":"m","kind":"cat"}"#,
        r#" { "friend" : { "x" : [ { } , [ ] , "}" ] , "bark" : 1.0 , "kind" : "dog" } , "meow" : "\u006d" , "\u006bind" : "cat" } "#,
    ] {
        assert_eq!(pet(json), cat);
    }
    for json in [
        r#"{"meow":"m"}"#,
        r#"{"kind":"fish","meow":"m"}"#,
        r#"{"kind":["cat"],"meow":"m"}"#,
        r#"{"kind":"cat"}"#,
        r#"{"meow":1,"kind":"cat"}"#,
        "[]",
        "\"cat\"",
        "true",
        "-1",
        "1.5",
    ] {
        let value: Value = from_str(json).expect("JSON");
        assert_eq!(pet(json), Pet::Unrecognized(value));
    }
    let null: Pet = from_str("null").expect("a pet");
    assert_eq!(null, Pet::Unrecognized(Value::Null));
}

#[test]
fn a_duplicate_discriminator_is_unrecognized() {
    for json in [
        r#"{"kind":"cat","meow":"m","kind":"dog"}"#,
        r#"{"kind":"dog","meow":"m","kind":"cat"}"#,
    ] {
        let read: Pet = from_str(json).expect("a pet");
        assert!(matches!(read, Pet::Unrecognized(_)), "{read:?}");
    }
}

#[test]
fn a_value_of_no_variant_is_kept() {
    let json = r#"{"kind":"cat","meow":"m","friend":{"kind":"cat","meow":2,"friend":{"kind":"dog","bark":3}}}"#;
    let Pet::Cat(cat) = pet(json) else {
        panic!("a cat")
    };
    let kept = json!({"kind":"cat","meow":2,"friend":{"kind":"dog","bark":3}});
    assert_eq!(cat.friend, Some(Box::new(Pet::Unrecognized(kept))));
    let body = read(r#"{"pet":{"kind":"fish"},"tree":{"size":1}}"#).expect("a body");
    assert_eq!(body.pet, Some(Pet::Unrecognized(json!({"kind":"fish"}))));
    assert_eq!(body.tree, Some(Leaf::new(1).into()));
}

#[test]
fn properties_distinguish_variants_at_any_depth() {
    let long = "x".repeat(100);
    let json = format!(
        r#"{{"right":{{"{long}":[[{{}}],"{long}"],"size":2}},"left":{{"left":{{"size":1}},"other":{{"size":3,"{long}":{{}}}}}}}}"#
    );
    let tree: Tree = from_str(&json).expect("a tree");
    let left = Fork::new(Leaf::new(1));
    assert_eq!(tree, Fork::new(left).right(Leaf::new(2)).into());
    let both = json!({"size": 1, "left": {"size": 2}});
    let both: Tree = from_value(both).expect("a tree");
    assert!(matches!(both, Tree::Unrecognized(_)), "{both:?}");
}

#[test]
fn integers_of_any_size_are_exact() {
    let large = "170000000000000000000000000001";
    let body = format!("{{\"amount\":{large}}}");
    for everything in [read(&body).expect("a body"), from_str(&body).expect("JSON")] {
        let amount = Amount::Integer(large.parse().expect("an integer"));
        assert_eq!(everything.amount, Some(amount));
        assert_eq!(serde_json::to_string(&everything).expect("JSON"), body);
    }
    // In an unrecognized value, a number is parsed as `serde_json` parses it.
    let json = format!("{{\"kind\":\"fish\",\"n\":{large}}}");
    let value: Value = from_str(&json).expect("JSON");
    assert_eq!(
        from_str::<Pet>(&json).expect("a pet"),
        Pet::Unrecognized(value)
    );
}

#[test]
fn an_error_in_a_union_has_its_path() {
    for (body, expected) in [
        ("not available", "body: expected JSON, found text"),
        (
            r#"{"pet":{"kind":"cat","meow":"m","x":[1,}}}"#,
            "`pet.x[1]`: expected value at line 1 column 40, found …",
        ),
        (
            r#"{"pet":{"x":[1,},"kind":"cat","meow":"m"}}"#,
            "`pet.x[1]`: expected value at line 1 column 16, found …",
        ),
        (
            r#"{"pet":{"kind":"fish","x":"\q"}}"#,
            "`pet.x`: invalid escape at line 1 column 29; found a string",
        ),
        (
            "{\"pet\":{\"kind\":\"cat\",\n\"friend\":{\"kind\":\"fish\",\"n\":1e999}}}",
            "`pet.friend.n`: number out of range at line 2 column 33; found a number",
        ),
        (
            r#"{"pet":{"kind":"fish","s":"\ud800"}}"#,
            "`pet.s`: unexpected end of hex escape at line 1 column 34; found a string",
        ),
        (
            r#"{"pet":{"kind":"cat","meow":"m""#,
            "`pet.meow`: unexpected end of JSON at line 1 column 31; found a string",
        ),
        (
            r#"{"pet":{"kind":"cat","meow":"m"},"tree":{"size":1}} x"#,
            "body: trailing characters at line 1 column 53; found {\"pet\":{\"kind\":\"…\",\"meow\":\"…\"},\"tree\":{\"size\":number}}",
        ),
    ] {
        assert_eq!(read(body).expect_err(body), expected);
    }
}

/// The limit is the recursion limit of `serde_json`.
#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| {
        let open = r#"{"kind":"cat","meow":"m","friend":"#.repeat(depth);
        format!("{open}null{}", "}".repeat(depth))
    };
    let body = |depth| read(&format!("{{\"pet\":{}}}", nested(depth)));
    assert!(matches!(body(126).expect("a body").pet, Some(Pet::Cat(_))));
    let error = body(127).expect_err("too deep");
    assert!(error.contains("recursion limit exceeded"), "{error}");
    for depth in [128, 100_000] {
        let error = from_str::<Pet>(&nested(depth)).expect_err("too deep");
        assert!(error.to_string().contains("recursion limit"), "{error}");
        assert!(body(depth).is_err());
    }
    // Ignored values may be deeper.
    let brackets = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let json = format!("{{\"meow\":\"m\",\"x\":{brackets},\"kind\":\"cat\"}}");
    assert_eq!(from_str::<Pet>(&json).expect("a pet"), Cat::new("m").into());
}

#[test]
fn a_union_round_trips() {
    let json = r#"{"pet":{"kind":"cat","meow":"m","friend":{"kind":"fish","n":[1,2.5,null]}}}"#;
    let everything = read(json).expect("a body");
    assert_eq!(
        to_value(&everything).expect("JSON"),
        from_str::<Value>(json).expect("JSON")
    );
}

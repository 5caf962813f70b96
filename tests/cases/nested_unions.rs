//! Unions in unions: what is read, what is kept, and where errors are.

use bytes::Bytes;
use rejoinder_cases::nested_unions_client::{
    models::*,
    runtime::{Operation, ResponseBody},
    serde_json,
    untagged::{GetEverything, GetEverythingResponse},
};
use serde_json::{Value, from_str, from_value, json, to_value};

/// Reads the body of a response.
fn read(body: &str) -> Result<Everything, String> {
    let response = http::Response::builder().header("content-type", "application/json");
    let (head, ()) = response.body(()).expect("a response").into_parts();
    let body = ResponseBody::<()>::Bytes(Bytes::from(body.to_owned()));
    let decoded = GetEverything::decode(&head, body);
    decoded
        .map(|GetEverythingResponse::Ok { body }| body)
        .map_err(|error| error.to_string())
}

/// Reads a value in the body of a response, as `serde_json` and as YAML.
fn pet(text: &str) -> Pet {
    let body = format!("{{\"pet\":{text}}}");
    let pet = read(&body).expect("a body").pet.expect("a pet");
    assert_eq!(from_str::<Pet>(text).expect("a pet"), pet, "{text}");
    let value: Value = from_str(text).expect("JSON");
    assert_eq!(from_value::<Pet>(value).expect("a pet"), pet, "{text}");
    assert_eq!(
        yaml_serde::from_str::<Pet>(text).expect("a pet"),
        pet,
        "{text}"
    );
    let reader = text.as_bytes();
    assert_eq!(
        serde_json::from_reader::<_, Pet>(reader).expect("a pet"),
        pet
    );
    pet
}

#[test]
fn json_becomes_the_variant_that_it_matches() {
    let cat = json!({"kind": "cat", "meow": "m"});
    assert_eq!(Pet::from(cat), Pet::from(Cat::new("m")));
    let fish = json!({"kind": "fish"});
    assert_eq!(Pet::from(fish.clone()), Pet::Unrecognized(fish));
}

#[test]
fn a_discriminator_may_come_first_or_last_or_be_absent() {
    let cat = Pet::from(Cat::new("m").friend(Dog::new(1)));
    for text in [
        r#"{"kind":"cat","meow":"m","friend":{"kind":"dog","bark":1}}"#,
        r#"{"friend":{"bark":1,"kind":"dog"},"meow":"m","kind":"cat"}"#,
        r#" { "friend" : { "x" : [ { } , [ ] , "}" ] , "bark" : 1.0 , "kind" : "dog" } , "meow" : "\u006d" , "\u006bind" : "cat" } "#,
    ] {
        assert_eq!(pet(text), cat);
    }
    for text in [
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
        let value: Value = from_str(text).expect("JSON");
        assert_eq!(pet(text), Pet::Unrecognized(value));
    }
    let null: Pet = from_str("null").expect("a pet");
    assert_eq!(null, Pet::Unrecognized(Value::Null));
}

#[test]
fn a_discriminator_that_occurs_twice_is_of_no_variant() {
    for text in [
        r#"{"kind":"cat","meow":"m","kind":"dog"}"#,
        r#"{"kind":"dog","meow":"m","kind":"cat"}"#,
    ] {
        let read: Pet = from_str(text).expect("a pet");
        assert!(matches!(read, Pet::Unrecognized(_)), "{read:?}");
    }
}

#[test]
fn a_value_of_no_variant_is_kept_where_it_is() {
    let text = r#"{"kind":"cat","meow":"m","friend":{"kind":"cat","meow":2,"friend":{"kind":"dog","bark":3}}}"#;
    let Pet::Cat(cat) = pet(text) else {
        panic!("a cat")
    };
    let kept = json!({"kind":"cat","meow":2,"friend":{"kind":"dog","bark":3}});
    assert_eq!(cat.friend, Some(Box::new(Pet::Unrecognized(kept))));
    let body = read(r#"{"pet":{"kind":"fish"},"tree":{"size":1}}"#).expect("a body");
    assert_eq!(body.pet, Some(Pet::Unrecognized(json!({"kind":"fish"}))));
    assert_eq!(body.tree, Some(Leaf::new(1).into()));
}

#[test]
fn properties_tell_variants_apart_at_any_depth() {
    let long = "x".repeat(100);
    let text = format!(
        r#"{{"right":{{"{long}":[[{{}}],"{long}"],"size":2}},"left":{{"left":{{"size":1}},"other":{{"size":3,"{long}":{{}}}}}}}}"#
    );
    let tree: Tree = from_str(&text).expect("a tree");
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
    // Of no variant, a number is what `serde_json` makes of it.
    let text = format!("{{\"kind\":\"fish\",\"n\":{large}}}");
    let value: Value = from_str(&text).expect("JSON");
    assert_eq!(
        from_str::<Pet>(&text).expect("a pet"),
        Pet::Unrecognized(value)
    );
}

#[test]
fn an_error_in_a_union_has_its_place() {
    for (body, expected) in [
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
            "body: trailing characters at line 1 column 53; found {\"pet\":{\"kind\":\"…\",\"meow\":\"…\"},\"tree\":{\"size\":0}}",
        ),
    ] {
        assert_eq!(read(body).expect_err(body), expected);
    }
}

/// As deep as `serde_json` reads.
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
    // What isn't needed may be deeper.
    let brackets = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!("{{\"meow\":\"m\",\"x\":{brackets},\"kind\":\"cat\"}}");
    assert_eq!(from_str::<Pet>(&text).expect("a pet"), Cat::new("m").into());
}

#[test]
fn a_union_is_written_as_it_was_read() {
    let text = r#"{"pet":{"kind":"cat","meow":"m","friend":{"kind":"fish","n":[1,2.5,null]}}}"#;
    let everything = read(text).expect("a body");
    assert_eq!(
        to_value(&everything).expect("JSON"),
        from_str::<Value>(text).expect("JSON")
    );
}

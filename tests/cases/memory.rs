//! The memory that a union in a union takes while it is read, beside that of a derived enum.

use bytes::Bytes;
use peak_alloc::PeakAlloc;
use rejoinder_cases::nested_unions_client::{
    models::Pet,
    runtime::{Operation, ResponseBody},
    serde_json,
    untagged::{ListPets, ListPetsResponse},
};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// `Pet`, derived.
#[derive(serde::Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "it is only read")]
enum Derived {
    Cat {
        meow: String,
        friend: Option<Box<Self>>,
    },
    Dog {
        bark: i64,
        friend: Option<Box<Self>>,
    },
}

/// The most bytes that are allocated at once.
fn peak<T>(read: impl FnOnce() -> T) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    drop(read());
    ALLOCATOR.peak_usage().saturating_sub(before)
}

/// Objects in each other around a long array that isn't documented.
fn nested(depth: usize, is_tag_first: bool) -> String {
    let array = format!("[{}1]", "1,".repeat(100_000));
    let mut text = format!(r#"{{"meow":"m","x":{array},"kind":"cat"}}"#);
    for _ in 0..depth {
        text = match is_tag_first {
            true => format!(r#"{{"kind":"cat","meow":"m","friend":{text}}}"#),
            false => format!(r#"{{"meow":"m","friend":{text},"kind":"cat"}}"#),
        };
    }
    text
}

/// In one test, since the allocator is that of all.
#[test]
fn a_union_takes_no_more_memory_than_a_derived_enum() {
    let response = http::Response::builder().header("content-type", "application/json");
    let (head, ()) = response.body(()).expect("a response").into_parts();
    for (depth, is_tag_first) in [(0, false), (1, true), (100, true), (100, false)] {
        let text = nested(depth, is_tag_first);
        let derived = peak(|| serde_json::from_str::<Derived>(&text).expect("a pet"));
        let whole = peak(|| serde_json::from_str::<Pet>(&text).expect("a pet"));
        assert!(whole <= derived / 2, "{depth}: {whole} of {derived}");
        // Where it is known, no tree is made at all.
        assert!(whole < 100_000, "{depth}: {whole}");
        let body = Bytes::from(format!("[{text},{text}]"));
        let whole = peak(|| {
            let body = ResponseBody::<()>::Bytes(body);
            let pets = ListPets::decode(&head, body).expect("pets");
            let ListPetsResponse::Ok { body } = &pets;
            assert!(body.iter().all(|pet| matches!(pet, Pet::Cat(_))));
            pets
        });
        assert!(whole < 200_000, "{depth}: {whole}");
    }
    // None of these is of its variant's type: each is kept, and read as JSON once.
    let mut text = nested(0, true).replace("\"m\"", "1");
    for _ in 0..10 {
        text = format!(r#"{{"kind":"cat","friend":{text},"meow":1}}"#);
    }
    let tree = peak(|| serde_json::from_str::<serde_json::Value>(&text).expect("JSON"));
    let whole = peak(|| {
        let pet: Pet = serde_json::from_str(&text).expect("a pet");
        assert!(matches!(pet, Pet::Unrecognized(_)));
        pet
    });
    assert!(whole <= tree + tree / 10, "{whole} of {tree}");
}

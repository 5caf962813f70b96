//! The memory that reading a nested union takes, compared with a derived enum.

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

/// `Pet` with derived serde implementations.
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

/// Returns the peak of allocated bytes.
fn peak<T>(read: impl FnOnce() -> T) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    drop(read());
    ALLOCATOR.peak_usage().saturating_sub(before)
}

/// Returns nested objects around a long undocumented array.
fn nested(depth: usize, is_tag_first: bool) -> String {
    let array = format!("[{}1]", "1,".repeat(100_000));
    let mut json = format!(r#"{{"meow":"m","x":{array},"kind":"cat"}}"#);
    for _ in 0..depth {
        json = match is_tag_first {
            true => format!(r#"{{"kind":"cat","meow":"m","friend":{json}}}"#),
            false => format!(r#"{{"meow":"m","friend":{json},"kind":"cat"}}"#),
        };
    }
    json
}

/// The allocator is global, so the cases are one test.
#[test]
fn a_union_takes_no_more_memory_than_a_derived_enum() {
    let response = http::Response::builder().header("content-type", "application/json");
    let (head, ()) = response.body(()).expect("a response").into_parts();
    for (depth, is_tag_first) in [(0, false), (1, true), (100, true), (100, false)] {
        let json = nested(depth, is_tag_first);
        let derived = peak(|| serde_json::from_str::<Derived>(&json).expect("a pet"));
        let whole = peak(|| serde_json::from_str::<Pet>(&json).expect("a pet"));
        assert!(whole <= derived / 2, "{depth}: {whole} of {derived}");
        // If the discriminator is the first property, no tree is built.
        assert!(whole < 100_000, "{depth}: {whole}");
        let body = Bytes::from(format!("[{json},{json}]"));
        let whole = peak(|| {
            let body = ResponseBody::<()>::Bytes(body);
            let pets = ListPets::decode(&head, body).expect("pets");
            let ListPetsResponse::Ok { body } = &pets;
            assert!(body.iter().all(|pet| matches!(pet, Pet::Cat(_))));
            pets
        });
        assert!(whole < 200_000, "{depth}: {whole}");
    }
    // No value is valid for its variant: each value is kept, and parsed once.
    let mut json = nested(0, true).replace("\"m\"", "1");
    for _ in 0..10 {
        json = format!(r#"{{"kind":"cat","friend":{json},"meow":1}}"#);
    }
    let tree = peak(|| serde_json::from_str::<serde_json::Value>(&json).expect("JSON"));
    let whole = peak(|| {
        let pet: Pet = serde_json::from_str(&json).expect("a pet");
        assert!(matches!(pet, Pet::Unrecognized(_)));
        pet
    });
    assert!(whole <= tree + tree / 10, "{whole} of {tree}");
}

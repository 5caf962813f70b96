//! Instructions of generation, of reading and writing JSON, and of a request and its response,
//! compared with hand-written code where possible.
#![expect(
    clippy::allow_attributes,
    deprecated,
    missing_docs,
    clippy::unwrap_used,
    reason = "the harness makes public items; the measured code succeeds; every operation of the document is deprecated"
)]

#[allow(
    dead_code,
    reason = "only one type is measured, and `expect` would be unfulfilled"
)]
#[path = "../oracle/twins.rs"]
mod twins;

use std::hint::black_box;

use bytes::Bytes;
use github_oauth_authorizations::{
    BaseUrl, Operation, RequestBody, models::Authorization, oauth_authorizations::*,
    runtime::ResponseBody,
};
use gungraun::{
    Callgrind, Dhat, EntryPoint, LibraryBenchmarkConfig, library_benchmark,
    library_benchmark_group, main,
};
use http::{Request, response::Parts};
use rejoinder::Generator;
use rejoinder_benches::{
    self as samples, BASE, derived,
    shapes::{
        Operation as _,
        models::{Deep, Long, Nested, One, Wide},
        runtime::ResponseBody as ShapesBody,
        untagged::{ListVariants, ListVariantsResponse},
    },
};
use serde::{Serialize, de::DeserializeOwned};

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

/// Returns a value that is deserialized before the measurement.
fn value<T: DeserializeOwned>(json: String) -> T {
    read(&json)
}

/// Declares benchmarks of reading a type from JSON, and of writing the value.
macro_rules! read_and_write {
    ($($read:ident, $write:ident: $ty:ty, $json:expr;)*) => { $(
        #[library_benchmark]
        #[bench::it($json)]
        fn $read(json: String) -> $ty {
            black_box(read(black_box(&json)))
        }

        #[library_benchmark]
        #[bench::it(value::<$ty>($json))]
        fn $write(value: $ty) -> String {
            black_box(write(black_box(&value)))
        }
    )* };
}

read_and_write! {
    read_list, write_list: Vec<Authorization>, samples::list();
    read_list_derived, write_list_derived: Vec<twins::Authorization>, samples::list();
    read_long_list, write_long_list: Vec<Authorization>, samples::long_list();
    read_long_list_derived, write_long_list_derived: Vec<twins::Authorization>, samples::long_list();
    read_wide, write_wide: Wide, samples::wide();
    read_wide_derived, write_wide_derived: derived::Wide, samples::wide();
    read_reversed, write_reversed: Wide, samples::wide_reversed();
    read_reversed_derived, write_reversed_derived: derived::Wide, samples::wide_reversed();
    read_values, write_values: Vec<Long>, samples::values();
    read_values_derived, write_values_derived: Vec<derived::Long>, samples::values();
    read_variants, write_variants: Vec<One>, samples::variants();
    read_variants_derived, write_variants_derived: Vec<derived::One>, samples::variants();
    read_deep, write_deep: Deep, samples::deep();
    read_deep_derived, write_deep_derived: derived::Deep, samples::deep();
    read_nested, write_nested: Nested, samples::nested();
    read_nested_derived, write_nested_derived: derived::Nested, samples::nested();
}

fn base() -> BaseUrl {
    BaseUrl::parse(BASE).unwrap()
}

/// Returns the head and the body of a response that was decoded before. Otherwise the first large
/// allocation makes the allocator consolidate the memory that the harness has freed.
fn response_to<T>(read: fn((Parts, Bytes)) -> T) -> (Parts, Bytes) {
    let response = response();
    drop(read(response.clone()));
    response
}

fn response() -> (Parts, Bytes) {
    let (headers, body) = samples::response();
    let mut response = http::Response::new(());
    *response.headers_mut() = headers;
    (response.into_parts().0, body)
}

#[library_benchmark]
#[bench::it(base())]
fn request(base: BaseUrl) -> Request<RequestBody> {
    black_box(
        get_authorization(black_box(7))
            .request(black_box(&base))
            .unwrap(),
    )
}

#[library_benchmark]
fn request_by_hand() -> Request<Bytes> {
    black_box(samples::request_by_hand(black_box(7)))
}

fn decode((head, body): (Parts, Bytes)) -> GetAuthorizationResponse {
    let body = ResponseBody::<()>::Bytes(body);
    GetAuthorization::decode(black_box(&head), body).unwrap()
}

#[library_benchmark]
#[bench::it(response_to(decode))]
fn response(response: (Parts, Bytes)) -> GetAuthorizationResponse {
    black_box(decode(response))
}

fn decode_by_hand((head, body): (Parts, Bytes)) -> twins::Authorization {
    assert_eq!(black_box(&head).status, 200);
    serde_json::from_slice(&body).unwrap()
}

#[library_benchmark]
#[bench::it(response_to(decode_by_hand))]
fn response_by_hand(response: (Parts, Bytes)) -> twins::Authorization {
    black_box(decode_by_hand(response))
}

/// Returns the head and the body of a response with unions that was decoded before.
fn variants_for<T>(decode: fn((Parts, Bytes)) -> T) -> (Parts, Bytes) {
    let (head, _) = response();
    let response = (head, Bytes::from(samples::variants()));
    drop(decode(response.clone()));
    response
}

fn decode_variants((head, body): (Parts, Bytes)) -> ListVariantsResponse {
    let body = ShapesBody::<()>::Bytes(body);
    ListVariants::decode(black_box(&head), body).unwrap()
}

#[library_benchmark]
#[bench::it(variants_for(decode_variants))]
fn response_variants(response: (Parts, Bytes)) -> ListVariantsResponse {
    black_box(decode_variants(response))
}

fn decode_variants_by_hand((head, body): (Parts, Bytes)) -> Vec<derived::One> {
    assert_eq!(black_box(&head).status, 200);
    serde_json::from_slice(&body).unwrap()
}

#[library_benchmark]
#[bench::it(variants_for(decode_variants_by_hand))]
fn response_variants_by_hand(response: (Parts, Bytes)) -> Vec<derived::One> {
    black_box(decode_variants_by_hand(response))
}

fn document() -> String {
    include_str!("../../spec/oauth-authorizations.yaml").to_owned()
}

// The generator works in other threads, so no entry point contains all instructions.
#[library_benchmark(
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().entry_point(EntryPoint::None))
)]
#[bench::fragment(document())]
fn generate(document: String) -> usize {
    let generation = Generator::new("api.yaml").generate_from(document);
    black_box(generation.output.unwrap().files.len())
}

library_benchmark_group!(
    name = reading,
    benchmarks = [
        read_list,
        read_list_derived,
        read_long_list,
        read_long_list_derived,
        read_wide,
        read_wide_derived,
        read_reversed,
        read_reversed_derived,
        read_values,
        read_values_derived,
        read_variants,
        read_variants_derived,
        read_deep,
        read_deep_derived,
        read_nested,
        read_nested_derived
    ]
);
library_benchmark_group!(
    name = writing,
    benchmarks = [
        write_list,
        write_list_derived,
        write_long_list,
        write_long_list_derived,
        write_wide,
        write_wide_derived,
        write_reversed,
        write_reversed_derived,
        write_values,
        write_values_derived,
        write_variants,
        write_variants_derived,
        write_deep,
        write_deep_derived,
        write_nested,
        write_nested_derived
    ]
);
library_benchmark_group!(
    name = calling,
    benchmarks = [
        request,
        request_by_hand,
        response,
        response_by_hand,
        response_variants,
        response_variants_by_hand
    ]
);
library_benchmark_group!(name = generating, benchmarks = generate);

main!(
    // Dhat identifies an allocation by its callers, and an allocation in a deep value has many
    // callers.
    config = LibraryBenchmarkConfig::default().tool(Dhat::with_args(["num-callers=500"])),
    library_benchmark_groups = [reading, writing, calling, generating]
);

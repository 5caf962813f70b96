//! Numbers: the type follows from the format and the bounds.

use rejoinder_compiled::fixtures::numbers_client::{
    BaseUrl, Operation,
    models::{Numbers, NumbersEither, NumbersEitherNumber},
    numbers::put_numbers,
};

/// Deserializes a property, and checks that it round-trips.
fn read(name: &str, value: &str) -> Numbers {
    let json = format!("{{\"{name}\":{value}}}");
    let numbers: Numbers = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&numbers).unwrap(), json);
    numbers
}

/// Returns `true` if a property accepts a value.
fn accepts(name: &str, value: &str) -> bool {
    serde_json::from_str::<Numbers>(&format!("{{\"{name}\":{value}}}")).is_ok()
}

#[test]
fn formats_have_types_of_their_width() {
    for (name, first, last, below, above) in [
        ("int8", "-128", "127", "-129", "128"),
        ("int16", "-32768", "32767", "-32769", "32768"),
        (
            "int32",
            "-2147483648",
            "2147483647",
            "-2147483649",
            "2147483648",
        ),
        ("uint8", "0", "255", "-1", "256"),
        ("uint16", "0", "65535", "-1", "65536"),
        ("uint32", "0", "4294967295", "-1", "4294967296"),
        (
            "uint64",
            "0",
            "18446744073709551615",
            "-1",
            "18446744073709551616",
        ),
        (
            "bounds_u64",
            "0",
            "18446744073709551615",
            "-1",
            "18446744073709551616",
        ),
        (
            "natural",
            "-1",
            "9223372036854775807",
            "1.5",
            "9223372036854775808",
        ),
        (
            "above",
            "0",
            "9223372036854775807",
            "0.5",
            "9223372036854775808",
        ),
        (
            "too_narrow",
            "-1",
            "4294967296",
            "1.5",
            "9223372036854775808",
        ),
    ] {
        read(name, first);
        read(name, last);
        assert!(!accepts(name, below), "{name} {below}");
        assert!(!accepts(name, above), "{name} {above}");
    }
}

#[test]
fn bounds_beyond_64_bits_have_wide_types() {
    let numbers = read("bounds_huge", "1000000000000000000000000000000");
    assert_eq!(numbers.bounds_huge, Some(10_i128.pow(30)));
    read("bounds_open", "18446744073709551615");
    read("bounds_open", "-1");
    read("listed", "18446744073709551615");
    read("widths", "4294967296");
}

/// Floats round-trip exactly.
#[test]
fn floats_round_trip_exactly() {
    for value in [
        "-122.33343388885261",
        "39.627374847167204",
        "-15.832582473754883",
    ] {
        read("double", value);
        read("either_number", value);
    }
}

#[test]
fn unions_have_integers_of_64_bits() {
    let large = u64::MAX.to_string();
    let numbers = read("either", &large);
    assert_eq!(numbers.either, Some(NumbersEither::Integer(u64::MAX)));
    let numbers = read("either_number", &large);
    assert_eq!(
        numbers.either_number,
        Some(NumbersEitherNumber::Integer(u64::MAX))
    );
    let numbers = read("either_number", "1.5");
    assert_eq!(
        numbers.either_number,
        Some(NumbersEitherNumber::Number(1.5))
    );
}

#[test]
fn wide_integers_are_parameters() {
    let operation = put_numbers(255, Numbers::new()).large(u64::MAX);
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    let target = request.uri().path_and_query().unwrap();
    assert_eq!(target, "/numbers/255?large=18446744073709551615");
}

//! Tests of the counts with small documents.

use rejoinder::{Generator, pointer::Pointer};

use super::{
    Idiom, Oddity,
    names::{Kind, Named, words},
    unions::{repeats, share_word},
};

fn named<'a>(kind: Kind, ident: &'a str, place: &'a Pointer, word: &'a str) -> Named<'a> {
    Named {
        kind,
        ident,
        place,
        words: vec![word],
        last: vec![word],
    }
}

#[test]
fn identifiers_have_words() {
    assert_eq!(words("PetN12345678Item"), ["Pet", "N12345678", "Item"]);
    assert_eq!(words("pet_12345678"), ["pet", "12345678"]);
}

#[test]
fn digests_differ_from_digits_of_the_document() {
    let place = Pointer::root();
    let oddities = |ident, word| named(Kind::Type, ident, &place, word).oddities();
    for ident in ["PetN12345678", "PetA1b2c3d4Owner"] {
        assert_eq!(oddities(ident, "pet"), [Oddity::DigestInType]);
    }
    for (ident, word) in [
        ("PetA1b2c3d4", "pet-a1b2c3d4"),
        ("PetN123456789", "pet"),
        ("PetDeadbeef", "pet"),
    ] {
        assert_eq!(oddities(ident, word), []);
    }
}

#[test]
fn fillers_differ_from_words_of_the_document() {
    let place = Pointer::root();
    let oddities = |kind, ident, word| named(kind, ident, &place, word).oddities();
    let filler = [Oddity::Filler];
    assert_eq!(oddities(Kind::Type, "PetInline", "pet"), filler);
    assert_eq!(oddities(Kind::Member, "pet_property", "pet"), filler);
    assert_eq!(oddities(Kind::Member, "SpaceValue", " "), filler);
    assert_eq!(oddities(Kind::Type, "PetInline", "pet-inline"), []);
    assert_eq!(oddities(Kind::Type, "Object", "pet"), []);
    assert_eq!(oddities(Kind::Variant, "Object", "object"), []);
}

#[test]
fn long_names_may_be_long_in_the_document() {
    let place = Pointer::root();
    let ident = "A".repeat(61);
    let long = named(Kind::Member, &ident, &place, "a").oddities();
    assert_eq!(long, [Oddity::LongName, Oddity::LongNameOfOurs]);
    let long = named(Kind::Member, &ident, &place, &ident).oddities();
    assert_eq!(long, [Oddity::LongName]);
}

#[test]
fn variants_repeat_names_and_share_words() {
    for variant in ["PetDog", "DogPet", "Pet"] {
        assert!(repeats(variant, "Pet"), "{variant}");
    }
    for variant in ["Petrol", "Dog", "DogPetOwner"] {
        assert!(!repeats(variant, "Pet"), "{variant}");
    }
    assert!(share_word(&["CreatedEvent", "EndedEvent", "FailedEvent"]));
    assert!(!share_word(&["CreatedEvent", "EndedEvent"]));
    assert!(!share_word(&["CreatedEvent", "EndedEvent", "Failure"]));
}

#[test]
fn all_names_of_a_client_are_counted() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/good.yaml");
    let generation = Generator::new(path).name("pets").generate();
    let idiom = Idiom::new(&generation.api.unwrap());
    // `Pet` with two fields, and `get_pet` with its parameter, request, response and arguments.
    assert_eq!(idiom.names, 8);
    assert_eq!(idiom.unions, 0);
    assert!(idiom.oddities.is_empty(), "{:?}", idiom.oddities);
}

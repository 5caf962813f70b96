//! Unions: discriminators, overlapping variants, conversions.

use std::collections::BTreeMap;

use rejoinder_cases::{
    discriminator_values_client::{models::*, serde_json},
    open_discriminators_client::models as open,
    overlapping_unions_client::models as overlapping,
    self_unions_client::models as selfish,
    swagger_children_client::models as swagger,
    union_tags_client::models as tags,
};
use serde_json::{Value, from_value, json, to_value};

use crate::support::{assert_found, case, client, item, with_schema};

/// Returns the JSON of a value, and checks that it round-trips.
fn written<T>(value: &T) -> Value
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = to_value(value).expect("JSON");
    assert_eq!(
        &from_value::<T>(json.clone()).expect("the same type"),
        value
    );
    json
}

fn read<T: serde::de::DeserializeOwned>(json: &Value) -> T {
    from_value(json.clone()).expect("a value of the type")
}

#[test]
fn a_variant_writes_its_discriminator() {
    let shape = Shape::Circle(Circle::new(1.5));
    assert_eq!(written(&shape), json!({"kind": "circle", "r": 1.5}));
    let shape = Shape::SquareV2(Square::new(2.5));
    assert_eq!(written(&shape), json!({"kind": "square-v2", "a": 2.5}));
    assert_eq!(
        written(&Circle::new(1.5)),
        json!({"kind": "circle", "r": 1.5})
    );
    let vehicle = Vehicle::Car(Car::new().doors(3));
    assert_eq!(written(&vehicle), json!({"type": "car", "doors": 3}));
    let pet = Pet::Cat(Cat::new().lives(3));
    assert_eq!(written(&pet), json!({"kind": "cat", "lives": 3}));
}

#[test]
fn a_discriminator_is_written_as_its_type() {
    let versioned = Versioned::Second(Second::new().b("x"));
    assert_eq!(written(&versioned), json!({"version": 2, "b": "x"}));
    let switch = EverythingSwitch::Off(Off::new());
    assert_eq!(written(&switch), json!({"on": false}));
}

#[test]
fn a_union_serializes_the_discriminator_of_its_variants() {
    let wall = EverythingMounting::Wall(Wall::new(2.5));
    assert_eq!(
        written(&wall),
        json!({"object_type": "wall", "height": 2.5})
    );
    // The additional properties of a variant don't contain the discriminator.
    let floor = EverythingMounting::Floor(Floor::new(2.5));
    assert_eq!(
        written(&floor),
        json!({"object_type": "floor", "height": 2.5})
    );
    assert_eq!(written(&Wall::new(2.5)), json!({"height": 2.5}));
    // Two unions map different values to the same component.
    let blob = Blob::new(1.5);
    let (shape, round) = (
        to_value(Shape::Blob(blob.clone())),
        to_value(Round::Lump(blob)),
    );
    assert_eq!(shape.expect("JSON"), json!({"kind": "blob", "w": 1.5}));
    assert_eq!(round.expect("JSON"), json!({"kind": "lump", "w": 1.5}));
}

#[test]
fn another_discriminator_value_is_another_variant() {
    let other = json!({"kind": "star", "points": 5});
    let shape: Shape = from_value(other.clone()).expect("any shape");
    assert_eq!(shape, Shape::Unrecognized(other.clone()));
    assert_eq!(to_value(&shape).expect("JSON"), other);
    // A `Square` outside of a union accepts only its own value.
    let error = from_value::<Square>(json!({"kind": "star", "a": 1.5})).expect_err("no square");
    assert!(
        error.to_string().contains("expected `square-v2`"),
        "{error}"
    );
}

#[test]
fn a_separately_read_variant_keeps_allowed_values() {
    use open::{Banned, Cat, First, Guest, Owner, Second, Song};

    let owner = json!({"status": "member", "name": "x"});
    assert_eq!(written(&read::<Owner>(&owner)), owner);
    assert_eq!(read::<Owner>(&owner).status(), Some("member"));
    assert_eq!(Owner::new("x").status(), Some("creator"));
    for (name, json) in [
        ("Owner", json!({"name": "x"})),
        ("Guest", json!({"status": "left"})),
        ("Guest", json!({"status": "other"})),
        ("Banned", json!({"until": 1})),
        ("Banned", json!({"status": "restricted"})),
        ("Banned", json!({"status": null})),
        ("First", json!({"level": 7})),
        ("Second", json!({"level": ["x"]})),
        ("Cat", json!({"kind": "tiger"})),
        ("Song", json!({"name": "x"})),
        ("Song", json!({"name": "x", "type": "song"})),
        ("Song", json!({"name": "x", "type": "remix"})),
    ] {
        let again = match name {
            "Owner" => written(&read::<Owner>(&json)),
            "Guest" => written(&read::<Guest>(&json)),
            "Banned" => written(&read::<Banned>(&json)),
            "First" => written(&read::<First>(&json)),
            "Second" => written(&read::<Second>(&json)),
            "Cat" => written(&read::<Cat>(&json)),
            _ => written(&read::<Song>(&json)),
        };
        assert_eq!(again, json, "{name}");
    }
    assert_eq!(
        read::<Guest>(&json!({"status": "left"})).status(),
        Some(&open::Status::Left)
    );
}

#[test]
fn a_variant_is_constructed_without_its_discriminator() {
    use open::{
        Animal, Banned, Cat, Clip, Dog, Event, EventBase, First, Guest, Item, Level, Machine,
        MachineBase, Member, Owner, Robot, Second, Song, Started,
    };

    for (value, json) in [
        (
            written(&Member::from(Owner::new("x"))),
            json!({"status": "creator", "name": "x"}),
        ),
        (
            written(&Member::from(Guest::new())),
            json!({"status": "guest"}),
        ),
        (
            written(&Member::from(Banned::new().until(1))),
            json!({"status": "kicked", "until": 1}),
        ),
        (written(&Level::from(First::new())), json!({"level": 1})),
        (written(&Level::from(Second::new())), json!({"level": 2})),
        (
            written(&Item::from(Song::new("x"))),
            json!({"type": "song", "name": "x"}),
        ),
        (
            written(&Item::from(Clip::new(3))),
            json!({"type": "clip", "length": 3}),
        ),
        (written(&Animal::from(Cat::new())), json!({"kind": "Cat"})),
        (
            written(&Animal::from(Dog::new("x"))),
            json!({"kind": "Dog", "name": "x"}),
        ),
        (
            written(&Machine::from(Robot::new().arms(2))),
            json!({"kind": "Robot", "arms": 2}),
        ),
        (
            written(&Machine::from(MachineBase::new())),
            json!({"kind": "Machine"}),
        ),
        (
            written(&Event::from(Started::new())),
            json!({"kind": "started"}),
        ),
        // No value is mapped to the base, so the caller passes the value.
        (
            written(&Event::from(EventBase::new("other"))),
            json!({"kind": "other"}),
        ),
        (
            written(&Vehicle::from(VehicleBase::new())),
            json!({"type": "Vehicle"}),
        ),
        (
            written(&swagger::Pet::from(swagger::Dog::new("x", 3))),
            json!({"petType": "Dog", "name": "x", "packSize": 3}),
        ),
    ] {
        assert_eq!(value, json);
    }
    let other = json!({"kind": "Crane", "height": 3});
    assert_eq!(written(&read::<Machine>(&other)), other);
}

#[test]
fn a_constant_that_was_not_read_is_not_written() {
    use open::{Album, AlbumType};

    assert_eq!(written(&Album::new("x")), json!({"name": "x"}));
    for json in [json!({"name": "x"}), json!({"name": "x", "type": "album"})] {
        assert_eq!(written(&read::<Album>(&json)), json);
    }
    let album = Album::new("x").r#type(AlbumType::Album);
    assert_eq!(written(&album), json!({"name": "x", "type": "album"}));
}

#[test]
fn a_constant_has_its_value_in_a_new_object() {
    let note = Note::new("x");
    let json = json!({"object": "note", "draft": true, "text": "x"});
    // `draft` and `format` aren't required.
    assert_eq!(written(&note), json!({"object": "note", "text": "x"}));
    assert_eq!(written(&note.draft(true)), json);
    let other = json!({"object": "memo", "text": "x"});
    let note: Note = from_value(other.clone()).expect("a note");
    assert_eq!(to_value(&note).expect("JSON"), other);
}

#[test]
fn an_overlapping_union_converts_into_a_requested_type() {
    use overlapping::{
        EasyMessage, EasyMessageContent, EasyMessageRole, InputItem, Message, MessageRole,
    };

    let item = InputItem::from(EasyMessage::new(EasyMessageRole::User, "hi"));
    assert_eq!(written(&item), json!({"role": "user", "content": "hi"}));
    let message = item.as_easy_message().expect("a message");
    assert_eq!(message.content, EasyMessageContent::from("hi"));
    let error = item.as_message().expect_err("its content is a string");
    assert!(error.to_string().contains("expected an array"), "{error}");
    assert!(item.as_reference().is_err());
    let item: InputItem = Message::new(MessageRole::User, ["a", "b"]).into();
    assert_eq!(item.as_message().expect("a message").content, ["a", "b"]);
    assert!(item.as_reference().is_err());
    let other = json!({"anything": [1, 2]});
    let item = from_value::<InputItem>(other.clone()).expect("any item");
    assert_eq!(item, InputItem::from(other.clone()));
    assert_eq!(item.value(), &other);
    assert_eq!(item.into_value(), other);
}

#[test]
fn variants_of_one_type_have_one_conversion() {
    let lists = overlapping::Lists::from(vec!["a".to_owned()]);
    assert_eq!(written(&lists), json!(["a"]));
    assert_eq!(lists.as_texts().expect("an array"), ["a"]);
    assert!(lists.as_dates().is_err());
    let maps = overlapping::Maps::from(BTreeMap::from([("a".to_owned(), 1)]));
    assert_eq!(maps.as_map_of_integers().expect("a map").len(), 1);
    assert!(maps.as_map_of_strings().is_err());
}

#[test]
fn a_tag_with_a_default_may_be_missing() {
    use overlapping::{Cat, Dog, Fish, Pet, PlainPet, TwoDefaults};

    for absent in [json!({}), json!({"lives": 3})] {
        let pet: Pet = from_value(absent.clone()).expect("a pet");
        assert!(matches!(pet, Pet::Cat(_)), "{pet:?}");
        let pet: PlainPet = from_value(absent.clone()).expect("a pet");
        assert!(matches!(pet, PlainPet::Cat(_)), "{pet:?}");
        // Two variants have a default, so the variant is ambiguous.
        let either: TwoDefaults = from_value(absent.clone()).expect("a pet");
        assert_eq!(either, TwoDefaults::Unrecognized(absent));
    }
    assert_eq!(written(&PlainPet::from(Cat::new())), json!({"kind": "cat"}));
    assert_eq!(written(&PlainPet::from(Dog::new())), json!({"kind": "dog"}));
    let fish = TwoDefaults::from(Fish::new().name("Wanda"));
    assert_eq!(written(&fish), json!({"kind": "fish", "name": "Wanda"}));
}

#[test]
fn variants_are_named_by_their_differences() {
    let variants = |document, head| {
        let source = item(&case(document), head);
        let variants = source.lines().filter_map(|line| line.strip_prefix("    "));
        variants
            .filter_map(|line| Some(line.split_once('(')?.0.to_owned()))
            .collect::<Vec<String>>()
    };
    assert_eq!(
        variants("overlapping_unions.yaml", "pub enum ContentBlock"),
        [
            "Text",
            "Image",
            "String",
            "Strings",
            "FallbackForOthers",
            "Unrecognized"
        ]
    );
    assert_eq!(
        variants("discriminator_values.yaml", "pub enum Shape"),
        ["Circle", "SquareV2", "Blob", "Unrecognized"]
    );
}

#[test]
fn setters_accept_values_that_convert_into_a_variant() {
    use overlapping::{ContentBlock, Everything, TextContentBlock};

    let everything = Everything::new()
        .pet(overlapping::Cat::new())
        .blocks([TextContentBlock::new("hi")]);
    let json = json!({"pet": {"kind": "cat"}, "blocks": [{"text": "hi"}]});
    assert_eq!(written(&everything), json);
    let blocks = ["hi", "there"];
    let everything = Everything::new().blocks(blocks);
    let expected = blocks.map(ContentBlock::from);
    assert_eq!(everything.blocks.expect("blocks"), expected);
}

#[test]
fn each_union_writes_its_own_tag() {
    use tags::{Bot, Member, Target, User};

    let bot = Bot::new().version(1);
    assert_eq!(
        written(&Member::from(User::new("x"))),
        json!({"kind": "user", "name": "x"})
    );
    for (value, kind) in [
        (to_value(Member::from(bot.clone())), "bot"),
        (to_value(Target::from(bot)), "b"),
    ] {
        let expected = json!({"kind": kind, "version": 1});
        assert_eq!(value.expect("JSON"), expected);
    }
    for (kind, target) in [
        ("u1", Target::U1(User::new("x"))),
        ("u2", Target::U2(User::new("x"))),
    ] {
        let json = json!({"kind": kind, "name": "x"});
        assert_eq!(to_value(&target).expect("JSON"), json);
        let again: Target = read(&json);
        assert_eq!(to_value(again).expect("JSON"), json);
    }
    let lost = json!({"kind": "u3", "name": "x"});
    assert_eq!(read::<Target>(&lost), Target::Unrecognized(lost));
}

#[test]
fn variants_inherit_the_discriminator_of_their_base() {
    use tags::{AssignUpdate, DropUpdate, Update};

    for (update, json) in [
        (
            Update::from(AssignUpdate::new("x")),
            json!({"action": "assign", "id": "x"}),
        ),
        (
            Update::from(DropUpdate::new("x")),
            json!({"action": "drop", "id": "x"}),
        ),
    ] {
        assert_eq!(written(&update), json);
    }
}

#[test]
fn integers_and_booleans_select_a_component_that_inherits() {
    use tags::{ActiveToggle, FirstRelease, InactiveToggle, Release, SecondRelease, Toggle};

    for (release, json) in [
        (Release::from(FirstRelease::new()), json!({"major": 1})),
        (Release::from(SecondRelease::new()), json!({"major": 2})),
    ] {
        assert_eq!(written(&release), json);
        assert_eq!(read::<Release>(&json), release);
    }
    for (toggle, json) in [
        (Toggle::from(ActiveToggle::new()), json!({"active": true})),
        (
            Toggle::from(InactiveToggle::new()),
            json!({"active": false}),
        ),
    ] {
        assert_eq!(written(&toggle), json);
        assert_eq!(read::<Toggle>(&json), toggle);
    }
}

#[test]
fn variants_that_share_a_tag_are_distinguished_by_other_properties() {
    use tags::{Article, Audio, CachedAudio, InlineResult};

    for (result, json) in [
        (
            InlineResult::from(CachedAudio::new("f")),
            json!({"type": "audio", "file_id": "f"}),
        ),
        (
            InlineResult::from(Audio::new("u")),
            json!({"type": "audio", "url": "u"}),
        ),
        (
            InlineResult::from(Article::new("t")),
            json!({"type": "article", "title": "t"}),
        ),
    ] {
        assert_eq!(written(&result), json);
    }
}

#[test]
fn a_union_is_not_a_variant_of_itself() {
    use selfish::Aliased;

    let source = item(&case("self_unions.yaml"), "pub enum Aliased");
    assert_eq!(source.matches('(').count(), 3, "{source}");
    let named = json!({"name": "x"});
    assert!(matches!(read(&named), Aliased::Named(_)));
    for json in [json!({}), json!({"name": 1}), json!(1)] {
        assert_eq!(read::<Aliased>(&json), Aliased::Unrecognized(json.clone()));
    }
}

#[test]
fn a_nested_union_drops_the_union_around_it() {
    use selfish::{Branches, BranchesScalar, Nested};

    assert_eq!(read::<Nested>(&json!("x")), Nested::String("x".to_owned()));
    let scalar = Branches::Scalar(BranchesScalar::Boolean(true));
    assert_eq!(read::<Branches>(&json!(true)), scalar);
    let generation = case("self_unions.yaml");
    item(&generation, "pub type Reduced = String;");
}

#[test]
fn unions_that_contain_each_other_are_typed() {
    use selfish::{Counts, Texts};

    assert_eq!(read::<Texts>(&json!("x")), Texts::String("x".to_owned()));
    let Texts::Counts(counts) = read(&json!(1)) else {
        panic!("a count");
    };
    assert_eq!(*counts, Counts::Integer(1));
    let Counts::Texts(texts) = read(&json!("x")) else {
        panic!("a text");
    };
    assert_eq!(*texts, Texts::String("x".to_owned()));
    assert!(matches!(read(&json!({"name": "x"})), Counts::Named(_)));
    assert!(matches!(read(&json!({"name": "x"})), Texts::Counts(_)));
    for json in [json!("x"), json!(1), json!({"name": "x"})] {
        assert_eq!(written(&read::<Texts>(&json)), json);
        assert_eq!(written(&read::<Counts>(&json)), json);
    }
}

#[test]
fn variants_with_similar_names_have_distinct_accessors() {
    let similar = selfish::Similar::from(json!({"a": "x", "b": "y"}));
    assert_eq!(similar.as_ab().expect("any object").a.as_deref(), Some("x"));
    assert_eq!(
        similar.as_ab_2().expect("any object").b.as_deref(),
        Some("y")
    );
}

#[test]
fn variants_of_one_rust_type_are_that_type() {
    for (variants, expected) in [
        (
            "{ type: array, items: { type: string } }, { type: array, items: { type: string, format: uri } }",
            "Vec<String>",
        ),
        (
            "{ type: string, format: email }, { type: string, format: hostname }",
            "String",
        ),
        (
            "{ type: object, additionalProperties: { type: integer } }, { type: object, additionalProperties: { type: integer, minimum: 2 } }",
            "std::collections::BTreeMap<String, i64>",
        ),
    ] {
        let schema = format!(
            "{{ type: object, required: [p], properties: {{ p: {{ anyOf: [{variants}] }} }} }}"
        );
        let generation = client(&with_schema("3.1.0", &schema));
        assert_found(&generation, &[]);
        let object = item(&generation, "pub struct A");
        assert!(
            object.contains(&format!("p: {expected},")),
            "{variants}: {object}"
        );
    }
}

#[test]
fn long_conditions_of_variants_are_cut() {
    let variants: Vec<String> = (0..12)
        .map(|index| {
            let others = (index..12).map(|it| format!("long_name_{it}"));
            let names: Vec<String> = others.collect();
            let properties = names
                .iter()
                .map(|name| format!("{name}: {{ type: string }}"));
            let properties: Vec<String> = properties.collect();
            format!(
                "{{ type: object, required: [long_name_{index}], properties: {{ {} }} }}",
                properties.join(", ")
            )
        })
        .collect();
    let schema = format!("{{ oneOf: [{}] }}", variants.join(", "));
    let generation = client(&with_schema("3.1.0", &schema));
    let files = &generation.output.as_ref().unwrap().files;
    let text = files
        .values()
        .find(|text| text.contains("pub enum A "))
        .unwrap();
    let conditions = text.lines().filter(|line| line.contains("    /// With"));
    let lengths: Vec<usize> = conditions.map(|line| line.chars().count()).collect();
    assert!(
        !lengths.is_empty() && lengths.iter().all(|length| *length < 140),
        "{text}"
    );
}

#[test]
fn an_integer_beside_any_number_has_64_bits() {
    for (schema, expected) in [
        (
            "[{ type: integer, format: int32 }, { type: number }]",
            "Integer(i64)",
        ),
        (
            "[{ type: integer, format: uint64 }, { type: number }]",
            "Integer(u64)",
        ),
        (
            "[{ type: integer, format: int32 }, { type: string }]",
            "Integer(i32)",
        ),
    ] {
        let generation = client(&with_schema("3.0.3", &format!("{{ oneOf: {schema} }}")));
        let union = item(&generation, "pub enum A");
        assert!(union.contains(expected), "{union}");
    }
}

#[test]
fn the_format_int_or_string_is_a_union() {
    let schema = "{ type: object, properties: { port: { type: string, format: int-or-string } } }";
    let generation = client(&with_schema("3.0.3", schema));
    assert_found(&generation, &[]);
    let union = item(&generation, "pub enum APort");
    assert!(union.contains("Integer(i64)"), "{union}");
    assert!(union.contains("String(String)"), "{union}");
}

#[test]
fn a_base_sends_no_value_that_its_enum_excludes() {
    for (values, is_argument) in [("[cat, dog, fish]", true), ("[A, cat, dog]", false)] {
        let schema = format!(
            "{{ type: object, required: [kind], properties: {{ kind: {{ $ref: '#/components/schemas/Kind' }} }}, discriminator: {{ propertyName: kind, mapping: {{ cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' }} }} }}
    Kind: {{ type: string, enum: {values} }}
    Cat: {{ allOf: [{{ $ref: '#/components/schemas/A' }}, {{ type: object, properties: {{ meow: {{ type: boolean }} }} }}] }}
    Dog: {{ allOf: [{{ $ref: '#/components/schemas/A' }}, {{ type: object, properties: {{ bark: {{ type: boolean }} }} }}] }}"
        );
        let body = "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }";
        let document = with_schema("3.0.3", &schema)
            .replace("    get:\n", &format!("    put:\n      {body}\n"));
        let generation = client(&document);
        let files = &generation.output.as_ref().unwrap().files;
        let model = &files["src/models/a.rs"];
        let takes_kind = model.contains("new(kind: ") || model.contains("        kind: impl Into");
        assert_eq!(takes_kind, is_argument, "{model}");
    }
}

//! Discriminators with a default, with several values, and of nested unions.

use rejoinder_cases::default_tags_client::{models::*, serde_json};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_value, json, to_value};

use super::support::{assert_found, case};

/// Deserializes a value, and checks that it round-trips.
fn read<T: Serialize + DeserializeOwned>(json: Value) -> T {
    let value: T = from_value(json.clone()).expect("a union takes any value");
    assert_eq!(to_value(&value).expect("JSON"), json);
    value
}

/// Returns the JSON of a value.
fn write(value: impl Serialize) -> Value {
    to_value(value).expect("JSON")
}

#[test]
fn an_object_without_the_tag_is_the_variant_with_the_default() {
    assert!(matches!(read(json!({"kind": "file"})), Source::File(_)));
    assert!(matches!(read(json!({"kind": "web"})), Source::Web(_)));
    let source: Source = from_value(json!({"path": "p"})).expect("a union");
    assert!(matches!(source, Source::Disk(_)), "{source:?}");
    assert_eq!(write(source), json!({"kind": "disk", "path": "p"}));
    assert_eq!(write(FileSource::new()), json!({"kind": "disk"}));
}

#[test]
fn an_inherited_tag_with_a_default_may_be_missing() {
    let message: Message = from_value(json!({"id": "1", "subject": "s"})).expect("a union");
    let Message::Base(base) = message else {
        panic!("{message:?}");
    };
    assert_eq!(base.subject.as_deref(), Some("s"));
    assert!(matches!(read(json!({"type": "#event"})), Message::Event(_)));
    assert!(matches!(
        read(json!({"allDay": true})),
        Event {
            all_day: Some(true),
            ..
        }
    ));
    assert_eq!(write(MessageBase::new()), json!({"type": "#message"}));
    assert_eq!(write(Event::new()), json!({"type": "#event"}));
    let contact: Contact = from_value(json!({"name": "n"})).expect("a contact");
    assert_eq!(write(contact), json!({"type": "#contact", "name": "n"}));
}

#[test]
fn a_tag_with_several_values_is_always_sent() {
    assert_eq!(write(Payment::from(Ach::new())), json!({"type": "ach"}));
    assert_eq!(write(Payment::from(Card::new())), json!({"type": "scheme"}));
    let plaid = Ach::new().r#type(AchType::AchPlaid);
    assert_eq!(write(Payment::from(plaid)), json!({"type": "ach_plaid"}));
    let other = read(json!({"account": "a"}));
    assert!(matches!(other, Payment::Unrecognized(_)));
    let warm = Warm::new(WarmName::Orange).light(1);
    assert_eq!(
        write(Color::from(warm)),
        json!({"name": "orange", "light": 1})
    );
    assert!(matches!(read(json!({"name": "cyan"})), Color::Cold(_)));
}

#[test]
fn the_values_of_a_nested_union_select_it() {
    let run = json!({"action": "run", "command": "c"});
    assert!(matches!(
        read(run.clone()),
        Action::Command(Command::Run(_))
    ));
    assert_eq!(write(Action::from(Run::new("c"))), run);
    assert_eq!(write(Action::from(Wait::new())), json!({"action": "wait"}));
    assert!(matches!(
        read(run),
        Step::Job(Job::Command(Command::Run(_)))
    ));
    assert!(matches!(
        read(json!({"action": "build"})),
        Step::Job(Job::Build(_))
    ));
    assert!(matches!(read(json!({"action": "pause"})), Step::Pause(_)));
    let step = Step::from(Build::new().target("t"));
    assert_eq!(write(step), json!({"action": "build", "target": "t"}));
}

#[test]
fn a_listed_value_selects_its_variant_without_the_mapping() {
    let puppy = json!({"kind": "puppy"});
    assert!(matches!(read(puppy.clone()), Pet::Dog(_)));
    assert_eq!(write(Pet::from(Dog::new(DogKind::Puppy))), puppy);
    assert!(matches!(read(json!({"kind": "bird"})), Animal::Bird(_)));
    assert!(matches!(
        read(json!({"kind": "other"})),
        Animal::Unrecognized(_)
    ));
    let van = json!({"kind": "van"});
    assert!(matches!(read(van.clone()), Vehicle::Car(_)));
    assert_eq!(write(Vehicle::from(Car::new(CarKind::Van))), van);
    assert!(matches!(read(json!({"kind": "boat"})), Vehicle::Boat(_)));
    assert!(matches!(read(json!({"kind": "other"})), Vehicle::Base(_)));
    assert_found(
        &case("default_tags.yaml"),
        &[
            "the mapping lacks `puppy`, a value of `Dog`",
            "the mapping lacks `van`, a value of `Car`",
        ],
    );
}

//! Discriminators that are numbers or paths, that have several values, or that unions disagree on.

use rejoinder_cases::discriminators_client::{
    models::{
        ActiveTask, ActiveTaskState, Author, Bot, Cat, Circle, Dog, Ended, Event, Imperial,
        LinkNote, Member, Metric, Note, Pet, Shape, Size, Square, Started, Target, Task, TextNote,
        User,
    },
    serde_json::{self, Value, json},
};
use serde::{Serialize, de::DeserializeOwned};

use super::support::{assert_found, case, client, found, item, with_schema};

/// Checks the JSON of a value in both directions.
fn assert_json<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    value: &T,
    expected: &Value,
) {
    assert_eq!(serde_json::to_value(value).unwrap(), *expected);
    let read: T = serde_json::from_value(expected.clone()).unwrap();
    assert_eq!(read, *value);
}

#[test]
fn numbers_without_a_fraction_select_a_variant() {
    assert_json(
        &Pet::from(Cat::new().meow("m")),
        &json!({"kind": 1.0, "meow": "m"}),
    );
    assert_json(&Pet::from(Dog::new()), &json!({"kind": 2.0}));
    assert_json(
        &Size::from(Metric::new().meters(3)),
        &json!({"unit": 1.0, "meters": 3}),
    );
    assert_json(&Size::from(Imperial::new()), &json!({"unit": 2.0}));
    assert_json(&Shape::from(Circle::new()), &json!({"sides": 0}));
    assert_json(&Shape::from(Square::new()), &json!({"sides": 4}));
    let dog: Pet = serde_json::from_str(r#"{"kind": 2}"#).unwrap();
    assert_eq!(dog, Pet::from(Dog::new()));
    let other: Pet = serde_json::from_str(r#"{"kind": 2.5}"#).unwrap();
    assert!(matches!(other, Pet::Unrecognized(_)), "{other:?}");
}

#[test]
fn a_path_is_no_discriminator() {
    let message = |name: &str, component: &str| {
        format!(
            "the discriminator `{name}` isn't a property of the variants (#/components/schemas/{component}/discriminator/propertyName)"
        )
    };
    assert_found(
        &case("discriminators.yaml"),
        &[
            &message("data.type", "Event"),
            &message("meta.kind", "Note"),
        ],
    );
    let data = [("type".to_owned(), json!("started"))];
    assert_json(
        &Event::from(Started::new(data.clone(), "me")),
        &json!({"data": {"type": "started"}, "by": "me"}),
    );
    assert_json(
        &Event::from(Ended::new(data, "now")),
        &json!({"data": {"type": "started"}, "at": "now"}),
    );
    assert_json(&Note::from(TextNote::new("t")), &json!({"text": "t"}));
    assert_json(&Note::from(LinkNote::new("l")), &json!({"link": "l"}));
    let other = json!({"meta": {"kind": "image"}, "image": 1});
    let note: Note = serde_json::from_value(other.clone()).unwrap();
    assert!(matches!(note, Note::Base(_)), "{note:?}");
    assert_eq!(serde_json::to_value(note).unwrap(), other);
}

#[test]
fn several_values_of_a_component_are_an_enum() {
    let generation = case("discriminators.yaml");
    let task = item(&generation, "pub struct ActiveTask");
    assert!(task.contains("pub state: ActiveTaskState,"), "{task}");
    let task = ActiveTask::new(ActiveTaskState::Started).owner("me");
    assert_json(
        &Task::from(task),
        &json!({"state": "started", "owner": "me"}),
    );
}

#[test]
fn a_component_by_itself_has_its_discriminators() {
    // The unions have different discriminators.
    let user = json!({"kind": "user", "type": "person"});
    assert_json(&User::new(), &user);
    assert_json(&Member::from(User::new()), &user);
    assert_json(&Target::from(User::new()), &user);
    // The unions have different values of one discriminator.
    let bot = |kind: &str| json!({"kind": kind, "type": "machine"});
    assert_eq!(serde_json::to_value(Bot::new()).unwrap(), bot("bot"));
    assert_eq!(
        serde_json::to_value(Bot::new().kind("b")).unwrap(),
        bot("b")
    );
    assert_json(&Member::from(Bot::new()), &bot("bot"));
    assert_json(&Author::from(Bot::new()), &bot("robot"));
    let robot: Bot = serde_json::from_value(bot("robot")).unwrap();
    assert_json(&robot, &bot("robot"));
    assert!(format!("{:?}", Bot::new()).contains("kind: None"));
}

#[test]
fn constants_that_select_a_variant_together_name_it() {
    let variants = [("run", "ok"), ("run", "failed"), ("job", "ok")].map(|(object, status)| {
        let properties = format!("object: {{ const: {object} }}, status: {{ const: {status} }}");
        format!("{{ type: object, required: [object, status], properties: {{ {properties} }} }}")
    });
    let schema = format!("{{ oneOf: [{}] }}", variants.join(", "));
    let generation = client(&with_schema("3.1.0", &schema));
    assert_eq!(found(&generation), [""; 0]);
    assert_eq!(
        super::support::variants(&generation, "pub enum A"),
        ["RunOk", "RunFailed", "Job"]
    );
}

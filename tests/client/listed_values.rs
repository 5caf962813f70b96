//! Enums of integers and of unusual strings.

use http::Method;
use rejoinder_compiled::fixtures::{
    listed_values_client::{
        BaseUrl, Operation,
        models::{Level, Task, TaskFirst, TaskLong, TaskStep},
        tasks::{AddTaskOnlyItem, add_task},
    },
    thousand_values_client::models::Code,
};
use serde_json::{Value, json};

/// Deserializes a task, and checks that it round-trips.
fn read(mut properties: Value) -> Task {
    properties["level"] = json!(1);
    let string = properties.to_string();
    let task: Task = serde_json::from_str(&string).unwrap();
    assert_eq!(serde_json::to_value(&task).unwrap(), properties);
    task
}

#[test]
fn integers_are_variants() {
    let task = read(json!({"step": -1, "first": 404, "second": 200, "only": 7}));
    assert_eq!(task.level, Level::N1);
    assert_eq!(task.step, Some(TaskStep::Minus1));
    assert_eq!(task.first, Some(TaskFirst::N404));
    assert_eq!(Level::from(3), Level::N3);
    assert_eq!(
        (Level::N2.as_i64(), Level::N2.to_string()),
        (2, "2".to_owned())
    );
    assert_eq!(format!("{:>3}", Level::N2), "  2");
}

#[test]
fn many_strings_are_variants() {
    for number in 0..1_000 {
        let string = format!("v{number}");
        let code = Code::from(string.as_str());
        assert_eq!(format!("{code:?}"), format!("V{number}"));
        assert_eq!(serde_json::to_value(&code).unwrap(), json!(string));
        assert_eq!(serde_json::from_value::<Code>(json!(string)).unwrap(), code);
    }
    for string in ["", "v", "v00", "v1000", "w0"] {
        let code = Code::from(string);
        assert!(matches!(code, Code::Unrecognized(_)));
        assert_eq!(code.as_str(), string);
    }
}

#[test]
fn unlisted_integers_are_kept() {
    let task = read(json!({"step": 5, "long": i64::MIN, "no_type": 10, "whole": 3, "wrong": 2}));
    assert_eq!(task.step, Some(TaskStep::from(5)));
    assert_eq!(task.long.unwrap().as_i64(), i64::MIN);
    assert_eq!(TaskLong::from(i64::MAX).as_i64(), i64::MAX);
    for wrong in [json!("1"), json!(1.5), json!(true), json!(u64::MAX)] {
        serde_json::from_value::<Level>(wrong).unwrap_err();
    }
}

#[test]
fn null_can_be_listed() {
    let task = read(json!({"none": null, "null_text": null}));
    assert_eq!((task.none, task.null_text), (Some(None), Some(None)));
    read(json!({"none": 6, "null_text": "b", "mixed": "auto"}));
    read(json!({"mixed": 1, "half": 0.5, "always": false, "no_type_flag": true}));
}

#[test]
fn unusual_strings_round_trip() {
    for string in ["1", "-1", "n1", "N1", "minus 1", "+1"] {
        read(json!({"collide": string}));
    }
    for string in ["", " ", "  "] {
        read(json!({"empty": string}));
    }
    read(json!({"twice": "a"}));
}

#[test]
fn integers_are_parameters() {
    let task = Task::new(Level::N3);
    let operation =
        add_task(Level::from(-4), task).only([AddTaskOnlyItem::N10, AddTaskOnlyItem::from(30)]);
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = operation.request(&base).unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri().path(), "/tasks/-4");
    assert_eq!(request.uri().query(), Some("only=10&only=30"));
}

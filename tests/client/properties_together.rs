//! A property of which several parts of an `allOf` say something has what all of them say.

use rejoinder_compiled::fixtures::properties_together_client::models::Conflict;
use serde_json::json;

#[test]
fn nothing_that_a_part_says_is_lost() {
    let whole = json!({
        "context": { "message": "no", "conflicts": [{ "a": "1", "b": "2" }] },
        "narrowed": { "a": "1", "b": "2" },
        "widened": { "a": "1", "b": "2" },
        "nullable": { "a": "1", "b": "2" },
        "next": { "context": { "message": "no" }, "narrowed": { "b": "2" }, "last": true },
    });
    let conflict: Conflict = serde_json::from_value(whole.clone()).unwrap();
    assert_eq!(serde_json::to_value(&conflict).unwrap(), whole);
    // Null is allowed where all parts allow it, and required is what one of them requires.
    let null = json!({ "context": { "message": "no" }, "nullable": null });
    let conflict: Conflict = serde_json::from_value(null).unwrap();
    assert_eq!(conflict.nullable, None);
    for wrong in [json!({ "context": null }), json!({ "context": {} })] {
        serde_json::from_value::<Conflict>(wrong).unwrap_err();
    }
}

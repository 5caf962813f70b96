//! Properties that several subschemas of an `allOf` declare.

use rejoinder_compiled::fixtures::properties_together_client::models::Conflict;
use serde_json::json;

#[test]
fn properties_have_the_constraints_of_all_subschemas() {
    let whole = json!({
        "context": { "message": "no", "conflicts": [{ "a": "1", "b": "2" }] },
        "narrowed": { "a": "1", "b": "2" },
        "widened": { "a": "1", "b": "2" },
        "nullable": { "a": "1", "b": "2" },
        "next": { "context": { "message": "no" }, "narrowed": { "b": "2" }, "last": true },
    });
    let conflict: Conflict = serde_json::from_value(whole.clone()).unwrap();
    assert_eq!(serde_json::to_value(&conflict).unwrap(), whole);
    // Null is allowed if all subschemas allow it. A property is required if a subschema requires
    // it.
    let null = json!({ "context": { "message": "no" }, "nullable": null });
    let conflict: Conflict = serde_json::from_value(null).unwrap();
    assert_eq!(conflict.nullable, None);
    for wrong in [json!({ "context": null }), json!({ "context": {} })] {
        serde_json::from_value::<Conflict>(wrong).unwrap_err();
    }
}

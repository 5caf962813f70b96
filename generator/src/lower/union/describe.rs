//! Descriptions of the predicates that select a variant, for its name.

use crate::ir::{ConstantSet, JsonType, Predicate};
use crate::lower::union::variant::MAX_WORDS;

/// Describes the predicates of a case.
pub(in crate::lower) fn describe_all(predicates: &[Predicate]) -> String {
    let words: Vec<String> = predicates
        .iter()
        .filter_map(describe)
        .take(MAX_WORDS)
        .collect();
    if words.is_empty() {
        return JsonType::Object.as_str().to_owned();
    }
    words.join(" and ")
}

fn describe(predicate: &Predicate) -> Option<String> {
    let values = |constants: &ConstantSet| match constants {
        ConstantSet::Strings(strings) => strings.iter().take(MAX_WORDS).cloned().collect(),
        ConstantSet::Integers(all) => all.iter().take(MAX_WORDS).map(i64::to_string).collect(),
        ConstantSet::Boolean(value) => vec![value.to_string()],
    };
    Some(match predicate {
        Predicate::Json(json) => json.as_str().to_owned(),
        Predicate::Listed(constants) => values(constants).join(" or "),
        Predicate::DateTime => "date-time".to_owned(),
        Predicate::Date => "date".to_owned(),
        Predicate::Items(types) => {
            let types: Vec<&str> = types.iter().map(|json| json.as_str()).collect();
            format!("{} array", types.join(" or "))
        }
        Predicate::HasProperty(json_name) | Predicate::ExclusiveProperty(json_name) => {
            json_name.clone()
        }
        Predicate::LacksProperty(_) | Predicate::OnlyProperties(_) => return None,
        Predicate::PropertyType(json_name, types) => {
            let types: Vec<&str> = types.iter().map(|json| json.as_str()).collect();
            format!("{} {json_name}", types.join(" or "))
        }
        Predicate::Property(json_name, constants) => {
            format!("{json_name} {}", values(constants).join(" "))
        }
    })
}

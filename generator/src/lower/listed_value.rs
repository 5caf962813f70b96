//! The names and the documentation that extensions give to listed values.

use serde_json::Value;

use super::view::View;
use crate::{
    ir::{Docs, ListedValue},
    read::extension,
};

/// Extensions with the names of values.
const VALUE_NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Extensions with the descriptions of values.
const VALUE_DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

impl<'d> View<'d> {
    /// The name and the documentation of a listed value.
    pub(super) fn about(&self, value: &Value) -> ListedValue {
        let text = |said: &Value, key: &str| Some(said.get(key)?.as_str()?.to_owned());
        let said = self.extension(extension::VALUES);
        let said = said.and_then(|all| self.of_value(all, value));
        let of_microsoft = self.extension("x-ms-enum").and_then(|all| {
            let mut all = all.get("values")?.as_array()?.iter();
            all.find(|said| {
                let listed = said.get("value");
                let own = listed.and_then(|listed| self.convert(listed));
                own.as_ref().or(listed) == Some(value)
            })
        });
        let title = said.and_then(|said| text(said, "title"));
        let extension = |keys: &[&str]| {
            let mut found = keys.iter().filter_map(|key| {
                let said = self.of_value(self.extension(key)?, value)?;
                said.as_str().map(str::to_owned)
            });
            found.next()
        };
        let of_microsoft = |key: &str| of_microsoft.and_then(|said| text(said, key));
        ListedValue {
            name: extension(&VALUE_NAMES)
                .or_else(|| of_microsoft("name"))
                .or_else(|| title.clone()),
            docs: Docs {
                title,
                description: said
                    .and_then(|said| text(said, "description"))
                    .or_else(|| extension(&VALUE_DESCRIPTIONS))
                    .or_else(|| of_microsoft("description")),
                deprecated: said.and_then(|said| said.get("deprecated"))
                    == Some(&Value::Bool(true)),
                ..Docs::default()
            },
        }
    }

    /// What an extension says of a value: at its index, or at the value as a key.
    fn of_value(&self, all: &'d Value, value: &Value) -> Option<&'d Value> {
        match all {
            Value::Array(all) => {
                let index = self.values.iter().position(|own| own == value)?;
                all.get(index)
            }
            Value::Object(all) => match value {
                Value::String(text) => all.get(text),
                other => all.get(&other.to_string()),
            },
            _ => None,
        }
    }
}

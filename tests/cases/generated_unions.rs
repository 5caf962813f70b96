//! Values of pseudorandom unions: each value is read as the only variant that allows it, and
//! round-trips.

use std::fmt::Debug;

use rejoinder_cases::generated_unions_client::{models, serde_json};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, from_str, json, to_value};

#[path = "../build/unions.rs"]
mod unions;

use unions::{COUNT, Random, Rule, Union, unions};

/// The number of values of each union.
const VALUES: usize = 40;

/// Returns the name of the variant of a value, and the serialized value.
fn round_trip<T: DeserializeOwned + Serialize + Debug>(value: &Value) -> (String, Value) {
    let read: T = from_str(&value.to_string()).expect("a union");
    let output = format!("{read:?}");
    let name = output.split(['(', ' ']).next().expect("a name");
    (name.to_owned(), to_value(&read).expect("JSON"))
}

macro_rules! read_as {
    ($($index:literal $name:ident,)*) => {
        const READ: [fn(&Value) -> (String, Value); COUNT] = [$(round_trip::<models::$name>),*];
        const INDEXES: [usize; COUNT] = [$($index),*];
    };
}

read_as! {
    0 U0, 1 U1, 2 U2, 3 U3, 4 U4, 5 U5, 6 U6, 7 U7, 8 U8, 9 U9, 10 U10, 11 U11, 12 U12, 13 U13, 14 U14,
    15 U15, 16 U16, 17 U17, 18 U18, 19 U19, 20 U20, 21 U21, 22 U22, 23 U23,
}

impl Union {
    fn follow<'s>(&'s self, schema: &'s Value) -> (&'s Value, Option<&'s str>) {
        match schema["$ref"]
            .as_str()
            .and_then(|target| target.rsplit('/').next())
        {
            Some(name) => (&self.components[name], Some(name)),
            None => (schema, None),
        }
    }

    /// Returns a value of a schema.
    fn value(&self, schema: &Value, random: &mut Random) -> Value {
        let (schema, name) = self.follow(schema);
        if let Some(variants) = variants(schema) {
            return self.value(&variants[random.below(variants.len())], random);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        let types = &schema["type"];
        if types.is_array() && random.once_in(2) {
            return Value::Null;
        }
        match types.as_str().unwrap_or("string") {
            "integer" => json!(random.below(9)),
            "boolean" => json!(random.once_in(2)),
            "array" => json!(vec!["x"; random.below(3)]),
            "object" => {
                let mut object = Map::new();
                for (key, property) in schema["properties"].as_object().into_iter().flatten() {
                    let is_required = required(schema).any(|name| name == key);
                    if is_required || random.once_in(2) {
                        object.insert(key.clone(), self.value(property, random));
                    }
                }
                if let (Rule::Discriminator, Some(name)) = (self.rule, name) {
                    object.insert("kind".to_owned(), json!(tag(name)));
                }
                Value::Object(object)
            }
            _ => json!(format!("s{}", random.below(9))),
        }
    }

    /// Returns `true` if a schema allows a value.
    fn allows(&self, schema: &Value, value: &Value) -> bool {
        let (schema, name) = self.follow(schema);
        if let Some(variants) = variants(schema) {
            return variants.iter().any(|variant| self.allows(variant, value));
        }
        if let Some(constant) = schema.get("const") {
            return constant == value;
        }
        let types = match &schema["type"] {
            Value::Array(types) => types.clone(),
            only => vec![only.clone()],
        };
        let is_type = |typ: &Value| match typ.as_str() {
            Some("null") => value.is_null(),
            Some("integer") => value.is_i64(),
            Some("boolean") => value.is_boolean(),
            Some("string") => value.is_string(),
            Some("array") => value.is_array(),
            _ => value.is_object(),
        };
        let Value::Object(object) = value else {
            return types.iter().any(is_type);
        };
        let is_tag = self.rule != Rule::Discriminator
            || name.is_none_or(|name| object.get("kind") == Some(&json!(tag(name))));
        let is_open = schema["additionalProperties"] != json!(false);
        types.iter().any(is_type)
            && is_tag
            && required(schema).all(|name| object.contains_key(name))
            && object
                .iter()
                .all(|(key, value)| match schema["properties"].get(key) {
                    Some(property) => self.allows(property, value),
                    None => is_open,
                })
    }
}

fn variants(schema: &Value) -> Option<&Vec<Value>> {
    let key = ["oneOf", "anyOf"]
        .into_iter()
        .find_map(|key| schema.get(key));
    key?.as_array()
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let required = schema["required"].as_array().into_iter().flatten();
    required.filter_map(Value::as_str)
}

/// Returns the value of the discriminator that is mapped to a component.
fn tag(component: &str) -> String {
    let start = component.rfind(char::is_uppercase).expect("a name");
    component.split_at(start).1.to_lowercase()
}

#[test]
fn a_value_is_read_as_the_only_variant_that_allows_it() {
    let mut random = Random::new(7);
    let mut count = 0;
    for (index, union) in INDEXES.into_iter().zip(unions()) {
        assert_eq!(union.name, format!("U{index}"));
        for _ in 0..VALUES {
            let variant = &union.variants[random.below(union.variants.len())];
            let value = union.value(&variant.1, &mut random);
            let allowed = union
                .variants
                .iter()
                .filter(|(_, it)| union.allows(it, &value));
            let names: Vec<&String> = allowed.map(|(name, _)| name).collect();
            assert!(names.contains(&&variant.0), "{value}");
            if let [only] = names.as_slice() {
                let (name, written) = READ[index](&value);
                assert_eq!((&name, &written), (*only, &value), "{}", union.name);
                count += 1;
            }
        }
    }
    assert!(count > COUNT * VALUES * 3 / 4, "{count}");
}

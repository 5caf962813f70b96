//! Small pseudorandom union schemas, shared by the build script that compiles them and the test
//! that reads their values.

use serde_json::{Map, Value, json};

#[path = "../fuzz/random.rs"]
mod random;

pub(crate) use random::Random;

/// The number of unions.
pub(crate) const COUNT: usize = 24;

/// The names of variants. Their discriminator values are these names in lower case.
const NAMES: [&str; 4] = ["Alpha", "Beta", "Gamma", "Delta"];

/// The names of properties.
const PROPERTIES: [&str; 6] = ["name", "size", "done", "items", "note", "level"];

/// The rule that distinguishes the variants of a union.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A discriminator without constants in the variants.
    #[default]
    Discriminator,
    /// A property with a constant string.
    String,
    /// A property with a constant integer.
    Integer,
    /// The required properties.
    Required,
}

/// A union: the schemas of its variants by their Rust names, and its components.
pub(crate) struct Union {
    pub(crate) name: String,
    pub(crate) rule: Rule,
    pub(crate) variants: Vec<(String, Value)>,
    pub(crate) components: Map<String, Value>,
}

/// Returns all unions. Every third union has a union and scalars as its variants.
pub(crate) fn unions() -> Vec<Union> {
    let mut random = Random::new(18);
    (0..COUNT)
        .map(|index| {
            let name = format!("U{index}");
            match index % 3 {
                2 => nested(&mut random, &name),
                _ => of_objects(&mut random, &name),
            }
        })
        .collect()
}

fn pointer(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

/// Returns a reference to a component.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": pointer(name) })
}

/// Returns a union of a union of objects and of scalars.
fn nested(random: &mut Random, name: &str) -> Union {
    let inner = of_objects(random, &format!("{name}Inner"));
    let scalars = [
        ("String", "string"),
        ("Integer", "integer"),
        ("Boolean", "boolean"),
    ];
    let (scalar_name, scalar) = random.pick(&scalars);
    let array = json!({ "type": "array", "items": { "type": "string" } });
    let variants = vec![
        ("Inner".to_owned(), reference(&inner.name)),
        (scalar_name.to_owned(), json!({ "type": scalar })),
        ("Strings".to_owned(), array),
    ];
    let schemas: Vec<&Value> = variants.iter().map(|(_, schema)| schema).collect();
    let mut components = inner.components;
    components.insert(name.to_owned(), json!({ "oneOf": schemas }));
    Union {
        name: name.to_owned(),
        rule: inner.rule,
        variants,
        components,
    }
}

/// Returns a union of objects.
fn of_objects(random: &mut Random, name: &str) -> Union {
    let rules = [
        Rule::Discriminator,
        Rule::String,
        Rule::Integer,
        Rule::Required,
    ];
    let rule = random.pick(&rules);
    let count = 2 + random.below(NAMES.len() - 1);
    let mut components = Map::new();
    let mut variants = Vec::new();
    let mut mapping = Map::new();
    for (index, variant) in NAMES.iter().take(count).enumerate() {
        let component = format!("{name}{variant}");
        let mut properties = Map::new();
        let mut required = Vec::new();
        let tag = match rule {
            Rule::Discriminator => Some(json!({ "type": "string" })),
            Rule::String => Some(json!({ "type": "string", "const": variant.to_lowercase() })),
            Rule::Integer => Some(json!({ "type": "integer", "const": index })),
            Rule::Required => {
                // A property that is unique to the variant.
                let own = format!("{}Id", variant.to_lowercase());
                required.push(own.clone());
                properties.insert(own, json!({ "type": "string" }));
                None
            }
        };
        if let Some(tag) = tag {
            properties.insert("kind".to_owned(), tag);
            required.push("kind".to_owned());
        }
        for property in PROPERTIES {
            if random.once_in(2) {
                properties.insert(property.to_owned(), schema(property));
                if random.once_in(3) {
                    required.push(property.to_owned());
                }
            }
        }
        let mut object = Map::from_iter([
            ("type".to_owned(), json!("object")),
            ("required".to_owned(), json!(required)),
            ("properties".to_owned(), properties.into()),
        ]);
        if random.once_in(4) {
            object.insert("additionalProperties".to_owned(), json!(false));
        }
        components.insert(component.clone(), object.into());
        mapping.insert(variant.to_lowercase(), pointer(&component).into());
        variants.push(((*variant).to_owned(), reference(&component)));
    }
    let key = if random.once_in(2) { "oneOf" } else { "anyOf" };
    let schemas: Vec<&Value> = variants.iter().map(|(_, schema)| schema).collect();
    let mut union = Map::from_iter([(key.to_owned(), json!(schemas))]);
    if rule == Rule::Discriminator {
        let discriminator = json!({ "propertyName": "kind", "mapping": mapping });
        union.insert("discriminator".to_owned(), discriminator);
    }
    components.insert(name.to_owned(), union.into());
    Union {
        name: name.to_owned(),
        rule,
        variants,
        components,
    }
}

/// Returns the schema of a property, which is the same in all variants.
fn schema(property: &str) -> Value {
    match property {
        "size" | "level" => json!({ "type": "integer" }),
        "done" => json!({ "type": "boolean" }),
        "items" => json!({ "type": "array", "items": { "type": "string" } }),
        "note" => json!({ "type": ["string", "null"] }),
        _ => json!({ "type": "string" }),
    }
}

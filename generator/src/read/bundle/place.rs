//! The words that name an inline schema at its own place: the operation or the component around it,
//! and the path from there.

use heck::ToSnakeCase;
use serde_json::Value;

use super::files::Files;
use crate::ir::Status;
use crate::pointer::Pointer;
use crate::read::Origin;
use crate::status::status;

/// The words for the positions of a tuple.
const POSITIONS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

/// The maximum length of a title that is used as a name.
const MAX_TITLE_LENGTH: usize = 40;

/// Returns the words, with or without the title of the schema; `None` for a node that is not a schema
/// of an operation or a component.
pub(super) fn words(files: &Files, origin: &Origin, with_title: bool) -> Option<String> {
    let keys: Vec<String> = origin.pointer.keys().collect();
    let mut place = Place {
        files,
        file: origin.file,
        at: Pointer::root(),
        words: Vec::new(),
    };
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let rest = match keys.as_slice() {
        ["components", "schemas", name, rest @ ..] | ["definitions", name, rest @ ..] => {
            place.words.push((*name).to_owned());
            rest
        }
        ["components", kind, name, rest @ ..] => place.component(kind, name, rest)?,
        ["paths", path, "parameters", index, rest @ ..] => {
            place.words.push((*path).to_owned());
            place.parameter(&keys, index)?;
            schema(rest)?
        }
        ["paths", path, method, rest @ ..] => place.operation(&keys, path, method, rest)?,
        _ => return None,
    };
    place.at = below(&keys, keys.len() - rest.len());
    place.schema(rest);
    if with_title {
        place.title();
    }
    Some(place.words.join(" "))
}

/// Returns the pointer of the first keys.
fn below(keys: &[&str], count: usize) -> Pointer {
    let keys = keys.iter().take(count);
    keys.fold(Pointer::root(), |pointer, key| pointer.child(key))
}

/// Returns the keys after the schema of a parameter, a header or a media type.
fn schema<'k>(keys: &'k [&'k str]) -> Option<&'k [&'k str]> {
    match keys {
        ["schema", rest @ ..] | ["content", _, "schema", rest @ ..] => Some(rest),
        // A parameter of Swagger 2.0 is a schema.
        ["items", ..] => Some(keys),
        _ => None,
    }
}

struct Place<'a> {
    files: &'a Files,
    file: usize,
    at: Pointer,
    words: Vec<String>,
}

impl<'a> Place<'a> {
    fn look(&self, pointer: &Pointer) -> Option<&'a Value> {
        self.files.look(&Origin {
            file: self.file,
            pointer: pointer.clone(),
        })
    }

    fn string(&self, pointer: &Pointer, key: &str) -> Option<&'a str> {
        self.look(pointer)?.get(key)?.as_str()
    }

    /// Adds the words of a component other than a schema.
    fn component<'k>(
        &mut self,
        kind: &str,
        name: &str,
        rest: &'k [&'k str],
    ) -> Option<&'k [&'k str]> {
        let (kind, rest) = match (kind, rest) {
            ("responses", ["headers", header, rest @ ..]) => {
                self.words
                    .push(format!("{} response", without(name, "response")));
                self.words.push((*header).to_owned());
                return schema(rest);
            }
            ("responses", rest) => ("response", rest),
            ("requestBodies", rest) => ("request body", rest),
            ("parameters", rest) => ("parameter", rest),
            ("headers", rest) => ("header", rest),
            _ => return None,
        };
        let rest = schema(rest)?;
        self.words.push(format!("{} {kind}", without(name, kind)));
        if kind == "response" {
            self.words.push("body".to_owned());
        }
        Some(rest)
    }

    /// Adds the words of an operation and of a parameter or body in it.
    fn operation<'k>(
        &mut self,
        keys: &[&str],
        path: &str,
        method: &str,
        rest: &'k [&'k str],
    ) -> Option<&'k [&'k str]> {
        let id = self.string(&below(keys, 3), "operationId");
        let route = || format!("{method} {}", path.replace('{', "by "));
        let id = id.map_or_else(route, str::to_owned);
        self.words.push(id);
        match rest {
            ["parameters", index, rest @ ..] => {
                self.parameter(keys, index)?;
                schema(rest)
            }
            ["requestBody", rest @ ..] => {
                self.words.push("body".to_owned());
                schema(rest)
            }
            ["responses", code, "headers", header, rest @ ..] => {
                self.words.push(status_word(code));
                self.words.push((*header).to_owned());
                schema(rest)
            }
            ["responses", code, rest @ ..] => {
                self.words.push(status_word(code));
                self.words.push("body".to_owned());
                schema(rest)
            }
            _ => None,
        }
    }

    /// Adds the name of a parameter. The body of Swagger 2.0 is a parameter.
    fn parameter(&mut self, keys: &[&str], index: &str) -> Option<()> {
        let depth = keys.iter().position(|key| *key == index)?;
        let pointer = below(keys, depth + 1);
        let name = match self.string(&pointer, "in") {
            Some("body") => "body",
            _ => self.string(&pointer, "name")?,
        };
        self.words.push(name.to_owned());
        Some(())
    }

    /// Adds the words of the path from a schema to a schema within.
    fn schema(&mut self, keys: &[&str]) {
        let mut keys = keys.iter();
        while let Some(key) = keys.next() {
            self.at = self.at.child(key);
            let mut next = || {
                let next = keys.next().copied().unwrap_or_default();
                self.at = self.at.child(next);
                next
            };
            let word = match *key {
                "properties" | "$defs" | "definitions" => next().to_owned(),
                "items" => {
                    self.words.pop_if(|last| last == "items");
                    "item".to_owned()
                }
                "additionalProperties" => "value".to_owned(),
                "patternProperties" => {
                    next();
                    "value".to_owned()
                }
                "prefixItems" => position(next()),
                "oneOf" | "anyOf" => {
                    let index = next();
                    self.variant(index)
                }
                // The content of a member belongs to the schema around it.
                "allOf" => {
                    next();
                    match keys.len() {
                        0 => "part".to_owned(),
                        _ => String::new(),
                    }
                }
                index if index.parse::<usize>().is_ok() => {
                    self.words.pop();
                    position(index)
                }
                key => key.to_owned(),
            };
            self.words
                .extend(Some(word).filter(|word| !word.is_empty()));
        }
    }

    /// Replaces the words after the operation or the component with the title of the schema.
    fn title(&mut self) {
        let title = self.string(&self.at, "title").map(str::trim);
        let Some((first, [.., last])) = self.words.split_first() else {
            return;
        };
        if let Some(title) = title
            && title.len() <= MAX_TITLE_LENGTH
            && title.starts_with(|c: char| c.is_ascii_alphabetic())
            && title.to_snake_case() != last.to_snake_case()
        {
            self.words = vec![first.clone(), title.to_owned()];
        }
    }

    /// Returns the word that distinguishes a variant: its title, the only value or the name of its
    /// first required property, or its JSON type.
    fn variant(&self, index: &str) -> String {
        let title = self.string(&self.at, "title");
        let title = title.filter(|title| title.contains(char::is_alphanumeric));
        let schema = self.look(&self.at);
        let required = || schema?.get("required")?.get(0)?.as_str();
        let constant = || {
            let property = schema?.get("properties")?.get(required()?)?;
            let only = property.get("enum").and_then(|values| values.get(0));
            property.get("const").or(only)?.as_str()
        };
        let ty = || self.string(&self.at, "type");
        let word = title.or_else(constant).or_else(required).or_else(ty);
        word.map_or_else(|| format!("variant {index}"), str::to_owned)
    }
}

/// Removes the word for the kind of a component from the end of its name.
fn without(name: &str, kind: &str) -> String {
    let words = name.to_snake_case();
    let kind = kind.to_snake_case();
    match words.strip_suffix(&kind) {
        Some(rest) if rest.ends_with('_') => rest.trim_end_matches('_').to_owned(),
        _ => name.to_owned(),
    }
}

fn position(index: &str) -> String {
    let word = index
        .parse()
        .ok()
        .and_then(|index: usize| POSITIONS.get(index));
    word.map_or("item", |word| word).to_owned()
}

/// Returns the word of a status code, a range of codes or `default`.
fn status_word(code: &str) -> String {
    let range = || {
        let digit = code.strip_suffix(['X', 'x'])?.strip_suffix(['X', 'x'])?;
        Some(Status::Range(digit.parse().ok()?))
    };
    let exact = code.parse().ok().map(Status::Exact);
    status(exact.or_else(range).unwrap_or(Status::Default))
}

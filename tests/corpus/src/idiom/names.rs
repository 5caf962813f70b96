//! The names of a client, each with the words of the document that it may contain.

use rejoinder::{
    ir::{Api, JsonType, Owner, PathSegment, TypeDef, TypeKind, Values},
    name::{Names, OperationNames, TypeNames},
    pointer::Pointer,
};

use super::Oddity;

/// The maximum length of a name that counts as readable.
const MAX_LENGTH: usize = 60;

/// Words without information at the end of a type name.
const TYPE_FILLERS: &[&str] = &[
    "Array",
    "Boolean",
    "Branch",
    "Enum",
    "Enumeration",
    "Inline",
    "Integer",
    "Number",
    "Object",
    "Properties",
    "Schema",
    "String",
    "Variant",
];

/// Words without information at the end of the name of a variant, field or value.
const MEMBER_FILLERS: &[&str] = &["Branch", "Property", "Value", "Variant"];

/// The kinds of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Type,
    Operation,
    /// A field, a parameter or a value of an enum.
    Member,
    /// A variant of a union. Its digests are counted once per union.
    Variant,
}

/// A name of the client.
#[derive(Debug)]
pub(super) struct Named<'a> {
    pub(super) kind: Kind,
    pub(super) ident: &'a str,
    pub(super) place: &'a Pointer,
    /// The names of the document that the name contains.
    pub(super) words: Vec<&'a str>,
    /// The subset of `words` that the name may end in.
    pub(super) last: Vec<&'a str>,
}

impl Named<'_> {
    /// Returns the departures from idiomatic Rust.
    pub(super) fn oddities(&self) -> Vec<Oddity> {
        let mut found = Vec::new();
        if self.has_digest() {
            match self.kind {
                Kind::Type => found.push(Oddity::DigestInType),
                Kind::Operation => found.push(Oddity::DigestInOperation),
                Kind::Member => found.push(Oddity::DigestInMember),
                Kind::Variant => {}
            }
        }
        if self.ident.chars().count() > MAX_LENGTH {
            found.push(Oddity::LongName);
            let is_long = |word: &&str| normalized(word).chars().count() > MAX_LENGTH;
            if !self.words.iter().any(is_long) {
                found.push(Oddity::LongNameOfOurs);
            }
        }
        if self.has_filler() {
            found.push(Oddity::Filler);
        }
        found
    }

    /// Returns `true` if the name has eight hexadecimal digits that are not in the document.
    pub(super) fn has_digest(&self) -> bool {
        digests(self.ident).into_iter().any(|digest| {
            let is_known = |word: &str| normalized(word).contains(&digest);
            !is_known(&self.place.to_string()) && !self.words.iter().any(|word| is_known(word))
        })
    }

    fn has_filler(&self) -> bool {
        let fillers = match self.kind {
            Kind::Type => TYPE_FILLERS,
            Kind::Member | Kind::Variant => MEMBER_FILLERS,
            Kind::Operation => &[],
        };
        let ident = normalized(self.ident);
        fillers
            .iter()
            .map(|filler| filler.to_lowercase())
            .any(|filler| {
                let is_longer = ident.len() > filler.len();
                let is_known = |word: &&str| normalized(word).ends_with(&filler);
                let ends = word_ends(self.ident, &filler);
                is_longer && ends && !self.last.iter().any(is_known)
            })
    }
}

/// Returns `true` if the last word of an identifier in any case is `word`.
fn word_ends(ident: &str, word: &str) -> bool {
    let mut words = words(ident);
    words
        .pop()
        .is_some_and(|last| last.eq_ignore_ascii_case(word))
}

/// Splits an identifier in any case into words.
pub(super) fn words(ident: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in ident.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() && c != '_' => word.push(c),
            _ if c == '_' => words.push(String::new()),
            _ => words.push(c.to_string()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns a string in lower case, without separators and punctuation.
fn normalized(string: &str) -> String {
    let kept = string.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Returns the words of an identifier that are eight hexadecimal digits, in lower case.
fn digests(ident: &str) -> Vec<String> {
    let digest = |word: String| {
        let word = word.strip_prefix('N').unwrap_or(&word).to_lowercase();
        let is_digest = word.len() == 8
            && word.contains(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_hexdigit());
        is_digest.then_some(word)
    };
    words(ident).into_iter().filter_map(digest).collect()
}

/// Returns all names of a client.
pub(super) fn all<'a>(api: &'a Api, names: &'a Names) -> Vec<Named<'a>> {
    let mut all = Vec::new();
    for (definition, names) in api.types.iter().zip(&names.types) {
        let (words, last) = words_of(api, definition);
        for ident in [&names.ident, &names.arguments] {
            all.push(Named {
                kind: Kind::Type,
                ident,
                place: &definition.pointer,
                words: words.clone(),
                last: last.clone(),
            });
        }
        members(definition, names, &mut all);
    }
    for (operation, names) in api.operations.iter().zip(&names.operations) {
        for ident in of_operation(names) {
            all.push(Named {
                kind: Kind::Operation,
                ident,
                place: &operation.pointer,
                words: vec![&operation.id, &operation.path],
                last: Vec::new(),
            });
        }
        for (parameter, ident) in operation.parameters.iter().zip(&names.parameters) {
            all.push(member(
                Kind::Member,
                ident,
                &operation.pointer,
                &parameter.name,
            ));
        }
    }
    all.retain(|named| !named.ident.is_empty());
    all
}

fn of_operation(names: &OperationNames) -> impl Iterator<Item = &String> {
    let own = [
        &names.function,
        &names.request,
        &names.response,
        &names.arguments,
        &names.content,
    ];
    own.into_iter().chain(&names.header_structs)
}

fn members<'a>(definition: &'a TypeDef, names: &'a TypeNames, all: &mut Vec<Named<'a>>) {
    let place = &definition.pointer;
    let idents = names.members.iter();
    match &definition.kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter().zip(idents);
            all.extend(fields.map(|(it, ident)| member(Kind::Member, ident, place, &it.json_name)));
        }
        TypeKind::Enumeration(Values::Strings(texts), _) => {
            let values = texts.iter().zip(idents);
            all.extend(values.map(|(it, ident)| member(Kind::Member, ident, place, it)));
        }
        TypeKind::Union(_) => all.extend(variants(definition, names)),
        TypeKind::Enumeration(Values::Integers(_), _)
        | TypeKind::Alias(_)
        | TypeKind::Contents(_) => {}
    }
}

/// Returns the variants of a union; an empty vector for any other type.
pub(super) fn variants<'a>(definition: &'a TypeDef, names: &'a TypeNames) -> Vec<Named<'a>> {
    let TypeKind::Union(union) = &definition.kind else {
        return Vec::new();
    };
    let variants = union.variants.iter().zip(&names.members);
    let variants = variants.map(|(variant, ident)| {
        let words: Vec<&str> = variant.names.iter().map(String::as_str).collect();
        Named {
            kind: Kind::Variant,
            ident,
            place: &variant.pointer,
            last: words.clone(),
            words,
        }
    });
    variants.collect()
}

fn member<'a>(kind: Kind, ident: &'a str, place: &'a Pointer, word: &'a str) -> Named<'a> {
    Named {
        kind,
        ident,
        place,
        words: vec![word],
        last: vec![word],
    }
}

/// Returns the words of the document that the name of a type may contain, and the words that it may
/// end in.
fn words_of<'a>(api: &'a Api, definition: &'a TypeDef) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut words = Vec::new();
    match &definition.owner {
        Owner::Component(name) | Owner::Shared(_, name) => words.push(name.as_str()),
        Owner::Operation(index) => {
            let operation = api.operations.get(*index);
            words.extend(operation.map(|it| it.id.as_str()));
        }
    }
    let mut last = Vec::new();
    if definition.uses.is_empty() {
        last.clone_from(&words);
    }
    for steps in &definition.uses {
        words.extend(steps.iter().filter_map(word));
        last.extend(steps.last().and_then(word));
    }
    let title = definition.docs.title.as_deref();
    words.extend(title);
    last.extend(title);
    if let TypeKind::Enumeration(Values::Strings(values), _) = &definition.kind {
        words.extend(values.iter().map(String::as_str));
        last.extend(values.last().map(String::as_str));
    }
    (words, last)
}

/// Returns the word of the document for a path segment, if any.
fn word(step: &PathSegment) -> Option<&str> {
    match step {
        PathSegment::Property(name) | PathSegment::Parameter(name) | PathSegment::Header(name) => {
            Some(name)
        }
        PathSegment::ResponseHeader(_, name) => Some(name),
        PathSegment::BodyAs(name) | PathSegment::ResponseBodyAs(_, name) => Some(name),
        PathSegment::Variant(word) => Some(word.as_str()).filter(|word| !is_json_type(word)),
        _ => None,
    }
}

/// Returns `true` for words that the generator chooses without a word of the document.
fn is_json_type(word: &str) -> bool {
    let types = [
        JsonType::Boolean,
        JsonType::Integer,
        JsonType::Number,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
    ];
    types
        .iter()
        .any(|ty| ty.as_str().eq_ignore_ascii_case(word))
}

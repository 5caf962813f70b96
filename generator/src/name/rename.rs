//! Names of properties, values and parameters in the settings, by path: `Pet.owner.name`.

use std::collections::{BTreeMap, BTreeSet};

use super::{member::spelled, word::camel};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Location},
    document::Schema,
    ir::{Api, Owner, PathSegment, TypeDef, TypeKind},
    resolve::component_pointer,
    settings::Renames,
    suggestion::suggest,
};

/// Returns the paths of a type: the component or operation, followed by properties and parameters.
pub(super) fn paths(definition: &TypeDef, api: &Api) -> Vec<String> {
    let owner = match &definition.owner {
        Owner::Component(name) | Owner::Shared(_, name) => name.as_str(),
        Owner::Operation(index) => api.operations.get(*index).map_or("", |one| one.id.as_str()),
    };
    let path = |segments: &[PathSegment]| {
        let names = segments.iter().filter_map(|segment| match segment {
            PathSegment::Property(name)
            | PathSegment::Parameter(name)
            | PathSegment::Header(name)
            | PathSegment::ResponseHeader(_, name) => Some(name),
            _ => None,
        });
        names.fold(owner.to_owned(), |path, name| format!("{path}.{name}"))
    };
    if definition.uses.is_empty() {
        return vec![owner.to_owned()];
    }
    definition
        .uses
        .iter()
        .chain(&definition.other_uses)
        .map(|segments| path(segments))
        .collect()
}

/// Returns the name from the settings, or the name in the document.
pub(super) fn effective_name<'a>(
    renames: &'a BTreeMap<String, String>,
    paths: &[String],
    json_name: &'a str,
) -> &'a str {
    if renames.is_empty() {
        return json_name;
    }
    let mut keys = paths.iter().map(|path| format!("{path}.{json_name}"));
    let effective_name = keys.find_map(|key| renames.get(&key));
    effective_name.map_or(json_name, String::as_str)
}

/// Reports renames of unknown items, and renames of schemas to names of other schemas. Items of
/// operations and schemas that are not generated are not checked.
pub(crate) fn check(api: &Api, rename: &Renames, diagnostics: &mut Diagnostics) {
    report_shared_names(api, rename, diagnostics);
    if rename.properties.is_empty() && rename.values.is_empty() && rename.parameters.is_empty() {
        return;
    }
    let (mut properties, mut values) = (BTreeSet::new(), BTreeSet::new());
    for definition in &api.types {
        let paths = paths(definition, api);
        let add = |found: &mut BTreeSet<String>, name: &str| {
            found.extend(paths.iter().map(|path| format!("{path}.{name}")));
        };
        match &definition.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    add(&mut properties, &field.json_name);
                }
            }
            TypeKind::Enumeration(all, _) => {
                for value in spelled(all) {
                    add(&mut values, &value);
                }
            }
            TypeKind::Union(_) | TypeKind::Contents(_) | TypeKind::Alias(_) => {}
        }
    }
    let operations = api.operations.iter();
    let parameters = operations.flat_map(|operation| {
        let parameters = operation.parameters.iter();
        parameters.map(|parameter| format!("{}.{}", operation.id, parameter.name))
    });
    let parameters = parameters.collect();
    let generated: BTreeSet<&str> = api
        .types
        .iter()
        .filter_map(|definition| match &definition.owner {
            Owner::Component(name) | Owner::Shared(_, name) => Some(name.as_str()),
            Owner::Operation(_) => None,
        })
        .chain(api.operations.iter().map(|operation| operation.id.as_str()))
        .collect();
    let documented = api.documented.iter().map(|one| one.id.as_str());
    let documented = documented.chain(api.component_names.iter().map(String::as_str));
    let unselected: Vec<&str> = documented
        .filter(|name| !generated.contains(name))
        .collect();
    for (renames, found, kind) in [
        (&rename.properties, properties, ["property", "properties"]),
        (&rename.values, values, ["value", "values"]),
        (&rename.parameters, parameters, ["parameter", "parameters"]),
    ] {
        for path in renames.keys().filter(|path| !found.contains(*path)) {
            let is_unselected = unselected.iter().any(|owner| {
                let rest = path.strip_prefix(owner);
                rest.is_some_and(|rest| rest.starts_with('.'))
            });
            if !is_unselected {
                diagnostics.report(absent(path, &found, kind));
            }
        }
    }
}

/// Reports schemas that are renamed to the name of another schema, which would lose its name.
fn report_shared_names(api: &Api, rename: &Renames, diagnostics: &mut Diagnostics) {
    if rename.schemas.is_empty() {
        return;
    }
    let mut schemas: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in &api.component_names {
        let effective_name = rename.schemas.get(name).unwrap_or(name);
        schemas.entry(camel(effective_name)).or_default().push(name);
    }
    for (ident, names) in schemas {
        let renamed = names
            .iter()
            .find(|name| rename.schemas.contains_key(**name));
        let other = names.iter().find(|name| Some(*name) != renamed);
        if let Some((renamed, other)) = renamed.zip(other) {
            let message = format!(
                "`rename.schemas` renames `{renamed}` to `{ident}`, which is the name of the schema `{other}`"
            );
            let help = format!("use another name, or rename `{other}` too");
            let pointer = component_pointer::<Schema>(other);
            let location = Location::Key(pointer);
            diagnostics
                .report(Diagnostic::error(Code::NameCollision, location, message).help(help));
        }
    }
}

fn absent(path: &str, found: &BTreeSet<String>, [kind, table]: [&str; 2]) -> Diagnostic {
    let message = format!("unknown {kind} `{path}` in `rename.{table}`");
    let help = match suggest(path, found.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write the component or `operationId` first, as in `Pet.owner.name`".to_owned(),
    };
    let location = Location::setting(&["rename", table, path]);
    Diagnostic::error(Code::NotInDocument, location, message).help(help)
}

//! Names that the user gave to properties, values and parameters, by their paths: `Pet.owner.name`.

use std::collections::{BTreeMap, BTreeSet};

use super::member::spelled;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Location},
    ir::{Api, Owner, PathSegment, TypeDef, TypeKind},
    settings::Renames,
    suggestion::nearest,
};

/// The paths to a type: the component or operation, and the properties and parameters on each way.
pub(super) fn paths(definition: &TypeDef, api: &Api) -> Vec<String> {
    let owner = match &definition.owner {
        Owner::Component(name) | Owner::Shared(_, name) => name.as_str(),
        Owner::Operation(index) => api.operations.get(*index).map_or("", |one| one.id.as_str()),
    };
    let path = |steps: &[PathSegment]| {
        let names = steps.iter().filter_map(|step| match step {
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
    definition.uses.iter().map(|steps| path(steps)).collect()
}

/// The text to name something after: the user's, or the document's own.
pub(super) fn given<'a>(
    renames: &'a BTreeMap<String, String>,
    paths: &[String],
    json_name: &'a str,
) -> &'a str {
    if renames.is_empty() {
        return json_name;
    }
    let mut keys = paths.iter().map(|path| format!("{path}.{json_name}"));
    let given = keys.find_map(|key| renames.get(&key));
    given.map_or(json_name, String::as_str)
}

/// Reports renames of what isn't there. What is there and wasn't asked for isn't known here.
pub(crate) fn check(api: &Api, rename: &Renames, diagnostics: &mut Diagnostics) {
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
    for (renames, found, what) in [
        (&rename.properties, properties, "property"),
        (&rename.values, values, "value"),
        (&rename.parameters, parameters, "parameter"),
    ] {
        for path in renames.keys().filter(|path| !found.contains(*path)) {
            let is_unselected = unselected.iter().any(|owner| {
                let rest = path.strip_prefix(owner);
                rest.is_some_and(|rest| rest.starts_with('.'))
            });
            if !is_unselected {
                diagnostics.report(absent(path, &found, what));
            }
        }
    }
}

fn absent(path: &str, found: &BTreeSet<String>, what: &str) -> Diagnostic {
    let message = format!("there is no {what} `{path}`");
    let help = match nearest(path, found.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "begin with the component or the `operationId`, as in `Pet.owner.name`".to_owned(),
    };
    Diagnostic::error(Code::NotInDocument, Location::Nowhere, message).help(help)
}

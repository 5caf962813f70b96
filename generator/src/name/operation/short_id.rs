//! The short name of an operation: its `operationId` without the tag and the route that frameworks add.

use std::{borrow::Cow, collections::BTreeSet};

use crate::name::word::same_letters;
use crate::{ir::DocumentedOperation, settings::Renames};

/// Returns the name from the settings, or the `operationId` without tag and route. For an
/// `operationId` that consists of the route, returns the words of method and path.
pub(in crate::name) fn short_id<'a>(
    operation: &'a DocumentedOperation,
    rename: &'a Renames,
) -> Cow<'a, str> {
    if let Some(renamed) = rename.operations.get(&operation.id) {
        return renamed.into();
    }
    let id = match behind_route(operation) {
        None => without_route(&operation.id, &operation.path),
        Some("") => return route(operation).into(),
        Some(rest) if rest == operation.path => return route(operation).into(),
        Some(rest) => rest,
    };
    let tag = operation.tag.as_deref();
    let rest = tag.and_then(|tag| without_tag(id, tag));
    rest.or_else(|| without_controller(id)).unwrap_or(id).into()
}

/// The maximum number of letters and digits of a route with all its parameters.
const MAX_ROUTE_LENGTH: usize = 50;

/// Returns the words of method and path: `get pets by pet id toys`. A long route omits the parameters
/// before its end.
pub(in crate::name) fn route(operation: &DocumentedOperation) -> String {
    let whole = whole_route(operation);
    match whole.chars().filter(|c| c.is_alphanumeric()).count() > MAX_ROUTE_LENGTH {
        true => route_words(operation, false),
        false => whole,
    }
}

/// Returns the words of method and path with all parameters.
pub(in crate::name) fn whole_route(operation: &DocumentedOperation) -> String {
    route_words(operation, true)
}

fn route_words(operation: &DocumentedOperation, all: bool) -> String {
    let mut words = vec![operation.method.to_lowercase()];
    let mut segments = operation.path.split('/').peekable();
    let mut was_parameter = false;
    while let Some(segment) = segments.next() {
        let is_parameter = segment.starts_with('{') && segment.ends_with('}');
        if is_parameter && !all && segments.peek().is_some() {
            continue;
        }
        if is_parameter {
            words.push(if was_parameter { "and" } else { "by" }.to_owned());
        }
        was_parameter = is_parameter;
        words.push(segment.to_owned());
    }
    if operation.path == "/" {
        words.push("root".to_owned());
    }
    words.join(" ")
}

/// Returns the last segment of the path that begins with a letter and is not the end of the name.
pub(in crate::name) fn last_segment<'a>(
    operation: &'a DocumentedOperation,
    name: &str,
) -> Option<&'a str> {
    let mut segments = operation.path.rsplit('/');
    segments.find(|segment| {
        segment.starts_with(|c: char| c.is_alphabetic())
            && !name.to_lowercase().ends_with(&segment.to_lowercase())
    })
}

/// Returns the segments of a path without parameters, and without the segments with which all of some
/// paths begin or end: `v1` of `/api/v1/users` beside `/api/v2/users`.
pub(in crate::name) fn differing_segments<'a>(
    path: &'a str,
    paths: &BTreeSet<&str>,
) -> Vec<&'a str> {
    fn split(path: &str) -> Vec<&str> {
        path.split('/').filter(|it| !it.is_empty()).collect()
    }
    let own = split(path);
    let others: Vec<Vec<&str>> = paths.iter().map(|path| split(path)).collect();
    let shortest = others.iter().map(Vec::len).min().unwrap_or_default();
    let starts = |index: &usize| {
        let mut others = others.iter();
        others.all(|other| other.get(*index) == own.get(*index))
    };
    let start = (0..shortest).take_while(starts).count();
    let ends = |index: &usize| {
        let mut others = others.iter();
        others.all(|other| other.iter().nth_back(*index) == own.iter().nth_back(*index))
    };
    let end = (0..shortest - start).take_while(ends).count();
    let words = own.get(start..own.len() - end).unwrap_or_default();
    let is_word = |segment: &&&str| segment.starts_with(char::is_alphabetic);
    words.iter().filter(is_word).copied().collect()
}

/// Returns the rest of an `operationId` that begins with its method and path:
/// `get-/pets/{petId}_getById`. The rest is empty for an operation without `operationId`.
fn behind_route(operation: &DocumentedOperation) -> Option<&str> {
    let method = operation.id.get(..operation.method.len())?;
    let is_method = method.eq_ignore_ascii_case(&operation.method);
    let rest = operation.id.get(method.len()..).filter(|_| is_method)?;
    let is_sign = |c: char| matches!(c, ' ' | '-' | '_' | '.' | ':');
    let rest = rest
        .trim_start_matches(is_sign)
        .strip_prefix(&*operation.path)?;
    let name = rest.trim_start_matches(is_sign);
    (name.is_empty() || name.len() < rest.len()).then_some(name)
}

/// Removes path and method from an identifier by FastAPI, which consists of function, path and method.
/// All characters except letters and digits are `_`.
pub(in crate::name) fn without_route<'a>(id: &'a str, path: &str) -> &'a str {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let path: String = path.chars().map(plain).collect();
    let Some((rest, method)) = id.rsplit_once('_') else {
        return id;
    };
    let is_method = METHODS.contains(&method);
    let function = rest.strip_suffix(path.as_str());
    let function = function.filter(|function| is_method && !function.trim_matches('_').is_empty());
    function.unwrap_or(id)
}

/// The methods of operations in lower case.
const METHODS: [&str; 9] = [
    "delete", "get", "head", "options", "patch", "post", "put", "query", "trace",
];

/// Replaces the method at the start of a name with the method of the operation, or else appends the
/// method.
pub(in crate::name) fn with_method(name: &str, method: &str) -> String {
    let method = method.to_lowercase();
    match name.split_once('_') {
        Some((first, rest)) if METHODS.contains(&first) => format!("{method}_{rest}"),
        _ => format!("{}_{method}", name.trim_start_matches("r#")),
    }
}

/// Removes the tag from the start of an identifier: `repos/get`, or `blobStorage_list` of the tag `Blob
/// Storage`.
fn without_tag<'a>(id: &'a str, tag: &str) -> Option<&'a str> {
    let separators = id.match_indices(['/', '.', ':', '_', '-']);
    let mut rests = separators.filter_map(|(index, sign)| {
        let (front, rest) = (id.get(..index)?, id.get(index + sign.len()..)?);
        (front == tag || same_letters(front, &tag.replace(' ', ""))).then_some(rest)
    });
    rests.next().filter(|rest| !rest.is_empty())
}

/// Removes the controller from an identifier by NestJS: `UsersController_findOne`.
fn without_controller(id: &str) -> Option<&str> {
    let (controller, method) = id.split_once('_')?;
    let class = controller.strip_suffix("Controller")?;
    let is_class = class.starts_with(|c: char| c.is_ascii_uppercase());
    (is_class && !method.is_empty()).then_some(method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_at_the_end_is_removed() {
        let shortened = |id, path| without_route(id, path);
        assert_eq!(
            shortened("read_flow_flows__flow_id__get", "/flows/{flow_id}"),
            "read_flow"
        );
        assert_eq!(
            shortened("create_flow_flows__post", "/flows/"),
            "create_flow"
        );
        assert_eq!(shortened("find_flows_flows_query", "/flows"), "find_flows");
        assert_eq!(shortened("root__get", "/"), "root");
        assert_eq!(shortened("_flows__get", "/flows/"), "_flows__get");
        assert_eq!(
            shortened("read_flow_flows__flow_id_", "/flows/{flow_id}"),
            "read_flow_flows__flow_id_"
        );
        assert_eq!(shortened("get_flows", "/flow"), "get_flows");
        assert_eq!(shortened("a_b_fetch", "/b"), "a_b_fetch");
    }

    #[test]
    fn a_route_at_the_start_is_removed_or_becomes_the_name() {
        let renames = Renames::default();
        for (id, path, expected) in [
            ("get-/a/{id}_getById", "/a/{id}", "getById"),
            ("get-/a/b_/a/b", "/a/b", "get  a b"),
            (
                "get /a/{id}/b/{x}/{y}",
                "/a/{id}/b/{x}/{y}",
                "get  a by {id} b by {x} and {y}",
            ),
            ("GET/a", "/a", "get  a"),
            ("get /", "/", "get   root"),
            ("get-/ab", "/a", "get-/ab"),
            ("getA", "/a", "getA"),
            ("post-/a_find", "/a", "post-/a_find"),
        ] {
            let operation = DocumentedOperation {
                id: id.to_owned(),
                tag: None,
                method: "GET".to_owned(),
                path: path.to_owned(),
            };
            assert_eq!(short_id(&operation, &renames), expected, "{id}");
        }
    }

    #[test]
    fn the_last_word_of_a_path_distinguishes_operations() {
        let last = |path: &str| {
            let operation = DocumentedOperation {
                id: String::new(),
                tag: None,
                method: "GET".to_owned(),
                path: path.to_owned(),
            };
            last_segment(&operation, "remove").map(str::to_owned)
        };
        assert_eq!(last("/lists/2026-09/{id}").as_deref(), Some("lists"));
        assert_eq!(
            last("/lists/{id}/members/remove").as_deref(),
            Some("members")
        );
        assert_eq!(last("/"), None);
    }

    #[test]
    fn differing_segments_are_between_equal_segments() {
        for (path, other, expected) in [
            ("/api/v1/users/me", "/api/v2/users/me", &["v1"][..]),
            ("/users", "/v2/users", &[]),
            ("/v2/users", "/users", &["v2"]),
            ("/a/{id}/b/c", "/a/c", &["b"]),
            ("/a/a", "/a", &["a"]),
            ("/x/{a}", "/y/{b}", &["x"]),
            ("/", "/y", &[]),
        ] {
            let paths = BTreeSet::from([path, other]);
            assert_eq!(differing_segments(path, &paths), expected, "{path}");
        }
    }

    #[test]
    fn a_tag_at_the_start_is_removed_in_any_case_convention() {
        for (id, tag, expected) in [
            ("repos/get", "repos", Some("get")),
            ("blobStorage_list", "Blob Storage", Some("list")),
            ("user_groups_list", "UserGroups", Some("list")),
            ("users.list_all", "Users", Some("list_all")),
            ("users_", "users", None),
            ("usersList", "users", None),
        ] {
            assert_eq!(without_tag(id, tag), expected, "{id}");
        }
    }

    #[test]
    fn a_controller_at_the_start_is_removed() {
        assert_eq!(
            without_controller("UsersController_findOne"),
            Some("findOne")
        );
        assert_eq!(without_controller("usersController_findOne"), None);
        assert_eq!(without_controller("Controller_findOne"), None);
    }
}

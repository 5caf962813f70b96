//! The part of an `operationId` that names the operation: without the tag, and without what frameworks
//! make of the route.

use std::borrow::Cow;

use super::word::same_letters;
use crate::{ir::DocumentedOperation, settings::Renames};

/// The `operationId` without what repeats the tag or the route; all of a name that the user gave. Method
/// and path in words, where there is no more.
pub(super) fn short_id<'a>(
    operation: &'a DocumentedOperation,
    rename: &'a Renames,
) -> Cow<'a, str> {
    if let Some(given) = rename.operations.get(&operation.id) {
        return given.into();
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

/// The most letters of a route that is a name as a whole.
const MAX_ROUTE_LENGTH: usize = 50;

/// The words of the method and the path: `get pets by pet id toys`; of a long one without the parameters
/// in the middle.
pub(super) fn route(operation: &DocumentedOperation) -> String {
    let whole = whole_route(operation);
    match whole.chars().filter(|c| c.is_alphanumeric()).count() > MAX_ROUTE_LENGTH {
        true => route_words(operation, false),
        false => whole,
    }
}

/// The words of the method and the path.
pub(super) fn whole_route(operation: &DocumentedOperation) -> String {
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

/// The last segment of the path that is a word, and not the last one of the name.
pub(super) fn last_segment<'a>(operation: &'a DocumentedOperation, name: &str) -> Option<&'a str> {
    let mut segments = operation.path.rsplit('/');
    segments.find(|segment| {
        segment.starts_with(|c: char| c.is_alphabetic())
            && !name.to_lowercase().ends_with(&segment.to_lowercase())
    })
}

/// Returns the rest of an `operationId` that begins with its method and path:
/// `get-/pets/{petId}_getById`. It is empty for an operation without one, which goes by its route.
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

/// FastAPI's identifiers are the function, the path and a method, in which everything but letters, digits
/// and `_` is `_`.
pub(super) fn without_route<'a>(id: &'a str, path: &str) -> &'a str {
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

/// The methods of operations, as FastAPI writes them.
const METHODS: [&str; 9] = [
    "delete", "get", "head", "options", "patch", "post", "put", "query", "trace",
];

/// A name that begins with a method, with the method of the operation instead; any other with that method
/// behind it.
pub(super) fn with_method(name: &str, method: &str) -> String {
    let method = method.to_lowercase();
    match name.split_once('_') {
        Some((first, rest)) if METHODS.contains(&first) => format!("{method}_{rest}"),
        _ => format!("{}_{method}", name.trim_start_matches("r#")),
    }
}

/// GitHub's identifiers begin with the tag; those of others with the tag written otherwise
/// (`blobStorage_list` in `Blob Storage`).
fn without_tag<'a>(id: &'a str, tag: &str) -> Option<&'a str> {
    let separators = id.match_indices(['/', '.', ':', '_', '-']);
    let mut rests = separators.filter_map(|(index, sign)| {
        let (front, rest) = (id.get(..index)?, id.get(index + sign.len()..)?);
        (front == tag || same_letters(front, &tag.replace(' ', ""))).then_some(rest)
    });
    rests.next().filter(|rest| !rest.is_empty())
}

/// Nest's identifiers are the class of the controller and its method: `UsersController_findOne`.
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
    fn a_route_is_cut_off_where_it_is_all_of_the_end() {
        let cut = |id, path| without_route(id, path);
        assert_eq!(
            cut("read_flow_flows__flow_id__get", "/flows/{flow_id}"),
            "read_flow"
        );
        assert_eq!(cut("create_flow_flows__post", "/flows/"), "create_flow");
        assert_eq!(cut("find_flows_flows_query", "/flows"), "find_flows");
        assert_eq!(cut("root__get", "/"), "root");
        assert_eq!(cut("_flows__get", "/flows/"), "_flows__get");
        assert_eq!(
            cut("read_flow_flows__flow_id_", "/flows/{flow_id}"),
            "read_flow_flows__flow_id_"
        );
        assert_eq!(cut("get_flows", "/flow"), "get_flows");
        assert_eq!(cut("a_b_fetch", "/b"), "a_b_fetch");
    }

    #[test]
    fn a_route_in_front_is_cut_off_and_names_what_has_no_other_name() {
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
    fn the_last_word_of_a_path_tells_operations_apart() {
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
    fn a_tag_in_front_is_cut_off_however_it_is_written() {
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
    fn a_method_of_a_controller_is_named_after_itself() {
        assert_eq!(
            without_controller("UsersController_findOne"),
            Some("findOne")
        );
        assert_eq!(without_controller("usersController_findOne"), None);
        assert_eq!(without_controller("Controller_findOne"), None);
    }
}

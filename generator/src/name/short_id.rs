//! The part of an `operationId` that names the operation: without the tag, and without what frameworks
//! make of the route.

use crate::{ir::Documented, settings::Renames};

/// The `operationId` without what repeats the tag or the route; all of a name that the user gave.
pub(super) fn short_id<'a>(operation: &'a Documented, rename: &'a Renames) -> &'a str {
    if let Some(given) = rename.operations.get(&operation.id) {
        return given;
    }
    let id = without_route(&operation.id, &operation.path);
    let tag = operation.tag.as_deref();
    let rest = tag.and_then(|tag| without_tag(id, tag));
    rest.or_else(|| without_controller(id)).unwrap_or(id)
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
const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// GitHub's identifiers begin with the tag.
fn without_tag<'a>(id: &'a str, tag: &str) -> Option<&'a str> {
    let rest = id.strip_prefix(tag)?;
    let rest = rest.strip_prefix(['/', '.', ':', '_', '-'])?;
    (!rest.is_empty()).then_some(rest)
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
    fn a_method_of_a_controller_is_named_after_itself() {
        assert_eq!(
            without_controller("UsersController_findOne"),
            Some("findOne")
        );
        assert_eq!(without_controller("usersController_findOne"), None);
        assert_eq!(without_controller("Controller_findOne"), None);
    }
}

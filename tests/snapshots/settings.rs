//! Settings and their effect on the output: selection, names, the manifest, and rejected settings.

use std::{collections::BTreeMap, path::Path};

use rejoinder::{
    Generation, Generator, Output, Settings,
    settings::{Filter, Renames, TimeType, UriType},
};

fn generated(document: &str, settings: Settings) -> Generation {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("settings");
    Generator::new(folder.join(document))
        .settings(settings)
        .generate()
}

fn output(document: &str, settings: Settings) -> Output {
    let generation = generated(document, settings);
    let rendered = generation.rendered(false);
    generation.output.expect(&rendered)
}

/// Returns the settings of a document in the table.
fn settings(name: &str) -> Settings {
    let mut table = super::table::table().into_iter();
    table.find(|(known, _)| *known == name).unwrap().1
}

fn strings<const N: usize>(strings: [&str; N]) -> Vec<String> {
    strings.map(str::to_owned).to_vec()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    let owned = pairs.map(|(from, to)| (from.to_owned(), to.to_owned()));
    owned.into()
}

/// Returns the sorted `operationId`s of the generated operations.
fn operations(include: Filter, exclude: Filter) -> Vec<String> {
    let output = output(
        "choices.yaml",
        Settings {
            include,
            exclude,
            ..Settings::default()
        },
    );
    let files = output.files.iter();
    let files = files.filter(|(path, _)| !path.starts_with("src/runtime/"));
    let lines = files.flat_map(|(_, text)| text.lines());
    let ids = lines.filter_map(|line| {
        let id = line.trim().strip_prefix("const ID: &'static str = \"")?;
        id.strip_suffix("\";").map(str::to_owned)
    });
    let mut ids: Vec<String> = ids.collect();
    ids.sort();
    ids
}

fn tags<const N: usize>(tags: [&str; N]) -> Filter {
    Filter {
        tags: strings(tags),
        ..Filter::default()
    }
}

fn ids<const N: usize>(ids: [&str; N]) -> Filter {
    Filter {
        operations: strings(ids),
        ..Filter::default()
    }
}

fn paths<const N: usize>(paths: [&str; N]) -> Filter {
    Filter {
        paths: strings(paths),
        ..Filter::default()
    }
}

#[test]
fn operations_are_selected_by_tag_id_and_path() {
    let all = [
        "status",
        "teams/list",
        "teams/users",
        "users/add",
        "users/drop",
        "users/get-user",
    ];
    let none = Filter::default;
    assert_eq!(operations(none(), none()), all);
    assert_eq!(operations(tags(["teams"]), none()), all[1..3]);
    // Any tag of an operation selects it, not only the first.
    assert_eq!(operations(tags(["admin"]), none()), ["users/drop"]);
    assert_eq!(operations(ids(["status"]), none()), ["status"]);
    let cases: [(&str, &[&str]); 8] = [
        ("*", &all),
        ("/users", &["users/add", "users/drop"]),
        ("/users*", &["users/add", "users/drop", "users/get-user"]),
        ("/users/*", &["users/get-user"]),
        ("*/users", &["teams/users", "users/add", "users/drop"]),
        ("/teams/*/users", &["teams/users"]),
        ("*t*s*", &["status", "teams/list", "teams/users"]),
        ("/*/{id}*", &["teams/users"]),
    ];
    for (pattern, expected) in cases {
        assert_eq!(operations(paths([pattern]), none()), expected, "{pattern}");
    }
    // An operation needs to match only one filter.
    let either = Filter {
        tags: strings(["admin"]),
        operations: strings(["status"]),
        paths: strings(["/teams"]),
    };
    let expected = ["status", "teams/list", "users/drop"];
    assert_eq!(operations(either, none()), expected);
}

#[test]
fn excluded_operations_are_removed_from_included_ones() {
    let none = Filter::default;
    let expected = ["status", "teams/list", "teams/users"];
    assert_eq!(operations(none(), tags(["users"])), expected);
    let expected = ["users/add", "users/get-user"];
    assert_eq!(operations(tags(["users"]), tags(["admin"])), expected);
    let expected = ["users/drop"];
    let excluded = paths(["/users/*"]);
    let excluded = Filter {
        operations: strings(["users/add"]),
        ..excluded
    };
    assert_eq!(operations(tags(["users"]), excluded), expected);
}

#[test]
fn renames_do_not_depend_on_the_selection() {
    let all = output("choices.yaml", settings("choices"));
    let some = output(
        "choices.yaml",
        Settings {
            include: tags(["users"]),
            ..settings("choices")
        },
    );
    for file in ["src/the_people.rs", "src/models/account.rs"] {
        assert_eq!(all.files[file], some.files[file]);
    }
    // The names of inline types of a component follow from its Rust name.
    let account = &all.files["src/models/account.rs"];
    for name in ["Account", "AccountPlan"] {
        assert!(account.contains(&format!("pub struct {name} {{")));
    }
    let people = &all.files["src/the_people.rs"];
    assert!(people.contains("pub fn users_fetch("));
    assert!(people.contains("const ID: &'static str = \"users/get-user\";"));
}

#[test]
fn configured_features_are_default_features() {
    let output = output("choices.yaml", settings("choices"));
    let manifest = output.package.unwrap().manifest;
    assert_eq!(
        manifest.features[0],
        (
            "default".to_owned(),
            ["ureq", "native-tls", "all-tags"]
                .map(str::to_owned)
                .to_vec()
        )
    );
    let library = &output.files["src/lib.rs"];
    let default = library.lines().filter(|line| line.ends_with("(default)"));
    assert_eq!(default.count(), 3);
    assert!(library.contains("transport ureq (default)"));
}

#[test]
fn the_manifest_has_the_crates_of_the_types() {
    let crates = |time, uri| {
        let settings = Settings {
            time,
            uri,
            ..settings("types")
        };
        let manifest = output("types.yaml", settings).package.unwrap().manifest;
        let dependencies = manifest.dependencies.into_iter();
        let dependencies = dependencies.filter(|one| ["chrono", "jiff", "url"].contains(&one.name));
        dependencies
            .map(|one| (one.name, one.default_features, one.features))
            .collect::<Vec<_>>()
    };
    let with = vec!["std", "serde"];
    assert_eq!(
        crates(TimeType::Chrono, UriType::Url),
        [
            ("chrono", false, with.clone()),
            ("url", true, vec!["serde"])
        ]
    );
    assert_eq!(
        crates(TimeType::Jiff, UriType::String),
        [("jiff", false, with)]
    );
    assert!(crates(TimeType::String, UriType::String).is_empty());
}

#[test]
fn a_custom_format_overrides_times_and_urls() {
    let own = [
        ("date-time", "own::Time"),
        ("date", "own::Day"),
        ("uri", "own::Link"),
    ];
    let output = output(
        "types.yaml",
        Settings {
            formats: pairs(own),
            ..settings("types")
        },
    );
    let event = &output.files["src/models/event.rs"];
    for field in [
        "day: own::Day",
        "source: own::Link",
        "ended: Option<Option<own::Time>>",
    ] {
        assert!(event.contains(&format!("pub {field},")));
    }
    let moment = &output.files["src/models/moment.rs"];
    assert!(moment.contains("pub type Moment = own::Time;"));
    let dependencies = output.package.unwrap().manifest.dependencies.into_iter();
    let mut names = dependencies.map(|one| one.name);
    assert!(!names.any(|name| ["chrono", "url"].contains(&name)));
}

/// Returns the errors, each in one line.
fn found(generation: &Generation) -> Vec<String> {
    let found = generation.diagnostics.iter().map(ToString::to_string);
    found.filter(|found| found.starts_with("error")).collect()
}

#[test]
fn unknown_names_are_errors() {
    let generation = generated(
        "choices.yaml",
        Settings {
            rename: Renames {
                tags: pairs([("people", "a")]),
                operations: pairs([("users/get", "b")]),
                schemas: pairs([("user", "c")]),
                ..Renames::default()
            },
            schemas: pairs([("Team", "d::E")]),
            ..Settings::default()
        },
    );
    assert!(generation.output.is_none());
    let expected = [
        "error[not-in-document]: unknown tag `people` in `rename.tags`",
        "error[not-in-document]: unknown operation `users/get` in `rename.operations`",
        "error[not-in-document]: unknown schema `Team` in `types.schemas`",
        "error[not-in-document]: unknown schema `user` in `rename.schemas`",
    ];
    assert_eq!(found(&generation), expected);
}

#[test]
fn invalid_paths_are_errors() {
    let generation = generated(
        "choices.yaml",
        Settings {
            formats: pairs([("a", "uuid::"), ("b", "&str"), ("c", "super::Id")]),
            schemas: pairs([("team", "(A, B)")]),
            derives: strings(["Eq", "not a trait", "PartialOrd<A>", ""]),
            ..Settings::default()
        },
    );
    assert!(generation.output.is_none());
    let expected = [
        "error[argument]: expected the path of a type, found `uuid::`",
        "error[argument]: expected the path of a type, found `&str`",
        "error[argument]: expected the path of a type, found `super::Id`",
        "error[argument]: expected the path of a type, found `(A, B)`",
        "error[argument]: expected the path of a trait to derive, found `not a trait`",
        "error[argument]: expected the path of a trait to derive, found `PartialOrd<A>`",
        "error[argument]: expected the path of a trait to derive, found ``",
    ];
    assert_eq!(found(&generation), expected);
}

//! Names: reserved words, collisions, mixed case, and suffixes of frameworks.

use std::collections::BTreeSet;

use rejoinder::{Generation, Generator, Settings};
use rejoinder_cases::method_names_client::models::{Methods, NewModel, OneClone, Texts};

use super::support::{case, client, diagnostics, item, variants, with_schema};

#[test]
fn reserved_words_are_raw_identifiers() {
    let generation = case("reserved_words.yaml");
    let object = item(&generation, "pub struct Optional");
    for field in ["r#gen", "r#try", "r#dyn", "r#async", "union", "self_"] {
        let line = format!("    pub {field}: Option<Option<String>>,");
        assert!(object.lines().any(|found| found == line), "{object}");
    }
    let files = &generation.output.as_ref().unwrap().files;
    assert!(files["src/lib.rs"].contains("pub mod r#gen;"));
    assert!(files["src/gen.rs"].contains("pub fn r#gen(r#gen: impl Into<String>) -> Gen {"));
}

#[test]
fn no_crate_is_named_by_a_reserved_word() {
    for word in ["gen", "try", "self", "async"] {
        let generation = rejoinder::Generator::new("documents/same_servers.yaml")
            .name(word)
            .generate();
        assert!(generation.output.is_none(), "{word}");
    }
}

#[test]
fn an_example_compiles_for_any_function_name() {
    let generation = case("reserved_words.yaml");
    let files = &generation.output.as_ref().unwrap().files;
    let source = &files["src/client.rs"];
    assert!(
        source.contains("client.call(client::client(body))"),
        "{source}"
    );
    assert!(
        source.contains("client.call(client::body(body))"),
        "{source}"
    );
    assert!(source.contains("client.call(page(body))"), "{source}");
}

#[test]
fn servers_are_named_by_their_differences() {
    let generation = case("same_servers.yaml");
    assert_eq!(diagnostics(&generation), "");
    let source = &generation.output.as_ref().unwrap().files["src/servers.rs"];
    let heads = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct "));
    let names: Vec<&str> = heads.map(|rest| rest.trim_end_matches(" {")).collect();
    assert_eq!(
        names,
        [
            "Server",
            "ProtocolNameServer",
            "IpRangesSubdomainSiteServer",
            "IpRangesExampleComProtocolNameServer",
            "IpRangesSubdomainExampleComServer",
            "LogsSubdomainSiteServer",
            "LogsExampleComProtocolNameServer",
            "LogsSubdomainExampleComServer",
        ]
    );
}

/// Returns the messages of a generation, without locations.
fn messages(generation: &Generation) -> Vec<&str> {
    let found = generation.diagnostics.iter();
    found.map(|one| one.message.as_str()).collect()
}

#[test]
fn names_that_differ_only_in_case_are_readable() {
    let generation = case("case_names.yaml");
    let state = item(&generation, "pub enum State");
    for variant in [
        "Active",
        "ActiveLowercase",
        "ActiveUppercase",
        "ActiveSpace",
        "UserIdSnakeCase",
        "UserIdCamelCase",
        "UserId",
        "UserSpaceId",
        "N1_0",
        "N10",
        "V1_0",
        "V10",
        "N2024_01_01",
        "Minus1",
        "C",
        "CSharp",
        "CPlusPlus",
        "UuidV4",
    ] {
        let line = format!("    {variant},");
        assert!(state.lines().any(|found| found == line), "{state}");
    }
    item(&generation, "pub struct ActiveLowercase");
    item(&generation, "pub struct ActiveLowercaseInner");
    item(&generation, "pub fn get_pet_pascal_case");
    item(&generation, "pub fn list()");
    item(&generation, "pub fn list_get_users()");
    let kinds = item(&generation, "pub enum Kinds");
    for variant in [
        "FooBarKebabCase(KindsFooBarKebabCase)",
        "FooBar(KindsFooBar)",
        "ValueUnderscoreUnderscore(KindsValueUnderscoreUnderscore)",
    ] {
        assert!(kinds.contains(variant), "{kinds}");
    }
    let all = item(&generation, "pub struct All");
    for field in [
        "image_brackets",
        "self_",
        "self_capitalized",
        "id",
        "id_underscore",
        "mp3_url",
    ] {
        assert!(all.contains(&format!("pub {field}: ")), "{all}");
    }
    item(&generation, "pub fn get_empty");
    item(&generation, "pub fn get_signs");
    let digest = |text: &str| {
        let is_hex = |part: &str| part.chars().all(|c| c.is_ascii_hexdigit());
        text.get(text.len().saturating_sub(9)..text.len() - 1)
            .is_some_and(|end| is_hex(end) && end.contains(|c: char| c.is_ascii_digit()))
    };
    let messages = messages(&generation);
    assert!(
        !messages.iter().any(|message| digest(message)),
        "{messages:#?}"
    );
}

/// Only the name that changes is reported.
#[test]
fn a_collision_is_reported_once() {
    let generation = case("case_names.yaml");
    let messages = messages(&generation);
    let of_image: Vec<&&str> = messages
        .iter()
        .filter(|message| message.contains("`image`"))
        .collect();
    assert_eq!(
        of_image,
        [&"the name `image` is taken, so this property is `image_brackets`"]
    );
    let helps = generation.diagnostics.iter();
    let helps: Vec<&str> = helps.filter_map(|one| one.help.as_deref()).collect();
    let help = "set `rename.properties` in rejoinder.toml to choose another name";
    assert!(helps.contains(&help), "{helps:#?}");
}

#[test]
fn a_collision_is_reported_at_the_property_of_a_part() {
    let part = "allOf: [{ type: object, properties: { userName: { type: string }, user_name: { type: string } } }]";
    let generation = client(&with_schema(
        "3.0.3",
        &format!("{{ {part}, properties: {{ x: {{ type: string }} }} }}"),
    ));
    let pointers = generation.diagnostics.iter().map(ToString::to_string);
    let pointers: Vec<String> = pointers.collect();
    let pointer = "#/components/schemas/A/allOf/0/properties/userName";
    assert!(
        pointers.iter().any(|found| found.contains(pointer)),
        "{pointers:?}"
    );
}

#[test]
fn file_names_differ_without_regard_to_case() {
    for document in ["case_names.yaml", "reserved_words.yaml"] {
        let generation = case(document);
        let files = &generation.output.as_ref().unwrap().files;
        let lower: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
        assert_eq!(lower.len(), files.len());
    }
}

#[test]
fn words_in_mixed_case_are_not_split() {
    let object = item(&case("case_names.yaml"), "pub struct OAuth2");
    for field in ["github_id", "user_ids", "ios_version", "ipv4_address"] {
        assert!(object.contains(&format!("pub {field}: ")), "{object}");
    }
}

#[test]
fn routes_are_removed_from_the_names_of_fastapi() {
    let generation = case("fastapi_names.yaml");
    for head in [
        "pub fn read_flow",
        "pub fn create_flow",
        "pub fn upload",
        "pub struct CreateFlowBody",
        "pub struct UploadBody",
        "pub fn get_pet",
        "pub fn delete_pet",
        "pub fn toys_get",
        "pub fn toys_post",
        "pub fn list_items_v1",
        "pub fn list_items_v2",
        "pub fn list_orders",
        "pub fn list_orders_admin",
    ] {
        item(&generation, head);
    }
    let message = "the name `toys` isn't unique, so this operation is `toys_get`";
    assert!(messages(&generation).contains(&message));
}

#[test]
fn a_tag_with_the_name_of_the_module_without_tags_is_a_tag() {
    let operation = |id: &str, tags: &str| {
        let responses = "{ '204': { description: ok } }";
        format!("  /{id}: {{ get: {{ operationId: {id}, {tags}responses: {responses} }} }}\n")
    };
    let generation = client(&format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{}{}",
        operation("a", "tags: [untagged], "),
        operation("b", "")
    ));
    let files = &generation.output.as_ref().unwrap().files;
    assert!(files["src/untagged_tag.rs"].contains("pub fn a("));
    assert!(files["src/untagged.rs"].contains("pub fn b("));
}

#[test]
fn values_that_differ_by_an_accent_are_distinct() {
    let schema = "{ type: string, enum: [e, é, è, cafe, café, A, a] }";
    let generation = client(&with_schema("3.0.3", schema));
    let expected = [
        "E",
        "Ue9",
        "EAccented",
        "Cafe",
        "CafeAccented",
        "A",
        "ALowercase",
    ];
    assert_eq!(variants(&generation, "pub enum A"), expected);
}

/// Enums of Protocol Buffers repeat the name of the enum in each value.
#[test]
fn values_do_not_repeat_the_name_of_their_enum() {
    let state =
        "{ type: string, enum: [STATE_UNSPECIFIED, STATE_ON, STATE_OFF], default: STATE_ON }";
    let schema = format!("{{ type: object, properties: {{ state: {state} }} }}");
    let generation = client(&with_schema("3.0.3", &schema));
    let expected = ["Unspecified", "On", "Off"];
    assert_eq!(variants(&generation, "pub enum AState"), expected);
}

#[test]
fn maps_are_named_as_maps() {
    let map =
        |value: &str| format!("{{ type: object, additionalProperties: {{ type: {value} }} }}");
    let schema = format!("{{ anyOf: [{}, {}] }}", map("string"), map("integer"));
    let generation = client(&with_schema("3.0.3", &schema));
    let accessors = item(&generation, "impl A {");
    for name in ["as_map_of_strings", "as_map_of_integers"] {
        assert!(accessors.contains(name), "{accessors}");
    }
    let files = &generation.output.as_ref().unwrap().files;
    let docs = "Decodes the value as `BTreeMap<String, String>`.";
    assert!(files.values().any(|source| source.contains(docs)));
}

/// Inherited inline schemas are one type, named after the base, unless a child changes them.
#[test]
fn inherited_inline_types_belong_to_the_base() {
    let generation = case("inherited_types.yaml");
    let output = generation.output.as_ref().unwrap();
    let lines = output.files.values().flat_map(|source| source.lines());
    let names = lines.filter_map(|line| {
        let rest = line
            .strip_prefix("pub struct ")
            .or(line.strip_prefix("pub enum "))?;
        rest.split([' ', ';', '<', '(']).next()
    });
    let names = names.filter(|name| {
        ["Pet", "Cat", "Dog", "Add"]
            .iter()
            .any(|it| name.starts_with(it))
    });
    let names: BTreeSet<&str> = names.collect();
    let expected = [
        "AddPet",
        "AddPetAcceptedBody",
        "AddPetOptions",
        "AddPetResponse",
        "CatInput",
        "Dog",
        "DogFood",
        "DogStatus",
        "PetFood",
        "PetOwner",
        "PetOwnerInput",
        "PetPlaceItem",
        "PetStatus",
        "PetWordsItem",
    ];
    assert_eq!(names, BTreeSet::from(expected));
}

/// Enum values, discriminators and properties may have the names of associated items and trait
/// methods. Their code compiles and shadows no method of the standard library.
#[test]
fn names_of_traits_and_their_methods_are_not_shadowed() {
    let value: Texts = "Err".parse().unwrap();
    assert_eq!(value, Texts::Err);
    let methods = Methods::new().with_clone("a").default("b");
    assert_eq!(methods.clone(), methods);
    let new = NewModel::new().with_new("a");
    assert_eq!(new.clone(), new);
    assert_eq!(OneClone::new().clone().with_clone(), Some("one"));
}

/// Generates a client with renames.
fn renamed(rename: impl FnOnce(&mut rejoinder::settings::Renames)) -> Generation {
    let mut settings = Settings::default();
    rename(&mut settings.rename);
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/documents/case_names.yaml");
    Generator::new(document)
        .settings(settings)
        .name("client")
        .generate()
}

#[test]
fn properties_values_and_parameters_can_be_renamed() {
    let generation = renamed(|rename| {
        let name = |path: &str, name: &str| (path.to_owned(), name.to_owned());
        rename.properties.extend([
            name("OAuth2.userIDs", "users"),
            name("Active.inner.a", "alpha"),
        ]);
        rename.values.extend([name("State.user id", "spaced")]);
        rename.parameters.extend([name("f.user_id", "other")]);
    });
    assert!(item(&generation, "pub struct OAuth2").contains("pub users: "));
    assert!(item(&generation, "pub struct ActiveInner").contains("pub alpha: "));
    assert!(item(&generation, "pub enum State").contains("    Spaced,"));
    assert!(item(&generation, "pub struct F").contains("pub other: "));
}

#[test]
fn a_rename_of_an_unknown_name_is_an_error() {
    let generation = renamed(|rename| {
        let path = "Active.iner.a".to_owned();
        rename.properties.insert(path, "alpha".to_owned());
    });
    assert!(generation.output.is_none());
    let output = diagnostics(&generation);
    assert!(
        output.contains("unknown property `Active.iner.a` in `rename.properties`"),
        "{output}"
    );
    assert!(
        output.contains("did you mean `Active.inner.a`?"),
        "{output}"
    );
}

#[test]
fn a_rename_to_the_name_of_another_schema_is_an_error() {
    let generation = renamed(|rename| {
        let name = |schema: &str, name: &str| (schema.to_owned(), name.to_owned());
        // Schemas may exchange their names.
        rename.schemas.extend([
            name("All", "Kinds"),
            name("Kinds", "All"),
            name("State", "oauth2"),
        ]);
    });
    assert!(generation.output.is_none());
    let output = diagnostics(&generation);
    let collision =
        "`rename.schemas` renames `State` to `OAuth2`, which is the name of the schema `OAuth2`";
    assert!(output.contains(collision), "{output}");
    assert!(!output.contains("`All`"), "{output}");
}

#[test]
fn functions_are_named_after_routes_without_punctuation() {
    let generation = case("chosen_names.yaml");
    for function in [
        "get_spaces_by_space_id_pages_by_page_id_and_version",
        "get_spaces",
        "get_spaces_slash",
        "get_root",
        "get_repositories_pull_requests_comments_by_comment",
        "get_crm_lists_2026_09",
        "remove_lists",
        "remove_memberships",
        "do_search",
    ] {
        item(&generation, &format!("pub fn {function}"));
    }
}

#[test]
fn a_setter_avoids_operators_and_its_field_does_not() {
    let generation = case("chosen_names.yaml");
    let sums = item(&generation, "pub struct Sums");
    for field in [
        "new: String",
        "add: Option<i64>",
        "sub: Option<Option<i64>>",
    ] {
        assert!(sums.contains(&format!("    pub {field},")), "{sums}");
    }
    let setters = item(&generation, "impl Sums");
    assert!(
        setters.contains("pub fn with_add(mut self, add: i64) -> Self"),
        "{setters}"
    );
    let request = item(&generation, "pub struct Calculate");
    for field in ["sub", "with_sub_query", "new"] {
        assert!(request.contains(&format!("    pub {field}: ")), "{request}");
    }
    let setters = item(&generation, "impl Calculate");
    assert!(
        setters.contains("pub fn with_sub(mut self, sub: i64) -> Self"),
        "{setters}"
    );
    assert!(
        setters.contains("pub fn with_new(mut self, new: i64) -> Self"),
        "{setters}"
    );
}

#[test]
fn types_of_properties_that_differ_in_case_are_named_like_their_fields() {
    let generation = case("chosen_names.yaml");
    let twins = item(&generation, "pub struct Twins");
    for field in [
        "foo_bar: Option<TwinsFooBar>",
        "foo_bar_camel_case: Option<TwinsFooBarCamelCase>",
        "foo_bar_kebab_case: Option<TwinsFooBarKebabCase>",
    ] {
        assert!(twins.contains(field), "{twins}");
    }
}

#[test]
fn unnamed_variants_are_named_by_their_unique_property() {
    let generation = case("chosen_names.yaml");
    let found = |head| variants(&generation, head);
    assert_eq!(found("pub enum Cases"), ["OneLowercase", "One"]);
    assert_eq!(found("pub enum Piece"), ["Text", "Image", "File"]);
    assert_eq!(
        found("pub enum Sources"),
        ["GitHubRepoId", "GitHubOrg", "GitLab"]
    );
    assert_eq!(found("pub enum Contexts"), ["Strings", "Contexts"]);
    assert_eq!(found("pub enum Objects"), ["Left", "Right", "Id"]);
    let lists = item(&generation, "impl Lists");
    for accessor in ["as_cat_array", "as_dog_array", "as_array", "as_array2"] {
        assert!(lists.contains(&format!("pub fn {accessor}(")), "{lists}");
    }
}

#[test]
fn long_names_are_shortened_to_their_end() {
    let generation = case("chosen_names.yaml");
    let output = generation.output.as_ref().unwrap();
    let source = output.files.values();
    let names = source.flat_map(|source| source.lines()).filter_map(|line| {
        let name = line.strip_prefix("pub struct ")?;
        name.split([' ', ';', '<', '(']).next()
    });
    for name in names {
        assert!(name.len() <= 60, "{name}");
    }
}

#[test]
fn names_are_ascii() {
    let generation = case("unicode_names.yaml");
    let output = generation.output.as_ref().unwrap();
    for (path, source) in &output.files {
        let is_ours = path.contains("/runtime/");
        let is_rust = path.ends_with(".rs") || path.ends_with("Cargo.toml");
        for line in source.lines().filter(|_| is_rust && !is_ours) {
            let code = line.trim_start();
            let is_code = !code.starts_with("//") && !code.contains('"');
            assert!(!is_code || code.is_ascii(), "{path}: {line}");
        }
        assert!(path.is_ascii(), "{path}");
    }
    let all = item(&generation, "pub struct All");
    for field in [
        "value_u2bf: String",
        "tsena: Option<i64>",
        "grosse: Option<super::Grosse>",
    ] {
        assert!(all.contains(field), "{all}");
    }
    let listed = item(&generation, "pub enum ADotU2bf");
    assert!(listed.contains("NiHao,"), "{listed}");
}

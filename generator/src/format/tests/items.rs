//! Rules for items, each with an example.

use quote::quote;

use super::check;

/// Documentation keeps its lines, however long they are.
#[test]
fn documentation_is_lines_however_long() {
    check(
        quote! {
            #[doc = " A line that is very much longer than any line of code that rustfmt would ever let stand, and more."]
            #[doc = ""]
            #[doc = " Another."]
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub struct A {
                #[doc = " `a`"]
                pub a: Option<std::collections::BTreeMap<String, Vec<super::AnElementWithALongName>>>,
            }
        },
        r#"
/// A line that is very much longer than any line of code that rustfmt would ever let stand, and more.
///
/// Another.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct A {
    /// `a`
    pub a: Option<std::collections::BTreeMap<String, Vec<super::AnElementWithALongName>>>,
}
"#,
    );
}

/// A type that doesn't fit after its name has its own line.
#[test]
fn a_field_that_is_too_wide_begins_on_the_next_line() {
    check(
        quote! {
            pub struct A {
                pub a_field_with_quite_a_long_name: Option<std::collections::BTreeMap<String, super::AnElement>>,
            }
        },
        r#"
pub struct A {
    pub a_field_with_quite_a_long_name:
        Option<std::collections::BTreeMap<String, super::AnElement>>,
}
"#,
    );
}

/// A blank line separates a method from the preceding item.
#[test]
fn members_are_set_apart() {
    check(
        quote! {
            impl runtime::OperationResponse for A {
                type Success = ();
                const ID: &'static str = "a";
                #[must_use]
                fn a() -> u8 { 1 }
                fn b(self) {}
            }
        },
        r#"
impl runtime::OperationResponse for A {
    type Success = ();
    const ID: &'static str = "a";

    #[must_use]
    fn a() -> u8 {
        1
    }

    fn b(self) {}
}
"#,
    );
}

/// Blank lines separate the items in a function.
#[test]
fn items_in_a_function_are_set_apart() {
    check(
        quote! {
            fn a() -> u8 {
                #[derive(Default)]
                struct Slots { a: u8, }
                impl Slots { const A: u8 = 1; fn a(self) -> u8 { self.a } fn b() {} }
                Slots::default().a()
            }
        },
        r#"
fn a() -> u8 {
    #[derive(Default)]
    struct Slots {
        a: u8,
    }

    impl Slots {
        const A: u8 = 1;

        fn a(self) -> u8 {
            self.a
        }

        fn b() {}
    }

    Slots::default().a()
}
"#,
    );
}

/// Imports are sorted, with `_` first and numbers by value. A nested list has a line for each item.
#[test]
fn imports_are_in_order() {
    check(
        quote! {
            use super::{runtime::{self, json, Redacted}, models, a, z};
            pub use session2::{Session2};
            pub use session_task::{TaskB, TaskA10, TaskA9};
            pub use a::{Issue, IssueLabelsItem, IssueLabelsItemObject, IssuePullRequest, IssueReason, IssueXyz};
            mod r#type;
            mod b;
            mod a;
        },
        r#"
use super::{
    a, models,
    runtime::{self, Redacted, json},
    z,
};
pub use a::{
    Issue, IssueLabelsItem, IssueLabelsItemObject, IssuePullRequest, IssueReason, IssueXyz,
};
pub use session_task::{TaskA9, TaskA10, TaskB};
pub use session2::Session2;

mod a;
mod b;
mod r#type;
"#,
    );
}

/// A signature and its brace end before the hundredth column.
#[test]
fn a_signature_that_is_too_wide_has_a_line_for_each_argument() {
    check(
        quote! {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> { 1 }
            pub fn get(mut self, the_first: impl Into<String>, the_second: impl IntoIterator<Item = u8>) -> Self { self }
            pub fn get_crm_lists_idmapping_translate_legacy_list_id() -> GetCrmListsIdmappingTranslateLegacyListId { 1 }
            fn finish(self) -> Option<ListSelectedRepositoriesEnabledGithubActionsOrganizationOfAllTheOthersBody> { 1 }
        },
        r#"
fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
    1
}

pub fn get(
    mut self,
    the_first: impl Into<String>,
    the_second: impl IntoIterator<Item = u8>,
) -> Self {
    self
}

pub fn get_crm_lists_idmapping_translate_legacy_list_id()
-> GetCrmListsIdmappingTranslateLegacyListId {
    1
}

fn finish(
    self,
) -> Option<ListSelectedRepositoriesEnabledGithubActionsOrganizationOfAllTheOthersBody> {
    1
}
"#,
    );
}

/// Elements of at most ten columns share lines. Each wider element has its own line.
#[test]
fn short_elements_share_lines() {
    check(
        quote! {
            impl A {
                const NAMES: &'static [&'static str] = &["message", "documentation_url", "url", "status"];
                const REQUIRED: &'static [usize] = &[2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
                const SHORT: &'static [usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
                const LONG: &'static [&'static str] = &["actions", "administration", "checks", "content_references", "contents", "deployments"];
            }
        },
        r#"
impl A {
    const NAMES: &'static [&'static str] = &["message", "documentation_url", "url", "status"];
    const REQUIRED: &'static [usize] =
        &[2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
    const SHORT: &'static [usize] = &[
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27,
    ];
    const LONG: &'static [&'static str] = &[
        "actions",
        "administration",
        "checks",
        "content_references",
        "contents",
        "deployments",
    ];
}
"#,
    );
}

/// A literal that fits nowhere stays where it is.
#[test]
fn what_can_not_fit_is_left() {
    check(
        quote! {
            impl A {
                const ID: &'static str = "oauth-authorizations/get-or-create-authorization-for-app-and-fingerprint";
                const NAME: &'static str = "a literal that is longer than any line may be, on this line or on the next line, and so stays";
                fn a() {
                    request.path("a literal that is longer than any line may be, on this line or on the next line, and so stays");
                }
            }
        },
        r#"
impl A {
    const ID: &'static str =
        "oauth-authorizations/get-or-create-authorization-for-app-and-fingerprint";
    const NAME: &'static str = "a literal that is longer than any line may be, on this line or on the next line, and so stays";

    fn a() {
        request.path("a literal that is longer than any line may be, on this line or on the next line, and so stays");
    }
}
"#,
    );
}

/// The head of an `impl` is broken before `for`.
#[test]
fn a_header_that_is_too_wide_is_broken_before_for() {
    check(
        quote! {
            impl runtime::Operation for ListSelectedRepositoriesEnabledGithubActionsOrganizationOfAllTheOthers {
                type A = u8;
            }
            impl runtime::Paginated for ListSelectedRepositoriesEnabledGithubActionsOrganizationOfAllTheOtherOnes {}
        },
        r#"
impl runtime::Operation for ListSelectedRepositoriesEnabledGithubActionsOrganizationOfAllTheOthers {
    type A = u8;
}

impl runtime::Paginated
    for ListSelectedRepositoriesEnabledGithubActionsOrganizationOfAllTheOtherOnes
{
}
"#,
    );
}

/// A list in a condition that is wider than 70 columns has its own lines, whatever the maximum
/// width of a line is.
#[test]
fn the_conditions_of_modules_and_imports() {
    check(
        quote! {
            #[cfg(feature = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
            mod d;
            #[cfg(feature = "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")]
            mod e;
            #[cfg(any(feature = "aaaaaaaaaaaaaaaaaaaaaaaaa", feature = "bbbbbbbbbbbbbbbbbbb"))]
            mod c;
            #[cfg(any(feature = "aaaaaaaaaaaaaaaaaaaaaaaaa", feature = "bbbbbbbbbbbbbbbbbbbb"))]
            mod b;
            #[cfg(any(feature = "a", feature = "b"))]
            pub use b::{B, A};
            #[cfg(feature = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
            pub use c::C;
            #[cfg(feature = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
            pub use a::A;
            impl A {
                #[doc = " A"]
                #[cfg(any(feature = "aaaaaaaaaaaaaaaaaaaaaaaaa", feature = "bbbbbbbbbbbbbbbbbbbb"))]
                pub const A: u8 = 0;
            }
        },
        r#"
#[cfg(any(
    feature = "aaaaaaaaaaaaaaaaaaaaaaaaa",
    feature = "bbbbbbbbbbbbbbbbbbbb"
))]
mod b;
#[cfg(any(feature = "aaaaaaaaaaaaaaaaaaaaaaaaa", feature = "bbbbbbbbbbbbbbbbbbb"))]
mod c;
#[cfg(feature = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
mod d;
#[cfg(
    feature = "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
)]
mod e;

#[cfg(feature = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
pub use a::A;
#[cfg(any(feature = "a", feature = "b"))]
pub use b::{A, B};
#[cfg(
    feature = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)]
pub use c::C;

impl A {
    /// A
    #[cfg(any(
        feature = "aaaaaaaaaaaaaaaaaaaaaaaaa",
        feature = "bbbbbbbbbbbbbbbbbbbb"
    ))]
    pub const A: u8 = 0;
}
"#,
    );
}

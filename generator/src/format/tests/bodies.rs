//! Rules for the bodies of functions, each with an example.

use quote::quote;

use super::check;

/// Several arguments are at most sixty columns wide. A single argument may fill the line.
#[test]
fn arguments_are_at_most_sixty_wide() {
    check(
        quote! {
            fn a() {
                object.optional("organization_administration", &self.organization_admin);
                object.optional("organization_administration", &self.organization_administration);
                request.path("/a/path/that/is/longer/than/sixty/columns/and/has/no/other/argument");
            }
        },
        r#"
fn a() {
    object.optional("organization_administration", &self.organization_admin);
    object.optional(
        "organization_administration",
        &self.organization_administration,
    );
    request.path("/a/path/that/is/longer/than/sixty/columns/and/has/no/other/argument");
}
"#,
    );
}

/// A single argument with brackets starts after the bracket of the call.
#[test]
fn an_only_argument_goes_on_below() {
    check(
        quote! {
            fn a() {
                Some(Created { body: json(head, body)?, location: header(head, "location")?, })
            }
        },
        r#"
fn a() {
    Some(Created {
        body: json(head, body)?,
        location: header(head, "location")?,
    })
}
"#,
    );
}

/// Fields of a struct are at most eighteen columns wide.
#[test]
fn fields_are_at_most_eighteen_wide() {
    check(
        quote! {
            fn a() {
                let a = A { a, b: None };
                let a = A { number: 12, b: None };
            }
        },
        r#"
fn a() {
    let a = A { a, b: None };
    let a = A {
        number: 12,
        b: None,
    };
}
"#,
    );
}

/// A chain is at most sixty columns wide, unless it has one link.
#[test]
fn a_chain_is_at_most_sixty_wide() {
    check(
        quote! {
            fn a() {
                formatter.debug_struct("A").field("a", &self.a).finish();
                formatter.debug_struct("A").field("a", &self.a).field("b", &self.b).finish();
                let present = [self.short.is_some(), self.a_name_that_makes_the_whole_chain_wider_than_sixty.is_some()];
                value.serialize_with_a_long_name_that_goes_on_and_on_and_on_until_the_line_ends(serial)
            }
        },
        r#"
fn a() {
    formatter.debug_struct("A").field("a", &self.a).finish();
    formatter
        .debug_struct("A")
        .field("a", &self.a)
        .field("b", &self.b)
        .finish();
    let present = [
        self.short.is_some(),
        self.a_name_that_makes_the_whole_chain_wider_than_sixty
            .is_some(),
    ];
    value.serialize_with_a_long_name_that_goes_on_and_on_and_on_until_the_line_ends(serial)
}
"#,
    );
}

/// A value that doesn't fit after `=` moves to the next line if the value fits there.
#[test]
fn a_value_that_fits_on_the_next_line_goes_there() {
    check(
        quote! {
            fn a() {
                let a_variable_with_quite_a_long_name_that_leaves_no_room = a_function_with_a_long_name(a, b, 1);
                self.required_pull_request_reviews = Some(required_pull_request_reviews.into_iter().map(Into::into).collect());
            }
        },
        r#"
fn a() {
    let a_variable_with_quite_a_long_name_that_leaves_no_room =
        a_function_with_a_long_name(a, b, 1);
    self.required_pull_request_reviews = Some(
        required_pull_request_reviews
            .into_iter()
            .map(Into::into)
            .collect(),
    );
}
"#,
    );
}

/// The value of a field that doesn't fit after the name moves to the next line.
#[test]
fn a_name_that_is_too_wide_is_followed_by_its_value_below() {
    check(
        quote! {
            fn finish(self) -> Option<A> {
                let Self { a_field_with_a_name_that_is_really_really_long: Some(a_field_with_a_name_that_is_really_really_long) } = self else {
                    return None;
                };
                Some(A { a_field_with_a_name_that_is_really_really_long: self.a_field_with_a_name_that_is_really_really_long })
            }
        },
        r#"
fn finish(self) -> Option<A> {
    let Self {
        a_field_with_a_name_that_is_really_really_long:
            Some(a_field_with_a_name_that_is_really_really_long),
    } = self
    else {
        return None;
    };
    Some(A {
        a_field_with_a_name_that_is_really_really_long: self
            .a_field_with_a_name_that_is_really_really_long,
    })
}
"#,
    );
}

/// `else` follows a pattern of one line on the same line.
#[test]
fn else_is_behind_what_is_one_line() {
    check(
        quote! {
            fn a(self) -> Option<u8> {
                let Self { a: Some(a) } = self else { return None; };
                let Self { number: Some(number) } = self else { return None; };
                let Some(a) = b else { return };
            }
        },
        r#"
fn a(self) -> Option<u8> {
    let Self { a: Some(a) } = self else {
        return None;
    };
    let Self {
        number: Some(number),
    } = self
    else {
        return None;
    };
    let Some(a) = b else { return };
}
"#,
    );
}

/// The body of an arm gets a block if the body fits on one line of the block, or has no brackets to
/// break.
#[test]
fn an_arm_that_is_too_wide() {
    check(
        quote! {
            fn a() {
                match a {
                    0 => json::read_optional(map, &mut self.organization_self_hosted_runners_of_the_one),
                    1 => json::read_optional(map, &mut self.organization_self_hosted_runners_of_all_the_others),
                    "a text that takes its place, and then some" => Self::AVariantWithALongNameThatDoesNotFitThere,
                    2 => Ok(AResponse::Created { body: runtime::decode::json(head, body)?, location: None }),
                    3 => { a.b(); }
                    4 => { a }
                    5 => {}
                    400..=499 => match b { _ => Err(runtime::DecodeError::UndocumentedStatus), },
                }
            }
        },
        r#"
fn a() {
    match a {
        0 => json::read_optional(map, &mut self.organization_self_hosted_runners_of_the_one),
        1 => json::read_optional(
            map,
            &mut self.organization_self_hosted_runners_of_all_the_others,
        ),
        "a text that takes its place, and then some" => {
            Self::AVariantWithALongNameThatDoesNotFitThere
        }
        2 => Ok(AResponse::Created {
            body: runtime::decode::json(head, body)?,
            location: None,
        }),
        3 => {
            a.b();
        }
        4 => a,
        5 => {}
        400..=499 => match b {
            _ => Err(runtime::DecodeError::UndocumentedStatus),
        },
    }
}
"#,
    );
}

/// If alternatives don't fit on one line, each has its own line. A guard follows the last
/// alternative.
#[test]
fn patterns_of_arms() {
    check(
        quote! {
            fn a() {
                match self {
                    Self::Ok { .. } | Self::Created { .. } => Ok(self),
                    Self::ANameThatIsQuiteLong { .. } | Self::AnotherNameThatIsLong { .. } | Self::Third { .. } => Ok(self),
                    Self::Default { status, body } if status.is_success() => Ok(body),
                    Self::Default { status, a_body } if status.is_success() => Ok(body),
                    serde_json::Value::Number(number) if number.is_i64() => json::read_branch(value, Self::A, B),
                    other => Err(other),
                }
            }
        },
        r#"
fn a() {
    match self {
        Self::Ok { .. } | Self::Created { .. } => Ok(self),
        Self::ANameThatIsQuiteLong { .. }
        | Self::AnotherNameThatIsLong { .. }
        | Self::Third { .. } => Ok(self),
        Self::Default { status, body } if status.is_success() => Ok(body),
        Self::Default { status, a_body } if status.is_success() => Ok(body),
        serde_json::Value::Number(number) if number.is_i64() => {
            json::read_branch(value, Self::A, B)
        }
        other => Err(other),
    }
}
"#,
    );
}

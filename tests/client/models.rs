//! Deserialization and serialization of models.

use std::{any::TypeId, collections::BTreeSet};

use github_oauth_authorizations::{models::*, oauth_authorizations::*};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{messages::decode, samples::example};

fn read<T: DeserializeOwned>(value: Value) -> T {
    let json_text = value.to_string();
    let read: T = serde_json::from_value(value).unwrap();
    drop(read);
    serde_json::from_str(&json_text).unwrap()
}

fn written(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Decodes a 422 with this error. Returns the error, and its serialization.
fn error(item: Value) -> (ValidationErrorErrorsItem, Value) {
    let body = json!({"message": "m", "documentation_url": "d", "errors": [item]});
    let response = decode::<UpdateAuthorization>(422, body.to_string()).unwrap();
    let UpdateAuthorizationResponse::UnprocessableEntity { body } = response else {
        panic!("{response:?}");
    };
    let item = body.errors.unwrap().remove(0);
    let back = written(&item);
    (item, back)
}

#[test]
fn a_union_has_a_variant_for_each_type() {
    use ValidationErrorErrorsItemValue::{Integer, String, Strings};

    let strings = |items: &[&str]| items.iter().copied().map(Into::into).collect();
    for (sent, expected) in [
        (json!("admin script"), String("admin script".to_owned())),
        (json!(""), String(std::string::String::new())),
        (json!(0), Integer(0)),
        (json!(i64::MIN), Integer(i64::MIN)),
        (json!(i64::MAX), Integer(i64::MAX)),
        (json!([]), Strings(Vec::new())),
        (json!(["repo", ""]), Strings(strings(&["repo", ""]))),
    ] {
        let item = json!({"code": "c", "value": sent});
        let (read, back) = error(item.clone());
        assert_eq!(read.value, Some(expected));
        assert_eq!(back, item);
    }
}

#[test]
fn a_union_is_null_or_absent() {
    let (read, back) = error(json!({"code": "c", "value": null}));
    assert_eq!(read.value, None);
    assert_eq!(back, json!({"code": "c"}));
    let (read, back) = error(json!({"code": "c"}));
    assert_eq!(read.value, None);
    assert_eq!(back, json!({"code": "c"}));
}

#[test]
fn a_value_of_no_variant_is_kept() {
    for sent in [
        json!({}),
        json!({"a": [1, {"b": null}], "b": "c"}),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(true),
        json!([1, 2]),
        json!(["repo", 1]),
        json!([["repo"]]),
        json!([null]),
    ] {
        let item = json!({"code": "c", "value": sent});
        let (read, back) = error(item.clone());
        let kept = ValidationErrorErrorsItemValue::Unrecognized(sent.clone());
        assert_eq!(read.value, Some(kept));
        assert_eq!(back, item);
        assert_eq!(back.to_string(), item.to_string());
    }
}

/// The thirty permissions, by type. The test wouldn't compile if equal enums were distinct types.
#[test]
fn permissions_are_of_four_types() {
    fn kind<T: 'static, const N: usize>(_: [&Option<T>; N]) -> (TypeId, usize) {
        (TypeId::of::<T>(), N)
    }

    let all: AppPermissions = read(json!({}));
    let read_write = kind([
        &all.actions,
        &all.administration,
        &all.checks,
        &all.contents,
        &all.deployments,
        &all.environments,
        &all.issues,
        &all.metadata,
        &all.packages,
        &all.pages,
        &all.pull_requests,
        &all.repository_hooks,
        &all.secret_scanning_alerts,
        &all.secrets,
        &all.security_events,
        &all.single_file,
        &all.statuses,
        &all.vulnerability_alerts,
        &all.members,
        &all.organization_administration,
        &all.organization_hooks,
        &all.organization_packages,
        &all.organization_secrets,
        &all.organization_self_hosted_runners,
        &all.organization_user_blocking,
        &all.team_discussions,
    ]);
    let with_admin = kind([&all.repository_projects, &all.organization_projects]);
    let write = kind([&all.workflows]);
    let read = kind([&all.organization_plan]);
    assert_eq!(read_write, (TypeId::of::<AppPermissionsReadWrite>(), 26));
    assert_eq!(
        with_admin,
        (TypeId::of::<AppPermissionsReadWriteAdmin>(), 2)
    );
    assert_eq!(write, (TypeId::of::<AppPermissionsWorkflows>(), 1));
    assert_eq!(read, (TypeId::of::<AppPermissionsOrganizationPlan>(), 1));
    let kinds = BTreeSet::from([read_write.0, with_admin.0, write.0, read.0]);
    assert_eq!(kinds.len(), 4);
    // The arrays above contain all permissions.
    let shown = format!("{all:?}");
    assert_eq!(shown.matches(": None").count(), 30, "{shown}");
}

#[test]
fn every_permission_round_trips() {
    let value = |name: &str| match name {
        "repository_projects" | "organization_projects" => "admin",
        "organization_plan" => "read",
        _ => "write",
    };
    let empty: AppPermissions = read(json!({}));
    let shown = format!("{empty:?}");
    let fields = shown.split_once('{').unwrap().1.split_once('}').unwrap().0;
    let names = fields
        .split(',')
        .map(|field| field.trim().split_once(':').unwrap().0);
    let all: Value = names
        .map(|name| (name.to_owned(), json!(value(name))))
        .collect();
    let permissions: AppPermissions = read(all.clone());
    assert_eq!(written(&permissions), all);
    assert!(
        !format!("{permissions:?}").contains("Unrecognized"),
        "{permissions:?}"
    );
    assert!(
        !format!("{permissions:?}").contains("None"),
        "{permissions:?}"
    );
    assert_eq!(written(&empty), json!({}));
}

#[test]
fn an_unlisted_value_is_kept() {
    for value in ["admin", "Read", "read ", "", "\"\n", "é", "Unrecognized"] {
        let sent = json!({"actions": value, "workflows": value, "organization_plan": value});
        let permissions: AppPermissions = read(sent.clone());
        let other = AppPermissionsReadWrite::from(value);
        assert_eq!(permissions.actions, Some(other));
        assert_eq!(written(&permissions), sent);
    }
    let json_text = "selected by hand";
    let selection: NullableScopedInstallationRepositorySelection = read(json!(json_text));
    assert_eq!(selection.as_str(), json_text);
    assert_eq!(selection.to_string(), json_text);
    assert_eq!(written(&selection), json_text);
}

#[test]
fn an_enum_converts_from_and_to_strings() {
    assert_eq!(
        AppPermissionsReadWriteAdmin::from("admin"),
        AppPermissionsReadWriteAdmin::Admin
    );
    assert_eq!(AppPermissionsReadWriteAdmin::Admin.as_str(), "admin");
    assert_eq!(
        format!("{:>6}", AppPermissionsReadWriteAdmin::Read.as_str()),
        "  read"
    );
    assert_eq!(AppPermissionsWorkflows::from("write").to_string(), "write");
    for wrong in [
        json!(null),
        json!(1),
        json!({"read": null}),
        json!(["read"]),
    ] {
        serde_json::from_value::<AppPermissionsReadWrite>(wrong).unwrap_err();
    }
}

/// `Display` of an enum supports padding, like a string.
#[test]
fn an_enum_supports_padding() {
    assert_eq!(
        format!("{:>6}", AppPermissionsReadWriteAdmin::Read),
        "  read"
    );
}

#[test]
fn undocumented_properties_are_ignored() {
    let mut sent = example("authorization");
    let plain: Authorization = read(sent.clone());
    sent["new"] = json!({"token": [1, {"deep": null}]});
    sent["app"]["new"] = json!("x");
    sent[""] = json!(0);
    sent["ID"] = json!("not the id");
    let with_more: Authorization = read(sent);
    assert_eq!(with_more, plain);
}

#[test]
fn the_order_of_properties_does_not_matter() {
    let Value::Object(fields) = example("authorization") else {
        panic!("expected an object");
    };
    let mut fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    let json_text = |fields: &[String]| format!("{{{}}}", fields.join(","));
    let expected: Authorization = serde_json::from_str(&json_text(&fields)).unwrap();
    for _ in 0..fields.len() {
        fields.rotate_left(1);
        let read: Authorization = serde_json::from_str(&json_text(&fields)).unwrap();
        assert_eq!(read, expected);
    }
    fields.reverse();
    let read: Authorization = serde_json::from_str(&json_text(&fields)).unwrap();
    assert_eq!(read, expected);
}

#[test]
fn a_required_nullable_property_may_be_missing() {
    for name in [
        "scopes",
        "token_last_eight",
        "hashed_token",
        "note",
        "note_url",
        "fingerprint",
        "expires_at",
    ] {
        let mut body = example("authorization");
        body.as_object_mut().unwrap().remove(name).unwrap();
        let absent: Authorization = read(body.clone());
        body[name] = Value::Null;
        let null: Authorization = read(body.clone());
        assert_eq!(absent, null);
        // A required property is always serialized.
        assert_eq!(written(&absent), body);
    }
}

//! The generated models, each compared with its twin.

use github_oauth_authorizations::{models as emitted, oauth_authorizations as bodies};

use crate::{agreement, calls, schemas, twins};

/// Declares the tests of a model and its twin.
macro_rules! tests {
    ($test:ident, $emitted:ty, $twin:ty, $schema:expr) => {
        mod $test {
            use super::*;

            #[test]
            fn accepts_documented_values() {
                agreement::documented::<$emitted, $twin>(&$schema);
            }

            #[test]
            fn agrees_on_any_value() {
                agreement::anything::<$emitted, $twin>(&$schema);
            }

            #[test]
            fn agrees_inside_other_types() {
                agreement::within::<$emitted, $twin>(&$schema);
            }

            #[test]
            fn makes_the_same_calls() {
                calls::check::<$emitted, $twin>(&$schema);
            }
        }
    };
}

/// Declares the tests of the models of each schema.
macro_rules! models {
    ($($schema:ident: $($test:ident $module:ident::$name:ident),*;)*) => {
        $($(tests!($test, $module::$name, twins::$name, schemas::$schema());)*)*
    };
}

models! {
    app_permissions:
        app_permissions emitted::AppPermissions;
    application_grant:
        application_grant emitted::ApplicationGrant;
    app:
        application_grant_app emitted::ApplicationGrantApp,
        authorization_app emitted::AuthorizationApp;
    authorization:
        authorization emitted::Authorization;
    basic_error:
        basic_error emitted::BasicError;
    installation:
        nullable_scoped_installation emitted::NullableScopedInstallation;
    user:
        nullable_simple_user emitted::NullableSimpleUser,
        simple_user emitted::SimpleUser;
    validation_error:
        validation_error emitted::ValidationError;
    errors_item:
        validation_error_errors_item emitted::ValidationErrorErrorsItem;
    create_body:
        create_authorization_body bodies::CreateAuthorizationBody;
    for_app_body:
        get_or_create_authorization_for_app_body bodies::GetOrCreateAuthorizationForAppBody;
    for_app_and_fingerprint_body:
        get_or_create_authorization_for_app_and_fingerprint_body bodies::GetOrCreateAuthorizationForAppAndFingerprintBody;
    update_body:
        update_authorization_body bodies::UpdateAuthorizationBody;
    read_write:
        app_permissions_read_write emitted::AppPermissionsReadWrite;
    read_write_admin:
        app_permissions_read_write_admin emitted::AppPermissionsReadWriteAdmin;
    write:
        app_permissions_workflows emitted::AppPermissionsWorkflows;
    read:
        app_permissions_organization_plan emitted::AppPermissionsOrganizationPlan;
    selection:
        nullable_scoped_installation_repository_selection emitted::NullableScopedInstallationRepositorySelection;
    union:
        validation_error_errors_item_value emitted::ValidationErrorErrorsItemValue;
}

tests!(
    list_of_authorizations,
    Vec<emitted::Authorization>,
    Vec<twins::Authorization>,
    schemas::list(schemas::authorization())
);

tests!(
    list_of_application_grants,
    Vec<emitted::ApplicationGrant>,
    Vec<twins::ApplicationGrant>,
    schemas::list(schemas::application_grant())
);

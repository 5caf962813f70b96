//! The models, each against its twin.

use github_oauth_authorizations::{models as emitted, oauth_authorizations as bodies};

use crate::{agreement, calls, shapes, twins};

/// Makes the tests of a model and its twin.
macro_rules! tests {
    ($test:ident, $emitted:ty, $twin:ty, $shape:expr) => {
        mod $test {
            use super::*;

            #[test]
            fn takes_what_is_documented() {
                agreement::documented::<$emitted, $twin>(&$shape);
            }

            #[test]
            fn agrees_on_anything() {
                agreement::anything::<$emitted, $twin>(&$shape);
            }

            #[test]
            fn agrees_within_other_types() {
                agreement::within::<$emitted, $twin>(&$shape);
            }

            #[test]
            fn makes_the_same_calls() {
                calls::same::<$emitted, $twin>(&$shape);
            }
        }
    };
}

/// Makes the tests of each model that has this shape.
macro_rules! models {
    ($($shape:ident: $($test:ident $module:ident::$name:ident),*;)*) => {
        $($(tests!($test, $module::$name, twins::$name, shapes::$shape());)*)*
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
    shapes::list(shapes::authorization())
);

tests!(
    list_of_application_grants,
    Vec<emitted::ApplicationGrant>,
    Vec<twins::ApplicationGrant>,
    shapes::list(shapes::application_grant())
);

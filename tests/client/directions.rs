//! Read-only and write-only properties: the request and the response type of a schema.

use http::Response;
use rejoinder_compiled::fixtures::directions_client::{
    BaseUrl, Operation, RequestBody,
    models::{
        Account, AccountInput, AccountOwnerInput, CatInput, Login, LoginOutput, Pet, PetInput,
    },
    runtime::ResponseBody,
    untagged::{
        AddResponse, CreateResponse, LoginResponse, ReplaceBody, ReplaceResponse, add, create,
        login, replace,
    },
};
use serde_json::{Value, json};

/// Returns the JSON body of a request.
fn sent(operation: &impl Operation) -> Value {
    let base = BaseUrl::parse("https://example.com").unwrap();
    match operation.request(&base).unwrap().body() {
        RequestBody::Bytes(bytes) => serde_json::from_slice(bytes).unwrap(),
        body => panic!("{body:?}"),
    }
}

/// Decodes a response.
fn received<O: Operation>(_: &O, status: u16, body: &Value) -> O::Response<()> {
    let head = Response::builder().status(status).body(()).unwrap();
    let body = ResponseBody::Bytes(body.to_string().into());
    O::decode(&head.into_parts().0, body).unwrap()
}

fn account() -> AccountInput {
    let owner = AccountOwnerInput::new().mail("a@example.com");
    AccountInput::new("octocat", "hush").owner(owner)
}

#[test]
fn read_only_properties_are_only_in_responses() {
    let json = json!({
        "id": "1", "name": "octocat", "owner": {"since": 2008, "mail": "a@example.com"},
        "home": {"street": "Main"}, "history": {"lines": ["made"]},
    });
    let CreateResponse::Created { body, .. } = received(&create(account()), 201, &json);
    assert_eq!(body.owner.as_ref().unwrap().since, Some(2008));
    assert_eq!(serde_json::to_value(&body).unwrap(), json);
    // A response may omit a write-only property, even if the property is required. `id` is missing
    // here.
    serde_json::from_value::<Account>(json!({"name": "octocat"})).unwrap_err();
}

#[test]
fn write_only_properties_are_only_in_requests() {
    let expected = json!({
        "name": "octocat", "secret": "hush", "owner": {"mail": "a@example.com"},
    });
    assert_eq!(sent(&create(account())), expected);
}

#[test]
fn inline_schemas_are_for_one_direction() {
    let body = ReplaceBody::new("octocat", "hush").reason("moved");
    let operation = replace("1", body);
    let expected = json!({"name": "octocat", "secret": "hush", "reason": "moved"});
    assert_eq!(sent(&operation), expected);
    let trees = json!([{"branches": [{"size": 1}], "size": 2}]);
    let ReplaceResponse::Ok { body, .. } = received(&operation, 200, &trees);
    assert_eq!(serde_json::to_value(&body).unwrap(), trees);
}

#[test]
fn discriminators_are_in_both_directions() {
    let operation = add(PetInput::Cat(CatInput::new()));
    assert_eq!(sent(&operation), json!({"kind": "Cat"}));
    let cat = json!({"kind": "Cat", "id": 1});
    let AddResponse::Ok { body, .. } = received(&operation, 200, &cat);
    assert!(matches!(body, Pet::Cat(cat) if cat.id == 1));
}

#[test]
fn a_write_only_object_is_an_empty_response() {
    let operation = login(Login::new("hush"));
    assert_eq!(sent(&operation), json!({"password": "hush"}));
    let LoginResponse::Ok { body, .. } = received(&operation, 200, &json!({}));
    let empty: LoginOutput = serde_json::from_value(json!({})).unwrap();
    assert_eq!(body, empty);
}

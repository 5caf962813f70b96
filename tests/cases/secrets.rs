//! No public type shows a secret, neither in `Debug` or `Display` nor in errors and their sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    error::Error,
    fmt::Debug,
    future::ready,
    panic::AssertUnwindSafe,
};

use bytes::Bytes;
use http::{HeaderMap, Request};
use rejoinder::{Settings, settings::Secrets};
use rejoinder_cases::secrets_client::{
    models::*,
    runtime::{
        self, BaseUrl, Client, FnTransport, Multipart, Operation, OperationResponse, Response,
        ResponseBody,
    },
    security::KEY,
    serde_json,
    untagged::{self, *},
};
use serde_json::{Value, json};

use crate::support::case_with;

/// The value of every secret.
const SECRET: &str = "S3CRET";

/// The types whose `Debug` output was checked.
#[derive(Default)]
struct Checked(BTreeSet<&'static str>);

impl Checked {
    /// Checks the `Debug` output of a value, and records its type.
    #[track_caller]
    fn debug<T: Debug>(&mut self, value: &T) -> String {
        let output = format!("{value:?}");
        for output in [&output, &format!("{value:#?}")] {
            assert!(!output.contains(SECRET), "{output}");
        }
        let name = std::any::type_name::<T>();
        let name = name.split('<').next().unwrap_or_default();
        self.0.insert(name.rsplit("::").next().unwrap_or_default());
        output
    }

    /// Deserializes a value with secrets, and checks its `Debug` output.
    #[track_caller]
    fn read<T: Debug + serde::de::DeserializeOwned>(&mut self, json: Value) -> (T, String) {
        let value = serde_json::from_value(json).expect("a value");
        let output = self.debug(&value);
        (value, output)
    }
}

/// Checks every error of a chain.
#[track_caller]
fn check_error(error: &dyn Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        let output = format!("{error} {error:?} {error:#?}");
        assert!(!output.contains(SECRET), "{output}");
        next = error.source();
    }
}

fn open_json() -> Value {
    json!({
        "name": "seen", "pin": SECRET, "refreshToken": SECRET, "passwords": [SECRET],
        "Private-Key": SECRET, "max_tokens": 7,
        "any": {"deep": [{"api_key": SECRET, "seen": 1, "tokens": 2, "is": true, "PIN": SECRET}]},
        "labels": {"X-Auth-Token": SECRET, "color": "seen"},
        "counts": {"prompt_tokens": 3, "session": 4},
        "pets": {"a": {"kind": "cat", "token": SECRET, "lives": 9}},
        "events": [{"clientSecret": {"value": SECRET}}],
        "pair": ["seen", {"passphrase": SECRET}],
        "vague": {"token": SECRET, "a": "seen"},
        "pet": {"kind": "cat", "token": SECRET, "lives": "nine"},
        "authorization": SECRET,
        "other": {"signature": SECRET, "seen": null}
    })
}

fn models(checked: &mut Checked) {
    let (_, output) = checked.read::<Open>(open_json());
    for expected in [
        r#"name: Some("seen")"#,
        "max_tokens: Some(7)",
        r#""seen": 1"#,
        r#""tokens": 2"#,
        r#""is": true"#,
        r#""color": "seen""#,
        r#""prompt_tokens": 3"#,
        r#""session": [redacted]"#,
        r#""lives": 9"#,
        r#"pet: Some(Unrecognized({"kind": "cat", "#,
        r#""lives": "nine""#,
        r#"additional_properties: {"authorization": [redacted]"#,
    ] {
        assert!(output.contains(expected), "no {expected} in {output}");
    }
    checked.read::<Cat>(json!({"kind": "cat", "token": SECRET, "lives": 9}));
    let dog = json!({"kind": "dog", "credential": SECRET});
    checked.read::<Dog>(dog.clone());
    let (dog, _) = checked.read::<Dog>(dog);
    checked.0.insert("DogCredential");
    assert_eq!(dog.credential.expect("a credential").as_str(), SECRET);
    let (_, output) = checked.read::<Dog>(json!({"kind": "dog", "credential": "chip"}));
    assert!(output.contains("credential: Some(Chip)"), "{output}");
    for pet in [
        json!({"kind": "cat", "token": SECRET, "lives": 9}),
        json!({"kind": "cat", "token": SECRET, "lives": "nine"}),
        json!({"kind": "fish", "nested": [{"password": SECRET}]}),
        json!({"labels": "seen", "cookie": SECRET}),
    ] {
        checked.read::<Pet>(pet);
    }
    assert_eq!(checked.read::<Pet>(json!("none")).1, "None");
    let (vague, _) = checked.read::<Vague>(json!({"token": SECRET, "a": "seen"}));
    checked.debug(&vague.as_a().expect("the first"));
    checked.debug(&vague.as_b().expect("the second"));
    let meta = [("token".to_owned(), json!(SECRET))];
    checked.debug(&Form::new("seen").otp(SECRET).meta(meta));
}

fn base() -> BaseUrl {
    BaseUrl::parse("https://api.test").expect("a base URL")
}

/// Checks the `Debug` output of an operation, and of the headers and the body of its request. A URI
/// isn't redacted.
#[track_caller]
fn check_request<O: Operation + Debug>(checked: &mut Checked, operation: &O) {
    checked.debug(operation);
    let request = operation.request(&base()).expect("a request");
    let (head, body) = request.into_parts();
    checked.debug(&head.headers);
    checked.debug(&body);
}

fn requests(checked: &mut Checked) {
    let filter = [("token".to_owned(), SECRET.to_owned())];
    let list = list_pets().access_token(SECRET).pin(SECRET).filter(filter);
    check_request(checked, &list);
    check_request(checked, &list.header("x-any", SECRET).expect("a header"));
    let pet = serde_json::from_value::<Pet>(json!({"kind": "fish", "token": SECRET}));
    check_request(checked, &add_pet().body(pet.expect("a pet")));
    check_request(checked, &send_raw(json!({"token": SECRET})));
    checked.debug(&SendRawContent::from(json!({"token": SECRET})));
    let map = [("token".to_owned(), json!(SECRET))];
    check_request(checked, &replace_raw(map));
    let arguments = || GetManyArguments {
        a: "a".into(),
        b: "b".into(),
        c: "c".into(),
        d: "d".into(),
        e: "e".into(),
        f: "f".into(),
        password: SECRET.into(),
        token: SECRET.into(),
    };
    checked.debug(&arguments());
    check_request(checked, &get_many(arguments()));
    check_request(checked, &upload(Form::new("seen").otp(SECRET)));
    checked.debug(&Multipart::new().text("token", SECRET));
    let mut parts = Multipart::new();
    parts.write_header("x-token", SECRET);
    checked.debug(&parts);
    let mut writer = runtime::RequestWriter::new(http::Method::GET, &base());
    writer.query("token", &SECRET);
    checked.debug(&writer);
}

/// Decodes a response with a secret in every sensitive header.
fn decode<O: Operation>(status: u16, media_type: &str, body: &str) -> O::Response<Bytes> {
    let response = http::Response::builder()
        .status(status)
        .header("content-type", media_type);
    let names = ["token", "x-auth-token", "set-cookie", "pin", "x-session-id"];
    let response = names
        .iter()
        .fold(response, |it, name| it.header(*name, SECRET));
    let (head, ()) = response.body(()).expect("a response").into_parts();
    let body = Bytes::from(body.to_owned());
    let incoming = match O::body_mode(&head) {
        runtime::BodyMode::Buffer => ResponseBody::Bytes(body),
        runtime::BodyMode::Stream => ResponseBody::Stream(body),
    };
    O::decode(&head, incoming).unwrap_or_else(|error| panic!("{error}"))
}

fn responses(checked: &mut Checked) {
    let json = "application/json";
    let token = json!({"token": SECRET}).to_string();
    let pet = json!({"kind": "cat", "token": SECRET, "lives": "nine"}).to_string();
    checked.debug(&decode::<ListPets>(200, json, &format!("[{token}]")));
    checked.debug(&decode::<ListPets>(500, json, &token));
    let added = decode::<AddPet>(201, json, &pet);
    let output = checked.debug(&added);
    assert!(output.contains("Unrecognized"), "{output}");
    let AddPetResponse::Created { headers, .. } = added else {
        panic!("{added:?}")
    };
    assert_eq!(headers.x_auth_token.as_deref(), Some(SECRET));
    checked.debug(&*headers);
    checked.debug(&decode::<AddPet>(400, json, &token));
    let raw = decode::<SendRaw>(200, json, &token);
    checked.debug(&raw);
    let SendRawResponse::Ok { body } = raw;
    checked.debug(&body);
    // The content of a stream isn't redacted.
    let stream = decode::<ReplaceRaw>(200, "application/octet-stream", "seen");
    checked.debug(&stream);
    checked.debug(&decode::<GetMany>(200, json, &open_json().to_string()));
    checked.debug(&decode::<untagged::Upload>(204, json, ""));
    checked.debug(&ResponseBody::<()>::Bytes(Bytes::from_static(
        SECRET.as_bytes(),
    )));
}

fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

/// Returns a client with a fixed response.
fn client(status: u16, body: Value) -> Client<impl runtime::Transport> {
    let transport = FnTransport(move |request: Request<runtime::RequestBody>| {
        let output = format!("{request:?}");
        assert!(!output.contains(SECRET), "{output}");
        let response = http::Response::builder().status(status);
        let response = response
            .header("content-type", "application/json")
            .header("x-session-id", SECRET)
            .header("x-auth-token", SECRET)
            .header("location", format!("ftp://user:{SECRET}@host"));
        let response = response.body(Bytes::from(body.to_string()));
        ready(Ok::<_, Infallible>(response.expect("a response")))
    });
    let builder = Client::with_transport(transport, "https://api.test").credential(KEY, SECRET);
    builder.build().expect("a client")
}

/// The results of calls: a response with its headers and bytes, and every kind of error.
#[test]
fn no_call_shows_a_secret() {
    let mut checked = Checked::default();
    let body = json!([{"token": SECRET}]);
    let response = wait(client(200, body.clone()).send(list_pets())).expect("a response");
    checked.debug(&response);
    checked.debug(&response.headers);
    let page: Response<Vec<BTreeMap<String, Value>>> = {
        let mut pages = client(200, body).pages(list_pets());
        checked.debug(&pages);
        wait(pages.next()).expect("a page").expect("a response")
    };
    let output = checked.debug(&page);
    assert!(output.contains("[redacted]"), "{output}");
    let errors = [
        (400, json!({"token": SECRET})),
        (418, json!({"token": SECRET})),
        (302, json!({"token": SECRET})),
        (201, json!({"token": SECRET})),
        (201, json!(SECRET)),
    ];
    for (status, body) in errors {
        let client = client(status, body);
        checked.debug(&client);
        if let Err(error) = wait(client.call(add_pet())) {
            check_error(&error);
            checked.debug(&error);
        } else {
            assert_eq!(status, 201);
        }
        let result = wait(client.call(get_many(GetManyArguments {
            a: "a".into(),
            b: "b".into(),
            c: "c".into(),
            d: "d".into(),
            e: "e".into(),
            f: "f".into(),
            password: "seen".into(),
            token: "seen".into(),
        })));
        if let Err(error) = &result {
            check_error(error);
            let panic = std::panic::catch_unwind(AssertUnwindSafe(move || result.unwrap()));
            let panic = panic.expect_err("a panic");
            let output = panic.downcast_ref::<String>().expect("a message");
            assert!(!output.contains(SECRET), "{output}");
        }
    }
    for base in [
        format!("https://user:{SECRET}@host"),
        format!("https://{SECRET}@host"),
        format!("https://host?token={SECRET}"),
        format!("{SECRET}://host"),
    ] {
        check_error(&BaseUrl::parse(&base).expect_err("no base URL"));
    }
}

/// The tests check every public type of the client, so a new type can't be missed.
#[test]
fn no_public_type_shows_a_secret() {
    let mut checked = Checked::default();
    models(&mut checked);
    requests(&mut checked);
    responses(&mut checked);
    let generation = case_with("secrets.yaml", Settings::default());
    let output = generation.output.expect("a client");
    let sources = output
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("src/models/") || path.as_str() == "src/untagged.rs");
    let declared = sources
        .flat_map(|(_, output)| output.lines())
        .filter_map(|line| {
            let name = line
                .strip_prefix("pub struct ")
                .or(line.strip_prefix("pub enum "))?;
            name.split(|c: char| !c.is_alphanumeric()).next()
        });
    let missing: Vec<&str> = declared.filter(|name| !checked.0.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn a_client_redacts_the_names_of_the_settings() {
    let secrets = Secrets {
        add: vec!["badge".to_owned()],
        remove: vec!["session".to_owned()],
    };
    let settings = Settings {
        secrets,
        ..Settings::default()
    };
    let output = case_with("secrets.yaml", settings)
        .output
        .expect("a client");
    let names = &output.files["src/runtime/secret_settings.rs"];
    for constant in [
        r#"ADDED: &[&str] = &["badge"];"#,
        r#"REMOVED: &[&str] = &["session"];"#,
        r#"DECLARED: &[&str] = &["pin"];"#,
    ] {
        assert!(names.contains(constant), "{names}");
    }
}

#[test]
fn the_headers_of_a_response_are_redacted() {
    let response = wait(client(200, json!([])).send(list_pets())).expect("a response");
    let is_hidden = |headers: &HeaderMap, name: &str| headers[name].is_sensitive();
    assert!(is_hidden(&response.headers, "x-session-id"));
    assert!(!is_hidden(&response.headers, "content-type"));
    let success = response.value.into_success();
    assert!(success.is_ok());
}

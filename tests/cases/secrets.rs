//! No public type shows a secret: neither its `Debug` nor its `Display`, nor the errors and their sources.

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
        self, BaseUrl, Client, FnTransport, Multipart, Operation, Outcome, Response, ResponseBody,
    },
    security::KEY,
    serde_json,
    untagged::{self, *},
};
use serde_json::{Value, json};

use crate::support::case_with;

/// The text of every secret.
const SECRET: &str = "S3CRET";

/// The types that were shown.
#[derive(Default)]
struct Shown(BTreeSet<&'static str>);

impl Shown {
    /// Checks what `Debug` shows of a value, and notes its type.
    #[track_caller]
    fn debug<T: Debug>(&mut self, value: &T) -> String {
        let text = format!("{value:?}");
        for text in [&text, &format!("{value:#?}")] {
            assert!(!text.contains(SECRET), "{text}");
        }
        let name = std::any::type_name::<T>();
        let name = name.split('<').next().unwrap_or_default();
        self.0.insert(name.rsplit("::").next().unwrap_or_default());
        text
    }

    /// Reads a value that is shown without its secrets.
    #[track_caller]
    fn read<T: Debug + serde::de::DeserializeOwned>(&mut self, json: Value) -> (T, String) {
        let value = serde_json::from_value(json).expect("a value");
        let text = self.debug(&value);
        (value, text)
    }
}

/// Every error in a chain.
#[track_caller]
fn check_error(error: &dyn Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        let text = format!("{error} {error:?} {error:#?}");
        assert!(!text.contains(SECRET), "{text}");
        next = error.source();
    }
}

fn open() -> Value {
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

fn models(shown: &mut Shown) {
    let (_, text) = shown.read::<Open>(open());
    for seen in [
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
        assert!(text.contains(seen), "no {seen} in {text}");
    }
    shown.read::<Cat>(json!({"kind": "cat", "token": SECRET, "lives": 9}));
    let dog = json!({"kind": "dog", "credential": SECRET});
    shown.read::<Dog>(dog.clone());
    let (dog, _) = shown.read::<Dog>(dog);
    shown.0.insert("DogCredential");
    assert_eq!(dog.credential.expect("a credential").as_str(), SECRET);
    let (_, text) = shown.read::<Dog>(json!({"kind": "dog", "credential": "chip"}));
    assert!(text.contains("credential: Some(Chip)"), "{text}");
    for pet in [
        json!({"kind": "cat", "token": SECRET, "lives": 9}),
        json!({"kind": "cat", "token": SECRET, "lives": "nine"}),
        json!({"kind": "fish", "nested": [{"password": SECRET}]}),
        json!({"labels": "seen", "cookie": SECRET}),
    ] {
        shown.read::<Pet>(pet);
    }
    assert_eq!(shown.read::<Pet>(json!("none")).1, "None");
    let (vague, _) = shown.read::<Vague>(json!({"token": SECRET, "a": "seen"}));
    shown.debug(&vague.as_a().expect("the first"));
    shown.debug(&vague.as_b().expect("the second"));
    let meta = [("token".to_owned(), json!(SECRET))];
    shown.debug(&UploadBody::new("seen").otp(SECRET).meta(meta));
}

fn base() -> BaseUrl {
    BaseUrl::parse("https://api.test").expect("a base URL")
}

/// A request shows its method and its headers; what a URI has is the caller's.
#[track_caller]
fn check_request<O: Operation + Debug>(shown: &mut Shown, operation: &O) {
    shown.debug(operation);
    let request = operation.request(&base()).expect("a request");
    let (head, body) = request.into_parts();
    shown.debug(&head.headers);
    shown.debug(&body);
}

fn requests(shown: &mut Shown) {
    let filter = [("token".to_owned(), SECRET.to_owned())];
    let list = list_pets().access_token(SECRET).pin(SECRET).filter(filter);
    check_request(shown, &list);
    check_request(shown, &list.header("x-any", SECRET).expect("a header"));
    let pet = serde_json::from_value::<Pet>(json!({"kind": "fish", "token": SECRET}));
    check_request(shown, &add_pet().body(pet.expect("a pet")));
    check_request(shown, &send_raw(json!({"token": SECRET})));
    shown.debug(&SendRawContent::from(json!({"token": SECRET})));
    let map = [("token".to_owned(), json!(SECRET))];
    check_request(shown, &replace_raw(map));
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
    shown.debug(&arguments());
    check_request(shown, &get_many(arguments()));
    check_request(shown, &upload(UploadBody::new("seen").otp(SECRET)));
    shown.debug(&Multipart::new().text("token", SECRET));
    let mut parts = Multipart::new();
    parts.write_header("x-token", SECRET);
    shown.debug(&parts);
    let mut writer = runtime::RequestWriter::new(http::Method::GET, &base());
    writer.query("token", &SECRET);
    shown.debug(&writer);
}

/// The response of an operation to a body, with a secret in all headers that have one.
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

fn responses(shown: &mut Shown) {
    let json = "application/json";
    let token = json!({"token": SECRET}).to_string();
    let pet = json!({"kind": "cat", "token": SECRET, "lives": "nine"}).to_string();
    shown.debug(&decode::<ListPets>(200, json, &format!("[{token}]")));
    shown.debug(&decode::<ListPets>(500, json, &token));
    let added = decode::<AddPet>(201, json, &pet);
    let text = shown.debug(&added);
    assert!(text.contains("Unrecognized"), "{text}");
    let AddPetResponse::Created { headers, .. } = added else {
        panic!("{added:?}")
    };
    assert_eq!(headers.x_auth_token.as_deref(), Some(SECRET));
    shown.debug(&*headers);
    shown.debug(&decode::<AddPet>(400, json, &token));
    let raw = decode::<SendRaw>(200, json, &token);
    shown.debug(&raw);
    let SendRawResponse::Ok { body } = raw;
    shown.debug(&body);
    // The stream is the caller's own.
    let stream = decode::<ReplaceRaw>(200, "application/octet-stream", "seen");
    shown.debug(&stream);
    shown.debug(&decode::<GetMany>(200, json, &open().to_string()));
    shown.debug(&decode::<untagged::Upload>(204, json, ""));
    shown.debug(&ResponseBody::<()>::Bytes(Bytes::from_static(
        SECRET.as_bytes(),
    )));
}

fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

/// A client of a server that answers everything alike.
fn client(status: u16, body: Value) -> Client<impl runtime::Transport> {
    let transport = FnTransport(move |request: Request<runtime::RequestBody>| {
        let text = format!("{request:?}");
        assert!(!text.contains(SECRET), "{text}");
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

/// The results of calls: the response with its headers and bytes, and every sort of error.
#[test]
fn no_call_shows_a_secret() {
    let mut shown = Shown::default();
    let body = json!([{"token": SECRET}]);
    let response = wait(client(200, body.clone()).send(list_pets())).expect("a response");
    shown.debug(&response);
    shown.debug(&response.headers);
    let page: Response<Vec<BTreeMap<String, Value>>> = {
        let mut pages = client(200, body).pages(list_pets());
        shown.debug(&pages);
        wait(pages.next()).expect("a page").expect("a response")
    };
    let text = shown.debug(&page);
    assert!(text.contains("[redacted]"), "{text}");
    let errors = [
        (400, json!({"token": SECRET})),
        (418, json!({"token": SECRET})),
        (302, json!({"token": SECRET})),
        (201, json!({"token": SECRET})),
        (201, json!(SECRET)),
    ];
    for (status, body) in errors {
        let client = client(status, body);
        shown.debug(&client);
        if let Err(error) = wait(client.call(add_pet())) {
            check_error(&error);
            shown.debug(&error);
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
            let text = panic.downcast_ref::<String>().expect("a message");
            assert!(!text.contains(SECRET), "{text}");
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

/// Every type of the client is shown by a test, so that a new one isn't forgotten.
#[test]
fn no_public_type_shows_a_secret() {
    let mut shown = Shown::default();
    models(&mut shown);
    requests(&mut shown);
    responses(&mut shown);
    let generation = case_with("secrets.yaml", Settings::default());
    let output = generation.output.expect("a client");
    let sources = output
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("src/models/") || path.as_str() == "src/untagged.rs");
    let declared = sources
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| {
            let name = line
                .strip_prefix("pub struct ")
                .or(line.strip_prefix("pub enum "))?;
            name.split(|c: char| !c.is_alphanumeric()).next()
        });
    let missing: Vec<&str> = declared.filter(|name| !shown.0.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn a_client_knows_the_names_of_the_settings() {
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
fn the_headers_of_a_response_are_hidden() {
    let response = wait(client(200, json!([])).send(list_pets())).expect("a response");
    let is_hidden = |headers: &HeaderMap, name: &str| headers[name].is_sensitive();
    assert!(is_hidden(&response.headers, "x-session-id"));
    assert!(!is_hidden(&response.headers, "content-type"));
    let success = response.value.success();
    assert!(success.is_ok());
}

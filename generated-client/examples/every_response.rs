//! Calls every operation once against a mock server of the API, and prints a line of JSON for each:
//! the documented response or the error.
//!
//! ```sh
//! cargo run -p github-oauth-authorizations --example every_response -- \
//!     --base-url http://localhost:4010 --status 401 --write
//! ```
//!
//! `--status N` requests that response with `Prefer: code=N` from the operations that document it.
//! Operations that aren't GET are called only with `--write`. The exit code is 0 if all responses
//! were documented, 1 if not, and 2 if the arguments are invalid.

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::{
    env,
    error::Error as StdError,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use github_oauth_authorizations::{
    Client, Error, Operation,
    oauth_authorizations::*,
    runtime::{Body, CallInfo},
};
use serde_json::json;

const USAGE: &str = "usage: every_response --base-url URL [--status N] [--write]";

// Examples of the API description.
const CLIENT_ID: &str = "abcde12345fghij67890";
const CLIENT_SECRET: &str = "3ef4ad510c59ad37bac6bb4f80047fb3aee3cc7f";

/// The documented status codes of an operation, and the names of its responses.
trait Documented {
    const STATUSES: &'static [u16];
    fn variant(&self) -> &'static str;
}

/// Implements [`Documented`]. A missing or unknown variant doesn't compile.
macro_rules! responses {
    ($($response:ident: $($status:literal $variant:ident),+;)+) => {$(
        impl Documented for $response {
            const STATUSES: &'static [u16] = &[$($status),+];

            fn variant(&self) -> &'static str {
                match self { $(Self::$variant { .. } => stringify!($variant),)+ }
            }
        }
    )+};
}

responses! {
    ListGrantsResponse: 200 Ok, 304 NotModified, 401 Unauthorized, 403 Forbidden, 404 NotFound;
    GetGrantResponse: 200 Ok, 304 NotModified, 401 Unauthorized, 403 Forbidden;
    DeleteGrantResponse: 204 NoContent, 304 NotModified, 401 Unauthorized, 403 Forbidden;
    ListAuthorizationsResponse: 200 Ok, 304 NotModified, 401 Unauthorized, 403 Forbidden, 404 NotFound;
    CreateAuthorizationResponse:
        201 Created, 304 NotModified, 401 Unauthorized, 403 Forbidden, 410 Gone, 422 UnprocessableEntity;
    GetOrCreateAuthorizationForAppResponse:
        200 Ok, 201 Created, 304 NotModified, 401 Unauthorized, 403 Forbidden, 422 UnprocessableEntity;
    GetOrCreateAuthorizationForAppAndFingerprintResponse: 200 Ok, 201 Created, 422 UnprocessableEntity;
    GetAuthorizationResponse: 200 Ok, 304 NotModified, 401 Unauthorized, 403 Forbidden;
    UpdateAuthorizationResponse: 200 Ok, 422 UnprocessableEntity;
    DeleteAuthorizationResponse: 204 NoContent, 304 NotModified, 401 Unauthorized, 403 Forbidden;
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let run = match Run::from_arguments(env::args().skip(1)) {
        Ok(run) => run,
        Err(error) => {
            eprintln!("{error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run.all().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cannot print: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Run {
    client: Client,
    status: Option<u16>,
    write: bool,
}

impl Run {
    fn from_arguments(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Self, Box<dyn StdError>> {
        let (mut base, mut status, mut write) = (None, None, false);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--base-url" => base = arguments.next(),
                "--status" => {
                    let number = arguments.next().ok_or("missing number of --status")?;
                    status = Some(number.parse()?);
                }
                "--write" => write = true,
                other => return Err(format!("unknown argument `{other}`").into()),
            }
        }
        let client = Client::builder(base.ok_or("missing --base-url")?)
            .timeout(Duration::from_secs(30))
            .build()?;
        Ok(Self {
            client,
            status,
            write,
        })
    }

    /// Calls every operation with the examples of the API description, or else with 1 and
    /// `example`. Returns `true` if all responses were documented.
    async fn all(&self) -> io::Result<bool> {
        let grants = list_grants().per_page(1).page(1).client_id("example");
        let authorizations = list_authorizations()
            .per_page(1)
            .page(1)
            .client_id("example");
        let mut decoded = vec![
            self.call(grants).await?,
            self.call(get_grant(1)).await?,
            self.call(authorizations).await?,
            self.call(get_authorization(1)).await?,
        ];
        if self.write {
            let create = CreateAuthorizationBody::new()
                .scopes(["public_repo"])
                .note("optional note")
                .note_url("http://optional/note/url")
                .client_id(CLIENT_ID)
                .client_secret(CLIENT_SECRET);
            let app = GetOrCreateAuthorizationForAppBody::new(CLIENT_SECRET)
                .scopes(["public_repo"])
                .note("optional note")
                .note_url("http://optional/note/url");
            let app = get_or_create_authorization_for_app(CLIENT_ID, app);
            let print = GetOrCreateAuthorizationForAppAndFingerprintBody::new(CLIENT_SECRET)
                .scopes(["public_repo"])
                .note("optional note")
                .note_url("http://optional/note/url");
            let print =
                get_or_create_authorization_for_app_and_fingerprint(CLIENT_ID, "example", print);
            let update = UpdateAuthorizationBody::new()
                .add_scopes(["public_repo"])
                .remove_scopes(["user"])
                .note("optional note");
            decoded.extend([
                self.call(create_authorization().body(create)).await?,
                self.call(app).await?,
                self.call(print).await?,
                self.call(update_authorization(1).body(update)).await?,
                self.call(delete_authorization(1)).await?,
                self.call(delete_grant(1)).await?,
            ]);
        }
        Ok(!decoded.contains(&false))
    }

    /// Calls an operation and prints the result. Returns `true` if the response is documented.
    async fn call<O: Operation>(&self, operation: O) -> io::Result<bool>
    where
        O::Response<Body>: Documented + Send,
    {
        let documented = |code: &u16| O::Response::STATUSES.contains(code);
        let result = match self.status.filter(documented) {
            Some(code) => match operation.header("Prefer", format!("code={code}")) {
                Ok(operation) => self.client.send(operation).await,
                Err(source) => {
                    let call = CallInfo::new(O::ID, O::METHOD, O::PATH_TEMPLATE);
                    Err(Error::Request { call, source })
                }
            },
            None => self.client.send(operation).await,
        };
        let (status, variant, error) = match &result {
            Ok(response) => (Some(response.status), Some(response.value.variant()), None),
            Err(error) => (error.status(), None, Some(chain(error))),
        };
        writeln!(
            io::stdout(),
            r#"{{"operation":{},"status":{},"variant":{},"error":{}}}"#,
            json!(O::ID),
            json!(status.map(|status| status.as_u16())),
            json!(variant),
            json!(error),
        )?;
        Ok(result.is_ok())
    }
}

/// Formats an error and its sources.
fn chain(error: &dyn StdError) -> String {
    let mut message = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        message = format!("{message}: {error}");
        next = error.source();
    }
    message
}

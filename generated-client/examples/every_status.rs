//! All results of a call: every documented response and every kind of error.
//!
//! ```sh
//! export GHE_URL=https://ghe.example.com/api/v3 GHE_USER=octocat GHE_PASSWORD=…
//! cargo run -p github-oauth-authorizations --example every_status
//! ```

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::{env, error, process::ExitCode};

use github_oauth_authorizations::{
    Client, Error,
    models::{BasicError, ValidationErrorErrorsItemValue as Value},
    oauth_authorizations::{
        CreateAuthorizationBody, CreateAuthorizationResponse as Response, create_authorization,
    },
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn error::Error>> {
    let client = Client::builder(setting("GHE_URL")?)
        .basic_auth(setting("GHE_USER")?, setting("GHE_PASSWORD")?)
        .build()?;
    let body = CreateAuthorizationBody::new()
        .scopes(["public_repo", "user"])
        .note("an example");
    Ok(match client.send(create_authorization().body(body)).await {
        Ok(response) => documented(response.value),
        Err(error) => failed(&error),
    })
}

/// Prints a documented response. The `match` is exhaustive: if the API description adds a response,
/// it no longer compiles.
fn documented(response: Response) -> ExitCode {
    match response {
        Response::Created { body, location, .. } => {
            println!("created {}", location.as_deref().unwrap_or(&body.url));
            return ExitCode::SUCCESS;
        }
        Response::NotModified => println!("not modified"),
        Response::Unauthorized { body, .. } => {
            println!("unauthorized: {}", message(body));
        }
        Response::Forbidden { body, .. } => println!("forbidden: {}", message(body)),
        Response::Gone { body, .. } => println!("gone: {}", message(body)),
        Response::UnprocessableEntity { body, .. } => {
            println!("{}, see {}", body.message, body.documentation_url);
            for item in body.errors.unwrap_or_default() {
                let field = item.field.unwrap_or_default();
                // Missing, `null`, or one of the documented types.
                let value = match item.value {
                    None => "nothing".to_owned(),
                    Some(Value::String(string)) => string,
                    Some(Value::Integer(number)) => number.to_string(),
                    Some(Value::Strings(strings)) => strings.join(", "),
                    Some(other) => format!("{other:?}"),
                };
                println!("  `{field}`: {} ({value})", item.code);
            }
        }
    }
    ExitCode::FAILURE
}

/// Returns the message of an error, which is optional.
fn message(body: BasicError) -> String {
    body.message.unwrap_or_else(|| "(no message)".to_owned())
}

/// Prints an error. It has the status code, headers and body of a response, if any arrived.
fn failed(error: &Error) -> ExitCode {
    match error {
        // Nothing was sent: an argument is invalid.
        Error::Request { source, .. } => println!("invalid arguments: {source}"),
        // The server may have completed a request that timed out.
        Error::Transport { .. } | Error::Body(_) if error.is_timeout() => println!("timed out"),
        Error::Transport { .. } | Error::Body(_) => println!("try again: {}", chain(error)),
        Error::Redirect(redirect) => {
            let location = redirect.response.headers.get("location");
            println!("{redirect}: {location:?}");
        }
        // For example the 502 of a proxy, with an HTML page.
        Error::UndocumentedStatus(response) => {
            let media_type = response.headers.get("content-type");
            println!("{error}: {media_type:?}");
        }
        // The response doesn't match the API description. The chain contains the path of the
        // property.
        Error::Decode(failure) => println!("{}", chain(failure)),
        // `Error` is non-exhaustive.
        other => println!("{}", chain(other)),
    }
    ExitCode::FAILURE
}

/// Formats an error and its sources.
fn chain(error: &dyn error::Error) -> String {
    let mut message = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        message = format!("{message}: {error}");
        next = error.source();
    }
    message
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

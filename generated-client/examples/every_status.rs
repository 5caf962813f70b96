//! Everything that one call can come to: every documented status, and every way in which none of
//! them arrives.
//!
//! ```sh
//! export GHE_URL=https://ghe.example.com/api/v3 GHE_USER=octocat GHE_PASSWORD=…
//! cargo run -p github-oauth-authorizations --example every_status
//! ```

#![expect(deprecated, reason = "GitHub means to drop this API")]

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

/// Exhaustive: when the document gains a status, this stops compiling.
fn documented(response: Response) -> ExitCode {
    match response {
        Response::Created { body, location, .. } => {
            println!("created {}", location.as_deref().unwrap_or(&body.url));
            return ExitCode::SUCCESS;
        }
        Response::NotModified => println!("nothing has changed"),
        Response::Unauthorized { body, .. } => {
            println!("wrong name, password or one-time password: {}", said(body));
        }
        Response::Forbidden { body, .. } => println!("not allowed, or too often: {}", said(body)),
        Response::Gone { body, .. } => println!("this server has dropped the API: {}", said(body)),
        Response::UnprocessableEntity { body, .. } => {
            println!("{}, see {}", body.message, body.documentation_url);
            for item in body.errors.unwrap_or_default() {
                let field = item.field.unwrap_or_default();
                // Absent, null, or one of the documented types.
                let value = match item.value {
                    None => "nothing".to_owned(),
                    Some(Value::String(text)) => text,
                    Some(Value::Integer(number)) => number.to_string(),
                    Some(Value::Strings(texts)) => texts.join(", "),
                    Some(other) => format!("{other:?}"),
                };
                println!("  `{field}`: {} ({value})", item.code);
            }
        }
    }
    ExitCode::FAILURE
}

/// What GitHub says: the document promises no field of an error.
fn said(body: BasicError) -> String {
    body.message.unwrap_or_else(|| "(no message)".to_owned())
}

/// No documented response arrived. What did arrive is in the error: status, headers and bytes.
fn failed(error: &Error) -> ExitCode {
    match error {
        // Nothing was sent: an argument can't be part of a request.
        Error::Request { source, .. } => println!("correct the arguments: {source}"),
        // A write that timed out may have been done nevertheless.
        Error::Transport { .. } | Error::Body(_) if error.is_timeout() => println!("timed out"),
        Error::Transport { .. } | Error::Body(_) => println!("try again: {}", chain(error)),
        Error::Redirect(redirect) => {
            let location = redirect.response.headers.get("location");
            println!("{redirect}; it leads to {location:?}");
        }
        // Such as the 502 of a proxy, whose body is a page of HTML.
        Error::Undocumented(response) => {
            let kind = response.headers.get("content-type");
            println!("{error}: {kind:?}");
        }
        // The server doesn't keep to the document. The chain names the field.
        Error::Decode(failure) => println!("{}", chain(failure)),
        // A later version of the crate may have more.
        other => println!("{}", chain(other)),
    }
    ExitCode::FAILURE
}

/// An error and what it comes from.
fn chain(error: &dyn error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text = format!("{text}: {error}");
        next = error.source();
    }
    text
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

//! Gets or creates the authorization of an OAuth app: a `match` over all documented responses.
//!
//! ```sh
//! export GHE_HOST=ghe.example.com GHE_USER=octocat GHE_PASSWORD=…
//! export APP_CLIENT_SECRET=…
//! cargo run -p github-oauth-authorizations --example create_or_get -- abcde12345fghij67890
//! ```
//!
//! The default of `GHE_PROTOCOL` is `https`.

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::{env, error::Error};

use github_oauth_authorizations::{
    Client,
    oauth_authorizations::{
        GetOrCreateAuthorizationForAppBody, GetOrCreateAuthorizationForAppResponse as Response,
        get_or_create_authorization_for_app,
    },
    servers::Server,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = env::args().nth(1).ok_or("usage: create_or_get CLIENT_ID")?;

    // The URL of the API is `{protocol}://{hostname}/api/v3`: `Server` sets the variables.
    let server = Server::new(setting("GHE_HOST")?)
        .protocol(env::var("GHE_PROTOCOL").unwrap_or_else(|_| "https".to_owned()));
    let client = Client::builder(server)
        .basic_auth(setting("GHE_USER")?, setting("GHE_PASSWORD")?)
        .user_agent("create-or-get/1.0")
        .build()?;

    let body = GetOrCreateAuthorizationForAppBody::new(setting("APP_CLIENT_SECRET")?)
        .scopes(["public_repo"])
        .note("an example");
    let response = client
        .send(get_or_create_authorization_for_app(app, body))
        .await?;

    // Undocumented responses are errors. If the API description adds a response, this `match` no
    // longer compiles.
    match response.value {
        Response::Ok { body, location, .. } => {
            // The token is empty: GitHub returns it only on creation.
            println!(
                "existing authorization: {}",
                location.as_deref().unwrap_or(&body.url)
            );
        }
        Response::Created { body, location, .. } => {
            println!(
                "new authorization: {}",
                location.as_deref().unwrap_or(&body.url)
            );
            println!(
                "its token, which GitHub doesn't return again: {}",
                body.token
            );
        }
        Response::NotModified => println!("not modified"),
        Response::Unauthorized { body, .. } => {
            return Err(format!("unauthorized: {}", body.message.unwrap_or_default()).into());
        }
        Response::Forbidden { body, .. } => {
            return Err(format!("forbidden: {}", body.message.unwrap_or_default()).into());
        }
        Response::UnprocessableEntity { body, .. } => {
            return Err(format!("invalid request: {}", body.message).into());
        }
    }
    Ok(())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

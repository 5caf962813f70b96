//! Gets the authorization of an OAuth app, or creates it: a `match` over every documented response.
//!
//! ```sh
//! export GHE_HOST=ghe.example.com GHE_USER=octocat GHE_PASSWORD=…
//! export APP_CLIENT_SECRET=…
//! cargo run -p github-oauth-authorizations --example create_or_get -- abcde12345fghij67890
//! ```
//!
//! `GHE_PROTOCOL` is `https` unless it is set.

#![expect(deprecated, reason = "GitHub means to drop this API")]

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

    // The document serves the API at `{protocol}://{hostname}/api/v3`: the builder fills that in.
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

    // Only the documented responses get here. When the document gains one, this stops compiling.
    match response.value {
        Response::Ok { body, location, .. } => {
            // GitHub doesn't tell a token again: it is empty here.
            println!("it was there: {}", location.as_deref().unwrap_or(&body.url));
        }
        Response::Created { body, location, .. } => {
            println!("it is new: {}", location.as_deref().unwrap_or(&body.url));
            println!("its token, which is told only now: {}", body.token);
        }
        Response::NotModified => println!("nothing has changed"),
        Response::Unauthorized { body, .. } => {
            return Err(format!("who are you? {}", body.message.unwrap_or_default()).into());
        }
        Response::Forbidden { body, .. } => {
            return Err(format!("you may not: {}", body.message.unwrap_or_default()).into());
        }
        Response::UnprocessableEntity { body, .. } => {
            return Err(format!("the request is at fault: {}", body.message).into());
        }
    }
    Ok(())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

//! Two-factor authentication: call, see that the 401 asks for a one-time password, call again.
//!
//! ```sh
//! export GHE_URL=https://ghe.example.com/api/v3 GHE_USER=octocat GHE_PASSWORD=…
//! cargo run -p github-oauth-authorizations --example two_factor -- "a note for the new token"
//! ```

#![expect(deprecated, reason = "GitHub means to drop this API")]

use std::{
    env,
    error::Error,
    io::{self, Write},
};

use github_oauth_authorizations::{CallError, Client, Operation, oauth_authorizations::*};

/// The header that asks for a one-time password, and that brings it. The document doesn't know it.
const OTP: &str = "X-GitHub-OTP";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let note = env::args().nth(1).ok_or("usage: two_factor NOTE")?;
    let client = Client::builder(setting("GHE_URL")?)
        .basic_auth(setting("GHE_USER")?, setting("GHE_PASSWORD")?)
        .build()?;

    let body = CreateAuthorizationBody::new().note(note);
    let create = create_authorization().body(body);

    // By reference, so that the operation is still there for the second call.
    let authorization = match client.call(&create).await {
        Ok(authorization) => authorization,
        Err(CallError::Rejected(rejected)) => {
            // Every header of a response is kept, documented or not: `required; sms`.
            let asked = rejected.headers.get(OTP).and_then(|it| it.to_str().ok());
            let Some(("required", means)) = asked.and_then(|it| it.split_once("; ")) else {
                return Err(rejected.into());
            };
            let code = ask(&format!("one-time password ({means}): "))?;
            client.call(create.header(OTP, code)?).await?
        }
        Err(error) => return Err(error.into()),
    };
    println!("{}: {}", authorization.url, authorization.token);
    Ok(())
}

fn ask(question: &str) -> io::Result<String> {
    print!("{question}");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

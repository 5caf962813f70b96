//! Two-factor authentication: if a 401 requires a one-time password, the call is repeated with it.
//!
//! ```sh
//! export GHE_URL=https://ghe.example.com/api/v3 GHE_USER=octocat GHE_PASSWORD=…
//! cargo run -p github-oauth-authorizations --example two_factor -- "a note for the new token"
//! ```

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::{
    env,
    error::Error,
    io::{self, Write},
};

use github_oauth_authorizations::{CallError, Client, Operation, oauth_authorizations::*};

/// The header that requires a one-time password in a response and contains it in a request. It is
/// not in the API description.
const OTP: &str = "X-GitHub-OTP";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let note = env::args().nth(1).ok_or("usage: two_factor NOTE")?;
    let client = Client::builder(setting("GHE_URL")?)
        .basic_auth(setting("GHE_USER")?, setting("GHE_PASSWORD")?)
        .build()?;

    let body = CreateAuthorizationBody::new().note(note);
    let create = create_authorization().body(body);

    // By reference, so that the operation can be sent again.
    let authorization = match client.call(&create).await {
        Ok(authorization) => authorization,
        Err(CallError::ErrorResponse(response)) => {
            // Responses have all headers, documented or not. The value is `required; sms`, for
            // example.
            let challenge = response.headers.get(OTP).and_then(|it| it.to_str().ok());
            let Some(("required", channel)) = challenge.and_then(|it| it.split_once("; ")) else {
                return Err(response.into());
            };
            let code = prompt(&format!("one-time password ({channel}): "))?;
            client.call(create.header(OTP, code)?).await?
        }
        Err(error) => return Err(error.into()),
    };
    println!("{}: {}", authorization.url, authorization.token);
    Ok(())
}

fn prompt(label: &str) -> io::Result<String> {
    print!("{label}");
    io::stdout().flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

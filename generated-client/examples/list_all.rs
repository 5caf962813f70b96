//! Lists all authorizations of a user, page by page.
//!
//! ```sh
//! export GHE_URL=https://ghe.example.com/api/v3 GHE_USER=octocat GHE_PASSWORD=…
//! cargo run -p github-oauth-authorizations --example list_all
//! ```

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::{env, error::Error};

use github_oauth_authorizations::{Client, oauth_authorizations::list_authorizations};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(setting("GHE_URL")?)
        .basic_auth(setting("GHE_USER")?, setting("GHE_PASSWORD")?)
        .build()?;

    // Each page links to the next one: `Link: <…>; rel="next"`.
    let mut pages = client.pages(list_authorizations().per_page(100));
    let mut count = 0;
    while let Some(page) = pages.next().await {
        for authorization in page?.value {
            let note = authorization.note.as_deref().unwrap_or("(no note)");
            println!("{} {}: {note}", authorization.id, authorization.app.name);
            count += 1;
        }
    }
    println!("{count} authorizations");
    Ok(())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

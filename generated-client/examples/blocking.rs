//! The blocking client: a call, and an iterator over pages.
//!
//! ```sh
//! export GHE_URL=https://ghe.example.com/api/v3 GHE_USER=octocat GHE_PASSWORD=…
//! cargo run -p github-oauth-authorizations --example blocking --features ureq -- 1
//! ```

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::{env, error::Error, time::Duration};

use github_oauth_authorizations::{
    blocking::Client,
    oauth_authorizations::{get_authorization, list_grants},
};

fn main() -> Result<(), Box<dyn Error>> {
    let id = env::args().nth(1).ok_or("usage: blocking AUTHORIZATION")?;
    let client = Client::builder(setting("GHE_URL")?)
        .basic_auth(setting("GHE_USER")?, setting("GHE_PASSWORD")?)
        .timeout(Duration::from_secs(30))
        .build()?;

    let authorization = client.call(get_authorization(id.parse()?))?;
    println!("{}: {:?}", authorization.url, authorization.scopes);

    for page in client.pages(list_grants().per_page(100)) {
        for grant in page?.value {
            println!("{} since {}", grant.app.name, grant.created_at);
        }
    }
    Ok(())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

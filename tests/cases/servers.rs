//! Names of servers with similar URLs.

use super::support::client;

/// The names of the servers of a document.
fn names(text: &str) -> Vec<String> {
    let generation = client(text);
    let output = generation.output.as_ref().expect("a client");
    let lines = output.files["src/servers.rs"].lines();
    let heads = lines.filter_map(|line| line.strip_prefix("pub struct "));
    heads
        .map(|rest| rest.trim_end_matches([' ', '{', '}']).to_owned())
        .collect()
}

#[test]
fn servers_with_other_defaults_have_their_host_or_a_number() {
    let server = |default: &str, values: &str| {
        format!(
            "[{{ url: 'https://{{region}}.uploads.test', variables: {{ region: {{ default: {default}, enum: [{values}] }} }} }}]"
        )
    };
    let [first, second, third] = [
        server("us", "us, eu"),
        server("eu", "us, eu"),
        server("us", "us, eu, ap"),
    ];
    let found = names(&format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
servers: [{{ url: 'https://api.test' }}]
paths:
  /a: {{ get: {{ operationId: a, servers: {first}, responses: {{ '204': {{ description: ok }} }} }} }}
  /b: {{ get: {{ operationId: b, servers: {second}, responses: {{ '204': {{ description: ok }} }} }} }}
  /c: {{ get: {{ operationId: c, servers: {third}, responses: {{ '204': {{ description: ok }} }} }} }}
"
    ));
    assert_eq!(
        found,
        [
            "Server",
            "RegionUploadsTestServer",
            "EuRegionUploadsTestServer",
            "RegionUploadsTestServer2",
        ]
    );
}

#[test]
fn a_server_with_another_scheme_has_its_scheme() {
    let found = names(
        "swagger: '2.0'
info: { title: T, version: '1' }
host: api.test
schemes: [https, http]
paths: { /a: { get: { operationId: a, responses: { 204: { description: ok } } } } }
",
    );
    assert_eq!(found, ["Server", "HttpServer"]);
}

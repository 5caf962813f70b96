//! Bodies of forms.

use super::support::{client, item};

#[test]
fn nullable_properties_of_forms_are_optional() {
    let text = "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: { post: { operationId: login, requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Login' } } } }, responses: { '204': { description: ok } } } }
  /b: { post: { operationId: both, requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Both' } }, application/json: { schema: { $ref: '#/components/schemas/Both' } } } }, responses: { '204': { description: ok } } } }
components:
  schemas:
    Login: { type: object, properties: { scope: { type: [string, 'null'] } } }
    Both: { type: object, properties: { scope: { type: [string, 'null'] } } }
";
    let generation = client(text);
    let login = item(&generation, "pub struct Login");
    assert!(login.contains("pub scope: Option<String>,"), "{login}");
    let both = item(&generation, "pub struct Both");
    assert!(
        both.contains("pub scope: Option<Option<String>>,"),
        "{both}"
    );
}

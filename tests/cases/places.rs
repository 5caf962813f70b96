//! Types that several operations share: multipart bodies, and inline schemas behind references.

use super::support::{case, client, diagnostics, item};

/// A component with files is one type in every multipart body, and another type where it is JSON.
#[test]
fn multipart_bodies_of_a_component_are_one_type() {
    let generation = case("fastapi_names.yaml");
    for head in ["pub struct Upload", "pub struct UploadAgain"] {
        let request = item(&generation, head);
        assert!(request.contains("body: models::UploadBody,"), "{request}");
    }
    let content = item(&generation, "pub enum BothContent");
    for variant in ["Json(models::Both)", "Multipart(models::BothMultipart)"] {
        assert!(content.contains(variant), "{content}");
    }
}

/// A reference to an inline schema has the name of that schema, and is one type with it.
#[test]
fn referenced_inline_schemas_have_the_name_of_their_place() {
    let body = "#/paths/~1x/get/responses/200/content/application~1json/schema/properties";
    let generation = client(&format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths:
  /x:
    get:
      operationId: getX
      parameters:
        - {{ name: sort, in: query, schema: {{ enum: [up, down] }} }}
        - {{ name: then, in: query, schema: {{ $ref: '#/paths/~1x/get/parameters/0/schema' }} }}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  item: {{ type: object, properties: {{ n: {{ type: string }} }} }}
                  detail: {{ type: object, title: Item detail, properties: {{ m: {{ type: string }} }} }}
                  again: {{ $ref: '{body}/item' }}
                  content: {{ $ref: '#/components/schemas/A/properties/content' }}
                  entry: {{ $ref: '#/components/schemas/A/properties/list/items' }}
                  second: {{ $ref: '#/components/schemas/A/properties/pair/prefixItems/1' }}
                  extra: {{ $ref: '#/components/schemas/A/additionalProperties' }}
                  circle: {{ $ref: '#/components/schemas/A/properties/shape/oneOf/0' }}
        4XX: {{ $ref: '#/components/responses/Failed' }}
  /y:
    get:
      operationId: getY
      responses:
        '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '{body}/item' }} }} }} }}
        '202': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '{body}/detail' }} }} }} }}
        4XX: {{ description: no, content: {{ application/json: {{ schema: {{ $ref: '#/components/responses/Failed/content/application~1json/schema' }} }} }} }}
components:
  responses:
    Failed: {{ description: no, content: {{ application/json: {{ schema: {{ type: object, properties: {{ message: {{ type: string }} }} }} }} }} }}
  schemas:
    A:
      type: object
      properties:
        content: {{ type: object, properties: {{ a: {{ type: string }} }} }}
        list: {{ type: array, items: {{ type: object, properties: {{ b: {{ type: string }} }} }} }}
        pair: {{ type: array, prefixItems: [{{ type: string }}, {{ type: object, properties: {{ c: {{ type: string }} }} }}], minItems: 2, items: false }}
        shape: {{ oneOf: [{{ type: object, required: [kind], properties: {{ kind: {{ const: circle }} }} }}, {{ type: string }}] }}
      additionalProperties: {{ type: object, properties: {{ d: {{ type: string }} }} }}
"
    ));
    assert_eq!(diagnostics(&generation), "");
    let request = item(&generation, "pub struct GetX");
    for field in ["sort", "then"] {
        let field = format!("pub {field}: Option<models::GetXSort>,");
        assert!(request.contains(&field), "{request}");
    }
    let body = item(&generation, "pub struct GetXOkBody");
    for field in [
        "item: Option<models::GetXOkBodyItem>",
        "detail: Option<models::GetXItemDetail>",
        "again: Option<models::GetXOkBodyItem>",
        "content: Option<models::AContent>",
        "entry: Option<models::AListItem>",
        "second: Option<models::APairSecond>",
        "extra: Option<models::AValue>",
        "circle: Option<models::AShapeCircle>",
    ] {
        assert!(
            body.contains(&format!("    pub {field},")),
            "{field}: {body}"
        );
    }
    let response = item(&generation, "pub enum GetYResponse");
    for body in [
        "body: models::GetXOkBodyItem",
        "body: models::GetXItemDetail",
        "body: models::FailedResponseBody",
    ] {
        assert!(response.contains(body), "{body}: {response}");
    }
}

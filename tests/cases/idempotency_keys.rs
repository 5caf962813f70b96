//! Idempotency keys: the header that a client with retries fills in.

use crate::support::{client, item};

#[test]
fn an_operation_names_the_header_of_its_key() {
    let generation = client(
        "openapi: 3.0.3
info: { title: Payments, version: 1.0.0 }
paths:
  /pay:
    post:
      operationId: pay
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: { 204: { description: Paid. } }
  /refund:
    post:
      operationId: refund
      parameters: [{ name: idempotency-key, in: query, schema: { type: string } }]
      responses: { 204: { description: Refunded. } }
",
    );
    let constant = "const IDEMPOTENCY_KEY: Option<&'static str> = Some(\"Idempotency-Key\");";
    let pay = item(&generation, "impl runtime::Operation for Pay");
    assert!(pay.contains(constant), "{pay}");
    let refund = item(&generation, "impl runtime::Operation for Refund");
    assert!(!refund.contains("IDEMPOTENCY_KEY"), "{refund}");
}

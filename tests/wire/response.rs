//! A builder of responses as bytes.

use rejoinder_compiled::server::Act;

/// A response under construction. It has a `Content-Length` unless `unsized_body` removes it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) code: u16,
    head: String,
    body: Vec<u8>,
    has_length: bool,
}

/// Begins a response.
pub(crate) fn status(code: u16) -> Written {
    Written {
        code,
        head: format!("HTTP/1.1 {code} Whatever\r\n"),
        body: Vec::new(),
        // These status codes have no `Content-Length` (RFC 9110, section 8.6).
        has_length: code != 204 && code != 304,
    }
}

/// A response with a JSON body, or without a body if the status code allows none.
pub(crate) fn json(code: u16, body: &str) -> Written {
    match code {
        204 | 304 => status(code),
        _ => status(code)
            .header("content-type", "application/json; charset=utf-8")
            .body(body),
    }
}

/// A redirect.
pub(crate) fn redirect(code: u16, location: &str) -> Written {
    status(code).header("location", location)
}

impl Written {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    pub(crate) fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        body.as_ref().clone_into(&mut self.body);
        self
    }

    /// Removes `Content-Length`. The body then ends with the connection.
    pub(crate) fn unsized_body(mut self) -> Self {
        self.has_length = false;
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let length = match self.has_length {
            true => format!("content-length: {}\r\n", self.body.len()),
            false => String::new(),
        };
        let mut bytes = format!("{}{length}\r\n", self.head).into_bytes();
        bytes.extend(&self.body);
        bytes
    }

    /// Returns a script that sends the response and waits for the next request.
    pub(crate) fn script(&self) -> Vec<Act> {
        vec![Act::Send(self.bytes())]
    }

    /// Returns a script that sends the response and performs another act.
    pub(crate) fn then(&self, act: Act) -> Vec<Act> {
        vec![Act::Send(self.bytes()), act]
    }
}

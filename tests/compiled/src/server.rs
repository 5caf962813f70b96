//! A scripted server on loopback, which records its requests.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use socket2::SockRef;

/// An act of the server after a request. After the last act, the connection stays open for the next
/// request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Sends these bytes repeatedly, until the client closes the connection.
    Flood(Vec<u8>),
    /// Sends these bytes repeatedly, with a pause after each time, until the client closes the
    /// connection.
    Drip(Vec<u8>, Duration),
    /// Waits.
    Pause(Duration),
    /// Sends nothing more, and keeps the connection open until the server is dropped.
    Hold,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Abort,
    /// Resets the connection without reading the request. Must be the first act.
    Reset,
    /// Keeps the connection open until the server is dropped, without reading the request. Must be
    /// the first act.
    Ignore,
    /// Reads the request in chunks of this size with a pause after each chunk, until the client
    /// closes the connection. Must be the first act.
    Sip(usize, Duration),
}

/// A request as received.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// The request line, such as `GET /user HTTP/1.1`.
    pub line: String,
    /// The header fields in their order, with names in lower case.
    pub fields: Vec<(String, String)>,
    /// The body, with chunks joined.
    pub body: Vec<u8>,
    /// The index of the connection.
    pub connection: usize,
    /// The index of the script that responds to the request.
    pub script: usize,
}

impl Received {
    /// Returns the values of a header field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.fields.iter().filter(|(field, _)| field == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the value of a header field that occurs once.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        match self.all(name).as_slice() {
            [value] => Some(value),
            _ => None,
        }
    }
}

/// A server on its own port. Dropping it stops the server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    scripts: VecDeque<Vec<Act>>,
    /// The number of scripts that were assigned to requests.
    dealt: usize,
    received: Vec<Received>,
    /// The number of accepted connections.
    connections: usize,
    open: BTreeMap<usize, TcpStream>,
    stopped: bool,
}

impl Server {
    /// Starts a server that responds to each request with the next script. Requests after the last
    /// script get the status code 599.
    ///
    /// # Errors
    ///
    /// If the server can't listen on loopback.
    pub fn start(scripts: impl IntoIterator<Item = Vec<Act>>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let server = Self {
            address: listener.local_addr()?,
            shared: Arc::default(),
        };
        server.then(scripts);
        let shared = Arc::clone(&server.shared);
        thread::spawn(move || shared.listen(&listener));
        Ok(server)
    }

    /// Adds scripts, for example scripts that contain the port.
    pub fn then(&self, scripts: impl IntoIterator<Item = Vec<Act>>) {
        self.shared.state().scripts.extend(scripts);
    }

    /// Returns the origin of the server: `http://127.0.0.1:1234`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until no connection is open.
    pub fn wait_closed(&self) {
        let state = self.shared.state();
        let closed = &self.shared.changed;
        drop(closed.wait_while(state, |state| !state.open.is_empty()));
    }

    /// Returns the requests that were received completely, in their order.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.state().received.clone()
    }

    /// Returns the number of accepted connections.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.stopped = true;
        for connection in state.open.values() {
            // An error means that the client has closed the connection.
            let _ = connection.shutdown(Shutdown::Both);
        }
        drop(state);
        self.shared.changed.notify_all();
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            let Ok(kept) = stream.try_clone() else {
                continue;
            };
            let mut state = self.state();
            if state.stopped {
                return;
            }
            let connection = state.connections;
            state.connections += 1;
            state.open.insert(connection, kept);
            drop(state);
            let shared = Arc::clone(self);
            thread::spawn(move || {
                // A client that closes the connection is a case under test; its requests are
                // recorded.
                let _ = shared.serve(&stream, connection);
                drop(stream);
                // Dropping the last handle closes the connection.
                drop(shared.state().open.remove(&connection));
                shared.changed.notify_all();
            });
        }
    }

    /// Responds to the requests of a connection.
    fn serve(&self, mut stream: &TcpStream, connection: usize) -> io::Result<()> {
        // Nagle's algorithm would delay the chunks.
        stream.set_nodelay(true)?;
        loop {
            // Waits for a request, so that scripts are assigned in the order of requests.
            if stream.peek(&mut [0])? == 0 {
                return Ok(());
            }
            let (script, number) = self.deal();
            let script = script.unwrap_or_else(|| vec![Act::Send(unscripted())]);
            match script.first() {
                // A socket that is closed with unread bytes is reset.
                Some(Act::Reset) => return Ok(()),
                Some(Act::Ignore) => self.wait(None),
                Some(Act::Sip(size, pause)) => return self.sip(stream, *size, *pause),
                _ => {}
            }
            let mut received = read_request(stream)?;
            received.connection = connection;
            received.script = number;
            self.state().received.push(received);
            for act in script {
                match act {
                    Act::Send(bytes) => stream.write_all(&bytes)?,
                    Act::Flood(bytes) => loop {
                        stream.write_all(&bytes)?;
                    },
                    Act::Drip(bytes, pause) => loop {
                        stream.write_all(&bytes)?;
                        self.wait(Some(pause));
                    },
                    Act::Pause(time) => self.wait(Some(time)),
                    Act::Hold => self.wait(None),
                    Act::Abort => return SockRef::from(stream).set_linger(Some(Duration::ZERO)),
                    Act::Close | Act::Reset | Act::Ignore | Act::Sip(..) => return Ok(()),
                }
            }
        }
    }

    /// Returns the next script with its index.
    fn deal(&self) -> (Option<Vec<Act>>, usize) {
        let mut state = self.state();
        let number = state.dealt;
        state.dealt += 1;
        (state.scripts.pop_front(), number)
    }

    /// Reads a request slowly, without a response.
    fn sip(&self, mut stream: &TcpStream, size: usize, pause: Duration) -> io::Result<()> {
        let mut bytes = vec![0; size];
        while stream.read(&mut bytes)? > 0 {
            self.wait(Some(pause));
        }
        Ok(())
    }

    /// Waits until the server stops, or for some time.
    fn wait(&self, time: Option<Duration>) {
        let state = self.state();
        let running = |state: &mut State| !state.stopped;
        match time {
            Some(time) => drop(self.changed.wait_timeout_while(state, time, running)),
            None => drop(self.changed.wait_while(state, running)),
        }
    }
}

fn unscripted() -> Vec<u8> {
    b"HTTP/1.1 599 Unscripted\r\ncontent-length: 0\r\n\r\n".to_vec()
}

/// Reads a request. A client sends the next request after the response, so no bytes follow.
fn read_request(stream: &TcpStream) -> io::Result<Received> {
    let mut reader = BufReader::new(stream);
    let mut received = Received {
        line: read_line(&mut reader)?,
        ..Received::default()
    };
    loop {
        let line = read_line(&mut reader)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.trim_matches([' ', '\t']).to_owned();
        received.fields.push((name.to_ascii_lowercase(), value));
    }
    received.body = if received.one("transfer-encoding") == Some("chunked") {
        read_chunks(&mut reader)?
    } else {
        let length = received.one("content-length").unwrap_or("0");
        read_exactly(&mut reader, length.parse().map_err(io::Error::other)?)?
    };
    Ok(received)
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = u64::from_str_radix(&read_line(reader)?, 16).map_err(io::Error::other)?;
        body.append(&mut read_exactly(reader, size)?);
        read_line(reader)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn read_exactly(reader: &mut impl BufRead, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(size).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).ok() != Some(size) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

/// Reads a line, and removes the line ending. Invalid UTF-8 is replaced.
fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let line = line.strip_suffix(b"\r\n").unwrap_or(&line);
    Ok(String::from_utf8_lossy(line).into_owned())
}

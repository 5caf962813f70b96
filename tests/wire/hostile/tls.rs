//! TLS with a certificate that the test creates. Both clients trust the certificate by public
//! settings of their libraries. Servers misbehave during the handshake, and after it.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use github_oauth_authorizations::{Error, oauth_authorizations::*};
use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};
use rejoinder_compiled::server::Server;
use reqwest::redirect::Policy;
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use ureq::{
    Agent,
    tls::{RootCerts, TlsConfig},
};

use super::{
    Seen::{self, Answer, BodyTimeout, HeadTimeout, NoBody, NoConnection, NoHead},
    length, with_lines,
};
use crate::{
    client::{Client, Setting, Side, both},
    leak, response,
    sample::AUTHORIZATION,
};

/// A pause that leaves time for further bytes.
const PAUSE: Duration = Duration::from_millis(20);

/// A self-signed certificate with its key.
struct Identity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Identity {
    fn new(name: &str, is_expired: bool) -> Self {
        let mut parameters = CertificateParams::new([name.to_owned()]).unwrap();
        let subject = &mut parameters.distinguished_name;
        subject.push(DnType::CommonName, name);
        if is_expired {
            parameters.not_before = date_time_ymd(2001, 1, 1);
            parameters.not_after = date_time_ymd(2002, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap().der().clone();
        Self { certificate, key }
    }

    fn server(&self) -> Arc<ServerConfig> {
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let chain = vec![self.certificate.clone()];
        let config = builder.with_no_client_auth().with_single_cert(chain, key);
        Arc::new(config.unwrap())
    }

    /// Returns a client that trusts only this certificate.
    fn client<const N: usize>(&self, side: Side, base: &str, settings: [Setting; N]) -> Client {
        match side {
            Side::Async => {
                let certificate = reqwest::Certificate::from_der(&self.certificate).unwrap();
                let builder = reqwest::Client::builder().redirect(Policy::none());
                let own = builder.tls_certs_only([certificate]).build().unwrap();
                Client::over_reqwest(Some(own), base, settings)
            }
            Side::Blocking => {
                let certificate = ureq::tls::Certificate::from_der(&self.certificate).to_owned();
                let roots = RootCerts::Specific(Arc::new(vec![certificate]));
                let tls = TlsConfig::builder().root_certs(roots).build();
                let own = Agent::config_builder().tls_config(tls).build();
                Client::over_ureq(Some(own.into()), base, settings)
            }
        }
    }
}

/// The behavior of a server on its only connection.
#[derive(Clone)]
enum Behavior {
    /// Sends bytes after a request, and then ends the TLS stream.
    Sends(Vec<u8>, End),
    /// Sends bytes without TLS, once.
    Plain(Vec<u8>),
    /// Sends the first bytes without TLS once, and then the second bytes repeatedly.
    PlainDrip(&'static [u8], &'static [u8]),
    /// Sends nothing.
    Silence,
    /// Ends the connection during the handshake.
    Close,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    /// `close_notify` and the end of the connection.
    Notified,
    /// The end of the connection without `close_notify`.
    Cut,
    /// A record that cannot be decrypted.
    Garbage,
    /// The stream doesn't end.
    Held,
}

/// Starts a server with one connection. Returns its URL.
fn start(identity: &Identity, behavior: Behavior) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = identity.server();
    thread::spawn(move || {
        let (stream, _) = listener.accept()?;
        drop(listener);
        serve(stream, config, behavior)
    });
    format!("https://127.0.0.1:{port}")
}

fn serve(mut stream: TcpStream, config: Arc<ServerConfig>, behavior: Behavior) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match behavior {
        Behavior::Sends(bytes, end) => {
            let connection = ServerConnection::new(config).map_err(io::Error::other)?;
            let mut tls = StreamOwned::new(connection, stream);
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                tls.read_exact(&mut byte)?;
                request.extend(byte);
            }
            tls.write_all(&bytes)?;
            if end == End::Notified {
                tls.conn.send_close_notify();
            }
            tls.flush()?;
            stream = tls.sock;
            if end == End::Garbage {
                stream.write_all(&[&[23, 3, 3, 0, 32][..], &[7; 32]].concat())?;
            }
            if end != End::Held {
                stream.shutdown(Shutdown::Write)?;
            }
        }
        Behavior::Plain(bytes) => {
            stream.read_exact(&mut [0])?;
            stream.write_all(&bytes)?;
            stream.shutdown(Shutdown::Write)?;
        }
        Behavior::PlainDrip(start, bytes) => {
            stream.write_all(start)?;
            loop {
                stream.write_all(bytes)?;
                thread::sleep(PAUSE);
            }
        }
        Behavior::Silence => {}
        Behavior::Close => return Ok(()),
    }
    // A socket that is closed with unread bytes is reset, so the server waits for the client to
    // close.
    io::copy(&mut stream, &mut io::sink()).map(drop)
}

fn call<const N: usize>(
    identity: &Identity,
    side: Side,
    behavior: Behavior,
    settings: [Setting; N],
) -> Seen {
    let base = start(identity, behavior);
    let client = identity.client(side, &base, settings);
    Seen::of(client.send(get_authorization(1)))
}

fn whole(end: End) -> Behavior {
    Behavior::Sends(response::json(200, AUTHORIZATION).bytes(), end)
}

#[test]
fn a_trusted_certificate_is_accepted() {
    let identity = Identity::new("127.0.0.1", false);
    both(|side| {
        assert_eq!(call(&identity, side, whole(End::Notified), []), Answer);
    });
}

/// The error names the reason.
#[test]
fn untrusted_certificates_are_errors() {
    let good = Identity::new("127.0.0.1", false);
    let other = Identity::new("other.test", false);
    let elsewhere = Identity::new("elsewhere.test", false);
    let expired = Identity::new("127.0.0.1", true);
    let rows = [
        ("another issuer", &good, &other, "UnknownIssuer"),
        ("another name", &elsewhere, &elsewhere, "NotValidForName"),
        ("expired", &expired, &expired, "Expired"),
    ];
    both(|side| {
        for (name, server, trusted, reason) in rows {
            println!("{name}");
            let base = start(server, whole(End::Notified));
            let error = trusted.client(side, &base, []).send(get_authorization(1));
            let error = error.unwrap_err();
            assert!(matches!(error, Error::Transport { .. }), "{error:?}");
            let shown = leak::chain(&error);
            assert!(shown.contains(reason), "{shown}");
        }
    });
}

/// Streams that end without `close_notify`. Such an end is an error if the end of the connection
/// delimits the body (RFC 9112, section 9.8).
#[test]
fn cut_off_streams_are_errors() {
    let identity = Identity::new("127.0.0.1", false);
    let bytes = response::json(200, AUTHORIZATION).bytes();
    let sends = |text: String, end: End| Behavior::Sends(text.into_bytes(), end);
    let part = |size: usize| Behavior::Sends(bytes[..size].to_vec(), End::Cut);
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n".to_owned();
    let no_length = with_lines("connection: close");
    let rows = [
        (
            "after the length",
            sends(with_lines(&length()), End::Cut),
            [Answer; 2],
        ),
        ("before the head", part(0), [NoHead; 2]),
        ("in the head", part(20), [NoHead; 2]),
        ("in the body", part(bytes.len() - 9), [NoBody; 2]),
        ("after a chunk", sends(chunked, End::Cut), [NoBody; 2]),
        (
            "an end of a body with close_notify",
            sends(no_length.clone(), End::Notified),
            [Answer; 2],
        ),
        // ureq has a limitation: the end of a connection ends a body.
        (
            "an end of a body without",
            sends(no_length, End::Cut),
            [NoBody, Answer],
        ),
        (
            "a record in the place of the head",
            sends(String::new(), End::Garbage),
            [NoHead; 2],
        ),
    ];
    both(|side| {
        for (name, behavior, expected) in &rows {
            println!("{name}");
            let found = call(&identity, side, behavior.clone(), []);
            assert_eq!(found, expected[usize::from(side == Side::Blocking)]);
        }
    });
}

fn chunked_head() -> String {
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned()
}

/// reqwest distinguishes a failed handshake from later errors; ureq does not.
#[test]
fn failed_handshakes_are_errors() {
    let identity = Identity::new("127.0.0.1", false);
    let rows = [
        (
            "HTTP on a port of TLS",
            Behavior::Plain(response::json(200, AUTHORIZATION).bytes()),
        ),
        ("an alert", Behavior::Plain(vec![21, 3, 3, 0, 2, 2, 40])),
        ("an end", Behavior::Plain(Vec::new())),
        ("a reset", Behavior::Close),
        ("half a record", Behavior::Plain(vec![22, 3, 3, 1, 0, 2])),
        ("bytes", Behavior::Plain(vec![0; 64])),
    ];
    both(|side| {
        for (name, behavior) in &rows {
            println!("{name}");
            let found = call(&identity, side, behavior.clone(), []);
            let expected = match side {
                Side::Async => NoConnection,
                Side::Blocking => NoHead,
            };
            assert_eq!(found, expected);
        }
        // An HTTP request to a TLS port.
        let base = start(&identity, whole(End::Notified)).replace("https", "http");
        let client = identity.client(side, &base, []);
        assert_eq!(Seen::of(client.send(get_authorization(1))), NoHead);
    });
}

/// The timeout ends a handshake and a stream.
#[test]
fn a_timeout_ends_a_handshake_and_a_stream() {
    let identity = Identity::new("127.0.0.1", false);
    let settings = [Setting::Timeout(Duration::from_millis(300))];
    let held = |text: String| Behavior::Sends(text.into_bytes(), End::Held);
    // The head of a record of 16 KiB.
    let record: &'static [u8] = &[22, 3, 3, 0x40, 0];
    let rows = [
        ("no handshake", Behavior::Silence, HeadTimeout),
        (
            "a record that trickles",
            Behavior::PlainDrip(record, &[2]),
            HeadTimeout,
        ),
        ("no head", held(String::new()), HeadTimeout),
        ("no body", held(chunked_head()), BodyTimeout),
    ];
    both(|side| {
        for (name, behavior, expected) in &rows {
            println!("{name}");
            let begin = std::time::Instant::now();
            let found = call(&identity, side, behavior.clone(), settings.clone());
            println!("    {:?}", begin.elapsed());
            assert_eq!(found, *expected);
            assert!(begin.elapsed() < Duration::from_secs(2));
        }
    });
}

/// A redirect from `https` to `http` changes the origin.
#[test]
fn a_redirect_without_tls_gets_no_credential() {
    let identity = Identity::new("127.0.0.1", false);
    both(|side| {
        let plain = Server::start([response::json(200, AUTHORIZATION).script()]).unwrap();
        let redirect = response::redirect(307, &plain.origin()).bytes();
        let base = start(&identity, Behavior::Sends(redirect, End::Notified));
        let settings = [
            Setting::Bearer(leak::TOKEN),
            Setting::Header("x-default", "hush-default"),
        ];
        let client = identity.client(side, &base, settings);
        assert_eq!(Seen::of(client.send(get_authorization(1))), Answer);
        leak::check_output(&format!("{:?}", plain.received()), leak::SECRETS);
    });
}

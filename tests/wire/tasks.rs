//! The asynchronous client in tasks (shared, spawned, canceled), and the blocking client in
//! threads.

use std::{thread, time::Duration};

use github_oauth_authorizations::{Client, blocking, oauth_authorizations::*};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::runtime,
    response,
    sample::{AUTHORIZATION, list},
};

const MANY: usize = 8;

fn assert_send<T: Send>(value: T) -> T {
    value
}

fn good() -> Vec<Act> {
    response::json(200, &list(AUTHORIZATION)).script()
}

fn linked(next: &str) -> Vec<Act> {
    let link = format!("<{next}>; rel=\"next\"");
    response::json(200, &list(AUTHORIZATION))
        .header("link", &link)
        .script()
}

fn client(server: &Server) -> Client {
    Client::builder(server.origin()).build().unwrap()
}

#[test]
fn a_client_is_cloned_into_tasks() {
    let server = Server::start(vec![good(); MANY * 2]).unwrap();
    let client = client(&server);
    runtime().block_on(async {
        let tasks: Vec<_> = (0..MANY)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move {
                    client.call(list_authorizations()).await.unwrap();
                    client.send(list_authorizations().page(2)).await.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    assert_eq!(server.received().len(), MANY * 2);
}

#[test]
fn a_client_is_cloned_into_threads() {
    let server = Server::start(vec![good(); MANY * 2]).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    thread::scope(|scope| {
        for _ in 0..MANY {
            let client = client.clone();
            scope.spawn(move || {
                client.call(list_authorizations()).unwrap();
                client.send(list_authorizations().page(2)).unwrap();
            });
        }
    });
    assert_eq!(server.received().len(), MANY * 2);
}

/// Concurrent futures share one client by reference.
#[test]
fn calls_run_concurrently() {
    let server = Server::start(vec![good(); 3]).unwrap();
    let client = client(&server);
    let first = list_authorizations().page(1);
    let (one, two, three) = runtime().block_on(async {
        tokio::join!(
            assert_send(client.call(&first)),
            assert_send(client.call(list_authorizations().page(2))),
            assert_send(client.send(&first)),
        )
    });
    assert_eq!((one.unwrap().len(), two.unwrap().len()), (1, 1));
    assert_eq!(three.unwrap().status, 200);
}

/// The request is built immediately, so the operation may be dropped before the future is awaited.
#[test]
fn a_future_does_not_borrow_the_operation() {
    let server = Server::start([good()]).unwrap();
    let client = client(&server);
    let called = {
        let operation = list_authorizations().page(7);
        client.call(operation)
    };
    runtime().block_on(called).unwrap();
    assert_eq!(
        server.received()[0].line,
        "GET /authorizations?page=7 HTTP/1.1"
    );
}

#[test]
fn pages_are_read_in_a_task() {
    let server = Server::start([linked("/two"), linked("/three"), good()]).unwrap();
    let client = client(&server);
    let read = runtime().block_on(async {
        let task = tokio::spawn(async move {
            let mut pages = client.pages(list_authorizations().per_page(1));
            // The pages own their client.
            drop(client);
            let mut read = 0;
            while let Some(page) = assert_send(pages.next()).await {
                read += page.unwrap().value.len();
            }
            read
        });
        task.await.unwrap()
    });
    assert_eq!(read, 3);
}

#[test]
fn pages_are_read_in_a_thread() {
    let server = Server::start([linked("/two"), good()]).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let pages = client.pages(list_authorizations());
    let read = thread::spawn(move || pages.map(|page| page.unwrap().value.len()).sum::<usize>());
    assert_eq!(read.join().unwrap(), 2);
}

/// A canceled call closes its connection, and the client stays usable.
#[test]
fn a_canceled_call_closes_its_connection() {
    let server = Server::start([vec![Act::Hold], good()]).unwrap();
    let client = client(&server);
    runtime().block_on(async {
        let given_up = Duration::from_millis(300);
        let called = tokio::time::timeout(given_up, client.call(list_authorizations()));
        assert!(called.await.is_err());
        client.call(list_authorizations()).await.unwrap();
    });
    assert_eq!(server.connections(), 2);
}

/// After a canceled page, the same page can be requested again.
#[test]
fn a_canceled_page_can_be_requested_again() {
    let server =
        Server::start([linked("/two"), vec![Act::Hold], linked("/three"), good()]).unwrap();
    let client = client(&server);
    runtime().block_on(async {
        let mut pages = client.pages(list_authorizations());
        pages.next().await.unwrap().unwrap();
        let given_up = Duration::from_millis(300);
        assert!(tokio::time::timeout(given_up, pages.next()).await.is_err());
        assert!(
            pages.next().await.is_some(),
            "the pages that were left are lost"
        );
        pages.next().await.unwrap().unwrap();
        assert!(pages.next().await.is_none());
    });
    let lines: Vec<_> = server
        .received()
        .into_iter()
        .map(|received| received.line)
        .collect();
    assert_eq!(lines[1], lines[2]);
    assert_eq!(lines[3], "GET /three HTTP/1.1");
}

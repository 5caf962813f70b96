//! A large stack for the recursive functions that handle nested documents.

use std::{panic::resume_unwind, thread};

/// The stack size in bytes: enough for the deepest document that the parsers accept, in a debug
/// build. The operating system commits only the pages that are used.
pub(crate) const SIZE: usize = 64 << 20;

/// Runs a function on a stack of [`SIZE`] bytes. The stack of the caller may be smaller: build
/// scripts and tests run in threads.
pub(crate) fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let mut work = Some(work);
    let done = thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(SIZE);
        let worker = worker.spawn_scoped(scope, || work.take().map(|work| work()));
        // If no thread can be spawned, the caller's thread does the work.
        let worker = worker.ok()?;
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    });
    match (done, work) {
        (Some(done), _) => done,
        (None, Some(work)) => work(),
        (None, None) => resume_unwind(Box::new("the work was taken and not done")),
    }
}

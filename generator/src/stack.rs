//! Room for recursion: documents are nested, and so are the functions that read them.

use std::{panic::resume_unwind, thread};

/// Bytes of stack: enough for the deepest document that the parsers take, in a debug build. They
/// are reserved and not used by others.
pub(crate) const SIZE: usize = 64 << 20;

/// Does work on a stack that is large enough, whatever the caller's is: build scripts and tests run
/// in threads with a fraction of it.
pub(crate) fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let mut work = Some(work);
    let done = thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(SIZE);
        let worker = worker.spawn_scoped(scope, || work.take().map(|work| work()));
        // Without a thread, the work is still to be done.
        let worker = worker.ok()?;
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    });
    match (done, work) {
        (Some(done), _) => done,
        (None, Some(work)) => work(),
        (None, None) => resume_unwind(Box::new("the work was taken and not done")),
    }
}

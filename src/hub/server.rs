//! Running the hub: listening, and stopping without breaking off an answer.

use super::health::BETWEEN_EXAMINATIONS;
use super::limits::Peer;
use super::readers::read;
use super::routes::router;
use super::storage::Storage;
use super::storage::cube::is_of_an_earlier_day;
use super::{Hub, HubError};
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;

/// How long running requests may take to finish once the hub is told to stop. What is cut off then was
/// not answered, and its terminal sends it again.
const FAREWELL: Duration = Duration::from_secs(10);

/// How long a connection may take to say what it wants, at its beginning and after each answer.
const HEADER_PATIENCE: Duration = Duration::from_secs(15);

/// The longest header.
const LARGEST_HEADER: usize = 16 * 1024;

/// How long after the start the histories are looked through for the first time.
const FIRST_EXAMINATION: Duration = Duration::from_mins(5);

/// How long a connection lasts at most: who reads no answers gives its place back. A catalogue on the slowest line takes
/// less, and goes on from where it broke.
const LONGEST_CONNECTION: Duration = Duration::from_mins(30);

/// How many connections there are at the same time; the next ones wait. Each needs a descriptor.
const MOST_CONNECTIONS: usize = 900;

/// How long to wait when everything that came in is counted.
const BETWEEN_COUNTS: Duration = Duration::from_secs(30);

/// How long to wait when the system gives no more descriptors.
const BREATH: Duration = Duration::from_millis(200);

/// Takes an address; port 0 takes a free one.
///
/// # Errors
/// When the address is taken or not this computer's.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, HubError> {
    TcpListener::bind(address).await.map_err(|source| HubError::File { path: address.to_string(), source })
}

/// Serves until `stop` is done.
///
/// # Errors
/// When serving fails.
pub async fn serve(
    hub: Arc<Hub>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HubError> {
    serve_watched(hub, listener, None, stop).await
}

/// The same, with a second address at which a monitor reads how the hub does.
///
/// # Errors
/// As [`serve`].
pub async fn serve_watched(
    hub: Arc<Hub>,
    listener: TcpListener,
    monitor: Option<TcpListener>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HubError> {
    let has_own = hub.own.is_some();
    let examining = has_own.then(|| tokio::spawn(examine_daily(Arc::clone(&hub))));
    let counting = has_own.then(|| tokio::spawn(count_always(Arc::clone(&hub))));
    let watching = monitor.map(|monitor| {
        let router = super::routes::monitor(Arc::clone(&hub));
        tokio::spawn(async move { run(router, monitor, None, std::future::pending()).await })
    });
    run(router(hub), listener, None, stop).await;
    for besides in [examining, counting, watching].into_iter().flatten() {
        besides.abort();
    }
    Ok(())
}

/// Serves until `stop` is done; with `tls` to nobody who does not speak it.
pub(super) async fn run(
    router: Router,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = Arc::clone(&connections).acquire_owned();
        let (place, stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = async { (place.await, listener.accept().await) } => match accepted {
                (Ok(place), Ok((stream, from))) => (place, stream, Peer(from.ip())),
                (_, Err(error)) => {
                    tracing::error!(%error, "no connection can be taken");
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
                (Err(_), _) => break,
            },
        };
        match &tls {
            None => take(&router, stream, (place, peer), graceful.watcher()),
            Some(tls) => {
                let (router, watcher, shaken) = (router.clone(), graceful.watcher(), tls.accept(stream));
                tokio::spawn(async move {
                    // Who does not finish it gives its place back.
                    match tokio::time::timeout(HEADER_PATIENCE, shaken).await {
                        Ok(Ok(stream)) => take(&router, stream, (place, peer), watcher),
                        Ok(Err(error)) => tracing::debug!(%error, "no protected connection"),
                        Err(_) => tracing::debug!("a connection was never protected"),
                    }
                });
            }
        }
    }
    tracing::info!("stopping");
    drop(listener);
    // Nobody is told who is cut off: its terminal sends again.
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
}

fn take<S>(router: &Router, stream: S, (place, peer): (OwnedSemaphorePermit, Peer), watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let answering = TowerToHyperService::new(router.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        answering.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE)
        .max_buf_size(LARGEST_HEADER)
        .serve_connection(TokioIo::new(stream), service);
    let connection = watcher.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        match tokio::time::timeout(LONGEST_CONNECTION, connection).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "a connection ended"),
            Err(_) => tracing::debug!("a connection lasted too long"),
        }
    });
}

/// Looks the database and its histories through once a day: a disk goes bad while the hub runs, and what is missing before
/// what came is to be told.
async fn examine_daily(hub: Arc<Hub>) {
    // Soon after the start, too: some hubs are started every night.
    let mut pause = FIRST_EXAMINATION;
    loop {
        tokio::time::sleep(std::mem::replace(&mut pause, BETWEEN_EXAMINATIONS)).await;
        let done = super::blocking(&hub, |hub| {
            let mut storage = Storage::open(&hub.data)?;
            hub.examine(&storage);
            storage.follow_chains(Timestamp::now()).map(drop)
        });
        if let Err(error) = done.await {
            tracing::error!(%error, "the database could not be looked through");
        }
    }
}

/// Counts what came in, a little at a time, and once a day brings what the agency's pages show up to it.
async fn count_always(hub: Arc<Hub>) {
    loop {
        let done = super::blocking(&hub, |hub| {
            // The writer is free between two steps: terminals wait for one at the most.
            let more = hub.writer()?.count_some()?;
            let now = Timestamp::now();
            let as_of = hub.front()?.counted_as_of()?;
            if !more && as_of.is_none_or(|as_of| is_of_an_earlier_day(as_of, now)) {
                hub.writer()?.show_counts(now)?;
            }
            Ok(more)
        });
        let pause = match done.await {
            Ok(true) => Duration::from_millis(5),
            Ok(false) => {
                read_ahead(&hub).await;
                BETWEEN_COUNTS
            }
            Err(error) => {
                tracing::error!(%error, "what came in could not be counted");
                BETWEEN_COUNTS
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Reads what the pages are drawn from before anybody asks: of a country it takes longer than a page may.
async fn read_ahead(hub: &Arc<Hub>) {
    let drawing = Arc::clone(hub);
    if let Err(error) = read(hub, move |storage| drawing.drawn.of(storage).map(drop)).await {
        tracing::error!(%error, "what the pages are drawn from could not be read");
    }
}

/// Is done when the system or the operator asks the program to stop.
///
/// # Errors
/// When the signals cannot be watched.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Is done when the operator asks the program to stop.
///
/// # Errors
/// None here; the same form as on Unix.
#[cfg(not(unix))]
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

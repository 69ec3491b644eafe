//! Running the hub: listening, and stopping without breaking off an answer.

use super::routes::router;
use super::{Hub, HubError};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long running requests may take to finish once the hub is told to stop. What is cut off then was
/// not answered, and its terminal sends it again.
const FAREWELL: Duration = Duration::from_secs(10);

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
    let (stopping, stopped) = oneshot::channel();
    let server = axum::serve(listener, router(hub)).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping");
        // Nobody listens when serving has ended by itself.
        let _ = stopping.send(());
    });
    tokio::select! {
        result = server.into_future() => {
            result.map_err(|source| HubError::File { path: "the network".to_owned(), source })
        }
        () = farewell(stopped) => Ok(()),
    }
}

async fn farewell(stopped: oneshot::Receiver<()>) {
    match stopped.await {
        Ok(()) => tokio::time::sleep(FAREWELL).await,
        Err(_) => std::future::pending().await,
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

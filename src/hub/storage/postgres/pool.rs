//! Connections to the database: made when they are needed, kept, and thrown away when they no longer lead to the server that
//! writes.

use super::address::DatabaseAddress;
use crate::hub::HubError;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use std::error::Error as _;
use std::fmt;
use std::time::Duration;
use tokio_postgres::NoTls;
use tokio_postgres::error::SqlState;

/// How many connections one hub has at the most: a server has a hundred for all.
const MOST: usize = 16;

/// How long somebody waits for a free one.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long making one may take, over all servers of the address.
const MAKING: Duration = Duration::from_secs(15);

/// Whatever the server is set to: what is committed is on its disk.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

/// Why the database did not do what it was asked. It holds nothing of what was asked.
#[derive(Debug)]
pub struct Trouble {
    what: String,
    /// Whether the connection leads nowhere any more.
    is_lost: bool,
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.what)
    }
}

impl From<tokio_postgres::Error> for HubError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            // Said of a line: the server's words, as little of them as tells what to do.
            let cause =
                error.source().map(ToString::to_string).filter(|cause| !error.to_string().contains(cause.as_str()));
            let what = cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
            return Self::Remote(Trouble { what, is_lost: true });
        };
        let code = told.code();
        // Of signing in, of rights, of what is missing and of a server that stops the words name no value.
        let is_plain =
            ["08", "25", "28", "3D", "3F", "42", "53", "57", "58"].iter().any(|class| code.code().starts_with(class));
        let what = if is_plain {
            format!("{} ({})", told.message(), code.code())
        } else {
            format!("PostgreSQL refused it ({})", code.code())
        };
        let is_lost = *code == SqlState::READ_ONLY_SQL_TRANSACTION
            || code.code().starts_with("57P")
            || code.code().starts_with("08");
        Self::Remote(Trouble { what, is_lost })
    }
}

impl From<PoolError> for HubError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => error.into(),
            PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => Self::Busy,
            _ => Self::Remote(Trouble { what: "no server of the address answers".to_owned(), is_lost: true }),
        }
    }
}

/// Makes the pool of an address; nothing is asked of a server yet.
pub(super) fn pool(address: &DatabaseAddress) -> Result<Pool, HubError> {
    let manager =
        Manager::from_config(address.config.clone(), NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let made = Pool::builder(manager)
        .max_size(MOST)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(MAKING))
        .recycle_timeout(Some(PATIENCE))
        .runtime(Runtime::Tokio1)
        .post_create(Hook::async_fn(|client, _| {
            Box::pin(async move {
                client.batch_execute(DURABLE).await.map_err(HookError::Backend)?;
                Ok(())
            })
        }))
        .build();
    made.map_err(|_| HubError::Form("pool of connections"))
}

/// Gives a connection back, or throws it away when it leads nowhere any more: the next one looks for the server that writes.
pub(super) fn give_back<T>(client: Object, done: &Result<T, HubError>) {
    if matches!(done, Err(HubError::Remote(trouble)) if trouble.is_lost) {
        drop(Object::take(client));
    }
}

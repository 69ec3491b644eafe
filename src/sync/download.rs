//! A file that never changes, fetched over a line that breaks: what came stays, and the next attempt goes on from there.

use super::client::{ClientError, HubClient};
use std::path::Path;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};

/// What is flushed to the disk at a time. After a power cut the part may end in what was never flushed, so an attempt
/// goes on from the last whole block: no more than this is ever fetched twice.
pub const BLOCK: u64 = 64 * 1024;

/// A catalogue is a tenth of this. Whoever offers more is not our hub.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Why a file is not there yet.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The line, or the hub.
    #[error(transparent)]
    Line(#[from] ClientError),
    /// The disk.
    #[error("the download cannot be stored: {0}")]
    Disk(#[from] std::io::Error),
}

/// Fetches a file of the hub, going on with the part that is at `part`. A complete one stays there as well, under the
/// same name with `.whole`, until the caller removes it: an attempt to use it may have to be made again. `None` when
/// the hub has no such file.
///
/// # Errors
/// When the line breaks or the disk is full; the part stays.
pub async fn download(client: &HubClient, address: &str, part: &Path) -> Result<Option<Vec<u8>>, DownloadError> {
    let whole = crate::platform::file::with_suffix(part, ".whole");
    if let Ok(bytes) = fs::read(&whole).await {
        return Ok(Some(bytes));
    }
    if let Some(folder) = part.parent() {
        crate::platform::file::private_folder(folder)?;
    }
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(part).await?;
    let held = file.metadata().await?.len() / BLOCK * BLOCK;
    let answer = match client.rest_of(address, held).await {
        // The part is longer than the file: it was not this file's.
        Err(ClientError::Refused { status: 416, .. }) => client.rest_of(address, 0).await?,
        other => other?,
    };
    let Some(mut rest) = answer else {
        fs::remove_file(part).await?;
        return Ok(None);
    };
    let most = rest.whole.unwrap_or(LARGEST);
    if most > LARGEST {
        tracing::warn!(bytes = most, "a file larger than any catalogue was offered");
        return Err(ClientError::NOT_OURS.into());
    }
    // A proxy may answer a question for the rest with the whole.
    file.set_len(rest.from).await?;
    file.seek(std::io::SeekFrom::Start(rest.from)).await?;
    let mut written = rest.from;
    let mut waiting = Vec::new();
    while let Some(chunk) = rest.chunk().await? {
        waiting.extend_from_slice(&chunk);
        if written + waiting.len() as u64 > most {
            return Err(ClientError::NOT_OURS.into());
        }
        while waiting.len() as u64 >= BLOCK {
            let after = waiting.split_off(usize::try_from(BLOCK).unwrap_or(usize::MAX));
            store(&mut file, &waiting).await?;
            written += waiting.len() as u64;
            waiting = after;
        }
    }
    if rest.whole.is_some_and(|whole| written + (waiting.len() as u64) < whole) {
        return Err(ClientError::BROKE.into());
    }
    store(&mut file, &waiting).await?;
    drop(file);
    fs::rename(part, &whole).await?;
    Ok(Some(fs::read(&whole).await?))
}

async fn store(file: &mut File, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all(bytes).await?;
    file.sync_data().await
}

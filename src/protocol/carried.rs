//! An operation of a case on its way to another computer of the centre: as it lies on the disk, encrypted under the centre's
//! case key, so that whoever carries it reads nothing. JSON, one by one. Reading is lenient: an unknown field is passed over.

use crate::domain::hidden::hidden;
use serde::{Deserialize, Serialize};

/// The number of this form.
pub const NUMBER: u32 = 1;

/// The most bytes of one: what is longer is none.
pub const LONGEST: usize = 1024 * 1024;

/// An operation as it is carried.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Carried {
    number: u32,
    /// The id of its case.
    pub case: String,
    /// Its id.
    pub operation: String,
    /// The id of the key that opens it.
    pub key: String,
    /// It, encrypted, in hexadecimal digits; bound to the three ids above, see [`crate::protocol::operation::about`].
    cipher: String,
}

hidden!(Carried, "Carried");

/// Why bytes are no carried operation.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCarried {
    /// It is longer than any is.
    #[error("it is longer than {LONGEST} bytes")]
    Long,
    /// It is not written as one is.
    #[error("it is not written as an operation on its way is")]
    Form,
    /// It is of another number.
    #[error("it is of form {0}, and this program knows form {NUMBER}")]
    Number(u32),
}

impl Carried {
    /// An operation as it lies on the disk.
    #[must_use]
    pub fn new(case: String, operation: String, key: String, cipher: &[u8]) -> Self {
        Self { number: NUMBER, case, operation, key, cipher: hex::encode(cipher) }
    }

    /// It, encrypted; none where its digits are damaged.
    #[must_use]
    pub fn cipher(&self) -> Option<Vec<u8>> {
        hex::decode(&self.cipher).ok()
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are none, or of a form that only a newer program knows.
    pub fn read(bytes: &[u8]) -> Result<Self, NotCarried> {
        if bytes.len() > LONGEST {
            return Err(NotCarried::Long);
        }
        let carried: Self = serde_json::from_slice(bytes).map_err(|_| NotCarried::Form)?;
        if carried.number == NUMBER { Ok(carried) } else { Err(NotCarried::Number(carried.number)) }
    }
}

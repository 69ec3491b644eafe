//! The import of the portal's records.

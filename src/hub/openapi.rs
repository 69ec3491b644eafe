//! The OpenAPI description, generated from the handlers.

use super::{HubError, routes};
use axum::body::Bytes;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "cups-hub",
        description = "Enrols terminals, takes their journal entries in and gives out the catalogue. Every answer \
                       carries the header cups-hub-incarnation; every error is application/problem+json."
    ),
    paths(
        routes::agency::show,
        routes::health,
        routes::openapi,
        routes::enrolments::enrol,
        routes::enrolments::key,
        routes::recovery::codes,
        routes::room::exchange,
        routes::journal::receive,
        routes::journal::list,
        routes::bundle::receive,
        routes::provider_states::answer,
        routes::catalogue::announce,
        routes::catalogue::release,
        routes::catalogue::delta,
        routes::catalogue::metadata,
    )
)]
struct Description;

/// The description as JSON.
///
/// # Errors
/// When it cannot be written, which its types rule out.
pub fn text() -> Result<Bytes, HubError> {
    Ok(serde_json::to_vec(&Description::openapi()).map_err(HubError::Stored)?.into())
}

//! The OpenAPI description, generated from the handlers.

use super::{HubError, routes};
use crate::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use axum::body::Bytes;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi, PartialSchema as _, ToSchema as _};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "cups-hub",
        description = "Enrols terminals, takes their journal entries in and gives out the catalogue. Every answer \
                       carries the header cups-hub-incarnation; every error is application/problem+json."
    ),
    modifiers(&OfEveryAddress),
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

/// What any address may answer, whatever it is about.
struct OfEveryAddress;

/// The status and what it means.
const ANYWHERE: [(&str, &str); 3] = [
    ("429", "Too many requests; Retry-After says in how many seconds the next is answered"),
    ("500", "The hub failed"),
    ("503", "The hub cannot do it at the moment; Retry-After says when to come again"),
];

impl Modify for OfEveryAddress {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        for item in description.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                complete(operation);
            }
        }
        if let Some(components) = &mut description.components {
            components.schemas.entry(Problem::name().into_owned()).or_insert_with(Problem::schema);
        }
    }
}

fn complete(operation: &mut Operation) {
    for (status, meaning) in ANYWHERE {
        let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name(Problem::name()))));
        let response = ResponseBuilder::new().description(meaning).content(PROBLEM_MEDIA_TYPE, problem).build();
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
    }
}

/// The description as JSON.
///
/// # Errors
/// When it cannot be written, which its types rule out.
pub fn text() -> Result<Bytes, HubError> {
    Ok(serde_json::to_vec(&Description::openapi()).map_err(HubError::Stored)?.into())
}

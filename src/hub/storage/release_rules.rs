//! What publishing a signed release changes: the rules, whichever store they are followed in.

use crate::catalogue::release::{self, Release};
use crate::catalogue::trust::bundle::Bundle;
use crate::catalogue::trust::{MetadataSource, NoAnswer, Offer, TrustState, refresh};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::hub::HubError;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// From how many past releases a delta leads to the current one; an older terminal fetches the whole.
pub(super) const DELTAS: u32 = 20;

/// The field of `meta` with what the hub itself verified last.
pub(super) const TRUST: &str = "catalogue_trust";

/// What the hub has verified, from that field.
pub(super) fn trust_of(text: Option<&str>) -> Result<Option<TrustState>, HubError> {
    text.map(|text| serde_json::from_str(text).map_err(HubError::Stored)).transpose()
}

/// What publishing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// The release is the current one now.
    Now,
    /// It was already; the signature is newer now.
    Renewed,
}

/// A bundle's files, as a terminal would ask for them.
#[derive(Clone, Debug)]
struct Carried(Arc<BTreeMap<String, String>>);

impl MetadataSource for Carried {
    async fn file(&self, name: &str) -> Result<Option<Vec<u8>>, NoAnswer> {
        Ok(self.0.get(name).map(|text| text.clone().into_bytes()))
    }
}

/// What a bundle changes in a store, once it was verified.
pub(super) struct Change {
    /// The number of its release.
    pub(super) number: i64,
    /// Whether the release is the current one already, and only its signature is newer.
    pub(super) renewed: bool,
    /// Whether all signed files of before go.
    pub(super) forgets_files: bool,
    /// The signed files that are given out, by their names.
    pub(super) files: Vec<(String, String)>,
    /// What the hub has verified, as JSON.
    pub(super) trust: String,
}

impl Change {
    /// Verifies a bundle against what was verified before.
    ///
    /// # Errors
    /// When the signature is not right, or the number is smaller than the current one's although no key was changed.
    pub(super) fn of(
        before: Option<&TrustState>,
        bundle: &Bundle,
        new_root: bool,
        scratch: &Path,
        now: Timestamp,
    ) -> Result<Self, HubError> {
        let trusted = before.filter(|_| !new_root);
        let (state, offer) = verify(trusted.cloned(), bundle, scratch, now)?;
        let release = &bundle.release;
        let place = "catalogue.toml: number";
        let number = i64::try_from(release.number).map_err(|_| HubError::input(place, "the number is too large"))?;
        let current = before.and_then(TrustState::offer);
        let renewed = current.as_ref().is_some_and(|current| current.sha256 == offer.sha256);
        let keys_changed = trusted.is_none_or(|trusted| trusted.root_version() < state.root_version());
        if let Some(current) = current.filter(|_| !renewed && !keys_changed)
            && release.number <= current.number
        {
            let message = format!(
                "{} is not larger than the published {}: raise it, terminals refuse to go back",
                release.number, current.number
            );
            return Err(HubError::input(place, message));
        }
        // What was verified, and no other file of the bundle. Files of a version stay for terminals that are just
        // reading them, and roots for those that missed some.
        let known = trusted.map_or(0, TrustState::root_version);
        let roots =
            bundle.roots().into_iter().filter(|(version, _)| *version > known && *version <= state.root_version());
        let roots = roots.map(|(version, text)| (format!("{version}.root.json"), text.clone()));
        let files = roots.chain(state.published_files()).collect();
        let trust = serde_json::to_string(&state).map_err(HubError::Stored)?;
        Ok(Self { number, renewed, forgets_files: trusted.is_none(), files, trust })
    }
}

/// That another release was published while this one was verified.
pub(super) fn published_meanwhile() -> HubError {
    HubError::input("the signed catalogue", "another one was published meanwhile: try again")
}

/// Deltas to a release from packed ones of before, each with the hash it starts from.
pub(super) fn deltas_to(target: &Release, past: Vec<Vec<u8>>) -> Result<Vec<(String, Vec<u8>)>, HubError> {
    let text = target.text()?;
    let mut deltas = Vec::new();
    for packed in past {
        // A past release of a form that this program cannot read any more has no terminals to serve.
        let Ok(base) = Release::from_packed(packed) else { continue };
        deltas.push((base.sha256.clone(), release::delta(&base.text()?, &text)?));
    }
    Ok(deltas)
}

/// The profile of a centre in the published catalogue.
///
/// # Errors
/// When there is none of this id, with words that say which there are.
pub fn centre_of(catalogue: Option<Catalogue>, id: &str) -> Result<Centre, HubError> {
    let mut catalogue = catalogue.ok_or_else(|| {
        let message = "no catalogue is published: run cups-hub catalogue publish, or give --centre-file FILE";
        HubError::input("--centre", message)
    })?;
    catalogue.centres.remove(id).ok_or_else(|| {
        let known: Vec<&str> = catalogue.centres.keys().map(String::as_str).collect();
        let message = format!("the published catalogue has no centre \"{id}\"; it has {}", known.join(", "));
        HubError::input("--centre", message)
    })
}

/// Verifies a bundle as a terminal will. The first bundle brings the root that is believed from then on: the operator
/// who publishes it answers for it.
fn verify(
    before: Option<TrustState>,
    bundle: &Bundle,
    scratch: &Path,
    now: Timestamp,
) -> Result<(TrustState, Offer), HubError> {
    let refused = |reason: String| HubError::input("the signed catalogue", reason);
    // The first one's oldest root: that the later ones follow from it is then verified as well.
    let state = if let Some(state) = before {
        state
    } else {
        let (_, first) = bundle.roots().pop_first().ok_or_else(|| refused("there is no root.json in it".to_owned()))?;
        TrustState::new(first.clone()).map_err(|error| refused(error.to_string()))?
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| refused(error.to_string()))?;
    let source = Carried(Arc::new(bundle.metadata.clone()));
    let (state, offer) = runtime.block_on(refresh(&state, &source, scratch, Some(now)));
    let offer = offer.map_err(|error| refused(error.to_string()))?;
    if (offer.number, offer.length, &offer.sha256)
        != (bundle.release.number, bundle.release.length, &bundle.release.sha256)
    {
        return Err(refused("the release in it is not the one that was signed".to_owned()));
    }
    Ok((state, offer))
}

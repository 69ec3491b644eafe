//! The way of a catalogue from the hub to this terminal: signatures first, then the shortest way to the text they name,
//! then one move. Whatever goes wrong, the catalogue in use stays.

use super::client::{ClientError, HubClient};
use super::download::{DownloadError, download};
use crate::catalogue::release::{self, Expected, ReleaseError, apply_delta, unpack};
use crate::catalogue::trust::{MetadataSource, NoAnswer, Offer, TrustError, refresh};
use crate::domain::hidden::hidden;
use crate::domain::shelf::{Overview, Shelf};
use crate::platform::clock::is_plausible;
use crate::platform::file::{private_folder, with_suffix};
use crate::platform::paths::DataFolder;
use crate::protocol::path;
use crate::store::catalogue_cache::{CacheError, CatalogueCache, InUse};
use crate::store::trust_file::{Trust, TrustFile};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Why there is no newer catalogue although the hub answers. The screens say it in a banner; nothing else changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The terminal was never told whose catalogues to believe.
    #[error("this terminal was never told whose catalogues to trust: enrol it again")]
    NoRoot,
    /// The editors' signature has expired, or this machine's clock is far ahead.
    #[error("the editors' signature has expired, or this machine's clock is wrong")]
    Expired,
    /// What is offered is not the editors', is older than what was seen, or was changed on the way.
    #[error("what the hub offers is not the editors' newest catalogue")]
    Untrusted,
    /// The catalogue is made for a newer program.
    #[error("the newer catalogue needs a newer program")]
    TooNew,
    /// The disk is full or cannot be written.
    #[error("the disk is full or cannot be written")]
    Machine,
}

/// How the catalogue in use stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why there is none newer, as far as that is known.
    pub problem: Option<Problem>,
    /// Until when the editors' last signature holds; `None` when none was ever seen, as for the shipped catalogue.
    pub signed_until: Option<Timestamp>,
}

/// The release in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// SHA-256 of its canonical text, in hexadecimal.
    pub sha256: String,
    /// Its number.
    pub number: u64,
    /// The day it was reviewed: a clock far before it is wrong.
    pub as_of: Date,
}

impl Current {
    /// What is in use.
    #[must_use]
    pub fn of(in_use: &InUse) -> Self {
        let Overview { number, as_of, .. } = *in_use.shelf.overview();
        Self { sha256: in_use.sha256.clone(), number, as_of }
    }
}

/// What one look at the hub gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The release now in use, when it is another than before. Its records are in the cache.
    pub catalogue: Option<Current>,
    /// How the one in use stands.
    pub standing: Standing,
}

/// Where everything lies that the way needs.
#[derive(Clone, Debug)]
pub struct Way {
    /// The catalogues in use.
    pub cache: CatalogueCache,
    /// Whose catalogues are believed.
    pub trust: TrustFile,
    /// The root that the set-up of this terminal names; it goes before the one that enrolment gave.
    pub pinned: Option<String>,
    /// The folder for downloads under way.
    pub incoming: PathBuf,
    /// The release in use.
    pub current: Current,
    /// A release that was refused for what it is; trying again would change nothing.
    refused: Option<(String, Problem)>,
}

/// A catalogue as it goes from one computer to another without a line.
#[derive(Clone, PartialEq, Eq)]
pub struct CarriedCatalogue {
    /// Its number, as far as it is known here.
    pub number: u64,
    /// SHA-256 of its canonical text, in hexadecimal.
    pub sha256: String,
    /// It, packed.
    pub packed: Vec<u8>,
    /// The signed files, by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

hidden!(CarriedCatalogue, "CarriedCatalogue");

/// Where a catalogue comes from. What is verified is the same.
#[derive(Clone, Debug)]
enum Origin {
    Hub(Box<HubClient>),
    Carried(Arc<CarriedCatalogue>),
}

/// The signed files as the hub gives them out, and why it gave none the last time.
#[derive(Clone, Debug)]
struct HubMetadata {
    origin: Origin,
    failed: Arc<Mutex<Option<ClientError>>>,
}

impl MetadataSource for HubMetadata {
    async fn file(&self, name: &str) -> Result<Option<Vec<u8>>, NoAnswer> {
        let client = match &self.origin {
            Origin::Hub(client) => client,
            Origin::Carried(carried) => return Ok(carried.files.get(name).cloned()),
        };
        client.metadata(name).await.map_err(|error| {
            tracing::debug!(%error, name, "no signed file");
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            NoAnswer
        })
    }
}

/// What ends a look early.
enum Stop {
    Line(ClientError),
    Problem(Problem),
}

impl From<DownloadError> for Stop {
    fn from(error: DownloadError) -> Self {
        match error {
            DownloadError::Line(error) => Self::Line(error),
            DownloadError::Disk(error) => disk(&error),
        }
    }
}

impl From<CacheError> for Stop {
    fn from(error: CacheError) -> Self {
        tracing::warn!(%error, "the catalogue was not put into use");
        Self::Problem(match error {
            CacheError::Release(ReleaseError::Content(_)) => Problem::TooNew,
            _ => Problem::Machine,
        })
    }
}

/// The signed text of a catalogue that was carried here.
fn carried_text(carried: &CarriedCatalogue, offer: &Offer) -> Result<Vec<u8>, Stop> {
    let expected = Expected { sha256: &offer.sha256, length: offer.length };
    unpack(&carried.packed, expected).map_err(|error| {
        tracing::warn!(%error, "the release that was carried here is not the one signed");
        Stop::Problem(Problem::Untrusted)
    })
}

fn disk(error: &std::io::Error) -> Stop {
    tracing::warn!(%error, "the disk does not take the catalogue");
    Stop::Problem(Problem::Machine)
}

/// Holds the lock of a look. Given back by name and not by closing alone: a program that is just being started holds a
/// copy of every open file for a moment.
struct Alone(std::fs::File);

impl Drop for Alone {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the lock of the catalogue was not given back");
        }
    }
}

impl Way {
    /// The way of a terminal with its data in this folder. `pinned` is the root that its set-up names, when it does.
    #[must_use]
    pub fn new(data: &DataFolder, current: Current, pinned: Option<String>) -> Self {
        Self {
            cache: CatalogueCache::new(data.catalogue()),
            trust: TrustFile::new(data.trust()),
            pinned,
            incoming: data.incoming(),
            current,
            refused: None,
        }
    }

    /// How the catalogue in use stands before the hub was asked.
    #[must_use]
    pub fn standing(&self, root: Option<&str>) -> Standing {
        let signed_until = self
            .trust
            .read(self.pinned.as_deref().or(root))
            .and_then(|trust| trust.state.offer())
            .map(|offer| offer.expires);
        Standing { problem: None, signed_until }
    }

    /// Asks the hub for a newer catalogue and puts it into use. `root` is what enrolment gave, `now` the machine's
    /// clock, right or wrong.
    ///
    /// # Errors
    /// When the hub does not answer, or the line breaks on the way; what came is kept.
    pub async fn look(&mut self, client: &HubClient, root: Option<&str>, now: Timestamp) -> Result<Look, ClientError> {
        self.look_at(&Origin::Hub(Box::new(client.clone())), root, now).await
    }

    /// Puts a catalogue into use that was carried here, when it is the editors' and newer. It is verified as one of the hub is.
    pub async fn bring(&mut self, carried: &Arc<CarriedCatalogue>, root: Option<&str>, now: Timestamp) -> Look {
        let looked = self.look_at(&Origin::Carried(Arc::clone(carried)), root, now).await;
        looked.unwrap_or_else(|_| Look { catalogue: None, standing: self.standing(root) })
    }

    /// The catalogue in use, to be carried to another computer, where it came signed.
    #[must_use]
    pub fn carried(&self, root: Option<&str>) -> Option<CarriedCatalogue> {
        let state = self.trust.read(self.pinned.as_deref().or(root))?.state;
        let offer = state.offer()?;
        let text = self.cache.text().ok().filter(|text| release::sha256(text) == offer.sha256)?;
        let packed = zstd::bulk::compress(&text, 9).ok()?;
        let files = state.published_files().map(|(name, text)| (name, text.into_bytes()));
        let own_root = (format!("{}.root.json", state.root_version()), state.root.clone().into_bytes());
        let files = files.chain([own_root]).collect();
        Some(CarriedCatalogue { number: offer.number, sha256: offer.sha256, packed, files })
    }

    async fn look_at(&mut self, origin: &Origin, root: Option<&str>, now: Timestamp) -> Result<Look, ClientError> {
        let Some(_only) = self.alone() else {
            // Somebody else is at it: a command beside the window. What it brings is seen at the next look.
            return Ok(Look { catalogue: None, standing: self.standing(root) });
        };
        let meanwhile = self.put_into_use_meanwhile();
        let Some(mut trust) = self.trust.read(self.pinned.as_deref().or(root)) else {
            let standing = Standing { problem: Some(Problem::NoRoot), signed_until: None };
            return Ok(Look { catalogue: meanwhile, standing });
        };
        let found = self.newer(origin, &mut trust, now).await;
        let signed_until = trust.state.offer().map(|offer| offer.expires);
        let (catalogue, problem) = match found {
            Ok(catalogue) => (catalogue.or(meanwhile), None),
            Err(Stop::Problem(problem)) => (meanwhile, Some(problem)),
            Err(Stop::Line(_)) if meanwhile.is_some() => (meanwhile, None),
            Err(Stop::Line(error)) => return Err(error),
        };
        Ok(Look { catalogue, standing: Standing { problem, signed_until } })
    }

    /// The lock that only one look at a time can have.
    fn alone(&self) -> Option<Alone> {
        let path = with_suffix(&self.incoming, ".lock");
        let file = path
            .parent()
            .map(private_folder)
            .map_or(Ok(()), |made| made)
            .and_then(|()| std::fs::File::options().create(true).truncate(false).write(true).open(path));
        match file {
            Ok(file) => file.try_lock().is_ok().then_some(Alone(file)),
            Err(error) => {
                tracing::warn!(%error, "no lock for the catalogue");
                None
            }
        }
    }

    /// A catalogue that another process put into use since the last look, or that stands in for a damaged one.
    fn put_into_use_meanwhile(&mut self) -> Option<Current> {
        if self.cache.newest().is_none_or(|newest| newest == self.current.sha256) {
            return None;
        }
        let found = self.cache.in_use().ok().filter(|found| found.sha256 != self.current.sha256)?;
        self.current = Current::of(&found);
        Some(self.current.clone())
    }

    async fn newer(&mut self, origin: &Origin, trust: &mut Trust, now: Timestamp) -> Result<Option<Current>, Stop> {
        let Some(offer) = self.verified(origin, trust, now).await? else { return Ok(None) };
        if offer.sha256 == self.current.sha256 {
            // Known as signed from now on, however it came here.
            let before = trust.clone();
            trust.note(&offer.sha256);
            trust.begun_anew = false;
            if *trust != before {
                self.trust.write(trust).map_err(|error| disk(&error))?;
            }
            return Ok(None);
        }
        if offer.number <= self.current.number && !trust.outlived(&self.current.sha256) {
            return Ok(None);
        }
        if let Some((sha256, problem)) = &self.refused
            && *sha256 == offer.sha256
        {
            return Err(Stop::Problem(*problem));
        }
        let text = match origin {
            Origin::Hub(client) => self.text(client, &offer).await?,
            Origin::Carried(carried) => carried_text(carried, &offer)?,
        };
        // Before it is in use: after a power cut the terminal still knows under which keys it came.
        trust.note(&offer.sha256);
        self.trust.write(trust).map_err(|error| disk(&error))?;
        let cache = self.cache.clone();
        let number = offer.number;
        let sha256 = offer.sha256.clone();
        let applied = tokio::task::spawn_blocking(move || cache.apply(&text, &sha256, Some(number)));
        let applied = applied.await.map_err(|_| Stop::Line(ClientError::BROKE))?;
        let records: Arc<dyn Shelf> = applied.map_err(|error| {
            let stop = match error {
                CacheError::Release(ReleaseError::Hash) => Stop::Problem(Problem::Untrusted),
                other => Stop::from(other),
            };
            if let Stop::Problem(problem @ (Problem::TooNew | Problem::Untrusted)) = stop {
                self.refused = Some((offer.sha256.clone(), problem));
            }
            stop
        })?;
        self.current = Current::of(&InUse { shelf: Arc::clone(&records), sha256: offer.sha256 });
        // Nobody waits for it: whoever searches before it is ready makes it.
        drop(tokio::task::spawn_blocking(move || {
            if let Err(error) = records.prepare_index() {
                tracing::warn!(%error, "no search index was made");
            }
        }));
        if std::mem::take(&mut trust.begun_anew)
            && let Err(error) = self.trust.write(trust)
        {
            tracing::warn!(%error, "the file of trust was not written");
        }
        let _ = std::fs::remove_dir_all(&self.incoming);
        Ok(Some(self.current.clone()))
    }

    /// What the editors offer, and their signatures kept. `None` when the hub has nothing signed.
    async fn verified(&self, origin: &Origin, trust: &mut Trust, now: Timestamp) -> Result<Option<Offer>, Stop> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let known_time = is_plausible(today, self.current.as_of).then_some(now);
        private_folder(&self.incoming).map_err(|error| disk(&error))?;
        let source = HubMetadata { origin: origin.clone(), failed: Arc::default() };
        let (state, offer) = refresh(&trust.state, &source, &self.incoming, known_time).await;
        if state != trust.state {
            trust.state = state;
            // What was seen must be remembered before it is used, or a power cut would forget it.
            self.trust.write(trust).map_err(|error| disk(&error))?;
        }
        match offer {
            Ok(offer) => Ok(Some(offer)),
            Err(TrustError::Nothing) => Ok(None),
            Err(TrustError::NoAnswer) => {
                let failed = source.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
                Err(Stop::Line(failed.unwrap_or(ClientError::BROKE)))
            }
            Err(error) => {
                tracing::warn!(%error, "the catalogue offered is not taken");
                Err(Stop::Problem(match error {
                    TrustError::Expired(_) => Problem::Expired,
                    TrustError::Machine(_) => Problem::Machine,
                    _ => Problem::Untrusted,
                }))
            }
        }
    }

    /// The signed text: by a delta from the one in use, or whole.
    async fn text(&self, client: &HubClient, offer: &Offer) -> Result<Vec<u8>, Stop> {
        let expected = Expected { sha256: &offer.sha256, length: offer.length };
        if let Ok(base) = self.cache.text() {
            let from = release::sha256(&base);
            let address = format!("{}/{from}/{}", path::CATALOGUE_DELTAS, offer.sha256);
            // Another catalogue may be in use by the time that a broken download goes on, and another delta leads from it.
            let part = self.incoming.join(format!("{from}-{}.delta", offer.sha256));
            let delta = match download(client, &address, &part).await {
                // Whatever is wrong with the delta, the whole release is another way.
                Err(DownloadError::Line(ClientError::Refused { .. })) => None,
                other => other?,
            };
            if let Some(delta) = delta {
                match apply_delta(&base, &delta, expected) {
                    Ok(text) => return Ok(text),
                    Err(error) => tracing::warn!(%error, "the delta is not right; fetching the whole release"),
                }
            }
        }
        let address = format!("{}/{}", path::CATALOGUE_RELEASES, offer.sha256);
        let part = self.incoming.join(format!("{}.release", offer.sha256));
        let packed = download(client, &address, &part).await?.ok_or(Stop::Line(ClientError::NOT_OURS))?;
        unpack(&packed, expected).map_err(|error| {
            tracing::warn!(%error, "the release that came is not the one signed");
            // It may have been hurt on the way: the next attempt begins anew.
            let _ = std::fs::remove_dir_all(&self.incoming);
            Stop::Problem(Problem::Untrusted)
        })
    }
}

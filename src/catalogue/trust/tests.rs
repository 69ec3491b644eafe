use super::bundle::Bundle;
use super::editors::{KeyFolder, Replace};
use super::*;
use crate::catalogue::release::Release;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use tempfile::TempDir;

const DAY: i64 = 24 * 3600;

fn at(day: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + day * DAY).unwrap()
}

fn release(number: u64) -> Release {
    let text = format!("text of release {number}");
    let sha256 = crate::catalogue::release::sha256(text.as_bytes());
    Release { number, sha256, length: text.len() as u64, packed: Vec::new() }
}

/// What the hub gives out; tests change it as a thief would.
#[derive(Clone, Debug, Default)]
struct Given(Arc<Mutex<Shelf>>);

#[derive(Debug, Default)]
struct Shelf {
    files: BTreeMap<String, String>,
    asked: Vec<String>,
    line_cut_after: Option<usize>,
}

impl MetadataSource for Given {
    async fn file(&self, name: &str) -> Result<Option<Vec<u8>>, NoAnswer> {
        let mut given = self.0.lock().unwrap();
        if given.line_cut_after.is_some_and(|after| given.asked.len() >= after) {
            return Err(NoAnswer);
        }
        given.asked.push(name.to_owned());
        Ok(given.files.get(name).map(|text| text.clone().into_bytes()))
    }
}

/// An editors' office, a hub and a terminal.
struct World {
    folder: TempDir,
    keys: KeyFolder,
    given: Given,
    state: TrustState,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyFolder::create(&folder.path().join("keys"), at(0)).unwrap();
        let state = TrustState::new(keys.root().unwrap()).unwrap();
        Self { folder, keys, given: Given::default(), state }
    }

    fn sign(&self, number: u64, day: i64) -> Bundle {
        self.keys.sign(release(number), 60, at(day)).unwrap()
    }

    fn give(&self, bundle: &Bundle) {
        self.given.0.lock().unwrap().files = bundle.metadata.clone();
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<String, String>)) {
        change(&mut self.given.0.lock().unwrap().files);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.given.0.lock().unwrap().asked)
    }

    /// Looks, and keeps what a terminal keeps.
    fn look_at(&mut self, now: Option<Timestamp>) -> Result<Offer, TrustError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (state, offer) = runtime.block_on(refresh(&self.state, &self.given, self.folder.path(), now));
        self.state = state;
        offer
    }

    fn look(&mut self, day: i64) -> Result<Offer, TrustError> {
        self.look_at(Some(at(day)))
    }

    /// A look that must be refused and must leave what was verified as it is.
    fn refused(&mut self, day: i64) {
        let before = self.state.offer();
        let found = self.look(day);
        assert!(matches!(found, Err(TrustError::Untrusted(_))), "{found:?}");
        assert_eq!(self.state.offer().map(|offer| offer.sha256), before.map(|offer| offer.sha256));
    }
}

/// The file of a role in a bundle.
fn of_role<'a>(bundle: &'a Bundle, role: &str) -> (&'a String, &'a String) {
    bundle.metadata.iter().find(|(name, _)| name.ends_with(&format!("{role}.json"))).unwrap()
}

#[test]
fn what_the_editors_signed_is_offered_and_asked_for_once() {
    let mut world = World::new();
    assert_eq!(world.look(0), Err(TrustError::Nothing));
    world.give(&world.sign(7, 0));
    let offer = world.look(0).unwrap();
    assert_eq!((offer.number, &offer.sha256), (7, &release(7).sha256));
    assert_eq!(offer.expires, at(60));
    world.asked();
    let before = world.state.clone();
    assert_eq!(world.look(1).unwrap(), offer);
    assert_eq!(world.asked(), ["2.root.json", "timestamp.json"], "half a kilobyte when nothing changed");
    assert_eq!(world.state, before, "and nothing to write");
    assert_eq!(world.state.root, world.keys.root().unwrap(), "as the editors wrote it");
    assert_eq!(world.state.offer(), Some(offer));
}

#[test]
fn when_the_newest_signature_was_made_is_known_by_its_number() {
    let mut world = World::new();
    assert_eq!(world.state.signed(), None);
    world.give(&world.sign(7, 0));
    world.look(0).unwrap();
    assert_eq!(world.state.signed(), Some(at(0)));
    world.give(&world.sign(7, 30));
    world.look(30).unwrap();
    assert_eq!(world.state.signed(), Some(at(30)));
    // Numbered by other tools: 1, 2, 3.
    let text = world.state.timestamp.as_mut().unwrap();
    *text = text.replace(&at(30).as_second().to_string(), "3");
    assert_eq!(world.state.signed(), None);
}

#[test]
fn rollback_an_older_signature_is_refused() {
    let mut world = World::new();
    let (old, new) = (world.sign(1, 0), world.sign(2, 1));
    world.give(&new);
    world.look(1).unwrap();
    world.give(&old);
    world.refused(2);
    assert_eq!(world.state.offer().unwrap().number, 2);
}

#[test]
fn a_second_timestamp_of_the_same_version_is_no_news_and_an_unsigned_one_is_refused() {
    let mut world = World::new();
    let first = world.sign(1, 0);
    world.give(&first);
    world.look(0).unwrap();
    let before = world.state.clone();
    // The editors' memory of versions is lost, and they sign something else in the same second.
    std::fs::remove_file(world.folder.path().join("keys").join("version")).unwrap();
    let second = world.keys.sign(release(2), 90, at(0)).unwrap();
    assert_eq!(of_role(&second, "snapshot").0, of_role(&first, "snapshot").0, "the same version");
    world.give(&second);
    let offer = world.look(1).unwrap();
    assert_eq!((offer.number, offer.expires), (1, at(60)), "the one seen first stays");
    assert_eq!(world.state, before);
    assert!(matches!(world.look(60), Err(TrustError::Expired("timestamp"))), "and runs out when it said");
    // Another content without a signature is no version at all.
    let text = of_role(&first, "timestamp").1;
    let changed = text.replacen("\"spec_version\":\"1.0.0\"", "\"spec_version\":\"1.0.1\"", 1);
    assert_ne!(&changed, text);
    world.give(&first);
    world.change(|files| drop(files.insert(TIMESTAMP.to_owned(), changed)));
    world.refused(1);
}

#[test]
fn a_timestamp_of_the_same_version_counts_when_its_keys_changed() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    world.look(0).unwrap();
    world.keys.replace(Replace::Editors, at(0)).unwrap();
    std::fs::remove_file(world.folder.path().join("keys").join("version")).unwrap();
    world.give(&world.sign(2, 0));
    assert_eq!(world.look(0).unwrap().number, 2);
}

#[test]
fn signed_files_that_name_no_catalogue_are_kept_and_give_none() {
    let mut world = World::new();
    let bundle = world.sign(1, 0);
    let (name, text) = of_role(&bundle, "targets");
    let mut targets: Signed<Targets> = serde_json::from_str(text).unwrap();
    targets.signed.targets.clear();
    let key = std::fs::read_to_string(world.folder.path().join("keys").join("editors.key")).unwrap();
    let key = SigningKey::from_pkcs8_pem(&key).unwrap();
    let message = targets.signed.canonical_form().unwrap();
    targets.signatures[0].sig = key.sign(&message).to_bytes().to_vec().into();
    world.give(&bundle);
    world.change(|files| drop(files.insert(name.clone(), serde_json::to_string(&targets).unwrap())));
    assert_eq!(world.look(0), Err(TrustError::NoCatalogue));
    assert!(world.state.targets.is_some());
    assert_eq!(world.state.offer(), None);
}

#[test]
fn freeze_an_old_signature_runs_out() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    world.look(0).unwrap();
    assert!(world.look(59).is_ok());
    assert!(matches!(world.look(60), Err(TrustError::Expired(_))));
    assert_eq!(world.state.offer().unwrap().number, 1, "it stays known");
    world.give(&world.sign(1, 61));
    assert!(world.look(61).is_ok(), "signed anew");
}

#[test]
fn mix_and_match_files_of_different_times_are_refused() {
    let mut world = World::new();
    let (old, new) = (world.sign(1, 0), world.sign(2, 1));
    world.give(&old);
    world.look(1).unwrap();
    for role in ["snapshot", "targets"] {
        world.give(&new);
        let ((name, _), (_, text)) = (of_role(&new, role), of_role(&old, role));
        world.change(|files| drop(files.insert(name.clone(), text.clone())));
        world.refused(2);
    }
    world.give(&new);
    world.change(|files| drop(files.insert(TIMESTAMP.to_owned(), of_role(&old, "timestamp").1.clone())));
    world.refused(2);
    world.give(&new);
    assert_eq!(world.look(2).unwrap().number, 2, "and the honest files are still taken");
}

#[test]
fn a_wrong_key_and_a_changed_letter_are_refused() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    world.look(0).unwrap();
    let strangers = KeyFolder::create(&world.folder.path().join("strangers"), at(0)).unwrap();
    let forged = strangers.sign(release(9), 60, at(1)).unwrap();
    world.give(&forged);
    world.refused(1);
    // A root of their own, as if it came after ours.
    world.change(|files| drop(files.insert("2.root.json".to_owned(), strangers.root().unwrap())));
    world.refused(1);
    let honest = world.sign(2, 1);
    for role in ["timestamp", "snapshot", "targets"] {
        world.give(&honest);
        let (name, text) = of_role(&honest, role);
        let changed = text.replacen("\"spec_version\":\"1.0.0\"", "\"spec_version\":\"1.0.1\"", 1);
        assert_ne!(&changed, text);
        world.change(|files| drop(files.insert(name.clone(), changed)));
        world.refused(1);
    }
}

#[test]
fn a_clock_in_1970_takes_what_is_new_and_one_in_2045_takes_nothing() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    // The caller knows that a clock before the catalogue's own day is dead, and says so.
    assert!(world.look_at(None).is_ok());
    world.give(&world.sign(2, 1));
    let in_2045: Timestamp = "2045-01-01T00:00:00Z".parse().unwrap();
    assert!(matches!(world.look_at(Some(in_2045)), Err(TrustError::Expired(_))));
    assert_eq!(world.state.offer().unwrap().number, 1);
    assert!(matches!(world.look(1), Ok(Offer { number: 2, .. })), "and a mended clock is forgiven at once");
}

#[test]
fn the_editors_key_is_replaced_and_the_old_one_counts_no_more() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    world.look(0).unwrap();
    // A thief signs far ahead: version and number are the largest there are.
    let stolen = KeyFolder::open(&copied(&world, "stolen")).unwrap();
    let ahead = stolen.sign(release(1_000_000), 60, at(20_000)).unwrap();
    world.give(&ahead);
    assert_eq!(world.look(1).unwrap().number, 1_000_000);
    world.keys.replace(Replace::Editors, at(2)).unwrap();
    world.give(&world.sign(2, 2));
    assert_eq!(world.look(2).unwrap().number, 2, "a change of keys recovers from versions run ahead");
    assert_eq!(world.state.root_version(), 2);
    let again = stolen.sign(release(1_000_001), 60, at(20_001)).unwrap();
    let mut files = world.sign(2, 2).metadata;
    files.extend(again.metadata);
    world.change(|given| *given = files);
    world.refused(3);
}

#[test]
fn a_lost_root_key_is_replaced_by_the_reserve() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    world.look(0).unwrap();
    let keys = world.folder.path().join("keys");
    assert!(world.keys.replace(Replace::MissingRoot, at(1)).is_err(), "none is missing");
    std::fs::remove_file(keys.join("root.key")).unwrap();
    let lost = keys.join("root.key");
    assert_eq!(world.keys.replace(Replace::MissingRoot, at(1)).unwrap(), 2);
    assert!(lost.exists(), "the new one stands in its place");
    // And then the reserve itself is lost: the new root key replaces it, and names new editors.
    std::fs::remove_file(keys.join("reserve.key")).unwrap();
    assert_eq!(world.keys.replace(Replace::MissingRoot, at(2)).unwrap(), 3);
    assert_eq!(world.keys.replace(Replace::Editors, at(2)).unwrap(), 4);
    world.give(&world.sign(2, 2));
    assert_eq!(world.look(2).unwrap().number, 2, "a terminal walks through every root it missed");
    assert_eq!(world.state.root_version(), 4);
    for key in ["root.key", "reserve.key"] {
        std::fs::remove_file(keys.join(key)).unwrap();
    }
    assert!(world.keys.replace(Replace::Editors, at(3)).is_err(), "with both lost, terminals need a new root by hand");
    assert!(world.keys.sign(release(3), 60, at(3)).is_ok(), "and until then the editors go on");
}

#[test]
fn a_line_cut_between_any_two_files_leaves_the_old_offer_and_the_next_look_gets_the_new_one() {
    for after in 0..5 {
        let mut world = World::new();
        world.give(&world.sign(1, 0));
        world.look(0).unwrap();
        world.keys.replace(Replace::Editors, at(1)).unwrap();
        world.give(&world.sign(2, 1));
        world.asked();
        world.given.0.lock().unwrap().line_cut_after = Some(after);
        assert_eq!(world.look(1), Err(TrustError::NoAnswer), "cut after {after}");
        world.given.0.lock().unwrap().line_cut_after = None;
        assert_eq!(world.look(1).unwrap().number, 2, "cut after {after}");
    }
}

#[test]
fn floods_and_nonsense_are_refused() {
    let mut world = World::new();
    world.give(&world.sign(1, 0));
    world.look(0).unwrap();
    let deep = format!("{}{}", "[".repeat(15_000), "]".repeat(15_000));
    for text in [" ".repeat(1_000_000), deep.chars().take(16_000).collect(), String::new(), "<html>".to_owned()] {
        world.change(|files| drop(files.insert(TIMESTAMP.to_owned(), text.clone())));
        world.refused(1);
        world.give(&world.sign(1, 1));
        world.change(|files| drop(files.insert("2.root.json".to_owned(), text.clone())));
        let found = world.look(1);
        assert!(matches!(found, Err(TrustError::Untrusted(_)) | Ok(_)), "{found:?}");
    }
    assert!(TrustState::new("{}".to_owned()).is_err());
}

/// The keys' folder as a thief copied it.
fn copied(world: &World, name: &str) -> std::path::PathBuf {
    let (from, to) = (world.folder.path().join("keys"), world.folder.path().join(name));
    std::fs::create_dir(&to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    to
}

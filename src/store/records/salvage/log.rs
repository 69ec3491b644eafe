//! The write-ahead log beside the file: what was committed and is not in the file yet. Every frame is proven by a
//! checksum that goes on from the frame before, so that damage to one does not touch the others.

use super::page::{SIZES, four};
use crate::domain::hidden::hidden;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// What a log begins with; the last bit says in which order the checksum takes bytes.
const MAGIC: u32 = 0x377f_0682;

/// A version of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The page's number, from 1.
    pub number: u32,
    /// What is in it.
    pub content: &'a [u8],
    /// Which commit of this log it is part of, from 1.
    pub commit: u64,
    /// Which frame of the log it is, from 1.
    pub place: usize,
    /// Whether its checksum says that it is whole.
    pub proven: bool,
}

hidden!(Frame<'_>, "Frame");

/// What was read of a log.
#[derive(Clone, Debug, Default)]
pub struct Log<'a> {
    /// What was committed, in its order.
    pub live: Vec<Frame<'a>>,
    /// What may be older than the file itself, or of which the end of its commit is damaged: good only for what is
    /// never deleted and proves itself.
    pub others: Vec<Vec<Frame<'a>>>,
    /// Whether SQLite would leave out commits that are there, because something before them is damaged.
    pub broken: bool,
}

type Sum = [u32; 2];

/// In which order the bytes of a checksum's numbers stand.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn word(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }

    fn words(self, bytes: &[u8]) -> impl DoubleEndedIterator<Item = (u32, u32)> {
        let (pairs, _) = bytes.as_chunks::<8>();
        pairs.iter().map(move |[a, b, c, d, e, f, g, h]| (self.word([*a, *b, *c, *d]), self.word([*e, *f, *g, *h])))
    }

    fn sum(self, seed: Sum, bytes: &[u8]) -> Sum {
        self.words(bytes).fold(seed, |[first, second], (one, two)| {
            let first = first.wrapping_add(one).wrapping_add(second);
            [first, second.wrapping_add(two).wrapping_add(first)]
        })
    }

    /// The checksum before these bytes, from that after them.
    fn before(self, sum: Sum, bytes: &[u8]) -> Sum {
        self.words(bytes).rev().fold(sum, |[first, second], (one, two)| {
            let earlier = second.wrapping_sub(two).wrapping_sub(first);
            [first.wrapping_sub(one).wrapping_sub(earlier), earlier]
        })
    }

    /// The eight bytes that lead from one checksum to another.
    fn between(self, seed: Sum, after: Sum) -> (u32, u32) {
        let one = after[0].wrapping_sub(seed[0]).wrapping_sub(seed[1]);
        let two = after[1].wrapping_sub(seed[1]).wrapping_sub(after[0]);
        // The order is its own inverse.
        (self.word(one.to_be_bytes()), self.word(two.to_be_bytes()))
    }
}

/// A frame as it stands in the log.
struct Raw<'a> {
    number: u32,
    /// Pages of the file after the commit that this frame ends; 0 when it ends none.
    ends: u32,
    salts: (u32, u32),
    stored: Sum,
    head: &'a [u8],
    content: &'a [u8],
    proven: bool,
    /// Proven as SQLite does: from the checksum before it, and nothing put right.
    plain: bool,
}

/// The size of the pages in a log whose header is whole.
#[must_use]
pub fn page_size(log: &[u8]) -> Option<usize> {
    let header = log.get(..HEADER)?;
    let order = order_of(header)?;
    let size = usize::try_from(four(header, 8)?).ok()?;
    (header_sum(header, order)? == stored_sum(header, 24)? && SIZES.contains(&size)).then_some(size)
}

fn order_of(header: &[u8]) -> Option<Order> {
    match four(header, 0)? {
        MAGIC => Some(Order::Little),
        magic if magic == MAGIC | 1 => Some(Order::Big),
        _ => None,
    }
}

fn header_sum(header: &[u8], order: Order) -> Option<Sum> {
    Some(order.sum([0, 0], header.get(..24)?))
}

fn stored_sum(bytes: &[u8], at: usize) -> Option<Sum> {
    Some([four(bytes, at)?, four(bytes, at + 4)?])
}

/// Reads a log whose pages have this size, beside a file of so many pages.
#[must_use]
pub fn read(log: &[u8], size: usize, pages: usize) -> Log<'_> {
    let Some((header, body)) = log.split_at_checked(HEADER) else { return Log::default() };
    let order = order_of(header).unwrap_or_else(|| {
        // The log's beginning is damaged: the order is the one under which more is proven.
        let proven = |order| raw(header, body, size, pages, order).iter().filter(|frame| frame.proven).count();
        if proven(Order::Big) > proven(Order::Little) { Order::Big } else { Order::Little }
    });
    let mut frames = raw(header, body, size, pages, order);
    let sound = order_of(header).is_some() && header_sum(header, order) == stored_sum(header, 24);
    let salts = if sound { stored_sum(header, 16).map(|[one, two]| (one, two)) } else { common_salts(&frames) };
    let mut result = Log::default();
    let mut salts = salts;
    let mut is_live = true;
    while let Some(of_these) = salts {
        // A frame in the middle whose salts are damaged is one of them as well.
        let end = frames.iter().rposition(|frame| frame.salts == of_these).map_or(0, |last| last + 1);
        let end = end + frames.get(end..).unwrap_or_default().iter().take_while(|frame| frame.proven).count();
        let rest = frames.split_off(end.min(frames.len()));
        let (committed, torn) = committed(&frames);
        if is_live {
            result.broken = is_broken(&frames, sound, of_these);
            result.live = committed;
        } else {
            result.others.push(committed);
        }
        result.others.push(torn);
        is_live = false;
        frames = rest;
        salts = frames.first().map(|frame| frame.salts);
    }
    result.others.retain(|group| !group.is_empty());
    result
}

/// The salts that two frames in a row share, the first such: those of the newest life of the log.
fn common_salts(frames: &[Raw<'_>]) -> Option<(u32, u32)> {
    let pair = frames.windows(2).find(|pair| pair[0].salts == pair[1].salts);
    pair.map(|pair| pair[0].salts).or_else(|| frames.first().map(|frame| frame.salts))
}

fn raw<'a>(header: &[u8], body: &'a [u8], size: usize, pages: usize, order: Order) -> Vec<Raw<'a>> {
    let mut frames: Vec<Raw<'a>> = Vec::new();
    let all = body.len() / (FRAME_HEADER + size);
    let most = u32::try_from(pages.saturating_add(all)).unwrap_or(u32::MAX);
    // What the checksum may go on from: as it was written, and as it is worked out, should what was written be damaged.
    let mut seeds = (stored_sum(header, 24), header_sum(header, order));
    for frame in body.chunks_exact(FRAME_HEADER + size) {
        let (head, content) = frame.split_at(FRAME_HEADER);
        let (Some(number), Some(ends), Some(stored)) = (four(head, 0), four(head, 4), stored_sum(head, 16)) else {
            break;
        };
        let salts = stored_sum(head, 8).map_or((0, 0), |[one, two]| (one, two));
        let mut raw = Raw { number, ends, salts, stored, head: &head[..8], content, proven: false, plain: false };
        let sum = |seed: Sum| order.sum(order.sum(seed, raw.head), content);
        let written = seeds.0.map(sum);
        if written == Some(stored) {
            (raw.proven, raw.plain) = (true, true);
        } else if seeds.1.map(sum) == Some(stored) {
            raw.proven = true;
            if let Some(before) = frames.last_mut() {
                // Only its checksum was damaged: this one could not go on from it otherwise.
                before.proven = true;
            }
        } else if let Some((number, ends)) = seeds.0.map(|seed| written_with(&raw, seed, order))
            && (1..=most).contains(&number)
            && ends <= most
        {
            // Damage to a high byte of the content leads to a change of the high bytes here, in both numbers: then nobody
            // can tell which of the two it is.
            let is_clear = |found: u32, written: u32| order.word((found ^ written).to_be_bytes()) & 0x00ff_ffff != 0;
            let changed = (raw.number != number, raw.ends != ends);
            if changed == (true, false) && is_clear(raw.number, number)
                || changed == (false, true) && is_clear(raw.ends, ends)
            {
                (raw.number, raw.ends, raw.proven) = (number, ends, true);
            }
        }
        seeds = (Some(stored), if raw.proven { Some(stored) } else { written });
        frames.push(raw);
    }
    // Zeros lead from nothing to nothing.
    for frame in &mut frames {
        frame.proven &= frame.number > 0;
    }
    frames
}

/// The page's number and the end of the commit that a frame was written with, when its content is whole: its checksum
/// leads back to them.
fn written_with(frame: &Raw<'_>, seed: Sum, order: Order) -> (u32, u32) {
    order.between(seed, order.before(frame.stored, frame.content))
}

/// What was committed; and what stands before the end of a commit that is there and damaged.
fn committed<'a>(frames: &[Raw<'a>]) -> (Vec<Frame<'a>>, Vec<Frame<'a>>) {
    let end = frames.iter().rposition(|frame| frame.proven && frame.ends > 0).map_or(0, |last| last + 1);
    let torn = frames.iter().rposition(|frame| !frame.proven && frame.ends > 0).map_or(0, |last| last + 1);
    let mut commit = 1;
    let (mut made, mut after) = (Vec::with_capacity(frames.len()), Vec::new());
    for (index, frame) in frames.iter().enumerate() {
        let made = if index < end { &mut made } else { &mut after };
        if index >= end.max(torn) {
            break;
        }
        let Raw { number, content, proven, .. } = *frame;
        made.push(Frame { number, content, commit, place: index + 1, proven });
        if frame.proven && frame.ends > 0 {
            commit += 1;
        }
    }
    (made, after)
}

/// Whether SQLite stops before commits that are there. Two must be: a single one may be the commit that a power cut
/// tore, which nobody was told of.
fn is_broken(frames: &[Raw<'_>], sound: bool, salts: (u32, u32)) -> bool {
    let whole = |frame: &&Raw<'_>| frame.plain && frame.proven && frame.salts == salts;
    let read = if sound { frames.iter().take_while(whole).count() } else { 0 };
    frames.iter().skip(read).filter(|frame| frame.proven && frame.ends > 0).count() > 1
}

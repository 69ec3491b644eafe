//! What speaks against a page: looked for in the picture as it came, before anything of it is mended. It warns, so it
//! rather stays silent: who is warned of good pages reads no warning.

use super::shades::Shades;
use super::shape::Border;
use crate::domain::scanning::Flaw;
use image::GrayImage;

/// Paper that is darker than this is dark (0 black, 255 white).
const DARK: u8 = 118;

/// Between ink and paper there are at least so many shades; below that nothing stands on the page.
const INK: u8 = 34;

/// An edge of a letter changes at least this part of what lies between ink and paper from one dot to the next. A letter
/// blurred by a bell of 1.5 dots reaches 0.27.
const EDGE: f32 = 0.30;

/// So many edges are needed to say anything of them.
const ENOUGH: usize = 60;

/// How many dots an edge is looked for in.
const REACH: usize = 14;

/// Strokes that run over one side of the picture.
const CUT_STROKES: usize = 4;

/// What part of a page light may hide, in thousandths.
const GLARE: usize = 25;

/// What speaks against a page. `picture` is all that was scanned, `paper` the part of it that is paper, and `border` what
/// lies around that.
pub(super) fn flaws(picture: &GrayImage, paper: &GrayImage, border: &Border) -> Vec<Flaw> {
    let shades = Shades::of(paper);
    // Most of a page is paper; of what is written only little is ink.
    let (white, black) = (shades.at(700), shades.at(4));
    let is_empty = white.saturating_sub(black) < INK || !has_ink(paper, white, black);
    let found = [
        (Flaw::Empty, is_empty && white >= DARK),
        (Flaw::Dark, white < DARK),
        (Flaw::Blurred, !is_empty && is_blurred(paper, white - black)),
        (Flaw::Cut, !is_empty && is_cut(picture, white, black, border)),
        (Flaw::Glare, has_glare(paper, white)),
    ];
    found.into_iter().filter(|(_, is)| *is).map(|(flaw, _)| flaw).collect()
}

/// Whether a little of the paper is covered with ink: dust alone is not.
fn has_ink(paper: &GrayImage, white: u8, black: u8) -> bool {
    let middle = middle(white, black);
    let ink = paper.as_raw().iter().filter(|shade| **shade < middle).count();
    ink * 5000 > paper.as_raw().len()
}

/// The shade between ink and paper.
fn middle(white: u8, black: u8) -> u8 {
    u8::midpoint(white, black)
}

/// Whether letters have no edges, along or across: a hand that moved blurs in one direction alone.
fn is_blurred(paper: &GrayImage, contrast: u8) -> bool {
    let (wide, high) = (paper.width() as usize, paper.height() as usize);
    let dots = paper.as_raw();
    // Every few lines are enough, and a photograph on the page has soft edges by its nature: the sharper third counts.
    let along = (0..high).step_by(5).map(|y| steepness(wide, |x| dots[y * wide + x], contrast));
    let across = (0..wide).step_by(5).map(|x| steepness(high, |y| dots[y * wide + x], contrast));
    let sharp = |lines: Vec<Vec<f32>>| {
        let mut edges = lines.concat();
        if edges.len() < ENOUGH {
            return None;
        }
        let place = edges.len() * 2 / 3;
        edges.select_nth_unstable_by(place, f32::total_cmp);
        Some(edges[place])
    };
    let (along, across) = (sharp(along.collect()), sharp(across.collect()));
    match (along, across) {
        // Ink without one steep edge anywhere.
        (None, None) => true,
        (along, across) => along.into_iter().chain(across).any(|edge| edge < EDGE),
    }
}

/// How steep the edges of one line of dots are: for each, the largest step between two dots as part of all that changes.
fn steepness(length: usize, dot: impl Fn(usize) -> u8, contrast: u8) -> Vec<f32> {
    let least = i16::from(contrast) * 9 / 20;
    let mut edges = Vec::new();
    let mut begin = 0;
    // An edge is a run in which every step goes the same way, or nearly none.
    while begin + 1 < length {
        let up = dot(begin + 1) > dot(begin);
        let (mut end, mut largest) = (begin, 0_i16);
        while end + 1 < length && end - begin < REACH {
            let step = i16::from(dot(end + 1)) - i16::from(dot(end));
            let step = if up { step } else { -step };
            if step < -2 {
                break;
            }
            largest = largest.max(step);
            end += 1;
        }
        let whole = i16::from(dot(end.min(length - 1))) - i16::from(dot(begin));
        if whole.abs() >= least {
            edges.push(f32::from(largest) / f32::from(whole.abs()));
        }
        begin = end.max(begin + 1);
    }
    edges
}

/// Whether something runs over a side of the picture. Where the paper lies in the middle of something else, all of it is
/// in the picture; where that ends at one side only, the paper goes on there.
fn is_cut(picture: &GrayImage, white: u8, black: u8, border: &Border) -> bool {
    let sides = border.sides();
    if sides.iter().filter(|wide| **wide).count() >= 2 && sides.iter().any(|wide| !wide) && border.differs(white) {
        return true;
    }
    let (wide, high) = picture.dimensions();
    let middle = middle(white, black);
    let strokes = |length: u32, dot: &dyn Fn(u32) -> u8| {
        let longest = (length / 30).max(4);
        let (mut strokes, mut run) = (0, 0);
        for place in 0..length {
            if dot(place) < middle {
                run += 1;
            } else {
                if run >= 2 && run <= longest {
                    strokes += 1;
                }
                run = 0;
            }
        }
        strokes
    };
    let shade = |x: u32, y: u32| picture.get_pixel(x, y).0[0];
    // The outermost dots of scanners are often a line of their own.
    let edge = 2.min(wide / 2).min(high / 2);
    [
        (!sides[0], strokes(wide, &|x| shade(x, edge))),
        (!sides[1], strokes(high, &|y| shade(wide - 1 - edge, y))),
        (!sides[2], strokes(wide, &|x| shade(x, high - 1 - edge))),
        (!sides[3], strokes(high, &|y| shade(edge, y))),
    ]
    .into_iter()
    .any(|(open, strokes)| open && strokes >= CUT_STROKES)
}

/// Whether light hides a part: whole patches are as white as can be, where the paper is not.
fn has_glare(paper: &GrayImage, white: u8) -> bool {
    const PATCH: usize = 16;
    if white >= 244 {
        // All of the paper is as white as can be.
        return false;
    }
    let wide = paper.width() as usize;
    let rows = paper.as_raw().chunks_exact(wide);
    let (mut hidden, mut all) = (0, 0);
    for band in rows.collect::<Vec<_>>().chunks_exact(PATCH) {
        for x in (0..wide.saturating_sub(PATCH)).step_by(PATCH) {
            all += 1;
            let lit = band.iter().flat_map(|row| &row[x..x + PATCH]).filter(|shade| **shade >= 252).count();
            hidden += usize::from(lit * 100 >= PATCH * PATCH * 95);
        }
    }
    hidden * 1000 > all * GLARE
}

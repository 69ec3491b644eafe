//! Reads the codes on a page as a telephone does that is held over one after the other.

/// A rectangle of a page in its dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    left: usize,
    top: usize,
    wide: usize,
    high: usize,
}

/// A page in grey.
struct Picture<'a> {
    dots: &'a [u8],
    wide: usize,
    high: usize,
}

/// What is printed is darker than this.
const INK: u8 = 160;

/// What the codes say on pictures of pages, in the form PGM, one behind the other, drawn with so many dots an inch.
pub fn codes(mut pictures: &[u8], dots: usize) -> Vec<String> {
    let mut read = Vec::new();
    while !pictures.is_empty() {
        let mut words = pictures.splitn(4, |byte| *byte == b'\n');
        let (Some(b"P5"), Some(size), Some(_), Some(rest)) = (words.next(), words.next(), words.next(), words.next())
        else {
            panic!("no picture");
        };
        let size: Vec<usize> =
            std::str::from_utf8(size).unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
        let [wide, high] = size[..] else { panic!("{size:?}") };
        let (page, next) = rest.split_at(wide * high);
        pictures = next;
        let page = Picture { dots: page, wide, high };
        // What is printed apart from others by a millimetre of white.
        let mut apart = Vec::new();
        cut(&page, Area { left: 0, top: 0, wide, high }, dots / 25, false, true, &mut apart);
        // A code is a square of a centimetre at least.
        let square = |area: &&Area| area.wide * 25 > dots * 10 && area.wide.abs_diff(area.high) * 20 < area.wide;
        read.extend(apart.iter().filter(square).filter_map(|area| seen(&page, *area, dots / 12)));
    }
    read
}

/// Cuts an area where a band of white goes through it, from edge to edge, one way and then the other, until none does.
fn cut(page: &Picture<'_>, area: Area, white: usize, upright: bool, again: bool, found: &mut Vec<Area>) {
    let length = if upright { area.wide } else { area.high };
    let has_ink = |at: usize| {
        if upright {
            (area.top..area.top + area.high).any(|y| page.dots[y * page.wide + area.left + at] < INK)
        } else {
            let start = (area.top + at) * page.wide + area.left;
            page.dots[start..start + area.wide].iter().any(|dot| *dot < INK)
        }
    };
    let mut bands: Vec<(usize, usize)> = Vec::new();
    for at in (0..length).filter(|at| has_ink(*at)) {
        match bands.last_mut() {
            Some(band) if at - band.1 <= white => band.1 = at,
            _ => bands.push((at, at)),
        }
    }
    let whole = bands.len() == 1;
    for (first, last) in bands {
        let part = if upright {
            Area { left: area.left + first, wide: last - first + 1, ..area }
        } else {
            Area { top: area.top + first, high: last - first + 1, ..area }
        };
        if whole && !again {
            found.push(part);
        } else {
            cut(page, part, white, !upright, !whole, found);
        }
    }
}

/// What the code says that an area holds, seen with some white around it.
fn seen(page: &Picture<'_>, area: Area, around: usize) -> Option<String> {
    let (wide, high) = (area.wide + 2 * around, area.high + 2 * around);
    let dot = |x: usize, y: usize| {
        let (x, y) = ((area.left + x).checked_sub(around), (area.top + y).checked_sub(around));
        match (x, y) {
            (Some(x), Some(y)) if x < page.wide && y < page.high => page.dots[y * page.wide + x],
            _ => u8::MAX,
        }
    };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(wide, high, dot);
    picture.detect_grids().into_iter().find_map(|grid| grid.decode().ok()).map(|(_, words)| words)
}

#[test]
fn what_stands_apart_is_cut_apart() {
    let mut dots = vec![u8::MAX; 100 * 60];
    for (left, top, wide, high) in [(10, 10, 20, 20), (50, 10, 20, 20), (10, 40, 60, 3)] {
        for y in top..top + high {
            dots[y * 100 + left..y * 100 + left + wide].fill(0);
        }
    }
    let page = Picture { dots: &dots, wide: 100, high: 60 };
    let mut found = Vec::new();
    cut(&page, Area { left: 0, top: 0, wide: 100, high: 60 }, 4, false, true, &mut found);
    let of = |left, top, wide, high| Area { left, top, wide, high };
    assert_eq!(found, [of(10, 10, 20, 20), of(50, 10, 20, 20), of(10, 40, 60, 3)]);
}

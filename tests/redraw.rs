//! How much of the window is drawn anew when little changes. The window compares each shape and each text with what had
//! the same place in the list before, so one that comes or goes makes all that follow others, and each is drawn anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::ui::redraw::Redraw;
use iced::advanced::graphics::text::Text;
use iced::advanced::renderer::Quad;
use iced::keyboard::key::Named;
use iced::{Background, Event, Rectangle, Size, window};
use stage::reaches::{self, SCREENS};
use stage::{Stage, named};
use std::time::{Duration, Instant};

/// How many shapes and texts may be drawn anew one by one: a form of eight fields that are wrong has the most. Where more
/// changes, the page is drawn at once.
const FEW: usize = 16;

/// What is drawn in a part of the window.
struct Layer {
    bounds: Rectangle,
    shapes: Vec<(Quad, Background)>,
    texts: Vec<Text>,
}

/// A frame.
struct Frame(Vec<Layer>);

impl Frame {
    fn of(stage: &mut Stage, at: Instant) -> Self {
        Self(stage.drawn(at, |renderer| {
            let each = renderer.layers().iter().map(|layer| {
                let mut texts = Vec::new();
                for together in &layer.text {
                    texts.extend_from_slice(together.as_slice());
                }
                Layer { bounds: layer.bounds, shapes: layer.quads.clone(), texts }
            });
            each.collect()
        }))
    }

    /// How many pieces of the window are drawn anew after that frame, as the window counts them.
    fn changed_since(&self, before: &Self) -> usize {
        fn places<T: PartialEq>(now: &[T], before: &[T]) -> usize {
            let same = now.iter().zip(before).filter(|(this, that)| this == that).count();
            now.len().max(before.len()) - same
        }
        let each = self.0.iter().zip(&before.0).map(|(this, that)| {
            if this.bounds != that.bounds {
                return 1;
            }
            places(&this.shapes, &that.shapes) + places(&this.texts, &that.texts)
        });
        each.sum::<usize>() + self.0.len().abs_diff(before.0.len())
    }
}

/// Whether the page is drawn at once, as the window decides it.
fn at_once(redraw: &mut Redraw, stage: &mut Stage) -> bool {
    let canvas = stage.app.theme().colours().canvas;
    let before = redraw.behind(canvas);
    redraw.note(&stage.describe());
    redraw.behind(canvas) != before
}

#[test]
fn what_gets_or_loses_the_focus_is_drawn_anew_and_nothing_else() {
    let mut bad = Vec::new();
    for (name, reach) in SCREENS {
        let mut stage = Stage::new();
        stage.window = Size::new(1920.0, 1080.0);
        stage.send(cups_kiosk::ui::app::frame::Message::Resized(stage.window));
        reach(&mut stage);
        let mut redraw = Redraw::default();
        at_once(&mut redraw, &mut stage);
        let now = Instant::now();
        let mut before = Frame::of(&mut stage, now);
        for _ in 0..12 {
            let from = stage.focused();
            stage.key(Named::Tab);
            let whole = at_once(&mut redraw, &mut stage);
            let frame = Frame::of(&mut stage, now);
            let changed = frame.changed_since(&before);
            if !whole && changed > FEW {
                bad.push(format!("{name}: from {from:?} to {:?} {changed}", stage.focused()));
            }
            // The caret of a field comes and goes.
            let blinked = Frame::of(&mut stage, now + Duration::from_millis(600));
            let changed = blinked.changed_since(&frame);
            if changed > FEW {
                bad.push(format!("{name}: the caret of {:?} {changed}", stage.focused()));
            }
            before = Frame::of(&mut stage, now);
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn keys_in_a_heap_scroll_the_page_as_one_picture() {
    let mut stage = Stage::new();
    stage.window = Size::new(1920.0, 1080.0);
    stage.send(cups_kiosk::ui::app::frame::Message::Resized(stage.window));
    reaches::to_plan(&mut stage, "event-C1");
    let canvas = stage.app.theme().colours().canvas;
    let mut redraw = Redraw::default();
    redraw.note(&stage.told);
    let start = Instant::now();
    let mut before = Frame::of(&mut stage, start);
    stage.give(&vec![named(Named::Tab); 21], None);
    redraw.note(&stage.told);
    let (mut behind, mut pictures) = (redraw.behind(canvas), 0);
    for number in 1..100 {
        let at = start + Duration::from_millis(16) * number;
        let asked = [Event::Window(window::Event::RedrawRequested(at))];
        // The window asks three times for a frame in which something is said, and then draws it as it is.
        let mut quiet = !stage.give(&asked, None);
        for _ in 0..2 {
            if !quiet {
                redraw.note(&stage.told);
                quiet = !stage.give(&asked, None);
            }
        }
        let frame = Frame::of(&mut stage, at);
        let whole = std::mem::replace(&mut behind, redraw.behind(canvas)) != redraw.behind(canvas);
        let changed = frame.changed_since(&before);
        assert!(whole || changed <= FEW, "frame {number} is drawn in {changed} pieces");
        pictures += usize::from(whole);
        redraw.note(&stage.told);
        before = frame;
    }
    assert!(pictures >= 2, "the page scrolls on the way");
    assert_eq!(stage.focused().as_deref(), Some("back"));
}

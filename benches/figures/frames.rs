//! A whole frame in Full HD by the software renderer, beside a bare page of twelve buttons; and what it is made of.

use super::stage::{Stage, named};
use super::{Figure, figure, median, percentile, timed};
use cups_kiosk::ui::style::{FONT_FILES, REGULAR};
use iced::keyboard::key::Named;
use iced_test::core::renderer::Headless as _;
use iced_test::core::{Event, Pixels, Size, clipboard, mouse, renderer, theme, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use std::time::Instant;

/// How a page is reached.
type Reach = fn(&mut Stage);

const SIZE: Size = Size::new(1920.0, 1080.0);

const PAGES: [(&str, Reach); 16] = [
    ("start", |_| {}),
    ("search", |stage| {
        stage.click("field-search");
        stage.write("certificat");
    }),
    ("event", |stage| stage.touch("event-C1")),
    ("question", |stage| {
        stage.touch("event-C1");
        stage.key(Named::Enter);
    }),
    ("answers", to_answers),
    ("plan", to_plan),
    ("step", |stage| {
        to_plan(stage);
        stage.touch("step-register_birth");
    }),
    ("papers", |stage| {
        to_plan(stage);
        stage.touch("plan-papers");
    }),
    ("take-away", |stage| {
        to_plan(stage);
        stage.touch("plan-take-away");
    }),
    ("satisfaction", |stage| {
        to_plan(stage);
        stage.touch("plan-finish");
    }),
    ("sign-in", |stage| stage.key(Named::F12)),
    ("desk", Stage::sign_in),
    ("case", to_case),
    ("person", |stage| {
        to_case(stage);
        stage.key(Named::F2);
    }),
    ("request", |stage| {
        to_case(stage);
        stage.write("1");
    }),
    ("outbox", |stage| {
        to_case(stage);
        stage.key(Named::Escape);
        stage.control('j');
    }),
];

/// From an input to drawn pixels, Full HD, software renderer, beside a bare page of twelve buttons.
pub fn figures() -> Vec<Figure> {
    let first = bare_frame();
    let pages = PAGES.map(|(name, reach)| {
        let mut stage = at(reach);
        timed(10, || stage.frame());
        (name, percentile(timed(200, || stage.tab_to_frame()), 0.99))
    });
    // The first pictures of a process are slow, whoever draws them: the allocator gives their memory back each time.
    let bare = first.min(bare_frame());
    pages.map(|(name, time)| figure(format!("frame p99: {name}"), "ms", time, bare, 2.0)).into()
}

/// A stage in Full HD.
pub fn full() -> Stage {
    let mut stage = Stage::new();
    stage.window = SIZE;
    stage.send(cups_kiosk::ui::app::frame::Message::Resized(SIZE));
    stage
}

/// The same, at a page.
fn at(reach: Reach) -> Stage {
    let mut stage = full();
    reach(&mut stage);
    stage
}

/// All questions of a birth.
fn answer(stage: &mut Stage) {
    stage.touch("event-C1");
    stage.key(Named::Enter);
    stage.write("13112026");
    stage.key(Named::Enter);
    while stage.app.screen().name() == "question" {
        stage.write("1");
        stage.key(Named::Enter);
    }
}

fn to_answers(stage: &mut Stage) {
    answer(stage);
    assert_eq!(stage.app.screen().name(), "answers");
}

fn to_plan(stage: &mut Stage) {
    to_answers(stage);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "plan");
}

pub fn to_case(stage: &mut Stage) {
    stage.sign_in();
    stage.control('n');
    // At the desk the last answer leads to the plan.
    answer(stage);
    assert_eq!(stage.app.screen().name(), "plan");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case");
}

fn load_fonts() {
    let mut fonts = iced::advanced::graphics::text::font_system().write().unwrap();
    for file in FONT_FILES {
        fonts.load_font(std::borrow::Cow::Borrowed(file));
    }
}

/// A page of twelve buttons, as iced has them.
fn bare_page<'a>() -> iced::Element<'a, ()> {
    let buttons = (0..12).map(|number| {
        iced::widget::button(iced::widget::text(format!("Button {number}")).font(REGULAR))
            .on_press(())
            .padding(20)
            .into()
    });
    iced::widget::column(buttons).spacing(12).padding(48).into()
}

/// The time of a frame of a bare page of twelve buttons.
pub fn bare_frame() -> f64 {
    load_fonts();
    let mut renderer = iced::Renderer::new(REGULAR, Pixels(16.0));
    let mut cache = Some(Cache::default());
    let mut draw = || {
        let mut interface = UserInterface::build(bare_page(), SIZE, cache.take().unwrap(), &mut renderer);
        interface.draw(
            &mut renderer,
            &iced::Theme::Light,
            &renderer::Style { text_color: iced::Color::BLACK },
            mouse::Cursor::Unavailable,
        );
        let _ = renderer.screenshot(Size::new(1920, 1080), 1.0, iced::Color::WHITE);
        cache = Some(interface.into_cache());
    };
    // The first frames shape the letters; they are nobody's usual frame.
    timed(10, &mut draw);
    percentile(timed(200, &mut draw), 0.99)
}

/// What a frame is made of, in milliseconds: the median of each.
#[derive(Default)]
struct Split {
    /// The press of Tab, given to the page.
    event: Vec<f64>,
    /// What it says to the application.
    update: Vec<f64>,
    /// The page made of the state.
    view: Vec<f64>,
    /// Compared with the page before, and laid out; its texts are known.
    layout: Vec<f64>,
    /// Laid out with all texts new.
    arrival: Vec<f64>,
    /// The page described, for assistive technology and for what follows from how it lies.
    describe: Vec<f64>,
    /// Widgets to shapes and texts.
    draw: Vec<f64>,
    /// Shapes and texts to pixels, the empty picture included.
    raster: Vec<f64>,
    /// The empty picture, made and copied.
    copy: Vec<f64>,
}

/// How often each is done.
const ROUNDS: usize = 60;

/// Prints what a frame is made of, page by page, and of the bare page. Has no bar: it says where time goes.
pub fn split() -> Vec<Figure> {
    load_fonts();
    let columns = ["event", "update", "view", "layout", "text", "describe", "draw", "raster", "copy"];
    let heads = columns.map(|column| format!("{column:>9}")).concat();
    println!("    {:<14}{heads}   medians in ms", "");
    for (name, reach) in PAGES {
        let mut stage = at(reach);
        let mut split = Split::default();
        split.press(&mut stage);
        let theme = stage.app.theme();
        split.measure(stage.page(), stage.app.scale(), &theme, || stage.app.view());
        split.tell(name);
    }
    let mut bare = Split::default();
    bare.measure(SIZE, 1.0, &iced::Theme::Light, bare_page);
    bare.tell("bare");
    Vec::new()
}

fn clocked<T>(times: &mut Vec<f64>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    times.push(start.elapsed().as_secs_f64() * 1000.0);
    result
}

impl Split {
    /// Presses Tab again and again.
    fn press(&mut self, stage: &mut Stage) {
        let mut renderer = iced::Renderer::new(REGULAR, Pixels(16.0));
        let mut cache = Cache::default();
        for _ in 0..ROUNDS {
            let mut messages = Vec::new();
            let mut interface = UserInterface::build(stage.app.view(), stage.page(), cache, &mut renderer);
            clocked(&mut self.event, || {
                let events = [named(Named::Tab)];
                interface.update(
                    &events,
                    mouse::Cursor::Unavailable,
                    &mut renderer,
                    &mut clipboard::Null,
                    &mut messages,
                )
            });
            cache = interface.into_cache();
            clocked(&mut self.update, || {
                for message in messages {
                    drop(stage.app.update(message));
                }
            });
        }
    }

    /// Draws the page again and again.
    fn measure<'a, Message, Theme>(
        &mut self,
        page: Size,
        scale: f32,
        theme: &Theme,
        view: impl Fn() -> iced::Element<'a, Message, Theme>,
    ) where
        Theme: theme::Base + 'a,
        Message: 'a,
    {
        let mut renderer = iced::Renderer::new(REGULAR, Pixels(16.0));
        let pixels = Size::new(1920, 1080);
        let style = renderer::Style { text_color: iced::Color::BLACK };
        let mut cache = Cache::default();
        for _ in 0..ROUNDS {
            let seen = clocked(&mut self.view, &view);
            let mut interface = clocked(&mut self.layout, || UserInterface::build(seen, page, cache, &mut renderer));
            clocked(&mut self.describe, || {
                let redraw = [Event::Window(window::Event::RedrawRequested(Instant::now()))];
                let mut said = Vec::new();
                interface.update(&redraw, mouse::Cursor::Unavailable, &mut renderer, &mut clipboard::Null, &mut said)
            });
            clocked(&mut self.draw, || interface.draw(&mut renderer, theme, &style, mouse::Cursor::Unavailable));
            clocked(&mut self.raster, || renderer.screenshot(pixels, scale, iced::Color::WHITE));
            cache = interface.into_cache();
            let seen = view();
            clocked(&mut self.arrival, || drop(UserInterface::build(seen, page, Cache::default(), &mut renderer)));
            let mut empty = iced::Renderer::new(REGULAR, Pixels(16.0));
            clocked(&mut self.copy, || empty.screenshot(pixels, scale, iced::Color::WHITE));
        }
    }

    fn tell(self, name: &str) {
        let of = |times: Vec<f64>| if times.is_empty() { 0.0 } else { median(times) };
        let (layout, copy) = (of(self.layout), of(self.copy));
        let all = [
            of(self.event),
            of(self.update),
            of(self.view),
            layout,
            of(self.arrival) - layout,
            of(self.describe),
            of(self.draw),
            of(self.raster) - copy,
            copy,
        ];
        let all = all.map(|time| format!("{time:>9.3}")).concat();
        println!("    {name:<14}{all}");
    }
}

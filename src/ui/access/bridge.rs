//! Publishes the page over AT-SPI, and brings requests of screen readers back. The only file that knows
//! accesskit; on another system only this file changes.

use super::{Caret, Described, News, Request, Role, Said, Semantics, Snapshot};
use accesskit::{
    Action, ActionData, ActionHandler, ActionRequest, ActivationHandler, DeactivationHandler, Invalid, Live, Node,
    NodeId, Rect, Role as Kind, TextPosition, TextSelection, Toggled, TreeId, TreeInfo, TreeUpdate,
};
use accesskit_unix::Adapter;
use futures::StreamExt as _;
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::stream::BoxStream;
use iced::Rectangle;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The window's own number.
const WINDOW: NodeId = NodeId(0);

/// The connection to assistive technology. While nothing listens it costs nothing.
pub struct Bridge {
    adapter: Adapter,
    /// Where the window lies, in dots of the screen.
    window: Rectangle,
    news: News,
    latest: Arc<Mutex<TreeUpdate>>,
}

/// What assistive technology wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It has begun to listen.
    Listening,
    /// It listens no more.
    Deaf,
    /// It asks something of the control with this number.
    Of(u64, Request),
}

struct Activation {
    latest: Arc<Mutex<TreeUpdate>>,
    wishes: UnboundedSender<Wish>,
}

impl ActivationHandler for Activation {
    fn request_initial_tree(&mut self) -> Option<TreeUpdate> {
        let _ = self.wishes.unbounded_send(Wish::Listening);
        Some(self.latest.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

struct Actions {
    wishes: UnboundedSender<Wish>,
}

impl ActionHandler for Actions {
    fn do_action(&mut self, request: ActionRequest) {
        let wish = match (request.action, request.data) {
            (Action::Click, _) => Request::Press,
            (Action::Focus, _) => Request::Focus,
            (Action::SetValue | Action::ReplaceSelectedText, Some(ActionData::Value(value))) => {
                Request::SetValue(value.into())
            }
            (Action::SetTextSelection, Some(ActionData::SetTextSelection(TextSelection { anchor, focus }))) => {
                Request::Mark(Caret { anchor: anchor.character_index, focus: focus.character_index })
            }
            _ => return,
        };
        let _ = self.wishes.unbounded_send(Wish::Of(request.target_node.0, wish));
    }
}

struct Deactivation {
    wishes: UnboundedSender<Wish>,
}

impl DeactivationHandler for Deactivation {
    fn deactivate_accessibility(&mut self) {
        let _ = self.wishes.unbounded_send(Wish::Deaf);
    }
}

impl Bridge {
    /// Connects, and gives the wishes as they come.
    #[must_use]
    pub fn new(said: &Said) -> (Self, BoxStream<'static, Wish>) {
        let latest =
            Arc::new(Mutex::new(update_of(said, Rectangle::default(), &Snapshot::default(), &HashSet::new(), 1.0)));
        let (sender, receiver) = unbounded();
        let adapter = Adapter::new(
            Activation { latest: Arc::clone(&latest), wishes: sender.clone() },
            Actions { wishes: sender.clone() },
            Deactivation { wishes: sender },
        );
        (Self { adapter, window: Rectangle::default(), news: News::default(), latest }, receiver.boxed())
    }

    /// Publishes the page. `scale` turns logical pixels into those of the screen.
    pub fn publish(&mut self, said: &Said, snapshot: &Snapshot, scale: f64) {
        let new = self.news.hear(snapshot, said.language);
        let update = update_of(said, self.window, snapshot, &new, scale);
        self.latest.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&update);
        self.adapter.update_if_active(|| update);
    }

    /// Says where the window lies, in dots of the screen. Whether a frame is drawn around it nobody tells; a terminal's
    /// window has none.
    pub fn set_window(&mut self, bounds: Rectangle) {
        self.window = bounds;
        let rectangle = rectangle_of(bounds, 1.0);
        self.adapter.set_root_window_bounds(rectangle, rectangle);
    }

    /// Says whether our window has the keyboard.
    pub fn set_window_focus(&mut self, focused: bool) {
        self.adapter.update_window_focus_state(focused);
    }
}

/// The number of the run of text that a part holds.
fn run_of(part: u64) -> NodeId {
    NodeId(super::number(&format!("{part}/typed")))
}

/// The point between two words is a pause to the ear; a screen reader would call it by its name.
fn without_points(words: &str) -> String {
    words.replace("\u{a0}·", " ·").replace(" · ", ", ")
}

/// Whether the name of a group of answers is said without it: by a heading of the page, or by each of its answers. Orca 48
/// says it before each answer.
fn is_said(snapshot: &Snapshot, group: &Described) -> bool {
    let name = group.semantics.label.as_str();
    let mut headings = snapshot.parts.iter().filter(|part| matches!(part.semantics.role, Role::Heading(_)));
    let mut answers = snapshot.parts.iter().filter(|part| part.parent == group.number && part.group.is_some());
    headings.any(|part| part.semantics.label.starts_with(name))
        || answers.all(|part| part.semantics.label.contains(name))
}

/// The number of the words of a heading.
fn words_of(part: u64) -> NodeId {
    NodeId(super::number(&format!("{part}/words")))
}

/// The words of a heading, which have the focus in its place: Orca 48 says of a heading only what text there is in it.
fn heading_words(part: &Described, in_dialog: bool) -> (NodeId, Node) {
    let Semantics { label, description, .. } = &part.semantics;
    let mut words = Node::new(Kind::Label);
    if in_dialog {
        // All of a dialog is read when it comes; what then changes is heard of a description alone.
        words.set_value(without_points(label));
        if let Some(more) = description {
            words.set_description(without_points(more));
        }
    } else {
        // Orca 43 says no description of a label when it comes to it.
        let said = std::iter::once(label.as_str()).chain(description.as_deref());
        words.set_value(without_points(&crate::i18n::sentences(said)));
    }
    if part.focusable || part.focused {
        words.add_action(Action::Focus);
    }
    (words_of(part.number), words)
}

/// A run of text, letter by letter.
fn run(words: &str) -> Node {
    let mut run = Node::new(Kind::TextRun);
    run.set_value(words);
    let lengths: Vec<u8> = words.chars().map(|letter| u8::try_from(letter.len_utf8()).unwrap_or(1)).collect();
    run.set_character_lengths(lengths);
    run
}

/// Where a part is seen. What is scrolled away lies at the edge behind which it is, and has no size: it is read and reached
/// as before, but nobody is told that it lies under the header or the footer.
fn seen(part: &Described, view: Rectangle) -> Rectangle {
    if !part.scrolled {
        return part.bounds;
    }
    let within = |from: f32, size: f32, edge: f32, room: f32| {
        let (start, end) = (from.clamp(edge, edge + room), (from + size).clamp(edge, edge + room));
        (start, end - start)
    };
    let (x, width) = within(part.bounds.x, part.bounds.width, view.x, view.width);
    let (y, height) = within(part.bounds.y, part.bounds.height, view.y, view.height);
    Rectangle { x, y, width, height }
}

fn rectangle_of(bounds: Rectangle, scale: f64) -> Rect {
    Rect {
        x0: f64::from(bounds.x) * scale,
        y0: f64::from(bounds.y) * scale,
        x1: f64::from(bounds.x + bounds.width) * scale,
        y1: f64::from(bounds.y + bounds.height) * scale,
    }
}

fn update_of(said: &Said, place: Rectangle, snapshot: &Snapshot, new: &HashSet<u64>, scale: f64) -> TreeUpdate {
    let mut nodes = Vec::with_capacity(snapshot.parts.len() + 1);
    let children_of = |parent: u64| -> Vec<NodeId> {
        snapshot.parts.iter().filter(|part| part.parent == parent).map(|part| NodeId(part.number)).collect()
    };
    let mut window = Node::new(Kind::Window);
    window.set_label(said.name.as_str());
    window.set_bounds(rectangle_of(Rectangle::with_size(place.size()), 1.0));
    window.set_children(children_of(0));
    // What is in it has its language, unless it says another one.
    if let Some(language) = said.language {
        window.set_language(language.code());
    }
    nodes.push((WINDOW, window));
    let mut focus = WINDOW;
    for part in &snapshot.parts {
        let semantics = &part.semantics;
        let is_heading = matches!(semantics.role, Role::Heading(_));
        let mut node = Node::new(match semantics.role {
            Role::Button | Role::Key => Kind::Button,
            Role::Link => Kind::Link,
            Role::RadioButton => Kind::RadioButton,
            Role::CheckBox => Kind::CheckBox,
            Role::TextInput => Kind::TextInput,
            Role::PasswordInput => Kind::PasswordInput,
            Role::Heading(_) => Kind::Heading,
            Role::Text => Kind::Label,
            Role::Group | Role::Keyboard => Kind::Group,
            Role::RadioGroup => Kind::RadioGroup,
            Role::Alert => Kind::Alert,
            Role::Status => Kind::Status,
            Role::Image => Kind::Image,
            Role::Dialog => Kind::Dialog,
        });
        let is_named = semantics.role != Role::RadioGroup || !is_said(snapshot, part);
        match semantics.role {
            // A label's words are its value.
            Role::Text => node.set_value(without_points(&semantics.label)),
            _ if is_named => node.set_label(without_points(&semantics.label)),
            _ => {}
        }
        if let Role::Heading(level) = semantics.role {
            node.set_level(usize::from(level));
        }
        // A heading is said because it has the focus, and what stands on a page that is come to is read with it.
        match semantics.role {
            Role::Alert if new.contains(&part.number) => node.set_live(Live::Assertive),
            Role::Status if new.contains(&part.number) => node.set_live(Live::Polite),
            _ => {}
        }
        // What is invalid is not passed on by every library on the way to the ear: it is said in a word too.
        let wrong = semantics.invalid.then_some(said.wrong.as_str());
        let description = crate::i18n::sentences(wrong.into_iter().chain(semantics.description.as_deref()));
        if !description.is_empty() && !is_heading {
            node.set_description(without_points(&description));
        }
        if semantics.invalid {
            node.set_invalid(Invalid::True);
        }
        if let Some(language) = semantics.language {
            node.set_language(language.code());
        }
        if semantics.required {
            node.set_required();
        }
        if let Some(value) = &semantics.value {
            node.set_value(value.as_str());
        }
        if let Some(selected) = semantics.selected {
            node.set_toggled(if selected { Toggled::True } else { Toggled::False });
        }
        if let Some((place, _)) = part.group {
            node.set_position_in_set(place.saturating_sub(1));
        }
        if semantics.role == Role::RadioGroup {
            let answers = snapshot.parts.iter().filter(|answer| answer.parent == part.number);
            node.set_size_of_set(answers.filter(|answer| answer.group.is_some()).count());
        }
        if part.focusable {
            node.add_action(Action::Focus);
            match semantics.role {
                Role::TextInput => {
                    node.add_action(Action::SetValue);
                    node.add_action(Action::SetTextSelection);
                }
                Role::PasswordInput => node.add_action(Action::SetValue),
                // It is there to be read.
                Role::Heading(_) | Role::Alert => {}
                _ => node.add_action(Action::Click),
            }
        }
        if semantics.role == Role::Key {
            node.add_action(Action::Click);
        }
        if part.focused {
            focus = if is_heading { words_of(part.number) } else { NodeId(part.number) };
            // What is read, and no control, has the focus meanwhile.
            node.add_action(Action::Focus);
        }
        let seen = rectangle_of(seen(part, snapshot.view), scale);
        node.set_bounds(seen);
        let mut children = children_of(part.number);
        if is_heading {
            let is_around = |other: &Described| other.number == part.parent && other.semantics.role == Role::Dialog;
            let mut words = heading_words(part, snapshot.parts.iter().any(is_around));
            words.1.set_bounds(seen);
            children.insert(0, words.0);
            nodes.push(words);
        }
        if semantics.role == Role::TextInput {
            // What was typed is a run of text of its own; only so can it be read letter by letter and changed.
            let typed = semantics.value.as_deref().unwrap_or_default();
            let id = run_of(part.number);
            children.push(id);
            nodes.push((id, run(typed)));
            if let Some(caret) = part.caret {
                let count = typed.chars().count();
                let place = |letters: usize| TextPosition { node: id, character_index: letters.min(count) };
                node.set_text_selection(TextSelection { anchor: place(caret.anchor), focus: place(caret.focus) });
            }
        }
        node.set_children(children);
        nodes.push((NodeId(part.number), node));
    }
    TreeUpdate { nodes, tree: Some(TreeInfo::new(WINDOW)), tree_id: TreeId::ROOT, focus }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;

    fn part(number: u64, semantics: Semantics) -> Described {
        Described {
            number,
            parent: 0,
            semantics,
            group: None,
            caret: None,
            focused: false,
            focusable: true,
            bounds: Rectangle::default(),
            scrolled: false,
        }
    }

    fn published(parts: Vec<Described>, new: &[u64]) -> Vec<(NodeId, Node)> {
        let said = Said { name: "CUPS".to_owned(), wrong: "Greșit".to_owned(), language: Some(Language::Ro) };
        let snapshot = Snapshot { parts, ..Snapshot::default() };
        update_of(&said, Rectangle::default(), &snapshot, &new.iter().copied().collect(), 1.0).nodes
    }

    fn node(nodes: &[(NodeId, Node)], number: u64) -> &Node {
        nodes.iter().find_map(|(id, node)| (*id == NodeId(number)).then_some(node)).unwrap()
    }

    #[test]
    fn a_field_says_its_letters_its_caret_and_that_it_is_wrong() {
        let field = Semantics {
            value: Some("naș 1".to_owned()),
            invalid: true,
            required: true,
            description: Some("Nu este o zi".to_owned()),
            ..Semantics::new("field-day", Role::TextInput, "Ziua")
        };
        let caret = Some(Caret { anchor: 2, focus: 9 });
        let nodes = published(vec![Described { caret, ..part(7, field) }], &[]);
        let run = node(&nodes, run_of(7).0);
        assert_eq!((run.value(), run.character_lengths()), (Some("naș 1"), [1, 1, 2, 1, 1].as_slice()));
        let field = node(&nodes, 7);
        let selection = field.text_selection().unwrap();
        let places = (selection.anchor.character_index, selection.focus.character_index);
        assert_eq!((places, selection.focus.node), ((2, 5), run_of(7)), "never behind its end");
        assert!(field.is_required() && field.invalid() == Some(Invalid::True));
        assert_eq!(field.description(), Some("Greșit. Nu este o zi"));
        assert!(field.supports_action(Action::SetTextSelection) && field.supports_action(Action::SetValue));
    }

    #[test]
    fn a_heading_has_its_words_as_text_and_they_have_the_focus() {
        let heading = Semantics::new("heading", Role::Heading(1), "Deces · naștere");
        let said = Said { name: "CUPS".to_owned(), wrong: String::new(), language: None };
        let parts = vec![
            Described { focused: true, ..part(7, heading) },
            part(8, Semantics::new("answers", Role::RadioGroup, "Deces · naștere")),
        ];
        let snapshot = Snapshot { parts, ..Snapshot::default() };
        let update = update_of(&said, Rectangle::default(), &snapshot, &HashSet::new(), 1.0);
        assert_eq!((update.focus, node(&update.nodes, 7).children()), (words_of(7), [words_of(7)].as_slice()));
        let words = node(&update.nodes, words_of(7).0);
        assert_eq!((words.value(), words.supports_action(Action::Focus)), (Some("Deces, naștere"), true));
        assert_eq!(node(&update.nodes, 8).label(), None, "answers to what the heading asks are not named again");
    }

    #[test]
    fn what_is_scrolled_away_is_not_said_to_lie_under_the_footer() {
        let view = Rectangle { x: 0.0, y: 100.0, width: 800.0, height: 400.0 };
        let at = |y: f32, scrolled: bool| Described {
            bounds: Rectangle { x: 50.0, y, width: 200.0, height: 64.0 },
            scrolled,
            ..part(7, Semantics::new("next", Role::Button, "Mai departe"))
        };
        let ends = |part: Described| {
            let seen = seen(&part, view);
            (seen.y, seen.y + seen.height)
        };
        assert_eq!(ends(at(200.0, true)), (200.0, 264.0));
        assert_eq!(ends(at(470.0, true)), (470.0, 500.0), "half of it is seen");
        assert_eq!(ends(at(713.0, true)), (500.0, 500.0));
        assert_eq!(ends(at(-90.0, true)), (100.0, 100.0));
        assert_eq!(ends(at(713.0, false)), (713.0, 777.0), "the frame itself is not scrolled");
    }

    #[test]
    fn a_password_says_nothing_of_itself() {
        let nodes = published(vec![part(7, Semantics::new("field-password", Role::PasswordInput, "Parola"))], &[]);
        assert_eq!(nodes.len(), 2, "the window and the field");
        let field = node(&nodes, 7);
        assert_eq!((field.value(), field.text_selection()), (None, None));
    }

    #[test]
    fn only_what_is_new_is_live_and_only_what_is_in_another_language_says_its_own() {
        let russian =
            Semantics { language: Some(Language::Ru), ..Semantics::new("ru", Role::RadioButton, "Русский") };
        let parts = vec![
            part(1, Semantics::new("heading", Role::Heading(1), "Naștere")),
            part(2, Semantics::new("a", Role::Status, "vechi")),
            part(3, Semantics::new("b", Role::Status, "nou")),
            part(4, Semantics::new("c", Role::Alert, "nou")),
            part(5, russian),
        ];
        let nodes = published(parts, &[3, 4]);
        let live: Vec<Option<Live>> = (1..=5).map(|number| node(&nodes, number).live()).collect();
        assert_eq!(live, [None, None, Some(Live::Polite), Some(Live::Assertive), None]);
        let languages: Vec<Option<&str>> = (0..=5).map(|number| node(&nodes, number).language()).collect();
        assert_eq!(languages, [Some("ro"), None, None, None, None, Some("ru")]);
    }
}

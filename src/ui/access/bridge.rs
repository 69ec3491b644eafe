//! Publishes the page over AT-SPI, and brings requests of screen readers back. The only file that knows
//! accesskit; on another system only this file changes.

use super::{Caret, News, Request, Role, Said, Snapshot};
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

/// A run of text, letter by letter.
fn run(words: &str) -> Node {
    let mut run = Node::new(Kind::TextRun);
    run.set_value(words);
    let lengths: Vec<u8> = words.chars().map(|letter| u8::try_from(letter.len_utf8()).unwrap_or(1)).collect();
    run.set_character_lengths(lengths);
    run
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
    window.set_label(said.title.as_str());
    window.set_bounds(rectangle_of(Rectangle::with_size(place.size()), 1.0));
    window.set_children(children_of(0));
    nodes.push((WINDOW, window));
    let mut focus = WINDOW;
    for part in &snapshot.parts {
        let semantics = &part.semantics;
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
        match semantics.role {
            // A label's words are its value.
            Role::Text => node.set_value(semantics.label.as_str()),
            _ => node.set_label(semantics.label.as_str()),
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
        if !description.is_empty() {
            node.set_description(description);
        }
        if semantics.invalid {
            node.set_invalid(Invalid::True);
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
            focus = NodeId(part.number);
        }
        node.set_bounds(rectangle_of(part.bounds, scale));
        let mut children = children_of(part.number);
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

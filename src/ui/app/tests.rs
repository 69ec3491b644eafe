//! What is so of all pages, and of the code that gives messages and effects to whom they are for.

use crate::ui::modal::Modal;
use crate::ui::page::specialist::lock::LockPage;
use crate::ui::page::{Page as _, specialist, visitor};
use std::collections::BTreeSet;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Arm, ExprMatch, ItemImpl, Pat, Type, UseRename};

#[test]
fn no_two_pages_have_one_name() {
    let names: Vec<&str> = [visitor::Screen::NAMES, specialist::Screen::NAMES, &[LockPage::NAME, Modal::NAME]].concat();
    let different: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(different.len(), names.len(), "{names:?}");
    assert!(names.len() > 20 && names.iter().all(|name| !name.is_empty()));
}

/// What is said from one part of the window to another.
const SAID: [&str; 8] = ["Message", "Reply", "Action", "Effect", "Shortcut", "Decision", "Wanted", "Happening"];

/// Looks for a match on what is said in which one arm takes whatever the others do not name: a message or effect that
/// is added would end there without a word.
struct Swallowers {
    /// The names of what is said, with those under which the file imports them.
    said: BTreeSet<String>,
    /// The type whose code is read, for patterns that begin with `Self`.
    own: Option<String>,
    found: Vec<String>,
}

impl Swallowers {
    /// The swallowing arms of a file.
    fn of(code: &str) -> Vec<String> {
        let file = syn::parse_file(code).unwrap();
        let mut reader = Self { said: SAID.map(str::to_owned).into(), own: None, found: Vec::new() };
        reader.visit_file(&file);
        // Once more with the names that were found on the way.
        reader.found.clear();
        reader.visit_file(&file);
        reader.found
    }

    /// Whether a pattern names what is said.
    fn names(&self, pattern: &Pat) -> bool {
        let of_path = |path: &syn::Path| {
            let Some(place) = path.segments.len().checked_sub(2) else { return false };
            let name = path.segments[place].ident.to_string();
            let name = if name == "Self" { self.own.clone().unwrap_or_default() } else { name };
            self.said.contains(&name)
        };
        match pattern {
            Pat::TupleStruct(pattern) => of_path(&pattern.path),
            Pat::Struct(pattern) => of_path(&pattern.path),
            Pat::Path(pattern) => of_path(&pattern.path),
            Pat::Tuple(pattern) => pattern.elems.iter().any(|part| self.names(part)),
            Pat::Or(pattern) => pattern.cases.iter().any(|part| self.names(part)),
            Pat::Reference(pattern) => self.names(&pattern.pat),
            Pat::Paren(pattern) => self.names(&pattern.pat),
            _ => false,
        }
    }
}

/// Whether an arm takes everything.
fn takes_all(arm: &Arm) -> bool {
    fn is_open(pattern: &Pat) -> bool {
        match pattern {
            Pat::Wild(_) => true,
            Pat::Ident(pattern) => pattern.subpat.is_none(),
            Pat::Tuple(pattern) => pattern.elems.iter().all(is_open),
            _ => false,
        }
    }
    arm.guard.is_none() && is_open(&arm.pat)
}

impl<'ast> Visit<'ast> for Swallowers {
    fn visit_use_rename(&mut self, rename: &'ast UseRename) {
        if SAID.contains(&rename.ident.to_string().as_str()) {
            let _ = self.said.insert(rename.rename.to_string());
        }
    }

    fn visit_item_impl(&mut self, code: &'ast ItemImpl) {
        if let Type::Path(own) = code.self_ty.as_ref() {
            self.own = own.path.segments.last().map(|name| name.ident.to_string());
        }
        visit::visit_item_impl(self, code);
        self.own = None;
    }

    fn visit_expr_match(&mut self, code: &'ast ExprMatch) {
        if code.arms.iter().any(|arm| self.names(&arm.pat)) && code.arms.iter().any(takes_all) {
            let arms = code.arms.iter().map(|arm| &arm.pat).find(|pattern| self.names(pattern));
            self.found.push(format!("{:?}", arms.map(shown)));
        }
        visit::visit_expr_match(self, code);
    }
}

/// The path with which a pattern begins.
fn shown(pattern: &Pat) -> String {
    let path = match pattern {
        Pat::TupleStruct(pattern) => &pattern.path,
        Pat::Struct(pattern) => &pattern.path,
        Pat::Path(pattern) => &pattern.path,
        Pat::Tuple(pattern) => return pattern.elems.iter().map(shown).collect::<Vec<_>>().join(", "),
        Pat::Or(pattern) => return pattern.cases.iter().map(shown).collect::<Vec<_>>().join(" | "),
        _ => return "_".to_owned(),
    };
    path.segments.iter().map(|part| part.ident.to_string()).collect::<Vec<_>>().join("::")
}

#[test]
fn what_swallows_a_message_is_found() {
    let found = |arms: &str| !Swallowers::of(&format!("fn hear() {{ match said {{ {arms} }} }}")).is_empty();
    assert!(found("Message::Back => a(), _ => b()"));
    assert!(found("Message::Back => a(), other => b(other)"));
    assert!(found("(Message::Back, Screen::Start) => a(), (_, _) => b()"));
    assert!(found("visitor::Action::None | visitor::Action::Finish => a(), _ => b()"));
    assert!(!found("Message::Back => a(), Message::Tick => b()"));
    assert!(!found("Message::Back => a(), _ if busy => b(), Message::Tick => c()"));
    assert!(!found("Some(Screen::Start) => a(), _ => b()"));
    let renamed = "use super::frame::Message as Framed; fn hear() { match said { Framed::Back => a(), _ => b() } }";
    assert_eq!(Swallowers::of(renamed).len(), 1);
    let own = "impl Effect { fn carry(self) { match self { Self::Exit => a(), _ => b() } } }";
    assert_eq!(Swallowers::of(own).len(), 1);
}

/// Every file in which the window's parts speak to each other.
fn files(folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn no_arm_swallows_a_message_or_an_effect() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let mut all = Vec::new();
    files(&folder, &mut all);
    // Assistive technology has actions of its own, of which we do what we can; a test looks for what it looks for.
    let ours = all.iter().filter(|(file, _)| !file.contains("ui/access") && !file.ends_with("desk/roles.rs"));
    let wrong: Vec<String> = ours
        .flat_map(|(file, code)| Swallowers::of(code).into_iter().map(move |arm| format!("{file}: a match on {arm}")))
        .collect();
    assert!(all.len() > 50, "src/ui is elsewhere: mend this test");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

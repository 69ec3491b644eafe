//! The code of `src` as a graph: which file names which. Read from parsed code, so that grouped imports, `super::` and
//! paths inside macros count, and what is compiled for tests alone does not.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, ItemUse, Macro, Meta, Token, TraitItem, UseTree};

/// What the program's own library is called from its binaries.
const LIBRARY: &str = "cups_kiosk";

/// The path of a module: `["domain", "plan"]`; empty for the library's root.
pub type Module = Vec<String>;

/// One file of `src` that is compiled outside of tests.
pub struct File {
    /// Its module. That of a program begins with the program's name.
    pub module: Module,
    /// Where it lies, from the package's folder.
    pub path: String,
    /// What it names.
    pub names: Vec<Name>,
    /// Every path as it is written.
    pub paths: Vec<Vec<String>>,
    /// Its text.
    pub text: String,
}

impl File {
    /// Where a path is named, for a person to look: the first line with its last word.
    pub fn place(&self, path: &[String]) -> String {
        let word = path.last().map_or("", String::as_str);
        let line = self.text.lines().position(|line| line.contains(word)).unwrap_or_default();
        format!("{}:{}", self.path, line + 1)
    }
}

/// All the code.
pub struct Code {
    /// The files that are compiled outside of tests, from the library's root and from the programs.
    pub files: Vec<File>,
    /// The files that are compiled for tests alone.
    pub for_tests: BTreeSet<String>,
    places: BTreeMap<Module, usize>,
}

/// A name that leads out of the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A path below the root of this library.
    Own(Vec<String>),
    /// A path into another crate, or into `std`.
    Other(Vec<String>),
}

impl Code {
    /// Reads the code of a package.
    pub fn read(package: &Path) -> Self {
        let externals = externals(package);
        let source = package.join("src");
        let mut reader = Reader { package, externals: &externals, files: Vec::new(), for_tests: BTreeSet::new() };
        reader.read(&source.join("lib.rs"), &[], &source);
        for program in programs(&source) {
            let name = program.file_stem().unwrap().to_str().unwrap().replace("main", "kiosk");
            reader.read(&program, &[name], &source);
        }
        let Reader { files, for_tests, .. } = reader;
        let places = files.iter().enumerate().map(|(place, file)| (file.module.clone(), place)).collect();
        Self { files, for_tests, places }
    }

    /// The file that a path of this library leads to: the longest module that it goes through.
    pub fn target(&self, path: &[String]) -> &File {
        let place = (0..=path.len()).rev().find_map(|length| self.places.get(&path[..length]));
        &self.files[*place.expect("the library has a root")]
    }
}

fn programs(source: &Path) -> Vec<PathBuf> {
    let inside = std::fs::read_dir(source.join("bin")).unwrap().map(|entry| entry.unwrap().path());
    std::iter::once(source.join("main.rs")).chain(inside).collect()
}

/// The names under which other crates are known: the dependencies of the package, and the compiler's own.
fn externals(package: &Path) -> BTreeSet<String> {
    let manifest: toml::Table = std::fs::read_to_string(package.join("Cargo.toml")).unwrap().parse().unwrap();
    let named = manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_"));
    named.chain(["std", "core", "alloc", LIBRARY].map(str::to_owned)).collect()
}

struct Reader<'a> {
    package: &'a Path,
    externals: &'a BTreeSet<String>,
    files: Vec<File>,
    for_tests: BTreeSet<String>,
}

impl Reader<'_> {
    /// Reads a file and the modules that it declares; `folder` is where those lie.
    fn read(&mut self, path: &Path, module: &[String], folder: &Path) {
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let Names { found: names, paths, .. } = Names::of(&parsed, module, self.externals);
        self.files.push(File { module: module.to_vec(), path: self.shown(path), names, paths, text });
        for item in &parsed.items {
            let Item::Mod(inner) = item else { continue };
            assert!(!inner.attrs.iter().any(|attribute| attribute.path().is_ident("path")), "{}", path.display());
            if inner.content.is_some() {
                continue;
            }
            let name = inner.ident.to_string();
            let (file, below) = (folder.join(format!("{name}.rs")), folder.join(&name));
            if is_for_tests(&inner.attrs) {
                self.pass_over(&file, &below);
            } else {
                self.read(&file, &[module, &[name]].concat(), &below);
            }
        }
    }

    /// Notes the files of a module that is compiled for tests alone.
    fn pass_over(&mut self, file: &Path, below: &Path) {
        self.for_tests.insert(self.shown(file));
        for entry in std::fs::read_dir(below).into_iter().flatten() {
            let path = entry.unwrap().path();
            self.for_tests.insert(self.shown(&path));
        }
    }

    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.package).unwrap().display().to_string()
    }
}

/// The modules that are declared among items: what they are called here is no other crate.
fn declared(items: &[Item]) -> BTreeSet<String> {
    items
        .iter()
        .filter_map(|item| if let Item::Mod(inner) = item { Some(inner.ident.to_string()) } else { None })
        .collect()
}

/// Whether what carries these attributes is compiled for tests alone: `#[cfg(test)]`, `#[cfg(all(test, …))]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    fn asks(meta: &Meta) -> bool {
        match meta {
            Meta::Path(path) => path.is_ident("test"),
            Meta::List(list) if list.path.is_ident("all") => {
                let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
                parts.is_ok_and(|parts| parts.iter().any(asks))
            }
            _ => false,
        }
    }
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions.filter_map(|attribute| attribute.parse_args::<Meta>().ok()).any(|meta| asks(&meta))
}

/// Collects the names in a file.
struct Names<'a> {
    /// The module that is being read, inline ones included.
    module: Vec<String>,
    externals: &'a BTreeSet<String>,
    /// The modules declared in the module that is being read, and in those around it in the file.
    inner: Vec<BTreeSet<String>>,
    found: Vec<Name>,
    paths: Vec<Vec<String>>,
}

impl<'a> Names<'a> {
    fn of(file: &syn::File, module: &[String], externals: &'a BTreeSet<String>) -> Self {
        let inner = vec![declared(&file.items)];
        let mut names = Self { module: module.to_vec(), externals, inner, found: Vec::new(), paths: Vec::new() };
        names.visit_file(file);
        names
    }

    /// Notes a path when it leads anywhere: its first word decides.
    fn note(&mut self, path: &[String]) {
        let Some(first) = path.first() else { return };
        self.paths.push(path.to_vec());
        let own = match first.as_str() {
            "crate" | LIBRARY => Some(path[1..].to_vec()),
            "self" => Some([&self.module, &path[1..]].concat()),
            "super" => {
                let ups = path.iter().take_while(|word| *word == "super").count();
                let outer = &self.module[..self.module.len().saturating_sub(ups)];
                Some([outer, &path[ups..]].concat())
            }
            word if self.inner.last().is_some_and(|inner| inner.contains(word)) => Some([&self.module, path].concat()),
            _ => None,
        };
        if let Some(own) = own {
            self.found.push(Name::Own(own));
        } else if self.externals.contains(first) {
            self.found.push(Name::Other(path.to_vec()));
        }
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |word: String| [before, &[word]].concat();
        match tree {
            UseTree::Path(path) => self.note_tree(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) if name.ident == "self" => self.note(before),
            UseTree::Name(name) => self.note(&with(name.ident.to_string())),
            UseTree::Rename(name) if name.ident == "self" => self.note(before),
            UseTree::Rename(name) => self.note(&with(name.ident.to_string())),
            UseTree::Glob(_) => self.note(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(before, tree)),
        }
    }

    /// Paths among the tokens of a macro or an attribute, also in texts such as `with = "crate::domain::x"`.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(word) => {
                    if colons != 2 || path.is_empty() {
                        self.note_long(&std::mem::take(&mut path));
                    }
                    path.push(word.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    self.note_long(&std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Group(group) => self.note_tokens(group.stream()),
                        TokenTree::Literal(literal) => self.note_text(&literal.to_string()),
                        _ => {}
                    }
                }
            }
        }
        self.note_long(&path);
    }

    /// A path of one word is a name of this place.
    fn note_long(&mut self, path: &[String]) {
        if path.len() > 1 {
            self.note(path);
        }
    }

    fn note_text(&mut self, literal: &str) {
        let text = literal.trim_matches('"');
        if (text.starts_with("crate::") || text.starts_with("super::"))
            && text.chars().all(|letter| letter.is_alphanumeric() || "_:".contains(letter))
        {
            self.note(&text.split("::").map(str::to_owned).collect::<Vec<_>>());
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes_of(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(inner) => &inner.attrs,
            ImplItem::Fn(inner) => &inner.attrs,
            ImplItem::Type(inner) => &inner.attrs,
            _ => return visit::visit_impl_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        if !matches!(item, TraitItem::Fn(inner) if is_for_tests(&inner.attrs)) {
            visit::visit_trait_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let Some((_, items)) = &item.content else { return };
        self.module.push(item.ident.to_string());
        self.inner.push(declared(items));
        visit::visit_item_mod(self, item);
        self.inner.pop();
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if words.len() == 1 {
            self.paths.push(words);
        } else {
            self.note(&words);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_path(&called.path);
        self.note_tokens(called.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        match &attribute.meta {
            Meta::List(list) if !list.path.is_ident("cfg") => self.note_tokens(list.tokens.clone()),
            _ => {}
        }
    }
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(inner) => &inner.attrs,
        Item::Enum(inner) => &inner.attrs,
        Item::Fn(inner) => &inner.attrs,
        Item::Impl(inner) => &inner.attrs,
        Item::Macro(inner) => &inner.attrs,
        Item::Mod(inner) => &inner.attrs,
        Item::Static(inner) => &inner.attrs,
        Item::Struct(inner) => &inner.attrs,
        Item::Trait(inner) => &inner.attrs,
        Item::Type(inner) => &inner.attrs,
        Item::Use(inner) => &inner.attrs,
        _ => &[],
    }
}

#[test]
fn names_are_found_however_they_are_written() {
    let text = r#"
        mod inner;
        use crate::{domain::{plan::{self, Plan}, text as words}, store::*};
        use super::super::sync;
        use {serde::Serialize, std::fs};
        use inner::Thing;
        #[derive(thiserror::Error)]
        struct One {
            #[serde(with = "crate::hub::form")]
            field: rusqlite::Connection,
        }
        fn two() {
            println!("{}", crate::ui::shown(&[super::beside()]));
            if true { crate::command::run() }
            local::name();
        }
        mod within {
            use super::super::outside;
            #[cfg(test)]
            mod tests { use crate::tests_only; }
        }
        #[cfg(test)]
        use crate::tests_only;
        #[cfg(all(test, feature = "hub"))]
        fn three() { crate::tests_only() }
        #[cfg(any(test, feature = "hub"))]
        fn four() { crate::also_in_programs() }
    "#;
    let externals = ["std", "serde", "thiserror", "rusqlite"].map(str::to_owned).into();
    let names = Names::of(&syn::parse_file(text).unwrap(), &["a".to_owned(), "b".to_owned()], &externals);
    let found = names.found.iter().map(|name| match name {
        Name::Own(path) => format!("crate::{}", path.join("::")),
        Name::Other(path) => path.join("::"),
    });
    let expected = [
        "crate::domain::plan",
        "crate::domain::plan::Plan",
        "crate::domain::text",
        "crate::store",
        "crate::sync",
        "serde::Serialize",
        "std::fs",
        "crate::a::b::inner::Thing",
        "thiserror::Error",
        "crate::hub::form",
        "rusqlite::Connection",
        "crate::ui::shown",
        "crate::a::beside",
        "crate::command::run",
        "crate::a::outside",
        "crate::also_in_programs",
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

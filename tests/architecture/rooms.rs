//! The arrows between the rooms, and no circles within one.

use crate::code::{File, Module, Name};
use crate::{CODE, none_is, package};
use std::collections::{BTreeMap, BTreeSet};

/// Circles between the modules of one folder that stand still, each with its reason. One that has ended is taken out.
const CIRCLES: &[(&str, &[&str], &str)] =
    &[("domain::plan", &["lead", "step"], "a step holds what leads, which is chosen among its dates")];

/// Which rooms each room may name: the table in README.md, between two marks.
fn arrows() -> BTreeMap<Module, BTreeSet<String>> {
    let readme = std::fs::read_to_string(package().join("README.md")).unwrap();
    let table = readme.split_once("<!-- rooms -->").and_then(|(_, rest)| rest.split_once("<!-- /rooms -->"));
    let (table, _) = table.expect("README.md has a table of rooms between two marks");
    let ticked = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let rows = table.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let [room, _, names] = cells[..] else { panic!("three cells: {line}") };
        (ticked(room).concat().split('/').map(str::to_owned).collect(), ticked(names).into_iter().collect())
    });
    let rows: Vec<(Module, BTreeSet<String>)> = rows.collect();
    let arrows: BTreeMap<_, _> = rows.iter().cloned().collect();
    assert_eq!(arrows.len(), rows.len(), "no room has two rows");
    arrows
}

/// The room of a module among those that have a row: the smallest one that it lies in.
fn room<'a>(arrows: &'a BTreeMap<Module, BTreeSet<String>>, module: &[String]) -> Option<&'a Module> {
    (1..=module.len()).rev().find_map(|length| arrows.get_key_value(&module[..length])).map(|(room, _)| room)
}

#[test]
fn every_folder_has_its_row_in_the_table_of_rooms() {
    let arrows = arrows();
    let without = CODE.files.iter().filter(|file| !file.module.is_empty() && room(&arrows, &file.module).is_none());
    none_is(without.map(|file| format!("{}: lies in no room", file.path)), "Give it a row in README.md, Architecture.");
    let unknown = arrows.values().flatten().filter(|named| !arrows.contains_key(std::slice::from_ref(*named)));
    none_is(unknown.map(|named| format!("{named}: is named in the table and has no row")), "Give it one.");
}

#[test]
fn a_room_names_only_the_rooms_in_its_row() {
    let arrows = arrows();
    let mut wrong = Vec::new();
    for file in CODE.files.iter().filter(|file| !file.module.is_empty()) {
        let Some(from) = room(&arrows, &file.module) else { continue };
        for name in &file.names {
            let Name::Own(path) = name else { continue };
            let Some(to) = CODE.target(path).module.first() else { continue };
            if *to != file.module[0] && !arrows[from].contains(to) {
                let (place, from, path) = (file.place(path), from.join("/"), path.join("::"));
                wrong.push(format!("{place}: {from} names {to} ({path})"));
            }
        }
    }
    none_is(wrong, "Turn the arrow round, or change the table of rooms in README.md with its reason.");
}

/// The table itself has no circle, or one room would be two.
#[test]
fn arrows_point_one_way() {
    let arrows = arrows();
    let named = |room: &str| -> BTreeSet<String> {
        let rows = arrows.iter().filter(|(row, _)| row[0] == room);
        rows.flat_map(|(row, names)| names.iter().filter(|name| **name != row[0])).cloned().collect()
    };
    let graph = arrows.keys().map(|row| (row[0].clone(), named(&row[0]))).collect();
    none_is(in_circles(&graph), "These rooms name each other.");
}

#[test]
fn the_modules_of_a_folder_do_not_name_each_other_in_a_circle() {
    let mut folders: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for file in &CODE.files {
        for to in file.names.iter().filter_map(own_file) {
            let shared = file.module.iter().zip(&to.module).take_while(|(one, other)| one == other).count();
            // A folder's head and what lies in it are one: only those beside each other are compared.
            if (1..file.module.len().min(to.module.len())).contains(&shared) {
                let folder = folders.entry(to.module[..shared].to_vec()).or_default();
                folder.entry(file.module[shared].clone()).or_default().insert(to.module[shared].clone());
            }
        }
    }
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (folder, graph) in &folders {
        let circles = in_circles(graph);
        if !circles.is_empty() {
            found.insert(folder.join("::"), circles);
        }
    }
    let known: BTreeMap<String, BTreeSet<String>> = CIRCLES
        .iter()
        .map(|(folder, modules, _)| ((*folder).to_owned(), modules.iter().map(|name| (*name).to_owned()).collect()))
        .collect();
    let new = found.iter().filter(|(folder, modules)| known.get(*folder) != Some(modules));
    let new = new.map(|(folder, modules)| format!("{folder}: {modules:?} name each other"));
    let ended = known.keys().filter(|folder| !found.contains_key(*folder));
    let ended = ended.map(|folder| format!("{folder}: its circle has ended: take it out of CIRCLES"));
    none_is(new.chain(ended), "Move what both need into a module of its own.");
}

fn own_file(name: &Name) -> Option<&'static File> {
    let Name::Own(path) = name else { return None };
    Some(CODE.target(path))
}

/// Everything that leads back to itself.
fn in_circles(graph: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let reached = |start: &String| {
        let mut seen = BTreeSet::new();
        let mut next = vec![start];
        while let Some(node) = next.pop() {
            next.extend(graph.get(node).into_iter().flatten().filter(|to| seen.insert(*to)));
        }
        seen.contains(start)
    };
    graph.keys().filter(|node| reached(node)).cloned().collect()
}

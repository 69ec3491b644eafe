#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]
use cups_kiosk::catalogue::import::{cpsv_ap, foreign_files};
#[test]
fn show() {
    let path: Vec<std::path::PathBuf> = std::env::var("SAMPLE").unwrap().split(' ').map(Into::into).collect();
    let files = foreign_files(&path, &cpsv_ap::EXTENSIONS).unwrap();
    match cpsv_ap::read(&files) {
        Ok(imported) => {
            println!("{}", imported.report);
            for s in imported.services.values() {
                println!("{}", toml::to_string(s).unwrap());
            }
            for s in imported.events.values() {
                println!("{}", toml::to_string(s).unwrap());
            }
            for s in imported.providers.values() {
                println!("{}", toml::to_string(s).unwrap());
            }
            for s in imported.papers.values() {
                println!("{}", toml::to_string(s).unwrap());
            }
            for s in imported.laws.values() {
                println!("{}", toml::to_string(s).unwrap());
            }
        }
        Err(error) => println!("{error}"),
    }
}

//! The manual pages and the completions of shells, written by each program from its own table of options: they cannot say
//! what the program does not know. Whoever packs the programs asks for them: `PROGRAM manual DIR`.

use super::console;
use clap::{Command, Parser};
use clap_complete::{Shell, generate_to};
use std::ffi::OsString;
use std::io::{self, stdout};
use std::path::Path;
use std::process::ExitCode;

/// The shells of Debian for which completions are written.
const SHELLS: [Shell; 3] = [Shell::Bash, Shell::Zsh, Shell::Fish];

/// What a program was asked for on its command line. Where that was its manual, its help or something that it does not know, that is
/// answered here, and the program ends with the code.
///
/// # Errors
/// The code to end with.
pub fn options<Options: Parser>() -> Result<Options, ExitCode> {
    let program = Options::command();
    if let Some(code) = asked(&program, &std::env::args_os().collect::<Vec<_>>()) {
        return Err(code);
    }
    Options::try_parse().map_err(|error| console::usage(program.get_name(), &error))
}

/// Writes the pages and completions of `program`, when that is all that the arguments ask for; nothing else begins with this
/// word, and no help but its own names it. What begins with a hyphen is an option and no folder.
#[must_use]
pub fn asked(program: &Command, arguments: &[OsString]) -> Option<ExitCode> {
    let [_, word, folder] = arguments else { return None };
    if word != "manual" {
        return None;
    }
    if folder.as_encoded_bytes().starts_with(b"-") {
        let usage =
            format!("usage: {} manual DIR (writes its manual pages and completions into DIR)", program.get_name());
        if folder != "--help" && folder != "-h" {
            console::complain(&usage);
            return Some(console::failed(true));
        }
        let said = console::say(&mut stdout(), &usage);
        return Some(said.map_or_else(|_| console::failed(false), |()| ExitCode::SUCCESS));
    }
    Some(match write(program, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::complain(&format!("{}: {error}", Path::new(folder).display()));
            console::failed(true)
        }
    })
}

/// Writes a page in section 1 for the program and for each of its commands, and a file of completions for each shell.
///
/// # Errors
/// When a file cannot be written.
pub fn write(program: &Command, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let program = program.clone().disable_help_subcommand(true);
    for shell in SHELLS {
        let name = program.get_name().to_owned();
        generate_to(shell, &mut program.clone(), name, folder)?;
    }
    clap_mangen::generate_to(program, folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Arg;

    fn program() -> Command {
        Command::new("centre")
            .about("Keeps a centre.")
            .version("1.2.3")
            .subcommand(Command::new("open").about("Opens it.").arg(Arg::new("key").long("key").help("Which key.")))
            .subcommand(Command::new("secret").hide(true))
    }

    #[test]
    fn each_command_has_a_page_with_its_options_and_each_shell_its_completions() {
        let folder = tempfile::tempdir().unwrap();
        write(&program(), folder.path()).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(read("centre.1").contains("centre\\-open(1)"), "{}", read("centre.1"));
        assert!(read("centre-open.1").contains("Which key."));
        assert!(!folder.path().join("centre-secret.1").exists());
        for completions in ["centre.bash", "_centre", "centre.fish"] {
            assert!(read(completions).contains("key"), "{completions}");
        }
    }

    #[test]
    fn what_asks_for_something_else_is_left_to_the_program() {
        let arguments = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert!(asked(&program(), &arguments(&["centre", "open"])).is_none());
        assert!(asked(&program(), &arguments(&["centre", "manual"])).is_none());
    }
}

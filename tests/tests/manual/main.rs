//! The manual, README.md and docs/, is right: its Rust is compiled, its commands are run and print what the page shows, its
//! YAML and TOML are read by what reads them, and the options it names exist. An example that nothing looks at is a failure.
//!
//! `MANUAL=overwrite cargo test -p wxopen-tests --test manual` writes what the commands print now into the pages; look at
//! `git diff` afterwards.
//!
//! The commands that the pages run are in this program: started as `wxgen` or by the name of an example, it is that.

mod commands;
// The comments of the pages change files with GNU sed.
#[cfg(target_os = "linux")]
mod console;
mod data;
mod examples;
#[cfg(target_os = "linux")]
mod ground;
mod page;
mod rust;
mod said;
mod snippets;
mod words;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use page::Page;

fn main() -> ExitCode {
    let program = env::args_os().next().unwrap_or_default();
    if let Some(code) = examples::run(Path::new(&program).file_stem().and_then(|name| name.to_str()).unwrap_or("")) {
        return code;
    }
    libtest_mimic::run(&Arguments::from_args(), trials()).exit_code()
}

fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("commands_and_options_exist", commands::all_exist),
        trial("every_example_is_looked_at", data::every_example_is_looked_at),
        trial("yaml_and_toml_are_read", data::all_are_read),
        trial("the_number_of_calls_is_right", data::the_number_of_calls_is_right),
        trial("rust_is_compiled_somewhere", rust::all_is_compiled_somewhere),
        trial("what_is_said_of_the_api_has_code", words::what_is_said_of_the_api_has_code),
    ];
    #[cfg(target_os = "linux")]
    {
        trials.push(trial("a_difference_is_noticed", console::a_difference_is_noticed));
        trials.extend(Page::all().into_iter().filter(|page| page.has("console")).map(|page| {
            let name = format!("commands_print_what_is_shown::{}", page.path);
            Trial::test(name, move || console::check(&page).map_err(Failed::from))
        }));
    }
    trials
}

fn trial(name: &str, check: fn()) -> Trial {
    Trial::test(name, move || {
        check();
        Ok(())
    })
}

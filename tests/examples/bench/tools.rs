//! The three generators: where they are, which version, how they are called.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Failure, progress};

/// Folder of the spec, in a work folder.
pub(crate) const SPEC_FOLDER: &str = "spec";
/// The same for progenitor, which reads OpenAPI 3.0 only.
pub(crate) const OPENAPI_30: &str = "openapi-3.0.json";
/// The same for oas3-gen, which reads OpenAPI 3.1 only.
pub(crate) const OPENAPI_31: &str = "openapi-3.1.json";

/// Name of the generator that this is all about.
pub(crate) const WXGEN: &str = "wxgen";
/// A peer.
pub(crate) const OAS3_GEN: &str = "oas3-gen";
/// A peer.
pub(crate) const PROGENITOR: &str = "progenitor";

/// Name, program, crate to install.
const PEERS: &[(&str, &str, &str)] =
    &[(OAS3_GEN, "oas3-gen", "oas3-gen"), (PROGENITOR, "cargo-progenitor", "cargo-progenitor")];

/// A generator that was found.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    /// Its name.
    pub(crate) name: &'static str,
    /// As far as it is known.
    pub(crate) version: String,
    program: PathBuf,
}

/// Those that were found, ours first.
pub(crate) type Tools = Vec<Tool>;

impl Tool {
    /// The command that generates a crate in [`Tool::crate_folder`].
    pub(crate) fn command(&self, work: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(work);
        let package = self.package();
        match self.name {
            OAS3_GEN => command.args(["generate", "client-mod", "--workspace", "-i", OPENAPI_31, "-o", &package]),
            PROGENITOR => command
                .args(["progenitor", "-i", OPENAPI_30, "-o", &package, "-n", &package, "-v", "0.1.0"])
                .args(["--license-name", "MIT"]),
            _ => command.args(["generate", "--spec", SPEC_FOLDER, "--out", &package]).arg("--runtime").arg(runtime()),
        };
        command
    }

    /// The command of wxgen that compares two spec folders.
    pub(crate) fn compare(&self, work: &Path, old: &str, new: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(work).args(["diff", old, new, "--format", "json"]);
        command
    }

    /// Where it writes to.
    pub(crate) fn crate_folder(&self, work: &Path) -> PathBuf {
        work.join(self.package())
    }

    /// Name of the generated crate.
    pub(crate) fn package(&self) -> String {
        format!("synthetic-{}", self.name)
    }
}

/// Builds wxgen and looks for the peers, in this folder first, then on PATH.
pub(crate) fn find(dir: Option<&Path>) -> Result<Tools, Failure> {
    let mut tools = vec![build_wxgen()?];
    let on_path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = dir.map(Path::to_owned).into_iter().chain(env::split_paths(&on_path)).collect();
    for (name, program, krate) in PEERS {
        let places = folders.iter().map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX)));
        match places.into_iter().find(|place| place.is_file()) {
            Some(place) => {
                let place = fs::canonicalize(place)?;
                tools.push(Tool { name, version: version(&place).unwrap_or_default(), program: place });
            }
            None => progress(&format!(
                "{name} is left out: no {program} found. To install it: cargo install --locked {krate}\n\
                 (elsewhere than on PATH: cargo install --locked --root DIR {krate}, then --tools DIR/bin)"
            )),
        }
    }
    Ok(tools)
}

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn runtime() -> PathBuf {
    let path = project().join("runtime");
    fs::canonicalize(&path).unwrap_or(path)
}

fn build_wxgen() -> Result<Tool, Failure> {
    progress("building wxgen");
    let mut cargo = cargo();
    cargo.current_dir(project()).args(["build", "--release", "--package", WXGEN, "--bin", WXGEN]);
    let output = cargo.args(["--quiet", "--message-format", "json"]).output()?;
    let program = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .ok_or_else(|| format!("wxgen does not build:\n{}", String::from_utf8_lossy(&output.stderr)))?;
    Ok(Tool { name: WXGEN, version: version(&program).unwrap_or_default(), program })
}

/// What `--version` says. `cargo-progenitor` has no such option; cargo notes what it installed beside the `bin` folder.
fn version(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    if output.status.success() {
        return String::from_utf8(output.stdout).ok()?.split_whitespace().last().map(str::to_owned);
    }
    let name = program.file_stem()?.to_str()?;
    let installed = fs::read_to_string(program.parent()?.parent()?.join(".crates.toml")).ok()?;
    let line = installed.lines().find_map(|line| line.strip_prefix(&format!("\"{name} ")))?;
    line.split_whitespace().next().map(str::to_owned)
}

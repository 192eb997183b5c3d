//! A program for wasm32-unknown-unknown, run in Node.js against a local WeChat: calls with `fetch`, a platform with its tokens
//! in memory, a pause before a repeat.
//!
//! It needs that target, Node.js and `wasm-bindgen` in the version of `Cargo.lock`. Where one of them is missing the test says
//! so and is left out, unless `REQUIRE_WASM` is set.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use wxgen_mock::{COMPONENT_APPID, COMPONENT_SECRET, Mock, Rule, When};

const TARGET: &str = "wasm32-unknown-unknown";

const PRINTED: &str = "\
authorised: wx-one
bound: true
refused: Some(AlreadyBound)
testers: 1, after a pause: true
";

/// What a command prints, if it can be run and succeeds.
fn says(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The version of `wasm-bindgen` that programs are built with.
fn wanted_version() -> String {
    let lock = read(&workspace().join("Cargo.lock"));
    let (_, entry) = lock.split_once("name = \"wasm-bindgen\"\nversion = \"").expect("it is locked");
    entry.split('"').next().unwrap_or_default().to_owned()
}

/// What is missing to run the test.
fn missing() -> Option<String> {
    if says("node", &["--version"]).is_none() {
        return Some("Node.js".to_owned());
    }
    let sysroot = says("rustc", &["--print", "sysroot"]).unwrap_or_default();
    if !Path::new(&sysroot).join("lib/rustlib").join(TARGET).exists() {
        return Some(format!("the target {TARGET}"));
    }
    let wanted = format!("wasm-bindgen {}", wanted_version());
    (says("wasm-bindgen", &["--version"]).as_deref() != Some(&*wanted)).then_some(wanted)
}

/// Builds the program of `tests/wasm`, away from the workspace, and returns the folder of its JavaScript.
fn build() -> PathBuf {
    let ground = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm");
    let (from, dir, target) = (workspace().join("tests/wasm"), ground.join("crate"), ground.join("target"));
    fs::create_dir_all(dir.join("src")).expect("a folder");
    for name in ["src/lib.rs", "src/fetch.rs"] {
        fs::copy(from.join(name), dir.join(name)).expect("a copy");
    }
    let manifest = read(&from.join("Cargo.toml"));
    let manifest = manifest.replace("\"../../", &format!("\"{}/", workspace().display()));
    fs::write(dir.join("Cargo.toml"), manifest).expect("a manifest");
    // With the versions of the workspace.
    fs::copy(workspace().join("Cargo.lock"), dir.join("Cargo.lock")).expect("a copy");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--target", TARGET, "--target-dir"]).arg(&target).current_dir(&dir);
    // Settings for the machine's own target are none of its business.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let program = target.join(TARGET).join("debug/wxopen_in_wasm.wasm");
    let script = ground.join("script");
    let mut bindgen = Command::new("wasm-bindgen");
    let output = bindgen.args(["--target", "nodejs", "--out-dir"]).arg(&script).arg(&program).output();
    let output = output.expect("wasm-bindgen runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    script
}

#[test]
fn calls_and_a_platform_work_in_node() {
    if let Some(missing) = missing() {
        assert!(std::env::var_os("REQUIRE_WASM").is_none(), "{missing} is missing");
        println!("skipped: {missing} is missing");
        return;
    }
    let script = build();
    let (endpoint, when) = (Some("getTester".to_owned()), When::Nth(1));
    let busy = Rule { endpoint, when, errcode: Some(-1), fault: None, latency: Duration::ZERO };
    let mock = Mock::builder().spec(workspace().join("spec")).token(None).rule(busy).start().expect("the mock starts");
    let code = mock.authorize("wx-one", None).expect("authorised");
    let ticket = mock.ticket();
    let base_url = mock.base_url();
    let arguments = [&*base_url, COMPONENT_APPID, COMPONENT_SECRET, &*ticket, &*code];
    let program = "const { run } = require(process.argv[1]); run(...process.argv.slice(2)).then(console.log)";
    let mut node = Command::new("node");
    node.args(["-e", program]).arg(script.join("wxopen_in_wasm.js")).args(arguments);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        node.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = node.output().expect("node runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed, PRINTED, "{}", String::from_utf8_lossy(&output.stderr));
}

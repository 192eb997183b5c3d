//! A crate with specs of its own builds them through build.rs, with the real cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

const PRINTED: &str = r#"added P1
addParcel: 7001 TooHeavy: parcel too heavy; Send it in two.
Parcel { number: "P1", state: Some(Sent) }
Parcel { number: "P2", state: Some(Unknown(UnknownValue("lost"))) }
bound Some("o8X-example")
bindTester: 85004 AlreadyBound: user already bind
POST https://gateway.example.com/parcels/add?access_token=TOKEN {"weight":250,"phone":"100"}
POST https://gateway.example.com/parcels/add?access_token=TOKEN {"weight":90000,"openid":"o1"}
GET https://gateway.example.com/parcels/list?access_token=TOKEN&page=2 
POST https://api.weixin.qq.com/wxa/bind_tester?access_token=TOKEN {"wechatid":"tests"}
POST https://api.weixin.qq.com/wxa/bind_tester?access_token=TOKEN {"wechatid":"tests"}
addParcel /parcels/add
listParcels /parcels/list
"#;

/// A copy of `tests/downstream`, away from the workspace. Copies share a target folder, so that what they stand on is
/// compiled once; each has a name of its own, for cargo keeps packages there by name.
struct Downstream {
    name: String,
    dir: PathBuf,
    bin: PathBuf,
    target: PathBuf,
}

impl Downstream {
    fn copy(name: &str) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace");
        let ground = Path::new(env!("CARGO_TARGET_TMPDIR")).join("downstream");
        let this = Self {
            name: format!("downstream-{name}"),
            dir: ground.join(name),
            bin: ground.join("bin"),
            target: ground.join("target"),
        };
        let _ = fs::remove_dir_all(&this.dir);
        let from = workspace.join("tests/downstream");
        for path in ["build.rs", "src/main.rs"] {
            this.put(path, &read(&from.join(path)));
        }
        let manifest = read(&from.join("Cargo.toml"));
        let manifest = manifest.replace("\"downstream\"", &format!("\"{}\"", this.name));
        this.put("Cargo.toml", &manifest.replace("\"../../", &format!("\"{}/", workspace.display())));
        // With the versions of the workspace nothing has to be looked up.
        this.put("Cargo.lock", &read(&workspace.join("Cargo.lock")));
        for file in files_below(&from.join("spec")) {
            let path = file.strip_prefix(&from).expect("it lies there").to_string_lossy().into_owned();
            this.put(&path, &read(&file));
        }
        this.hide_rustfmt();
        this
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.dir.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
        fs::write(path, text).expect("the file can be written");
    }

    fn spec(&self, path: &str) -> String {
        read(&self.dir.join("spec").join(path))
    }

    /// The first `rustfmt` on the path is one that fails.
    fn hide_rustfmt(&self) {
        fs::create_dir_all(&self.bin).expect("a folder");
        let path = self.bin.join("rustfmt");
        fs::write(&path, "#!/bin/sh\nexit 1\n").expect("a script");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode is set");
        }
    }

    fn cargo(&self, args: &[&str]) -> Output {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [self.bin.clone()].into_iter().chain(std::env::split_paths(&path));
        Command::new(env!("CARGO"))
            .args(args)
            .args(["--offline", "--color", "never", "--target-dir"])
            .arg(&self.target)
            .env("PATH", std::env::join_paths(path).expect("a path"))
            .env("RUSTFMT", self.bin.join("rustfmt"))
            .env("RUST_BACKTRACE", "0")
            .current_dir(&self.dir)
            .output()
            .expect("cargo runs")
    }

    /// What the program prints.
    fn run(&self) -> String {
        let output = self.cargo(&["run", "--quiet"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert_eq!(said, "", "no warnings");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What cargo compiled anew, by crate and kind.
    fn build(&self) -> Built {
        let output = self.cargo(&["build", "--message-format=json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut built = Built { fresh: 0, compiled: Vec::new(), generated: PathBuf::new() };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: serde_json::Value = serde_json::from_str(line).expect("cargo writes JSON");
            let ours = message["package_id"].as_str().is_some_and(|id| id.contains(&self.name));
            match message["reason"].as_str() {
                Some("compiler-artifact") if message["fresh"] == true => built.fresh += 1,
                Some("compiler-artifact") => {
                    let part = |of: &serde_json::Value| of.as_str().unwrap_or_default().to_owned();
                    built.compiled.push((part(&message["target"]["name"]), part(&message["target"]["kind"][0])));
                }
                Some("build-script-executed") if ours => {
                    built.generated = Path::new(message["out_dir"].as_str().expect("a folder")).join("wxopen.rs");
                }
                _ => {}
            }
        }
        assert!(built.generated.is_file(), "the script has run");
        built
    }

    /// What a build says that fails.
    fn build_error(&self) -> String {
        let output = self.cargo(&["build"]);
        assert!(!output.status.success(), "the build was to fail");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

struct Built {
    fresh: usize,
    compiled: Vec<(String, String)>,
    generated: PathBuf,
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("a listing") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

/// Cargo goes by the time of change, whose grain may be coarse; this is later than any build so far.
fn touch(path: &Path) {
    let later = SystemTime::now() + Duration::from_secs(2);
    fs::File::options().append(true).open(path).and_then(|file| file.set_modified(later)).expect("the time is set");
}

fn edit(downstream: &Downstream, path: &str, text: &str) {
    downstream.put(&format!("spec/{path}"), text);
    touch(&downstream.dir.join("spec").join(path));
}

#[test]
fn own_endpoints_and_ours_side_by_side() {
    let downstream = Downstream::copy("side_by_side");
    assert_eq!(downstream.run(), PRINTED);
}

/// The lints are those of `tests/downstream/lints/lib.rs`.
#[test]
fn included_code_brings_no_warning_whatever_is_denied() {
    let downstream = Downstream::copy("lints");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace");
    fs::remove_file(downstream.dir.join("src/main.rs")).expect("it goes");
    for (path, from) in [("build.rs", "lints/build.rs"), ("src/lib.rs", "lints/lib.rs")] {
        downstream.put(path, &read(&workspace.join("tests/downstream").join(from)));
    }
    let golden = workspace.join("tests/golden/spec");
    for file in files_below(&golden) {
        let path = file.strip_prefix(&golden).expect("it lies there").to_string_lossy().into_owned();
        downstream.put(&format!("golden/{path}"), &read(&file));
    }
    let api = "crate: { name: single, version: 0.1.0, summary: One call. }\nhost: api.example.com\n\
               tokens: { key: { param: key, doc: The key. } }\nareas: { parcels: { title: Parcels } }\n";
    downstream.put("single/api.yaml", api);
    downstream.put(
        "single/parcels/weigh.yaml",
        "name: weigh\nsummary: Weigh a parcel.\nmethod: POST\npath: /weigh\ntoken: key\n\
         request: { number: { type: string, required: true, doc: Which one. } }\n\
         response: { weight: { type: integer, doc: In grams. } }\n",
    );
    let has_clippy = downstream.cargo(&["clippy", "--version"]).status.success();
    let output = downstream.cargo(&[if has_clippy { "clippy" } else { "check" }, "--quiet"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "no warnings");
    assert!(output.status.success());
}

#[test]
fn an_unchanged_build_compiles_nothing() {
    let downstream = Downstream::copy("unchanged");
    downstream.build();
    let second = downstream.build();
    assert_eq!(second.compiled, []);
    assert!(second.fresh > 10, "{} artifacts", second.fresh);

    // A file that is none of the script's business.
    downstream.put("README.md", "About the crate.");
    touch(&downstream.dir.join("README.md"));
    assert_eq!(downstream.build().compiled, []);
}

#[test]
fn a_spec_written_again_as_it_was_leaves_the_generated_file_alone() {
    let downstream = Downstream::copy("rewritten");
    let first = downstream.build();
    let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).expect("files have times here");
    let before = time(&first.generated);

    edit(&downstream, "parcels/add_parcel.yaml", &downstream.spec("parcels/add_parcel.yaml"));
    let second = downstream.build();
    assert_eq!(time(&second.generated), before);
    // Cargo compiles a crate again whenever its script has run; nothing else is.
    assert_eq!(second.compiled, [(downstream.name.clone(), "bin".to_owned())]);
}

#[test]
fn a_changed_spec_changes_the_program() {
    let downstream = Downstream::copy("changed");
    assert_eq!(downstream.run(), PRINTED);
    let spec = downstream.spec("parcels/list_parcels.yaml");
    edit(&downstream, "parcels/list_parcels.yaml", &spec.replace("/parcels/list", "/parcels/all"));
    assert_eq!(downstream.run(), PRINTED.replace("/parcels/list", "/parcels/all"));

    // A file that was not there when the script ran last.
    let another =
        "name: dropParcel\nsummary: Forget a parcel.\nmethod: POST\npath: /parcels/drop\ntoken: gateway_token\n";
    edit(&downstream, "parcels/drop_parcel.yaml", another);
    assert!(downstream.run().contains("dropParcel /parcels/drop\n"));

    // And one that is gone.
    fs::remove_file(downstream.dir.join("spec/parcels/drop_parcel.yaml")).expect("it goes");
    assert!(!downstream.run().contains("dropParcel"));
}

#[test]
fn a_bad_spec_fails_the_build_and_shows_where() {
    let downstream = Downstream::copy("broken");
    let before = read(&downstream.build().generated);
    let good = downstream.spec("parcels/add_parcel.yaml");
    edit(&downstream, "parcels/add_parcel.yaml", &good.replace("type: integer", "type: intger"));
    let shown = "\
error[WX0204]: `type` cannot be \"intger\"
   --> spec/parcels/add_parcel.yaml:9:19
    |
  9 |   weight: { type: intger, required: true, doc: In grams. }
    |                   ^^^^^^
    |
    = help: did you mean \"integer\"?";
    let said = downstream.build_error();
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n");
    assert!(lines(&said).contains(&lines(shown)), "{said}");
    assert!(said.contains("custom build command"), "it is the script that fails:\n{said}");

    // A second try says it again.
    assert!(downstream.build_error().contains("error[WX0204]"));
    edit(&downstream, "parcels/add_parcel.yaml", &good);
    assert_eq!(downstream.run(), PRINTED);
    assert_eq!(read(&downstream.build().generated), before);
}

#[test]
fn a_warning_about_the_spec_is_shown_and_the_build_goes_on() {
    let downstream = Downstream::copy("warned");
    let spec = downstream.spec("api.yaml");
    edit(&downstream, "api.yaml", &format!("{spec}  returns: {{ title: Returns }}\n"));
    let output = downstream.cargo(&["build"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("warning: downstream-warned@0.0.0: warning[WX0309]"), "{said}");
}

#[test]
fn no_spec_at_all_is_told_plainly() {
    let downstream = Downstream::copy("without");
    fs::remove_dir_all(downstream.dir.join("spec")).expect("it goes");
    assert!(downstream.build_error().contains("error[WX0001]: there is no folder spec"));
}

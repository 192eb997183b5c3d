//! The command, and a small spec with one of everything.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;
use wxgen::model::Api;
use wxgen::pipeline;
use wxgen::source::Sources;

/// The spec files.
const FILES: &[(&str, &str)] = &[
    (
        "api.yaml",
        "crate: { name: lamps, version: 0.1.0, summary: Lamps. }\nhost: api.example.com\n\
         tokens:\n  lamp_token: { param: token, doc: Whose lamps. }\nareas:\n  lamp: { title: Lamps, doc: All of them. }\n  shop: { title: Shop, doc: Sells. }\n",
    ),
    ("permission_sets.yaml", "18: { name: Lamps }\n"),
    ("errcodes.yaml", "-1: { name: SystemBusy, msg: system error, class: retry, advice: Wait. }\n"),
    (
        "lamp/hang_lamp.yaml",
        r#"name: hangLamp
summary: Hang a lamp.
method: POST
path: /lamp/hang
token: lamp_token
permission_sets: [18]

request:
  action: { type: const, value: hang }
  name: { type: string, required: true, doc: What it is called. }
  watts: { type: integer, doc: How bright. }
  height: { type: float }
  lit: { type: boolean }
  colour:
    type: enum
    values:
      1: { name: WarmWhite }
      2: { name: Red }
  place:
    one_of:
      room: { type: string, doc: Which room. }
      garden: { type: integer, doc: Which garden. }
  code: { type: string, secret: true }
  tags: { type: array, items: string }
  parts:
    type: array
    items:
      type: object
      fields:
        id: { type: integer, required: true, doc: Its number. }
        texts: { type: array, items: string }
  size:
    type: object
    fields:
      width: { type: integer, required: true }
      depth: { type: integer }
  data: { type: json }
  labels: { type: map, items: string }
  seal: { type: binary }
  shop: { type: string, in: query }

errcodes:
  -1:
"#,
    ),
    (
        "lamp/send_picture.yaml",
        "name: sendPicture\nsummary: Send a picture.\nmethod: POST\npath: /lamp/picture\ntoken: lamp_token\npermission_sets: any\n\n\
         request:\n  picture: { type: file, required: true, doc: The picture. }\n  title: { type: string }\n",
    ),
    (
        "shop/get_price.yaml",
        "name: getPrice\nsummary: Tell a price.\nmethod: GET\npath: /shop/price\ntoken: none\npermission_sets: any\n\n\
         request:\n  id: { type: integer, in: query, required: true }\n",
    ),
];

/// The small spec.
pub(crate) fn api() -> Api {
    let loaded = pipeline::load_sources(sources(), Vec::new());
    let told = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    loaded.api.unwrap_or_else(|| panic!("{told}"))
}

/// Its files.
pub(crate) fn sources() -> Sources {
    Sources::from_texts(FILES.iter().copied())
}

/// What the calls of the tests need.
const PARTS: &[&str] =
    &["api.yaml", "permission_sets.yaml", "errcodes.yaml", "authorization", "code", "link", "media", "member", "user"];

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Parts of the spec in a folder of their own: the whole one takes long to read for each of many calls.
pub(crate) fn here() -> &'static Path {
    static HERE: OnceLock<TempDir> = OnceLock::new();
    HERE.get_or_init(|| {
        let here = tempfile::tempdir().expect("a folder");
        let (from, to) = (root().join("spec"), here.path().join("spec"));
        fs::create_dir(&to).expect("made");
        for part in PARTS {
            if part.contains('.') {
                fs::copy(from.join(part), to.join(part)).expect("copied");
                continue;
            }
            fs::create_dir(to.join(part)).expect("made");
            for entry in fs::read_dir(from.join(part)).expect("an area") {
                let entry = entry.expect("a file");
                fs::copy(entry.path(), to.join(part).join(entry.file_name())).expect("copied");
            }
        }
        fs::write(here.path().join("README.md"), "Read me.\n").expect("written");
        here
    })
    .path()
}

/// The command, without a token of the environment.
pub(crate) fn wxgen(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxgen"));
    command.current_dir(here()).args(arguments).env_remove("WXOPEN_TOKEN");
    command
}

/// What a command line ended with and printed.
pub(crate) struct Ran {
    /// Exit status.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// Standard output as it is.
    pub(crate) bytes: Vec<u8>,
}

impl Ran {
    /// Of a command that has ended.
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            bytes: output.stdout,
        }
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {:?} {:?}", self.out, self.err))
    }
}

/// Runs `wxgen call …`.
pub(crate) fn call(arguments: &[&str]) -> Ran {
    Ran::of(wxgen(&["call"]).args(arguments).output().expect("the command runs"))
}

//! A folder with a copy of what the commands of a page need, in which they are run.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::page::root;

/// The addresses that pages show; each page gets free ones.
const SHOWN: [&str; 2] = ["127.0.0.1:8787", "127.0.0.1:3000"];

/// `cargo` as the pages use it: to run wxgen and the examples.
const CARGO: &str = r#"#!/bin/sh
case "$1 $2 $3" in
"run --release --") shift 3; exec wxgen "$@" ;;
"wxgen "*) shift; exec wxgen "$@" ;;
"run --example "*) exec "$3" ;;
esac
echo "the manual does not run: cargo $*"; exit 2
"#;

/// How long a program may take to print what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stands between the outputs of two commands.
const MARK: char = '\u{1e}';

pub(crate) struct Ground {
    dir: TempDir,
    addresses: [String; 2],
    exports: Vec<String>,
}

impl Ground {
    /// A folder for these commands: the specs, `generated/` where it is written to or checked, and files that they name.
    pub(crate) fn of<'a>(commands: impl Iterator<Item = &'a str>) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let here = dir.path().join("here");
        copy(&root().join("spec"), &here.join("spec"));
        for word in commands.flat_map(str::split_whitespace) {
            let (from, to) = (root().join(word), here.join(word));
            match word {
                "generate" | "check" => copy(&root().join("generated"), &here.join("generated")),
                _ if Path::new(word).is_relative() && from.is_file() => copy(&from, &to),
                _ => {}
            }
        }
        let bin = dir.path().join("bin");
        fs::create_dir(&bin).expect("a folder");
        for (name, program) in super::examples::programs() {
            symlink(program, bin.join(name)).expect("a link");
        }
        fs::write(bin.join("cargo"), CARGO).expect("written");
        fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).expect("it can be run");
        // Both are held until both are known, or they could be the same.
        let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
        let addresses = free.map(|free| free.local_addr().expect("an address").to_string());
        Self { dir, addresses, exports: Vec::new() }
    }

    /// Runs commands, one after the other: what each prints.
    pub(crate) fn run(&mut self, commands: &[&str]) -> Vec<String> {
        let lines = commands.iter().map(|command| format!("{}\nprintf '{MARK}'\n", self.real(command)));
        let script: String = self.exports.iter().cloned().chain(lines).collect();
        let exports = commands.iter().filter(|command| command.starts_with("export "));
        self.exports.extend(exports.map(|command| format!("{command}\n")));
        let output = self.shell(&format!("exec 2>&1\n{script}")).output().expect("a shell");
        let printed = self.as_shown(&String::from_utf8_lossy(&output.stdout));
        let mut outputs: Vec<_> = printed.split(MARK).map(str::to_owned).collect();
        outputs.truncate(commands.len());
        outputs
    }

    /// Starts a program that runs until it is ended.
    pub(crate) fn start(&self, command: &str) -> Server {
        let command = self.real(command);
        let listen =
            if command.contains("wxgen mock") { format!(" --listen {}", self.addresses[0]) } else { String::new() };
        let mut shell = self.shell(&format!("exec 2>&1\nexec {command}{listen}"));
        let mut child = shell.stdout(Stdio::piped()).spawn().expect("a shell");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut server = Server { child, lines, printed: Vec::new() };
        server.wait_for(1);
        server
    }

    /// What a server has printed, once it is as many lines as that.
    pub(crate) fn printed(&self, server: &mut Server, lines: usize) -> String {
        server.wait_for(lines);
        self.as_shown(&server.printed.join("\n"))
    }

    fn shell(&self, script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).current_dir(self.dir.path().join("here")).stdin(Stdio::null());
        let path = env::var_os("PATH").unwrap_or_default();
        let bin = self.dir.path().join("bin");
        shell.env("PATH", env::join_paths([bin].into_iter().chain(env::split_paths(&path))).expect("a path"));
        shell.env("WXOPEN_MOCK", format!("http://{}", self.addresses[0])).env("WXOPEN_LISTEN", &self.addresses[1]);
        shell.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1").env_remove("WXOPEN_TOKEN");
        shell
    }

    /// A command with the addresses of this page.
    fn real(&self, command: &str) -> String {
        SHOWN.iter().zip(&self.addresses).fold(command.to_owned(), |text, (shown, real)| text.replace(shown, real))
    }

    /// What was printed, with the addresses that pages show.
    fn as_shown(&self, text: &str) -> String {
        SHOWN.iter().zip(&self.addresses).fold(text.to_owned(), |text, (shown, real)| text.replace(real, shown))
    }
}

/// A program that runs until it is dropped.
pub(crate) struct Server {
    child: Child,
    lines: Receiver<String>,
    printed: Vec<String>,
}

impl Server {
    /// Waits until it has printed so many lines, or ends, or nothing comes.
    fn wait_for(&mut self, lines: usize) {
        while self.printed.len() < lines {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else { return };
            self.printed.push(line);
        }
        self.printed.extend(self.lines.try_iter());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("it can be listed") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a file lies in a folder")).expect("a folder");
        fs::copy(from, to).expect("it can be copied");
    }
}

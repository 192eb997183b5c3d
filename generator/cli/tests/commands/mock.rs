//! The command: it says where it listens, tells of calls, and ends when told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A command that runs until it is dropped.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxgen"));
    command.current_dir(root()).arg("mock").args(["--listen", "127.0.0.1:0"]).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).spawn().expect("the command starts");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, out }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("the pipe can be read");
        line.trim_end().to_owned()
    }

    /// Sends it a signal and waits for its end.
    fn end_with(&mut self, signal: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill runs").success());
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if let Some(status) = self.child.try_wait().expect("the child is ours") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

/// Makes a call without any client: its reply.
pub(crate) fn post(base: &str, target: &str, body: &str) -> String {
    let address = base.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address).expect("it listens");
    let length = body.len();
    let head = format!("POST {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    let head = format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(format!("{head}{body}").as_bytes()).expect("sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply");
    reply
}

#[test]
fn it_says_where_it_listens_tells_of_calls_and_ends_well() {
    for signal in ["-INT", "-TERM"] {
        let mut mock = Running::start(&[]);
        let first = mock.line();
        let base = first.strip_prefix("listening on ").unwrap_or_else(|| panic!("{first:?}"));
        assert!(base.starts_with("http://127.0.0.1:"), "{base}");
        assert_eq!(mock.line(), "every endpoint takes the token mock-token");
        let reply = post(base, "/wxa/bind_tester?access_token=mock-token", r#"{"wechatid":"tests"}"#);
        assert!(reply.contains(r#""errcode":0"#), "{reply}");
        assert_eq!(mock.line(), "ok             0  POST /wxa/bind_tester");
        post(base, "/wxa/bind_tester?access_token=mock-token", "{}");
        let told = mock.line();
        assert!(told.starts_with("violation  40035  POST /wxa/bind_tester  ") && told.contains("`wechatid`"), "{told}");
        post(base, "/%1b[31mred?access_token=S3CRET", "{}");
        let told = mock.line();
        assert!(!told.contains('\u{1b}') && !told.contains("S3CRET"), "{told:?}");
        assert_eq!(mock.end_with(signal), Some(0), "{signal}");
    }
}

#[test]
fn for_programs_each_line_is_json() {
    let mut mock = Running::start(&["--format", "json", "--strict"]);
    let first: serde_json::Value = serde_json::from_str(&mock.line()).expect("JSON");
    let base = first["listening"].as_str().expect("a URL").to_owned();
    post(&base, "/wxa/memberauth?access_token=mock-token", r#"{"action":"get_experiencer"}"#);
    let call: serde_json::Value = serde_json::from_str(&mock.line()).expect("JSON");
    assert_eq!(call["verdict"], "token", "the usual token is none here: {call}");
    assert_eq!((&call["errcode"], &call["endpoint"]), (&40014.into(), &"getTester".into()));
}

#[test]
fn what_cannot_be_is_told() {
    let run = |arguments: &[&str]| command(arguments).output().expect("the command runs");
    let told = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let rules = root().join("generator/mock/tests/rule_files/rules/WX0701-unknown-endpoint.yaml");
    let refused = run(&["--rules", &rules.to_string_lossy()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told(&refused).contains("error[WX0701]"), "{}", told(&refused));
    let no_spec = run(&["--spec", "docs"]);
    assert_eq!(no_spec.status.code(), Some(1));
    assert!(told(&no_spec).contains("error[WX0001]"), "{}", told(&no_spec));
    for (arguments, what) in [
        (["--listen", "nowhere"].as_slice(), "nowhere"),
        (&["--rules", "none.yaml"], "none.yaml"),
        (&["--push-url", "https://example.com", "--push-token", "t", "--push-key", "k"], "http:// alone"),
        (&["--push-url", "http://127.0.0.1:1/", "--push-token", "t", "--push-key", "k"], "43"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wxgen"));
        let output = command.current_dir(root()).arg("mock").args(arguments).output().expect("the command runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told(&output).contains(what), "{arguments:?}: {}", told(&output));
    }
}

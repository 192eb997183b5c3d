//! What shells complete, asked in the shells themselves where they are installed.

use std::path::Path;
use std::process::Command;

use super::support::{Ran, here, wxgen};

/// The candidates of a line, its last word typed in part.
fn candidates(words: &[&str]) -> Vec<String> {
    let ran = Ran::of(wxgen(&["__complete", "fish", "--"]).args(words).output().expect("the command runs"));
    ran.out.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn endpoints_parameters_and_values_come_from_the_spec() {
    for (words, expected) in [
        (["wxgen", "call", "bindT"].as_slice(), ["bindTester"].as_slice()),
        (&["wxgen", "call", "BINDt"], &["bindTester"]),
        (&["wxgen", "call", "bind_t"], &["bindTester"]),
        (&["wxgen", "call", "member/b"], &["member/bindTester"]),
        (&["wxgen", "call", "--mock", "--timeout", "5", "bindT"], &["bindTester"]),
        (&["wxgen", "call", "unbindTester", ""], &["wechatid=", "userstr="]),
        (&["wxgen", "call", "unbindTester", "--mock", "u"], &["userstr="]),
        (&["wxgen", "call", "unbindTester", "userstr=x", ""], &[]),
        (&["wxgen", "call", "uploadMediaToCodeAudit", "m"], &["media@"]),
        (&["wxgen", "call", "uploadMediaToCodeAudit", "media@spec/ap"], &["media@spec/api.yaml"]),
        (&["wxgen", "call", "getUnlimitedQRCode", "env_version=t"], &["env_version=trial"]),
        (&["wxgen", "call", "getUnlimitedQRCode", "check_path="], &["check_path=true", "check_path=false"]),
        (&["wxgen", "call", "getUnlimitedQRCode", "line_color."], &["line_color.r=", "line_color.g=", "line_color.b="]),
        (&["wxgen", "call", "--dry"], &["--dry-run"]),
        (&["wxgen", "call", "--format", "j"], &["json"]),
        (&["wxgen", "gen"], &["generate"]),
        (&["wxgen", "call", "--spec", "docs", "bindT"], &[]),
        (&["wxgen", "call", "nothing", ""], &[]),
    ] {
        assert_eq!(candidates(words), expected, "{words:?}");
    }
    let required_first = candidates(&["wxgen", "call", "getUnlimitedQRCode", ""]);
    assert_eq!(required_first.first().map(String::as_str), Some("scene="));
    assert!(!candidates(&["wxgen", "__"]).iter().any(|word| word.contains("__complete")), "it is not for people");
}

#[test]
fn bash_gets_what_stands_after_the_last_break() {
    let ask = |line: &str, breaks: &str| {
        Ran::of(wxgen(&["__complete", "bash", "--", line, breaks]).output().expect("the command runs")).out
    };
    assert_eq!(ask("wxgen call getUnlimitedQRCode env_version=t", "=:@"), "trial\n");
    assert_eq!(ask("wxgen call getUnlimitedQRCode env_version=t", ""), "env_version=trial\n");
    assert_eq!(ask("wxgen call 'bindT", "=:@"), "bindTester\n");
    assert_eq!(ask("wxgen call uploadMediaToCodeAudit media@spec/ap", "=:@"), "spec/api.yaml\n");
}

/// The candidates that a shell has after its own script was loaded; `None` where the shell is missing.
fn in_shell(shell: &str, script: &str) -> Option<String> {
    let bin = Path::new(env!("CARGO_BIN_EXE_wxgen")).parent().expect("a folder");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let quiet = match shell {
        "bash" => ["--norc", "--noprofile"].as_slice(),
        "zsh" => &["-f"],
        _ => &["--no-config"],
    };
    let mut command = Command::new(shell);
    match command.current_dir(here()).args(quiet).args(["-c", script]).env("PATH", path).output() {
        Ok(output) => {
            let ran = Ran::of(output);
            assert_eq!(ran.err, "", "{shell}");
            Some(ran.out)
        }
        Err(_) => {
            eprintln!("{shell} is not installed: not tested");
            None
        }
    }
}

#[test]
fn bash_completes() {
    let script = r#"
        eval "$(wxgen completions bash)"
        try() { COMP_LINE="$1"; COMP_POINT=${#1}; _wxgen wxgen; echo "${COMPREPLY[@]}"; }
        try "wxgen call bindT"; try "wxgen call unbindTester "; try "wxgen call getUnlimitedQRCode env_version=t"
        try "wxgen comp"; complete -p wxgen"#;
    if let Some(out) = in_shell("bash", script) {
        assert_eq!(out, "bindTester\nwechatid= userstr=\ntrial\ncompletions\ncomplete -F _wxgen wxgen\n");
    }
}

#[test]
fn fish_completes() {
    let script = r#"
        wxgen completions fish | source
        complete -C "wxgen call bindT"; complete -C "wxgen call unbindTester u"; complete -C "wxgen comp""#;
    if let Some(out) = in_shell("fish", script) {
        let words: Vec<_> = out.lines().map(|line| line.split('\t').next().unwrap_or_default()).collect();
        assert_eq!(words, ["bindTester", "userstr=", "completions"], "{out}");
        assert!(out.contains("\tAdd a person"), "{out}");
    }
}

#[test]
fn zsh_completes() {
    // The line editor alone can complete; `compadd` is stood in for, to see what it is given.
    let script = r#"
        compdef() { print -r -- "compdef $@" }
        compadd() { print -r -- "compadd ${@[1,-3]}: ${(P)@[-1]}" }
        eval "$(wxgen completions zsh)"
        words=(wxgen call bindT); CURRENT=3; _wxgen
        words=(wxgen call unbindTester ''); CURRENT=4; _wxgen"#;
    if let Some(out) = in_shell("zsh", script) {
        assert!(out.starts_with("compdef _wxgen wxgen\n"), "{out}");
        assert!(out.contains(": bindTester\n") && out.contains("-S"), "{out}");
        assert!(out.ends_with(": wechatid= userstr=\n"), "{out}");
    }
}

//! Rule files of the local WeChat. What it serves is tested with the generated client, in `tests/`; the command in
//! `generator/cli`.

mod rules;

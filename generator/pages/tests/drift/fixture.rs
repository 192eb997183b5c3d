//! A page and a spec that says the same. Tests of the command use them too.

/// A page of our own.
pub(crate) const PAGE: &str = include_str!("page.md");
/// The spec that says the same.
pub(crate) const SPEC: &str = include_str!("spec.yaml");
pub(crate) const API: &str = "\
host: api.weixin.qq.com
tokens:
  authorizer_access_token: { doc: The token. }
areas:
  probe: { title: Probes }
";
pub(crate) const ERRCODES: &str = "-1: { name: SystemBusy, msg: system error, advice: Try again. }\n";
pub(crate) const SETS: &str = "18: { name: Probes }\n19: { name: More }\n";

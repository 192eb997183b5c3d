//! From two spec folders to what changed between them, beside the time it takes to read and parse both.

use std::path::Path;
use std::time::Instant;

use wxgen::{parse, read};
use wxgen_diff::{Version, diff};

use super::samples::{Measure, Samples};
use super::synth::{Endpoint, ErrorCode, Type};
use super::tools::{SPEC_FOLDER, Tool, WXGEN};
use super::{Failure, progress, set_aside, spec_folder, synth};

/// What is compared with the endpoints as they are.
struct Changed {
    /// Of comparing alone.
    stage: Measure,
    /// Of the whole command.
    command: Measure,
    folder: &'static str,
    /// Changes the endpoint of that number.
    change: fn(usize, &mut Endpoint),
}

const CHANGED: &[Changed] = &[
    Changed {
        stage: Measure::CompareFew,
        command: Measure::DiffFew,
        folder: "spec-few",
        change: |at, endpoint| {
            if at % 10 == 0 {
                edit(endpoint);
            }
        },
    },
    Changed {
        stage: Measure::CompareAll,
        command: Measure::DiffAll,
        folder: "spec-all",
        change: |_, endpoint| edit(endpoint),
    },
    Changed {
        stage: Measure::CompareRenamed,
        command: Measure::DiffRenamed,
        folder: "spec-renamed",
        change: |_, endpoint| rename(endpoint),
    },
    Changed {
        stage: Measure::CompareReplaced,
        command: Measure::DiffReplaced,
        folder: "spec-replaced",
        change: |_, endpoint| {
            edit(endpoint);
            rename(endpoint);
            endpoint.path.push_str("_anew");
        },
    },
];

/// Measures wxgen alone: the peers do not compare.
pub(crate) fn measure(
    wxgen: &Tool,
    dir: &Path,
    work: &Path,
    size: usize,
    runs: u32,
    samples: &mut Samples,
) -> Result<(), Failure> {
    for Changed { folder, change, .. } in CHANGED {
        let mut endpoints = synth::endpoints(size);
        endpoints.iter_mut().enumerate().for_each(|(at, endpoint)| change(at, endpoint));
        set_aside(&work.join(folder), dir)?;
        spec_folder::write(&work.join(folder), &endpoints)?;
    }
    for run in 1..=runs {
        progress(&format!("{size} endpoints: comparing, run {run} of {runs}"));
        for Changed { stage, command, folder, .. } in CHANGED {
            samples.add(Measure::Parse, WXGEN, parse_both(&work.join(SPEC_FOLDER), &work.join(folder))?);
            let (old, new) = (version(&work.join(SPEC_FOLDER))?, version(&work.join(folder))?);
            let start = Instant::now();
            let diff = diff(&old, &new);
            samples.add(*stage, WXGEN, start.elapsed().as_secs_f64());
            if diff.changes.is_empty() && size > 0 {
                return Err(format!("nothing has changed in {folder}").into());
            }
            samples.time(*command, WXGEN, &mut wxgen.compare(work, SPEC_FOLDER, folder))?;
        }
    }
    Ok(())
}

/// Seconds to read and parse both, one after the other, in this process.
fn parse_both(old: &Path, new: &Path) -> Result<f64, Failure> {
    let start = Instant::now();
    for folder in [old, new] {
        let mut diagnostics = Vec::new();
        let sources = read::read_spec(folder, &mut diagnostics);
        let spec = parse::parse(&sources, &mut diagnostics);
        if spec.endpoints.is_empty() || !diagnostics.is_empty() {
            return Err(format!("{} cannot be parsed", folder.display()).into());
        }
    }
    Ok(start.elapsed().as_secs_f64())
}

fn version(folder: &Path) -> Result<Version, Failure> {
    let mut diagnostics = Vec::new();
    let sources = read::read_spec(folder, &mut diagnostics);
    let version = Version::of(folder.display().to_string(), sources, diagnostics);
    version.map_err(|_| format!("{} cannot be compared", folder.display()).into())
}

fn rename(endpoint: &mut Endpoint) {
    endpoint.name.push_str("Anew");
    endpoint.module.push_str("_anew");
}

/// Changes what an endpoint is: texts, a parameter, a reply, a code.
fn edit(endpoint: &mut Endpoint) {
    endpoint.summary.push_str(" Or so.");
    if let Some(first) = endpoint.request.first_mut() {
        first.required = !first.required;
    }
    endpoint.request.pop();
    if let Some(last) = endpoint.reply.last_mut() {
        last.ty = Type::Number;
    }
    endpoint.errors.pop();
    endpoint.errors.push(ErrorCode {
        code: 89_999,
        name: "ClosedToday",
        msg: "closed today",
        advice: "Come again tomorrow.",
    });
}

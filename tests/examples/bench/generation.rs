//! From spec to files: times and lines.

use std::fs;
use std::io;
use std::path::Path;

use super::samples::{Measure, Samples, time};
use super::tools::{SPEC_FOLDER, Tools, WXGEN};
use super::{Failure, progress, set_aside, synth};

/// Measures generation; gives the tools that could do it.
pub(crate) fn measure(
    tools: &Tools,
    dir: &Path,
    work: &Path,
    size: usize,
    runs: u32,
    samples: &mut Samples,
) -> Result<Tools, Failure> {
    let mut working = Tools::new();
    for tool in tools {
        progress(&format!("{size} endpoints: {} warms up", tool.name));
        match time(&mut tool.command(work)) {
            Ok(_) => working.push(tool.clone()),
            Err(error) if tool.name == WXGEN => return Err(error),
            Err(error) => progress(&format!("{} is left out at {size} endpoints: {error}", tool.name)),
        }
    }
    for run in 1..=runs {
        progress(&format!("{size} endpoints: generation, run {run} of {runs}"));
        for tool in &working {
            set_aside(&tool.crate_folder(work), dir)?;
            samples.time(Measure::Generate, tool.name, &mut tool.command(work))?;
        }
        for tool in &working {
            samples.time(Measure::Again, tool.name, &mut tool.command(work))?;
        }
        if let Some(tool) = working.iter().find(|tool| tool.name == WXGEN) {
            edit_one(work, run)?;
            samples.time(Measure::Edited, tool.name, &mut tool.command(work))?;
        }
    }
    for tool in &working {
        let folder = tool.crate_folder(work);
        for (measure, ending) in [(Measure::Lines, "rs"), (Measure::DocLines, "md")] {
            let all = lines(&folder, ending)?;
            if all > 0 {
                samples.add(measure, tool.name, all as f64 / size.max(1) as f64);
            }
        }
    }
    Ok(working)
}

/// Edits one endpoint's spec, another way each time.
fn edit_one(work: &Path, run: u32) -> io::Result<()> {
    let Some(endpoint) = synth::endpoints(1).pop() else { return Ok(()) };
    let path = work.join(SPEC_FOLDER).join(endpoint.area).join(format!("{}.yaml", endpoint.module));
    let text = fs::read_to_string(&path)?;
    let edited = text.lines().map(|line| match line.strip_prefix("summary: ") {
        Some(_) => format!("summary: Edited for run {run}.\n"),
        None => format!("{line}\n"),
    });
    fs::write(&path, edited.collect::<String>())
}

/// Lines of all files below `folder` with this ending.
fn lines(folder: &Path, ending: &str) -> io::Result<usize> {
    let mut all = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all += lines(&path, ending)?;
        } else if path.extension().is_some_and(|it| it == ending) {
            all += fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(all)
}

//! The results, as Markdown tables, and the targets beside them.

use super::samples::{Measure, Samples};
use super::tools::{OAS3_GEN, PROGENITOR, Tools, WXGEN};

const ROWS: &[(Measure, Unit)] = &[
    (Measure::Generate, Unit::Seconds),
    (Measure::Edited, Unit::Seconds),
    (Measure::Again, Unit::Seconds),
    (Measure::Parse, Unit::Seconds),
    (Measure::CompareFew, Unit::Seconds),
    (Measure::CompareAll, Unit::Seconds),
    (Measure::CompareRenamed, Unit::Seconds),
    (Measure::CompareReplaced, Unit::Seconds),
    (Measure::DiffFew, Unit::Seconds),
    (Measure::DiffAll, Unit::Seconds),
    (Measure::DiffRenamed, Unit::Seconds),
    (Measure::DiffReplaced, Unit::Seconds),
    (Measure::Lines, Unit::Lines),
    (Measure::DocLines, Unit::Lines),
    (Measure::Check, Unit::Seconds),
    (Measure::Release, Unit::Seconds),
];

/// What wxgen has to reach: number of endpoints, what of wxgen's, against what of whose, at most how much of it.
const TARGETS: &[(usize, Measure, Measure, &str, f64)] = &[
    (1000, Measure::Generate, Measure::Generate, OAS3_GEN, 1.0 / 4.0),
    (1000, Measure::Generate, Measure::Generate, PROGENITOR, 1.0 / 15.0),
    (1000, Measure::Again, Measure::Generate, WXGEN, 1.0 / 3.0),
    (1000, Measure::CompareFew, Measure::Parse, WXGEN, 2.0),
    (1000, Measure::CompareAll, Measure::Parse, WXGEN, 2.0),
    (1000, Measure::CompareRenamed, Measure::Parse, WXGEN, 2.0),
    (1000, Measure::CompareReplaced, Measure::Parse, WXGEN, 2.0),
    // Beside comparing, reading both, judging them, and writing the report.
    (1000, Measure::DiffFew, Measure::Parse, WXGEN, 2.0),
    (100, Measure::Check, Measure::Check, PROGENITOR, 1.0 / 6.0),
    (100, Measure::Release, Measure::Release, PROGENITOR, 1.0 / 4.0),
];

#[derive(Debug, Clone, Copy)]
enum Unit {
    Seconds,
    Lines,
}

/// All that was measured, by number of endpoints.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<(usize, Samples)>);

impl Report {
    /// Adds what was measured with this many endpoints.
    pub(crate) fn add(&mut self, size: usize, samples: Samples) {
        self.0.push((size, samples));
    }

    /// Prints it all.
    pub(crate) fn print(&self, tools: &Tools, runs: u32) {
        let versions: Vec<_> = tools.iter().map(|tool| format!("{} {}", tool.name, tool.version)).collect();
        println!("{}. Medians of {runs} runs; ratios are wxgen's share of the other's.", versions.join(", "));
        for (size, samples) in &self.0 {
            println!("\n## {size} endpoints\n");
            print_table(tools, samples);
        }
        println!("\n## Targets\n");
        println!("| endpoints | wxgen's | against | ratio | at most | |\n|--:|---|---|--:|--:|---|");
        for target in TARGETS {
            println!("{}", self.target_line(target));
        }
    }

    fn target_line(&self, &(size, ours, theirs, tool, limit): &(usize, Measure, Measure, &str, f64)) -> String {
        let samples = self.0.iter().find(|(measured, _)| *measured == size).map(|(_, samples)| samples);
        let ratio = samples.and_then(|samples| ratio(samples, ours, theirs, tool));
        let (shown, verdict) = match ratio {
            Some(ratio) => (format!("{ratio:.3}"), if ratio <= limit { "reached" } else { "missed" }),
            None => ("—".to_owned(), "not measured"),
        };
        let against = if tool == WXGEN { theirs.name().to_owned() } else { tool.to_owned() };
        format!("| {size} | {} | {against} | {shown} | {limit:.3} | {verdict} |", ours.name())
    }
}

fn print_table(tools: &Tools, samples: &Samples) {
    let names: Vec<_> = tools.iter().map(|tool| tool.name).collect();
    let peers: Vec<_> = names.iter().copied().filter(|name| *name != WXGEN).collect();
    let ratios: String = peers.iter().map(|peer| format!(" : {peer} |")).collect();
    println!("| | {} |{ratios}", names.join(" | "));
    println!("|---|{}", "--:|".repeat(names.len() + peers.len()));
    for (measure, unit) in ROWS {
        let values: Vec<_> = names.iter().map(|name| samples.median(*measure, name)).collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        let values = values.into_iter().map(|value| value.map(|value| show(value, *unit)));
        let ratios = peers.iter().map(|peer| ratio(samples, *measure, *measure, peer).map(|it| format!("{it:.3}")));
        let cells: Vec<_> = values.chain(ratios).map(|cell| cell.unwrap_or_else(|| "—".to_owned())).collect();
        println!("| {} | {} |", measure.name(), cells.join(" | "));
    }
}

/// wxgen's share of what the other needs.
fn ratio(samples: &Samples, ours: Measure, theirs: Measure, tool: &str) -> Option<f64> {
    let (ours, theirs) = (samples.median(ours, WXGEN)?, samples.median(theirs, tool)?);
    (theirs > 0.0).then(|| ours / theirs)
}

fn show(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds if value < 10.0 => format!("{value:.3} s"),
        Unit::Seconds => format!("{value:.1} s"),
        Unit::Lines => format!("{value:.0}"),
    }
}

//! `wxgen generate`: write what changed.

use clap::Args;
use wxgen::persist;
use wxgen::persist::Stamp;
use wxgen::persist::Written;
use wxgen::pipeline;
use wxgen::pipeline::Loaded;
use wxgen::read;

use super::{Folders, Format, Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Generate {
    #[command(flatten)]
    folders: Folders,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Generate {
    pub(super) fn run(self) -> Outcome {
        let Folders { spec, out, runtime } = &self.folders;
        let mut diagnostics = Vec::new();
        let sources = read::read_spec(spec, &mut diagnostics);
        let stamp = Stamp::new(out, &sources, runtime.as_deref().unwrap_or_default());
        if let Some(unchanged) = stamp.up_to_date().filter(|_| diagnostics.is_empty()) {
            self.tell(&Loaded { sources, diagnostics, api: None }, &Written { unchanged, ..Written::default() });
            return Outcome::Yes;
        }
        let mut loaded = pipeline::load_sources(sources, diagnostics);
        output::diagnostics(self.format, &loaded);
        let Some(api) = &mut loaded.api else {
            self.tell_invalid(&loaded);
            return Outcome::No;
        };
        if runtime.is_some() {
            api.krate.runtime_path.clone_from(runtime);
        }
        let files = pipeline::emit(api);
        match persist::persist(out, &files) {
            Ok(written) => {
                // A spec with warnings is looked at again, so that they are shown again.
                if loaded.diagnostics.is_empty() {
                    // Without a stamp the next run only takes longer.
                    let _ = stamp.note();
                }
                self.tell(&loaded, &written);
                // The program ends here. Giving back every text on its own would take longer than parsing it did.
                std::mem::forget((loaded, files));
                Outcome::Yes
            }
            Err(error) => {
                output::error(self.format, &error.to_string());
                Outcome::CouldNotRun
            }
        }
    }

    fn tell(&self, loaded: &Loaded, outcome: &Written) {
        if self.format == Format::Json {
            return output::json(&output::written(loaded, outcome));
        }
        let Written { written, overwritten, unchanged, removed, left } = outcome;
        let mut text = String::new();
        for (verb, paths) in [("written", written), ("removed", removed)] {
            for path in paths {
                let edited = if overwritten.contains(path) { " (an edit by hand is lost)" } else { "" };
                text.push_str(&format!("{verb}  {path}{edited}\n"));
            }
        }
        text.push_str(&output::left(left));
        let out = self.folders.out.display();
        let written = output::count(written.len(), "file");
        output::line(&format!("{text}{out}: {written} written, {unchanged} unchanged, {} removed", removed.len()));
    }

    fn tell_invalid(&self, loaded: &Loaded) {
        match self.format {
            Format::Json => output::json(&output::written(loaded, &Written::default())),
            _ => output::error(
                self.format,
                &format!("{} in the spec; nothing was written", output::count(loaded.errors(), "error")),
            ),
        }
    }
}

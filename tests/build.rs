//! Generates the golden spec the way a crate with specs of its own does.

fn main() -> Result<(), wxgen::BuildError> {
    wxgen::Builder::new().specs("golden/spec").file_name("golden.rs").generate()
}

//! Turns two folders of specs into files.

fn main() -> Result<(), wxgen::BuildError> {
    wxgen::Builder::new().specs("single").file_name("single.rs").generate()?;
    wxgen::Builder::new().specs("golden").file_name("golden.rs").generate()
}

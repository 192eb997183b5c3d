//! Turns `spec/` into `$OUT_DIR/wxopen.rs`.

fn main() -> Result<(), wxgen::BuildError> {
    wxgen::Builder::new().specs("spec").generate()
}

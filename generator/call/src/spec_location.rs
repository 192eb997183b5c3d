//! Where a parameter stands in the spec.

use wxgen::parse;
use wxgen::parse::{FieldSpec, TypeSpec};
use wxgen::source::{SourceFile, Sources};

/// `spec/member/bind_tester.yaml:12`: the line of a parameter given as a path such as `list[0].name`, or of what comes
/// nearest above it. `None` where there is no such file or parameter.
pub fn spec_location(sources: &Sources, spec_file: &str, path: &str) -> Option<String> {
    let file = sources.files().iter().find(|file| file.path == spec_file)?;
    let alone = SourceFile::new(&file.path, &file.shown, &file.text);
    let spec = parse::parse(&Sources::of(vec![alone]), &mut Vec::new());
    let request = &spec.endpoints.first()?.request;
    let names = path.split('.').map(|name| name.split('[').next().unwrap_or_default());
    let (mut fields, mut last): (&[FieldSpec], Option<&FieldSpec>) = (request, None);
    for name in names {
        let Some(field) = named(fields, name) else { break };
        last = Some(field);
        fields = parts(&field.ty.value);
    }
    let line = file.position(last?.wire.span.start).line;
    Some(format!("{}:{line}", file.shown))
}

/// A field, an alternative, or the group itself.
fn named<'a>(fields: &'a [FieldSpec], name: &str) -> Option<&'a FieldSpec> {
    fields.iter().find_map(|field| match &field.ty.value {
        _ if field.wire.value == name => Some(field),
        TypeSpec::OneOf { alternatives, .. } => alternatives.iter().find(|field| field.wire.value == name),
        _ => None,
    })
}

/// The fields below a type, through any lists.
fn parts(ty: &TypeSpec) -> &[FieldSpec] {
    let mut ty = ty;
    loop {
        match ty {
            TypeSpec::Object { fields, .. } => return fields,
            TypeSpec::Array(items) => ty = &items.ty.value,
            _ => return &[],
        }
    }
}

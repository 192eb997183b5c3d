//! Which endpoint is meant.

use wxgen::pipeline;
use wxgen_call::{NotFound, find, listed};

use super::support::{api, root};

#[test]
fn an_endpoint_has_several_names() {
    let api = api();
    for name in ["hangLamp", "HANGLAMP", "hang_lamp", "lamp/hangLamp", "LAMP/hang_lamp"] {
        assert_eq!(find(&api, name).map(|found| found.full_name()).as_deref(), Ok("lamp/hangLamp"), "{name}");
    }
    let near = |name: &str| match find(&api, name) {
        Err(NotFound::Unknown(near)) => near,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(near("hangLmap"), ["hangLamp"]);
    assert_eq!(near("price"), ["getPrice"], "what holds the word");
    assert_eq!(near("shop/hangLamp"), ["hangLamp"], "not in that area");
    assert!(near("xyzzy").is_empty() && near("").is_empty());
}

#[test]
fn a_name_that_several_have_is_told() {
    let mut api = api();
    let mut twin = api.areas[0].endpoints[0].clone();
    twin.name = "HangLamp".to_owned();
    api.areas[1].endpoints.push(twin);
    assert_eq!(find(&api, "hangLamp").map(|found| found.full_name()).as_deref(), Ok("lamp/hangLamp"), "exactly so");
    let Err(NotFound::Ambiguous(all)) = find(&api, "hang_lamp") else { panic!("both are meant") };
    assert_eq!(all, ["lamp/hangLamp", "shop/HangLamp"]);
    assert!(find(&api, "shop/hang_lamp").is_ok());
}

#[test]
fn every_endpoint_of_the_spec_is_found_listed_and_described() {
    let api = pipeline::load(&root().join("spec")).api.expect("a good spec");
    for found in listed(&api, None) {
        let again = find(&api, &found.full_name()).expect("found by its full name");
        assert_eq!(again.endpoint.spec_file, found.endpoint.spec_file);
        let text = wxgen_call::describe::text(found);
        assert!(text.contains(&found.endpoint.path) && text.contains("\nTry\n"), "{text}");
    }
    assert_eq!(listed(&api, Some("member")).len(), 3);
    assert!(listed(&api, Some("qrcode")).len() > 3);
}

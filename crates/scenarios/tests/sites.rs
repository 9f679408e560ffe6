//! The places that a program's run names are those that its markup found.

#[test]
fn sites_and_knobs_are_unpacked_as_they_were_packed() {
    for variant in scenarios::scenarios().iter().flat_map(|scenario| scenario.variants) {
        let program = variant.program;
        let found = instrument::mark_up(program.source, program.id).unwrap();
        let listing = program.listing();
        assert_eq!(*listing.sites, *found.sites, "{}", program.id);
        assert_eq!(*listing.knobs, *found.knobs, "{}", program.id);
    }
}

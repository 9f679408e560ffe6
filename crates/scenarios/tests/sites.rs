//! The places that a program's run names are those that its markup found.

use trace::SiteKind;

/// The kinds of two crates that do not know each other.
fn same(kind: SiteKind, found: instrument::SiteKind) -> bool {
    format!("{kind:?}") == format!("{found:?}")
}

#[test]
fn sites_are_unpacked_as_they_were_packed() {
    for variant in scenarios::scenarios().iter().flat_map(|scenario| scenario.variants) {
        let program = variant.program;
        let found = instrument::mark_up(program.source, program.id).unwrap().sites;
        let sites = program.sites();
        assert_eq!(sites.len(), found.len(), "{}", program.id);
        for (site, found) in sites.iter().zip(&found) {
            let place = (site.line, site.column, site.end_line, site.end_column);
            let expected = (found.line, found.column, found.end_line, found.end_column);
            assert_eq!(place, expected, "{}: {found:?}", program.id);
            assert_eq!(site.text, found.text, "{}: {found:?}", program.id);
            assert_eq!(site.name, found.name, "{}: {found:?}", program.id);
            assert_eq!(site.function, found.function, "{}: {found:?}", program.id);
            assert_eq!((site.group, site.many), (found.group, found.many), "{}", program.id);
            assert!(same(site.kind, found.kind), "{}: {found:?}", program.id);
        }
    }
}

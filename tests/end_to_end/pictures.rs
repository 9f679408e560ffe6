//! The pictures that README.md shows. As a test it only checks that they can be drawn, and leaves
//! them in artifacts/; `cargo xtask picture` puts them where the README looks.

use std::path::{Path, PathBuf};

use crate::page::{DESK, PHONE, Page, Scheme};
use crate::site::Site;

/// One picture.
struct Picture {
    /// The name of the file, without `.png`.
    name: &'static str,
    /// The address behind the page's own.
    route: &'static str,
    size: (u32, u32),
    scheme: Scheme,
    /// The CSS selector of what must be there before the picture is taken.
    ready: &'static str,
}

const PICTURES: [Picture; 5] = [
    Picture {
        name: "page-light",
        route: "#/join?variant=spawned&t=200000&e=6",
        size: DESK,
        scheme: Scheme::Light,
        ready: ".narration .kind",
    },
    Picture {
        name: "page-dark",
        route: "#/mpsc?t=200000&e=12",
        size: DESK,
        scheme: Scheme::Dark,
        ready: ".narration .kind",
    },
    Picture {
        name: "compare",
        route: "#/join?variant=sequential&compare=spawned&t=200000",
        size: DESK,
        scheme: Scheme::Light,
        ready: ".timeline-run:last-child .timeline-title",
    },
    Picture {
        name: "present",
        route: "#/mutex?t=100000&e=9&present=1",
        size: (1280, 720),
        scheme: Scheme::Dark,
        ready: ".presenting .line.at",
    },
    Picture {
        name: "phone",
        route: "#/spawn?t=100000&e=8",
        size: PHONE,
        scheme: Scheme::Light,
        ready: ".narration .kind",
    },
];

fn folder() -> PathBuf {
    std::env::var_os("FUTURESCOPE_PICTURES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts"), PathBuf::from)
}

/// A slide of the deck in the examples, with the scenario in it moved by two fragments.
#[tokio::test]
async fn slide() {
    let site = Site::with_examples();
    let mut page = Page::open_at(&site.url("/examples/reveal/#/polls")).await;
    page.set_viewport((1280, 720)).await;
    page.set_reduced_motion(true).await;
    let time = "document.querySelector('#joined').state?.time";
    page.wait_until("the scenario", &format!("{time} === 0")).await;
    page.press("ArrowRight").await;
    page.press("ArrowRight").await;
    page.wait_until("the moment", &format!("{time} === 200000")).await;
    page.picture(&folder().join("slide.png")).await;
    page.finish().await;
}

#[tokio::test]
async fn pictures() {
    let folder = folder();
    for picture in PICTURES {
        let mut page = Page::blank().await;
        page.set_viewport(picture.size).await;
        page.set_scheme(picture.scheme).await;
        // Nothing may be halfway to its place.
        page.set_reduced_motion(true).await;
        page.go(picture.route).await;
        page.wait_for(picture.ready).await;
        page.picture(&folder.join(format!("{}.png", picture.name))).await;
        page.finish().await;
    }
}

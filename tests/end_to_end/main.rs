//! The released page, used by a real Chromium as a visitor would: `cargo xtask test end-to-end`.
//!
//! Every test opens a [`page::Page`] of its own and ends with `page.finish().await`, which fails on
//! any error in the console and on any request that leaves the page's own host.
//!
//! The environment says where things are; xtask sets it:
//! `FUTURESCOPE_URL`, the page; `WEBDRIVER_URL`, chromedriver; `CHROME`, the browser's program
//! (optional); `SPEEDSCOPE`, speedscope's page; `FUTURESCOPE_PICTURES`, where the pictures of the
//! README go (optional).
#![cfg(not(target_arch = "wasm32"))]

mod bundle;
mod compare;
mod context;
mod deck;
mod dialogs;
mod embed;
mod files;
mod first_minute;
mod gestures;
mod harness;
mod inspector;
mod journeys;
mod keys;
mod layout;
mod obstacles;
mod page;
mod pictures;
mod room;
mod runtime;
mod session;
mod share;
mod site;
mod smoke;
mod timeline;
mod traffic;

//! Tests inside of a real browser: one program, since each program of tests links the whole page.

#![cfg(target_arch = "wasm32")]

#[path = "../made/mod.rs"]
mod made;

mod app;
mod bounds;
mod compare;
mod inspector;
mod live;
mod predict;
mod runtime;
mod settled;
mod timeline;
mod views;
mod ways;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

//! The page opens at all, at both sizes and in both themes.

use crate::page::{DESK, PHONE, Page, Scheme};

#[tokio::test]
async fn page_opens() {
    let mut page = Page::open("").await;
    page.wait_until("the page to be mounted", "document.body.innerText.trim() !== ''").await;
    assert!(page.driver().title().await.expect("title").contains("Futurescope"));
    for (size, place) in [(DESK, "desk"), (PHONE, "phone")] {
        page.set_viewport(size).await;
        let viewport = page.eval("[innerWidth, innerHeight]").await;
        assert_eq!(viewport, serde_json::json!([size.0, size.1]), "{place}");
        for (scheme, theme) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            page.set_scheme(scheme).await;
            let query = format!("matchMedia('(prefers-color-scheme: {theme})').matches");
            page.wait_until(&format!("the {theme} theme"), &query).await;
            page.screenshot(&format!("{place}-{theme}")).await;
        }
    }
    page.finish().await;
}

#[tokio::test]
async fn page_opens_again() {
    let page = Page::open("").await;
    page.wait_for("body *").await;
    page.reload().await;
    page.wait_for("body *").await;
    page.finish().await;
}

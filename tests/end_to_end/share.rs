//! The dialog with which a scenario gets into a slide.

use serde_json::json;

use crate::page::{PHONE, Page};
use crate::site::dist;

const TEXT: &str = "document.querySelector('.share textarea').value";

async fn choose(page: &Page, kind: &str) {
    let script = "[...document.querySelectorAll('.share-kinds button')]\
         .find(button => button.textContent === arguments[0]).click()";
    page.run(script, vec![json!(kind)]).await;
    page.wait_until(
        kind,
        &format!("document.querySelector('.share [aria-pressed=true]').textContent === '{kind}'"),
    )
    .await;
}

#[tokio::test]
async fn a_link_leads_to_this_very_moment() {
    let page = Page::open("#/join?t=250000&e=3&k.USER_MS=250").await;
    page.wait_for(".player .play").await;
    page.press("e").await;
    page.wait_for(".share textarea").await;
    let link = page.eval(TEXT).await;
    let link = link.as_str().unwrap_or_default();
    assert!(link.ends_with("/#/join?t=250000&e=3&k.USER_MS=250"), "{link}");
    page.press("Escape").await;
    page.wait_for_none(".share").await;
    page.finish().await;
}

#[tokio::test]
async fn an_address_that_leads_nowhere_else_is_told_as_one() {
    let file = dist().join("futurescope.html");
    let page = Page::open_at(&format!("file://{}#/join", file.display())).await;
    page.click(".share-button").await;
    page.wait_for_text(".share-local", "is a file on this computer").await;
    page.wait_for_text(".share-local", "put the page’s folder on any web host").await;
    page.screenshot("share-file").await;
    page.finish().await;
}

#[tokio::test]
async fn snippets_follow_the_choice_of_views_and_are_previewed() {
    let page = Page::open("#/join?variant=joined&t=0&e=3").await;
    page.click(".share-button").await;
    page.wait_for(".share textarea").await;
    for (kind, part) in [
        ("Frame", "<iframe src="),
        ("Markdown", "in Futurescope](<"),
        ("Element", "<futurescope-embed scenario=\"join\" variant=\"joined\""),
    ] {
        choose(&page, kind).await;
        page.wait_until(part, &format!("{TEXT}.includes('{part}')")).await;
    }
    page.click(".share-views button:nth-child(2)").await;
    let views = "view=\"program,runtime,timeline,player\"";
    page.wait_until(views, &format!("{TEXT}.includes('{views}')")).await;
    let shown = "document.querySelector('.share-preview')?.contentDocument?.querySelectorAll('.embed [data-view]').length";
    page.wait_until("the preview", &format!("{shown} === 4")).await;
    page.screenshot("share").await;
    page.set_viewport(PHONE).await;
    let fits = "document.querySelector('.share').scrollWidth <= document.querySelector('.share').clientWidth";
    page.wait_until("the dialog to fit on a phone", fits).await;
    page.screenshot("share-phone").await;
    page.finish().await;
}

#[tokio::test]
async fn what_cannot_be_copied_is_marked_to_be_copied_by_hand() {
    let page = Page::open("#/join").await;
    page.click(".share-button").await;
    page.wait_for(".share textarea").await;
    // As where the browser, or the frame around the page, forbids it.
    let script = "navigator.clipboard.writeText = () => Promise.reject(new Error('denied'))";
    page.run(script, Vec::new()).await;
    page.click(".share-text .primary").await;
    page.wait_for_text(".share-text .primary", "Ctrl+C").await;
    let marked = "(field => field.selectionEnd - field.selectionStart === field.value.length)\
         (document.querySelector('.share textarea'))";
    assert_eq!(page.eval(marked).await, json!(true));
    let script = "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }";
    page.run(script, Vec::new()).await;
    page.click(".share-text .primary").await;
    page.wait_for_text(".share-text .primary", "Copied").await;
    assert_eq!(page.eval(&format!("copied === {TEXT}")).await, json!(true));
    page.finish().await;
}

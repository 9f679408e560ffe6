//! The first minute: what stands there when the page is opened, what the words and the symbols mean, and the
//! run that plays once by itself.

use scenarios::scenarios;
use serde_json::json;

use crate::page::{DESK, PHONE, Page};

/// Whether the head of `main` is in sight.
const MAIN_IN_SIGHT: &str = "(() => {
    const pane = document.querySelector('.code').getBoundingClientRect();
    const head = [...document.querySelectorAll('.code .line')].find(line =>
        /^(async )?fn main\\(/.test(line.querySelector('code').textContent));
    const line = head.getBoundingClientRect();
    return line.top >= pane.top - 1 && line.bottom <= pane.bottom + 1;
})()";

#[tokio::test]
async fn every_program_is_opened_with_its_main_in_sight() {
    let page = Page::open("#/smells").await;
    for size in [DESK, (1440, 900), (1366, 768), PHONE] {
        page.set_viewport(size).await;
        for scenario in scenarios() {
            page.go(&format!("#/{}", scenario.id)).await;
            let title = json!(scenario.title);
            let shown = format!("document.querySelector('.crumbs h1').textContent === {title}");
            page.wait_until(scenario.title, &shown).await;
            let what = format!("main of {} at {size:?}", scenario.id);
            page.wait_until(&what, MAIN_IN_SIGHT).await;
        }
    }
    // A pane that becomes lower afterwards, as when the timeline takes room for its lanes.
    page.set_viewport((1440, 900)).await;
    page.go("#/joinset").await;
    page.wait_until("main", MAIN_IN_SIGHT).await;
    page.set_viewport((1440, 840)).await;
    page.wait_until("main in a lower pane", MAIN_IN_SIGHT).await;
    page.finish().await;
}

#[tokio::test]
async fn title_variant_and_purpose_stand_there_and_the_path_begins_in_sight() {
    let page = Page::open("").await;
    page.wait_for(".purpose").await;
    let variant = page.text(".program [role=tab][aria-selected=true]").await;
    assert_eq!(page.text(".crumbs h1").await, variant);
    assert!(page.text(".purpose").await.contains("Run live"));
    let first = scenarios()[0].title;
    let seen = format!(
        "(() => {{ const link = [...document.querySelectorAll('.groups a')].find(
            link => link.textContent === {}).getBoundingClientRect();
            const list = document.querySelector('.groups').getBoundingClientRect();
            return link.top >= list.top && link.bottom <= list.bottom; }})()",
        json!(first)
    );
    page.wait_until("the first program of the path", &seen).await;
    page.finish().await;
}

/// What the button says that plays and pauses.
const PLAYS: &str = "document.querySelector('.transport .play').ariaLabel";

#[tokio::test]
async fn a_first_visit_plays_the_run_until_a_key_is_pressed() {
    let page = Page::open("").await;
    page.wait_until("the run to play", &format!("{PLAYS} === 'Pause'")).await;
    page.press("Shift").await;
    page.wait_until("the run to stand", &format!("{PLAYS} === 'Play'")).await;
    assert_eq!(page.eval("localStorage['futurescope.shown']").await, json!("once"));
    page.finish().await;
}

#[tokio::test]
async fn nothing_plays_for_who_wants_no_motion_or_asked_for_a_program() {
    let mut page = Page::blank().await;
    page.set_viewport(DESK).await;
    page.set_reduced_motion(true).await;
    page.go("").await;
    page.wait_for(".player .primary").await;
    // What is to be shown is noted when the page begins.
    assert_eq!(page.eval("localStorage['futurescope.shown'] ?? null").await, json!(null));
    page.finish().await;
    let page = Page::open("#/select").await;
    page.wait_for(".player .primary").await;
    assert_eq!(page.eval("localStorage['futurescope.shown'] ?? null").await, json!(null));
    page.finish().await;
}

#[tokio::test]
async fn the_comment_of_a_slider_is_a_mark_and_is_copied_as_text() {
    let page = Page::open("#/join").await;
    page.wait_for(".code .knob-mark").await;
    let lines = "[...document.querySelectorAll('.code .line')].filter(
        line => line.textContent.includes('// knob')).map(line => line.offsetHeight)";
    let line = "document.querySelector('.code .line').offsetHeight";
    assert_eq!(page.eval(lines).await, json!([page.eval(line).await, page.eval(line).await]));
    let copied = "getSelection().selectAllChildren(document.querySelector('.lines')); \
                  return getSelection().toString().includes('// knob 50..=1000 step 50');";
    assert_eq!(page.run(copied, Vec::new()).await, json!(true));
    page.finish().await;
}

#[tokio::test]
async fn a_word_of_the_notes_says_what_it_means_by_pointer_and_by_key() {
    for size in [DESK, PHONE] {
        let page = Page::open_sized("#/async-fn?t=0", size).await;
        page.wait_for(".player .primary").await;
        if size == PHONE {
            page.run(
                "[...document.querySelectorAll('.narrow-tabs [role=tab]')]
                .find(tab => tab.textContent === 'Notes').click()",
                Vec::new(),
            )
            .await;
        }
        page.run("document.querySelector('.prose .term').scrollIntoView()", Vec::new()).await;
        page.click(".prose .term").await;
        page.wait_for(".word:popover-open").await;
        let inside = "(() => { const box = document.querySelector('.word:popover-open')
            .getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth
                && box.top >= 0 && box.bottom <= innerHeight; })()";
        page.wait_until("the word to be whole", inside).await;
        page.press("Escape").await;
        page.wait_for_none(".word:popover-open").await;
        page.run("document.querySelectorAll('.prose .term')[1].focus()", Vec::new()).await;
        page.press("Enter").await;
        page.wait_for(".word:popover-open").await;
        page.click(".word:popover-open .link").await;
        page.wait_for(".legend[open]").await;
        page.wait_for_none(".word:popover-open").await;
        assert_eq!(
            page.eval("document.querySelectorAll('.legend .words dt').length").await,
            json!(15)
        );
        assert_eq!(
            page.eval("document.querySelectorAll('.legend .symbols dt').length").await,
            json!(10)
        );
        page.press("Escape").await;
        page.wait_for_none(".legend[open]").await;
        page.finish().await;
    }
}

#[tokio::test]
async fn the_symbols_are_explained_from_where_they_stand_and_by_a_key() {
    let page = Page::open("#/join").await;
    page.wait_for(".player .primary").await;
    for button in [".runtime .legend-button", ".timeline-axis .legend-button"] {
        page.click(button).await;
        page.wait_for(".legend[open]").await;
        page.press("Escape").await;
        page.wait_for_none(".legend[open]").await;
    }
    page.press("h").await;
    page.wait_for(".legend[open]").await;
    page.finish().await;
}

//! The inspector: its table by keyboard, its lints, ten thousand rows.

use crate::page::{PHONE, Page};

const TAB: &str = ".side-tabs [aria-controls='inspector']";

async fn open(route: &str) -> Page {
    let page = Page::open(route).await;
    page.wait_for(TAB).await;
    // Not by its place: that is known only when the runtime and the timeline are as high as what they show.
    page.run(&format!("document.querySelector(\"{TAB}\").click()"), vec![]).await;
    page.wait_for(".in-sections").await;
    page
}

/// The names of the first rows.
async fn names(page: &Page, count: usize) -> String {
    let names = format!(
        "[...document.querySelectorAll('.in-row .in-name')].slice(0, {count})\
         .map(name => name.innerText.trim()).join(' ')"
    );
    page.eval(&names).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_table_is_sorted_and_walked_by_keyboard() {
    let page = open("#/smells?t=99000000").await;
    page.wait_for(".in-row").await;
    assert_eq!(names(&page, 3).await, "main impatient forgetful");
    page.run("document.querySelector('.in-table [title^=\"Time being polled\"]').focus();", vec![])
        .await;
    page.press("Enter").await;
    page.wait_for(".in-table th[aria-sort='descending']").await;
    assert_eq!(names(&page, 2).await, "greedy slow");
    page.press("Enter").await;
    page.wait_for(".in-table th[aria-sort='ascending']").await;
    assert_ne!(names(&page, 2).await, "greedy slow");
    page.press("Enter").await;
    page.wait_for(".in-table th[aria-sort='descending']").await;

    // From the first row to the second, which is chosen everywhere; Esc lets go of it.
    page.run("document.querySelector('.in-name[tabindex=\"0\"]').focus();", vec![]).await;
    page.press("ArrowDown").await;
    page.press("Enter").await;
    page.wait_for_text(".in-row.selected", "slow").await;
    page.wait_for(".rt-chip.selected").await;
    page.press("Escape").await;
    page.wait_for_none(".in-row.selected").await;
    page.finish().await;
}

#[tokio::test]
async fn a_lint_leads_to_its_evidence() {
    let page = open("#/smells").await;
    page.click(".in-sections [role=tab]:last-child").await;
    page.wait_for_text(".in-lints", "Lost waker").await;
    page.run(
        "[...document.querySelectorAll('.in-found')]\
         .find(found => found.innerText.includes('forgetful returned Pending')).click();",
        vec![],
    )
    .await;
    page.wait_for_text(".narration .sentence", "forgetful returns Pending, and nobody holds").await;
    page.wait_for(".rt-chip.selected").await;
    page.click(".in-sections [role=tab]:nth-child(2)").await;
    page.wait_for_text(".in-tree", "nobody holds its waker").await;
    page.wait_for_text(".in-at.now", "Suspend0").await;
    page.finish().await;
}

#[tokio::test]
async fn ten_thousand_tasks_are_all_reachable() {
    let page = open("#/ten-thousand?t=50000").await;
    page.wait_for_text(".in-sections", "Tasks 10,001").await;
    let drawn = page.eval("document.querySelectorAll('.in-row').length").await;
    assert!(drawn.as_u64().is_some_and(|drawn| drawn < 200), "{drawn}");
    page.run(
        "const all = document.querySelector('.in-tasks'); all.scrollTop = all.scrollHeight;",
        vec![],
    )
    .await;
    page.wait_for(".in-row[data-task='10001']").await;
    page.click(".in-row[data-task='10001'] .in-name").await;
    page.wait_for(".in-row.selected[data-task='10001']").await;
    page.finish().await;
}

#[tokio::test]
async fn a_phone_shows_it_behind_a_tab() {
    let page = Page::open_sized("#/deadlock", PHONE).await;
    page.wait_for(".narrow-tabs").await;
    page.tap(".narrow-tabs [aria-controls='inspector']").await;
    page.wait_for(".in-row").await;
    page.tap(".in-sections [role=tab]:nth-child(3)").await;
    page.wait_for_text(".in-resources", "held by").await;
    page.wait_until(
        "the pane within the screen",
        "document.querySelector('.inspector').getBoundingClientRect().right <= innerWidth",
    )
    .await;
    page.finish().await;
}

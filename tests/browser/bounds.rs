//! Of what is long or many only as much is in the document as can be seen; the whole is there on demand.

use std::cell::RefCell;
use std::rc::Rc;

use playground::exhibit::{Exhibit, Variant};
use playground::snapshot::{Coming, Snapshot, TraceHandle};
use trace::{Event, EventKind, Listing, Trace};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::AttrValue;

use crate::made::mounted::{Mounted, fire, has_class};
use crate::made::{END, FIRST_PRINT, made_trace, snapshot, snapshot_of};

/// What is shown of a program with this text.
fn with_program(source: String) -> Snapshot {
    let shown = snapshot(0);
    let known = Exhibit::clone(&shown.exhibit);
    // The program's pane tells texts apart by the exhibit they belong to.
    let id = AttrValue::from(format!("made-{}", source.len()));
    let listing = Listing { source: source.into(), ..Listing::clone(&known.variants[0].listing) };
    let variants = vec![Variant { listing: Rc::new(listing), ..known.variants[0].clone() }];
    Snapshot { exhibit: Rc::new(Exhibit { id, variants, ..known }), ..shown }
}

/// The made trace with another text for what it prints.
fn printing(text: &str) -> Rc<RefCell<Trace>> {
    let made = made_trace();
    let made = made.borrow();
    let mut trace = Trace::new(made.run.clone(), made.sites().to_vec());
    made.labels().iter().for_each(|label| {
        trace.intern(label);
    });
    let long = trace.intern(text);
    for event in made.events() {
        let kind = match event.kind {
            EventKind::Print { task, site, stream, .. } => {
                EventKind::Print { task, site, text: long, stream }
            }
            kind => kind,
        };
        trace.push(Event { kind, ..*event });
    }
    Rc::new(RefCell::new(trace))
}

#[wasm_bindgen_test]
async fn of_a_long_program_the_lines_in_sight_are_drawn() {
    let source: String = (1..=8_000).map(|line| format!("let number = {line};\n")).collect();
    let page = Mounted::new(with_program(source.clone())).await;
    assert!(page.count(".code *") < 3_000, "{}", page.count(".code *"));
    assert_eq!(page.count(".line[data-line='1']"), 1);
    // What is searched, selected and copied is all there.
    let text: String = page
        .all(".line > code, .plain-lines")
        .iter()
        .map(|part| {
            let text = part.text_content().unwrap_or_default();
            if has_class(part, "plain-lines") { text } else { text + "\n" }
        })
        .collect();
    assert!(text == source, "{} characters of {}", text.len(), source.len());

    let code = page.one(".code");
    let style = "height: 300px; overflow: auto; position: relative; flex: none;";
    code.set_attribute("style", style).expect("an attribute");
    for share in [1.0, 0.5, 0.0] {
        let end = f64::from(code.scroll_height() - code.client_height());
        code.set_scroll_top((end * share) as i32);
        fire(&code, "Event", "scroll").await;
        let pane = code.get_bounding_client_rect();
        let in_sight = |selector: &str| {
            let all = page.all(selector).into_iter().map(|row| row.get_bounding_client_rect());
            all.filter(|row| row.bottom() > pane.top() && row.top() < pane.bottom()).count()
        };
        assert!(in_sight(".line") > 5, "at {share}: {}", in_sight(".line"));
        assert_eq!(in_sight(".plain-lines"), 0, "at {share}");
        assert!(page.count(".code *") < 3_000, "{}", page.count(".code *"));
    }
}

#[wasm_bindgen_test]
async fn of_a_long_line_the_beginning_is_drawn() {
    let source = "f(1).g(); ".repeat(30_000);
    let page = Mounted::new(with_program(source.clone())).await;
    assert!(page.count(".code *") < 3_000, "{}", page.count(".code *"));
    assert_eq!(page.text(".unroll"), "… 299,000 more characters");
    page.click(".unroll").await;
    assert!(page.text(".line > code").starts_with(&source));
    assert!(page.count(".code *") < 3_000, "{}", page.count(".code *"));
    page.click(".unroll").await;
    assert!(page.text(".line > code").len() < 2_000);
}

#[wasm_bindgen_test]
async fn of_a_long_print_the_beginning_is_shown() {
    let text = "0123456789".repeat(100_000);
    let log = printing(&text);
    let mut page = Mounted::new(snapshot_of(Rc::clone(&log), END)).await;
    let printed = page.all(".console .printed");
    assert_eq!(printed.len(), 2);
    let length = |element: &web_sys::HtmlElement| element.text_content().unwrap_or_default().len();
    assert!(printed.iter().all(|line| length(line) < 1_100));
    assert_eq!(page.text(".console li:first-child .unroll"), "… 999,000 more characters");
    page.click(".console li:first-child .unroll").await;
    assert!(length(&page.all(".console .printed")[0]) > text.len());
    page.click(".console li:first-child .unroll").await;
    assert!(length(&page.all(".console .printed")[0]) < 1_100);

    page.show(snapshot_of(log, FIRST_PRINT)).await;
    assert!(page.text(".sentence").len() < 400, "{}", page.text(".sentence").len());
}

#[wasm_bindgen_test]
async fn what_is_on_its_way_is_told() {
    let mut page = Mounted::new(snapshot(END)).await;
    assert_eq!(page.count(".coming-status"), 0);
    let coming = Coming { trace: TraceHandle::up_to(made_trace(), 9), is_read: false };
    page.show(Snapshot { coming: Some(coming.clone()), ..snapshot(END) }).await;
    assert_eq!(page.text(".coming-events"), "9 events");
    assert!(page.text(".coming-status").contains("the run before the change"));
    assert!(has_class(&page.one(".page"), "computing"));
    let coming = Coming { is_read: true, ..coming };
    page.show(Snapshot { coming: Some(coming), ..snapshot(END) }).await;
    assert_eq!(page.text(".coming-events"), "64 %");
    page.show(snapshot(END)).await;
    assert_eq!(page.count(".coming-status") + page.count(".computing"), 0);
}

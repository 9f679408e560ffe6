//! The whole page, mounted with programs that run away.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use engine::{Main, Program, Run, Running, Settings, context};
use futurescope::app::{App, AppProps};
use gloo_timers::future::TimeoutFuture;
use playground::exhibit::{Exhibit, Variant};
use playground::route::Route;
use playground::{Runner, SharedRunner};
use trace::{Listing, TaskKind};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::made;

fn spin() -> Main {
    Box::pin(poll_fn(|cx| {
        cx.waker().wake_by_ref();
        Poll::Pending
    }))
}

fn breed() -> Main {
    async fn spawn_one() {
        drop(context::spawn(async {}, TaskKind::Task));
        let mut polled = false;
        poll_fn(|cx| {
            if std::mem::replace(&mut polled, true) {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
    Box::pin(async {
        loop {
            spawn_one().await;
        }
    })
}

/// Runs one program, whatever is asked for.
#[derive(Debug)]
struct Only(fn() -> Main);

impl Runner for Only {
    fn start(&self, program: &Rc<Listing>, settings: Settings) -> Option<Rc<dyn Running>> {
        Some(Rc::new(Run::new(Program::new(Rc::clone(program), self.0), settings)))
    }
}

fn runaway() -> Rc<Exhibit> {
    let listing = Rc::new(Listing::plain("runaway", "fn main() {}\n"));
    Rc::new(Exhibit {
        id: "runaway".into(),
        title: "Runaway".into(),
        group: "Futures".into(),
        idea: "It never ends.".into(),
        variants: vec![Variant { id: "".into(), label: "".into(), listing }],
        watch: Vec::new(),
        notes: None,
        in_catalog: false,
    })
}

struct Mounted {
    root: Element,
    handle: yew::AppHandle<App>,
}

impl Mounted {
    fn new(main: fn() -> Main) -> Self {
        let document = web_sys::window().and_then(|window| window.document()).expect("a document");
        made::mounted::dress(&document);
        let root = document.create_element("div").expect("a div");
        document.body().expect("a body").append_child(&root).expect("it is appended");
        let route = Some(Rc::new(Route::to(runaway(), 0)));
        let props = AppProps { route, runner: SharedRunner(Rc::new(Only(main))) };
        let handle = yew::Renderer::<App>::with_root_and_props(root.clone(), props).render();
        Self { root, handle }
    }

    fn text(&self, selector: &str) -> String {
        let found = self.root.query_selector(selector).expect("a valid selector");
        found.map_or(String::new(), |element| element.text_content().unwrap_or_default())
    }

    fn click(&self, selector: &str) {
        let found = self.root.query_selector(selector).expect("a valid selector");
        found.expect(selector).unchecked_into::<HtmlElement>().click();
    }

    /// Lets the loop turn until `body` is true; a test that waits in vain is ended by its runner.
    async fn until(&self, body: impl Fn(&Self) -> bool) {
        while !body(self) {
            TimeoutFuture::new(0).await;
        }
    }

    fn end(self) {
        self.handle.destroy();
        self.root.remove();
    }
}

async fn check(main: fn() -> Main, said: &str) {
    let page = Mounted::new(main);
    page.until(|page| page.text(".notices").contains(said)).await;
    assert!(page.text(".notices").contains("The run was ended there"));
    // The page lives on: it steps back, and runs the same program live.
    let end = page.text(".narration .meta");
    page.click("[aria-label='One event back']");
    page.until(|page| page.text(".narration .meta") != end).await;
    page.click(".notice button");
    page.until(|page| page.text(".notices").is_empty()).await;
    page.click(".player .primary");
    page.until(|page| page.text(".player .primary").contains("Stop")).await;
    page.until(|page| page.text(".notices").contains("The run was ended there")).await;
    page.end();
    TimeoutFuture::new(0).await;
    assert_eq!(engine::census(), engine::Census::default());
}

#[wasm_bindgen_test]
async fn a_task_that_wakes_itself_without_end_is_ended() {
    check(spin, "keeps waking itself").await;
}

#[wasm_bindgen_test]
async fn a_task_that_spawns_without_end_is_ended() {
    check(breed, "bound").await;
}

#[wasm_bindgen_test]
async fn an_address_that_is_gone_to_is_not_written_over() {
    let page = Mounted::new(|| Box::pin(async {}));
    page.until(|page| !page.text(".narration .meta").is_empty()).await;
    page.click("[aria-label='One event back']");
    // As between a click on a link and the window's word that it leads elsewhere: the page is about to
    // write the address of what it shows.
    let history = web_sys::window().and_then(|window| window.history().ok()).expect("a history");
    let go = |address: &str| {
        let gone = history.push_state_with_url(&JsValue::NULL, "", Some(address));
        gone.expect("an address of this page");
    };
    go("#/mutex");
    let title = scenarios::find("mutex").expect("a scenario").title;
    page.until(|page| page.text(".crumbs h1") == title).await;
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    assert_eq!(hash.as_deref(), Some("#/mutex"));
    page.end();
    go("#");
}

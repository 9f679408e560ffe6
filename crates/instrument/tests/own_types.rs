//! Which methods are a program's own: a name alone does not tell them from those of libraries.

mod shown;

use expect_test::{Expect, expect};
use instrument::{Options, mark_up_with};
use shown::shown;

/// Checks what becomes of `main`, which stands behind types that block.
fn check(items: &str, main: &str, expected: Expect) {
    let source = format!(
        "use std::sync::{{Arc, Mutex, Condvar}};
        struct Queue<T> {{ items: Mutex<Vec<T>>, filled: Condvar }}
        impl<T> Queue<T> {{
            fn new() -> Self {{ todo() }}
            fn shared() -> std::io::Result<Arc<Self>> {{ todo() }}
            fn push(&self, item: T) {{ self.items.lock().unwrap().push(item); }}
            fn watch(&self, name: &str) {{ self.items.lock().unwrap(); }}
        }}
        {items}
        fn main() {{ {main} }}"
    );
    let options = Options { blocking: true, ..Options::default() };
    let markup =
        mark_up_with(&source, "program.rs", &options).unwrap_or_else(|error| panic!("{error}"));
    let shown = shown(&markup);
    let start = shown.find("async fn __blocking_main").expect("main has a twin");
    expected.assert_eq(&shown[start..]);
}

#[test]
fn a_name_that_libraries_have_too_needs_a_type() {
    check(
        "",
        "let queue = Arc::new(Queue::new());
        let list = Vec::new();
        queue.push(1);
        list.push(2);
        unknown().push(3);
        let queue = Queue::shared()?;
        queue.push(4);
        let twin = queue.clone();
        std::thread::spawn(move || twin.push(5));
        { let queue = unknown(); queue.push(6); }
        queue.push(7);",
        expect![[r#"
            async fn __blocking_main() {
                let queue = Arc::new(Queue::new());
                let list = Vec::new();
                ::std::boxed::Box::pin(queue.__blocking_push(1)).await;
                list.push(2);
                unknown().push(3);
                let queue = Queue::shared()?;
                ::std::boxed::Box::pin(queue.__blocking_push(4)).await;
                let twin = queue.clone();
                ::tokio::__rt::std::thread::__spawn(
                    ::tokio::__rt::here::<
                        0,
                        _,
                    >(async move || ::std::boxed::Box::pin(twin.__blocking_push(5)).await),
                );
                {
                    let queue = unknown();
                    queue.push(6);
                }
                ::std::boxed::Box::pin(queue.__blocking_push(7)).await;
            }
            ---
            0 Spawn 18:9-18:49 push in main: std::thread::spawn(move || twin.push(5))
        "#]],
    );
}

#[test]
fn a_name_of_its_own_needs_the_same_number_of_arguments() {
    check(
        "",
        "unknown().watch(\"a\");
        unknown().watch();
        vec![1].watch(\"b\");",
        expect![[r#"
            async fn __blocking_main() {
                ::std::boxed::Box::pin(unknown().__blocking_watch("a")).await;
                unknown().watch();
                vec![1].watch("b");
            }
            ---
        "#]],
    );
}

#[test]
fn types_are_known_from_fields_statics_results_and_patterns() {
    check(
        "static ALL: Queue<u8> = make();
        struct Pair(Queue<u8>, Vec<u8>);
        struct Pool { queues: Vec<Queue<u8>>, spare: Option<Box<Queue<u8>>> }
        fn ends() -> (Arc<Queue<u8>>, Vec<u8>) { todo() }",
        "ALL.push(1);
        let pair = Pair(Queue::new(), vec![]);
        let pair: &Pair = &pair;
        pair.0.push(2);
        pair.1.push(3);
        let (own, list) = ends();
        own.push(4);
        list.push(5);
        let pool: Pool = make();
        for queue in &pool.queues { queue.push(6); }
        if let Some(queue) = pool.spare.as_ref() { queue.push(7); }
        pool.queues[0].push(8);
        pool.queues.push(9);",
        expect![[r#"
            async fn __blocking_main() {
                ::std::boxed::Box::pin((*ALL).__blocking_push(1)).await;
                let pair = Pair(Queue::new(), vec![]);
                let pair: &Pair = &pair;
                ::std::boxed::Box::pin(pair.0.__blocking_push(2)).await;
                pair.1.push(3);
                let (own, list) = ends();
                ::std::boxed::Box::pin(own.__blocking_push(4)).await;
                list.push(5);
                let pool: Pool = make();
                for queue in &pool.queues {
                    ::std::boxed::Box::pin(queue.__blocking_push(6)).await;
                }
                if let Some(queue) = pool.spare.as_ref() {
                    ::std::boxed::Box::pin(queue.__blocking_push(7)).await;
                }
                ::std::boxed::Box::pin(pool.queues[0].__blocking_push(8)).await;
                pool.queues.push(9);
            }
            ---
        "#]],
    );
}

#[test]
fn a_trait_method_of_the_same_name_may_be_meant() {
    check(
        "trait Watch { fn watch(&self, name: &str); }
        impl Watch for Vec<u8> { fn watch(&self, name: &str) {} }",
        "unknown().watch(\"a\");
        let queue = Queue::<u8>::new();
        queue.watch(\"b\");",
        expect![[r#"
            async fn __blocking_main() {
                unknown().watch("a");
                let queue = Queue::<u8>::new();
                ::std::boxed::Box::pin(queue.__blocking_watch("b")).await;
            }
            ---
        "#]],
    );
}

#[test]
fn a_thread_that_spins_waits() {
    check(
        "",
        "while !done() { std::thread::yield_now(); }
        while !done() { std::hint::spin_loop(); }",
        expect![[r#"
            async fn __blocking_main() {
                while !done() {
                    ::tokio::__rt::std::thread::__yield_now().await;
                }
                while !done() {
                    ::tokio::__rt::std::thread::__yield_now().await;
                }
            }
            ---
        "#]],
    );
}

#[test]
fn what_a_reference_is_coerced_to_is_no_matter_of_the_await() {
    check(
        "impl Queue<u8> {
            fn all(&self) -> std::sync::MutexGuard<'_, Vec<u8>> { self.items.lock().unwrap() }
        }",
        "let queue: Queue<u8> = make();
        takes(&mut queue.all());
        let guard = &queue.all();",
        expect![[r#"
            async fn __blocking_main() {
                let queue: Queue<u8> = make();
                takes(&mut (::std::boxed::Box::pin(queue.__blocking_all()).await,).0);
                let guard = &(::std::boxed::Box::pin(queue.__blocking_all()).await,).0;
            }
            ---
        "#]],
    );
}

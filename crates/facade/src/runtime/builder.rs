//! `tokio::runtime::Builder`.

use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use engine::context;

use super::{Handle, LocalOptions, LocalRuntime, Runtime, RuntimeFlavor, place};

/// Makes a runtime. See `tokio::runtime::Builder`.
///
/// Names, stack sizes and hooks of the start and the end of threads are taken and have no effect: threads are
/// simulated.
pub struct Builder {
    flavor: RuntimeFlavor,
    workers: Option<usize>,
    blocking: Option<usize>,
    name: Option<String>,
    paused: bool,
    hooks: [Option<Hook>; 2],
}

/// What is called when a thread has nothing to do, or goes on.
type Hook = Arc<dyn Fn() + Send + Sync>;

impl Builder {
    /// A runtime that executes on the thread that calls `block_on`.
    pub fn new_current_thread() -> Self {
        Self::new(RuntimeFlavor::CurrentThread)
    }

    /// A runtime of several workers.
    pub fn new_multi_thread() -> Self {
        Self::new(RuntimeFlavor::MultiThread)
    }

    fn new(flavor: RuntimeFlavor) -> Self {
        Self {
            flavor,
            workers: None,
            blocking: None,
            name: None,
            paused: false,
            hooks: [None, None],
        }
    }

    /// How many workers it has.
    ///
    /// # Panics
    /// If they are 0.
    #[track_caller]
    pub fn worker_threads(&mut self, val: usize) -> &mut Self {
        assert!(val > 0, "Worker threads cannot be set to 0");
        self.workers = Some(val);
        self
    }

    /// How many closures may block at a time.
    ///
    /// # Panics
    /// If they are 0.
    #[track_caller]
    pub fn max_blocking_threads(&mut self, val: usize) -> &mut Self {
        assert!(val > 0, "Max blocking threads cannot be set to 0");
        self.blocking = Some(val);
        self
    }

    /// Whether the clock of its timers stands, and jumps from deadline to deadline.
    pub fn start_paused(&mut self, start_paused: bool) -> &mut Self {
        self.paused = start_paused;
        self
    }

    /// Called when the runtime has nothing to do.
    pub fn on_thread_park(&mut self, f: impl Fn() + Send + Sync + 'static) -> &mut Self {
        self.hooks[0] = Some(Arc::new(f));
        self
    }

    /// Called when the runtime goes on.
    pub fn on_thread_unpark(&mut self, f: impl Fn() + Send + Sync + 'static) -> &mut Self {
        self.hooks[1] = Some(Arc::new(f));
        self
    }

    /// The runtime's name.
    pub fn name(&mut self, val: impl Into<String>) -> &mut Self {
        self.name = Some(val.into());
        self
    }

    /// Makes the runtime.
    ///
    /// # Errors
    /// Never.
    pub fn build(&mut self) -> io::Result<Runtime> {
        Ok(Runtime { handle: self.handle(false) })
    }

    /// Makes a runtime whose tasks need not be sendable.
    ///
    /// # Errors
    /// Never.
    ///
    /// # Panics
    /// If the runtime would have several workers.
    #[track_caller]
    pub fn build_local(&mut self, _options: LocalOptions) -> io::Result<LocalRuntime> {
        assert!(
            matches!(self.flavor, RuntimeFlavor::CurrentThread),
            "multi_thread is not supported for LocalRuntime"
        );
        Ok(LocalRuntime::new_on(Runtime { handle: self.handle(true) }))
    }

    /// The handle of a new runtime.
    pub(crate) fn handle(&self, local: bool) -> Handle {
        if let Some(threads) = self.blocking {
            context::bound_blocking(threads);
        }
        if self.paused {
            context::pause(true);
        }
        let workers = match self.flavor {
            RuntimeFlavor::CurrentThread => 1,
            RuntimeFlavor::MultiThread => {
                let asked = self.workers.and_then(|workers| u16::try_from(workers).ok());
                let made = context::make_workers(asked);
                asked.unwrap_or(made).into()
            }
        };
        let handle = Handle::new(self.flavor, workers, self.name.clone(), local, self.paused);
        if self.hooks.iter().any(Option::is_some) {
            let (hooks, handle) = (self.hooks.clone(), handle.clone());
            context::on_park(move |begins| {
                let _outer = place::enter(&handle);
                if let Some(hook) = &hooks[usize::from(!begins)] {
                    hook();
                }
            });
        }
        handle
    }
}

macro_rules! without_effect {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $t:ty),*);)*) => {
        impl Builder {
            $(
                $(#[$doc])*
                pub fn $name(&mut self $(, $argument: $t)*) -> &mut Self {
                    $(let _ = $argument;)*
                    self
                }
            )*
        }
    };
}

without_effect! {
    /// Timers and I/O, which are always there.
    enable_all();
    /// Timers, which are always there.
    enable_time();
    /// I/O.
    enable_io();
    /// What threads are called.
    thread_name(name: impl Into<String>);
    /// What threads are called.
    thread_name_fn(name: impl Fn() -> String + Send + Sync + 'static);
    /// How large the stack of a thread is.
    thread_stack_size(bytes: usize);
    /// How long an idle thread for closures that block is kept.
    thread_keep_alive(duration: Duration);
    /// Called when a thread starts.
    on_thread_start(hook: impl Fn() + Send + Sync + 'static);
    /// Called when a thread stops.
    on_thread_stop(hook: impl Fn() + Send + Sync + 'static);
    /// How often the queue that all workers share is looked at.
    global_queue_interval(polls: u32);
    /// How many polls there are between two looks at the timers.
    event_interval(polls: u32);
    /// How many events of I/O are taken at once.
    max_io_events_per_tick(events: usize);
    /// How many events of I/O are taken at once while there are tasks to run.
    max_io_events_per_busy_tick(events: usize);
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("flavor", &self.flavor)
            .field("worker_threads", &self.workers)
            .finish_non_exhaustive()
    }
}

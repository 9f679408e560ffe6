//! Who runs programs.

use std::fmt::Debug;
use std::rc::Rc;

use engine::{Program, Run, Running, Settings};
use trace::Listing;

/// Whoever runs programs. What is shown of a program is the same whoever runs it.
pub trait Runner: Debug {
    /// Begins a run of a program, on the host's clock if the settings have one; none if it is no program
    /// that is run here.
    fn start(&self, program: &Rc<Listing>, settings: Settings) -> Option<Rc<dyn Running>>;
}

/// A runner that is handed on. It is equal to itself only.
#[derive(Clone, Debug)]
pub struct SharedRunner(pub Rc<dyn Runner>);

impl Default for SharedRunner {
    fn default() -> Self {
        Self(Rc::new(Catalog))
    }
}

impl PartialEq for SharedRunner {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Rc::as_ptr(&self.0), Rc::as_ptr(&other.0))
    }
}

/// Runs the catalog's programs, which are compiled into the page.
#[derive(Clone, Copy, Debug)]
pub struct Catalog;

impl Runner for Catalog {
    fn start(&self, program: &Rc<Listing>, settings: Settings) -> Option<Rc<dyn Running>> {
        let compiled = scenarios::compiled(&program.id)?;
        // A program of the same name that has been changed is another one.
        let is_same = *compiled.source == *program.source;
        is_same.then(|| -> Rc<dyn Running> {
            let program = Program::new(Rc::clone(program), compiled.main);
            Rc::new(Run::new(program, settings))
        })
    }
}

//! What runs programs.

use std::fmt::Debug;
use std::rc::Rc;

use engine::{Program, Run, Running, Settings};
use trace::Listing;

/// Something that runs programs. What is shown of a program does not depend on its runner.
pub trait Runner: Debug {
    /// Starts a run of a program, on the host's clock if the settings have one; `None` if this runner does not run
    /// the program.
    fn start(&self, program: &Rc<Listing>, settings: Settings) -> Option<Rc<dyn Running>>;
}

/// A runner that can be cloned. Two are equal if they are the same runner.
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

/// The runner of the catalog's programs, which are compiled into the page.
#[derive(Clone, Copy, Debug)]
pub struct Catalog;

impl Runner for Catalog {
    fn start(&self, program: &Rc<Listing>, settings: Settings) -> Option<Rc<dyn Running>> {
        let compiled = scenarios::compiled(&program.id)?;
        // A program with a catalog's name but another text is not the compiled one.
        let is_same = *compiled.source == *program.source;
        is_same.then(|| -> Rc<dyn Running> {
            let program = Program::new(Rc::clone(program), compiled.main);
            Rc::new(Run::new(program, settings))
        })
    }
}

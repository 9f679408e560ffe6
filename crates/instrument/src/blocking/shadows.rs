//! Variables that hide the functions they are called like.

use std::collections::HashMap;

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, Item, Local, PatIdent, Path, Signature};

use crate::names;
use crate::source::range_of;

/// Names that the patterns of a function bind, and where they first do: a call of one after that is no
/// call of an item. A variable called like the function that it is the result of
/// (`let sum = sum(&all);`) hides nothing.
#[derive(Default)]
pub(crate) struct Shadows(HashMap<String, usize>);

impl Shadows {
    pub(crate) fn of(sig: &Signature, block: &Block) -> Self {
        let mut shadows = Shadows::default();
        shadows.visit_signature(sig);
        shadows.visit_block(block);
        shadows
    }

    /// Whether a path is a variable.
    pub(crate) fn hide(&self, path: &Path) -> bool {
        path.get_ident().is_some_and(|name| {
            self.0.get(&name.to_string()).is_some_and(|bound| *bound < range_of(name).start)
        })
    }
}

impl<'ast> Visit<'ast> for Shadows {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.entry(pat.ident.to_string()).or_insert(range_of(&pat.ident).start);
        visit::visit_pat_ident(self, pat);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        match (names::variable(local), &local.init) {
            (Some(name), Some(init)) if calls(&init.expr, &name) => {
                visit::visit_local_init(self, init);
            }
            _ => visit::visit_local(self, local),
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Whether `expr` calls a function by the plain name `name`.
fn calls(expr: &Expr, name: &str) -> bool {
    struct Calls<'a>(&'a str, bool);
    impl<'ast> Visit<'ast> for Calls<'_> {
        fn visit_expr_call(&mut self, call: &'ast ExprCall) {
            self.1 |= matches!(&*call.func, Expr::Path(path) if path.path.is_ident(self.0));
            visit::visit_expr_call(self, call);
        }
    }
    let mut found = Calls(name, false);
    found.visit_expr(expr);
    found.1
}

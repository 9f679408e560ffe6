//! The state of the walk: sites so far, and the function, loop or constant around; and the rewrites of
//! awaits, functions and knobs.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprAwait, ExprPath, Path, Signature, Stmt, parse_quote};
use trace::{Site, SiteKind};

use crate::MarkupError;
use crate::blocking::{Callable, Plan, Shadows, Usage, Variables, Walk};
use crate::costs::{self, Cost};
use crate::facts::{self, Facts};
use crate::knobs::Knobs;
use crate::names;
use crate::sites;
use crate::source::{Source, range_of};

/// Methods that call the closure they are given more than once.
const REPEATING: [&str; 14] = [
    "filter_map",
    "flat_map",
    "fold",
    "for_each",
    "for_each_concurrent",
    "inspect",
    "map",
    "map_while",
    "repeat_with",
    "resize_with",
    "scan",
    "then",
    "try_for_each",
    "try_for_each_concurrent",
];

/// What a walk gives.
pub(crate) struct Marked {
    pub(crate) sites: Vec<Site>,
    pub(crate) unmarked: Vec<(u32, String)>,
}

/// The function that is being walked.
#[derive(Default)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// How many loops and repeating closures are around.
    pub(crate) repeats: u32,
    /// Variables whose future must not be wrapped.
    pub(crate) exposed: HashSet<String>,
    /// Variables that hide functions.
    pub(crate) shadows: Shadows,
    /// What variables hold.
    pub(crate) variables: Variables,
}

/// Methods that make something of a `Result`.
const OF_RESULTS: [&str; 6] = ["expect", "is_err", "is_ok", "ok", "unwrap", "unwrap_or_else"];

/// Rewrites a tree. Sites are numbered as they are met, which is in the order of their start: a node
/// before its parts.
pub(crate) struct Rewriter<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) facts: &'a Facts,
    pub(crate) knobs: &'a Knobs,
    pub(crate) plan: &'a Plan,
    pub(crate) walk: Walk,
    costs: Vec<Cost>,
    sites: Vec<Site>,
    /// The ids of sites: code that is written twice is one place.
    ids: HashMap<(SiteKind, Range<usize>), usize>,
    /// The site that was asked for last.
    last: usize,
    pub(crate) unmarked: Vec<(u32, String)>,
    error: Option<MarkupError>,
    pub(crate) function: Function,
    /// The type or trait of the impl around.
    pub(crate) owner: Option<String>,
    /// Where Rust needs a constant: what for.
    pub(crate) constant: Option<&'static str>,
    /// The variable of the `let` whose initialiser spawns, until the spawn takes it.
    pub(crate) variable: Option<String>,
}

/// `expr` becomes `::tokio::__rt::FUNCTION::<ID, _>(expr)`.
pub(crate) fn wrap(expr: &mut Expr, function: &str, id: &Literal) {
    let inner = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
    let function = Ident::new(function, Span::call_site());
    let args: Punctuated<Expr, syn::Token![,]> = std::iter::once(inner).collect();
    *expr = Expr::Call(syn::ExprCall {
        attrs: Vec::new(),
        func: Box::new(parse_quote!(::tokio::__rt::#function::<#id, _>)),
        paren_token: syn::token::Paren::default(),
        args,
    });
}

impl<'a> Rewriter<'a> {
    pub(crate) fn new(
        source: &'a Source<'a>,
        facts: &'a Facts,
        knobs: &'a Knobs,
        costs: &[Cost],
        plan: &'a Plan,
    ) -> Self {
        Rewriter {
            source,
            facts,
            knobs,
            plan,
            walk: Walk::default(),
            costs: costs.to_vec(),
            sites: Vec::new(),
            ids: HashMap::new(),
            last: 0,
            unmarked: Vec::new(),
            error: None,
            function: Function::default(),
            owner: None,
            constant: None,
            variable: None,
        }
    }

    pub(crate) fn run(mut self, tree: &mut syn::File) -> Result<Marked, MarkupError> {
        self.visit_file_mut(tree);
        if let Some(cost) = self.costs.iter().find(|cost| !cost.taken) {
            self.fail(self.source.error_in(cost.range.clone(), costs::MISPLACED));
        }
        match self.error {
            Some(error) => Err(error),
            None => Ok(Marked { sites: self.sites, unmarked: self.unmarked }),
        }
    }

    /// Keeps the first error.
    pub(crate) fn fail(&mut self, error: MarkupError) {
        self.error.get_or_insert(error);
    }

    /// Adds a site, unless it is known, and gives its id.
    pub(crate) fn site(
        &mut self,
        kind: SiteKind,
        range: &Range<usize>,
        text: &Range<usize>,
        name: String,
    ) -> Literal {
        let next = self.sites.len();
        self.last = *self.ids.entry((kind, range.clone())).or_insert(next);
        if self.last == next {
            let function = self.function.name.clone();
            let found = sites::site(kind, range, text, self.source);
            let site = Site { name: name.into(), function: function.into(), ..found };
            self.sites.push(site);
        }
        Literal::usize_unsuffixed(self.last)
    }

    /// The site that was added last, to be completed.
    pub(crate) fn last_site(&mut self) -> &mut Site {
        &mut self.sites[self.last]
    }

    pub(crate) fn awaited(&mut self, expr: &mut ExprAwait) {
        let range = range_of(expr);
        let id =
            self.site(SiteKind::Await, &range, &range_of(&expr.base), names::callee(&expr.base));
        self.walk.usage = Usage::Awaited;
        self.visit_expr_mut(&mut expr.base);
        wrap(&mut expr.base, "awaited", &id);
    }

    /// Walks a function: its signature, then its body, with the cost in front.
    pub(crate) fn function(
        &mut self,
        outer: usize,
        associated: bool,
        sig: &mut Signature,
        block: &mut Block,
    ) {
        let owner = self.owner.take();
        let name = match &owner {
            Some(owner) => format!("{owner}::{}", sig.ident),
            None => sig.ident.to_string(),
        };
        let function = Function {
            name,
            repeats: 0,
            exposed: facts::exposed(block),
            shadows: Shadows::of(sig, block),
            variables: Variables::of(sig, block, owner.as_deref(), self.facts),
        };
        let around = std::mem::replace(&mut self.function, function);
        let constant = std::mem::replace(&mut self.constant, sig.constness.map(|_| "a const fn"));
        let of = owner.as_deref().filter(|_| associated);
        let callable = Callable::new(of, &sig.ident);
        self.within_function(callable, sig.asyncness.is_some(), |this| {
            let cost = this.declared_cost(outer, sig);
            this.visit_signature_mut(sig);
            this.visit_block_mut(block);
            block.stmts.splice(0..0, cost);
        });
        self.function = around;
        self.constant = constant;
        self.owner = owner;
    }

    /// The statement for the cost that stands above a function.
    fn declared_cost(&mut self, outer: usize, sig: &Signature) -> Option<Stmt> {
        let Cost { range, micros, .. } =
            costs::take(&mut self.costs, outer, range_of(sig).start, self.source)?;
        let id = self.site(SiteKind::Cost, &range, &range, sig.ident.to_string());
        let said = self.source.slice(&range).trim_start_matches('/');
        self.last_site().text = said.trim().into();
        Some(self.cost(&micros, &id))
    }

    /// The statement that counts the turns of a loop, where they are counted.
    pub(crate) fn turn(&self, expr: &impl quote::ToTokens) -> Option<Stmt> {
        let counted = self.plan.options.loops && self.constant.is_none();
        let line = Literal::u32_unsuffixed(self.source.line(range_of(expr).start));
        counted.then(|| parse_quote!(::runner::turn(#line);))
    }

    pub(crate) fn in_constant(&mut self, what: &'static str, visit: impl FnOnce(&mut Self)) {
        let around = self.constant.replace(what);
        visit(self);
        self.constant = around;
    }

    pub(crate) fn repeated(&mut self, visit: impl FnOnce(&mut Self)) {
        self.function.repeats += 1;
        visit(self);
        self.function.repeats -= 1;
    }

    /// Visits the parts of a call.
    pub(crate) fn call_parts(&mut self, expr: &mut Expr, takes_job: bool) {
        let (repeats, args) = match expr {
            Expr::MethodCall(call) => {
                if OF_RESULTS.iter().any(|name| call.method == name) {
                    self.walk.usage = Usage::Outcome;
                }
                self.visit_expr_mut(&mut call.receiver);
                if let Some(turbofish) = &mut call.turbofish {
                    self.visit_angle_bracketed_generic_arguments_mut(turbofish);
                }
                (REPEATING.iter().any(|name| call.method == name), &mut call.args)
            }
            Expr::Call(call) => {
                self.visit_expr_mut(&mut call.func);
                (false, &mut call.args)
            }
            _ => return,
        };
        for argument in args {
            if takes_job {
                self.job(argument);
            } else if repeats && matches!(argument, Expr::Closure(_)) {
                self.repeated(|this| this.visit_expr_mut(argument));
            } else {
                self.visit_expr_mut(argument);
            }
        }
    }

    /// What reads the knob or static called `name`.
    pub(crate) fn read(&self, name: &str) -> Option<Expr> {
        let as_path = || Path::from(Ident::new(name, Span::call_site()));
        self.knobs.read(name).or_else(|| self.read_static(&as_path()))
    }

    /// The knob that `path` reads, or an error where it cannot.
    pub(crate) fn knob(&mut self, path: &ExprPath) -> Option<Expr> {
        let name = names::last(&path.path);
        let read = self.knobs.read(&name)?;
        if path.path.segments.len() > 1 {
            let first = path.path.segments[0].ident.to_string();
            if ["self", "super", "crate"].contains(&first.as_str())
                || self.facts.modules.contains(&first)
            {
                let reason =
                    format!("the knob {name} is read by a path: import it and name it alone");
                self.fail(self.source.error_at(path, reason));
            }
            return None;
        }
        if let Some(place) = self.constant {
            self.needs_constant(&name, path, place);
            return None;
        }
        Some(read)
    }

    fn needs_constant(&mut self, name: &str, node: &impl quote::ToTokens, place: &str) {
        let reason = format!("knob {name} is used where Rust needs a constant: {place}");
        self.fail(self.source.error_at(node, reason));
    }

    pub(crate) fn check_knob(&mut self, path: &Path, place: &'static str) {
        if let Some(ident) = path.get_ident() {
            self.check_ident(ident, place);
        }
    }

    pub(crate) fn check_ident(&mut self, ident: &Ident, place: &'static str) {
        let name = ident.to_string();
        if self.knobs.index(&name).is_some() {
            self.needs_constant(&name, ident, place);
        }
    }
}

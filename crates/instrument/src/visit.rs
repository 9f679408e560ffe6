//! The walk over the tree: which rewrite applies where, and where Rust needs a constant.
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprLet, ExprLoop, ExprMatch, ExprPath, ExprTry, ExprWhile, FieldValue,
    File, GenericArgument, ImplItemFn, ItemFn, ItemImpl, ItemMod, ItemTrait, ItemUse, Macro, Pat,
    PatStruct, PatTupleStruct, Path, Stmt, TraitItemFn, Type, TypePath,
};

use crate::blocking::{Context, Usage, is_outcome};
use crate::facts;
use crate::paths;
use crate::rewrite::Rewriter;
use crate::source::range_of;

/// The attributes of an expression that can be a site.
fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    match expr {
        Expr::Await(expr) => Some(&mut expr.attrs),
        Expr::Call(expr) => Some(&mut expr.attrs),
        Expr::MethodCall(expr) => Some(&mut expr.attrs),
        _ => None,
    }
}

/// Where a node begins, attributes included.
fn start_of(attrs: &[Attribute], node: &impl quote::ToTokens) -> usize {
    let start = range_of(node).start;
    attrs.iter().map(|attribute| range_of(attribute).start).fold(start, usize::min)
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let usage = std::mem::take(&mut self.walk.usage);
        match expr {
            Expr::Await(inner) => self.awaited(inner),
            Expr::Path(path) => match self.knob(path).or_else(|| self.read_static(&path.path)) {
                Some(read) => *expr = read,
                None => visit_mut::visit_expr_mut(self, expr),
            },
            Expr::Call(_) | Expr::MethodCall(_) => self.call(expr, usage),
            Expr::Macro(inner) => match self.panic(&inner.mac, &inner.attrs) {
                Some(panic) => *expr = panic,
                None => visit_mut::visit_expr_mut(self, expr),
            },
            Expr::Closure(inner) => self.closure(inner, false),
            Expr::Reference(inner) => self.reference(inner),
            Expr::Async(_) => {
                self.within(Context::Async, |this| visit_mut::visit_expr_mut(this, expr));
            }
            Expr::ForLoop(inner) => {
                let turn = self.turn(inner);
                let receives = self.is_received(&inner.expr);
                self.visit_pat_mut(&mut inner.pat);
                self.visit_expr_mut(&mut inner.expr);
                self.repeated(|this| this.visit_block_mut(&mut inner.body));
                inner.body.stmts.splice(0..0, turn);
                if receives {
                    *expr = self.receive_loop(inner);
                }
            }
            Expr::While(_) | Expr::Loop(_) => {
                let turn = self.turn(expr);
                self.repeated(|this| visit_mut::visit_expr_mut(this, expr));
                if let Expr::While(ExprWhile { body, .. }) | Expr::Loop(ExprLoop { body, .. }) =
                    expr
                {
                    body.stmts.splice(0..0, turn);
                }
            }
            Expr::Const(_) => {
                self.in_constant("a const block", |this| visit_mut::visit_expr_mut(this, expr))
            }
            Expr::Repeat(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                self.in_constant("the length of an array", |this| {
                    this.visit_expr_mut(&mut inner.len)
                });
            }
            Expr::Verbatim(tokens) => *tokens = self.unknown(std::mem::take(tokens), ""),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_expr_try_mut(&mut self, expr: &mut ExprTry) {
        self.walk.usage = Usage::Outcome;
        self.visit_expr_mut(&mut expr.expr);
    }

    fn visit_expr_let_mut(&mut self, expr: &mut ExprLet) {
        self.visit_pat_mut(&mut expr.pat);
        if is_outcome(&expr.pat) {
            self.walk.usage = Usage::Outcome;
        }
        self.visit_expr_mut(&mut expr.expr);
    }

    fn visit_expr_match_mut(&mut self, expr: &mut ExprMatch) {
        if expr.arms.iter().any(|arm| is_outcome(&arm.pat)) {
            self.walk.usage = Usage::Outcome;
        }
        self.visit_expr_mut(&mut expr.expr);
        expr.arms.iter_mut().for_each(|arm| self.visit_arm_mut(arm));
    }

    fn visit_file_mut(&mut self, file: &mut File) {
        self.items(&mut file.items);
    }

    fn visit_item_mod_mut(&mut self, item: &mut ItemMod) {
        if let Some((_, items)) = &mut item.content {
            self.items(items);
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.stmts(&mut block.stmts);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Macro(inner) => match self.panic(&inner.mac, &inner.attrs) {
                Some(panic) => *stmt = Stmt::Expr(panic, inner.semi_token),
                None => visit_mut::visit_stmt_mut(self, stmt),
            },
            Stmt::Local(local) => self.local(local),
            Stmt::Expr(expr, Some(_)) => {
                // Attributes of the statement belong in front of it, and to no site.
                let attrs = attributes(expr).map(std::mem::take).unwrap_or_default();
                self.discarded(expr);
                if let Some(place) = attributes(expr) {
                    *place = attrs;
                }
            }
            _ => visit_mut::visit_stmt_mut(self, stmt),
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        self.macro_call(mac);
    }

    fn visit_item_fn_mut(&mut self, item: &mut ItemFn) {
        let outer = start_of(&item.attrs, item);
        self.function(outer, false, &mut item.sig, &mut item.block);
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut ImplItemFn) {
        let outer = start_of(&item.attrs, item);
        self.function(outer, true, &mut item.sig, &mut item.block);
    }

    fn visit_trait_item_fn_mut(&mut self, item: &mut TraitItemFn) {
        let outer = start_of(&item.attrs, item);
        match &mut item.default {
            Some(block) => self.function(outer, true, &mut item.sig, block),
            None => self.visit_signature_mut(&mut item.sig),
        }
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let mut items = std::mem::take(&mut item.items);
        visit_mut::visit_item_impl_mut(self, item);
        let around = std::mem::replace(&mut self.owner, facts::type_name(&item.self_ty));
        self.impl_items(&mut items);
        self.owner = around;
        item.items = items;
    }

    fn visit_item_trait_mut(&mut self, item: &mut ItemTrait) {
        let around = self.owner.replace(item.ident.to_string());
        visit_mut::visit_item_trait_mut(self, item);
        self.owner = around;
    }

    fn visit_item_use_mut(&mut self, item: &mut ItemUse) {
        if let Err(error) = paths::redirect_use(item, self.source) {
            self.fail(error);
        }
        self.import_twins(&mut item.tree, false);
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        paths::redirect(path);
    }

    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        paths::shift(&mut path.qself, &path.path);
        visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_type_path_mut(&mut self, path: &mut TypePath) {
        paths::shift(&mut path.qself, &path.path);
        visit_mut::visit_type_path_mut(self, path);
    }

    fn visit_pat_struct_mut(&mut self, pat: &mut PatStruct) {
        paths::shift(&mut pat.qself, &pat.path);
        visit_mut::visit_pat_struct_mut(self, pat);
    }

    fn visit_pat_tuple_struct_mut(&mut self, pat: &mut PatTupleStruct) {
        paths::shift(&mut pat.qself, &pat.path);
        visit_mut::visit_pat_tuple_struct_mut(self, pat);
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(ident) => self.check_ident(&ident.ident, "a pattern"),
            Pat::Path(path) => self.check_knob(&path.path, "a pattern"),
            _ => {}
        }
        if let Pat::Guard(guard) = pat {
            self.visit_pat_mut(&mut guard.pat);
            let around = self.constant.take();
            self.visit_expr_mut(&mut guard.guard);
            self.constant = around;
            return;
        }
        self.in_constant("a pattern", |this| visit_mut::visit_pat_mut(this, pat));
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        let shorthand = field.colon_token.is_none();
        visit_mut::visit_field_value_mut(self, field);
        if shorthand && !matches!(field.expr, Expr::Path(_)) {
            field.colon_token = Some(<syn::Token![:]>::default());
        }
    }

    fn visit_generic_argument_mut(&mut self, argument: &mut GenericArgument) {
        if let GenericArgument::Type(Type::Path(path)) = argument {
            self.check_knob(&path.path, "a const generic argument");
        }
        if matches!(argument, GenericArgument::Const(_)) {
            self.in_constant("a const generic argument", |this| {
                visit_mut::visit_generic_argument_mut(this, argument)
            });
        } else {
            visit_mut::visit_generic_argument_mut(self, argument);
        }
    }

    fn visit_const_param_mut(&mut self, param: &mut syn::ConstParam) {
        self.check_ident(&param.ident, "the name of a const parameter");
        self.in_constant("the default of a const parameter", |this| {
            visit_mut::visit_const_param_mut(this, param)
        });
    }

    fn visit_type_array_mut(&mut self, array: &mut syn::TypeArray) {
        self.visit_type_mut(&mut array.elem);
        self.in_constant("the length of an array", |this| this.visit_expr_mut(&mut array.len));
    }

    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        self.in_constant("the value of a const", |this| {
            visit_mut::visit_item_const_mut(this, item)
        });
    }

    fn visit_item_static_mut(&mut self, item: &mut syn::ItemStatic) {
        if self.facts.per_run.contains(&item.ident.to_string()) {
            return self.per_run_static(item);
        }
        self.in_constant("the value of a static", |this| {
            visit_mut::visit_item_static_mut(this, item)
        });
    }

    fn visit_impl_item_const_mut(&mut self, item: &mut syn::ImplItemConst) {
        self.in_constant("the value of a const", |this| {
            visit_mut::visit_impl_item_const_mut(this, item)
        });
    }

    fn visit_trait_item_const_mut(&mut self, item: &mut syn::TraitItemConst) {
        self.in_constant("the value of a const", |this| {
            visit_mut::visit_trait_item_const_mut(this, item)
        });
    }

    fn visit_variant_mut(&mut self, variant: &mut syn::Variant) {
        self.visit_fields_mut(&mut variant.fields);
        if let Some((_, value)) = &mut variant.discriminant {
            self.in_constant("the value of an enum's variant", |this| this.visit_expr_mut(value));
        }
    }

    /// Attributes stay as they are: what they name is the compiler's.
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}

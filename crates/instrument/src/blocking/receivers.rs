//! Loops over the receiver of a channel of `std`, which wait for each value.

use syn::{Expr, ExprForLoop, parse_quote};

use crate::rewrite::Rewriter;

impl Rewriter<'_> {
    /// Whether a loop goes over what a receiver gets: `rx`, `&rx` or `rx.iter()`.
    pub(crate) fn is_received(&self, expr: &Expr) -> bool {
        let receiver = match expr {
            Expr::MethodCall(call) if call.method == "iter" => &call.receiver,
            other => other,
        };
        let of = self.function.variables.type_of(receiver, self.facts);
        self.can_suspend() && of.is_some_and(|of| of == "std::sync::mpsc::Receiver")
    }

    /// `for X in RX` becomes `while let Ok(X) = RX.__recv().await`, on a receiver that lives as long as
    /// the iterator would.
    pub(crate) fn receive_loop(&mut self, expr: &ExprForLoop) -> Expr {
        self.walk.suspends = true;
        let ExprForLoop { attrs, label, pat, expr, body, .. } = expr;
        let receiver: Expr = match &**expr {
            Expr::MethodCall(call) => {
                let receiver = &call.receiver;
                parse_quote!(&#receiver)
            }
            other => other.clone(),
        };
        parse_quote!({
            let __receiver = #receiver;
            #(#attrs)*
            #label while let ::core::result::Result::Ok(#pat) = __receiver.__recv().await #body
        })
    }
}

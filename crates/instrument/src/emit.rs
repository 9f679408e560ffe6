//! The items that a marked-up program ends with: its tables and its entry.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use crate::knobs::Knob;

/// Appends `SITES`, `KNOBS` and `__program_main`.
pub(crate) fn append(tree: &mut syn::File, sites: &str, knobs: &[Knob], start: &TokenStream) {
    let knobs = knobs.iter().map(knob);
    let items: [Item; 3] = [
        parse_quote!(pub static SITES: ::tokio::__rt::Sites = ::tokio::__rt::Sites::Packed(#sites);),
        parse_quote!(pub static KNOBS: &[::tokio::__rt::Knob] = &[#(#knobs),*];),
        parse_quote!(
            pub fn __program_main() -> ::tokio::__rt::Main {
                ::tokio::__rt::#start
            }
        ),
    ];
    tree.items.extend(items);
}

fn knob(knob: &Knob) -> TokenStream {
    let Knob { name, about, .. } = knob;
    let [default, min, max, step] = [knob.default, knob.min, knob.max, knob.step].map(number);
    let line = Literal::u32_unsuffixed(knob.line);
    quote! {
        ::tokio::__rt::Knob {
            name: #name,
            default: #default,
            min: #min,
            max: #max,
            step: #step,
            about: #about,
            line: #line,
        }
    }
}

/// A number as an expression: a literal itself has no sign.
fn number(number: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

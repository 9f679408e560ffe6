//! The items that a marked-up program ends with: its tables and its entry.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use crate::knobs::Knob;
use crate::sites::{Site, SiteKind};

/// Appends `SITES`, `KNOBS` and `__program_main`.
pub(crate) fn append(tree: &mut syn::File, sites: &[Site], knobs: &[Knob], start: &TokenStream) {
    let sites = sites.iter().map(site);
    let knobs = knobs.iter().map(knob);
    let items: [Item; 3] = [
        parse_quote!(pub static SITES: &[::tokio::__rt::Site] = &[#(#sites),*];),
        parse_quote!(pub static KNOBS: &[::tokio::__rt::Knob] = &[#(#knobs),*];),
        parse_quote!(
            pub fn __program_main() -> ::tokio::__rt::Main {
                ::tokio::__rt::#start
            }
        ),
    ];
    tree.items.extend(items);
}

fn site(site: &Site) -> TokenStream {
    let kind = match site.kind {
        SiteKind::Await => quote!(Await),
        SiteKind::Branch => quote!(Branch),
        SiteKind::Group => quote!(Group),
        SiteKind::Spawn => quote!(Spawn),
        SiteKind::Print => quote!(Print),
        SiteKind::Future => quote!(Future),
        SiteKind::Cost => quote!(Cost),
        SiteKind::Panic => quote!(Panic),
    };
    let [line, column, end_line, end_column] =
        [site.line, site.column, site.end_line, site.end_column].map(Literal::u32_unsuffixed);
    let [text, name, function] = [&site.text, &site.name, &site.function]
        .map(|text| quote!(::std::borrow::Cow::Borrowed(#text)));
    let group = match site.group.map(Literal::u32_unsuffixed) {
        Some(group) => quote!(::core::option::Option::Some(#group)),
        None => quote!(::core::option::Option::None),
    };
    let many = site.many;
    quote! {
        ::tokio::__rt::Site {
            kind: ::tokio::__rt::SiteKind::#kind,
            line: #line,
            column: #column,
            end_line: #end_line,
            end_column: #end_column,
            text: #text,
            name: #name,
            function: #function,
            group: #group,
            many: #many,
        }
    }
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

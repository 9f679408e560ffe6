//! The items that a marked-up program ends with: what it is shown by, and its entry.

use proc_macro2::TokenStream;
use syn::{Item, parse_quote};

/// Appends `__PROGRAM_PACKED`, which is what [`trace::pack`] makes of its places and constants, and
/// `__program_main`.
pub(crate) fn append(tree: &mut syn::File, packed: &str, start: &TokenStream) {
    let items: [Item; 2] = [
        parse_quote!(pub static __PROGRAM_PACKED: &str = #packed;),
        parse_quote!(
            pub fn __program_main() -> ::tokio::__rt::Main {
                ::tokio::__rt::#start
            }
        ),
    ];
    tree.items.extend(items);
}

//! What the items of a file say about types: what fields hold, what functions return, which methods a
//! type has.

use std::collections::HashMap;

use quote::{ToTokens, format_ident};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, Ident, ImplItemFn, ItemConst, ItemFn, ItemImpl, ItemStatic, ItemStruct, Path,
    ReturnType, Signature, TraitItemFn, Type, parse_quote,
};

use crate::facts;

/// A function's inputs and output.
pub(super) struct Shape {
    /// How many arguments a call has, without what the method is called on.
    pub(super) arguments: usize,
    pub(super) output: Type,
}

impl Shape {
    fn of(sig: &Signature, owner: Option<&str>) -> Self {
        let arguments = sig.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_))).count();
        let mut output = match &sig.output {
            ReturnType::Default => parse_quote!(()),
            ReturnType::Type(_, output) => (**output).clone(),
        };
        // What an async function returns is not what its call gives.
        if sig.asyncness.is_some() {
            output = parse_quote!(impl Future);
        }
        Shape { arguments, output: without_self(output, owner) }
    }
}

/// The items of a file, in whichever module or function they stand.
#[derive(Default)]
pub(crate) struct Items {
    /// Of each struct and field, by name or number.
    fields: HashMap<(String, String), Type>,
    /// Of each type and method that belongs to no trait.
    methods: HashMap<(String, String), Shape>,
    /// Names of methods that belong to traits.
    of_traits: Vec<String>,
    functions: HashMap<String, Shape>,
    /// Statics and constants.
    values: HashMap<String, Type>,
}

impl Items {
    pub(crate) fn of(tree: &syn::File) -> Self {
        let mut finder = Finder::default();
        finder.visit_file(tree);
        finder.items
    }

    /// What the field of a struct holds.
    pub(super) fn field(&self, of: &str, name: &str) -> Option<&Type> {
        self.fields.get(&(of.to_owned(), name.to_owned()))
    }

    /// What a field of that name holds, if all structs agree.
    pub(super) fn any_field(&self, name: &str) -> Option<&Type> {
        let mut found = self.fields.iter().filter(|((_, known), _)| known == name).map(|it| it.1);
        let first = found.next()?;
        let text = |ty: &Type| ty.to_token_stream().to_string();
        found.all(|other| text(other) == text(first)).then_some(first)
    }

    /// The method of a type.
    pub(super) fn method(&self, of: &str, name: &str) -> Option<&Shape> {
        self.methods.get(&(of.to_owned(), name.to_owned()))
    }

    /// The types that have a method of that name; none if it may be a trait's.
    pub(super) fn owners(&self, name: &str, arguments: usize) -> Vec<&str> {
        if self.of_traits.iter().any(|known| known == name) {
            return Vec::new();
        }
        let named = self.methods.iter().filter(|((_, known), _)| known == name);
        let fitting = named.filter(|(_, shape)| shape.arguments == arguments);
        fitting.map(|((of, _), _)| of.as_str()).collect()
    }

    /// A function that belongs to no type.
    pub(super) fn function(&self, name: &str) -> Option<&Shape> {
        self.functions.get(name)
    }

    /// What a static or a constant holds.
    pub(super) fn value(&self, name: &str) -> Option<&Type> {
        self.values.get(name)
    }
}

#[derive(Default)]
struct Finder {
    items: Items,
    /// The type of the impl around.
    owner: Option<String>,
    in_trait: bool,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        let owner = item.ident.to_string();
        for (at, field) in item.fields.iter().enumerate() {
            let name = field.ident.as_ref().map_or_else(|| at.to_string(), Ident::to_string);
            let of = without_self(field.ty.clone(), Some(&owner));
            self.items.fields.insert((owner.clone(), name), of);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        let shape = Shape::of(&item.sig, None);
        self.items.functions.insert(item.sig.ident.to_string(), shape);
        visit::visit_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let owner = std::mem::replace(&mut self.owner, facts::type_name(&item.self_ty));
        let in_trait = std::mem::replace(&mut self.in_trait, item.trait_.is_some());
        visit::visit_item_impl(self, item);
        (self.owner, self.in_trait) = (owner, in_trait);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        let name = item.sig.ident.to_string();
        match &self.owner {
            Some(owner) if !self.in_trait => {
                let shape = Shape::of(&item.sig, Some(owner));
                self.items.methods.insert((owner.clone(), name), shape);
            }
            _ => self.items.of_traits.push(name),
        }
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.items.of_traits.push(item.sig.ident.to_string());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast ItemStatic) {
        self.items.values.insert(item.ident.to_string(), (*item.ty).clone());
    }

    fn visit_item_const(&mut self, item: &'ast ItemConst) {
        self.items.values.insert(item.ident.to_string(), (*item.ty).clone());
    }
}

/// A type with the name of the impl's type where it says `Self`.
pub(super) fn without_self(mut ty: Type, owner: Option<&str>) -> Type {
    struct Renamer<'a>(&'a str);
    impl VisitMut for Renamer<'_> {
        fn visit_path_mut(&mut self, path: &mut Path) {
            if let Some(first) = path.segments.first_mut()
                && first.ident == "Self"
            {
                first.ident = format_ident!("{}", self.0);
            }
            visit_mut::visit_path_mut(self, path);
        }
    }
    if let Some(owner) = owner {
        Renamer(owner).visit_type_mut(&mut ty);
    }
    ty
}

/// The type that a path names.
pub(super) fn at_path(path: Path) -> Type {
    parse_quote!(#path)
}

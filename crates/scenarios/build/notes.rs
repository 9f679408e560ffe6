//! A scenario's notes: front matter in TOML between lines of `+++`, then text.

use std::fmt::Debug;
use std::ops::Range;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::front::{Check, Front, Group, Lint, Named, Variant, Watch};

/// The notes of one scenario.
pub struct Notes {
    /// The file's name.
    pub id: String,
    front: Front,
    check: Option<TokenStream>,
    watch: Vec<TokenStream>,
    lints: Vec<TokenStream>,
    body: String,
}

/// What is wrong, and where in the front matter.
struct Fault {
    place: Range<usize>,
    reason: String,
}

impl Notes {
    /// Parses the notes of the scenario `id`.
    ///
    /// # Errors
    /// `file:line: reason`, with `file` as given.
    pub fn parse(id: &str, file: &str, text: &str) -> Result<Self, String> {
        let fail = |line: usize, reason: &str| format!("{file}:{line}: {reason}");
        let text = text.strip_prefix("+++\n").ok_or_else(|| fail(1, "no `+++` before TOML"))?;
        let (front, body) =
            text.split_once("\n+++\n").ok_or_else(|| fail(1, "no `+++` after the TOML"))?;
        Self::read(id, front, body).map_err(|fault| {
            // The front matter begins in the file's second line.
            let line = front[..fault.place.start].matches('\n').count() + 2;
            fail(line, &fault.reason)
        })
    }

    fn read(id: &str, front: &str, body: &str) -> Result<Self, Fault> {
        let front: Front = toml::from_str(front).map_err(|error| Fault {
            place: error.span().unwrap_or_default(),
            reason: error.message().to_owned(),
        })?;
        let check = front.answer_check.as_ref();
        let check = check.map(|it| it.get_ref().tokens(&front, it.span())).transpose()?;
        let watch = front.watch.iter().map(|it| it.tokens(&front)).collect::<Result<_, _>>()?;
        let lints = front.lints.iter().map(|it| it.get_ref().tokens(&front, it.span()));
        let lints = lints.collect::<Result<_, _>>()?;
        Ok(Self { id: id.to_owned(), front, check, watch, lints, body: body.trim().to_owned() })
    }

    /// Where the catalog lists it.
    pub fn group(&self) -> Group {
        self.front.group
    }

    /// Its place within the group.
    pub fn order(&self) -> u32 {
        self.front.order
    }

    /// The names of its programs, one for each variant.
    pub fn programs(&self) -> Vec<String> {
        let name = |variant: &Variant| match variant.id.as_str() {
            "" => self.id.clone(),
            id => format!("{}-{id}", self.id),
        };
        self.front.variants.iter().map(name).collect()
    }

    /// The scenario as an expression, given one for each of its programs.
    pub fn scenario(&self, programs: &[TokenStream]) -> TokenStream {
        let Self { id, front, watch, lints, body, .. } = self;
        let variants = front.variants.iter().zip(programs).map(|(variant, program)| {
            let Variant { id, label, duration_ms, ends } = variant;
            let ends = name_of(ends);
            quote! {
                Variant {
                    id: #id,
                    label: #label,
                    program: #program,
                    duration_ms: #duration_ms,
                    ends: Ends::#ends,
                }
            }
        });
        let group = name_of(front.group);
        let also: Vec<_> = front.answer_also.iter().map(|line| format!("\"{line}\"")).collect();
        let also = also.join(", ");
        let check = match &self.check {
            Some(check) => quote! { Some(#check) },
            None => quote! { None },
        };
        let Front { title, order, idea, pitfall, question, hint, answer, reading, .. } = front;
        quote! {
            Scenario {
                id: #id,
                title: #title,
                group: Group::#group,
                order: #order,
                idea: #idea,
                variants: &[#(#variants),*],
                watch: &[#(#watch),*],
                pitfall: #pitfall,
                question: #question,
                hint: #hint,
                answer: #answer,
                also: #also,
                check: #check,
                lints: &[#(#lints),*],
                reading: &[#(#reading),*],
                body: #body,
            }
        }
    }
}

impl Front {
    /// The id of the variant that is named, which must be there; of the first if none is.
    fn variant_or_first<'a>(&'a self, named: &'a Named) -> Result<&'a str, Fault> {
        let Some(named) = named else { return Ok(&self.variants[0].id) };
        match self.variants.iter().find(|variant| variant.id == *named.get_ref()) {
            Some(variant) => Ok(&variant.id),
            None => {
                let reason = format!("there is no variant `{}`", named.get_ref());
                Err(Fault { place: named.span(), reason })
            }
        }
    }

    /// The same for what is at `place`, which must name one where there are several.
    fn only_variant<'a>(&'a self, named: &'a Named, place: Range<usize>) -> Result<&'a str, Fault> {
        if named.is_none() && self.variants.len() > 1 {
            let reason = "`variant` is missing, and there are several".to_owned();
            return Err(Fault { place, reason });
        }
        self.variant_or_first(named)
    }
}

impl Check {
    /// The variant is named where there are several, so that the page shows the program that the question
    /// asks about.
    fn tokens(&self, front: &Front, place: Range<usize>) -> Result<TokenStream, Fault> {
        let variant = |named| front.only_variant(named, place);
        Ok(match self {
            Self::Duration { variant: named } => {
                let variant = variant(named)?;
                quote! { Check::Duration(#variant) }
            }
            Self::Order { variant: named } => {
                let variant = variant(named)?;
                quote! { Check::Order(#variant) }
            }
            Self::Polls { variant: named, task } => {
                let variant = variant(named)?;
                quote! { Check::Polls(#variant, #task) }
            }
        })
    }
}

impl Lint {
    fn tokens(&self, front: &Front, place: Range<usize>) -> Result<TokenStream, Fault> {
        let (kind, count) = (name_of(self.kind), self.count);
        let variant = front.only_variant(&self.variant, place)?;
        Ok(quote! { (#variant, trace::LintKind::#kind, #count) })
    }
}

impl Watch {
    fn tokens(&self, front: &Front) -> Result<TokenStream, Fault> {
        let Self { variant, at: bookmark, text } = self;
        let variant = front.variant_or_first(variant)?;
        Ok(quote! { Watch { variant: #variant, bookmark: #bookmark, text: #text } })
    }
}

/// The name of an enum's variant without fields.
fn name_of(variant: impl Debug) -> Ident {
    format_ident!("{variant:?}")
}

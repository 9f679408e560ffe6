//! Costs: `// cost: 40ms` above a function claims that much simulated time for each call of it.

use std::ops::Range;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::MarkupError;
use crate::knobs::Knobs;
use crate::source::Source;

const FORM: &str =
    "a cost reads `cost: 40ms` (us, ms or s), or `cost: NAME ms` with the name of a knob";

/// A cost comment.
#[derive(Clone)]
pub(crate) struct Cost {
    /// Where the comment stands.
    pub(crate) range: Range<usize>,
    /// An expression for the microseconds.
    pub(crate) micros: TokenStream,
    /// Whether a function took it.
    pub(crate) taken: bool,
}

/// The costs of a program; each is to be taken by the function that it stands above.
pub(crate) fn find(source: &Source, knobs: &Knobs) -> Result<Vec<Cost>, MarkupError> {
    let mut costs = Vec::new();
    for comment in &source.comments {
        let Some(amount) = comment.text.strip_prefix("cost:") else { continue };
        let range = comment.range.clone();
        match micros(amount.trim(), knobs) {
            Ok(micros) if comment.own_line => costs.push(Cost { range, micros, taken: false }),
            Ok(_) => return Err(source.error_in(range, MISPLACED)),
            Err(reason) => return Err(source.error_in(range, reason)),
        }
    }
    Ok(costs)
}

/// What to say of a cost that no function took.
pub(crate) const MISPLACED: &str =
    "a cost comment stands on a line of its own directly above a function that has a body";

/// Takes the cost that stands above a function: between its attributes, which begin at `outer`, and
/// its `fn`, at `inner`; or above them, with nothing but comments between.
pub(crate) fn take(
    costs: &mut [Cost],
    outer: usize,
    inner: usize,
    source: &Source,
) -> Option<Cost> {
    let above = |cost: &Cost| {
        let at = cost.range.start;
        if at >= outer {
            return at < inner;
        }
        let between = source.slice(&(cost.range.end..outer));
        let mut lines = between.split('\n').skip(1).map(str::trim).peekable();
        // The last piece is what stands before the function on its own line.
        let mut fine = lines.peek().is_some();
        while let Some(line) = lines.next() {
            fine &= if lines.peek().is_none() { line.is_empty() } else { line.starts_with("//") };
        }
        fine
    };
    let found = costs.iter().position(above)?;
    costs[found].taken = true;
    Some(costs[found].clone())
}

fn micros(amount: &str, knobs: &Knobs) -> Result<TokenStream, String> {
    let digits = amount
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_'))
        .unwrap_or(amount.len());
    if digits > 0 && !amount.starts_with('_') {
        let number = amount[..digits].replace('_', "");
        let micros = decimal(&number, unit(amount[digits..].trim())?)?;
        let micros = Literal::u64_unsuffixed(micros);
        return Ok(quote!(#micros));
    }
    let (name, after) = amount.split_once(char::is_whitespace).ok_or(FORM)?;
    let Some(index) = knobs.index(name) else {
        return Err(format!("`{name}` is no knob of this program; {FORM}"));
    };
    let index = Literal::usize_unsuffixed(index);
    let factor = Literal::u64_unsuffixed(unit(after.trim())?);
    Ok(quote!((::tokio::__rt::knob(#index) as u64) * #factor))
}

/// Microseconds in a unit.
fn unit(name: &str) -> Result<u64, String> {
    match name {
        "us" | "µs" => Ok(1),
        "ms" => Ok(1_000),
        "s" => Ok(1_000_000),
        _ => Err(FORM.to_owned()),
    }
}

/// `number`, which may have a fraction, times `factor`: a whole number.
fn decimal(number: &str, factor: u64) -> Result<u64, String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let scale = 10_u64.checked_pow(fraction.len() as u32);
    let (Ok(whole), Ok(part), Some(scale)) = (whole.parse::<u64>(), fraction.parse::<u64>(), scale)
    else {
        return Err(FORM.to_owned());
    };
    let total = u128::from(whole) * u128::from(factor) * u128::from(scale)
        + u128::from(part) * u128::from(factor);
    if total % u128::from(scale) != 0 {
        return Err("a cost is a whole number of microseconds".to_owned());
    }
    u64::try_from(total / u128::from(scale)).map_err(|_| FORM.to_owned())
}

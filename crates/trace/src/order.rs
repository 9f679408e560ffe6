//! The one sort of this workspace.

/// The numbers below `count`, sorted by `comes_before`, which says whether its first argument has to precede
/// its second. The sort is stable: numbers of which neither has to precede the other keep their order.
///
/// The standard library's sorts are compiled anew for every type, which costs some kilobytes of the download
/// each time.
pub fn order(count: usize, comes_before: &mut dyn FnMut(usize, usize) -> bool) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..count as u32).collect();
    let mut merged = Vec::with_capacity(count);
    let mut run = 1;
    while run < count {
        merged.clear();
        for start in (0..count).step_by(run * 2) {
            let middle = (start + run).min(count);
            let end = (start + run * 2).min(count);
            let (mut left, mut right) = (start, middle);
            while left < middle && right < end {
                // The left number goes first unless the right one has to, which keeps the sort stable.
                let is_right = comes_before(sorted[right] as usize, sorted[left] as usize);
                let from = if is_right { &mut right } else { &mut left };
                merged.push(sorted[*from]);
                *from += 1;
            }
            merged.extend_from_slice(&sorted[left..middle]);
            merged.extend_from_slice(&sorted[right..end]);
        }
        std::mem::swap(&mut sorted, &mut merged);
        run *= 2;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::order;

    /// Sorts numbers and says in which order they were.
    fn check(numbers: &[u32], expected: &[u32]) {
        let sorted = order(numbers.len(), &mut |a, b| numbers[a] < numbers[b]);
        assert_eq!(sorted, expected);
    }

    #[test]
    fn equals_keep_their_order() {
        check(&[], &[]);
        check(&[7], &[0]);
        check(&[2, 1, 2, 1, 0], &[4, 1, 3, 0, 2]);
        check(&[1, 1, 1], &[0, 1, 2]);
    }

    #[test]
    fn any_number_of_them() {
        for count in 0..70_u32 {
            let numbers: Vec<u32> = (0..count).map(|at| at * 37 % 11).collect();
            let mut expected: Vec<u32> = (0..count).collect();
            expected.sort_by_key(|at| numbers[*at as usize]);
            check(&numbers, &expected);
        }
    }
}

//! Which of many texts are alike.

/// How many numbers stand for a text. Two texts have about as many of them in common as they have
/// runs of bytes.
const HASHES: usize = 256;

/// The length of such a run.
const RUN: usize = 5;

/// How much of its weight a text keeps for each kilobyte that has come after it.
const FADES: f32 = 0.99;

/// An order of these texts in which each is as much like those that stand shortly before it as can be
/// had by taking them one by one, the largest first.
pub fn together(texts: &[&[u8]]) -> Vec<usize> {
    let hashes: Vec<_> = texts.iter().map(|text| hashes(text)).collect();
    let mut left: Vec<usize> = (0..texts.len()).collect();
    // How much each of those left is like what stands before.
    let mut likeness = vec![0.0_f32; left.len()];
    let mut order = Vec::with_capacity(texts.len());
    let mut next = (0..left.len()).max_by_key(|at| texts[left[*at]].len());
    while let Some(at) = next {
        let text = left.swap_remove(at);
        likeness.swap_remove(at);
        order.push(text);
        let fades = FADES.powf(texts[text].len() as f32 / 1000.0);
        next = None;
        for (at, other) in left.iter().enumerate() {
            let common = std::iter::zip(&hashes[text], &hashes[*other]);
            let common = common.filter(|(a, b)| a == b).count() as f32;
            likeness[at] = (likeness[at] * fades).max(common);
            if next.is_none_or(|best: usize| likeness[at] > likeness[best]) {
                next = Some(at);
            }
        }
    }
    order
}

/// For each of so many ways to mix bits, the least that comes of any run of the text.
fn hashes(text: &[u8]) -> [u32; HASHES] {
    let mut least = [u32::MAX; HASHES];
    for run in text.windows(RUN.min(text.len()).max(1)) {
        let run = run.iter().fold(0, |run: u64, byte| run << 8 | u64::from(*byte));
        let mut way = 0x9e37_79b9_7f4a_7c15_u64;
        for least in &mut least {
            way = way.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
            let mixed = (run ^ run >> 29).wrapping_mul(way | 1);
            *least = (*least).min((mixed >> 32) as u32);
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::together;

    #[test]
    fn what_is_alike_stands_together() {
        let text = |words: &str, times| words.repeat(times).into_bytes();
        let texts = [
            text("poll the future. ", 9),
            text("0123 4567 89 ", 5),
            text("wake a task up! ", 4),
            text("0123 4567 89 ", 4),
            text("poll the future. ", 8),
        ];
        let texts: Vec<_> = texts.iter().map(Vec::as_slice).collect();
        let order = together(&texts);
        assert_eq!(order[..2], [0, 4]);
        let place = |text| order.iter().position(|at| *at == text).expect("each has a place");
        assert_eq!(place(1_usize).abs_diff(place(3)), 1, "{order:?}");
        assert_eq!(order.len(), 5);
    }

    #[test]
    fn there_may_be_none_and_some_may_be_empty() {
        assert!(together(&[]).is_empty());
        assert_eq!(together(&[b"", b"long enough", b"a"])[0], 1);
    }
}

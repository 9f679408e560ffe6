//! Animated GIFs. No browser here.
//!
//! All frames share one table of colours, chosen from samples; of each frame only the rectangle that
//! differs from the one before is written, and in it only the pixels that differ.

/// Colours in the table; the index after the last means that a pixel stays as it was.
const COLOURS: usize = 255;
const SAME: u8 = 255;

/// Bits of each part of a colour that are told apart.
const BITS: u32 = 5;
const BINS: usize = 1 << (3 * BITS);

/// More pixels of a colour than this do not make it more important.
const ENOUGH: u32 = 4_000;

/// The table of colours, while samples are still looked at.
pub struct Samples {
    /// For each bin how often it was seen, and the first colour that was.
    bins: Vec<(u32, [u8; 3])>,
}

impl Default for Samples {
    fn default() -> Self {
        Self { bins: vec![(0, [0; 3]); BINS] }
    }
}

fn bin([red, green, blue]: [u8; 3]) -> usize {
    let part = |part: u8| usize::from(part >> (8 - BITS));
    part(red) << (2 * BITS) | part(green) << BITS | part(blue)
}

fn rgb(pixel: &[u8]) -> [u8; 3] {
    [pixel[0], pixel[1], pixel[2]]
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    (0..3).map(|part| u32::from(a[part].abs_diff(b[part])).pow(2)).sum()
}

impl Samples {
    /// Looks at a picture: four bytes a pixel.
    pub fn add(&mut self, picture: &[u8]) {
        for pixel in picture.chunks_exact(4) {
            let colour = rgb(pixel);
            let (count, first) = &mut self.bins[bin(colour)];
            if *count == 0 {
                *first = colour;
            }
            *count = count.saturating_add(1);
        }
    }

    /// Begins a GIF in the colours that were seen.
    pub fn begin(self, width: u16, height: u16) -> Gif {
        let table = self.choose();
        let nearest = |colour: [u8; 3]| {
            let near = (0..).zip(&table).min_by_key(|(_, known)| distance(**known, colour));
            near.map_or(0, |(index, _)| index)
        };
        let middle = |bin: usize| {
            let part = |shift: u32| ((bin >> shift) as u8 & 31) << 3 | 4;
            [part(2 * BITS), part(BITS), part(0)]
        };
        let index_of = (0..BINS)
            .map(|bin| match self.bins[bin] {
                (0, _) => nearest(middle(bin)),
                (_, colour) => nearest(colour),
            })
            .collect();
        let mut gif = Gif {
            out: Vec::new(),
            size: (width, height),
            index_of,
            before: Vec::new(),
            now: Vec::new(),
            frames: 0,
        };
        gif.head(&table);
        gif
    }

    /// The colours that leave the least to be desired: the one seen most, then again and again the
    /// one that is farthest from all that are chosen, weighed by how often it was seen.
    fn choose(&self) -> Vec<[u8; 3]> {
        let seen = self.bins.iter().filter(|(count, _)| *count > 0);
        let mut left: Vec<(u32, [u8; 3], u32)> = seen
            .map(|(count, colour)| ((*count).min(ENOUGH), *colour, u32::MAX / ENOUGH))
            .collect();
        let mut table = Vec::new();
        while table.len() < COLOURS {
            let next = left.iter().max_by_key(|(count, _, far)| count * far);
            let Some(&(_, chosen, 1..)) = next else { break };
            table.push(chosen);
            for (_, colour, far) in &mut left {
                // No two colours are farther apart than 3 · 255².
                *far = (*far).min(distance(*colour, chosen));
            }
        }
        table
    }
}

/// A GIF that is being written.
pub struct Gif {
    out: Vec<u8>,
    size: (u16, u16),
    index_of: Vec<u8>,
    before: Vec<u8>,
    now: Vec<u8>,
    frames: usize,
}

impl Gif {
    fn head(&mut self, table: &[[u8; 3]]) {
        self.out.extend_from_slice(b"GIF89a");
        self.number(self.size.0);
        self.number(self.size.1);
        // A table of 256 colours, eight bits each.
        self.out.extend_from_slice(&[0xF7, 0, 0]);
        for index in 0..=COLOURS {
            self.out.extend_from_slice(&table.get(index).copied().unwrap_or_default());
        }
        // It begins anew when it is over.
        self.out.extend_from_slice(b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0");
    }

    fn number(&mut self, value: u16) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// Adds a frame, four bytes a pixel, that is shown for so many hundredths of a second.
    pub fn frame(&mut self, picture: &[u8], hundredths: u16) {
        std::mem::swap(&mut self.before, &mut self.now);
        self.now.clear();
        let index_of = &self.index_of;
        self.now.extend(picture.chunks_exact(4).map(|pixel| index_of[bin(rgb(pixel))]));
        let (left, top, width, height) = self.changed();
        // Stays when the next one comes; has a colour that means "as before".
        self.out.extend_from_slice(&[0x21, 0xF9, 4, 0b101]);
        self.number(hundredths);
        self.out.extend_from_slice(&[SAME, 0, 0x2C]);
        for value in [left, top, width, height] {
            self.number(value as u16);
        }
        self.out.push(0);
        let whole = usize::from(self.size.0);
        let mut part = Vec::with_capacity(width * height);
        for row in top..top + height {
            for at in row * whole + left..row * whole + left + width {
                let now = self.now.get(at).copied().unwrap_or(0);
                let same = self.before.get(at) == Some(&now);
                part.push(if same { SAME } else { now });
            }
        }
        pack(&mut self.out, &part);
        self.frames += 1;
    }

    /// The rectangle that differs from the frame before: left, top, width, height; one pixel if none
    /// does.
    fn changed(&self) -> (usize, usize, usize, usize) {
        let (width, height) = (usize::from(self.size.0), usize::from(self.size.1));
        if self.before.is_empty() {
            return (0, 0, width, height);
        }
        let (mut left, mut right, mut top, mut bottom) = (width, 0, height, 0);
        for (number, (now, before)) in
            self.now.chunks(width.max(1)).zip(self.before.chunks(width.max(1))).enumerate()
        {
            let Some(first) = now.iter().zip(before).position(|(a, b)| a != b) else { continue };
            let last = now.iter().zip(before).rposition(|(a, b)| a != b).unwrap_or(first);
            (left, right) = (left.min(first), right.max(last + 1));
            (top, bottom) = (top.min(number), number + 1);
        }
        match right {
            0 => (0, 0, 1, 1),
            _ => (left, top, right - left, bottom - top),
        }
    }

    /// How many frames it has.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        self.out.push(0x3B);
        self.out
    }
}

const CLEAR: u16 = 256;
const END: u16 = 257;
/// Codes have at most twelve bits.
const CODES: u16 = 4_096;
/// Places for strings that have a code: more than twice as many as there are codes.
const PLACES: usize = 1 << 13;

/// Appends indexes as GIFs pack them.
fn pack(out: &mut Vec<u8>, indexes: &[u8]) {
    out.push(8);
    let mut bits = Bits { out, block: Vec::new(), held: 0, count: 0 };
    let mut known = vec![(u32::MAX, 0_u16); PLACES];
    let (mut width, mut next) = (9, END + 1);
    bits.put(CLEAR, width);
    let Some((first, rest)) = indexes.split_first() else {
        bits.put(END, width);
        return bits.finish();
    };
    let mut string = u16::from(*first);
    for index in rest {
        let key = u32::from(string) << 8 | u32::from(*index);
        let place = find(&known, key);
        if known[place].0 == key {
            string = known[place].1;
            continue;
        }
        bits.put(string, width);
        string = u16::from(*index);
        if next == CODES {
            bits.put(CLEAR, width);
            known.fill((u32::MAX, 0));
            (width, next) = (9, END + 1);
            continue;
        }
        known[place] = (key, next);
        // Readers know each string one code later.
        if next == 1 << width {
            width += 1;
        }
        next += 1;
    }
    bits.put(string, width);
    // As readers do: they have one string more by now.
    if next == 1 << width && width < 12 {
        width += 1;
    }
    bits.put(END, width);
    bits.finish();
}

/// Where a string is, or is to be put.
fn find(known: &[(u32, u16)], key: u32) -> usize {
    let mut place = (key.wrapping_mul(0x9E37_79B1) >> 19) as usize;
    while known[place].0 != u32::MAX && known[place].0 != key {
        place = (place + 1) % PLACES;
    }
    place
}

/// Codes in bytes, the bytes in blocks.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    block: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    fn put(&mut self, code: u16, width: u32) {
        self.held |= u32::from(code) << self.count;
        self.count += width;
        while self.count >= 8 {
            self.byte();
        }
    }

    fn byte(&mut self) {
        self.block.push(self.held as u8);
        self.held >>= 8;
        self.count = self.count.saturating_sub(8);
        if self.block.len() == 255 {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        if !self.block.is_empty() {
            self.out.push(self.block.len() as u8);
            self.out.append(&mut self.block);
        }
    }

    fn finish(mut self) {
        if self.count > 0 {
            self.byte();
        }
        self.end_block();
        self.out.push(0);
    }
}

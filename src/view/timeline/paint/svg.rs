//! A picture of shapes, written as it is drawn. No browser here.
//!
//! Slides and word processors read SVG too, and less of it than browsers do: colours are plain, what
//! shines through is an attribute of its own, texts stand on their baseline and keep their width
//! whatever font stands in for theirs.

use trace::decimal;

/// How far below the middle of its line a text's baseline is, as a share of its size.
const BASELINE: f64 = 0.35;

/// An SVG that is being drawn.
pub struct Svg {
    width: f64,
    height: f64,
    out: String,
    path: String,
    fill: String,
    stroke: String,
    line_width: f64,
    dash: String,
    font: String,
    size: f64,
    clips: usize,
    /// Groups that are open, and how many were at each `save`.
    groups: usize,
    saved: Vec<usize>,
}

impl Default for Svg {
    /// An empty picture, as yet without a size.
    fn default() -> Self {
        Self {
            width: 0.0,
            height: 0.0,
            out: String::new(),
            path: String::new(),
            fill: String::new(),
            stroke: String::new(),
            line_width: 1.0,
            dash: String::new(),
            font: String::new(),
            size: 12.0,
            clips: 0,
            groups: 0,
            saved: Vec::new(),
        }
    }
}

impl Svg {
    /// Takes a size.
    pub fn resize(&mut self, width: f64, height: f64) {
        (self.width, self.height) = (width, height);
    }

    /// The whole document. For each hatch its side and the colour of its lines.
    pub fn document(&self, title: &str, description: &str, side: f64, hatches: &[&str]) -> String {
        let mut all = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"");
        attribute(&mut all, "width", self.width);
        attribute(&mut all, "height", self.height);
        all.push_str(" viewBox=\"0 0 ");
        number(&mut all, self.width);
        all.push(' ');
        number(&mut all, self.height);
        all.push_str(
            "\" role=\"img\" aria-labelledby=\"fs-title fs-desc\">\n<title id=\"fs-title\">",
        );
        escape(&mut all, title);
        all.push_str("</title>\n<desc id=\"fs-desc\">");
        escape(&mut all, description);
        all.push_str("</desc>\n<defs>\n");
        for (colour, lines) in hatches.iter().enumerate() {
            hatch(&mut all, colour, side, lines);
        }
        all.push_str("</defs>\n");
        all.push_str(&self.out);
        for _ in 0..self.groups {
            all.push_str("</g>\n");
        }
        all.push_str("</svg>\n");
        all
    }

    pub(in crate::view::timeline) fn save(&mut self) {
        self.saved.push(self.groups);
    }

    pub(in crate::view::timeline) fn restore(&mut self) {
        let before = self.saved.pop().unwrap_or(0);
        while self.groups > before {
            self.out.push_str("</g>\n");
            self.groups -= 1;
        }
    }

    pub(in crate::view::timeline) fn begin_path(&mut self) {
        self.path.clear();
    }

    pub(in crate::view::timeline) fn move_to(&mut self, x: f64, y: f64) {
        self.point('M', x, y);
    }

    pub(in crate::view::timeline) fn line_to(&mut self, x: f64, y: f64) {
        self.point('L', x, y);
    }

    pub(in crate::view::timeline) fn curve_to(
        &mut self,
        ax: f64,
        ay: f64,
        bx: f64,
        by: f64,
        x: f64,
        y: f64,
    ) {
        self.point('C', ax, ay);
        self.point(' ', bx, by);
        self.point(' ', x, y);
    }

    pub(in crate::view::timeline) fn close_path(&mut self) {
        self.path.push('Z');
    }

    pub(in crate::view::timeline) fn rect(&mut self, x: f64, y: f64, w: f64, h: f64) {
        self.point('M', x, y);
        for (letter, by) in [('h', w), ('v', h), ('h', -w)] {
            self.path.push(letter);
            number(&mut self.path, by);
        }
        self.path.push('Z');
    }

    pub(in crate::view::timeline) fn round_rect(
        &mut self,
        x: f64,
        y: f64,
        w: f64,
        h: f64,
        radius: f64,
    ) {
        let r = radius.min(w / 2.0).min(h / 2.0);
        self.point('M', x + r, y);
        for (dx, dy, ax, ay) in [
            (w - 2.0 * r, 0.0, r, r),
            (0.0, h - 2.0 * r, -r, r),
            (2.0 * r - w, 0.0, -r, -r),
            (0.0, 2.0 * r - h, r, -r),
        ] {
            self.point('l', dx, dy);
            self.point('a', r, r);
            self.path.push_str(" 0 0 1");
            self.point(' ', ax, ay);
        }
        self.path.push('Z');
    }

    fn point(&mut self, letter: char, x: f64, y: f64) {
        self.path.push(letter);
        number(&mut self.path, x);
        self.path.push(' ');
        number(&mut self.path, y);
    }

    pub(in crate::view::timeline) fn fill(&mut self) {
        let fill = std::mem::take(&mut self.fill);
        self.filled(&fill);
        self.fill = fill;
    }

    pub(in crate::view::timeline) fn fill_hatched(&mut self, colour: usize) {
        let mut fill = String::from(" fill=\"url(#fs-hatch-");
        number(&mut fill, colour as f64);
        fill.push_str(")\"");
        self.filled(&fill);
    }

    fn filled(&mut self, fill: &str) {
        if self.path.is_empty() {
            return;
        }
        for part in ["<path d=\"", &self.path, "\"", fill, "/>\n"] {
            self.out.push_str(part);
        }
    }

    pub(in crate::view::timeline) fn stroke(&mut self) {
        if self.path.is_empty() {
            return;
        }
        for part in ["<path d=\"", &self.path, "\" fill=\"none\"", &self.stroke, &self.dash] {
            self.out.push_str(part);
        }
        attribute(&mut self.out, "stroke-width", self.line_width);
        self.out.push_str("/>\n");
    }

    /// What follows is in a group that is clipped, until `restore`.
    pub(in crate::view::timeline) fn clip(&mut self) {
        self.clips += 1;
        let id = self.clips.to_string();
        for part in ["<clipPath id=\"fs-clip-", &id, "\"><path d=\"", &self.path, "\"/></clipPath>"]
        {
            self.out.push_str(part);
        }
        for part in ["<g clip-path=\"url(#fs-clip-", &id, ")\">\n"] {
            self.out.push_str(part);
        }
        self.groups += 1;
    }

    pub(in crate::view::timeline) fn fill_rect(&mut self, x: f64, y: f64, w: f64, h: f64) {
        self.out.push_str("<rect");
        for (key, value) in [("x", x), ("y", y), ("width", w), ("height", h)] {
            attribute(&mut self.out, key, value);
        }
        self.out.push_str(&self.fill);
        self.out.push_str("/>\n");
    }

    pub(in crate::view::timeline) fn set_fill(&mut self, colour: &str) {
        self.fill = paint("fill", colour);
    }

    pub(in crate::view::timeline) fn set_stroke(&mut self, colour: &str) {
        self.stroke = paint("stroke", colour);
    }

    pub(in crate::view::timeline) fn set_line_width(&mut self, width: f64) {
        self.line_width = width;
    }

    pub(in crate::view::timeline) fn set_dash(&mut self, dash: &[f64]) {
        self.dash.clear();
        if dash.is_empty() {
            return;
        }
        self.dash.push_str(" stroke-dasharray=\"");
        for part in dash {
            number(&mut self.dash, *part);
            self.dash.push(' ');
        }
        self.dash.push('"');
    }

    pub(in crate::view::timeline) fn set_font(&mut self, size: f64, weight: u32, family: &str) {
        self.size = size;
        self.font.clear();
        attribute(&mut self.font, "font-size", size);
        attribute(&mut self.font, "font-weight", f64::from(weight));
        self.font.push_str(" font-family=\"");
        // Only browsers know the system's own; what else opens the picture begins with the next one.
        let known = family.trim_start_matches("system-ui, -apple-system, ");
        escape(&mut self.font, known.trim_start_matches("ui-monospace, "));
        self.font.push('"');
    }

    pub(in crate::view::timeline) fn text(&mut self, text: &str, x: f64, y: f64, width: f64) {
        self.out.push_str("<text xml:space=\"preserve\"");
        for (key, value) in [("x", x), ("y", y + BASELINE * self.size), ("textLength", width)] {
            attribute(&mut self.out, key, value);
        }
        self.out.push_str(" lengthAdjust=\"spacingAndGlyphs\"");
        self.out.push_str(&self.font);
        self.out.push_str(&self.fill);
        self.out.push('>');
        escape(&mut self.out, text);
        self.out.push_str("</text>\n");
    }
}

/// A colour as attributes: what shines through apart from the colour.
fn paint(what: &str, colour: &str) -> String {
    let mut out = format!(" {what}=\"");
    let parts =
        colour.strip_prefix("rgba(").and_then(|rest| rest.trim_end_matches(')').rsplit_once(','));
    match parts {
        Some((rgb, alpha)) => {
            for part in ["rgb(", rgb, ")\" ", what, "-opacity=\"", alpha.trim()] {
                out.push_str(part);
            }
        }
        None => escape(&mut out, colour),
    }
    out.push('"');
    out
}

/// A tile of diagonal lines that meet at its edges.
fn hatch(out: &mut String, colour: usize, side: f64, lines: &str) {
    out.push_str("<pattern id=\"fs-hatch-");
    number(out, colour as f64);
    out.push_str("\" patternUnits=\"userSpaceOnUse\"");
    attribute(out, "width", side);
    attribute(out, "height", side);
    out.push_str("><path d=\"");
    for shift in [-1.0, 0.0, 1.0] {
        let ends =
            [('M', (shift - 0.5) * side, 1.5 * side), ('L', (shift + 1.5) * side, -0.5 * side)];
        for (letter, x, y) in ends {
            out.push(letter);
            number(out, x);
            out.push(' ');
            number(out, y);
        }
    }
    out.push_str("\" stroke-width=\"1.4\"");
    out.push_str(&paint("stroke", lines));
    out.push_str("/></pattern>\n");
}

fn attribute(out: &mut String, key: &str, value: f64) {
    for part in [" ", key, "=\""] {
        out.push_str(part);
    }
    number(out, value);
    out.push('"');
}

/// A length, to the hundredth of a pixel. (What writes floating-point numbers is large.)
fn number(out: &mut String, value: f64) {
    let hundredths = (value * 100.0).round() as i64;
    if hundredths < 0 {
        out.push('-');
    }
    out.push_str(&decimal(hundredths.unsigned_abs(), 2));
}

/// Text that is nothing but text, in an attribute too. XML has no way to write most control
/// characters.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: f64) -> String {
        let mut out = String::new();
        number(&mut out, value);
        out
    }

    #[test]
    fn lengths_are_written_to_the_hundredth() {
        for (value, text) in
            [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (0.5, "0.5"), (-3.25, "-3.25"), (7.004, "7")]
        {
            assert_eq!(said(value), text);
        }
    }

    #[test]
    fn what_is_clipped_is_a_group_until_it_is_restored() {
        let mut svg = Svg::default();
        svg.save();
        svg.begin_path();
        svg.rect(1.0, 1.0, 8.0, 8.0);
        svg.clip();
        svg.restore();
        svg.fill_rect(0.0, 0.0, 1.0, 1.0);
        let all = svg.document("t", "d", 7.0, &[]);
        let (clipped, after) = all.split_once("</g>").expect("a group");
        assert!(
            clipped.contains("<clipPath id=\"fs-clip-1\"><path d=\"M1 1h8v8h-8Z\"/></clipPath>")
        );
        assert!(after.contains("<rect"), "{all}");
    }

    #[test]
    fn what_shines_through_is_an_attribute_of_its_own() {
        let expected = " fill=\"rgb(1, 2, 3)\" fill-opacity=\"0.58\"";
        assert_eq!(paint("fill", "rgba(1, 2, 3, 0.58)"), expected);
        assert_eq!(paint("stroke", "#010203"), " stroke=\"#010203\"");
    }

    #[test]
    fn texts_cannot_be_markup() {
        let mut svg = Svg::default();
        svg.text("<script>\u{1}\"&", 0.0, 0.0, 5.0);
        let all = svg.document("<t>", "a & b", 7.0, &[]);
        assert!(all.contains(">&lt;script&gt;\u{fffd}&quot;&amp;</text>"), "{all}");
        assert!(all.contains("<title id=\"fs-title\">&lt;t&gt;</title>"), "{all}");
        assert!(all.contains("a &amp; b"), "{all}");
    }
}

//! The little of HTML that trunk's output needs: links and scripts are found and taken out, and
//! something is put in.

/// A page's text.
#[derive(Clone)]
pub struct Html(String);

impl Html {
    /// A page.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Takes the first `<link>` of this kind out; where it leads, without `./`.
    pub fn take_link(&mut self, kind: &str) -> Option<String> {
        let mut from = 0;
        loop {
            let start = from + self.0[from..].find("<link ")?;
            let end = start + self.0[start..].find('>')? + 1;
            let tag = &self.0[start..end];
            if attribute(tag, "rel") == Some(kind) {
                let target = attribute(tag, "href")?.trim_start_matches("./").to_owned();
                self.0.replace_range(start..end, "");
                return Some(target);
            }
            from = end;
        }
    }

    /// Takes the first `<script>` out that is in a file of its own; its name, without `./`.
    pub fn take_script_file(&mut self) -> Option<String> {
        let start = self.0.find("<script src=\"")?;
        let end = start + self.0[start..].find("</script>")? + "</script>".len();
        let file = attribute(&self.0[start..end], "src")?.trim_start_matches("./").to_owned();
        self.0.replace_range(start..end, "");
        Some(file)
    }

    /// Takes the first `<script>` of this type out; whether there was one.
    pub fn take_script(&mut self, kind: &str) -> bool {
        let found = self.0.find(&format!("<script type=\"{kind}\""));
        let Some(start) = found else { return false };
        let Some(length) = self.0[start..].find("</script>") else { return false };
        self.0.replace_range(start..start + length + "</script>".len(), "");
        true
    }

    /// Puts something behind the declaration of the characters' encoding, which must come first.
    ///
    /// # Errors
    /// If there is none.
    pub fn put_first(&mut self, text: &str) -> Result<(), String> {
        let found = self.0.find("<meta charset=");
        let start = found.ok_or("index.html does not declare its encoding")?;
        let end = start + self.0[start..].find('>').ok_or("index.html ends within a tag")? + 1;
        self.0.insert_str(end, text);
        Ok(())
    }

    /// Puts something at the end of the head.
    ///
    /// # Errors
    /// If it has none.
    pub fn put_in_head(&mut self, text: &str) -> Result<(), String> {
        self.put_before("</head>", text)
    }

    /// Puts something at the end of the body.
    ///
    /// # Errors
    /// If it has none.
    pub fn put_in_body(&mut self, text: &str) -> Result<(), String> {
        self.put_before("</body>", text)
    }

    fn put_before(&mut self, tag: &str, text: &str) -> Result<(), String> {
        let place = self.0.rfind(tag).ok_or_else(|| format!("index.html has no {tag}"))?;
        self.0.insert_str(place, text);
        Ok(())
    }

    /// Takes empty lines out, before there is a script whose hash would change.
    pub fn tidy(&mut self) {
        let lines = self.0.lines().filter(|line| !line.trim().is_empty());
        self.0 = lines.fold(String::new(), |text, line| text + line + "\n");
    }

    /// The page's text.
    pub fn text(self) -> String {
        self.0
    }
}

/// What an attribute of a tag says.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// Text that stands in a script or a style: nothing in it may end that.
///
/// # Errors
/// If something would.
pub fn inside<'a>(tag: &str, text: &'a str) -> Result<&'a str, String> {
    let end = format!("</{tag}");
    match text.to_ascii_lowercase().contains(&end) || text.contains("<!--") {
        false => Ok(text),
        true => Err(format!("a text for <{tag}> contains {end} or <!--")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n<meta charset=\"utf-8\"/>\n<link rel=\"icon\" href=\"i.svg\">\n\
         <script src=\"./s.js\"></script>\n\
         <link rel=\"stylesheet\" href=\"./a.css\"/><link rel=\"stylesheet\" href=\"./b.css\"/>\n\
         <script type=\"module\">\nimport init from './a.js';\n</script></head>\n<body>x</body>\n";

    #[test]
    fn links_are_taken_in_their_order() {
        let mut html = Html::new(PAGE.to_owned());
        assert_eq!(html.take_link("stylesheet").as_deref(), Some("a.css"));
        assert_eq!(html.take_link("stylesheet").as_deref(), Some("b.css"));
        assert_eq!(html.take_link("stylesheet"), None);
        assert_eq!(html.take_link("icon").as_deref(), Some("i.svg"));
        assert_eq!(html.take_script_file().as_deref(), Some("s.js"));
        assert_eq!(html.take_script_file(), None);
        assert!(html.take_script("module"));
        assert!(!html.take_script("module"));
        html.tidy();
        assert_eq!(html.text(), "<head>\n<meta charset=\"utf-8\"/>\n</head>\n<body>x</body>\n");
    }

    #[test]
    fn things_are_put_where_they_belong() {
        let mut html = Html::new("<head><meta charset=\"utf-8\"></head><body></body>".to_owned());
        html.put_first("1").expect("an encoding");
        html.put_in_head("2").expect("a head");
        html.put_in_body("3").expect("a body");
        assert_eq!(html.text(), "<head><meta charset=\"utf-8\">12</head><body>3</body>");
    }

    #[test]
    fn nothing_ends_a_script_early() {
        assert!(inside("script", "if (a < b) {}").is_ok());
        assert!(inside("script", "'</SCRIPT>'").is_err());
        assert!(inside("style", "</style").is_err());
        assert!(inside("script", "'<!--'").is_err());
    }
}

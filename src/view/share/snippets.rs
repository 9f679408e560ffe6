//! What is copied: the same address in four clothes.

use std::net::Ipv4Addr;

use playground::route::Route;

/// A way to hand on what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The address.
    Link,
    /// A frame.
    Frame,
    /// The element of `embed.js`.
    Element,
    /// For a book.
    Markdown,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Link, Self::Element, Self::Frame, Self::Markdown];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::Frame => "Frame",
            Self::Element => "Element",
            Self::Markdown => "Markdown",
        }
    }

    /// What it is good for.
    pub fn why(self) -> &'static str {
        match self {
            Self::Link => "Leads to this very moment, with these constants.",
            Self::Frame => "For any page. The sandbox lets it run, and nothing else.",
            Self::Element => "For slides and pages: made when it is seen, and moved by a script.",
            Self::Markdown => "For mdBook. Where frames are not shown, the link is.",
        }
    }
}

/// The address of the page itself, without what stands behind `#`.
pub fn page_address() -> String {
    let address = web_sys::window().and_then(|window| window.location().href().ok());
    let mut address = address.unwrap_or_default();
    address.truncate(address.find('#').unwrap_or(address.len()));
    address
}

/// What to know about an address that leads nowhere on other machines, and what to do instead.
pub fn only_here(page: &str) -> Option<&'static str> {
    let host = page.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', '?']).next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if page.starts_with("file:") {
        return Some(
            "This page is a file on this computer, so its address works here only. To share it, put \
             the page’s folder on any web host and open it there; or pass the file on: what follows \
             # leads to this moment in every copy.",
        );
    }
    let is_local = matches!(name, "localhost" | "[::1]")
        || name.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback())
        || name.ends_with(".localhost");
    is_local.then_some(
        "This computer serves this page to itself, so its address works here only. To share it, put \
         the page’s folder on any web host and open it there: what follows # leads to this moment \
         in every copy.",
    )
}

/// The text to copy. `page` is the page's own address, `route` what it shows, `embed` the same as an
/// embed.
pub fn snippet(kind: Kind, page: &str, route: &Route, embed: &Route) -> String {
    match kind {
        Kind::Link => format!("{page}{route}"),
        Kind::Element => element(page, embed),
        Kind::Frame => frame(page, embed),
        Kind::Markdown => {
            let title = &route.exhibit.title;
            format!("{}\n\n[{title} in Futurescope](<{page}{route}>)", frame(page, embed))
        }
    }
}

fn frame(page: &str, embed: &Route) -> String {
    let address = attribute(&format!("{page}{embed}"));
    let title = attribute(&embed.exhibit.title);
    format!(
        "<iframe src=\"{address}\" title=\"{title}\" sandbox=\"allow-scripts\" loading=\"lazy\" \
         width=\"100%\" height=\"480\" style=\"border: 0\"></iframe>"
    )
}

/// The element's attributes are the settings of the address.
fn element(page: &str, embed: &Route) -> String {
    let folder = page.rfind('/').map_or("", |end| &page[..=end]);
    let script = attribute(&format!("{folder}embed.js"));
    let address = embed.to_string();
    let mut text = format!("<script src=\"{script}\" defer></script>\n<futurescope-embed");
    text.push_str(&format!(" scenario=\"{}\"", embed.exhibit.id));
    let query = address.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        text.push_str(&format!(" {name}=\"{}\"", attribute(value)));
    }
    text.push_str("></futurescope-embed>");
    text
}

/// Text within the quotes of an attribute.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://example.org/a&b/";

    fn check(kind: Kind, expected: &str) {
        let route = Route::parse("#/join?t=200000&e=3&k.USER_MS=250").0;
        let embed = Route::parse("#/embed/join?t=200000&e=3&k.USER_MS=250&view=timeline,player").0;
        assert_eq!(snippet(kind, PAGE, &route, &embed), expected);
    }

    #[test]
    fn an_address_of_this_computer_is_told_as_one() {
        for page in ["file:///home/me/futurescope.html", "file:///C:/talk/futurescope.html"] {
            assert!(only_here(page).is_some_and(|said| said.contains("a file")), "{page}");
        }
        for page in [
            "http://127.0.0.1:8080/",
            "http://localhost/",
            "https://localhost:8443/x/",
            "http://[::1]:80/",
            "http://page.localhost:9/",
        ] {
            assert!(only_here(page).is_some_and(|said| said.contains("serves")), "{page}");
        }
        for page in
            [PAGE, "http://localhost.example/", "https://127.example.org:8080/", "http://[::2]/"]
        {
            assert_eq!(only_here(page), None, "{page}");
        }
    }

    #[test]
    fn a_link_is_the_address() {
        check(Kind::Link, "https://example.org/a&b/#/join?t=200000&e=3&k.USER_MS=250");
    }

    #[test]
    fn a_frame_has_the_address_of_the_embed() {
        check(
            Kind::Frame,
            "<iframe src=\"https://example.org/a&amp;b/#/embed/join?t=200000&amp;e=3&amp;k.USER_MS=250\
             &amp;view=timeline,player\" title=\"join!\" sandbox=\"allow-scripts\" \
             loading=\"lazy\" width=\"100%\" height=\"480\" style=\"border: 0\"></iframe>",
        );
    }

    #[test]
    fn an_element_has_the_settings_as_attributes() {
        check(
            Kind::Element,
            "<script src=\"https://example.org/a&amp;b/embed.js\" defer></script>\n\
             <futurescope-embed scenario=\"join\" t=\"200000\" e=\"3\" k.USER_MS=\"250\" \
             view=\"timeline,player\"></futurescope-embed>",
        );
    }

    #[test]
    fn markdown_links_to_the_page_too() {
        let route = Route::parse("#/join").0;
        let embed = Route::parse("#/embed/join").0;
        let text = snippet(Kind::Markdown, PAGE, &route, &embed);
        assert!(text.starts_with("<iframe src="), "{text}");
        assert!(text.ends_with(" in Futurescope](<https://example.org/a&b/#/join>)"), "{text}");
    }
}

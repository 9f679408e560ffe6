//! Mounts the page.

fn main() {
    yew::Renderer::<futurescope::app::App>::new().render();
}

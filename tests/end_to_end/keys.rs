//! The names of keys, as in `KeyboardEvent.key`.

use thirtyfour::Key;

/// The codes of the keys in `names`, which are joined by `+`.
pub fn parse(names: &str) -> Vec<char> {
    names.split('+').map(code).collect()
}

/// WebDriver's code for a key: a character for itself, a private one for the rest.
fn code(name: &str) -> char {
    let key = match name {
        "Space" => Key::Space,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "Shift" => Key::Shift,
        "Control" => Key::Control,
        "Alt" => Key::Alt,
        "Meta" => Key::Meta,
        // Since `+` joins names.
        "Plus" => return '+',
        _ => {
            let mut characters = name.chars();
            return match (characters.next(), characters.next()) {
                (Some(character), None) => character,
                _ => panic!("there is no key `{name}`; keys.rs has their names"),
            };
        }
    };
    key.value()
}

#[test]
fn keys_have_codes() {
    assert_eq!(parse("a"), ['a']);
    assert_eq!(parse("?"), ['?']);
    assert_eq!(parse("Shift+ArrowRight"), ['\u{e008}', '\u{e014}']);
    assert_eq!(parse("Control+Plus"), ['\u{e009}', '+']);
}

//! Editions of Rust.

use std::fmt;
use std::str::FromStr;

/// An edition that programs are compiled as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// What 2018 is compiled as too: for the programs that run here the two mean the same.
    E2021,
    E2024,
}

impl FromStr for Edition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "2018" | "2021" => Ok(Self::E2021),
            "2024" => Ok(Self::E2024),
            "2015" => {
                Err("Edition 2015 has no `async`: the editions are 2018, 2021 and 2024.".to_owned())
            }
            _ => Err(format!("There is no edition `{text}`: they are 2018, 2021 and 2024.")),
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::E2021 => "2021",
            Self::E2024 => "2024",
        })
    }
}

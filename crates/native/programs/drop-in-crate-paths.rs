//! Paths that begin at the crate: in imports, in modules, in macros.

use crate::List::{Cons, Nil};
use crate::shapes::{Area, Square};

enum List {
    Cons(i32, Box<List>),
    Nil,
}

mod shapes {
    pub(crate) trait Area {
        async fn area(&self) -> u32;
    }

    pub struct Square(pub u32);

    impl crate::shapes::Area for Square {
        async fn area(&self) -> u32 {
            tokio::task::yield_now().await;
            crate::times(self.0, self.0)
        }
    }

    pub mod inner {
        pub fn sum() -> u32 {
            crate::times(2, 3) + super::super::times(1, 1)
        }
    }
}

fn times(a: u32, b: u32) -> u32 {
    a * b
}

fn sum(list: &List) -> i32 {
    match list {
        Cons(first, rest) => first + crate::sum(rest),
        Nil => 0,
    }
}

fn blocks() -> u32 {
    std::thread::sleep(std::time::Duration::from_millis(1));
    4
}

macro_rules! product {
    ($a:expr, $b:expr) => {
        $crate::times($a, crate::times($b, 1))
    };
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    println!("{}", sum(&Cons(1, Box::new(Cons(2, Box::new(Nil))))));
    println!("{} {}", Square(3).area().await, crate::shapes::inner::sum());
    println!("{} {}", product!(2, 5), crate::blocks());
}

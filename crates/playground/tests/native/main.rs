//! Tests of what the page shows and does, as one program.

mod bounds;
mod first_minute;
mod live;
mod playground;
mod quiz;
mod runner;
mod stepping;

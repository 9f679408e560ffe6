//! Small programs, written as the marking and the facade would have them, and the traces that the engine makes of
//! them. What can be tested without a program is tested next to its code.

mod blocked;
mod driven;
mod limits;
mod nested;
mod schedule;
mod support;
mod waits;
mod workers;

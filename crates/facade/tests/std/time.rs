//! `std::time`.

use facade as tokio;
use tokio::__rt;
use tokio::__rt::std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::{check, ms, say, sleep};

#[test]
fn both_clocks_are_the_programs() {
    let main = || {
        __rt::blocking_main(async {
            let (began, instant) = (SystemTime::now(), Instant::now());
            say!("{}", began.duration_since(UNIX_EPOCH).unwrap().as_secs());
            sleep(10).await;
            say!("{:?} {:?}", began.elapsed().unwrap(), instant.elapsed());
            let later = SystemTime::now() + ms(5);
            say!("{:?}", began.duration_since(later).unwrap_err().duration());
            say!("{}", later.checked_sub(ms(15)) == Some(began));
            say!("{:?} {:?}", began, UNIX_EPOCH - ms(1));
        })
    };
    check(
        main,
        &[
            "0: 1735689600",
            "10: 10ms 10ms",
            "10: 15ms",
            "10: true",
            "10: SystemTime { tv_sec: 1735689600, tv_nsec: 0 } SystemTime { tv_sec: -1, tv_nsec: 999000000 }",
        ],
    );
}

//! Errors through `?` and `Box<dyn Error + Send + Sync>`, those of tasks included.

use std::error::Error;
use std::fmt::{self, Display};
use std::num::ParseIntError;
use tokio::time::{Duration, error::Elapsed, timeout};

#[derive(Debug)]
enum AppError {
    Parse(ParseIntError),
    Timeout(Elapsed),
    Other(Box<dyn Error + Send + Sync>),
}

impl Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            AppError::Parse(e) => write!(f, "parse error: {}", e),
            AppError::Timeout(e) => write!(f, "timeout: {}", e),
            AppError::Other(e) => write!(f, "other: {}", e),
        }
    }
}

impl Error for AppError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            AppError::Parse(e) => Some(e),
            AppError::Timeout(e) => Some(e),
            AppError::Other(e) => Some(e.as_ref()),
        }
    }
}

impl From<ParseIntError> for AppError {
    fn from(e: ParseIntError) -> Self {
        AppError::Parse(e)
    }
}
impl From<Elapsed> for AppError {
    fn from(e: Elapsed) -> Self {
        AppError::Timeout(e)
    }
}

async fn parse(s: &str) -> Result<i32, AppError> {
    let n: i32 = s.trim().parse()?;
    timeout(Duration::from_millis(10), tokio::time::sleep(Duration::from_millis(n as u64))).await?;
    if n == 7 {
        return Err(AppError::Other("seven".into()));
    }
    Ok(n * 2)
}

async fn all(inputs: &[&str]) -> Result<Vec<i32>, Box<dyn Error>> {
    let mut v = vec![];
    for i in inputs {
        v.push(parse(i).await.inspect_err(|e| println!("failed: {e}"))?);
    }
    Ok(v)
}

fn chain(e: &dyn Error) {
    let mut cause = e.source();
    while let Some(c) = cause {
        println!("  caused by: {c}");
        cause = c.source();
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("{:?}", all(&["1", " 2 "]).await.unwrap());
    for bad in ["x", "20", "7"] {
        match all(&["3", bad]).await {
            Ok(v) => println!("{v:?}"),
            Err(e) => {
                println!("{e}");
                chain(e.as_ref());
            }
        }
    }
    let (a, b) = tokio::try_join!(parse("1"), parse("4")).unwrap();
    println!("{a} {b}");
    let r = tokio::try_join!(parse("5"), parse("zz"), async { Ok::<_, AppError>(1) });
    println!("{}", r.unwrap_err());
    let handle = tokio::spawn(async { parse("8").await });
    println!("{}", handle.await??);
    Ok(())
}

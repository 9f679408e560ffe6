//! Readers and writers in memory: a connection, lines, buffers, copies, frames.

use std::io::Cursor;

use tokio::io::{
    self, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncSeekExt, AsyncWrite, AsyncWriteExt,
    BufReader, BufWriter, DuplexStream,
};

async fn echo(mut stream: DuplexStream) -> io::Result<u64> {
    let (mut reader, mut writer) = io::split(&mut stream);
    io::copy(&mut reader, &mut writer).await
}

async fn ask<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, text: &str) -> io::Result<String> {
    stream.write_all(text.as_bytes()).await?;
    let mut buffer = vec![0; text.len()];
    stream.read_exact(&mut buffer).await?;
    Ok(String::from_utf8_lossy(&buffer).into_owned())
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> io::Result<()> {
    let (mut client, server) = io::duplex(4);
    let server = tokio::spawn(echo(server));
    println!("{}", ask(&mut client, "larger than the buffer").await?);
    client.shutdown().await?;
    println!("echoed {}", server.await??);
    let mut rest = String::new();
    println!("then {} bytes", client.read_to_string(&mut rest).await?);

    let mut lines = BufReader::new(&b"first\nsecond\n\nlast"[..]).lines();
    while let Some(line) = lines.next_line().await? {
        println!("line {line:?}");
    }

    let mut numbers = Cursor::new(vec![1, 2, 3, 4, 5]);
    println!("{} {}", numbers.read_u8().await?, numbers.read_u16().await?);
    numbers.seek(io::SeekFrom::Start(4)).await?;
    println!("{} {:?}", numbers.read_u8().await?, numbers.read_u8().await.map_err(|e| e.kind()));

    let mut out = BufWriter::new(Vec::new());
    out.write_all(b"written, ").await?;
    out.write_u8(b'!').await?;
    out.flush().await?;
    println!("{}", String::from_utf8_lossy(out.get_ref()));

    let mut taken = (&b"chained "[..]).chain(&b"and cut"[..]).take(11);
    let mut text = String::new();
    taken.read_to_string(&mut text).await?;
    println!("{text}");

    let (near, far) = io::duplex(64);
    let writes = async move {
        let mut near = near;
        for word in ["ready", "steady", "go"] {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            near.write_all(format!("{word}\n").as_bytes()).await.unwrap();
        }
    };
    let reads = async move {
        let mut far = BufReader::new(far);
        let mut line = String::new();
        while far.read_line(&mut line).await.unwrap() > 0 {
            print!("{line}");
            line.clear();
        }
    };
    tokio::join!(reads, writes);
    io::stdout().write_all(b"and to stdout\n").await?;
    Ok(())
}

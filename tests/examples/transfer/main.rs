//! Measures how much memory large files take on their way up and down: `README.md` beside this file says how. Linux only, for
//! it reads `/proc`.

mod server;

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use clap::Parser;
use wxopen::media::{GetMedia, MediaType, UploadTempMedia};
use wxopen::{Client, File};

/// Set in the process that is the server.
const SERVER: &str = "WXOPEN_TRANSFER_SERVER";
const MIB: u64 = 1 << 20;

/// Measures the peak of memory while large files go up and down.
#[derive(Debug, Parser)]
#[command(name = "transfer")]
struct Options {
    /// Size of the file, in millions of bytes
    #[arg(long, default_value_t = 200)]
    megabytes: u64,
    /// The most memory that may be added, in MiB
    #[arg(long, default_value_t = 8)]
    limit: u64,
}

fn main() -> ExitCode {
    if let Ok(bytes) = env::var(SERVER) {
        // It ends when it is killed.
        return ExitCode::from(u8::from(server::serve(bytes.parse().unwrap_or_default()).is_err()));
    }
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(measure(&options))) {
        Ok(added) if added <= options.limit * MIB => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The other process, killed when this is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start_server(bytes: u64) -> Result<(Server, String), Box<dyn Error>> {
    let mut process =
        Command::new(env::current_exe()?).env(SERVER, bytes.to_string()).stdout(Stdio::piped()).spawn()?;
    let output = process.stdout.take().ok_or("the server has no output")?;
    let server = Server(process);
    let mut port = String::new();
    BufReader::new(output).read_line(&mut port)?;
    Ok((server, format!("http://127.0.0.1:{}", port.trim())))
}

/// The most memory that this process has had so far, in bytes.
fn peak() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    kib.map(|kib: u64| kib * 1024).ok_or_else(|| io::Error::other("no peak of memory in /proc/self/status"))
}

async fn measure(options: &Options) -> Result<u64, Box<dyn Error>> {
    let bytes = options.megabytes * 1_000_000;
    let dir = tempfile::tempdir()?;
    let film = dir.path().join("film.mp4");
    let mut file = io::BufWriter::new(fs::File::create(&film)?);
    io::copy(&mut io::Read::take(io::repeat(7), bytes), &mut file)?;
    file.flush()?;
    drop(file);
    // What a small file takes is not what is asked for: connections, threads, buffers.
    let (_small_server, small) = start_server(MIB)?;
    up(&small, File::new("film.mp4", vec![7; MIB as usize])).await?;
    down(&small, &dir.path().join("small.mp4"), MIB).await?;
    let (_server, base_url) = start_server(bytes)?;
    let mut most = 0;
    for name in ["up", "down"] {
        let (before, started) = (peak()?, Instant::now());
        match name {
            "up" => up(&base_url, File::from_path(&film)).await?,
            _ => down(&base_url, &dir.path().join("again.mp4"), bytes).await?,
        }
        let (added, took) = (peak()? - before, started.elapsed());
        let speed = bytes as f64 / 1e6 / took.as_secs_f64();
        println!(
            "{name:<5} {} MB   {:.1} MiB added to a peak of {:.1} MiB   {speed:.0} MB/s",
            options.megabytes,
            added as f64 / MIB as f64,
            before as f64 / MIB as f64
        );
        most = most.max(added);
    }
    println!("at most {:.1} MiB, of {} at most", most as f64 / MIB as f64, options.limit);
    Ok(most)
}

fn client(base_url: &str) -> Client {
    let time = Duration::from_secs(600);
    Client::builder("TOKEN").base_url(base_url).timeout(time).deadline(time).build()
}

async fn up(base_url: &str, film: File) -> Result<(), Box<dyn Error>> {
    client(base_url).send(UploadTempMedia::new(MediaType::Video, film)).await?;
    Ok(())
}

async fn down(base_url: &str, path: &std::path::Path, bytes: u64) -> Result<(), Box<dyn Error>> {
    let film = client(base_url).send(GetMedia::new("m")).download(path).await?;
    if film.len != bytes || fs::metadata(path)?.len() != bytes {
        return Err(format!("{} bytes came, not {bytes}", film.len).into());
    }
    Ok(())
}

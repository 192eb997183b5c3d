//! Measures what a call costs with wxopen, beside the same call written by hand with reqwest: `README.md` beside this file
//! says how. Linux only, for it reads `/proc`.

mod by_hand;
mod measure;
mod server;
mod with_wxopen;

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Parser, ValueEnum};

use self::by_hand::ByHand;
use self::measure::{cpu, median, memory};
use self::with_wxopen::WithWxopen;

/// Set in the process that is the server.
const SERVER: &str = "WXOPEN_COST_SERVER";

/// Measures processor time per call with wxopen and by hand, and memory per authorizer.
#[derive(Debug, Parser)]
#[command(name = "cost")]
struct Options {
    /// Merchants
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    authorizers: u32,
    /// Calls a second; 0: as many as the machine makes
    #[arg(long, default_value_t = 2000)]
    rate: u32,
    /// Calls of a round
    #[arg(long, default_value_t = 4000, value_parser = clap::value_parser!(u32).range(1..))]
    calls: u32,
    /// Rounds of each
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Calls at a time
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..))]
    tasks: u32,
    /// Make calls with one alone, for a profiler to look at
    #[arg(long)]
    only: Option<Who>,
    /// The most that wxopen may cost, as a multiple
    #[arg(long, default_value_t = 1.15)]
    limit: f64,
}

/// Who can make the calls.
#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Who {
    Wxopen,
    ByHand,
}

/// Who makes a call.
#[derive(Clone)]
enum Caller {
    WithWxopen(WithWxopen),
    ByHand(ByHand),
}

impl Caller {
    async fn call(&self, appid: &str) -> Result<usize, Box<dyn Error + Send + Sync>> {
        match self {
            Self::WithWxopen(caller) => caller.call(appid).await,
            Self::ByHand(caller) => caller.call(appid).await,
        }
    }
}

/// What a round took.
#[derive(Debug, Clone, Copy)]
struct Round {
    /// Microseconds on processors per call.
    micros: f64,
    /// Calls a second.
    rate: f64,
}

fn main() -> ExitCode {
    if env::var_os(SERVER).is_some() {
        // It ends when it is killed.
        return ExitCode::from(u8::from(server::serve().is_err()));
    }
    let options = Options::parse();
    // One thread, so that nothing but the calls is counted.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let measured = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(compare(&options)));
    match measured {
        Ok(ratio) if ratio <= options.limit => ExitCode::SUCCESS,
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

fn start_server() -> Result<(Server, String), Box<dyn Error>> {
    let mut process = Command::new(env::current_exe()?).env(SERVER, "1").stdout(Stdio::piped()).spawn()?;
    let output = process.stdout.take().ok_or("the server has no output")?;
    let server = Server(process);
    let mut port = String::new();
    BufReader::new(output).read_line(&mut port)?;
    Ok((server, format!("http://127.0.0.1:{}", port.trim())))
}

async fn compare(options: &Options) -> Result<f64, Box<dyn Error>> {
    let Options { authorizers, rate, calls, rounds, tasks, .. } = *options;
    let (_server, base_url) = start_server()?;
    let appids: Arc<[String]> = (0..authorizers).map(|number| format!("wx{number:016x}")).collect();
    let by_hand = Caller::ByHand(ByHand::new(&appids, &base_url)?);

    let before = memory()?;
    let wxopen = WithWxopen::new(&appids, &base_url).await?;
    let with_tokens = memory()?;
    let clients: Vec<_> = appids.iter().map(|appid| wxopen.client(appid)).collect();
    let with_clients = memory()?;
    drop(clients);
    let wxopen = Caller::WithWxopen(wxopen);
    if let Some(who) = options.only {
        let caller = if who == Who::Wxopen { &wxopen } else { &by_hand };
        let round = round(caller, &appids, calls.saturating_mul(rounds), tasks, rate).await?;
        println!("{who:?} {:6.1} µs ({:.0}/s)", round.micros, round.rate);
        return Ok(0.0);
    }

    println!("{authorizers} authorizers, {tasks} tasks, {calls} calls a round, {rate} a second wanted");
    // Connections are made, and tokens looked up for the first time, before anything counts.
    for caller in [&by_hand, &wxopen] {
        round(caller, &appids, authorizers.min(20_000), tasks, 0).await?;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..rounds {
        // Who comes first takes turns, too.
        let (first, second) = if number % 2 == 0 { (&by_hand, &wxopen) } else { (&wxopen, &by_hand) };
        let (first, second) =
            (round(first, &appids, calls, tasks, rate).await?, round(second, &appids, calls, tasks, rate).await?);
        let (hand, own) = if number % 2 == 0 { (first, second) } else { (second, first) };
        println!(
            "  round {:>2}   by hand {:6.1} µs ({:.0}/s)   wxopen {:6.1} µs ({:.0}/s)   {:.3}",
            number + 1,
            hand.micros,
            hand.rate,
            own.micros,
            own.rate,
            own.micros / hand.micros
        );
        theirs.push(hand.micros);
        ours.push(own.micros);
    }
    let ratio = median(&ours) / median(&theirs);
    let per = |bytes: u64| bytes as f64 / f64::from(authorizers);
    println!(
        "  median     by hand {:6.1} µs   wxopen {:6.1} µs   {ratio:.3} times, of {} at most",
        median(&theirs),
        median(&ours),
        options.limit
    );
    println!("  memory     {:.0} bytes per authorizer with its tokens", per(with_tokens.saturating_sub(before)));
    println!(
        "             {:.0} bytes more with a client kept for each",
        per(with_clients.saturating_sub(with_tokens))
    );
    Ok(ratio)
}

/// Makes so many calls, evenly over time.
async fn round(
    caller: &Caller,
    appids: &Arc<[String]>,
    calls: u32,
    tasks: u32,
    rate: u32,
) -> Result<Round, Box<dyn Error>> {
    let (started, spent) = (Instant::now(), cpu()?);
    let tasks: Vec<_> = (0..tasks)
        .map(|task| {
            let (caller, appids) = (caller.clone(), appids.clone());
            tokio::spawn(async move {
                for number in (task..calls).step_by(tasks as usize) {
                    if rate > 0 {
                        let due = started + Duration::from_secs(1) * number / rate;
                        tokio::time::sleep_until(due.into()).await;
                    }
                    // Far from the one before, so that each is as likely as any other to be in a cache.
                    let appid = &appids[number as usize * 7919 % appids.len()];
                    caller.call(appid).await?;
                }
                Ok::<_, Box<dyn Error + Send + Sync>>(())
            })
        })
        .collect();
    for task in tasks {
        task.await?.map_err(|error| error.to_string())?;
    }
    let (spent, lasted) = (cpu()? - spent, started.elapsed());
    Ok(Round { micros: spent.as_secs_f64() * 1e6 / f64::from(calls), rate: f64::from(calls) / lasted.as_secs_f64() })
}

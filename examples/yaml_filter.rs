//! Reads one JSON document per line and writes each as YAML, followed by a NUL byte. `tools/yaml_fuzz.py` uses it.
//!
//! With `--time N`, converts each document N times more and says on standard error how fast that went.

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;
use stepwright::template::to_yaml;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let times: u32 = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--time", times] => times.parse()?,
        _ => 0,
    };
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let document = serde_json::from_str(&line?)?;
        let yaml = to_yaml(&document);
        out.write_all(yaml.as_bytes())?;
        out.write_all(b"\0")?;
        if times > 0 {
            let start = Instant::now();
            let bytes: usize = (0..times).map(|_| to_yaml(&document).len()).sum();
            let seconds = start.elapsed().as_secs_f64();
            eprintln!("{} bytes of YAML, {:.0} MB/s", yaml.len(), bytes as f64 / seconds / 1e6);
        }
    }
    Ok(())
}

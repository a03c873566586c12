//! Writes the definition of every example in the catalogue to a folder, for other tools to check.

use std::path::PathBuf;
use std::{env, fs, io};
use stepwright::asl::QueryLanguage;
use stepwright::machine::StateMachine;
use stepwright::tasks::CATALOGUE;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("say the folder to write to"))?;
    fs::create_dir_all(&folder)?;
    for entry in CATALOGUE {
        for example in entry.examples() {
            let name = format!("{}.{}.asl.json", entry.name, example.title);
            let machine = StateMachine::new(example.flow);
            let machine = match example.language {
                QueryLanguage::Jsonata => machine.jsonata(),
                QueryLanguage::JsonPath => machine,
            };
            fs::write(folder.join(name), machine.definition().0.to_string())?;
        }
    }
    Ok(())
}

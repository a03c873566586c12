//! Files: compared first, then written beside their place, then moved there all at once.

use super::world::Stop;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    /// That of another file, and its permissions.
    CopyOf(PathBuf),
}

/// A file that belongs into a folder.
#[derive(Debug)]
pub(super) struct Planned {
    /// Relative to the folder.
    pub(super) path: PathBuf,
    pub(super) content: Content,
}

/// How a file on disk relates to what belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It is not there.
    New,
    /// It is there, and another.
    Differs,
    /// It is there already.
    Same,
    /// It is there, and no longer belongs there.
    Stale,
}

/// Compares what is on disk below `folder`.
pub(super) fn compare(folder: &Path, planned: &Planned) -> Result<Change, Stop> {
    let path = folder.join(&planned.path);
    let same = match &planned.content {
        Content::Text(text) => fs::read(&path).map(|bytes| bytes == text.as_bytes()),
        Content::CopyOf(source) => {
            let mut original = File::open(source).map_err(Stop::file("read", source))?;
            File::open(&path).and_then(|mut copy| equal(&mut original, &mut copy))
        }
    };
    match same {
        Ok(true) => Ok(Change::Same),
        Ok(false) => Ok(Change::Differs),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Change::New)
        }
        Err(error) => Err(Stop::file("read", &path)(error)),
    }
}

fn equal(left: &mut File, right: &mut File) -> std::io::Result<bool> {
    let (one, other) = (left.metadata()?, right.metadata()?);
    if other.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if one.len() != other.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    loop {
        a.clear();
        b.clear();
        left.by_ref().take(65_536).read_to_end(&mut a)?;
        right.by_ref().take(65_536).read_to_end(&mut b)?;
        if a != b {
            return Ok(false);
        }
        if a.is_empty() {
            return Ok(true);
        }
    }
}

/// Writes files that are new or differ. Until all of them stand complete beside their places, nothing is moved; where
/// one cannot be written, nothing is left behind.
pub(super) fn write(folder: &Path, files: &[&Planned]) -> Result<(), Stop> {
    let mut waiting = Waiting::default();
    for (index, file) in files.iter().enumerate() {
        waiting.write(folder, file, index)?;
    }
    waiting.settle()
}

/// Files that stand beside their places. Those that were not moved are removed in the end.
#[derive(Default)]
struct Waiting {
    moves: Vec<(PathBuf, PathBuf)>,
    folders: Vec<PathBuf>,
}

impl Waiting {
    fn write(&mut self, folder: &Path, file: &Planned, index: usize) -> Result<(), Stop> {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(folder);
        self.create(parent)?;
        let beside = parent.join(format!(".synth-{}-{index}.tmp", std::process::id()));
        self.moves.push((beside.clone(), path.clone()));
        let written = match &file.content {
            Content::Text(text) => fs::write(&beside, text),
            Content::CopyOf(source) => fs::copy(source, &beside).map(|_| ()),
        };
        written.map_err(Stop::file("write", &path))
    }

    fn create(&mut self, folder: &Path) -> Result<(), Stop> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_owned()),
                // Another build was faster.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(Stop::file("create the folder", folder)(error)),
            }
        }
        Ok(())
    }

    fn settle(mut self) -> Result<(), Stop> {
        // A folder in the way is noticed before the first file is moved.
        if let Some((_, path)) = self.moves.iter().find(|(_, path)| path.is_dir()) {
            return Err(Stop::file("write", path)(ErrorKind::IsADirectory.into()));
        }
        while let Some((beside, path)) = self.moves.pop() {
            if let Err(error) = fs::rename(&beside, &path) {
                self.moves.push((beside, path.clone()));
                return Err(Stop::file("write", &path)(error));
            }
        }
        Ok(())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let failed = !self.moves.is_empty();
        for (beside, _) in &self.moves {
            let _ = fs::remove_file(beside);
        }
        // Only those that are empty go away.
        for folder in self.folders.iter().rev().filter(|_| failed) {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes a file, and the folders above it that are empty then, up to `folder`.
pub(super) fn remove(folder: &Path, path: &Path) -> Result<(), Stop> {
    let file = folder.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Stop::file("remove", &file)(error)),
        _ => {}
    }
    for above in path.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()) {
        if fs::remove_dir(folder.join(above)).is_err() {
            break;
        }
    }
    Ok(())
}

/// JSON as it is printed and written: indented by two, with a line break at its end.
pub(super) fn json_text(json: &Value) -> String {
    format!("{json:#}\n")
}

/// A path as people read it: the same on every platform.
pub(super) fn shown(path: &Path) -> String {
    slashes(&path.display().to_string())
}

pub(super) fn slashes(path: &str) -> String {
    if MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(MAIN_SEPARATOR, "/") }
}

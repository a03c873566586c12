//! The items of a Map: from data, or from files.
//!
//! Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html> and
//! <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html>.

use super::context::Item;
use super::engine::{Engine, Scene};
use super::failure::{Failure, Source, Trouble};
use super::numbers::Wanted;
use super::program::{Distributed, Format, ItemReader, Map, State};
use super::scope::Data;
use super::size;
use super::template::{Frame, Template, sort};
use super::world::File;
use crate::asl::QueryLanguage;
use serde_json::{Map as Object, Value, json};
use std::sync::Arc;

/// The most items that a reader reads.
const MOST_ITEMS: usize = 100_000_000;

/// An item on its way to an iteration.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) input: Data,
    key: Option<String>,
    source: Option<String>,
}

impl Piece {
    pub(super) fn of(value: Value) -> Self {
        Piece { input: Arc::new(value), key: None, source: None }
    }

    pub(super) fn item(&self, index: usize) -> Item {
        Item { index, value: self.input.clone(), key: self.key.clone(), source: self.source.clone() }
    }
}

fn unreadable(cause: impl Into<String>) -> Trouble {
    Trouble::new(Source::Inner, Failure::new("States.ItemReaderFailed").cause(cause))
}

impl Engine<'_> {
    /// Items that are in the data: an array, or in a distributed Map of JSONata an object too.
    pub(super) fn items(&mut self, map: &Map, frame: &Frame<'_>) -> Result<Vec<Piece>, Trouble> {
        let of_objects = map.distributed.is_some();
        let items = match &map.items {
            Some(template) => {
                let found = template.evaluate(frame, &mut self.chance())?;
                if of_objects && found.is_object() {
                    found
                } else {
                    template.expect_of("array", "Items", found)?
                }
            }
            None => frame.data.clone(),
        };
        match &*items {
            Value::Array(elements) => Ok(elements.iter().cloned().map(Piece::of).collect()),
            Value::Object(members) if of_objects => Ok(members
                .iter()
                .map(|(key, value)| Piece { key: Some(key.clone()), ..Piece::of(value.clone()) })
                .collect()),
            other => Err(match map.language {
                QueryLanguage::Jsonata => {
                    Trouble::query("Items", format!("Map state input must be an array but was: {other}"))
                }
                QueryLanguage::JsonPath => Trouble::runtime("Reference path \"$\" must point to array."),
            }),
        }
    }

    /// Items that are in files.
    pub(super) fn read_items(
        &mut self,
        reader: &ItemReader,
        frame: &Frame<'_>,
    ) -> Result<Vec<Piece>, Trouble> {
        let arguments = reader.arguments.evaluate(frame, &mut self.chance())?;
        let most = match &reader.most {
            None => MOST_ITEMS,
            Some(number) => match number.not_negative(Wanted::Integer, frame, &mut self.chance())? as usize {
                0 => MOST_ITEMS,
                wanted => wanted.min(MOST_ITEMS),
            },
        };
        let text = |name: &str| arguments.get(name).and_then(Value::as_str).unwrap_or_default();
        let (bucket, key) = (text("Bucket"), text("Key"));
        if reader.resource.ends_with(":listObjectsV2") {
            let files = self.world.files(bucket, text("Prefix"));
            return Ok(files.iter().take(most).map(|file| Piece::of(self.listed(file))).collect());
        }
        let source = format!("s3://{bucket}/{key}");
        let text = self.object(bucket, key)?;
        let values = match &reader.format {
            Format::Manifest => self.manifest(&text, most)?,
            format => values(&text, format, reader.pointer.as_deref(), most)?,
        };
        let piece = |value| Piece { source: Some(source.clone()), ..Piece::of(value) };
        Ok(values.into_iter().map(piece).collect())
    }

    fn object(&mut self, bucket: &str, key: &str) -> Result<String, Trouble> {
        self.world.file(bucket, key).ok_or_else(|| {
            unreadable(format!(
                "there is no file `{bucket}/{key}`; `.file(\"{bucket}/{key}\", text)` adds it"
            ))
        })
    }

    fn listed(&self, file: &File) -> Value {
        json!({
            "Etag": format!("\"{:016x}\"", fingerprint(&file.text)),
            "Key": file.key,
            "LastModified": self.settings.start.0.div_euclid(1_000),
            "Size": file.text.len(),
            "StorageClass": "STANDARD",
        })
    }

    /// An inventory of S3: a manifest names the files that list the objects.
    fn manifest(&mut self, text: &str, most: usize) -> Result<Vec<Value>, Trouble> {
        let manifest: Value = parse(text)?;
        let member = |name: &str| manifest.get(name).and_then(Value::as_str).unwrap_or_default();
        let headers = member("fileSchema").split(',').map(|name| name.trim().to_owned()).collect();
        let bucket = member("destinationBucket");
        let bucket = bucket.strip_prefix("arn:aws:s3:::").unwrap_or(bucket).to_owned();
        let format = Format::Csv { headers: Some(headers), delimiter: ',' };
        let mut out = Vec::new();
        for file in manifest.get("files").and_then(Value::as_array).into_iter().flatten() {
            let key = file.get("key").and_then(Value::as_str).unwrap_or_default();
            let text = self.object(&bucket, key)?;
            out.extend(values(&text, &format, None, most - out.len())?);
        }
        Ok(out)
    }

    /// The inputs of the executions of a distributed Map: each item by the selector, then batches of them.
    pub(super) fn selected_and_batched(
        &mut self,
        scene: &Scene,
        state: &State,
        map: &Map,
        distributed: &Distributed,
        effective: &Data,
        mut pieces: Vec<Piece>,
    ) -> Result<Vec<Piece>, Trouble> {
        if map.selector.is_some() {
            for (index, piece) in pieces.iter_mut().enumerate() {
                let item = Arc::new(piece.item(index));
                piece.input = self.select(scene, state, map, effective, &item)?;
            }
        }
        let Some(batcher) = &distributed.batcher else { return Ok(pieces) };
        let context = scene.context(state);
        let frame = scene.frame(&context, effective);
        let mut limits = [usize::MAX, size::MAX_PAYLOAD];
        for (limit, number) in limits.iter_mut().zip([&batcher.most_items, &batcher.most_bytes]) {
            if let Some(number) = number {
                let wanted = number.not_negative(Wanted::Integer, &frame, &mut self.chance())? as usize;
                *limit = wanted.clamp(1, *limit);
            }
        }
        let [most_items, most_bytes] = limits;
        let input = match &batcher.input {
            Some(template) => Some(template.evaluate(&frame, &mut self.chance())?),
            None => None,
        };
        let empty = batch(input.as_ref(), Vec::new());
        let start = size::of(&empty);
        let mut out = Vec::new();
        let (mut items, mut bytes) = (Vec::new(), start);
        for piece in pieces {
            let more = size::of(&piece.input) + 1;
            if !items.is_empty() && (items.len() >= most_items || bytes + more > most_bytes) {
                out.push(Piece::of(batch(input.as_ref(), std::mem::take(&mut items))));
                bytes = start;
            }
            bytes += more;
            items.push((*piece.input).clone());
        }
        if !items.is_empty() {
            out.push(Piece::of(batch(input.as_ref(), items)));
        }
        Ok(out)
    }
}

fn batch(input: Option<&Data>, items: Vec<Value>) -> Value {
    let mut out = Object::new();
    if let Some(input) = input {
        out.insert("BatchInput".into(), (**input).clone());
    }
    out.insert("Items".into(), Value::Array(items));
    Value::Object(out)
}

impl Template {
    /// As [`expect`](Self::expect), of a value that is there already.
    fn expect_of(&self, wanted: &'static str, field: &str, value: Data) -> Result<Data, Trouble> {
        if sort(&value) == wanted { Ok(value) } else { Err(self.unexpected(wanted, field, &value)) }
    }
}

fn parse(text: &str) -> Result<Value, Trouble> {
    serde_json::from_str(text).map_err(|error| unreadable(format!("the file is no JSON: {error}")))
}

/// What is in a file.
fn values(text: &str, format: &Format, pointer: Option<&str>, most: usize) -> Result<Vec<Value>, Trouble> {
    match format {
        Format::Json | Format::Manifest => {
            let value = parse(text)?;
            let found = match pointer {
                Some(pointer) => value.pointer(pointer).cloned().unwrap_or_default(),
                None => value,
            };
            match found {
                Value::Array(mut elements) => {
                    elements.truncate(most);
                    Ok(elements)
                }
                Value::Object(members) => Ok(members
                    .into_iter()
                    .take(most)
                    .map(|(key, value)| json!({ "Key": key, "Value": value }))
                    .collect()),
                other => Err(unreadable(format!("the file holds no array but {}", sort(&other)))),
            }
        }
        Format::JsonLines => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            lines.take(most).map(parse).collect()
        }
        Format::Csv { headers, delimiter } => {
            let mut rows = rows(text, *delimiter);
            let headers = match headers {
                Some(headers) => headers.clone(),
                None => rows.next().unwrap_or_default(),
            };
            for (index, header) in headers.iter().enumerate() {
                if headers.iter().take(index).any(|other| other == header) {
                    return Err(unreadable("CSV headers cannot contain duplicates."));
                }
            }
            let record = |row: Vec<String>| {
                let mut fields = row.into_iter();
                let members =
                    headers.iter().map(|header| (header.clone(), fields.next().unwrap_or_default().into()));
                Value::Object(members.collect())
            };
            Ok(rows.take(most).map(record).collect())
        }
    }
}

/// The rows of a CSV file: fields in quotes may hold anything, two quotes being one; empty lines are left out.
fn rows(text: &str, delimiter: char) -> impl Iterator<Item = Vec<String>> {
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text).chars().peekable();
    std::iter::from_fn(move || {
        while rest.peek().is_some() {
            let (mut row, mut field, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
            while let Some(character) = rest.next() {
                match character {
                    '"' if quoted && rest.peek() == Some(&'"') => field.extend(rest.next()),
                    '"' if quoted => quoted = false,
                    '"' if field.is_empty() => (quoted, any) = (true, true),
                    '\n' if !quoted => break,
                    '\r' if !quoted && rest.peek() == Some(&'\n') => {}
                    other if other == delimiter && !quoted => {
                        row.push(std::mem::take(&mut field));
                        any = true;
                    }
                    other => {
                        field.push(other);
                        any = true;
                    }
                }
            }
            if any {
                row.push(field);
                return Some(row);
            }
        }
        None
    })
}

/// A number that stands for a text, as an ETag does.
fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

//! The table as Parquet: the columns of NDJSON in their order, in row groups of limited size.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;

use super::Table;
use super::row::{Row, State};

/// The columns. `REQUIRED` columns are never null.
pub const SCHEMA: &str = "message finding {
  REQUIRED BINARY repository (STRING);
  REQUIRED BINARY root (STRING);
  OPTIONAL BINARY environment (STRING);
  REQUIRED BINARY rule (STRING);
  REQUIRED BINARY category (STRING);
  REQUIRED BINARY severity (STRING);
  REQUIRED BINARY verdict (STRING);
  REQUIRED BINARY file (STRING);
  REQUIRED INT32 line;
  OPTIONAL BINARY address (STRING);
  OPTIONAL BINARY message (STRING);
  OPTIONAL BINARY fingerprint (STRING);
  OPTIONAL BINARY owner (STRING);
  OPTIONAL BINARY state (STRING);
  OPTIONAL BINARY commit (STRING);
  OPTIONAL INT64 date (TIMESTAMP(MILLIS,true));
}";

/// What a row group holds at most, so that memory is bounded.
const MAX_ROWS: usize = 50_000;
const MAX_BYTES: usize = 32 << 20;

/// A value of a column.
enum Cell<'r> {
    Text(&'r str),
    Optional(Option<&'r str>),
    Line(u32),
    /// Milliseconds since 1970.
    Time(Option<i64>),
}

fn cells(row: &Row) -> [Cell<'_>; 16] {
    [
        Cell::Text(&row.repository),
        Cell::Text(&row.root),
        Cell::Optional(row.environment.as_deref()),
        Cell::Text(&row.rule),
        Cell::Text(&row.category),
        Cell::Text(row.severity.as_str()),
        Cell::Text(row.verdict.as_str()),
        Cell::Text(&row.file),
        Cell::Line(row.line),
        Cell::Optional(row.address.as_deref()),
        Cell::Optional(row.message.as_deref()),
        Cell::Optional(row.fingerprint.as_deref()),
        Cell::Optional(row.owner.as_deref()),
        Cell::Optional(row.state.map(State::as_str)),
        Cell::Optional(row.commit.as_deref()),
        Cell::Time(row.date.map(|date| date.as_second() * 1000)),
    ]
}

/// The values of a column that are not written yet; `levels` tell which rows have one.
#[derive(Debug, Default)]
struct Column {
    texts: Vec<ByteArray>,
    lines: Vec<i32>,
    times: Vec<i64>,
    levels: Vec<i16>,
}

/// Writes rows as they come, a row group at a time.
pub struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: [Column; 16],
    rows: usize,
    bytes: usize,
}

impl<W: Write + Send> std::fmt::Debug for Parquet<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl<W: Write + Send> Parquet<W> {
    pub fn new(out: W) -> io::Result<Self> {
        let schema: Type = parse_message_type(SCHEMA).map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("tollgate {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self { writer, columns: Default::default(), rows: 0, bytes: 0 })
    }

    /// Writes what is left and the end of the file.
    pub fn into_inner(mut self) -> io::Result<W> {
        self.write_group()?;
        self.writer.into_inner().map_err(failed)
    }

    fn write_group(&mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let column = std::mem::take(column);
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            // A required column has no levels.
            let levels = (!column.levels.is_empty()).then_some(&*column.levels);
            match writer.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => writer.write_batch(&column.texts, levels, None),
                ColumnWriter::Int32ColumnWriter(writer) => writer.write_batch(&column.lines, levels, None),
                ColumnWriter::Int64ColumnWriter(writer) => writer.write_batch(&column.times, levels, None),
                _ => Err(ParquetError::General("a column of another type".to_owned())),
            }
            .map_err(failed)?;
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl<W: Write + Send> Table for Parquet<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells(row)) {
            let (text, is_there) = match cell {
                Cell::Text(text) => (Some(text), None),
                Cell::Optional(text) => (text, Some(text.is_some())),
                Cell::Line(line) => {
                    column.lines.push(i32::try_from(line).unwrap_or(i32::MAX));
                    (None, None)
                }
                Cell::Time(time) => {
                    column.times.extend(time);
                    (None, Some(time.is_some()))
                }
            };
            self.bytes += text.map_or(0, str::len);
            column.texts.extend(text.map(ByteArray::from));
            column.levels.extend(is_there.map(i16::from));
        }
        self.rows += 1;
        if self.rows >= MAX_ROWS || self.bytes >= MAX_BYTES { self.write_group() } else { Ok(()) }
    }
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

//! `csvdecode`: comma separated values as Go's reader understands them.

use std::sync::Arc;

use super::call::{Call, FunctionError, MAX_ELEMENTS};
use super::table::{Function, Want, param, typed};
use crate::config::ty::Type;
use crate::eval::value::{Members, Value};

pub(super) const TABLE: &[Function] =
    &[typed("csvdecode", &[param("str", Want::String)], |_| Ok(Type::Dynamic), csvdecode)];

fn csvdecode(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let mut reader = Reader { rest: call.text(0), line: 0 };
    let headers = reader.record()?.ok_or("missing header line")?;
    for (i, name) in headers.iter().enumerate() {
        if headers.iter().take(i).any(|other| other == name) {
            return Err(format!("duplicate column name `{name}`").into());
        }
    }
    let names: Vec<Arc<str>> = headers.iter().map(|name| super::call::normal(name.clone())).collect();
    let mut rows = Vec::new();
    while let Some(fields) = reader.record()? {
        if fields.len() != names.len() {
            return Err(format!("CSV parse error on line {}: wrong number of fields", reader.line).into());
        }
        if rows.len().saturating_mul(names.len()) > MAX_ELEMENTS * 10 {
            return Ok(call.limited(ty, "a table that is too large"));
        }
        let values = fields.into_iter().map(|field| Value::string(super::call::normal(field)));
        rows.push(Value::object(names.iter().cloned().zip(values).collect::<Members>()));
    }
    let element = Type::object(names.into_iter().map(|name| (name, Type::String)));
    Ok(Value::list(element, rows))
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    /// The next line with its line break, in which `\r\n` is `\n`.
    fn next_line(&mut self) -> Option<String> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let end = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let mut line: String = line.to_owned();
        // Go drops a carriage return at the very end of the input too.
        if line.ends_with("\r\n") {
            line.truncate(line.len() - 2);
            line.push('\n');
        } else if self.rest.is_empty() && line.ends_with('\r') {
            line.pop();
        }
        Some(line)
    }

    fn record(&mut self) -> Result<Option<Vec<String>>, FunctionError> {
        let mut line = loop {
            match self.next_line() {
                None => return Ok(None),
                Some(line) if line == "\n" => {}
                Some(line) => break line,
            }
        };
        let mut fields = Vec::new();
        loop {
            let (field, rest) = if line.starts_with('"') { self.quoted(&line)? } else { self.plain(&line)? };
            fields.push(field);
            match rest {
                Some(rest) => line = rest,
                None => return Ok(Some(fields)),
            }
        }
    }

    fn plain(&self, line: &str) -> Result<(String, Option<String>), FunctionError> {
        let (field, rest) = match line.split_once(',') {
            Some((field, rest)) => (field, Some(rest.to_owned())),
            None => (line.strip_suffix('\n').unwrap_or(line), None),
        };
        if field.contains('"') {
            return Err(self.fail("bare `\"` in non-quoted field"));
        }
        Ok((field.to_owned(), rest))
    }

    fn quoted(&mut self, line: &str) -> Result<(String, Option<String>), FunctionError> {
        let mut field = String::new();
        let mut text = line.get(1..).unwrap_or("").to_owned();
        loop {
            let Some((before, after)) = text.split_once('"') else {
                field.push_str(&text);
                text = self.next_line().ok_or_else(|| self.fail("extraneous or missing `\"` in quoted field"))?;
                continue;
            };
            field.push_str(before);
            if let Some(rest) = after.strip_prefix('"') {
                field.push('"');
                text = rest.to_owned();
            } else if let Some(rest) = after.strip_prefix(',') {
                return Ok((field, Some(rest.to_owned())));
            } else if after.is_empty() || after == "\n" {
                return Ok((field, None));
            } else {
                return Err(self.fail("extraneous or missing `\"` in quoted field"));
            }
        }
    }

    fn fail(&self, what: &str) -> FunctionError {
        FunctionError::Failed(format!("CSV parse error on line {}: {what}", self.line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<Vec<String>>, FunctionError> {
        let mut reader = Reader { rest: text, line: 0 };
        let mut records = Vec::new();
        while let Some(record) = reader.record()? {
            records.push(record);
        }
        Ok(records)
    }

    #[test]
    fn quotes_hold_separators_and_line_breaks() {
        let read = records("a,\"b,\"\"c\"\"\"\r\n\n\"x\ny\",\n").unwrap();
        assert_eq!(read, [["a", "b,\"c\""], ["x\ny", ""]]);
        assert!(records("a\"b").is_err());
        assert!(records("\"a\"b").is_err());
        assert!(records("\"a").is_err());
    }
}

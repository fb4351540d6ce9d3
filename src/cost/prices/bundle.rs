//! The table inside the binary: one zlib stream for each large resource type, one a provider for all others.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::{Arc, OnceLock};

use flate2::read::ZlibDecoder;

use super::super::decimal::Decimal;
use super::{Coverage, Price, Query, matches};

static TABLE: &[u8] = include_bytes!("../../../prices/prices.bin");
const MAGIC: &[u8] = b"tgprice1";

/// One stream: its place in the table and, once asked for, its text and index.
struct Stream {
    name: &'static str,
    packed: &'static [u8],
    length: usize,
    opened: OnceLock<Opened>,
}

/// An unpacked stream.
struct Opened {
    regions: Vec<Arc<str>>,
    /// Source and day.
    sources: Vec<(Arc<str>, Arc<str>)>,
    text: String,
    /// Lines by type and component in lower case: sizes are written in either case.
    lines: HashMap<String, Vec<(usize, usize)>>,
}

/// The price of the row that fits best.
pub(super) fn find(query: Query<'_>) -> Option<Price> {
    let stream = stream_of(query.kind)?;
    let opened = stream.opened.get_or_init(|| open(stream));
    let key = format!("{}\t{}", query.kind, query.component).to_ascii_lowercase();
    let rows = opened.lines.get(&key)?.iter().filter_map(|(start, end)| opened.text.get(*start..*end));
    let fitting = rows.filter_map(|line| {
        let mut fields = line.split('\t').skip(2);
        let count = matches(fields.next()?, query.attributes)?;
        let (unit, cells) = (fields.next()?, fields.next()?);
        Some((count, opened.price(cells, unit, query.region)?))
    });
    // Of rows that fit equally well the first one in the order of the file counts.
    fitting.reduce(|best, row| if row.0 > best.0 { row } else { best }).map(|(_, price)| price)
}

impl Opened {
    /// The cell of a region; cells of region `*` are good for all.
    fn price(&self, cells: &str, unit: &str, region: &str) -> Option<Price> {
        let mut source = 0;
        for cell in cells.split(' ') {
            let mut parts = cell.split(':');
            let at: usize = parts.next()?.parse().ok()?;
            let usd = parts.next()?;
            if let Some(text) = parts.next() {
                source = text.parse().ok()?;
            }
            let name = self.regions.get(at)?;
            if **name == *region || &**name == "*" {
                let (source, as_of) = self.sources.get(source)?;
                let usd = Decimal::parse(usd)?;
                return Some(Price { usd, unit: unit.into(), as_of: Arc::clone(as_of), source: Arc::clone(source) });
            }
        }
        None
    }
}

fn streams() -> &'static [Stream] {
    static STREAMS: OnceLock<Vec<Stream>> = OnceLock::new();
    STREAMS.get_or_init(|| index().unwrap_or_default())
}

/// Reads the head of the table: name, offset, packed length, length and number of prices of each stream.
fn index() -> Option<Vec<Stream>> {
    let rest = TABLE.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (head, body) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let lines = std::str::from_utf8(head).ok()?.lines();
    let stream = |line: &'static str| {
        let mut fields = line.split('\t');
        let name = fields.next()?;
        let offset: usize = fields.next()?.parse().ok()?;
        let packed: usize = fields.next()?.parse().ok()?;
        let length = fields.next()?.parse().ok()?;
        Some(Stream { name, packed: body.get(offset..offset + packed)?, length, opened: OnceLock::new() })
    };
    Some(lines.filter_map(stream).collect())
}

fn stream_of(kind: &str) -> Option<&'static Stream> {
    let provider = kind.split('_').next().unwrap_or(kind);
    let named = |name: &str| streams().iter().find(|stream| stream.name == name);
    named(kind).or_else(|| named(provider))
}

fn open(stream: &Stream) -> Opened {
    let mut text = String::with_capacity(stream.length);
    // The table is our own: a stream that does not unpack would show in every test that asks for a price.
    let _ = ZlibDecoder::new(stream.packed).read_to_string(&mut text);
    let mut head = text.lines();
    let regions = head.next().unwrap_or("").split('\t').map(Arc::from).collect();
    let sources = head.next().unwrap_or("").split('\t').filter_map(|source| source.split_once('@'));
    let sources = sources.map(|(source, as_of)| (source.into(), as_of.into())).collect();
    let mut lines: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    let mut start = 0;
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        if i >= 2 {
            let mut fields = line.split('\t');
            let key = format!("{}\t{}", fields.next().unwrap_or(""), fields.next().unwrap_or(""));
            lines.entry(key.to_ascii_lowercase()).or_default().push((start, end.saturating_sub(1)));
        }
        start = end;
    }
    Opened { regions, sources, text, lines }
}

/// Counts all prices; unpacks everything.
pub(super) fn coverage() -> Coverage {
    let mut coverage = Coverage::default();
    for stream in streams() {
        let opened = stream.opened.get_or_init(|| open(stream));
        for line in opened.text.lines().skip(2) {
            count(opened, line, &mut coverage);
        }
    }
    coverage
}

fn count(opened: &Opened, line: &str, coverage: &mut Coverage) {
    let mut fields = line.split('\t');
    let kind = fields.next().unwrap_or("");
    let mut source = 0;
    let by_region: &mut BTreeMap<_, _> = coverage.types.entry(kind.into()).or_default();
    for cell in fields.nth(3).unwrap_or("").split(' ') {
        let mut parts = cell.split(':');
        let region = parts.next().and_then(|text| text.parse::<usize>().ok()).and_then(|at| opened.regions.get(at));
        if let Some(at) = parts.nth(1).and_then(|text| text.parse().ok()) {
            source = at;
        }
        if let (Some(region), Some(source)) = (region, opened.sources.get(source)) {
            *by_region.entry(Arc::clone(region)).or_default() += 1;
            *coverage.sources.entry(source.clone()).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_in(region: &str, kind: &str, component: &str, attributes: &[(&'static str, String)]) -> Option<String> {
        find(Query { region, kind, component, attributes }).map(|price| price.usd.to_string())
    }

    #[test]
    fn a_price_is_found_by_region_and_name() {
        let name = "Instance usage (Linux/UNIX, on-demand, m5.large)";
        assert_eq!(find_in("us-east-1", "aws_instance", name, &[]).as_deref(), Some("0.096"));
        assert_eq!(find_in("eu-west-1", "aws_instance", name, &[]).as_deref(), Some("0.107"));
        assert_eq!(find_in("us-east-1", "aws_nat_gateway", "NAT gateway", &[]).as_deref(), Some("0.045"));
    }

    #[test]
    fn a_region_without_a_row_has_no_price() {
        assert_eq!(find_in("eu-south-2", "aws_nat_gateway", "NAT gateway", &[]), None);
    }

    #[test]
    fn attributes_tell_prices_apart() {
        let storage = "Storage (general purpose SSD, gp2)";
        let asked = |multi_az: &str| [("multi_az", multi_az.to_string()), ("engine", "mysql".to_string())];
        assert_eq!(find_in("us-east-1", "aws_db_instance", storage, &asked("false")).as_deref(), Some("0.115"));
        assert_eq!(find_in("us-east-1", "aws_db_instance", storage, &asked("true")).as_deref(), Some("0.23"));
        assert_eq!(find_in("us-east-1", "aws_db_instance", storage, &[]), None);
    }

    #[test]
    fn the_table_is_whole() {
        let coverage = coverage();
        assert!(coverage.total() > 60_000, "{}", coverage.total());
        assert!(coverage.types.len() > 200, "{}", coverage.types.len());
        assert!(coverage.sources.keys().all(|(_, as_of)| as_of.len() == 10));
    }
}

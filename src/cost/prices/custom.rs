//! The user's own price table: CSV with the columns of the bundled one. Its rows win; a row with the unit `%` changes
//! the list prices of a type, service, region or provider instead of giving one.

use super::{Price, Query, matches};
use crate::cost::decimal::Decimal;

/// Why a price table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PriceFileError {
    #[error("the price table has no column `{0}`")]
    MissingColumn(&'static str),
    #[error("line {line} of the price table: {problem}")]
    Row { line: u64, problem: String },
}

/// Rows of the user's tables.
#[derive(Debug, Default)]
pub struct Custom {
    prices: Vec<Row>,
    discounts: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    region: String,
    service: String,
    kinds: Vec<String>,
    component: String,
    attributes: String,
    price: Price,
    provider: String,
}

const COLUMNS: [&str; 8] =
    ["provider", "region", "service", "terraform_type", "component", "attribute_match", "unit", "usd"];

impl Custom {
    /// Reads one table and puts its rows before those that are there.
    pub fn add(&mut self, text: &str) -> Result<(), PriceFileError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| PriceFileError::Row {
            line: error.position().map_or(0, csv::Position::line),
            problem: "it is no CSV".to_string(),
        };
        let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
        let place = |name| header.iter().position(|column| column == name);
        let mut at = [0; COLUMNS.len()];
        for (at, name) in at.iter_mut().zip(COLUMNS) {
            *at = place(name).ok_or(PriceFileError::MissingColumn(name))?;
        }
        let (as_of, source) = (place("as_of"), place("source"));
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(&error))?;
            let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
            let [provider, region, service, kind, component, attributes, unit, usd] = at.map(|at| field(Some(at)));
            let line = record.position().map_or(0, csv::Position::line);
            let usd = Decimal::parse(usd)
                .ok_or_else(|| PriceFileError::Row { line, problem: format!("`{usd}` is no price") })?;
            let or = |text: &str, default: &str| if text.is_empty() { default.into() } else { text.into() };
            let source = or(field(source), "your price table");
            self.push(Row {
                region: region.to_string(),
                service: service.to_string(),
                kinds: kind.split('|').map(str::to_string).collect(),
                component: component.to_string(),
                attributes: attributes.to_string(),
                price: Price { usd, unit: unit.into(), as_of: or(field(as_of), ""), source },
                provider: provider.to_string(),
            });
        }
        Ok(())
    }

    fn push(&mut self, row: Row) {
        let rows = if &*row.price.unit == "%" { &mut self.discounts } else { &mut self.prices };
        rows.push(row);
    }

    pub(super) fn len(&self) -> usize {
        self.prices.len() + self.discounts.len()
    }

    pub(super) fn find(&self, query: Query<'_>) -> Option<Price> {
        let fits = |row: &&Row| row.is_about(query) && row.component.eq_ignore_ascii_case(query.component);
        let rows = self.prices.iter().filter(fits);
        let rated = rows.filter_map(|row| Some((matches(&row.attributes, query.attributes)?, row)));
        rated.reduce(|best, row| if row.0 > best.0 { row } else { best }).map(|(_, row)| row.price.clone())
    }

    /// The percentage that the most telling discount row adds; negative for a discount.
    pub(super) fn discount(&self, query: Query<'_>) -> Option<Decimal> {
        let rows = self.discounts.iter().filter(|row| row.is_about(query));
        let rows = rows
            .filter(|row| matches!(&*row.component, "" | "*") || row.component.eq_ignore_ascii_case(query.component));
        let rated = rows.filter_map(|row| Some((row.weight() + matches(&row.attributes, query.attributes)?, row)));
        rated.reduce(|best, row| if row.0 > best.0 { row } else { best }).map(|(_, row)| row.price.usd.clone())
    }
}

impl Row {
    fn is_about(&self, query: Query<'_>) -> bool {
        let provider = match query.kind.split('_').next() {
            Some("azurerm") => "azure",
            Some("google") => "gcp",
            other => other.unwrap_or(""),
        };
        let any = |text: &str| text.is_empty() || text == "*";
        let kind_fits = match self.kinds.iter().find(|kind| !any(kind)) {
            Some(_) => self.kinds.iter().any(|kind| kind == query.kind),
            None => any(&self.service) || query.kind.ends_with(self.service.as_str()),
        };
        (any(&self.provider) || self.provider == provider)
            && (any(&self.region) || self.region == query.region)
            && kind_fits
    }

    fn weight(&self) -> usize {
        let set = |text: &str| if text.is_empty() || text == "*" { 0 } else { 100 };
        set(&self.region) + set(&self.component) + 2 * set(self.kinds.first().map_or("", String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "provider,region,service,terraform_type,component,attribute_match,unit,usd,as_of,source\n";

    fn query<'q>(kind: &'q str, component: &'q str, region: &'q str) -> Query<'q> {
        Query { region, kind, component, attributes: &[] }
    }

    #[test]
    fn rows_of_the_user_win_and_discounts_change_list_prices() {
        let mut custom = Custom::default();
        let rows = "aws,eu-south-2,nat,aws_nat_gateway,NAT gateway,,hour,0.05,2026-01-01,contract\naws,*,,aws_instance,*,,%,-15,,\n";
        custom.add(&format!("{HEAD}{rows}")).unwrap();
        let prices = super::super::Prices::new(custom);
        let nat = prices.find(query("aws_nat_gateway", "NAT gateway", "eu-south-2")).unwrap();
        assert_eq!((nat.usd.to_string().as_str(), &*nat.source), ("0.05", "contract"));
        let name = "Instance usage (Linux/UNIX, on-demand, m5.large)";
        let instance = prices.find(query("aws_instance", name, "us-east-1")).unwrap();
        assert_eq!(instance.usd.to_string(), "0.0816");
        assert_eq!(prices.find(query("aws_nat_gateway", "NAT gateway", "us-east-1")).unwrap().usd.to_string(), "0.045");
    }

    #[test]
    fn a_wrong_table_says_where() {
        let problem = |text: &str| Custom::default().add(text).unwrap_err().to_string();
        assert_eq!(problem("a,b\n1,2\n"), "the price table has no column `provider`");
        let row = format!("{HEAD}aws,*,x,aws_x,N,,hour,cheap,,\n");
        assert_eq!(problem(&row), "line 2 of the price table: `cheap` is no price");
    }
}

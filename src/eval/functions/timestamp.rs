//! Points in time as RFC 3339 writes them, and Go's durations.

use std::fmt;

/// A point in time with the offset in which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timestamp {
    pub(super) year: i64,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    nanosecond: u32,
    /// Seconds east of Greenwich.
    offset: i64,
}

impl Timestamp {
    /// Reads `2024-01-31T12:30:00Z`, strictly.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Self::read(text, Strictness::Strict)
    }

    /// The same as Go's own reader takes it: one digit for the hour and a comma before the fraction will do.
    pub(super) fn parse_lenient(text: &str) -> Result<Self, String> {
        Self::read(text, Strictness::Lenient)
    }

    /// Reads what YAML 1.1 takes for a timestamp: `2001-1-2`, `2001-01-02t1:02:03.4+01:00`, `2001-01-02 1:2:3`.
    pub(super) fn parse_yaml(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let year = reader.digits(4, "").ok()?;
        reader.expect('-').ok()?;
        let month = reader.one_or_two(1..=12)?;
        reader.expect('-').ok()?;
        let day = reader.one_or_two(1..=31)?;
        let year = i64::from(year);
        if day > days_in(month, year) {
            return None;
        }
        let date = Self { year, month, day, hour: 0, minute: 0, second: 0, nanosecond: 0, offset: 0 };
        let Some(between) = reader.rest.chars().next() else { return Some(date) };
        reader.rest = reader.rest.strip_prefix(['T', 't', ' '])?;
        let hour = reader.one_or_two(0..=23)?;
        reader.expect(':').ok()?;
        let minute = reader.one_or_two(0..=59)?;
        reader.expect(':').ok()?;
        let second = reader.one_or_two(0..=59)?;
        let nanosecond = reader.fraction(Strictness::Lenient);
        let offset = if between == ' ' { 0 } else { reader.offset(Strictness::Lenient).ok()? };
        reader.rest.is_empty().then_some(Self { hour, minute, second, nanosecond, offset, ..date })
    }

    fn read(text: &str, strictness: Strictness) -> Result<Self, String> {
        let mut reader = Reader { rest: text };
        let year = reader.digits(4, "year")?;
        reader.expect('-')?;
        let month = reader.within(2, 1..=12, "month")?;
        reader.expect('-')?;
        let day = reader.digits(2, "day of month")?;
        reader.expect('T')?;
        let one_digit = strictness == Strictness::Lenient && reader.rest.as_bytes().get(1) == Some(&b':');
        let hour = reader.within(if one_digit { 1 } else { 2 }, 0..=23, "hour")?;
        reader.expect(':')?;
        let minute = reader.within(2, 0..=59, "minute")?;
        reader.expect(':')?;
        let second = reader.within(2, 0..=59, "second")?;
        let nanosecond = reader.fraction(strictness);
        let offset = reader.offset(strictness)?;
        if !reader.rest.is_empty() {
            return Err(reader.fail("the end"));
        }
        let year = i64::from(year);
        if day < 1 || day > days_in(month, year) {
            return Err("not a valid RFC3339 timestamp: day out of range".into());
        }
        Ok(Self { year, month, day, hour, minute, second, nanosecond, offset })
    }

    /// Seconds since 1970 and nanoseconds.
    pub(super) fn instant(&self) -> (i64, u32) {
        let days = days_since_epoch(self.year, self.month, self.day);
        let clock = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        (days * DAY + clock - self.offset, self.nanosecond)
    }

    pub(super) fn plus(&self, nanoseconds: i64) -> Self {
        let (seconds, nanosecond) = self.instant();
        let total = i64::from(nanosecond) + nanoseconds.rem_euclid(SECOND);
        let seconds = seconds + nanoseconds.div_euclid(SECOND) + total.div_euclid(SECOND);
        Self::at(seconds, u32::try_from(total.rem_euclid(SECOND)).unwrap_or(0), self.offset)
    }

    /// The moment that many seconds after the beginning of 1970, in UTC; `None` outside the years that four digits hold.
    pub(super) fn of_unix(seconds: i64) -> Option<Self> {
        let in_range = (days_since_epoch(0, 1, 1) * DAY..days_since_epoch(10_000, 1, 1) * DAY).contains(&seconds);
        in_range.then(|| Self::at(seconds, 0, 0))
    }

    fn at(seconds: i64, nanosecond: u32, offset: i64) -> Self {
        let local = seconds + offset;
        let (year, month, day) = date_of(local.div_euclid(DAY));
        let clock = u32::try_from(local.rem_euclid(DAY)).unwrap_or(0);
        Self { year, month, day, hour: clock / 3600, minute: clock / 60 % 60, second: clock % 60, nanosecond, offset }
    }

    /// 0 is Sunday.
    pub(super) fn weekday(&self) -> u32 {
        let days = days_since_epoch(self.year, self.month, self.day);
        u32::try_from((days + 4).rem_euclid(7)).unwrap_or(0)
    }

    /// The day of the year, from 1.
    pub(super) fn year_day(&self) -> i64 {
        days_since_epoch(self.year, self.month, self.day) - days_since_epoch(self.year, 1, 1) + 1
    }

    /// The year and week of ISO 8601: weeks begin on Monday, and the first one holds the year's first Thursday.
    pub(super) fn iso_week(&self) -> (i64, i64) {
        let days = days_since_epoch(self.year, self.month, self.day);
        let thursday = days - (days + 3).rem_euclid(7) + 3;
        let (year, _, _) = date_of(thursday);
        (year, (thursday - days_since_epoch(year, 1, 1)) / 7 + 1)
    }

    pub(super) fn month_name(&self) -> &'static str {
        MONTHS.get(self.month as usize - 1).copied().unwrap_or("")
    }

    pub(super) fn weekday_name(&self) -> &'static str {
        DAYS.get(self.weekday() as usize).copied().unwrap_or("")
    }

    /// The offset, with `between` hours and minutes; `utc` where there is none.
    pub(super) fn zone(&self, between: &str, utc: &str) -> String {
        let minutes = self.offset.abs() / 60;
        if self.offset == 0 {
            return utc.into();
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
    }
}

/// RFC 3339 without the fraction of a second.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second, .. } = self;
        // Go writes the sign of a year before its four digits.
        let sign = if *year < 0 { "-" } else { "" };
        let year = year.unsigned_abs();
        write!(f, "{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}", self.zone(":", "Z"))
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    Strict,
    Lenient,
}

const DAY: i64 = 86_400;
const SECOND: i64 = 1_000_000_000;

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn fail(&self, what: &str) -> String {
        if self.rest.is_empty() {
            return format!("not a valid RFC3339 timestamp: end of string before {what}");
        }
        format!("not a valid RFC3339 timestamp: cannot use `{}` as {what}", self.rest)
    }

    fn digits(&mut self, count: usize, what: &str) -> Result<u32, String> {
        let (digits, rest) = self.rest.split_at_checked(count).ok_or_else(|| self.fail(what))?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.fail(what));
        }
        let value = digits.parse().map_err(|_| self.fail(what))?;
        self.rest = rest;
        Ok(value)
    }

    fn one_or_two(&mut self, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let two = self.rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        self.digits(if two { 2 } else { 1 }, "").ok().filter(|value| range.contains(value))
    }

    fn within(&mut self, count: usize, range: std::ops::RangeInclusive<u32>, what: &str) -> Result<u32, String> {
        let value = self.digits(count, what)?;
        if range.contains(&value) {
            return Ok(value);
        }
        Err(format!(
            "not a valid RFC3339 timestamp: {what} must be between {} and {} inclusive",
            range.start(),
            range.end()
        ))
    }

    fn expect(&mut self, c: char) -> Result<(), String> {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.ok_or_else(|| self.fail(&format!("`{c}`")))?;
        Ok(())
    }

    fn fraction(&mut self, strictness: Strictness) -> u32 {
        let comma = strictness == Strictness::Lenient && self.rest.starts_with(',');
        if !self.rest.starts_with('.') && !comma {
            return 0;
        }
        let after = self.rest.get(1..).unwrap_or("");
        let length = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let Some((digits, rest)) = after.split_at_checked(length) else { return 0 };
        if digits.is_empty() {
            return 0;
        }
        self.rest = rest;
        let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
        nine.parse().unwrap_or(0)
    }

    fn offset(&mut self, strictness: Strictness) -> Result<i64, String> {
        if let Some(rest) = self.rest.strip_prefix('Z') {
            self.rest = rest;
            return Ok(0);
        }
        let sign = match self.rest.chars().next() {
            Some('+') => 1,
            Some('-') => -1,
            _ => return Err(self.fail("UTC offset")),
        };
        self.rest = self.rest.get(1..).unwrap_or("");
        let most = if strictness == Strictness::Lenient { (24, 60) } else { (23, 59) };
        let hours = self.within(2, 0..=most.0, "UTC offset")?;
        self.expect(':')?;
        let minutes = self.within(2, 0..=most.1, "UTC offset")?;
        Ok(sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(month: u32, year: i64) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, in the proleptic Gregorian calendar.
fn days_since_epoch(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn date_of(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = u32::try_from(day_of_year - (153 * shifted + 2) / 5 + 1).unwrap_or(1);
    let month = u32::try_from(if shifted < 10 { shifted + 3 } else { shifted - 9 }).unwrap_or(1);
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Nanoseconds of a Go duration: `1h30m`, `-1.5h`, `100ms`, `0`. `None` where it is none or does not fit.
pub(super) fn duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let (part, after) = duration_part(rest)?;
        total += part;
        rest = after;
        if total > -i128::from(i64::MIN) {
            return None;
        }
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

fn duration_part(text: &str) -> Option<(i128, &str)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (whole, mut rest) = text.split_at_checked(digits(text))?;
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = after.split_at_checked(digits(after))?;
    }
    if whole.is_empty() && fraction.is_empty() || whole.len() > 19 {
        return None;
    }
    let length = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at_checked(length)?;
    let scale: i128 = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = fraction.get(..fraction.len().min(18)).unwrap_or("");
    let part = match fraction {
        "" => 0,
        digits => digits.parse::<i128>().ok()? * scale / 10_i128.pow(u32::try_from(digits.len()).ok()?),
    };
    Some((whole * scale + part, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_both_ways() {
        for days in [-719_528, -1, 0, 59, 60, 11_016, 19_782, 2_932_896] {
            let (year, month, day) = date_of(days);
            assert_eq!(days_since_epoch(year, month, day), days);
        }
        assert_eq!(Timestamp::parse("2024-02-29T00:00:00Z").unwrap().weekday(), 4);
    }

    #[test]
    fn durations_are_those_of_go() {
        let cases =
            [("1h30m", Some(5_400)), ("-1.5h", Some(-5_400)), ("1d", None), ("", None), ("0", Some(0)), ("1", None)];
        for (text, seconds) in cases {
            assert_eq!(duration(text), seconds.map(|seconds| seconds * SECOND), "{text}");
        }
    }

    #[test]
    fn the_strict_reader_wants_two_digits() {
        assert!(Timestamp::parse("2024-01-01T1:00:00Z").is_err());
        assert!(Timestamp::parse_lenient("2024-01-01T1:00:00Z").is_ok());
        assert!(Timestamp::parse("2023-02-29T00:00:00Z").is_err());
        let time = Timestamp::parse("2024-12-31T23:30:00.75+01:00").unwrap();
        assert_eq!(time.plus(3_600 * SECOND).to_string(), "2025-01-01T00:30:00+01:00");
    }
}

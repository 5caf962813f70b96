//! The delay that a response asks for before the next request.

use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue, header};

/// Headers with a delay in milliseconds.
const MILLISECONDS: [&str; 2] = ["retry-after-ms", "x-ms-retry-after-ms"];

/// Returns the delay that a response asks for. A delay in milliseconds has priority over
/// `Retry-After`. A date in the past is no delay. Invalid values are ignored.
pub(crate) fn delay(headers: &HeaderMap) -> Option<Duration> {
    let milliseconds = |name| seconds(string(headers.get(name)?)?, 1000.0);
    MILLISECONDS.into_iter().find_map(milliseconds).or_else(|| {
        let value = string(headers.get(header::RETRY_AFTER)?)?;
        seconds(value, 1.0).or_else(|| {
            let now = UNIX_EPOCH.elapsed().unwrap_or_default();
            Some(http_date(value)?.saturating_sub(now))
        })
    })
}

fn string(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok().map(str::trim)
}

/// Parses a number of units. Fractions are accepted, although `Retry-After` has none.
fn seconds(value: &str, units: f64) -> Option<Duration> {
    let is_number = value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = value.parse().ok().filter(|_| is_number)?;
    Some(Duration::try_from_secs_f64(number / units).unwrap_or(Duration::MAX))
}

/// Parses a date in one of the three formats of HTTP (RFC 9110, section 5.6.7), as the time since
/// 1970. A date before 1970 is 1970.
fn http_date(value: &str) -> Option<Duration> {
    let mut tokens = value
        .split([' ', ',', '-'])
        .filter(|token| !token.is_empty());
    let _weekday = tokens.next()?;
    let (first, second, third, fourth) = (
        tokens.next()?,
        tokens.next()?,
        tokens.next()?,
        tokens.next()?,
    );
    let (day, month, year, time) = match tokens.next() {
        Some("GMT") => (first, second, third, fourth),
        // asctime: `Sun Nov  6 08:49:37 1994`.
        None => (second, first, fourth, third),
        Some(_) => return None,
    };
    let day: u64 = digits(day).filter(|day| (1..=31).contains(day))?;
    let month = month_number(month)?;
    let year = match (year.len(), digits(year)?) {
        (4, year) => year,
        // RFC 850: `Sunday, 06-Nov-94 08:49:37 GMT`.
        (2, year) if year < 70 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    let mut time = time.split(':').map(digits);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    if hour > 23 || minute > 59 || second > 60 || time.next().is_some() || tokens.next().is_some() {
        return None;
    }
    let days = days_since_epoch(year, month, day);
    let seconds = days.saturating_mul(86_400) + hour * 3600 + minute * 60 + second;
    Some(Duration::from_secs(seconds))
}

fn digits(value: &str) -> Option<u64> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| is_number)
}

fn month_number(name: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let index = MONTHS
        .find(name)
        .filter(|index| name.len() == 3 && index % 3 == 0)?;
    u64::try_from(index / 3 + 1).ok()
}

/// Returns the days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from
/// March, so that a leap day is the last day of its year.
fn days_since_epoch(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = match month {
        1 | 2 => (year.saturating_sub(1), month + 9),
        _ => (year, month - 3),
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    // 719,469 days are between the first of March of the year 0 and 1970.
    days.saturating_sub(719_469)
}

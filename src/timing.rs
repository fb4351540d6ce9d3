//! What took how long, for whoever asks: phases and root modules as spans, rules as sums.
//!
//! Recording is a fact of the whole process and off by default; then a span is one look at a flag. It is kept beside the
//! data that flows through the stages, so that no stage has to know who asks.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

static RECORDING: OnceLock<Recording> = OnceLock::new();

/// Everything that was measured since recording began.
#[derive(Debug)]
struct Recording {
    begin: Instant,
    spans: Mutex<Vec<Span>>,
    rules: Mutex<BTreeMap<Arc<str>, Sum>>,
}

#[derive(Clone, Debug)]
struct Span {
    name: &'static str,
    detail: String,
    thread: usize,
    start: Duration,
    length: Duration,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    length: Duration,
    count: u64,
}

/// Begins to record; what runs from now on is measured.
pub fn record() {
    RECORDING.get_or_init(|| Recording { begin: Instant::now(), spans: Mutex::default(), rules: Mutex::default() });
}

/// Measures from here until it is dropped.
#[derive(Debug)]
#[must_use = "a span ends where it is dropped"]
pub struct Measured {
    running: Option<(&'static Recording, Instant, What)>,
}

#[derive(Debug)]
enum What {
    Span { name: &'static str, detail: String },
    Rule(Arc<str>),
}

/// A phase, or one root module's part of it; `detail` is asked for only when somebody listens.
pub fn span(name: &'static str, detail: impl FnOnce() -> String) -> Measured {
    measured(|| What::Span { name, detail: detail() })
}

/// One judgement of a rule.
pub fn rule(id: &Arc<str>) -> Measured {
    measured(|| What::Rule(Arc::clone(id)))
}

fn measured(what: impl FnOnce() -> What) -> Measured {
    Measured { running: RECORDING.get().map(|recording| (recording, Instant::now(), what())) }
}

impl Drop for Measured {
    fn drop(&mut self) {
        let Some((recording, start, what)) = self.running.take() else { return };
        let length = start.elapsed();
        match what {
            What::Span { name, detail } => {
                let thread = rayon::current_thread_index().unwrap_or(0);
                let span = Span { name, detail, thread, start: start.duration_since(recording.begin), length };
                recording.spans.lock().unwrap_or_else(PoisonError::into_inner).push(span);
            }
            What::Rule(id) => {
                let mut rules = recording.rules.lock().unwrap_or_else(PoisonError::into_inner);
                let sum = rules.entry(id).or_default();
                sum.length += length;
                sum.count += 1;
            }
        }
    }
}

impl Recording {
    fn spans(&self) -> Vec<Span> {
        let mut spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner).clone();
        spans.sort_by(|a, b| (a.start, a.name, &a.detail).cmp(&(b.start, b.name, &b.detail)));
        spans
    }

    /// The slowest first.
    fn rules(&self) -> Vec<(Arc<str>, Sum)> {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rules: Vec<_> = rules.iter().map(|(id, sum)| (Arc::clone(id), *sum)).collect();
        rules.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.length));
        rules
    }
}

/// How many of the slowest roots and rules the table shows.
const SHOWN: usize = 15;

/// The recording as lines for people; empty when nothing was recorded.
pub fn table() -> String {
    let Some(recording) = RECORDING.get() else { return String::new() };
    let mut phases: Vec<(&str, Sum)> = Vec::new();
    let (spans, rules) = (recording.spans(), recording.rules());
    for span in &spans {
        let known = phases.iter().position(|(name, _)| *name == span.name);
        let at = known.unwrap_or_else(|| {
            phases.push((span.name, Sum::default()));
            phases.len() - 1
        });
        if let Some((_, sum)) = phases.get_mut(at) {
            sum.length += span.length;
            sum.count += 1;
        }
    }
    let mut roots: Vec<&Span> = spans.iter().filter(|span| !span.detail.is_empty()).collect();
    roots.sort_by_key(|span| std::cmp::Reverse(span.length));
    let mut text = String::from("time by phase (of all threads together):\n");
    let mut line = |length: Duration, what: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:>10.1} ms  {what}", length.as_secs_f64() * 1000.0);
    };
    for (name, sum) in &phases {
        line(sum.length, &format!("{name} ({} times)", sum.count));
    }
    for span in roots.iter().take(SHOWN) {
        line(span.length, &format!("{} {}", span.name, span.detail));
    }
    for (id, sum) in rules.iter().take(SHOWN) {
        line(sum.length, &format!("rule {id} ({} judgements)", sum.count));
    }
    text
}

/// The recording in the format of Chrome's and Perfetto's trace viewers.
pub fn trace() -> String {
    let Some(recording) = RECORDING.get() else { return "[]".into() };
    let micros = |length: Duration| u64::try_from(length.as_micros()).unwrap_or(u64::MAX);
    let mut events: Vec<serde_json::Value> = recording
        .spans()
        .iter()
        .map(|span| {
            let name = if span.detail.is_empty() { span.name.to_owned() } else { format!("{} {}", span.name, span.detail) };
            json!({ "name": name, "cat": span.name, "ph": "X", "ts": micros(span.start), "dur": micros(span.length), "pid": 1, "tid": span.thread })
        })
        .collect();
    // Sums have no place in time: they stand one behind the other in a process of their own.
    let mut at = 0;
    for (id, sum) in recording.rules() {
        let length = micros(sum.length);
        events.push(json!({ "name": &*id, "cat": "rule", "ph": "X", "ts": at, "dur": length, "pid": 2, "tid": 0, "args": { "judgements": sum.count } }));
        at += length;
    }
    for (process, name) in [(1, "tollgate"), (2, "rules, sums")] {
        events.push(json!({ "name": "process_name", "ph": "M", "pid": process, "args": { "name": name } }));
    }
    serde_json::to_string(&events).unwrap_or_default()
}

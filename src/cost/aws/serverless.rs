//! Lambda, API Gateway, queues, topics and builds: all but a few parts depend on usage.

use super::super::costing::{Costing, scaled};
use super::super::decimal::Decimal;
use super::super::part::{HOURS, Part};
use super::super::quantity::Quantity;
use super::super::read::read;

/// Seconds of use times GB: requests, their duration and the memory of each.
fn gb_seconds(costing: &Costing<'_>, memory_mb: &Decimal) -> Quantity {
    let requests = costing.used("monthly_requests");
    let seconds = scaled(costing.used("request_duration_ms"), 3);
    requests.times(&seconds).times(&memory_mb.divided(&1024.into(), 10).into())
}

/// Splits a quantity into tiers as [`Costing::tiers`] does a usage key.
fn add_tiers(costing: &mut Costing<'_>, name: &str, unit: &'static str, quantity: Quantity, steps: &[(&str, i64)]) {
    let Quantity::Known(mut rest) = quantity else {
        if let Some((tier, _)) = steps.first() {
            costing.add(Part::new(format!("{name} ({tier})"), unit, quantity));
        }
        return;
    };
    for (i, (tier, size)) in steps.iter().enumerate() {
        let size = Decimal::from(*size);
        let part = if size.is_zero() || rest < size { rest.clone() } else { size };
        rest = rest - part.clone();
        if i == 0 || !part.is_zero() {
            costing.add(Part::new(format!("{name} ({tier})"), unit, part));
        }
    }
}

const X86: &[(&str, i64)] = &[("first 6B", 6_000_000_000), ("next 9B", 9_000_000_000), ("over 15B", 0)];
const ARM: &[(&str, i64)] = &[("first 7.5B", 7_500_000_000), ("next 11.25B", 11_250_000_000), ("over 18.75B", 0)];

pub(super) fn lambda(costing: &mut Costing<'_>) {
    costing.usage_per("Requests", "1M requests", "monthly_requests", 6);
    let memory = costing.number_or("memory_size", 128);
    let is_arm = costing.text_or("architectures", "").is_ok()
        && costing
            .items("architectures")
            .is_ok_and(|kinds| kinds.first().and_then(|kind| kind.as_str()) == Some("arm64"));
    match memory {
        Ok(memory) => {
            let quantity = gb_seconds(costing, &memory);
            add_tiers(costing, "Duration", "GB-seconds", quantity, if is_arm { ARM } else { X86 });
        }
        Err(why) => costing.try_add("Duration", "GB-seconds", Err(why)),
    }
    let extra = costing.number_or("ephemeral_storage.size", 512).map(|size| super::disk::above(&size, 512));
    match extra {
        Ok(extra) if extra.is_zero() => {}
        Ok(extra) => {
            let quantity = gb_seconds(costing, &extra);
            costing.add(Part::new("Ephemeral storage", "GB-seconds", quantity));
        }
        Err(why) => costing.try_add("Ephemeral storage", "GB-seconds", Err(why)),
    }
}

pub(super) fn provisioned_concurrency(costing: &mut Costing<'_>) {
    let function = costing.follow("function_name", &["aws_lambda_function"]).map(|function| function.value.clone());
    let memory = costing
        .usage_number("memory_mb")
        .or_else(|| function.as_ref().and_then(|function| read(function, "memory_size").number().ok().flatten()));
    let memory = memory.unwrap_or_else(|| 128.into());
    let architecture = costing.usage_text("architecture").unwrap_or_else(|| "x86_64".into());
    costing.usage_per("Requests", "1M requests", "monthly_requests", 6);
    let seconds = costing.used("monthly_duration_hrs").times(&Quantity::from(3600));
    let count = Quantity::from(costing.number("provisioned_concurrent_executions"));
    let gigabytes = Quantity::from(memory.divided(&1024.into(), 10));
    let kept = seconds.times(&count).times(&gigabytes);
    costing.add(Part::new("Provisioned Concurrency", "GB-seconds", kept).told_by("architecture", architecture.clone()));
    let used = gb_seconds(costing, &memory);
    costing.add(Part::new("Duration", "GB-seconds", used).told_by("architecture", architecture));
}

pub(super) fn http_api(costing: &mut Costing<'_>) {
    if costing.text_or("protocol_type", "HTTP").as_deref() == Ok("WEBSOCKET") {
        // A message is billed in blocks of 32 KB.
        let blocks = blocks(costing, "message_size_kb", 32);
        let messages = costing.used("monthly_messages").times(&blocks);
        add_scaled_tiers(costing, "Messages", "1M messages", messages, &[("first 1B", 1000), ("over 1B", 0)]);
        costing.usage_per("Connection duration", "1M minutes", "monthly_connection_mins", 6);
        return;
    }
    let blocks = blocks(costing, "request_size_kb", 512);
    let requests = costing.used("monthly_requests").times(&blocks);
    add_scaled_tiers(costing, "Requests", "1M requests", requests, &[("first 300M", 300), ("over 300M", 0)]);
}

/// Tiers in millions.
fn add_scaled_tiers(
    costing: &mut Costing<'_>,
    name: &str,
    unit: &'static str,
    quantity: Quantity,
    steps: &[(&str, i64)],
) {
    add_tiers(costing, name, unit, scaled(quantity, 6), steps);
}

/// How many blocks of so many KB a request takes; one where its size is not given.
fn blocks(costing: &Costing<'_>, key: &str, size: i64) -> Quantity {
    let size_kb = costing.usage_number(key);
    size_kb.map_or(Decimal::ONE, |kb| kb.divided(&size.into(), 10).ceil().max(Decimal::ONE)).into()
}

pub(super) fn api_stage(costing: &mut Costing<'_>) {
    if costing.flag("cache_cluster_enabled") == Ok(true) {
        let part =
            costing.text_or("cache_cluster_size", "0.5").map(|size| Part::hours(format!("Cache memory ({size} GB)")));
        costing.try_add("Cache memory", "hour", part);
    }
}

pub(super) fn queue(costing: &mut Costing<'_>) {
    let is_fifo = costing.flag("fifo_queue").unwrap_or(false);
    let blocks = blocks(costing, "request_size_kb", 64);
    let requests = scaled(costing.used("monthly_requests").times(&blocks), 6);
    costing.add(Part::new("Requests", "1M requests", requests).told_by("fifo_queue", is_fifo.to_string()));
}

pub(super) fn topic(costing: &mut Costing<'_>) {
    let blocks = blocks(costing, "request_size_kb", 64);
    let requests = costing.used("monthly_requests").times(&blocks);
    if costing.flag("fifo_topic") == Ok(true) {
        costing.add(Part::new("FIFO Publish API requests", "1M requests", scaled(costing.used("monthly_requests"), 6)));
        let payload = costing.used("monthly_requests").times(&costing.used("request_size_kb"));
        costing.add(Part::new("FIFO Publish API payload", "GB", by(payload, 1024 * 1024)));
        return;
    }
    costing.add(Part::new("API requests (over 1M)", "1M requests", over(scaled(requests.clone(), 6), 1)));
    for (name, unit, key, places, free) in [
        ("HTTP/HTTPS notifications (over 100k)", "100k notifications", "http_subscriptions", 5, 1),
        ("Email/Email-JSON notifications (over 1k)", "100k notifications", "email_subscriptions", 5, 0),
        ("Kinesis Firehose notifications", "1M notifications", "kinesis_subscriptions", 6, 0),
        ("Mobile Push notifications", "1M notifications", "mobile_push_subscriptions", 6, 0),
        ("MacOS notifications", "1M notifications", "macos_subscriptions", 6, 0),
        ("SMS notifications (over 100)", "100 notifications", "sms_subscriptions", 2, 1),
    ] {
        let sent = requests.times(&costing.used(key));
        costing.add(Part::new(name, unit, over(scaled(sent, places), free)));
    }
}

/// What is above so many units that come free.
fn over(quantity: Quantity, free: i64) -> Quantity {
    match quantity {
        Quantity::Known(value) => Quantity::Known(super::disk::above(&value, free)),
        other => other,
    }
}

/// Divided by a whole number.
fn by(quantity: Quantity, divisor: i64) -> Quantity {
    match quantity {
        Quantity::Known(value) => Quantity::Known(value.divided(&divisor.into(), 10)),
        other => other,
    }
}

pub(super) fn subscription(costing: &mut Costing<'_>) {
    let protocol = costing.text_or("protocol", "").unwrap_or_default();
    if protocol.starts_with("http") {
        let blocks = blocks(costing, "request_size_kb", 64);
        let sent = scaled(costing.used("monthly_requests").times(&blocks), 6);
        costing.add(Part::new("HTTP notifications", "1M notifications", sent));
    }
}

pub(super) fn state_machine(costing: &mut Costing<'_>) {
    if costing.text_or("type", "STANDARD").as_deref() != Ok("EXPRESS") {
        return costing.usage_per("Transitions", "1K transitions", "monthly_transitions", 3);
    }
    costing.usage_per("Requests", "1M requests", "monthly_requests", 6);
    let seconds = scaled(costing.used("workflow_duration_ms"), 3);
    // Memory is billed in blocks of 64 MB.
    let memory = costing
        .usage_number("memory_mb")
        .map_or(Decimal::from(64), |memory| &memory.divided(&64.into(), 10).ceil() * &64.into());
    let hours = by(costing.used("monthly_requests").times(&seconds).times(&memory.into()), 1024 * 3600);
    add_tiers(costing, "Duration", "GB-hours", hours, &[("first 1K", 1000), ("next 4K", 4000), ("over 5K", 0)]);
}

pub(super) fn codebuild(costing: &mut Costing<'_>) {
    let size = costing.text_or("environment.compute_type", "BUILD_GENERAL1_SMALL");
    let system = costing.text_or("environment.type", "LINUX_CONTAINER");
    let part = (|| {
        let (size, system) = (size?, system?);
        let size = size.trim_start_matches("BUILD_").to_lowercase().replace('_', ".");
        let name = if system.starts_with("WINDOWS") {
            "Windows"
        } else if system.starts_with("ARM") {
            "Linux ARM"
        } else {
            "Linux"
        };
        Ok(Part::new(format!("{name} ({size})"), "minutes", costing.used("monthly_build_mins")))
    })();
    costing.try_add("Build time", "minutes", part);
}

pub(super) fn parameter(costing: &mut Costing<'_>) {
    let is_advanced = costing.text_or("tier", "Standard").as_deref() == Ok("Advanced");
    if is_advanced {
        let hours = costing.usage_number("parameter_storage_hrs").unwrap_or_else(|| HOURS.into());
        costing.add(Part::new("Parameter storage (advanced)", "hour", hours));
        costing.usage_per("API interactions (advanced)", "10k interactions", "monthly_api_interactions", 4);
    }
}

pub(super) fn activation(costing: &mut Costing<'_>) {
    let is_advanced = costing.usage_text("instance_tier").is_some_and(|tier| tier.eq_ignore_ascii_case("advanced"));
    if is_advanced {
        let hours = costing.used("instances").times(&Quantity::from(HOURS));
        costing.add(Part::new("On-prem managed instances (advanced)", "hour", hours));
    }
}

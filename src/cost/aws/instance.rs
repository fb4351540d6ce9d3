//! The price of an EC2 instance, wherever one is started from.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::Why;

const OWNER: &str = "aws_instance";
/// Metrics that detailed monitoring adds.
const METRICS: i64 = 7;
/// Families of a previous generation that are charged for dedicated disk bandwidth.
const CHARGED_FOR_BANDWIDTH: [&str; 9] = ["c1", "c3", "g2", "i2", "m1", "m2", "m3", "r3", "cr1"];

/// What sets the price of an instance.
pub(super) struct Server {
    pub(super) kind: Result<String, Why>,
    pub(super) tenancy: Result<String, Why>,
    pub(super) is_spot: bool,
    pub(super) monitoring: Result<bool, Why>,
    pub(super) ebs_optimized: Result<bool, Why>,
    /// `credit_specification.cpu_credits`
    pub(super) credits: Option<String>,
}

impl Server {
    pub(super) fn of_kind(kind: Result<String, Why>) -> Self {
        Self {
            kind,
            tenancy: Ok("default".to_string()),
            is_spot: false,
            monitoring: Ok(false),
            ebs_optimized: Ok(false),
            credits: None,
        }
    }

    pub(super) fn add(&self, costing: &mut Costing<'_>) {
        let part = self.usage(costing);
        costing.try_add("Instance usage", "hour", part);
        self.add_options(costing);
    }

    fn usage(&self, costing: &Costing<'_>) -> Result<Part, Why> {
        let kind = self.kind.clone()?;
        let tenancy = self.tenancy.clone()?;
        let hours = costing.monthly_hours();
        let name = self.name(costing, &kind);
        // An instance on a dedicated host is paid for with the host.
        let quantity = if tenancy == "host" { Decimal::ZERO } else { hours };
        let mut part = Part::new(name.clone(), "hour", quantity).owned_by(OWNER);
        if tenancy == "dedicated" {
            part = part.priced_as(format!("{name} dedicated"));
        }
        for key in ["reserved_instance_term", "reserved_instance_payment_option", "reserved_instance_type"] {
            if let Some(value) = costing.usage_text(key) {
                part = part.told_by(key, value);
            }
        }
        Ok(part)
    }

    fn name(&self, costing: &Costing<'_>, kind: &str) -> String {
        let system = match costing.usage_text("operating_system").as_deref() {
            Some("windows") => "Windows",
            Some("rhel") => "RHEL",
            Some("suse") => "SUSE",
            _ => "Linux/UNIX",
        };
        let purchase = match (self.is_spot, costing.usage_text("reserved_instance_term")) {
            (true, _) => "spot",
            (false, Some(_)) => "reserved",
            (false, None) => "on-demand",
        };
        format!("Instance usage ({system}, {purchase}, {kind})")
    }

    fn add_options(&self, costing: &mut Costing<'_>) {
        let family = self.kind.as_deref().unwrap_or("").split('.').next().unwrap_or("").to_string();
        match self.monitoring {
            Ok(false) => {}
            Ok(true) => costing.add(Part::new("EC2 detailed monitoring", "metrics", METRICS).owned_by(OWNER)),
            Err(ref why) => {
                let between = Quantity::Between { low: Decimal::ZERO, high: METRICS.into(), why: why.clone() };
                costing.add(Part::new("EC2 detailed monitoring", "metrics", between).owned_by(OWNER));
            }
        }
        if self.ebs_optimized == Ok(true) && CHARGED_FOR_BANDWIDTH.contains(&family.as_str()) {
            let kind = self.kind.clone().unwrap_or_default();
            let hours = costing.monthly_hours();
            costing.add(Part::new("EBS-optimized usage", "hour", hours).owned_by(OWNER).told_by("instance_type", kind));
        }
        let is_unlimited = match family.as_str() {
            "t3" | "t3a" | "t4g" => self.credits.as_deref() != Some("standard"),
            "t2" => self.credits.as_deref() == Some("unlimited"),
            _ => false,
        };
        if is_unlimited {
            let hours = costing.used("monthly_cpu_credit_hrs");
            let count = costing.usage_number("vcpu_count").unwrap_or(Decimal::ONE);
            costing.add(Part::new("CPU credits", "vCPU-hours", hours.times(&count.into())).owned_by(OWNER));
        }
    }
}

/// vCPUs by size: `db.m5.xlarge` and `m5.xlarge` have four.
pub(super) fn vcpus(class: &str) -> Option<Decimal> {
    let size = class.rsplit('.').next()?;
    let count = match size {
        "micro" | "small" | "medium" | "large" => 2,
        "xlarge" => 4,
        other => other.strip_suffix("xlarge")?.parse::<i64>().ok()?.checked_mul(4)?,
    };
    Some(count.into())
}

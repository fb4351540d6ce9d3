//! Instances, disks and groups.

use super::super::costing::{Costing, missing};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Read, Why, read};
use crate::eval::value::Value;

pub(super) const OWNER: &str = "google_compute_instance";
const DISK: &str = "google_compute_disk";
/// One local SSD.
const LOCAL_SSD_GB: i64 = 375;

/// What sets the price of a machine.
pub(super) struct Machine {
    pub(super) kind: Result<String, Why>,
    pub(super) is_preemptible: bool,
    /// Name and count of accelerators.
    pub(super) accelerators: Vec<(String, Decimal)>,
    pub(super) local_ssds: usize,
}

impl Machine {
    /// The arguments that instances, templates and node pools share.
    pub(super) fn of(value: &Value, scheduling: &str) -> Self {
        let text = |path: &str| read(value, path).text().ok().flatten();
        let flag = |path: &str| read(value, path).flag() == Ok(true);
        let scheduled =
            |name: &str| if scheduling.is_empty() { name.to_string() } else { format!("{scheduling}.{name}") };
        let is_preemptible = flag(&scheduled("preemptible"))
            || text(&scheduled("provisioning_model")).as_deref() == Some("SPOT")
            || flag(&scheduled("spot"));
        let accelerators = read(value, "guest_accelerator").items().unwrap_or_default();
        let accelerator = |item: &Value| {
            let count = read(item, "count").number().ok().flatten().unwrap_or(Decimal::ONE);
            Some((read(item, "type").text().ok().flatten()?, count))
        };
        Self {
            kind: read(value, "machine_type").text().and_then(|kind| kind.ok_or_else(|| missing("machine_type"))),
            is_preemptible,
            accelerators: accelerators.iter().filter_map(accelerator).collect(),
            local_ssds: read(value, "scratch_disk").items().map_or(0, |disks| disks.len()),
        }
    }

    fn purchase(&self) -> &'static str {
        if self.is_preemptible { "preemptible" } else { "on-demand" }
    }

    pub(super) fn add(&self, costing: &mut Costing<'_>) {
        match &self.kind {
            Ok(kind) => self.add_machine(costing, kind.rsplit('/').next().unwrap_or(kind)),
            Err(why) => costing.try_add("Instance usage", "hour", Err(why.clone())),
        }
    }

    /// Disks on the host and accelerators.
    pub(super) fn add_extras(&self, costing: &mut Costing<'_>) {
        if self.local_ssds > 0 {
            let size = Decimal::from(i64::try_from(self.local_ssds).unwrap_or(0) * LOCAL_SSD_GB);
            let part = Part::new("Local SSD provisioned storage", "GB", size).owned_by(OWNER);
            // The table has the preemptible price under an attribute of its own.
            let part =
                if self.is_preemptible { part.priced_as("Local SSD provisioned storage (preemptible)") } else { part };
            costing.add(part);
        }
        let hours = costing.monthly_hours();
        for (kind, count) in &self.accelerators {
            let name = accelerator_name(kind);
            let quantity = &hours * count;
            costing.add(Part::new(format!("{name} ({})", self.purchase()), "hour", quantity).owned_by(OWNER));
        }
    }

    fn add_machine(&self, costing: &mut Costing<'_>, kind: &str) {
        let hours = costing.monthly_hours();
        let is_full_month = hours == Decimal::from(super::super::part::HOURS);
        let factor = if self.is_preemptible || !is_full_month { Decimal::ONE } else { sustained(kind) };
        if let Some(custom) = Custom::parse(kind) {
            return self.add_custom(costing, &custom, &factor);
        }
        let name = format!("Instance usage (Linux/UNIX, {}, {kind})", self.purchase());
        costing.add(Part::new(name, "hour", hours).owned_by(OWNER).factor(factor));
    }

    fn add_custom(&self, costing: &mut Costing<'_>, custom: &Custom, factor: &Decimal) {
        let hours = costing.monthly_hours();
        let (family, purchase) = (&custom.family, self.purchase());
        let mut add = |name: &str, amount: &Decimal, unit: &str| {
            let part =
                Part::new(format!("{name} (Linux/UNIX, {purchase}, {family} {amount} {unit})"), "hour", hours.clone());
            let priced = format!("{name} (Linux/UNIX, {purchase}, {family})");
            costing.add(part.owned_by(OWNER).priced_as(priced).factor(factor * amount));
        };
        add("Custom instance CPU", &custom.cores, "vCPUs");
        add("Custom Instance RAM", &custom.memory, "GB");
        if !custom.extended.is_zero() {
            add("Custom Instance Extended RAM", &custom.extended, "GB");
        }
    }
}

/// What a full month costs of the list price, by family.
fn sustained(kind: &str) -> Decimal {
    let family = kind.split('-').next().unwrap_or(kind);
    let percent = match family {
        "n1" | "f1" | "g1" | "m1" | "m2" | "custom" => 70,
        "n2" | "n2d" | "c2" => 80,
        _ => 100,
    };
    Decimal::from(percent).shifted(2)
}

/// A machine type that says its size: `n2-custom-6-20480`.
struct Custom {
    family: String,
    cores: Decimal,
    memory: Decimal,
    extended: Decimal,
}

impl Custom {
    fn parse(kind: &str) -> Option<Self> {
        let (family, size) = match kind.strip_prefix("custom-") {
            Some(size) => ("N1".to_string(), size),
            None => {
                let (family, size) = kind.split_once("-custom-")?;
                (family.to_uppercase(), size)
            }
        };
        let (size, is_extended) = match size.strip_suffix("-ext") {
            Some(size) => (size, true),
            None => (size, false),
        };
        let (cores, memory) = size.split_once('-')?;
        let cores = Decimal::parse(cores)?;
        let total = Decimal::parse(memory)?.divided(&1024.into(), 4);
        // More than so many GB a core is extended memory.
        let each = Decimal::parse(if family == "N1" { "6.5" } else { "8" })?;
        let plain = (&cores * &each).min(total.clone());
        let extended = if is_extended { total.clone() - plain.clone() } else { Decimal::ZERO };
        Some(Self { family, cores, memory: total - extended.clone(), extended })
    }
}

fn accelerator_name(kind: &str) -> String {
    let kind = kind.rsplit('/').next().unwrap_or(kind);
    match kind {
        "nvidia-tesla-k80" => "NVIDIA Tesla K80".into(),
        "nvidia-tesla-p4" => "NVIDIA Tesla P4".into(),
        "nvidia-tesla-p100" => "NVIDIA Tesla P100".into(),
        "nvidia-tesla-t4" => "NVIDIA Tesla T4".into(),
        "nvidia-tesla-v100" => "NVIDIA Tesla V100".into(),
        "nvidia-tesla-a100" => "NVIDIA Tesla A100".into(),
        "nvidia-l4" => "NVIDIA L4".into(),
        other => other.to_string(),
    }
}

/// The name of a disk type's component.
fn disk_name(kind: &str) -> String {
    let kind = kind.rsplit('/').next().unwrap_or(kind);
    let class = match kind {
        "pd-ssd" => "SSD",
        "pd-balanced" => "Balanced",
        "pd-extreme" => "Extreme",
        "pd-standard" => "Standard",
        other if other.starts_with("hyperdisk") => "Hyperdisk",
        _ => "Standard",
    };
    format!("{class} provisioned storage ({kind})")
}

/// A disk of that type and size.
pub(super) fn add_disk(
    costing: &mut Costing<'_>,
    kind: Result<String, Why>,
    size: Result<Decimal, Why>,
    owner: &'static str,
) {
    let part = kind.map(|kind| Part::new(disk_name(&kind), "GB", size).owned_by(owner));
    costing.try_add("Disk storage", "GB", part);
}

pub(super) fn instance(costing: &mut Costing<'_>) {
    let own = costing.subject.value.clone();
    let machine = Machine::of(&own, "scheduling");
    machine.add(costing);
    add_boot_disk(costing, &own);
    machine.add_extras(costing);
}

fn add_boot_disk(costing: &mut Costing<'_>, value: &Value) {
    // A disk that exists on its own is billed as itself.
    if !read(value, "boot_disk.source").is_absent() {
        return;
    }
    let parameters = "boot_disk.initialize_params";
    let kind =
        read(value, &format!("{parameters}.type")).text().map(|kind| kind.unwrap_or_else(|| "pd-standard".into()));
    let size = match read(value, &format!("{parameters}.size")).number() {
        Ok(None) => image_size(costing, value, &format!("{parameters}.image")).unwrap_or_else(|| Ok(10.into())),
        given => given.map(|size| size.unwrap_or(Decimal::ZERO)),
    };
    add_disk(costing, kind, size, DISK);
}

/// The size of the image that an argument refers to, when the code says it.
fn image_size(costing: &Costing<'_>, value: &Value, path: &str) -> Option<Result<Decimal, Why>> {
    let image = super::super::costing::raw(value, path)?;
    let source = costing.cx.graph.follow(&image, &["google_compute_image", "google_compute_snapshot", DISK])?;
    read(&source.value, "disk_size_gb")
        .number()
        .transpose()
        .or_else(|| read(&source.value, "size").number().transpose())
}

pub(super) fn from_template(costing: &mut Costing<'_>) {
    let template = costing.follow("source_instance_template", TEMPLATES).map(|template| template.value.clone());
    match template {
        Some(template) => add_template(costing, &template),
        None => costing.try_add("Instance usage", "hour", Err("its template is not in the code".into())),
    }
}

pub(super) fn disk(costing: &mut Costing<'_>) {
    add_own_disk(costing, DISK);
}

pub(super) fn region_disk(costing: &mut Costing<'_>) {
    add_own_disk(costing, "google_compute_region_disk");
}

fn add_own_disk(costing: &mut Costing<'_>, owner: &'static str) {
    let own = costing.subject.value.clone();
    let kind = costing.text_or("type", "pd-standard");
    let default = match kind.as_deref().map(|kind| kind.rsplit('/').next().unwrap_or(kind)) {
        Ok("pd-ssd" | "pd-balanced") => 100,
        Ok("pd-extreme" | "hyperdisk-extreme") => 1000,
        _ => 500,
    };
    let size = match costing.read("size").number() {
        Ok(None) => ["image", "snapshot"]
            .iter()
            .find_map(|path| image_size(costing, &own, path))
            .unwrap_or_else(|| Ok(default.into())),
        given => given.map(|size| size.unwrap_or(Decimal::ZERO)),
    };
    add_disk(costing, kind.clone(), size, owner);
    if let Ok(kind) = kind
        && kind.ends_with("-extreme")
        && let Read::Known(_) = costing.read("provisioned_iops")
    {
        let iops = costing.number("provisioned_iops");
        costing.add(Part::new("Provisioned IOPS", "IOPS", iops).owned_by(DISK).told_by("type", kind));
    }
}

const TEMPLATES: &[&str] = &["google_compute_instance_template", "google_compute_region_instance_template"];

pub(super) fn zonal_group(costing: &mut Costing<'_>) {
    add_group(costing, "google_compute_autoscaler");
}

pub(super) fn regional_group(costing: &mut Costing<'_>) {
    add_group(costing, "google_compute_region_autoscaler");
}

fn add_group(costing: &mut Costing<'_>, scaler: &str) {
    let template = costing
        .follow("version.instance_template", TEMPLATES)
        .or_else(|| costing.follow("instance_template", TEMPLATES))
        .map(|template| template.value.clone());
    let Some(template) = template else {
        return costing.try_add("Instance usage", "hour", Err("its template is not in the code".into()));
    };
    let count = match costing.read("target_size").number() {
        Ok(None) => scaled_size(costing, scaler),
        given => given.map(|count| count.unwrap_or(Decimal::ONE)),
    };
    costing.repeated(Quantity::from(count), |costing| add_template(costing, &template));
}

/// The least that the autoscaler of a group keeps, else one.
fn scaled_size(costing: &Costing<'_>, scaler: &str) -> Result<Decimal, Why> {
    let mut scalers = costing.cx.graph.referrers(costing.subject.address()).filter(|other| &**other.kind() == scaler);
    let Some(scaler) = scalers.next() else { return Ok(Decimal::ONE) };
    Ok(read(&scaler.value, "autoscaling_policy.min_replicas").number()?.unwrap_or(Decimal::ONE))
}

fn add_template(costing: &mut Costing<'_>, template: &Value) {
    let disks = read(template, "disk").items();
    let is_local = |disk: &Value| read(disk, "type").text().ok().flatten().as_deref() == Some("SCRATCH");
    let local_ssds = disks.as_ref().map_or(0, |disks| disks.iter().filter(|disk| is_local(disk)).count());
    let machine = Machine { local_ssds, ..Machine::of(template, "scheduling") };
    machine.add(costing);
    machine.add_extras(costing);
    match disks {
        Ok(disks) => {
            for (i, disk) in disks.iter().enumerate().filter(|(_, disk)| !is_local(disk)) {
                if !read(disk, "source").is_absent() {
                    continue;
                }
                let kind = read(disk, "disk_type").text().map(|kind| kind.unwrap_or_else(|| "pd-standard".into()));
                let size = read(disk, "disk_size_gb").number().map(|size| size.unwrap_or_else(|| 10.into()));
                costing.within(format!("disk[{i}]"), |costing| add_disk(costing, kind, size, DISK));
            }
        }
        Err(why) => costing.try_add("Disk storage", "GB", Err(why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_machine_types_say_their_size() {
        let custom = Custom::parse("custom-2-15360-ext").unwrap();
        assert_eq!(
            (custom.cores.to_string(), custom.memory.to_string(), custom.extended.to_string()),
            ("2".into(), "13".into(), "2".into())
        );
        assert_eq!(Custom::parse("n2-custom-6-20480").unwrap().family, "N2");
        assert!(Custom::parse("e2-medium").is_none());
    }

    #[test]
    fn sustained_use_is_by_family() {
        assert_eq!(sustained("n1-standard-1").to_string(), "0.7");
        assert_eq!(sustained("e2-medium").to_string(), "1");
    }
}

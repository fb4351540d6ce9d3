//! EC2 instances, groups of them, dedicated hosts and Elastic Beanstalk.

use super::super::costing::{Costing, missing, raw};
use super::super::decimal::Decimal;
use super::super::graph::Subject;
use super::super::part::{HOURS, Part};
use super::super::quantity::Quantity;
use super::super::read::{Read, Why, read};
use super::disk::Volume;
use super::instance::Server;
use crate::eval::value::Value;

const TEMPLATES: &[&str] = &["aws_launch_template"];
const CONFIGURATIONS: &[&str] = &["aws_launch_configuration"];

pub(super) fn instance(costing: &mut Costing<'_>) {
    let template = costing
        .follow("launch_template.id", TEMPLATES)
        .or_else(|| costing.follow("launch_template.name", TEMPLATES))
        .map(|template| template.value.clone());
    let own = costing.subject.value.clone();
    let server = Server {
        kind: first(&[Some(&own), template.as_ref()], "instance_type"),
        tenancy: costing.text_or("tenancy", "default"),
        is_spot: costing.text_or("instance_market_options.market_type", "").as_deref() == Ok("spot"),
        monitoring: costing.flag("monitoring"),
        ebs_optimized: costing.flag("ebs_optimized"),
        credits: costing.read("credit_specification.cpu_credits").text().ok().flatten(),
    };
    server.add(costing);
    add_disks(costing, &own);
}

/// The argument of the first that has it.
fn first(values: &[Option<&Value>], path: &str) -> Result<String, Why> {
    for value in values.iter().flatten() {
        if let Some(text) = read(value, path).text()? {
            return Ok(text);
        }
    }
    Err(missing(path))
}

/// The root disk, which is always billed, and the others.
fn add_disks(costing: &mut Costing<'_>, value: &Value) {
    costing.within("root_block_device", |costing| match read(value, "root_block_device") {
        Read::Absent => Volume::default().add(costing),
        Read::Unknown(why) => costing.try_add("Storage", "GB", Err(why)),
        Read::Known(block) => {
            let block = block.as_elements().and_then(<[Value]>::first).cloned();
            block.map_or_else(Volume::default, |block| Volume::of_block(&block)).add(costing);
        }
    });
    match read(value, "ebs_block_device").items() {
        Ok(blocks) => {
            for (i, block) in blocks.iter().enumerate() {
                costing.within(format!("ebs_block_device[{i}]"), |costing| Volume::of_block(block).add(costing));
            }
        }
        Err(why) => costing.try_add("ebs_block_device", "GB", Err(why)),
    }
}

pub(super) fn spot_request(costing: &mut Costing<'_>) {
    let own = costing.subject.value.clone();
    let server = Server { is_spot: true, ..Server::of_kind(costing.text("instance_type")) };
    server.add(costing);
    add_disks(costing, &own);
}

pub(super) fn autoscaling_group(costing: &mut Costing<'_>) {
    let count = group_size(costing, "desired_capacity", "min_size", "max_size");
    let template = ["launch_template", "mixed_instances_policy.launch_template.launch_template_specification"]
        .iter()
        .find_map(|path| find_template(costing, path));
    if let Some(template) = template {
        return mixed_or_plain(costing, template, &count);
    }
    let configuration = costing.follow("launch_configuration", CONFIGURATIONS);
    let Some(configuration) = configuration else {
        let why: Why = "its launch template or configuration is not in the code".into();
        return costing.try_add("Instance usage", "hour", Err(why));
    };
    let value = configuration.value.clone();
    let server = Server {
        kind: first(&[Some(&value)], "instance_type"),
        tenancy: Ok(read(&value, "placement_tenancy").text().ok().flatten().unwrap_or_else(|| "default".into())),
        is_spot: !read(&value, "spot_price").is_absent(),
        // A launch configuration has detailed monitoring unless it says otherwise.
        monitoring: match read(&value, "enable_monitoring") {
            Read::Absent => Ok(true),
            given => given.flag(),
        },
        ebs_optimized: read(&value, "ebs_optimized").flag(),
        credits: None,
    };
    let address = configuration.address().to_string();
    costing.repeated(count, |costing| {
        costing.within(address, |costing| {
            server.add(costing);
            add_disks(costing, &value);
        });
    });
}

/// The launch template that a block names by id or name.
fn find_template<'c>(costing: &Costing<'c>, path: &str) -> Option<&'c Subject<'c>> {
    ["id", "launch_template_id", "name", "launch_template_name"]
        .iter()
        .find_map(|key| costing.follow(&format!("{path}.{key}"), TEMPLATES))
}

/// How many instances run: what the usage file says, what is wanted, what there are at least, else one.
pub(super) fn group_size(costing: &Costing<'_>, desired: &str, least: &str, most: &str) -> Quantity {
    if let Some(count) = costing.usage_number("instances") {
        return count.into();
    }
    match (costing.read(desired).number(), costing.read(least).number(), costing.read(most).number()) {
        (Ok(Some(count)), _, _) | (Ok(None), Ok(Some(count)), _) => count.into(),
        (Ok(None), Ok(None), _) => Quantity::from(1),
        (Err(why), Ok(Some(low)), Ok(Some(high))) if low <= high => Quantity::Between { low, high, why },
        (Err(why), _, _) | (_, Err(why), _) => Quantity::Unknown(why),
    }
}

fn mixed_or_plain(costing: &mut Costing<'_>, template: &Subject<'_>, count: &Quantity) {
    let policy = "mixed_instances_policy";
    let overridden = costing.read(&format!("{policy}.launch_template.override.instance_type")).text().ok().flatten();
    let distribution = format!("{policy}.instances_distribution");
    let base = costing.number_or(&format!("{distribution}.on_demand_base_capacity"), 0);
    let share = costing.number_or(&format!("{distribution}.on_demand_percentage_above_base_capacity"), 100);
    if costing.read(policy).is_absent() {
        return add_template(costing, template, count, None, false);
    }
    let (Ok(base), Ok(share), Quantity::Known(total)) = (base, share, count) else {
        return add_template(costing, template, count, overridden.as_deref(), false);
    };
    let above = total.clone() - base.clone();
    let (base, above) = if above.is_negative() { (total.clone(), Decimal::ZERO) } else { (base, above) };
    let on_demand = base + (&above * &share).shifted(2).ceil();
    let spot = total.clone() - on_demand.clone();
    if !on_demand.is_zero() {
        add_template(costing, template, &on_demand.into(), overridden.as_deref(), false);
    }
    if !spot.is_zero() {
        add_template(costing, template, &spot.into(), overridden.as_deref(), true);
    }
}

/// Instances that are started from a launch template; `kind` overrides its type.
pub(super) fn add_template(
    costing: &mut Costing<'_>,
    template: &Subject<'_>,
    count: &Quantity,
    kind: Option<&str>,
    is_spot: bool,
) {
    let value = template.value.clone();
    let text = |path: &str, default: &str| Ok(read(&value, path).text()?.unwrap_or_else(|| default.to_string()));
    let server = Server {
        kind: kind.map_or_else(|| first(&[Some(&value)], "instance_type"), |kind| Ok(kind.to_string())),
        tenancy: text("placement.tenancy", "default"),
        is_spot: is_spot || text("instance_market_options.market_type", "").as_deref() == Ok("spot"),
        monitoring: read(&value, "monitoring.enabled").flag(),
        ebs_optimized: read(&value, "ebs_optimized").flag(),
        credits: read(&value, "credit_specification.cpu_credits").text().ok().flatten(),
    };
    let address = template.address().to_string();
    costing.repeated(count.clone(), |costing| {
        costing.within(address, |costing| {
            server.add(costing);
            add_mappings(costing, &value);
        });
    });
}

fn add_mappings(costing: &mut Costing<'_>, template: &Value) {
    let mappings = match read(template, "block_device_mappings").items() {
        Ok(mappings) => mappings,
        Err(why) => return costing.try_add("block_device_mapping", "GB", Err(why)),
    };
    for (i, mapping) in mappings.iter().enumerate() {
        if let Some(block) = raw(mapping, "ebs") {
            costing.within(format!("block_device_mapping[{i}]"), |costing| Volume::of_block(&block).add(costing));
        }
    }
}

pub(super) fn dedicated_host(costing: &mut Costing<'_>) {
    let kind = costing.read("instance_type").text().map(|kind| kind.map(|kind| family(&kind)));
    let family = match (kind, costing.read("instance_family").text()) {
        (Ok(Some(family)), _) | (_, Ok(Some(family))) => Ok(family),
        (Err(why), _) | (_, Err(why)) => Err(why),
        _ => Err(missing("instance_type")),
    };
    let term = costing.usage_text("reserved_instance_term");
    let part = family.map(|family| {
        let purchase = if term.is_some() { "reserved" } else { "on-demand" };
        let mut part = Part::hours(format!("EC2 Dedicated Host ({purchase}, {family})"));
        for key in ["reserved_instance_term", "reserved_instance_payment_option"] {
            if let Some(value) = costing.usage_text(key) {
                part = part.told_by(key, value);
            }
        }
        part
    });
    costing.try_add("EC2 Dedicated Host", "hour", part);
}

fn family(kind: &str) -> String {
    kind.split('.').next().unwrap_or(kind).to_string()
}

/// The settings of an environment, by namespace and name.
struct Settings(Vec<Value>);

impl Settings {
    fn get(&self, namespace: &str, name: &str) -> Option<String> {
        let is_it = |setting: &&Value| {
            let is = |path: &str, text: &str| read(setting, path).text().ok().flatten().as_deref() == Some(text);
            is("namespace", namespace) && is("name", name)
        };
        self.0.iter().find(is_it).and_then(|setting| read(setting, "value").text().ok().flatten())
    }

    fn number(&self, namespace: &str, name: &str) -> Option<Decimal> {
        self.get(namespace, name).and_then(|text| Decimal::parse(&text))
    }
}

const LAUNCH: &str = "aws:autoscaling:launchconfiguration";

pub(super) fn beanstalk(costing: &mut Costing<'_>) {
    let settings = match costing.items("setting") {
        Ok(settings) => Settings(settings),
        Err(why) => return costing.try_add("Instance usage", "hour", Err(why)),
    };
    let kind = settings.get(LAUNCH, "InstanceType").or_else(|| {
        let types = settings.get("aws:ec2:instances", "InstanceTypes")?;
        types.split(',').next().map(|kind| kind.trim().to_string())
    });
    let count = settings.number("aws:autoscaling:asg", "MinSize").unwrap_or(Decimal::ONE);
    costing.repeated(count, |costing| {
        costing.within("aws_launch_configuration", |costing| {
            Server::of_kind(kind.ok_or_else(|| missing("InstanceType"))).add(costing);
            costing.within("aws_ebs_volume", |costing| {
                let volume = Volume {
                    size: Ok(settings.number(LAUNCH, "RootVolumeSize").unwrap_or_else(|| 8.into())),
                    kind: Ok(settings.get(LAUNCH, "RootVolumeType").unwrap_or_else(|| "gp2".into())),
                    iops: Ok(settings.number(LAUNCH, "RootVolumeIOPS").unwrap_or(Decimal::ZERO)),
                    throughput: Ok(settings.number(LAUNCH, "RootVolumeThroughput").unwrap_or(Decimal::ZERO)),
                };
                volume.add(costing);
            });
        });
    });
    add_beanstalk_balancer(costing, &settings);
    add_beanstalk_database(costing, &settings);
    if settings.get("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs").as_deref() == Some("true") {
        costing.within("aws_cloudwatch_log_group", |costing| {
            costing.with_usage_of("cloudwatch.", |costing| {
                for (name, key) in [
                    ("Data ingested", "monthly_data_ingested_gb"),
                    ("Archival Storage", "storage_gb"),
                    ("Insights queries data scanned", "monthly_data_scanned_gb"),
                ] {
                    let quantity = costing.used(key);
                    costing.add(Part::new(name, "GB", quantity).owned_by("aws_cloudwatch_log_group"));
                }
            });
        });
    }
}

fn add_beanstalk_balancer(costing: &mut Costing<'_>, settings: &Settings) {
    let kind = settings.get("aws:elasticbeanstalk:environment", "LoadBalancerType");
    match kind.as_deref().unwrap_or("classic") {
        "classic" => costing.within("aws_elb", |costing| {
            costing.add(Part::hours("Classic load balancer").owned_by("aws_elb"));
            let data = costing.usage_number("elb.monthly_data_processed_gb");
            let data = data.map_or_else(|| Quantity::Usage("elb.monthly_data_processed_gb".into()), Quantity::Known);
            costing.add(Part::new("Data processed", "GB", data).owned_by("aws_elb"));
        }),
        kind => costing.within("aws_loadbalancer", |costing| {
            costing.with_usage_of("lb.", |costing| super::network::add_balancer(costing, kind));
        }),
    }
}

fn add_beanstalk_database(costing: &mut Costing<'_>, settings: &Settings) {
    let namespace = "aws:rds:dbinstance";
    if settings.get(namespace, "HasCoupledDatabase").as_deref() != Some("true") {
        return;
    }
    let get = |name: &str| settings.get(namespace, name);
    let deployment = if get("MultiAZDatabase").as_deref() == Some("true") { "Multi-AZ" } else { "Single-AZ" };
    let class = get("DBInstanceClass").unwrap_or_else(|| "db.t2.micro".into());
    let engine = get("DBEngine").unwrap_or_else(|| "mysql".into());
    let size = settings.number(namespace, "DBAllocatedStorage").unwrap_or_else(|| 5.into());
    costing.within("aws_db_instance", |costing| {
        let database = super::database::Database { class, engine, license: None, deployment };
        costing.add(database.part(&HOURS.into()));
        costing.add(super::database::storage("gp2", size, deployment));
    });
}

//! EKS and ECS.

use super::super::costing::{Costing, missing};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Why, read};
use super::compute::{add_template, group_size};
use super::disk::Volume;
use super::instance::Server;

/// The newest version that is past its standard support by the day of the price table.
const EXTENDED_UP_TO: u32 = 31;

pub(super) fn eks_cluster(costing: &mut Costing<'_>) {
    let version = costing.read("version").text();
    let part = version.map(|version| {
        let minor =
            version.as_deref().and_then(|version| version.strip_prefix("1.")).and_then(|minor| minor.parse().ok());
        let is_extended = minor.is_some_and(|minor: u32| minor <= EXTENDED_UP_TO);
        let is_refused = costing.text_or("upgrade_policy.support_type", "EXTENDED").as_deref() == Ok("STANDARD");
        Part::hours(if is_extended && !is_refused { "EKS cluster (extended support)" } else { "EKS cluster" })
    });
    costing.try_add("EKS cluster", "hour", part);
}

pub(super) fn eks_node_group(costing: &mut Costing<'_>) {
    let count =
        group_size(costing, "scaling_config.desired_size", "scaling_config.min_size", "scaling_config.max_size");
    let is_spot = costing.text_or("capacity_type", "ON_DEMAND").as_deref() == Ok("SPOT");
    let kinds = costing.items("instance_types");
    let kind = match &kinds {
        Ok(kinds) => kinds.first().map_or_else(
            || Ok(None),
            |kind| match kind.as_unknown() {
                Some(unknown) => Err(Why::from(unknown.origin.to_string())),
                None => Ok(kind.as_str().map(str::to_string)),
            },
        ),
        Err(why) => Err(why.clone()),
    };
    let template = ["id", "name"]
        .iter()
        .find_map(|key| costing.follow(&format!("launch_template.{key}"), &["aws_launch_template"]));
    if let Some(template) = template {
        let of_template = read(&template.value, "instance_type").text().ok().flatten();
        let kind = kind.ok().flatten().or(of_template).unwrap_or_else(|| "t3.medium".into());
        return add_template(costing, template, &count, Some(&kind), is_spot);
    }
    let kind = kind.map(|kind| kind.unwrap_or_else(|| "t3.medium".into()));
    let size = costing.number_or("disk_size", 20);
    let server = Server { is_spot, ..Server::of_kind(kind) };
    costing.repeated(count, |costing| {
        server.add(costing);
        Volume::of_size(size).add(costing);
    });
}

pub(super) fn eks_fargate_profile(costing: &mut Costing<'_>) {
    // A pod without requests gets the smallest size: a quarter vCPU and half a GB.
    costing.add(Part::new("Per GB per hour", "GB", 1));
    costing.add(Part::new("Per vCPU per hour", "CPU", 1));
}

pub(super) fn ecs_service(costing: &mut Costing<'_>) {
    let launch = match costing.read("launch_type").text() {
        Ok(Some(launch)) => Ok(launch),
        Ok(None) => costing.text_or("capacity_provider_strategy.capacity_provider", "EC2"),
        Err(why) => Err(why),
    };
    match launch.as_deref() {
        Ok("FARGATE" | "FARGATE_SPOT") => {}
        Ok(_) => return,
        Err(why) => return costing.try_add("Per vCPU per hour", "CPU", Err(why.clone())),
    }
    let suffix = if launch.as_deref() == Ok("FARGATE_SPOT") { " (spot)" } else { "" };
    let count = costing.number_or("desired_count", 1);
    let task = costing.follow("task_definition", &["aws_ecs_task_definition"]).map(|task| task.value.clone());
    let size = |path: &str, scale: i64| -> Result<Decimal, Why> {
        let task = task.as_ref().ok_or_else(|| Why::from("its task definition is not in the code"))?;
        let text = read(task, path).text()?.ok_or_else(|| missing(path))?;
        amount(&text, scale).ok_or_else(|| format!("`{text}` is no size").into())
    };
    let times = |size: Result<Decimal, Why>| Quantity::from(size).times(&Quantity::from(count.clone()));
    let (memory, cpu) = (times(size("memory", 1024)), times(size("cpu", 1024)));
    costing.add(Part::new(format!("Per GB per hour{suffix}"), "GB", memory));
    costing.add(Part::new(format!("Per vCPU per hour{suffix}"), "CPU", cpu));
}

/// `512` (of 1024 a whole one), `.5 vCPU`, `2 GB`.
fn amount(text: &str, scale: i64) -> Option<Decimal> {
    let lower = text.to_ascii_lowercase();
    let whole = lower.trim_end_matches("vcpu").trim_end_matches("gb").trim();
    let number = Decimal::parse(whole)?;
    Some(if whole.len() == lower.len() { number.divided(&scale.into(), 10) } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_tasks() {
        let text = |size: &str| amount(size, 1024).map(|amount| amount.to_string());
        assert_eq!(text("512").as_deref(), Some("0.5"));
        assert_eq!(text("2 GB").as_deref(), Some("2"));
        assert_eq!(text(".25 vCPU").as_deref(), Some("0.25"));
        assert_eq!(text("lots"), None);
    }
}

//! Virtual machines and scale sets.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Read, Why, read};
use super::disk::Disk;
use crate::eval::value::Value;

const OWNER: &str = "azurerm_linux_virtual_machine";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    Linux,
    Windows,
}

/// What sets the price of a machine.
pub(super) struct Machine {
    pub(super) size: Result<String, Why>,
    pub(super) system: System,
    pub(super) is_spot: bool,
    pub(super) license: Option<String>,
}

impl Machine {
    pub(super) fn part(&self, hours: Quantity) -> Result<Part, Why> {
        let size = self.size.clone()?;
        let is_own_license = self.system == System::Windows
            && self.license.as_deref().is_some_and(|license| license.starts_with("Windows_"));
        let system = if self.system == System::Windows { "Windows" } else { "Linux" };
        let purchase = match (self.is_spot, is_own_license) {
            (true, _) => "spot",
            (false, true) => "hybrid benefit",
            (false, false) => "pay as you go",
        };
        let part =
            Part::new(format!("Instance usage ({system}, {purchase}, {size})"), "hour", hours.clone()).owned_by(OWNER);
        if !is_own_license || self.is_spot {
            return Ok(part);
        }
        // With a licence of one's own a machine costs what it costs with Linux.
        let linux = Part::new(format!("Instance usage (Linux, pay as you go, {size})"), "hour", hours).owned_by(OWNER);
        Ok(part.otherwise(linux))
    }

    fn add(&self, costing: &mut Costing<'_>) {
        let part = self.part(costing.monthly_hours().into());
        costing.try_add("Instance usage", "hour", part);
    }
}

fn machine(costing: &Costing<'_>, size: &str, system: System) -> Machine {
    Machine {
        size: costing.text(size),
        system,
        is_spot: costing.text_or("priority", "Regular").is_ok_and(|priority| priority == "Spot"),
        license: costing.read("license_type").text().ok().flatten(),
    }
}

pub(super) fn linux(costing: &mut Costing<'_>) {
    machine(costing, "size", System::Linux).add(costing);
    add_os_disk(costing);
}

pub(super) fn windows(costing: &mut Costing<'_>) {
    machine(costing, "size", System::Windows).add(costing);
    add_os_disk(costing);
}

fn add_os_disk(costing: &mut Costing<'_>) {
    let block = match costing.read("os_disk") {
        Read::Known(block) => block.as_elements().and_then(<[Value]>::first).cloned().unwrap_or(block),
        Read::Absent => Value::NULL,
        Read::Unknown(why) => return costing.try_add("os_disk/Storage", "month", Err(why)),
    };
    // A disk on the host itself costs nothing.
    if !read(&block, "diff_disk_settings").is_absent() {
        return;
    }
    costing.within("os_disk", |costing| {
        Disk::of_block(&block, "storage_account_type", "os_disk.monthly_disk_operations").add(costing);
    });
}

pub(super) fn classic(costing: &mut Costing<'_>) {
    let system = classic_system(costing, "storage_os_disk", "storage_image_reference");
    machine(costing, "vm_size", system).add(costing);
    add_classic_disks(costing, "storage_os_disk", "storage_data_disk");
}

/// Windows, where the code says so.
fn classic_system(costing: &Costing<'_>, disk: &str, image: &str) -> System {
    let says = |path: String, text: &str| {
        costing.read(&path).text().ok().flatten().is_some_and(|found| found.to_ascii_lowercase().contains(text))
    };
    let is_windows = says(format!("{disk}.os_type"), "windows")
        || !costing.read("os_profile_windows_config").is_absent()
        || says(format!("{image}.offer"), "windows")
        || says(format!("{image}.publisher"), "microsoftwindows");
    if is_windows { System::Windows } else { System::Linux }
}

fn add_classic_disks(costing: &mut Costing<'_>, os: &str, data: &str) {
    let operations = |path: &str| match path {
        "storage_os_disk" => "storage_os_disk.monthly_disk_operations",
        "storage_data_disk" => "storage_data_disk.monthly_disk_operations",
        "storage_profile_os_disk" => "storage_profile_os_disk.monthly_disk_operations",
        _ => "storage_profile_data_disk.monthly_disk_operations",
    };
    let own = costing.subject.value.clone();
    for path in [os, data] {
        let disks = match read(&own, path).items() {
            Ok(disks) => disks,
            Err(why) => {
                costing.try_add(&format!("{path}/Storage"), "month", Err(why));
                continue;
            }
        };
        for (i, disk) in disks.iter().enumerate() {
            // A disk that is only attached is billed as itself.
            if !read(disk, "managed_disk_id").is_absent() {
                continue;
            }
            let name = if path == data { format!("{path}[{i}]") } else { path.to_string() };
            costing.within(name, |costing| Disk::of_block(disk, "managed_disk_type", operations(path)).add(costing));
        }
    }
}

/// How many machines a set has.
fn set_size(costing: &Costing<'_>, path: &str) -> Quantity {
    match costing.usage_number("instances") {
        Some(count) => count.into(),
        None => costing.number_or(path, 1).into(),
    }
}

fn modern_set(costing: &mut Costing<'_>, system: System) {
    let count = set_size(costing, "instances");
    let machine = machine(costing, "sku", system);
    let data = costing.items("data_disk");
    costing.repeated(count, |costing| {
        machine.add(costing);
        add_os_disk(costing);
        for (i, disk) in data.unwrap_or_default().iter().enumerate() {
            costing.within(format!("data_disk[{i}]"), |costing| {
                Disk::of_block(disk, "storage_account_type", "data_disk.monthly_disk_operations").add(costing);
            });
        }
    });
}

pub(super) fn linux_set(costing: &mut Costing<'_>) {
    modern_set(costing, System::Linux);
}

pub(super) fn windows_set(costing: &mut Costing<'_>) {
    modern_set(costing, System::Windows);
}

pub(super) fn classic_set(costing: &mut Costing<'_>) {
    let count = set_size(costing, "sku.capacity");
    let system = classic_system(costing, "storage_profile_os_disk", "storage_profile_image_reference");
    let machine = machine(costing, "sku.name", system);
    costing.repeated(count, |costing| {
        machine.add(costing);
        add_classic_disks(costing, "storage_profile_os_disk", "storage_profile_data_disk");
    });
}

/// Whether a size can have premium disks: its name has an `s` among the letters of the series.
pub(super) fn has_premium_disks(size: &str) -> bool {
    let series = size.split('_').nth(1).unwrap_or(size);
    series.to_ascii_lowercase().contains('s')
}

/// A node count: what the usage file says, what is wanted, what there are at least, else one.
pub(super) fn node_count(costing: &Costing<'_>, value: &Value, key: &str) -> Quantity {
    if let Some(count) = costing.usage_number(key) {
        return count.into();
    }
    let number = |path: &str| read(value, path).number();
    match (number("node_count"), number("min_count"), number("max_count")) {
        (Ok(Some(count)), _, _) | (Ok(None), Ok(Some(count)), _) => count.into(),
        (Ok(None), Ok(None), _) => Decimal::ONE.into(),
        (Err(why), Ok(Some(low)), Ok(Some(high))) if low <= high => Quantity::Between { low, high, why },
        (Err(why), _, _) | (_, Err(why), _) => Quantity::Unknown(why),
    }
}

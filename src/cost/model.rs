//! How a resource type is billed: rows where it is a list, a function where it depends on arguments.

use super::costing::{Costing, Tiers, missing, scaled};
use super::part::Part;
use super::quantity::Quantity;
use super::read::Why;
use super::{aws, azure, google};

/// The cost model of a resource type.
pub(super) enum Model {
    /// Costs nothing itself.
    Free,
    /// A list of components.
    Rows(&'static Row),
    /// Depends on arguments.
    Code(fn(&mut Costing<'_>)),
}

/// The components of types that are billed alike.
pub(super) struct Row {
    pub(super) kinds: &'static [&'static str],
    pub(super) items: &'static [Item],
}

/// A component. Names may hold arguments: `Cluster usage (on-demand, {node_type})`, `{size|Small}` with a default.
pub(super) enum Item {
    /// Each hour of the month.
    Hours(&'static str),
    /// Each hour of the month, times an argument (path, default).
    HoursOf(&'static str, &'static str, i64),
    /// A fixed quantity: name, unit, quantity.
    Fixed(&'static str, &'static str, i64),
    /// As many as an argument says: name, unit, path, default.
    Count(&'static str, &'static str, &'static str, i64),
    /// As much as the usage file says: name, unit, key.
    Usage(&'static str, &'static str, &'static str),
    /// The same, in units of ten to a power: name, unit, key, power.
    UsagePer(&'static str, &'static str, &'static str, u32),
    /// The same, in tiers: name, unit, key, power, tiers.
    Tiers(&'static str, &'static str, &'static str, u32, &'static [(&'static str, i64)]),
}

/// What one provider's types cost.
pub(super) struct Provider {
    pub(super) code: &'static [(&'static str, fn(&mut Costing<'_>))],
    pub(super) rows: &'static [&'static [Row]],
    /// Types that cost nothing; a `*` stands for anything.
    pub(super) free: &'static [&'static str],
}

/// The model of a resource type; `None` for types that nobody has described.
pub(super) fn model_of(kind: &str) -> Option<Model> {
    let provider = match kind.split('_').next()? {
        "aws" => &aws::PROVIDER,
        "azurerm" => &azure::PROVIDER,
        "google" => &google::PROVIDER,
        // These only exist inside Terraform.
        "null" | "random" | "terraform" | "time" | "local" | "tls" | "template" | "archive" | "cloudinit" => {
            return Some(Model::Free);
        }
        _ => return None,
    };
    if let Some((_, code)) = provider.code.iter().find(|(name, _)| *name == kind) {
        return Some(Model::Code(*code));
    }
    if let Some(row) = provider.rows.iter().copied().flatten().find(|row| row.kinds.contains(&kind)) {
        return Some(Model::Rows(row));
    }
    let fits = |pattern: &&str| match pattern.split_once('*') {
        Some((start, end)) => kind.starts_with(start) && kind.contains(end.trim_end_matches('*')),
        None => *pattern == kind,
    };
    provider.free.iter().any(fits).then_some(Model::Free)
}

/// How many types have a model with components, by provider; for `tollgate cost prices`.
pub(super) fn described() -> [(&'static str, usize); 3] {
    [("aws", &aws::PROVIDER), ("azure", &azure::PROVIDER), ("gcp", &google::PROVIDER)].map(|(name, provider)| {
        let rows = provider.rows.iter().copied().flatten().map(|row| row.kinds.len()).sum::<usize>();
        (name, provider.code.len() + rows)
    })
}

impl Model {
    pub(super) fn apply(&self, costing: &mut Costing<'_>) {
        match self {
            Self::Free => {}
            Self::Code(code) => code(costing),
            Self::Rows(row) => {
                for item in row.items {
                    item.apply(costing, row.kinds.first().copied());
                }
            }
        }
    }
}

impl Item {
    fn apply(&self, costing: &mut Costing<'_>, owner: Option<&'static str>) {
        let owned = |part: Part| match owner {
            Some(owner) => part.owned_by(owner),
            None => part,
        };
        match self {
            Self::Hours(name) => {
                let part = filled(costing, name).map(|name| owned(Part::hours(name)));
                costing.try_add(name, "hour", part);
            }
            Self::HoursOf(name, path, default) => {
                let count = Quantity::from(costing.number_or(path, *default));
                let part = filled(costing, name).map(|name| owned(Part::hours_of(name, count)));
                costing.try_add(name, "hour", part);
            }
            Self::Fixed(name, unit, quantity) => {
                let part = filled(costing, name).map(|name| owned(Part::new(name, unit, *quantity)));
                costing.try_add(name, unit, part);
            }
            Self::Count(name, unit, path, default) => {
                let quantity = costing.number_or(path, *default);
                let part = filled(costing, name).map(|name| owned(Part::new(name, unit, quantity)));
                costing.try_add(name, unit, part);
            }
            Self::Usage(name, unit, key) => {
                let quantity = costing.used(key);
                costing.add(owned(Part::new(*name, unit, quantity)));
            }
            Self::UsagePer(name, unit, key, places) => {
                let quantity = scaled(costing.used(key), *places);
                costing.add(owned(Part::new(*name, unit, quantity)));
            }
            Self::Tiers(name, unit, key, places, steps) => {
                costing.tiers(&Tiers { name, unit, key, places: *places, steps, owner });
            }
        }
    }
}

/// A name with its arguments filled in.
fn filled(costing: &Costing<'_>, name: &str) -> Result<String, Why> {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, tail)) = after.split_once('}') else { break };
        text.push_str(before);
        let (path, default) = match field.split_once('|') {
            Some((path, default)) => (path, Some(default)),
            None => (field, None),
        };
        let value = costing.read(path).text()?.or(default.map(str::to_string)).ok_or_else(|| missing(path))?;
        text.push_str(&value);
        rest = tail;
    }
    text.push_str(rest);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_hundred_types_are_described() {
        let total: usize = described().iter().map(|(_, count)| count).sum();
        assert!(total > 200, "{total}");
    }

    #[test]
    fn types_are_free_by_name_or_beginning() {
        assert!(matches!(model_of("aws_iam_role_policy"), Some(Model::Free)));
        assert!(matches!(model_of("aws_nat_gateway"), Some(Model::Rows(_) | Model::Code(_))));
        assert!(model_of("aws_something_new").is_none());
        assert!(model_of("helm_release").is_none());
    }

    #[test]
    fn no_type_is_described_twice() {
        for provider in [&aws::PROVIDER, &azure::PROVIDER, &google::PROVIDER] {
            let rows = provider.rows.iter().copied().flatten().flat_map(|row| row.kinds.iter().copied());
            let mut kinds: Vec<&str> = provider.code.iter().map(|(kind, _)| *kind).chain(rows).collect();
            kinds.sort_unstable();
            let count = kinds.len();
            kinds.dedup();
            assert_eq!(count, kinds.len());
        }
    }
}

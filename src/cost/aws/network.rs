//! Load balancers, addresses, endpoints, DNS, content delivery, keys and firewalls.

use super::super::costing::{Costing, Tiers, scaled};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Read, Why, read};

pub(super) fn load_balancer(costing: &mut Costing<'_>) {
    match costing.text_or("load_balancer_type", "application") {
        Ok(kind) => add_balancer(costing, &kind),
        Err(why) => costing.try_add("Load balancer", "hour", Err(why)),
    }
}

/// An application, network or gateway load balancer with its capacity units.
pub(super) fn add_balancer(costing: &mut Costing<'_>, kind: &str) {
    let name = match kind {
        "network" => "Network load balancer",
        "gateway" => "Gateway load balancer",
        _ => "Application load balancer",
    };
    costing.add(Part::hours(name).owned_by("aws_lb"));
    let units = capacity_units(costing, kind);
    costing.add(
        Part::new("Load balancer capacity units", "LCU", units).owned_by("aws_lb").told_by("load_balancer_type", kind),
    );
}

/// The largest of what connections, bytes and rules need; 730 hours in each unit's price.
fn capacity_units(costing: &Costing<'_>, kind: &str) -> Quantity {
    let (new, active) = if kind == "network" { (800, 100_000) } else { (25, 3000) };
    let part = |key: &str, each: Decimal| costing.usage_number(key).map(|value| value.divided(&each, 10));
    let bytes = costing.usage_number("processed_bytes_gb").map(|gb| gb.divided(&730.into(), 10));
    let parts = [
        part("new_connections", new.into()),
        part("active_connections", active.into()),
        bytes,
        part("rule_evaluations", 1000.into()),
    ];
    parts.into_iter().flatten().max().map_or_else(|| Quantity::Usage("new_connections".into()), Quantity::Known)
}

/// Where an address is in use; the argument that refers to it.
const USERS: [(&str, &str); 6] = [
    ("aws_nat_gateway", "allocation_id"),
    ("aws_eip_association", "allocation_id"),
    ("aws_lb", "subnet_mapping"),
    ("aws_alb", "subnet_mapping"),
    ("aws_transfer_server", "endpoint_details"),
    ("aws_networkfirewall_firewall", "subnet_mapping"),
];

/// An address is billed here when nothing in the code uses it.
pub(super) fn elastic_ip(costing: &mut Costing<'_>) {
    let own = ["instance", "network_interface", "customer_owned_ipv4_pool"];
    let is_attached = own.iter().any(|path| !matches!(costing.read(path), Read::Absent));
    let is_used = is_attached
        || costing.cx.graph.referrers(costing.subject.address()).any(|other| {
            USERS.iter().any(|(kind, path)| &**other.kind() == *kind && !read(&other.value, path).is_absent())
        });
    if !is_used {
        costing.add(Part::hours("IP address (if unused)"));
    }
}

pub(super) fn endpoint(costing: &mut Costing<'_>) {
    let kind = match costing.text_or("vpc_endpoint_type", "Gateway") {
        Ok(kind) => kind,
        Err(why) => return costing.try_add("Endpoint", "hour", Err(why)),
    };
    if kind.eq_ignore_ascii_case("Gateway") {
        return;
    }
    let is_balancer = kind.eq_ignore_ascii_case("GatewayLoadBalancer");
    let zones =
        costing.items("subnet_ids").map(|subnets| Decimal::from(i64::try_from(subnets.len().max(1)).unwrap_or(1)));
    let name = if is_balancer { "Endpoint (GatewayLoadBalancer)" } else { "Endpoint (Interface)" };
    if is_balancer {
        costing.usage("Data processed", "GB", "monthly_data_processed_gb");
    } else {
        costing.tiers(&Tiers {
            name: "Data processed",
            unit: "GB",
            key: "monthly_data_processed_gb",
            places: 0,
            steps: &[("first 1PB", 1_048_576), ("next 4PB", 4_194_304), ("over 5PB", 0)],
            owner: None,
        });
    }
    costing.add(Part::hours_of(name, zones));
}

pub(super) fn vpn_connection(costing: &mut Costing<'_>) {
    costing.add(Part::hours("VPN connection"));
    if !matches!(costing.read("transit_gateway_id"), Read::Absent) {
        costing.add(Part::hours("Transit gateway attachment"));
        costing.usage("Data processed", "GB", "monthly_data_processed_gb");
    }
}

/// Parts of the world: key of the usage file, name.
const EDGES: [(&str, &str); 8] = [
    ("us", "US, Mexico, Canada"),
    ("europe", "Europe, Israel"),
    ("south_africa", "South Africa, Kenya, Middle East"),
    ("south_america", "South America"),
    ("japan", "Japan"),
    ("australia", "Australia, New Zealand"),
    ("asia_pacific", "Hong Kong, Philippines, Asia Pacific"),
    ("india", "India"),
];

pub(super) fn distribution(costing: &mut Costing<'_>) {
    for (group, prefix, unit, places) in [
        ("Data transfer out to internet", "monthly_data_transfer_to_internet_gb", "GB", 0),
        ("Data transfer out to origin", "monthly_data_transfer_to_origin_gb", "GB", 0),
        ("HTTP requests", "monthly_http_requests", "10k requests", 4),
        ("HTTPS requests", "monthly_https_requests", "10k requests", 4),
    ] {
        for (key, name) in EDGES {
            let key = format!("{prefix}.{key}");
            if costing.usage_number(&key).is_none() {
                continue;
            }
            costing.within(group, |costing| {
                let quantity = scaled(costing.used(&key), places);
                // The first tier of transfer: more needs the tiers of the region, which the table has by name.
                let tiered = format!("{group}/{name} (first 10TB)");
                let part = Part::new(name, unit, quantity).priced_as(format!("{group}/{name}"));
                let first = part.clone().priced_as(tiered);
                costing.add(part.otherwise(first));
            });
        }
    }
    costing.usage_per("Invalidation requests", "paths", "monthly_invalidation_requests", 0);
    costing.usage_per("Field level encryption requests", "10k requests", "monthly_encryption_requests", 4);
    costing.usage_per("Real-time log requests", "1M lines", "monthly_log_lines", 6);
    costing.usage("Dedicated IP custom SSLs", "certificates", "custom_ssl_certificates");
}

pub(super) fn dns_record(costing: &mut Costing<'_>) {
    if !costing.read("alias").is_absent() {
        return;
    }
    for (name, key) in [
        ("Standard queries", "monthly_standard_queries"),
        ("Latency based routing queries", "monthly_latency_based_queries"),
        ("Geo DNS queries", "monthly_geo_queries"),
    ] {
        costing.tiers(&Tiers {
            name,
            unit: "1M queries",
            key,
            places: 6,
            steps: &[("first 1B", 1_000_000_000), ("over 1B", 0)],
            owner: None,
        });
    }
}

pub(super) fn health_check(costing: &mut Costing<'_>) {
    let kind = match costing.text_or("type", "HTTP") {
        Ok(kind) => kind,
        Err(why) => return costing.try_add("Health check", "month", Err(why)),
    };
    if kind == "CALCULATED" || kind == "CLOUDWATCH_METRIC" {
        return costing.add(Part::new("Health check", "month", 1).told_by("endpoint_type", "aws_endpoint"));
    }
    let endpoint = costing.usage_text("endpoint_type").unwrap_or_else(|| "aws_endpoint".into());
    costing.add(Part::new("Health check", "month", 1).told_by("endpoint_type", endpoint.clone()));
    let fast = costing.number_or("request_interval", 30).is_ok_and(|seconds| seconds == 10.into());
    let options =
        [kind.starts_with("HTTPS"), kind.ends_with("STR_MATCH"), costing.flag("measure_latency") == Ok(true), fast];
    let count = options.iter().filter(|is_on| **is_on).count();
    if count > 0 {
        let count = i64::try_from(count).unwrap_or(0);
        costing.add(Part::new("Optional features", "month", count).told_by("endpoint_type", endpoint));
    }
}

pub(super) fn resolver_endpoint(costing: &mut Costing<'_>) {
    let count = costing.items("ip_address").map(|addresses| Decimal::from(i64::try_from(addresses.len()).unwrap_or(0)));
    costing.add(Part::hours_of("Resolver endpoints", count));
    costing.tiers(&Tiers {
        name: "DNS queries",
        unit: "1M queries",
        key: "monthly_queries",
        places: 6,
        steps: &[("first 1B", 1_000_000_000), ("over 1B", 0)],
        owner: None,
    });
}

pub(super) fn direct_connect(costing: &mut Costing<'_>) {
    let speed = costing.text("bandwidth");
    // The table has the price of a dedicated 1 Gbps port.
    let part = speed.map(|speed| {
        let part = Part::hours("DX connection");
        if speed == "1Gbps" { part } else { part.priced_as(format!("DX connection ({speed})")) }
    });
    costing.try_add("DX connection", "hour", part);
}

pub(super) fn directory(costing: &mut Costing<'_>) {
    let kind = costing.text_or("type", "SimpleAD");
    let size = costing.text_or("size", "Small");
    let edition = costing.text_or("edition", "Enterprise");
    let named = (|| {
        Ok(match kind.clone()?.as_str() {
            "MicrosoftAD" => format!("Directory service (Microsoft AD, {})", edition.clone()?),
            "ADConnector" => format!("Directory service (AD Connector, {})", size.clone()?),
            _ => format!("Directory service (Simple AD, {})", size.clone()?),
        })
    })();
    // Two controllers come with a directory; the table has the price of one a month.
    let part: Result<Part, Why> = named.map(|name: String| Part::new(name, "controllers", 2));
    let is_connector = kind.as_deref() == Ok("ADConnector");
    costing.try_add("Directory service", "controllers", part);
    if !is_connector && costing.usage_number("additional_domain_controllers").is_some() {
        let quantity = costing.used("additional_domain_controllers");
        let part = Part::new("Additional domain controllers", "controllers", quantity);
        let part = part.told_by("type", kind.clone().unwrap_or_default());
        costing.add(part.told_by("size", size.unwrap_or_default()).told_by("edition", edition.unwrap_or_default()));
    }
    if kind.as_deref() == Ok("MicrosoftAD") {
        costing.usage("Directory sharing", "accounts", "shared_accounts");
    }
}

pub(super) fn kms_key(costing: &mut Costing<'_>) {
    costing.add(Part::new("Customer master key", "month", 1));
    let spec = costing.text_or("customer_master_key_spec", "SYMMETRIC_DEFAULT").unwrap_or_default();
    let name = match spec.as_str() {
        "SYMMETRIC_DEFAULT" => "Requests",
        "RSA_2048" => "Requests (RSA 2048)",
        _ => "Requests (asymmetric)",
    };
    costing.usage_per(name, "10k requests", "monthly_requests", 4);
    if spec == "SYMMETRIC_DEFAULT" {
        costing.usage_per("ECC GenerateDataKeyPair requests", "10k requests", "monthly_ecc_requests", 4);
        costing.usage_per("RSA GenerateDataKeyPair requests", "10k requests", "monthly_rsa_requests", 4);
    }
}

pub(super) fn certificate(costing: &mut Costing<'_>) {
    // Only certificates of a private authority are billed.
    if !matches!(costing.read("certificate_authority_arn"), Read::Absent) {
        costing.add(Part::new("Certificate", "requests", 1));
    }
}

pub(super) fn certificate_authority(costing: &mut Costing<'_>) {
    let is_short = costing.text_or("usage_mode", "GENERAL_PURPOSE").as_deref() == Ok("SHORT_LIVED_CERTIFICATE");
    let suffix = if is_short { " (short-lived certificate mode)" } else { "" };
    costing.add(Part::new(format!("Private certificate authority{suffix}"), "month", 1));
    if is_short {
        return costing.usage("Certificates (short-lived)", "requests", "monthly_requests");
    }
    costing.tiers(&Tiers {
        name: "Certificates",
        unit: "requests",
        key: "monthly_requests",
        places: 0,
        steps: &[("first 1K", 1000), ("next 9K", 9000), ("over 10K", 0)],
        owner: None,
    });
}

pub(super) fn metric_alarm(costing: &mut Costing<'_>) {
    let queries = costing.items("metric_query");
    let metrics = queries.as_ref().map(|queries| {
        let of_metric = queries.iter().filter(|query| !read(query, "metric").is_absent());
        Decimal::from(i64::try_from(of_metric.count().max(1)).unwrap_or(1))
    });
    let period = match costing.read("period").number() {
        Ok(None) => queries.as_ref().ok().and_then(|queries| {
            queries.iter().filter_map(|query| read(query, "metric.period").number().ok().flatten()).min()
        }),
        Ok(period) => period,
        Err(why) => return costing.try_add("Standard resolution", "alarm metrics", Err(why)),
    };
    let is_fast = period.is_some_and(|seconds| seconds < 60.into());
    let operator = costing.text_or("comparison_operator", "").unwrap_or_default();
    let resolution = if is_fast { "High resolution" } else { "Standard resolution" };
    if operator.contains("Threshold") && !costing.read("threshold_metric_id").is_absent() {
        // A band of expected values has three metrics.
        return costing.add(Part::new(format!("{resolution} anomaly detection"), "alarms", 3));
    }
    let metrics = metrics.map_err(Clone::clone);
    costing.add(Part::new(resolution, "alarm metrics", metrics));
}

pub(super) fn web_acl(costing: &mut Costing<'_>) {
    costing.add(Part::new("Web ACL usage", "month", 1));
    let rules = costing.items("rules").or_else(|_| costing.items("rule"));
    let count = |is_group: bool| {
        rules.as_ref().map_err(Clone::clone).map(|rules| {
            let kinds = rules
                .iter()
                .filter(|rule| (read(rule, "type").text().ok().flatten().as_deref() == Some("GROUP")) == is_group);
            Decimal::from(i64::try_from(kinds.count()).unwrap_or(0))
        })
    };
    let (plain, groups) = (count(false), count(true));
    let in_groups = costing.usage_number("rule_group_rules").unwrap_or(Decimal::ZERO);
    add_rules(costing, "Rules", "rules", plain.map(|plain| plain + in_groups));
    add_rules(costing, "Rule groups", "groups", groups);
    costing.usage_per("Requests", "1M requests", "monthly_requests", 6);
}

fn add_rules(costing: &mut Costing<'_>, name: &str, unit: &'static str, count: Result<Decimal, Why>) {
    if count.as_ref() != Ok(&Decimal::ZERO) {
        costing.add(Part::new(name, unit, count));
    }
}

pub(super) fn web_acl_v2(costing: &mut Costing<'_>) {
    if costing.text_or("scope", "REGIONAL").as_deref() == Ok("CLOUDFRONT") {
        costing.region =
            costing.region.clone().map(|region| super::super::region::Region { name: "us-east-1".into(), ..region });
    }
    costing.add(Part::new("Web ACL usage", "month", 1));
    let rules = costing.items("rule");
    let count = |path: &str| {
        rules.as_ref().map_err(Clone::clone).map(|rules| {
            let of_kind = rules.iter().filter(|rule| !read(rule, path).is_absent()).count();
            Decimal::from(i64::try_from(of_kind).unwrap_or(0))
        })
    };
    let groups = count("statement.rule_group_reference_statement");
    let managed = count("statement.managed_rule_group_statement");
    let all = count("statement");
    let plain = all.and_then(|all| Ok(all - groups.clone()? - managed.clone()?));
    let extra = |key: &str| costing.usage_number(key).unwrap_or(Decimal::ZERO);
    let extra = extra("rule_group_rules") + extra("managed_rule_group_rules");
    add_rules(costing, "Rules", "rules", plain.map(|plain| plain + extra));
    add_rules(costing, "Rule groups", "groups", groups);
    add_rules(costing, "Managed rule groups", "groups", managed);
    costing.usage_per("Requests", "1M requests", "monthly_requests", 6);
}

pub(super) fn transfer_server(costing: &mut Costing<'_>) {
    let protocols = match costing.items("protocols") {
        Ok(protocols) => protocols,
        Err(why) => return costing.try_add("SFTP protocol enabled", "hour", Err(why)),
    };
    let mut names: Vec<String> = protocols.iter().filter_map(|name| name.as_str().map(str::to_string)).collect();
    if names.is_empty() {
        names.push("SFTP".into());
    }
    for name in names {
        costing.add(Part::hours(format!("{name} protocol enabled")));
    }
    costing.usage("Data uploaded", "GB", "monthly_data_uploaded_gb");
    costing.usage("Data downloaded", "GB", "monthly_data_downloaded_gb");
}

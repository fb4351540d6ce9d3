#!/usr/bin/env python3
"""Builds prices.bin, the price table inside the binary, from the source tables.

Usage: build.py SOURCE_DIR   (a folder with SOURCES.csv and the *.csv tables named in README.md)

Reads rows `provider,region,service,terraform_type,component,attribute_match,unit,usd,as_of,source`, gives every
price the name under which the estimate shows its component, settles disagreements by the trust order below and
writes one zlib stream per large resource type and one per provider for all others. Nothing is computed that a
source does not say, except prices per part of a printed sum (per vCore, per custom vCPU), which are marked
`source/part`. Rows that two sources or examples tell differently, and nothing tells apart, are left out and named
on standard error. The output is the same for the same input.
"""

import csv
import re
import struct
import sys
import zlib
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

# Trust order: the first source that has a row wins. Goldens come after the tables that were read from price lists.
TRUST = [
    "karpenter-aws", "karpenter-azure", "cyclenerd-gcp", "leanercloud-cache", "leanercloud-opensearch",
    "ec2instances-rds", "libcloud", "infracost", "libcloud-1src", "derived",
]
TABLES = [
    "aws_ec2.csv", "aws_ec2_derived.csv", "aws_rds.csv", "aws_elasticache.csv", "aws_opensearch.csv",
    "azure_vm_a.csv", "azure_vm_b.csv", "gcp_compute.csv", "gcp_storage_network.csv",
    "aws_infracost_golden.csv", "azure_infracost_golden.csv", "gcp_infracost_golden.csv",
]
# A type with more keys than this has a stream of its own, so that others need not unpack it.
LARGE = 400

GCP_DISKS = {
    "pd-standard": "Standard provisioned storage (pd-standard)",
    "pd-ssd": "SSD provisioned storage (pd-ssd)",
    "pd-balanced": "Balanced provisioned storage (pd-balanced)",
    "pd-extreme": "Extreme provisioned storage (pd-extreme)",
    "hyperdisk-extreme": "Hyperdisk provisioned storage (hyperdisk-extreme)",
}
GCP_CLASSES = {"STANDARD": "standard", "NEARLINE": "nearline", "COLDLINE": "coldline", "ARCHIVE": "archive"}
# Machine families whose golden price already holds the sustained-use discount of a full month.
SUSTAINED = {"n1": Decimal("0.7"), "n2": Decimal("0.8"), "n2d": Decimal("0.8")}
AZURE_REGIONS = {"West US": "westus", "East US": "eastus", "Central US": "centralus"}
SUBRESOURCE = re.compile(
    r"^((module\.[^/]*\.)?aws_launch_\w+(\.[^/]*)?|disk(\[\])?|root_block_device|ebs_block_device\[\]"
    r"|block_device_mapping\[\]|aws_ebs_volume|default_node_pool|os_disk|azurerm_backup_protected_vm[^/]*"
    r"|default_pool|node_pool\[\]|Replica|aws_db_instance|aws_elb|aws_cloudwatch_log_group|aws_loadbalancer"
    r"|DNS|Load Balancer)/"
)
AWS_HOSTS = {"aws_instance", "aws_autoscaling_group", "aws_eks_node_group", "aws_elastic_beanstalk_environment"}
AZURE_HOSTS = {
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine",
    "azurerm_virtual_machine_scale_set", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set", "azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool",
    "azurerm_machine_learning_compute_cluster", "azurerm_machine_learning_compute_instance",
}
GCP_HOSTS = {
    "google_compute_instance", "google_compute_instance_group_manager", "google_compute_region_instance_group_manager",
    "google_container_cluster", "google_container_node_pool",
}
DISK_PART = re.compile(r"^(Storage \(|Provisioned IOPS|Provisioned throughput|Throughput$|I/O requests|Disk operations)")
HOST_PART = re.compile(r"^(Instance usage|EC2 detailed|CPU credits|EBS-optimized|Ultra disk reservation)")


# Resources of the whole account: their price names no region, whatever the example's provider block says.
GLOBAL = re.compile(
    r"aws_(route53_(zone|record|health_check)|cloudfront_\w+|globalaccelerator_\w+)"
    r"|azurerm_(security_center_subscription_pricing|traffic_manager_\w+)"
    r"|google_(dns_\w+|logging_\w+|compute_global_\w+)"
)


class Dropped(Exception):
    """A row that has no place in the table, with the reason."""


def attributes(text):
    """`a=b;c=d`; a value may hold `;` only inside brackets, which no source has."""
    return dict(part.split("=", 1) for part in text.split(";") if part)


def bulk(kind, component, given):
    """Names of the tables that were read from price lists."""
    kind = kind.split("|")[0]
    if kind == "aws_instance":
        return kind, f"Instance usage (Linux/UNIX, on-demand, {given['instance_type']})", {}
    if kind in ("aws_db_instance", "aws_rds_cluster_instance"):
        kept = {key: given[key] for key in ("engine", "license_model") if key in given}
        return "aws_db_instance", f"Database instance (on-demand, Single-AZ, {given['instance_class']})", kept
    if kind == "aws_elasticache_cluster":
        return kind, f"ElastiCache (on-demand, {given['node_type']})", {"engine": given["engine"]}
    if kind == "aws_opensearch_domain":
        return kind, f"Instance (on-demand, {given['instance_type'].removesuffix('.search')})", {}
    if kind == "azurerm_linux_virtual_machine":
        return kind, f"Instance usage (Linux, pay as you go, {given['size']})", {}
    return google(kind, component, given)


def google(kind, component, given):
    if component.startswith("Licence") or component.startswith("Internet egress"):
        raise Dropped("no component uses it")
    if component == "Instance usage (Linux, on-demand)":
        return kind, f"Instance usage (Linux/UNIX, on-demand, {given['machine_type']})", {}
    if component == "Disk storage":
        if given["type"] not in GCP_DISKS:
            raise Dropped("no component uses it")
        return kind, GCP_DISKS[given["type"]], {}
    if component == "Local SSD provisioned storage":
        return kind, component, {}
    if kind == "google_compute_address":
        state = "unused" if given["attached"] == "false" else "standard VM"
        return kind, f"IP address ({state})", {}
    if kind == "google_storage_bucket":
        if given.get("location_type") or given["storage_class"] not in GCP_CLASSES:
            raise Dropped("no component uses it")
        name = GCP_CLASSES[given["storage_class"]]
        if component == "Storage":
            return kind, f"Storage ({name})", {}
        return kind, component, {"storage_class": given["storage_class"]}
    if kind == "google_compute_snapshot":
        return kind, "Storage", {}
    if kind == "google_compute_vpn_tunnel":
        return kind, "VPN Tunnel", {}
    if component.startswith("NAT gateway"):
        raise Dropped("no component uses it")
    return kind, component, {}


def owner(kind, component, prefix):
    """The resource type under which a part of another resource has its price."""
    if kind in AWS_HOSTS:
        if "aws_db_instance" in prefix:
            return "aws_db_instance"
        if "aws_elb" in prefix:
            return "aws_elb"
        if "aws_loadbalancer" in prefix:
            return "aws_lb"
        if "aws_cloudwatch_log_group" in prefix:
            return "aws_cloudwatch_log_group"
        if DISK_PART.match(component):
            return "aws_ebs_volume"
        if HOST_PART.match(component):
            return "aws_instance"
    if kind in AZURE_HOSTS:
        if "DNS" in prefix:
            return "azurerm_dns_zone"
        if "Load Balancer" in prefix:
            return "azurerm_lb"
        if DISK_PART.match(component):
            return "azurerm_managed_disk"
        if HOST_PART.match(component):
            return "azurerm_linux_virtual_machine"
    if kind in GCP_HOSTS:
        if "provisioned storage" in component and not component.startswith("Local"):
            return "google_compute_disk"
        if re.match(r"(Instance usage|Custom|NVIDIA|Local SSD)", component):
            return "google_compute_instance"
    return {"aws_alb": "aws_lb", "aws_ebs_snapshot_copy": "aws_ebs_snapshot",
            "aws_elasticache_replication_group": "aws_elasticache_cluster",
            "aws_elasticsearch_domain": "aws_opensearch_domain"}.get(kind, kind)


def golden(row, given):
    """Names and telling attributes of a row that was read from a printed estimate."""
    kind, component, usd, unit = row["terraform_type"], row["component"], Decimal(row["usd"]), row["unit"]
    example = given.pop("example", "")
    prefix = ""
    while found := SUBRESOURCE.match(component):
        prefix += found.group(0)
        component = component[found.end():]
    if prefix and kind == "aws_elastic_beanstalk_environment" and "root" in prefix:
        raise Dropped("a part of a part")
    original, kind = kind, owner(kind, component, prefix)
    kept = {}
    if kind == "aws_ebs_volume" and component == "Provisioned IOPS":
        kept = {"type": given.get("type", "io1")}
    elif kind == "aws_instance":
        kept, component = instance(component, given, prefix, example, original)
    elif kind == "aws_db_instance":
        kept = database(component, given, prefix, example)
        component = component.replace("-cdb", "")
    elif kind == "aws_rds_cluster_instance" and component.startswith("Database instance"):
        if "reserved" not in component:
            raise Dropped("the table of classes has it")
        kept = reservation(example)
    elif kind == "aws_elasticache_cluster" and component.startswith("ElastiCache"):
        component = component.replace(", autoscaling", "")
        kept = {"engine": given.get("engine", "redis")}
        if "reserved" in component:
            kept |= reservation(example)
    elif kind == "aws_opensearch_domain":
        component = component.replace(".elasticsearch", "").replace(".search", "").replace("Dedicated master", "Instance")
    elif kind == "aws_neptune_cluster_instance":
        component += " iopt1" if "iooptimized" in example else ""
    elif kind == "aws_route53_health_check":
        kept = {"endpoint_type": "non_aws_endpoint" if "withUsage" in example else "aws_endpoint"}
    elif kind == "aws_sqs_queue":
        kept = {"fifo_queue": "true" if "fifo" in example else "false"}
    elif kind == "aws_sns_topic" and "custom" in example:
        raise Dropped("a price that the example sets itself")
    elif kind == "aws_kinesis_stream" and example:
        kept = {"stream_mode": "ON_DEMAND" if "on_demand" in example else "PROVISIONED"}
    elif kind == "aws_kinesis_stream" and component == "Enhanced Fan Out (EFO)":
        kept = {}
    elif kind == "aws_dms_replication_instance":
        kept = {"multi_az": given.get("multi_az", "false")}
    elif kind == "aws_directory_service_directory" and component.startswith("Additional"):
        kept = {key: given[key] for key in ("type", "edition", "size") if key in given}
    elif kind == "aws_lb" and component == "Load balancer capacity units":
        kept = {"load_balancer_type": given.get("load_balancer_type", "network" if "aws_loadbalancer" in prefix else "application")}
    elif kind == "aws_lambda_provisioned_concurrency_config" and component != "Requests":
        kept = {"architecture": "arm64"}
    elif kind == "aws_lightsail_instance":
        raise Dropped("the row does not say the bundle")
    elif kind == "aws_fsx_windows_file_system":
        kept = {"deployment": given["deployment_type"].rsplit("_", 1)[0]}
    elif kind == "aws_glue_job":
        if unit != "hours (1 DPU)":
            raise Dropped("a multiple of the price per DPU")
    elif kind == "aws_ec2_host" and "reserved" in component:
        kept = reservation(example)
    elif kind == "aws_dynamodb_table":
        component = component.replace(", autoscaling", "")
        if found := re.match(r"Global table \(([\w-]+)\)/(.*)", component):
            kept = {"replica": found.group(1)}
            component = found.group(2)
    elif kind == "aws_backup_vault" or kind == "aws_msk_cluster":
        component = component.replace(" (autoscaling)", "")
    elif kind.startswith("azurerm_"):
        kind, component, kept, usd, unit = azure(kind, component, given, example, usd, unit, row)
    elif kind.startswith("google_"):
        kind, component, kept, usd = google_golden(kind, component, given, example, usd)
    return kind, component, kept, usd, unit


def reservation(example):
    """`@std_1yr_no_upfront` -> the usage keys of infracost's usage file."""
    kept = {}
    if found := re.search(r"([13])yr", example):
        kept["reserved_instance_term"] = f"{found.group(1)}_year"
    if found := re.search(r"(no|partial|all)_upfront", example.replace("-", "_")):
        kept["reserved_instance_payment_option"] = f"{found.group(1)}_upfront"
    if "cnvr" in example:
        kept["reserved_instance_type"] = "convertible"
    elif "std" in example:
        kept["reserved_instance_type"] = "standard"
    if len(kept) < 2:
        raise Dropped("the row does not say the reservation")
    return kept


def instance(component, given, prefix, example, original):
    if component.startswith("Instance usage"):
        if "dedicated" in prefix or (original == "aws_instance" and not given and "t3.medium" in component):
            return {}, f"{component} dedicated"
        if "reserved" in component:
            return reservation(example), component
        if "fake" in given.get("instance_type", ""):
            raise Dropped("an invented type")
    if component == "EBS-optimized usage":
        return {"instance_type": "r3.xlarge"}, component
    return {}, component


def database(component, given, prefix, example):
    if component.startswith("Database instance"):
        if "reserved" in component:
            return {"engine": given["engine"]} | reservation(example)
        if "extended_support" in example:
            raise Dropped("the table of classes has it")
        engine = given.get("engine", "mysql" if "aws_db_instance" in prefix else None)
        if engine is None or prefix:
            raise Dropped("the row does not say the engine")
        engine = engine.removesuffix("-cdb")
        kept = {"engine": engine}
        if engine.startswith(("oracle", "sqlserver")):
            byol = given.get("license_model") == "bring-your-own-license" or engine in ("oracle-ee", "oracle-se")
            kept["license_model"] = "bring-your-own-license" if byol else "license-included"
        return kept
    if component.startswith(("Storage", "Provisioned")):
        multi = given.get("multi_az") == "true" or "multi_az" in example or (prefix and "Storage" in component)
        return {"multi_az": "true" if multi else "false"}
    if component == "Additional backup storage":
        return {"engine": "aurora" if given.get("engine", "").startswith("aurora") else "other"}
    return {}


def tier(sku):
    """`GP_S_Gen5_2` -> GP_S, `S1` -> Standard."""
    if sku.startswith("GP_S"):
        return "GP_S"
    if "_" in sku:
        return sku.split("_")[0]
    return {"S": "Standard", "P": "Premium", "B": "Basic"}.get(sku[:1], sku)


STORAGE_WORDS = {
    "account_kind": {"FileStorage", "BlockBlobStorage", "StorageV2", "Storage", "BlobStorage"},
    "account_tier": {"Standard", "Premium"},
    "account_replication_type": {"LRS", "GRS", "ZRS", "RAGRS", "GZRS", "RAGZRS"},
    "access_tier": {"Hot", "Cool"},
}


def azure(kind, component, given, example, usd, unit, row):
    kept = {}
    if kind == "azurerm_linux_virtual_machine":
        if "Ultra" in component or component.startswith("Instance usage"):
            return kind, component, kept, usd, unit
    if kind == "azurerm_managed_disk":
        if component == "Disk operations":
            kept = {"disk": "Standard" if usd < Decimal("0.001") else "StandardSSD"}
        return kind, re.sub(r"Storage \(ultra.*", "Storage (ultra)", component), kept, usd, unit
    if kind in ("azurerm_service_plan", "azurerm_app_service_plan"):
        os = "Linux" if "Linux" in example or given.get("kind") == "Linux" else "Windows"
        if kind == "azurerm_app_service_plan" and not given.get("kind") and row["region"] != "eastus2":
            raise Dropped("the row does not say the system")
        if re.search(r"\((I[123]|D1|SHARED|PC\d)\)", component):
            return "azurerm_service_plan", component, {}, usd, unit
        return "azurerm_service_plan", component, {"os_type": os}, usd, unit
    if kind in ("azurerm_mssql_database", "azurerm_sql_database", "azurerm_mssql_elasticpool", "azurerm_sql_elasticpool"):
        return azure_sql(kind, component, given, example, usd, unit)
    if kind in ("azurerm_mssql_managed_instance", "azurerm_sql_managed_instance"):
        component = component.replace("Additional Storage", "Storage").replace(" Cores", " cores")
        if found := re.match(r"Compute \((\w+) (\d+) cores\)", component):
            return "azurerm_mssql_managed_instance", f"Compute ({found.group(1)})", {}, usd / int(found.group(2)), "vCore-hours"
        return "azurerm_mssql_managed_instance", component, {}, usd, unit
    if re.fullmatch(r"azurerm_(mysql|postgresql|mariadb)_server", kind):
        if component == "Storage":
            kept = {"tier": tier(given["sku_name"])}
        if component == "Additional backup storage":
            kept = {"geo": "true" if "geo" in example else "false"}
        return kind, component, kept, usd, unit
    if kind == "azurerm_storage_account" or kind in ("azurerm_storage_share", "azurerm_storage_queue"):
        kept = {"account_kind": "StorageV2", "account_tier": "Standard", "access_tier": "Hot", "account_replication_type": "LRS"}
        kept |= {key: value for key, value in given.items() if key in kept}
        if found := re.search(r'\["(.*)"\]', example):
            for word in re.split(r"[.]", found.group(1)):
                for key, words in STORAGE_WORDS.items():
                    if word in words:
                        kept[key] = word
        if kind == "azurerm_storage_share":
            raise Dropped("the row does not say the tier of the share")
        if kept["account_kind"] in ("Storage", "FileStorage", "BlockBlobStorage") and "Premium" == kept["account_tier"]:
            kept.pop("access_tier")
        return kind, component, kept, usd, unit
    if kind == "azurerm_search_service":
        return kind, re.sub(r", \d+ units?\)", ")", component), {}, usd, unit
    if kind == "azurerm_container_registry":
        return kind, re.sub(r"\(\d+ locations?\)", "", component).strip(), {}, usd, unit
    if kind == "azurerm_app_configuration":
        return kind, component.split(" (1 ")[0].split(" (3 ")[0] if component.startswith("Instance (") else component, \
            ({"multiple": component} if component.startswith("Instance (") else {}), usd, unit
    if kind == "azurerm_synapse_spark_pool":
        return kind, re.sub(r" \(\d+ nodes\)", "", component), {}, usd, unit
    if kind.startswith("azurerm_cosmosdb"):
        if found := re.search(r"(?:\(|, )(West US|East US|Central US)\)", component):
            row["region"] = AZURE_REGIONS[found.group(1)]
            component = component.replace(f", {found.group(1)}", "").replace(f" ({found.group(1)})", "")
        return "azurerm_cosmosdb_account", component, {}, usd, unit
    if kind == "azurerm_integration_service_environment":
        return kind, component, {"edition": given["sku_name"].split("_")[0]}, usd, unit
    if kind == "azurerm_log_analytics_workspace":
        if component in ("Log data ingestion", "Sentinel data ingestion"):
            kept = {"sku": given["sku"]}
        return kind, component, kept, usd, unit
    if kind == "azurerm_databricks_workspace":
        return kind, component, {"sku": given["sku"]}, usd, unit
    if kind == "azurerm_virtual_network_peering" and example:
        return kind, component, {"scope": re.search(r"(in\w+)$", example).group(1)}, usd, unit
    if kind == "azurerm_public_ip":
        return kind, component, {"sku": given.get("sku", "Basic" if given.get("allocation_method") == "Dynamic" else "Standard")}, usd, unit
    if kind == "azurerm_synapse_workspace" and "vnet" in example:
        return kind, component, {"managed_virtual_network": "true"}, usd, unit
    if kind == "azurerm_key_vault_key":
        if component == "Software-protected keys":
            kept = {"advanced": "false" if "pr_rsa2048" in example else "true"}
        return kind, component, kept, usd, unit
    if kind == "azurerm_network_watcher_flow_log" or kind == "azurerm_data_factory_integration_runtime_managed":
        return kind, component, {}, usd, unit
    return kind, component, kept, usd, unit


def azure_sql(kind, component, given, example, usd, unit):
    pool = "elasticpool" in kind
    target = "azurerm_mssql_elasticpool" if pool else "azurerm_mssql_database"
    sku = given.get("sku_name", "")
    if kind == "azurerm_sql_database":
        sku = {"GeneralPurpose": "GP_", "BusinessCritical": "BC_", "Hyperscale": "HS_", "Premium": "P1",
               "Standard": "S1"}.get(given.get("edition", ""), "P6" if "service_object" in example else "GP_")
        if example and component == "Storage":
            raise Dropped("the row does not say the edition")
    if pool:
        words = (example + given.get("edition", "")).lower()
        sku = "BC_" if "bc_dc" in words else "P1" if "premium" in words else "S1" if "standard" in words else "GP_"
    if found := re.match(r"(Compute|Zone redundancy) \((provisioned|serverless), (\w+)_(\d+)\)", component):
        step, mode, family, count = found.groups()
        if mode == "provisioned":
            usd /= int(count)
        return target, f"{step} ({mode}, {family})", {}, usd, "vCore-hours"
    if found := re.match(r"(Compute|Zone redundancy) \((\w+), (\d+) vCore\)", component):
        return target, f"{found.group(1)} ({found.group(2)})", {}, usd / int(found.group(3)), "vCore-hours"
    kept = {}
    zone = given.get("zone_redundant", "false")
    if component == "Storage":
        kept = {"tier": tier(sku).replace("GP_S", "GP"), "zone_redundant": zone}
        if kept["tier"] != "GP":
            kept.pop("zone_redundant")
    elif component in ("SQL license", "Extra data storage"):
        kept = {"tier": tier(sku).replace("GP_S", "GP")}
    elif component == "Read replicas":
        usd /= 2
        unit = "vCore-hours"
    return target, component, kept, usd, unit


def google_golden(kind, component, given, example, usd):
    if kind == "google_compute_instance":
        if component.startswith("Instance usage (Linux/UNIX, on-demand"):
            raise Dropped("the table of machine types has it")
        if found := re.match(r"(Custom \w+ (?:CPU|RAM|Extended RAM)) \(Linux/UNIX, ([\w-]+), (\w+) (\d+) (vCPUs|GB)\)", component):
            name, purchase, family, count, part = found.groups()
            factor = SUSTAINED[family.lower()] if purchase == "on-demand" else 1
            usd = (usd / int(count) / factor).quantize(Decimal("0.00000001"))
            return kind, f"{name} (Linux/UNIX, {purchase}, {family})", {}, usd
        if component == "Local SSD provisioned storage":
            return kind, component + (" (preemptible)" if "preemptible" in example else ""), {}, usd
    if kind == "google_sql_database_instance":
        component = re.sub(r"\([\d.]+ GB, ", "(", component)
        component = re.sub(r"vCPUs \(\d+, ", "vCPUs (", component)
        return kind, component, {}, usd
    if kind == "google_kms_crypto_key" and component == "Operations":
        return kind, component, {"protection_level": "HSM" if "withUsage" in example else "SOFTWARE"}, usd
    if kind in ("google_storage_bucket", "google_container_registry") and "class" in component:
        return kind, component, {"storage_class": given.get("storage_class", "STANDARD")}, usd
    if kind == "google_storage_bucket" and component == "Data retrieval":
        return kind, component, {"storage_class": given["storage_class"]}, usd
    if kind == "google_compute_disk" and component == "Provisioned IOPS":
        return kind, component, {"type": given.get("type", "pd-extreme")}, usd
    if kind.startswith("google_cloud_run") and example:
        return kind, component, {"throttling": "disabled" if "disabled" in example else "enabled"}, usd
    return kind, component, {}, usd


def is_rounding(short, long):
    """Whether the value with fewer digits is the other one, rounded or cut to them."""
    step = Decimal(1).scaleb(short.as_tuple().exponent)
    return abs(short - long) <= step


def settle(values):
    """One value of several that the goldens print with more or fewer digits; None where they differ.

    Parts of printed sums differ a little because the sums were rounded.
    """
    parts = [value for value in values if "/part@" in value[1]]
    if parts and len(parts) == len(values):
        best = max(values, key=lambda value: len(value[0].as_tuple().digits))
        return best if all(abs(value[0] / best[0] - 1) < Decimal("0.015") for value in values) else None
    best = max(values, key=lambda value: (len(value[0].as_tuple().digits), value[2], value[0]))
    return best if all(is_rounding(value[0], best[0]) for value in values) else None


def region_of_fixture(rows):
    """Goldens whose rows with a region all name the same one: rows without a region are there as well."""
    regions = defaultdict(set)
    for row in rows:
        if row["region"] != "unknown" and row["source"].startswith("infracost:"):
            regions[row["source"].split("~")[0]].add(row["region"])
    return {source: next(iter(found)) for source, found in regions.items() if len(found) == 1}


def load(folder):
    rows = []
    for name in TABLES:
        with open(folder / name, newline="", encoding="utf-8") as file:
            rows += list(csv.DictReader(file))
    return rows


def canonical(rows, dropped):
    fixture = region_of_fixture(rows)
    found = defaultdict(list)
    for row in rows:
        source = row["source"].split("~")[0]
        family = source.split(":")[0]
        given = attributes(row["attribute_match"])
        if row["region"] == "unknown":
            row["region"] = fixture.get(source, "unknown")
        if not re.fullmatch(r"\d+(\.\d+)?", row["usd"]):
            dropped["no price"] += 1
            continue
        try:
            if family == "infracost":
                kind, component, kept, usd, unit = golden(row, given)
            else:
                kind, component, kept = bulk(row["terraform_type"], row["component"], given)
                usd, unit = Decimal(row["usd"]), row["unit"].replace("GB-month", "GB")
        except Dropped as reason:
            dropped[str(reason)] += 1
            continue
        if row["region"] == "global" or GLOBAL.fullmatch(kind):
            row["region"] = "*"
        if row["region"] == "unknown":
            dropped["no region"] += 1
            continue
        if usd != Decimal(row["usd"]):
            source += "/part"
            usd = usd.quantize(Decimal("0.00000001"))
        match = ";".join(f"{key}={value}" for key, value in sorted(kept.items()))
        key = (kind, component.strip(), match, unit, row["region"])
        found[key].append((usd.normalize(), f"{source}@{row['as_of']}", "lowprec" not in row["source"], TRUST.index(family)))
    return found


def decide(found, dropped):
    table = {}
    for key, values in sorted(found.items()):
        first = min(value[3] for value in values)
        best = settle([value for value in values if value[3] == first])
        if best is None:
            print("ambiguous:", key, sorted({str(value[0]) for value in values}), file=sys.stderr)
            dropped["ambiguous"] += 1
            continue
        table[key] = best
    return table


def streams(table):
    """Keys by stream: large types alone, the rest by provider."""
    sizes = defaultdict(int)
    for kind, *_ in table:
        sizes[kind] += 1
    parts = defaultdict(dict)
    for key, value in table.items():
        name = key[0] if sizes[key[0]] > LARGE else key[0].split("_")[0]
        parts[name][key] = value
    return parts


def encode(part):
    """Line 1 the regions, line 2 the sources, then a line a key with `region:usd[:source]` cells."""
    regions = sorted({key[4] for key in part})
    sources = sorted({value[1] for value in part.values()})
    lines = defaultdict(list)
    for (kind, component, match, unit, region), value in part.items():
        lines[(kind, component, match, unit)].append((regions.index(region), value[0], sources.index(value[1])))
    text = ["\t".join(regions), "\t".join(sources)]
    for key, cells in sorted(lines.items()):
        last = None
        out = []
        for region, usd, source in sorted(cells):
            out.append(f"{region}:{usd:f}" + ("" if source == last else f":{source}"))
            last = source
        text.append("\t".join(key) + "\t" + " ".join(out))
    return ("\n".join(text) + "\n").encode()


def main():
    folder, here = Path(sys.argv[1]), Path(__file__).parent
    dropped = defaultdict(int)
    table = decide(canonical(load(folder), dropped), dropped)
    index, body = [], b""
    for name, part in sorted(streams(table).items()):
        text = encode(part)
        packed = zlib.compress(text, 9)
        index.append(f"{name}\t{len(body)}\t{len(packed)}\t{len(text)}\t{len(part)}")
        body += packed
    head = ("\n".join(index) + "\n").encode()
    (here / "prices.bin").write_bytes(b"tgprice1" + struct.pack("<I", len(head)) + head + body)
    (here / "SOURCES.csv").write_bytes((folder / "SOURCES.csv").read_bytes())
    print(f"{len(table)} prices in {len(index)} streams, {12 + len(head) + len(body)} bytes", file=sys.stderr)
    for reason, count in sorted(dropped.items()):
        print(f"left out {count}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()

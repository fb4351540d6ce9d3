#!/usr/bin/env python3
"""Writes a plan of about the given size to standard output: deterministic, a resource at a time, whatever the size.

Usage: benches/plan.py MEGABYTES [--changed PERCENT]

Like a plan of terraform it says everything about three times: in `planned_values`, in `resource_changes` (before and after)
and in `prior_state`; most of it changes nothing.
"""

import argparse
import json
import sys

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::bucket-{i}/*"} for i in range(6)
]})


def bucket(i):
    return {
        "arn": f"arn:aws:s3:::bucket-{i}", "bucket": f"bucket-{i}", "force_destroy": False, "id": f"bucket-{i}",
        "tags": {"owner": f"team-{i % 50}", "cost-center": str(i % 7)}, "versioning": [{"enabled": True, "mfa_delete": False}],
        "server_side_encryption_configuration": [{"rule": [{"bucket_key_enabled": True, "apply_server_side_encryption_by_default": [
            {"kms_master_key_id": "", "sse_algorithm": "aws:kms"}]}]}],
        "lifecycle_rule": [{"id": f"rule-{j}", "enabled": True, "prefix": f"{j}/", "expiration": [{"days": 30 + j}]} for j in range(3)],
    }


def group(i):
    return {
        "arn": f"arn:aws:ec2:eu-west-1:111122223333:security-group/sg-{i:08x}", "id": f"sg-{i:08x}", "name": f"group-{i}",
        "description": "Managed by Terraform", "vpc_id": "vpc-0123456789", "tags": {"owner": f"team-{i % 50}"},
        "ingress": [{"from_port": 1000 + j, "to_port": 1000 + j, "protocol": "tcp", "cidr_blocks": [f"10.{i % 250}.{j}.0/24"],
                     "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False, "description": ""}
                    for j in range(4)],
        "egress": [],
    }


def policy(i):
    return {"arn": f"arn:aws:iam::111122223333:policy/p{i}", "id": f"p{i}", "name": f"policy-{i}", "path": "/", "policy": POLICY,
            "description": "", "tags": {}}


def database(i):
    return {"id": f"db-{i}", "identifier": f"db-{i}", "engine": "postgres", "engine_version": "16.3", "instance_class": "db.m7g.large",
            "allocated_storage": 100, "storage_encrypted": True, "password": f"a-password-of-database-{i}", "multi_az": True,
            "backup_retention_period": 14, "deletion_protection": True, "tags": {"owner": f"team-{i % 50}"}}


KINDS = [("aws_s3_bucket", bucket), ("aws_security_group", group), ("aws_iam_policy", policy), ("aws_db_instance", database)]
CHANGED = {"aws_s3_bucket": ("force_destroy", True), "aws_security_group": ("description", "changed"),
           "aws_iam_policy": ("description", "changed"), "aws_db_instance": ("backup_retention_period", 21)}


def resource(i):
    kind, make = KINDS[i % len(KINDS)]
    return kind, f"r{i // 4}", f"module.m{i % 20}", make(i)


def state(i):
    kind, name, module, values = resource(i)
    sensitive = {"password": True} if kind == "aws_db_instance" else {}
    return {"address": f"{module}.{kind}.{name}", "mode": "managed", "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0, "values": values, "sensitive_values": sensitive}


def change(i, percent):
    kind, name, module, before = resource(i)
    sensitive = {"password": True} if kind == "aws_db_instance" else {}
    after, actions = before, ["no-op"]
    if i * 7919 % 100 < percent:
        attribute, value = CHANGED[kind]
        after, actions = {**before, attribute: value}, ["update"]
    return {"address": f"{module}.{kind}.{name}", "module_address": module, "mode": "managed", "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": actions, "before": before, "after": after, "after_unknown": {},
                       "before_sensitive": sensitive, "after_sensitive": sensitive}}


def listed(out, count, make):
    for i in range(count):
        out.write(("," if i else "") + json.dumps(make(i), separators=(",", ":")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("megabytes", type=float)
    parser.add_argument("--changed", type=int, default=10)
    args = parser.parse_args()
    size = sum(len(json.dumps(state(i))) * 2 + len(json.dumps(change(i, 0))) for i in range(40)) / 40
    count = max(1, int(args.megabytes * 1_000_000 / size * 1.09))
    out = sys.stdout
    out.write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[')
    listed(out, count, state)
    out.write(']}},"resource_changes":[')
    listed(out, count, lambda i: change(i, args.changed))
    out.write('],"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[')
    listed(out, count, state)
    out.write(']}}},"configuration":{"provider_config":{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws"}},')
    out.write('"root_module":{}},"errored":false}\n')


if __name__ == "__main__":
    main()

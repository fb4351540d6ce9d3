//! Modules that call each other without end, or far too often.

use std::fmt::Write as _;

use crate::runner::Repository;

fn call(name: &str, source: &str, rest: &str) -> String {
    format!("module \"{name}\" {{\n  source = \"{source}\"\n{rest}}}\n")
}

#[test]
fn cycles_end() {
    Repository::of(call("a", "./", "")).check("a module that calls itself").exits(3).says("itself");
    Repository::of(call("a", "./x/..", "  count = 2\n")).check("a module that calls itself twice").exits(3);
    let circle = Repository::of(call("a", "./m", ""));
    circle.write("m/main.tf", call("b", "../n", "  count = 3\n"));
    circle.write("n/main.tf", call("c", "../m", "  count = 3\n"));
    circle.check("two modules that call each other").exits(3);
    let values = Repository::of("locals {\n  a = local.b\n  b = local.a\n}\noutput \"o\" {\n  value = local.a\n}\n");
    values.check("locals in a circle").exits(3).says("depends on itself");
    let through = Repository::of("module \"m\" {\n  source = \"./m\"\n  x = module.m.y\n}\n");
    through.write("m/main.tf", "variable \"x\" {\n}\noutput \"y\" {\n  value = var.x\n}\n");
    through.check("a value in a circle through a module").exits(3).says("depends on itself");
}

#[test]
fn ten_thousand_modules_inside_each_other() {
    let repository = Repository::new();
    for i in 0..10_000 {
        let text = if i < 9_999 {
            call("n", &format!("../m{}", i + 1), "")
        } else {
            "output \"o\" {\n  value = 1\n}\n".into()
        };
        repository.write(format!("m{i}/main.tf"), text);
    }
    repository.check("10,000 modules inside each other").says("limit");
}

#[test]
fn modules_that_multiply() {
    let twice = Repository::new();
    for i in 0..60 {
        let next = format!("../m{}", i + 1);
        let text =
            if i < 59 { call("a", &next, "") + &call("b", &next, "") } else { "resource \"t\" \"r\" {\n}\n".into() };
        twice.write(format!("m{i}/main.tf"), text);
    }
    twice.check("sixty modules that call the next one twice").says("limit-reached");
    let counted = Repository::new();
    for i in 0..30 {
        let text = if i < 29 {
            call("a", &format!("../m{}", i + 1), "  count = 100\n")
        } else {
            "resource \"t\" \"r\" {\n}\n".into()
        };
        counted.write(format!("m{i}/main.tf"), text);
    }
    counted.check("thirty modules, each a hundred times in the one before").says("limit-reached");
}

#[test]
fn many_blocks_in_one_root() {
    let mut text = String::new();
    for i in 0..20_000 {
        let _ = write!(text, "variable \"v{i}\" {{\n  default = {i}\n}}\n");
    }
    Repository::of(text).check("20,000 variables in one file");
    let mut text = String::new();
    for i in 0..10_000 {
        let _ = write!(text, "resource \"aws_s3_bucket\" \"b{i}\" {{\n  bucket = \"b{i}\"\n}}\n");
    }
    Repository::of(text).check("10,000 buckets in one file").exits(1);
    let lists: String = (0..20_000)
        .map(|i| format!("  ingress {{\n    from_port = {i}\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }}\n"))
        .collect();
    Repository::of(format!("resource \"aws_security_group\" \"g\" {{\n{lists}}}\n"))
        .check("20,000 ingress blocks in one group");
}

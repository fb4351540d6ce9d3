//! Small configurations that want to be large when they are evaluated.

use std::io::Write as _;

use base64::Engine as _;

use crate::runner::{Repository, Run};

/// A value that a resource and an output use, so that it is evaluated, judged and shown.
fn value(name: &str, expression: &str) -> Run {
    let text = format!(
        "locals {{\n  a = {expression}\n}}\n\
         resource \"aws_s3_bucket\" \"b\" {{\n  bucket = jsonencode(local.a)\n}}\n\
         output \"o\" {{\n  value = local.a\n}}\n"
    );
    Repository::of(text).check(name)
}

#[test]
fn functions_that_make_much_of_little() {
    for (expression, words) in [
        ("range(1000000000)", "more than 1024 values"),
        ("setproduct(range(1000), range(1000), range(1000), range(1000))", "1000000000000 elements"),
        ("format(\"%9999999999d\", 1)", "width of 9999999999"),
        ("format(\"%.999999999f\", 1)", "width of 999999999"),
        ("format(\"%999999999s\", \"a\")", "width of 999999999"),
        ("indent(999999999, \"a\\nb\")", "too long"),
        ("cidrsubnets(\"::/0\", [for i in range(1024) : 64]...)", ""),
        ("bcrypt(\"a\", 31)", ""),
        ("1e999999999", "not a number"),
        ("pow(10, 1000000000)", ""),
        ("pow(pow(pow(9, 99), 99), 99)", ""),
        ("timeadd(\"2020-01-01T00:00:00Z\", \"999999999999999h\")", "invalid duration"),
        ("substr(\"a\", 0, 1000000000000000000)", ""),
        ("transpose({ for i in range(1000) : i => [for j in range(1000) : tostring(j)] })", ""),
        ("setunion([for i in range(500) : range(500)]...)", ""),
        ("merge([for i in range(1000) : { for j in range(1000) : \"${i}-${j}\" => j }]...)", ""),
        ("concat([for i in range(1000) : range(1000)]...)", ""),
        ("distinct(flatten([for i in range(400) : [for j in range(400) : \"${i}-${j}\"]]))", ""),
        ("[for i in range(1000) : index(range(1000), i)]", ""),
        ("[for i in range(1000) : sha512(join(\"\", range(1000)))]", ""),
        ("replace(join(\"\", range(1000)), \"/[0-9]*/\", \"$0$0$0$0$0$0$0$0\")", ""),
        ("replace(join(\"\", range(1000)), \"\", join(\"\", range(1000)))", ""),
    ] {
        let run = value(&format!("`{}`", expression.replace('|', "/")), expression);
        run.says(words);
    }
}

#[test]
fn loops_inside_loops() {
    let three = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : \"${a}${b}${c}\"]]]";
    value("three nested `for` of 1,000", three).says("limit-reached");
    let lines = "\"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }\"";
    value("three nested template loops of 1,000", lines).says("limit-reached");
    let joined = (0..5).fold("\"x\"".to_owned(), |inner, i| format!("join(\"\", [for v{i} in range(100) : {inner}])"));
    value("five nested `join` of 100", &joined).says("limit-reached");
}

/// `a1 = [local.a0, local.a0]` and so on: small in memory, endless to walk.
fn doubled(first: &str, next: impl Fn(usize) -> String) -> String {
    let lines: String = (1..60).map(|i| format!("  a{i} = {}\n", next(i - 1))).collect();
    format!("locals {{\n  a0 = {first}\n{lines}}}\n")
}

#[test]
fn values_that_double_with_each_line() {
    let uses = "resource \"aws_s3_bucket\" \"b\" {\n  bucket = jsonencode(local.a59)\n  tags = local.a59\n}\n";
    for (name, text) in [
        ("lists", doubled("[\"x\"]", |i| format!("[local.a{i}, local.a{i}]"))),
        ("objects", doubled("{ x = 1 }", |i| format!("{{ x = local.a{i}, y = local.a{i} }}"))),
        ("concatenations", doubled("[\"x\"]", |i| format!("concat(local.a{i}, local.a{i})"))),
        ("strings", doubled("\"xxxxxxxx\"", |i| format!("\"${{local.a{i}}}${{local.a{i}}}\""))),
        ("unknown strings", doubled("\"x${timestamp()}\"", |i| format!("\"${{local.a{i}}}${{local.a{i}}}\""))),
        (
            "conditionals",
            doubled("[\"x\"]", |i| format!("timestamp() == \"\" ? [local.a{i}, local.a{i}] : [[local.a{i}], 1]")),
        ),
        ("joins", doubled("[\"x\"]", |i| format!("[join(\"\", local.a{i}), join(\"\", local.a{i})]"))),
        ("encodings", doubled("[\"x\"]", |i| format!("[jsonencode(local.a{i}), jsonencode(local.a{i})]"))),
        ("sets", doubled("toset([\"x\"])", |i| format!("toset([local.a{i}, setunion(local.a{i}, [\"y\"])])"))),
        (
            "comparisons",
            doubled("[\"x\"]", |i| format!("local.a{i} == [local.a{i}] ? [local.a{i}] : [local.a{i}, local.a{i}]")),
        ),
        ("numbers", doubled("9", |i| format!("local.a{i} * local.a{i}"))),
    ] {
        Repository::of(format!("{text}{uses}")).check(&format!("sixty doublings of {name}"));
    }
}

#[test]
fn values_that_are_nested_line_by_line() {
    let lines: String = (1..20_000).map(|i| format!("  a{i:05} = [local.a{:05}]\n", i - 1)).collect();
    let text = format!("locals {{\n  a00000 = 1\n{lines}}}\noutput \"o\" {{\n  value = jsonencode(local.a19999)\n}}\n");
    Repository::of(text).check("a value nested 20,000 deep, line by line").says("nested deeper");
    let chain: String = (0..50_000).map(|i| format!("  a{i} = local.a{}\n", i + 1)).collect();
    Repository::of(format!("locals {{\n{chain}  a50000 = 1\n}}\n")).check("a chain of 50,000 locals");
    let resources: String =
        (1..2_000).map(|i| format!("resource \"t\" \"r{i}\" {{\n  x = t.r{}\n  y = t.r{0}\n}}\n", i - 1)).collect();
    let text = format!("resource \"t\" \"r0\" {{\n  x = 1\n}}\n{resources}");
    Repository::of(text).check("2,000 resources, each with two copies of the one before").says("limit-reached");
}

#[test]
fn documents_that_unpack() {
    let letters = "bcdefghijklm";
    let yaml: String = letters
        .chars()
        .zip(format!("a{letters}").chars())
        .map(|(name, before)| format!("    {name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", ")))
        .collect();
    value(
        "a YAML document of a billion laughs",
        &format!("yamldecode(<<-E\n    a: &a [lol, lol, lol]\n{yaml}  E\n  )"),
    );
    for (name, text) in [
        ("JSON lists", format!("jsondecode(\"{}{}\")", "[".repeat(50_000), "]".repeat(50_000))),
        ("YAML lists", format!("yamldecode(\"{}a\")", "- ".repeat(50_000))),
        ("YAML mappings", format!("yamldecode(\"{}a{}\")", "{a: ".repeat(50_000), "}".repeat(50_000))),
    ] {
        value(&format!("50,000 nested {name} in a string"), &text).exits(3);
    }
    value("a JSON number of a million digits", &format!("jsondecode(\"{}\")", "9".repeat(1_000_000)));
    value(
        "a product of numbers of 200,000 digits",
        &format!("tonumber(\"{0}\") * tonumber(\"{0}\")", "9".repeat(200_000)),
    );
    value("a wrong bool of a megabyte", &format!("tobool(\"{}\")", "x".repeat(1_000_000))).exits(3);
    value("gzip that unpacks to 200 MB", &format!("base64gunzip(\"{}\")", packed(200)));
}

/// Zero bytes, so many megabytes of them, packed.
fn packed(megabytes: usize) -> String {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..megabytes {
        encoder.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap())
}

#[test]
fn templates_that_call_themselves() {
    let repository = Repository::of("output \"o\" {\n  value = templatefile(\"t.tpl\", {})\n}\n");
    repository.write("t.tpl", "${templatefile(\"t.tpl\", {})}");
    repository.check("a template that reads itself").exits(3).says("cannot be called inside a template");
}

#[test]
fn patterns_take_linear_time() {
    let text = "join(\"\", [for i in range(1000) : \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"])";
    for pattern in
        ["(a*)*b", "(a|aa)+$", "(.*)(.*)(.*)(.*)x", "((a{1,30}){1,30}){1,30}b", "^(([a-z])+.)+[A-Z]([a-z])+$"]
    {
        value(
            &format!("`regexall(\"{}\", …)` on 30,000 letters", pattern.replace('|', "\\|")),
            &format!("regexall(\"{pattern}\", {text})"),
        );
    }
    value("a pattern of a billion states", "regex(\"((a{1000}){1000}){1000}\", \"a\")").exits(3);
    value("a million open groups", &format!("regex(\"{}\", \"a\")", "(".repeat(1_000_000))).exits(3);
}

#[test]
fn expansion_is_bounded() {
    let bucket = |rest: &str| format!("resource \"aws_s3_bucket\" \"b\" {{\n{rest}\n}}\n");
    Repository::of(bucket("  count = 1000000000")).check("`count` of a billion").says("limit-reached");
    let keys = "  for_each = toset(flatten([for i in range(400) : [for j in range(400) : \"${i}-${j}\"]]))";
    Repository::of(bucket(keys)).check("`for_each` over 160,000 keys").says("limit-reached");
    let dynamic = "  dynamic \"a\" {\n    for_each = range(1000)\n    content {\n      dynamic \"b\" {\n        for_each = range(1000)\n        \
                   content {\n          dynamic \"c\" {\n            for_each = range(1000)\n            content {\n              x = 1\n            }\n          }\n        }\n      }\n    }\n  }";
    Repository::of(bucket(dynamic)).check("three nested `dynamic` of 1,000").says("limit");
}

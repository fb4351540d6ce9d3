//! The reports of many repositories as one table, one page and one summary.
#![expect(clippy::indexing_slicing, reason = "JSON is read by index, and a missing key is a failed test")]

use std::io::Write as _;

use insta::assert_snapshot;
use serde_json::{Value, json};
use tollgate::report::text::is_hostile;

use crate::runner::{Place, acl, commit, place};

/// A finding as a report of tollgate in JSON holds it.
fn finding(rule: &str, severity: &str, path: &str, more: &Value) -> Value {
    let mut finding = json!({
        "rule": rule, "title": "a title", "category": "security", "severity": severity, "verdict": "fail",
        "message": format!("`{rule}` is broken"), "resource": "aws_x.y", "root": "", "environment": null,
        "location": {"path": path, "start_line": 3, "start_column": 1, "end_line": 3, "end_column": 9},
        "fingerprint": format!("{rule}-{path}"), "baseline_state": null, "suppression": null,
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        finding[key] = value.clone();
    }
    finding
}

/// A report of tollgate in JSON.
fn report(remote: Option<&str>, committed: Option<&str>, findings: &[Value]) -> String {
    let value = json!({
        "schema_version": "1.0", "tool": {"name": "tollgate", "version": "0.1.0"},
        "run": {"repository": "checkout", "remote": remote, "revision": "0123456789abcdef", "committed": committed},
        "findings": findings,
    });
    value.to_string()
}

fn plain(rule: &str, severity: &str) -> Value {
    finding(rule, severity, "main.tf", &Value::Null)
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const PAYMENTS: Option<&str> = Some("https://github.com/acme/payments");
const SHOP: Option<&str> = Some("https://github.com/acme/shop");

/// Two states of one repository, one of another, and one that tells nothing but its name.
fn fleet() -> Place {
    let (first, second) = (Some("2026-11-01T10:00:00Z"), Some("2026-11-08T09:30:00+02:00"));
    let exception = json!({"suppression": {"kind": "exception", "reason": "agreed", "owner": "team-a"}});
    let unknown = json!({"verdict": "unknown", "environment": "prod", "root": "envs/prod"});
    let three = [plain("rule-a", "high"), plain("rule-b", "low"), plain("rule-c", "critical")];
    let now = [
        finding("rule-a", "high", "main.tf", &json!({"baseline_state": "unchanged"})),
        finding("rule-d", "medium", "main.tf", &json!({"baseline_state": "new"})),
        finding("rule-c", "critical", "main.tf", &json!({"baseline_state": "fixed"})),
        finding("rule-b", "low", "a.tf", &exception),
        finding("rule-e", "info", "z.tf", &unknown),
    ];
    Place::new(&[
        ("reports/one.json", &report(PAYMENTS, first, &three)),
        ("reports/two.json", &report(PAYMENTS, second, &now)),
        ("reports/shop.json", &report(SHOP, first, &[plain("rule-a", "high")])),
        ("reports/legacy-2026-11-02.json", &report(None, None, &[]).replace("\"checkout\"", "\"\"")),
    ])
}

#[test]
fn the_summary_counts_the_last_state_of_each_repository() {
    assert_snapshot!(fleet().run("fleet reports"), @r##"
    exit 0
    --- stdout
    3 findings in 3 repositories: 2 high, 1 medium; 1 new; 1 unknown; 1 suppressed; from 4 reports

      critical  high  medium  low  info  change        date   commit  repository
             0     1       1    0     0      -1  2026-11-08  0123456  github.com/acme/payments
             0     1       0    0     0          2026-11-01  0123456  github.com/acme/shop
             0     0       0    0     0          2026-11-02  0123456  legacy

      critical  high  medium  low  info  repositories  category  rule
             0     2       0    0     0             2  security  rule-a
             0     0       1    0     0             1  security  rule-d

      critical  high  medium  low  info  suppressed  repositories  owner
             0     0       0    0     0           1             1  team-a

      critical  high  medium  low  info  repositories  at the end of
             1     2       0    1     0             2  2026-11-01
             1     2       0    1     0             3  2026-11-02
             0     2       1    0     0             3  2026-11-08
    "##);
}

#[test]
fn rows_are_of_all_states_and_their_columns_stand_in_order() {
    let text = fleet().run("fleet reports --format ndjson");
    assert_snapshot!(text, @r##"
    exit 0
    --- stdout
    {"repository":"github.com/acme/payments","root":".","environment":null,"rule":"rule-a","category":"security","severity":"high","verdict":"fail","file":"main.tf","line":3,"address":"aws_x.y","message":"'rule-a' is broken","fingerprint":"rule-a-main.tf","owner":null,"state":null,"commit":"0123456789abcdef","date":"2026-11-01T10:00:00Z"}
    {"repository":"github.com/acme/payments","root":".","environment":null,"rule":"rule-b","category":"security","severity":"low","verdict":"fail","file":"main.tf","line":3,"address":"aws_x.y","message":"'rule-b' is broken","fingerprint":"rule-b-main.tf","owner":null,"state":null,"commit":"0123456789abcdef","date":"2026-11-01T10:00:00Z"}
    {"repository":"github.com/acme/payments","root":".","environment":null,"rule":"rule-c","category":"security","severity":"critical","verdict":"fail","file":"main.tf","line":3,"address":"aws_x.y","message":"'rule-c' is broken","fingerprint":"rule-c-main.tf","owner":null,"state":null,"commit":"0123456789abcdef","date":"2026-11-01T10:00:00Z"}
    {"repository":"github.com/acme/payments","root":".","environment":null,"rule":"rule-b","category":"security","severity":"low","verdict":"fail","file":"a.tf","line":3,"address":"aws_x.y","message":"'rule-b' is broken","fingerprint":"rule-b-a.tf","owner":"team-a","state":"suppressed","commit":"0123456789abcdef","date":"2026-11-08T07:30:00Z"}
    {"repository":"github.com/acme/payments","root":".","environment":null,"rule":"rule-a","category":"security","severity":"high","verdict":"fail","file":"main.tf","line":3,"address":"aws_x.y","message":"'rule-a' is broken","fingerprint":"rule-a-main.tf","owner":null,"state":"unchanged","commit":"0123456789abcdef","date":"2026-11-08T07:30:00Z"}
    {"repository":"github.com/acme/payments","root":".","environment":null,"rule":"rule-d","category":"security","severity":"medium","verdict":"fail","file":"main.tf","line":3,"address":"aws_x.y","message":"'rule-d' is broken","fingerprint":"rule-d-main.tf","owner":null,"state":"new","commit":"0123456789abcdef","date":"2026-11-08T07:30:00Z"}
    {"repository":"github.com/acme/payments","root":"envs/prod","environment":"prod","rule":"rule-e","category":"security","severity":"info","verdict":"unknown","file":"z.tf","line":3,"address":"aws_x.y","message":"'rule-e' is broken","fingerprint":"rule-e-z.tf","owner":null,"state":null,"commit":"0123456789abcdef","date":"2026-11-08T07:30:00Z"}
    {"repository":"github.com/acme/shop","root":".","environment":null,"rule":"rule-a","category":"security","severity":"high","verdict":"fail","file":"main.tf","line":3,"address":"aws_x.y","message":"'rule-a' is broken","fingerprint":"rule-a-main.tf","owner":null,"state":null,"commit":"0123456789abcdef","date":"2026-11-01T10:00:00Z"}
    "##);
    let schema = serde_json::to_value(tollgate::fleet::ndjson::schema()).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for row in rows(text.split_once("stdout\n").unwrap().1) {
        assert!(validator.is_valid(&row), "{row}");
    }
}

#[test]
fn the_summary_for_programs_fits_its_schema() {
    let place = fleet();
    place.write("reports/broken.json", "{\"schema_version\": \"1.0\", \"tool\": {\"name\": \"tollgate\"");
    place.write("reports/package.json", "{\"name\": \"x\"}");
    let output = place.output("fleet reports --format json", &[]);
    assert_eq!(output.status.code(), Some(3));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema = serde_json::to_value(tollgate::fleet::json::schema()).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&summary).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(summary["summary"]["unreadable"], 1);
    assert_eq!(summary["summary"]["skipped"], 1);
    assert_eq!(summary["repositories"][0]["repository"], "github.com/acme/payments");
    assert_eq!(summary["repositories"][0]["fail_before"], 3);
    assert_eq!(
        summary["owners"][0],
        json!({
            "owner": "team-a", "repositories": 1, "fail": 0, "new": 0, "unknown": 0, "suppressed": 1,
            "by_severity": {"critical": 0, "high": 0, "info": 0, "low": 0, "medium": 0},
        })
    );
    let trend: Vec<String> = summary["trend"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| format!("{} {} {}", p["date"], p["repositories"], p["fail"]))
        .collect();
    assert_eq!(trend, ["\"2026-11-01\" 2 4", "\"2026-11-02\" 3 4", "\"2026-11-08\" 3 3"]);
}

#[test]
fn json_and_sarif_of_one_run_are_the_same_rows_and_count_once() {
    let place = place(&[
        ("envs/a/main.tf", "module \"m\" {\n  source = \"../../modules/m\"\n  for_each = toset([\"x\", \"y\"])\n}\n"),
        ("envs/b/main.tf", &acl("b \u{e4}", "\"public-read\"").replace("b \u{e4}", "b")),
        ("modules/m/main.tf", &acl("m", "\"public-read\"")),
        ("odd name/m\u{e4}in.tf", &acl("old", "\"public-read\"")),
    ]);
    let exception = "select = [\"test-*\"]\nrules = [\"policy.hcl\"]\n\
        exception {\n  rule = \"test-acl-public\"\n  path = \"odd name/**\"\n  reason = \"old\"\n  owner = \"team-b\"\n}\n";
    place.write("tollgate.hcl", exception);
    commit(&place);
    let config = place.read(".git/config");
    place.write(
        ".git/config",
        &format!("{config}[remote \"origin\"]\n\turl = https://me:token@github.com/acme/infra.git\n"),
    );
    place.write("j/keep", "");
    place.write("s/keep", "");
    place.output("check --show-suppressed --exit-zero --format json=j/report.json --format sarif=s/report.sarif", &[]);
    let (of_json, of_sarif) = (place.run("fleet j --format ndjson"), place.run("fleet s --format ndjson"));
    assert_eq!(of_json, of_sarif);
    assert_eq!(place.run("fleet s j --format ndjson"), of_json);
    let commit = rows(of_json.split_once("stdout\n").unwrap().1)[0]["commit"].as_str().unwrap().to_owned();
    assert_snapshot!(of_json.replace(&commit, "[COMMIT]"), @r##"
    exit 0
    --- stdout
    {"repository":"github.com/acme/infra","root":"envs/b","environment":null,"rule":"test-acl-public","category":"security","severity":"high","verdict":"fail","file":"envs/b/main.tf","line":2,"address":"aws_s3_bucket_acl.b","message":"'public-read' is public","fingerprint":"e848b7acbbe8170d07d3b0595fdff991","owner":null,"state":null,"commit":"[COMMIT]","date":"1970-01-01T00:00:00Z"}
    {"repository":"github.com/acme/infra","root":"envs/a","environment":null,"rule":"test-acl-public","category":"security","severity":"high","verdict":"fail","file":"modules/m/main.tf","line":2,"address":"module.m[\"x\"].aws_s3_bucket_acl.m","message":"'public-read' is public","fingerprint":"66ca2b327ffc7ce9c6b2f36c853b113f","owner":null,"state":null,"commit":"[COMMIT]","date":"1970-01-01T00:00:00Z"}
    {"repository":"github.com/acme/infra","root":"odd name","environment":null,"rule":"test-acl-public","category":"security","severity":"high","verdict":"fail","file":"odd name/mäin.tf","line":2,"address":"aws_s3_bucket_acl.old","message":"'public-read' is public","fingerprint":"ae033672e9cb713655c1888aebabd23c","owner":"team-b","state":"suppressed","commit":"[COMMIT]","date":"1970-01-01T00:00:00Z"}
    "##);
}

#[test]
fn unknown_verdicts_that_fail_are_unknown_in_sarif_too() {
    let place = place(&[("main.tf", &format!("variable \"acl\" {{\n  type = string\n}}\n{}", acl("b", "var.acl")))]);
    place.output("check --unknown fail --format json=x.json --format sarif=x.sarif", &[]);
    let name = "fleet x.json --name x --format ndjson";
    let of_json = place.run(name);
    assert!(of_json.contains("\"verdict\":\"unknown\""), "{of_json}");
    assert_eq!(of_json, place.run(&name.replace("x.json", "x.sarif")));
}

#[test]
fn a_report_that_cannot_be_read_is_named_and_the_others_count() {
    let place = fleet();
    place.write("more/cut.json", "{\"schema_version\": \"1.0\", \"findings\": [");
    place.write("more/empty.sarif", "");
    place.write("more/odd.json", &report(SHOP, None, &[plain("rule-a", "terrible\u{1b}[2J")]));
    place.write("more/half.json", &report(SHOP, None, &[json!({"rule": "x"})]));
    place.write("more/future.json", &report(SHOP, None, &[]).replace("\"1.0\"", "\"2.0\""));
    place.write("more/shard.json", &report(SHOP, None, &[]).replace("\"findings\"", "\"shard\":{},\"findings\""));
    place.write(
        "more/other.sarif",
        "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"x\"}}, \"results\": []}]}",
    );
    assert_snapshot!(place.run("fleet more missing.json reports/shop.json more/other.sarif"), @r##"
    exit 3
    --- stdout
    1 finding in 1 repository: 1 high; from 1 report

      critical  high  medium  low  info  change        date   commit  repository
             0     1       0    0     0          2026-11-01  0123456  github.com/acme/shop

      critical  high  medium  low  info  repositories  category  rule
             0     1       0    0     0             1  security  rule-a
    --- stderr
    error: `missing.json`: it cannot be read: No such file or directory (os error 2)
    error: `more/cut.json`: it is no JSON: EOF while parsing a list at line 1 column 39
    error: `more/empty.sarif`: it is no JSON: EOF while parsing a value at line 1 column 0
    error: `more/future.json`: its form is 2.0, which this tollgate does not know
    error: `more/half.json`: it is damaged: missing field `category` at line 1 column 212
    error: `more/odd.json`: it is damaged: `terrible\u{1b}[2J` is no severity at line 1 column 549
    error: `more/other.sarif`: it is no report of tollgate in JSON or SARIF
    error: `more/shard.json`: it is the report of one shard; put those of all shards together with `tollgate merge` first
    skipped 1 file of other kinds; `--verbose` names them
    "##);
    assert!(place.run("fleet nothing").starts_with("exit 3\n"));
    place.write("none/readme.md", "");
    assert_snapshot!(place.run("fleet none"), @r##"
    exit 3
    --- stdout
    no findings in 0 repositories; from 0 reports
    --- stderr
    error: `none`: there is no file `*.json` or `*.sarif` in it
    "##);
}

#[test]
fn packed_reports_are_unpacked_and_bombs_are_refused() {
    let place = fleet();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(place.read("reports/shop.json").as_bytes()).unwrap();
    place.write_bytes("packed/shop.sarif.gz", &packer.finish().unwrap());
    assert_eq!(place.run("fleet packed"), place.run("fleet reports/shop.json"));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..300 {
        packer.write_all(&spaces).unwrap();
    }
    place.write_bytes("packed/bomb.json.gz", &packer.finish().unwrap());
    let shown = place.run("fleet packed");
    assert!(shown.starts_with("exit 3\n") && shown.contains("it is larger than any report"), "{shown}");
}

/// Texts that would break out of a page, a line, or a terminal.
const HOSTILE: &str = "</td><script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}\u{1b}[31m\"'&\n{{";

#[test]
fn hostile_text_stays_text() {
    let more = json!({
        "category": HOSTILE, "message": HOSTILE, "resource": HOSTILE, "root": HOSTILE, "environment": HOSTILE,
        "fingerprint": HOSTILE, "suppression": {"owner": HOSTILE},
    });
    let silent = finding(HOSTILE, "high", HOSTILE, &more);
    let mut loud = silent.clone();
    loud["suppression"] = Value::Null;
    let text =
        report(None, Some("2026-01-01T00:00:00Z"), &[silent, loud]).replace("checkout", "</h1><script>x</script>");
    let place = Place::new(&[("<b>&.json", &text), ("later.json", &text.replace("2026-01-01", "2026-01-02"))]);
    place.write("<i>.json", &report(Some("javascript:alert(1)"), None, &[plain(HOSTILE, HOSTILE)]));
    let output =
        place.output("fleet . --format html=page.html --format ndjson=rows.ndjson --format json=sum.json", &[]);
    assert_eq!(output.status.code(), Some(3));
    let page = place.read("page.html");
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>") && !page.contains("<i>"));
    assert!(!page.contains("<a ") && !page.contains("<link"), "{page}");
    for file in ["page.html", "rows.ndjson", "sum.json"] {
        assert!(!place.read(file).contains(|c| c != '\n' && is_hostile(c)), "{file}");
    }
    assert_eq!(rows(&place.read("rows.ndjson"))[0]["address"], HOSTILE);
    let shown = place.run("fleet .");
    assert!(!shown.contains(|c| c != '\n' && is_hostile(c)), "{shown}");
}

#[test]
fn the_page_is_self_contained_and_its_size_is_bounded() {
    let place = fleet();
    place.run("fleet reports --format html=page.html");
    let page = place.read("page.html");
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0.to_owned();
    assert_snapshot!(page.replace(&style, "(style)").replace(env!("CARGO_PKG_VERSION"), "[VERSION]"), @r##"
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-iM1NlOE7vZ3Wj1pUQAIOchyJut0M64uW+qDCdz0MsFs='; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width">
    <title>tollgate: fleet</title>
    <style>(style)</style>
    </head>
    <body>
    <main>
    <h1>3 repositories</h1>
    <p>3 findings in 3 repositories: 2 high, 1 medium; 1 new; 1 unknown; 1 suppressed; from 4 reports</p>
    <h2>Trend</h2>
    <p>4 findings in 2 repositories on 2026-11-01, 3 in 3 repositories on 2026-11-08 (-1).</p>
    <svg class="chart" viewBox="0 0 900 224" role="img" aria-label="findings by day and severity">
    <g><title>2026-11-01: 4 findings, 1 critical, 2 high, 1 low</title>
    <rect class="critical" x="0" y="150" width="60" height="50"/>
    <rect class="high" x="0" y="50" width="60" height="100"/>
    <rect class="low" x="0" y="0" width="60" height="50"/>
    </g>
    <g><title>2026-11-02: 4 findings, 1 critical, 2 high, 1 low</title>
    <rect class="critical" x="300" y="150" width="60" height="50"/>
    <rect class="high" x="300" y="50" width="60" height="100"/>
    <rect class="low" x="300" y="0" width="60" height="50"/>
    </g>
    <g><title>2026-11-08: 3 findings, 2 high, 1 medium</title>
    <rect class="high" x="600" y="100" width="60" height="100"/>
    <rect class="medium" x="600" y="50" width="60" height="50"/>
    </g>
    <text x="0" y="218" text-anchor="start">2026-11-01</text>
    <text x="900" y="218" text-anchor="end">2026-11-08</text>
    </svg>
    <h2 id="rules">Worst rules</h2>
    <table>
    <thead><tr><th scope="col">rule</th><th scope="col">category</th><th scope="col" class="number">critical</th><th scope="col" class="number">high</th><th scope="col" class="number">medium</th><th scope="col" class="number">low</th><th scope="col" class="number">info</th><th scope="col" class="number">findings</th><th scope="col" class="number">repositories</th><th scope="col" class="number">unknown</th><th scope="col" class="number">suppressed</th></tr></thead>
    <tbody>
    <tr><td><code>rule-a</code></td><td>security</td><td class="number none">0</td><td class="number high">2</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number">2</td><td class="number">2</td><td class="number">0</td><td class="number">0</td></tr>
    <tr><td><code>rule-d</code></td><td>security</td><td class="number none">0</td><td class="number none">0</td><td class="number medium">1</td><td class="number none">0</td><td class="number none">0</td><td class="number">1</td><td class="number">1</td><td class="number">0</td><td class="number">0</td></tr>
    </tbody>
    </table>
    <h2 id="repositories">Repositories</h2>
    <table>
    <thead><tr><th scope="col">repository</th><th scope="col">commit</th><th scope="col">date</th><th scope="col" class="number">critical</th><th scope="col" class="number">high</th><th scope="col" class="number">medium</th><th scope="col" class="number">low</th><th scope="col" class="number">info</th><th scope="col" class="number">findings</th><th scope="col" class="number">change</th><th scope="col" class="number">new</th><th scope="col" class="number">unknown</th><th scope="col" class="number">suppressed</th></tr></thead>
    <tbody>
    <tr><td>github.com/acme/payments</td><td><code>0123456</code></td><td>2026-11-08</td><td class="number none">0</td><td class="number high">1</td><td class="number medium">1</td><td class="number none">0</td><td class="number none">0</td><td class="number">2</td><td class="number">-1</td><td class="number">1</td><td class="number">1</td><td class="number">1</td></tr>
    <tr><td>github.com/acme/shop</td><td><code>0123456</code></td><td>2026-11-01</td><td class="number none">0</td><td class="number high">1</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number">1</td><td class="number"></td><td class="number">0</td><td class="number">0</td><td class="number">0</td></tr>
    <tr><td>legacy</td><td><code>0123456</code></td><td>2026-11-02</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number">0</td><td class="number"></td><td class="number">0</td><td class="number">0</td><td class="number">0</td></tr>
    </tbody>
    </table>
    <h2 id="owners">Owners</h2>
    <table>
    <thead><tr><th scope="col">owner</th><th scope="col" class="number">critical</th><th scope="col" class="number">high</th><th scope="col" class="number">medium</th><th scope="col" class="number">low</th><th scope="col" class="number">info</th><th scope="col" class="number">findings</th><th scope="col" class="number">suppressed</th><th scope="col" class="number">repositories</th></tr></thead>
    <tbody>
    <tr><td>team-a</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number none">0</td><td class="number">0</td><td class="number">1</td><td class="number">1</td></tr>
    </tbody>
    </table>
    <p class="soft">tollgate [VERSION]; the last state of each repository counts</p>
    </main>
    </body>
    </html>
    "##);
    let many: Vec<Value> = (0..3000).map(|i| plain(&format!("rule-{i}-{}", "x".repeat(500)), "high")).collect();
    place.write("reports/many.json", &report(SHOP, Some("2026-11-09T00:00:00Z"), &many));
    for i in 0..300 {
        let remote = format!("https://github.com/acme/r{i}");
        let date = format!("20{:02}-{:02}-01T00:00:00Z", i % 90 + 10, i % 12 + 1);
        place.write(&format!("reports/r{i}.json"), &report(Some(&remote), Some(&date), &[plain("rule-a", "low")]));
    }
    place.run("fleet reports --format html=page.html");
    let page = place.read("page.html");
    assert!(page.contains("\u{2026} and 2952 more") && page.contains("\u{2026} and 103 more"));
    assert!(page.len() < 300_000, "{}", page.len());
}

#[test]
fn formats_are_checked_before_anything_is_read() {
    let place = fleet();
    assert_snapshot!(place.run("fleet reports --format ndjsn"), @r##"
    exit 2
    --- stderr
    error: there is no format `ndjsn`; did you mean `ndjson`?
    "##);
    assert_snapshot!(place.run("fleet reports --format json --format ndjson"), @r##"
    exit 2
    --- stderr
    error: only one report can go to standard output; write the others to files with `--format FORMAT=FILE`
    "##);
    assert_snapshot!(place.run("fleet reports --format html="), @r##"
    exit 2
    --- stderr
    error: `--format html=` needs the name of a file behind `=`
    "##);
    assert_snapshot!(place.run("fleet reports --format json=nowhere/x.json"), @r##"
    exit 2
    --- stderr
    error: cannot write `nowhere/x.json`: No such file or directory (os error 2)
    "##);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_refused_where_it_is_not_built_in() {
    assert_snapshot!(fleet().run("fleet reports --format parquet=x.parquet"), @r##"
    exit 2
    --- stderr
    error: `--format parquet` is not in this build of tollgate; build it with `cargo install --path . --features parquet`, or take `--format ndjson`, which has the same columns
    "##);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_rows_of_ndjson() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;

    let value = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Str(text) => json!(text),
        Field::Int(number) => json!(number),
        Field::TimestampMillis(time) => json!(tollgate::fleet::time(jiff::Timestamp::from_millisecond(*time).unwrap())),
        other => panic!("{other}"),
    };

    let place = fleet();
    place.run("fleet reports --format parquet=x.parquet --format ndjson=x.ndjson");
    let file = std::fs::File::open(place.path().join("x.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let expected = rows(&place.read("x.ndjson"));
    let names: Vec<&str> =
        reader.metadata().file_metadata().schema_descr().columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, expected[0].as_object().unwrap().keys().collect::<Vec<_>>());
    let found: Vec<Value> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect())
        .collect();
    assert_eq!(found, expected);
    place.write("empty.json", &report(SHOP, None, &[]));
    place.run("fleet empty.json --format parquet=empty.parquet");
    let file = std::fs::File::open(place.path().join("empty.parquet")).unwrap();
    assert_eq!(SerializedFileReader::new(file).unwrap().metadata().file_metadata().num_rows(), 0);
    assert!(place.run("fleet reports --format parquet").contains("needs a file"));
}

#[cfg(unix)]
#[test]
fn pipes_and_links_in_directories_are_not_followed() {
    let place = fleet();
    place.write("dir/real.json", &report(SHOP, None, &[plain("rule-a", "high")]));
    std::os::unix::fs::symlink("../reports/one.json", place.path().join("dir/link.json")).unwrap();
    std::os::unix::fs::symlink("..", place.path().join("dir/loop")).unwrap();
    assert_eq!(place.run("fleet dir"), place.run("fleet dir/real.json"));
    assert!(place.run("fleet /dev/null").contains("it is no regular file"));
}

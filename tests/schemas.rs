//! The JSON Schemas of our own files are made from the types: `UPDATE=1 cargo test --test schemas` writes them anew.
#![expect(clippy::disallowed_methods, reason = "the test keeps files of the repository itself current")]

use std::path::Path;

/// File under `schemas/` and what belongs into it: a row for each published schema.
fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    vec![
        ("report.schema.json", tollgate::report::json::schema()),
        ("cost.schema.json", tollgate::report::cost::json::schema()),
        ("fleet.schema.json", tollgate::fleet::json::schema()),
        ("fleet-row.schema.json", tollgate::fleet::ndjson::schema()),
        ("rules.schema.json", tollgate::report::rules_list::schema()),
        ("config.schema.json", tollgate::policy::settings::file::schema()),
        ("baseline.schema.json", tollgate::policy::baseline::schema()),
    ]
}

#[test]
fn published_schemas_are_current() {
    for (name, schema) in schemas() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
        let expected = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &expected).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "schemas/{name} is not current: run `UPDATE=1 cargo test --test schemas`");
    }
}

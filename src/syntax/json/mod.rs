//! The JSON twin of HCL: the same tree from `.tf.json`, `.tofu.json` and `.tfvars.json`.
//!
//! `read` makes values with places, `shape` says what is a block and what an attribute, `convert` makes the tree.
//! Strings are templates; where HCL has a reference, a type or a keyword, they are expressions.

mod convert;
mod place;
mod read;
mod shape;

use std::sync::Arc;

use super::ast::{File, FileFormat};
use crate::diag::Diagnostic;
use crate::span::FileId;
use convert::Converter;

/// Parses a JSON file. All that stands before an error of its syntax is kept.
pub(super) fn parse(text: &str, file: FileId, format: FileFormat) -> (File, Vec<Diagnostic>) {
    let (value, error) = read::read(text, file);
    let mut converter = Converter {
        text,
        file,
        diagnostics: error.into_iter().collect(),
        comments: Vec::new(),
        resource_type: Arc::from(""),
    };
    let shape = if format == FileFormat::JsonValues { &shape::VALUES } else { &shape::FILE };
    let body = converter.body(&value, shape);
    (File { id: file, body, comments: converter.comments, format }, converter.diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ast::{Expr, ExprKind};
    use crate::syntax::{show, visit};

    fn check(text: &str, expected: &str) -> (File, Vec<Diagnostic>) {
        let (file, diagnostics) = parse(text, FileId::NONE, FileFormat::Json);
        assert_eq!(show::body(&file.body), expected, "{diagnostics:?}");
        (file, diagnostics)
    }

    #[test]
    fn labels_are_peeled_off_at_every_level_and_arrays_are_several() {
        check(
            r#"{"resource": {"a_b": {"x": {"n": 1}, "y": [{"n": 2}, {"n": -3.50}]}}, "locals": [{"p": null}, {"q": true}]}"#,
            r#"resource "a_b" "x" {n = 1;} resource "a_b" "y" {n = 2;} resource "a_b" "y" {n = (-3.50);} locals {p = null;} locals {q = true;}"#,
        );
        check(r#"[{"variable": [{"a": {}}, {"b": null}]}, {"output": {"//": "c"}}]"#, r#"variable "a" {}"#);
    }

    #[test]
    fn strings_are_templates_or_expressions_or_plain_by_their_place() {
        check(
            r#"{"variable": {"v": {"type": "list(string)", "default": "${x}"}},
                "resource": {"a_b": {"x": {"count": "${var.n + 1}", "depends_on": ["a_b.y"], "provider": "a.west",
                  "lifecycle": {"ignore_changes": ["t[\"k\"]"]}, "name": "a-${x}%%{"}}},
                "module": {"m": {"source": "./${x}", "providers": {"a.x": "a.y"}}}}"#,
            r#"variable "v" {type = list(string); default = "${x}";} resource "a_b" "x" {count = t((var.n + 1)); depends_on = [a_b.y]; provider = a.west; name = t("a-" x "%{"); lifecycle {ignore_changes = [t["k"]];}} module "m" {source = "./${x}"; providers = {<a.x> = a.y};}"#,
        );
    }

    #[test]
    fn objects_in_a_resource_are_blocks_unless_their_name_or_keys_are_those_of_a_map() {
        check(
            r#"{"resource": {"aws_x": {"x": {"rule": {"action": {"a": 1}}, "tags": {"Name": "n"}, "other": {"a.b/c": 1},
                 "names": ["a"], "environment": {"variables": {"A": "b"}}, "metadata": {"a": "b"},
                 "dynamic": {"setting": {"for_each": "${s}", "iterator": "i", "content": {"v": "${i.value}"}}}}},
                 "kubernetes_pod": {"p": {"metadata": {"labels": {"a": "b"}}}}}}"#,
            r#"resource "aws_x" "x" {tags = {Name = "n"}; other = {a.b/c = 1}; names = ["a"]; metadata = {a = "b"}; rule {action {a = 1;}} environment {variables = {A = "b"};} dynamic "setting" {for_each = t(s); iterator = i; content {v = t(i.value);}}} resource "kubernetes_pod" "p" {metadata {labels = {a = "b"};}}"#,
        );
    }

    #[test]
    fn places_are_those_in_the_file_also_behind_escape_sequences() {
        let text =
            "\u{feff}{\"output\": {\"o\": {\"value\": \"é\\n\\\"${ var.a[\\\"k\\\"].b }\\ud83d\\ude00${ c }\"}}}";
        let (file, _) = check(text, "output \"o\" {value = t(\"é\\n\\\"\" var.a[\"k\"].b \"😀\" c);}");
        let mut seen = Vec::new();
        let place = |expr: &Expr| text.get(expr.span.start as usize..expr.span.end as usize).unwrap().to_owned();
        visit::expressions(&file.body, &mut |expr| {
            if !matches!(expr.kind, ExprKind::Template(_)) {
                seen.push(place(expr));
            }
        });
        assert_eq!(seen, ["var.a[\\\"k\\\"].b", "var.a[\\\"k\\\"]", "var.a", "var", "\\\"k\\\"", "c"]);
    }

    #[test]
    fn variables_files_hold_plain_data() {
        let (file, _) = parse(r#"{"a": {"b": ["${x}", 1e3]}}"#, FileId::NONE, FileFormat::JsonValues);
        assert_eq!(show::body(&file.body), r#"a = {b = ["${x}", 1e3]};"#);
    }

    #[test]
    fn what_stands_before_an_error_is_kept() {
        let cases = [
            (
                r#"{"locals": {"a": 1, "b": 2,}}"#,
                "locals {a = 1; b = 2;}",
                "JSON has no comma after the last item",
                ",",
            ),
            (
                r#"{"locals": {"a": 1, "b" = 2}}"#,
                "locals {a = 1;}",
                "expected `:` after the name of a member, found `=`",
                "=",
            ),
            (r#"{"locals": {"a": 1"#, "locals {a = 1;}", "this bracket is not closed", "{"),
            (r#"{"locals": {"a": True}}"#, "locals {}", "JSON has no word `True`", "True"),
            (r#"{"locals": {"a": 01}}"#, "locals {}", "`01` is not a number in JSON", "01"),
            ("{\"locals\": {\"a\": \"b\n\"}}", "locals {a = \"b\";}", "this string is not closed", "\"b"),
            (r#"{"locals": {"a": "\x"}}"#, "locals {a = \"\";}", "this is no escape sequence of JSON", "\\x"),
            (r#"{"locals": {"a": 1}} x"#, "locals {a = 1;}", "nothing can follow the value of a JSON file", "x"),
            ("", "", "expected a value, found the end of the file", ""),
            ("null", "", "a JSON file holds one object", "null"),
            ("3", "", "a JSON file holds one object", "3"),
            (r#"{"locals": 3}"#, "locals {}", "expected an object with arguments and blocks", "3"),
            (r#"{"locals": {"a": 1, "a": 2}}"#, "locals {a = 1;}", "`a` is set twice in this object", "a"),
            (
                r#"{"locals": {"a": "${b"}}"#,
                "locals {a = \"${b\";}",
                "expected `}` at the end of this interpolation, found the end of the text",
                "",
            ),
        ];
        for (text, expected, message, place) in cases {
            let (_, diagnostics) = check(text, expected);
            let [diagnostic] = diagnostics.as_slice() else { panic!("{text}: {diagnostics:?}") };
            assert_eq!(diagnostic.message, message, "{text}");
            let trimmed = text.get(diagnostic.span.start as usize..diagnostic.span.end as usize).unwrap();
            assert!(trimmed == place || (place.len() == 1 && trimmed.contains(place)), "{text}: {trimmed}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let text = format!("{{\"locals\": {{\"a\": {}{}}}}}", "[".repeat(5000), "]".repeat(5000));
        let (_, diagnostics) = parse(&text, FileId::NONE, FileFormat::Json);
        assert_eq!(diagnostics[0].code, crate::diag::Code::NestingTooDeep);
    }

    #[test]
    fn a_member_called_slashes_is_a_comment() {
        let text = r#"{"resource": {"a": {"b": {"//": " tollgate:ignore x ", "c": 1}}}}"#;
        let (file, _) = check(text, "resource \"a\" \"b\" {c = 1;}");
        assert_eq!(file.comments.iter().map(|comment| &*comment.text).collect::<Vec<_>>(), ["tollgate:ignore x"]);
    }
}

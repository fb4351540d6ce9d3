//! Hand-made reports for the tests of formats.
#![expect(clippy::missing_panics_doc, reason = "a broken fixture is a failed test")]
#![expect(clippy::print_stderr, reason = "a test that checks less says so")]

use std::sync::Arc;

use super::{Format, Options, Report, RunInfo, Summary, sort_findings};
use crate::diag::{Code, Diagnostic};
use crate::eval::value::Origin;
use crate::plan::summary::Overview;
use crate::rules::finding::{Edit, Finding, Fix, Location, Seen, Step, Suppression, SuppressionKind, Verdict};
use crate::rules::rule::{Category, Rule, Severity};
use crate::span::{FileId, SourceFile, Sources, Span};

/// A report that owns its parts.
#[derive(Debug, Default)]
pub struct Case {
    pub sources: Sources,
    pub findings: Vec<Finding>,
    pub rules: Vec<Arc<Rule>>,
    pub diagnostics: Vec<Diagnostic>,
    pub secrets: Vec<Span>,
    pub plans: Vec<Overview>,
    pub run: RunInfo,
    pub options: Options,
}

impl Case {
    /// The repository under `fixtures/report/checkout` with a failure, one that travels, one of a secret, an unknown
    /// one, one that is suppressed, and a broken file.
    pub fn sample() -> Self {
        let mut case = Self::default();
        let main = case.file("envs/prod/main.tf", include_str!("../../fixtures/report/checkout/envs/prod/main.tf"));
        let module =
            case.file("modules/bucket/main.tf", include_str!("../../fixtures/report/checkout/modules/bucket/main.tf"));
        let open = case.rule("aws-security-group-ssh-open", Category::Security, Severity::High);
        let public = case.rule("aws-s3-bucket-public-acls", Category::Security, Severity::Critical);
        let tags = case.rule("aws-resource-tags", Category::Tagging, Severity::Medium);
        let encrypted = case.rule("aws-ebs-volume-unencrypted", Category::Security, Severity::Medium);

        let mut finding =
            case.finding(&open, main, "cidr_blocks = [\"0.0.0.0/0\"]", "port `22` is open to `0.0.0.0/0`");
        finding.attribute = "ingress[0].cidr_blocks".into();
        finding.instances = vec!["aws_security_group.web".into()];
        let edit = Edit { span: case.span(main, "\"0.0.0.0/0\""), text: "\"10.0.0.0/8\"".to_owned() };
        finding.fix =
            Some(Fix { description: "allow private addresses alone".to_owned(), edits: vec![edit], safe: false });
        case.findings.push(finding);

        let mut finding = case.finding(&public, main, "public      = true", "`block_public_acls` is `false`");
        finding.attribute = "block_public_acls".into();
        finding.instances = ["a", "b", "c"]
            .map(|key| format!("module.logs[\"{key}\"].aws_s3_bucket_public_access_block.this").into())
            .to_vec();
        finding.trace = vec![
            case.step(main, "public      = true", "argument `public` of `module.logs`"),
            case.step(module, "block = !var.public", "`local.block` is `false`"),
            case.step(module, "block_public_acls   = local.block", "`block_public_acls` is `false`"),
        ];
        finding.related =
            vec![case.step(module, "resource \"aws_s3_bucket_public_access_block\" \"this\"", "the access block")];
        finding.environment = Some("prod".into());
        case.findings.push(finding);

        let mut finding =
            case.finding(&tags, main, "resource \"aws_ebs_volume\" \"scratch\"", "tag `owner` may be missing");
        finding.verdict = Verdict::Unknown;
        finding.origins = vec![Origin::Variable("var.tags".into())];
        finding.instances = vec!["aws_ebs_volume.scratch".into()];
        case.findings.push(finding);

        let mut finding = case.finding(&encrypted, main, "encrypted         = false", "the volume is not encrypted");
        finding.instances = vec!["aws_ebs_volume.scratch".into()];
        finding.suppression = Some(Suppression {
            kind: SuppressionKind::Comment,
            reason: Some("scratch space, no customer data".to_owned()),
            until: None,
            owner: None,
            location: Some(Location::Source(
                case.span(main, "# tollgate:ignore TG1003 -- scratch space, no customer data"),
            )),
        });
        case.findings.push(finding);

        let message = "expected a value behind `=`";
        let diagnostic = Diagnostic::error(Code::SyntaxInvalid, case.span(module, "bucket = var.bucket_name"), message);
        case.diagnostics.push(diagnostic.with_help("write an expression, or remove the attribute"));
        sort_findings(&mut case.findings, &case.sources);
        case
    }

    /// One finding whose every text is as hostile as a file may be.
    pub fn hostile() -> Self {
        let mut case = Self::default();
        let path = "a\n\"b\"<c>&\u{202e}\u{1b}[31m,x=`|;]:%.tf";
        let file = case.file(path, "acl = \"\u{202e}\u{1b}]0;x\u{7}</script>\" # ]]> ``` |\n");
        let rule = case.rule("x-hostile", Category::Security, Severity::High);
        let text =
            "`\u{202e}\u{1b}[31m` \"q\" 'a' <script>alert(1)</script> @all #1 | ]](1) ;%0A\n::error::x\r##vso[x]";
        let mut finding = case.finding(&rule, file, "acl", text);
        finding.instances = vec!["aws_x.y[\"<b>\\n`\u{202e}\"]".into()];
        finding.attribute = "acl".into();
        case.findings.push(finding);
        case
    }

    pub fn file(&mut self, path: &str, text: &str) -> FileId {
        self.sources.add(SourceFile::new(path, text))
    }

    /// The first place of that text.
    pub fn span(&self, file: FileId, text: &str) -> Span {
        let source = self.sources.get(file).unwrap();
        let start = source.text.find(text).unwrap_or_else(|| panic!("`{text}` is not in {}", source.path));
        Span::new(file, start, start + text.len())
    }

    pub fn step(&self, file: FileId, text: &str, note: &str) -> Step {
        Step { location: Location::Source(self.span(file, text)), note: note.to_owned() }
    }

    pub fn rule(&mut self, id: &str, category: Category, severity: Severity) -> Arc<Rule> {
        let rule = Arc::new(Rule {
            id: id.into(),
            title: format!("Title of {id}"),
            category,
            severity,
            resources: vec!["aws_*".into()],
            aliases: vec!["CKV_AWS_1".into()],
            tags: vec!["cwe-732".into(), "cis-aws-3.0-2.1.4".into()],
            params: crate::eval::value::Members::new(),
            related: Vec::new(),
            when: None,
            for_each: None,
            assert: None,
            native: None,
            at: None,
            message: None,
            why: "Anyone on the internet can reach it.\nThis is how data leaks.\n\nIt is fine in a sandbox.".to_owned(),
            remedy: "Write the narrowest value:\n\n```hcl\nacl = \"private\"\n```\n".to_owned(),
            link: Some("https://docs.example.com/x".to_owned()),
            fix: None,
            default: true,
            suppressible: true,
            examples: Vec::new(),
            span: Span::NONE,
            bundled: true,
        });
        self.rules.push(Arc::clone(&rule));
        rule
    }

    pub fn finding(&self, rule: &Arc<Rule>, file: FileId, text: &str, message: &str) -> Finding {
        let span = self.span(file, text);
        Finding {
            rule: Arc::clone(rule),
            severity: rule.severity,
            category: rule.category,
            verdict: Verdict::Fail,
            message: message.to_owned(),
            location: Location::Source(span),
            instances: vec!["aws_x.y".into()],
            subject: None,
            call_sites: Vec::new(),
            attribute: "".into(),
            trace: Vec::new(),
            related: Vec::new(),
            origins: Vec::new(),
            root: "envs/prod".into(),
            module_dir: "envs/prod".into(),
            address_template: "aws_x.y".into(),
            environment: None,
            fix: None,
            suppression: None,
            fingerprint: format!("{:032x}", u128::from(span.start) * 7919 + u128::from(rule.id.len() as u64)).into(),
            instance_fingerprints: Vec::new(),
            baseline_state: None,
            action: None,
            seen: Seen::default(),
        }
    }

    pub fn report(&self) -> Report<'_> {
        Report {
            findings: &self.findings,
            rules: &self.rules,
            diagnostics: &self.diagnostics,
            sources: &self.sources,
            summary: Summary { files: 2, resources: 6, rules: self.rules.len(), roots: 1 },
            run: RunInfo { version: "1.2.3".to_owned(), ..self.run.clone() },
            secrets: &self.secrets,
            plans: &self.plans,
            costs: &[],
            part: None,
            excerpts: None,
        }
    }

    pub fn render(&self, format: &dyn Format) -> String {
        let mut bytes = Vec::new();
        format.write(&self.report(), &mut bytes, &self.options).unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

/// The overview of a plan that destroys, replaces and creates.
pub fn overview() -> Overview {
    let text = r#"{"format_version": "1.2", "resource_changes": [
        {"address": "aws_sqs_queue.a", "mode": "managed", "type": "aws_sqs_queue", "name": "a",
         "change": {"actions": ["create"], "after": {}}},
        {"address": "aws_sqs_queue.b", "mode": "managed", "type": "aws_sqs_queue", "name": "b",
         "change": {"actions": ["create"], "after": {}}},
        {"address": "aws_db_instance.c", "mode": "managed", "type": "aws_db_instance", "name": "c",
         "action_reason": "replace_because_cannot_update",
         "change": {"actions": ["delete", "create"], "before": {"engine": "mysql"}, "after": {"engine": "postgres"},
                    "replace_paths": [["engine"]]}},
        {"address": "aws_s3_bucket.d", "mode": "managed", "type": "aws_s3_bucket", "name": "d",
         "action_reason": "delete_because_no_resource_config", "change": {"actions": ["delete"], "before": {}}},
        {"address": "aws_iam_role.e", "mode": "managed", "type": "aws_iam_role", "name": "e",
         "change": {"actions": ["no-op"], "before": {}, "after": {}}}
    ]}"#;
    let plan = crate::plan::read::read("plan.json", Box::new(text.as_bytes())).unwrap();
    Overview::new(&plan, &"envs/prod".into(), Some(&"prod".into()))
}

/// A schema that stands in `shared/schemas` beside the clone; `None`, and a word about it, where it does not.
pub fn shared_schema(name: &str) -> Option<serde_json::Value> {
    let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let candidates = manifest.ancestors().skip(1).map(|above| above.join("shared/schemas").join(name));
    let found = candidates.into_iter().find_map(|path| std::fs::File::open(path).ok());
    let Some(file) = found else {
        eprintln!("{name} is not beside this clone: only our own assertions were checked");
        return None;
    };
    Some(serde_json::from_reader(file).unwrap())
}

//! `tollgate lsp`: the check in an editor, over the language server protocol on standard input and output.
//!
//! Findings appear when a file is opened, saved or, after a moment of quiet, changed; unsaved text is checked as it
//! stands in the editor. Hovering over a finding tells why it matters and what to write instead; its repair, and a
//! comment that silences it, are offered as code actions.

mod answers;
mod session;
mod snapshot;
mod uri;

use std::sync::Arc;

use anyhow::Context as _;
use lsp_server::Connection;
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, HoverProviderCapability, InitializeParams,
    SaveOptions, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions,
};
use rayon::ThreadPool;

use self::session::Session;
use super::args::{CheckArgs, LspArgs};
use super::surroundings::Surroundings;
use crate::policy::gate::Exit;

/// Serves one editor until it asks to stop.
///
/// The loop must not run on a thread of `pool`: the checks do.
pub fn run(args: &LspArgs, around: &Surroundings, pool: &ThreadPool) -> anyhow::Result<Exit> {
    let (connection, threads) = Connection::stdio();
    serve(&connection, args, around, pool)?;
    drop(connection);
    threads.join().context("the editor's streams ended badly")?;
    Ok(Exit::Clean)
}

fn serve(connection: &Connection, args: &LspArgs, around: &Surroundings, pool: &ThreadPool) -> anyhow::Result<()> {
    let capabilities = serde_json::to_value(capabilities())?;
    let params: InitializeParams = serde_json::from_value(connection.initialize(capabilities)?)?;
    let mut around = around.clone();
    if let Some(folder) = folder(&params) {
        around.cwd = folder;
    }
    let check = CheckArgs {
        paths: Vec::new(),
        input: args.input.clone(),
        rules: args.rules.clone(),
        report: super::args::ReportArgs::default(),
        run: super::args::RunArgs::default(),
    };
    Session::new(connection, pool, Arc::new(check), Arc::new(around)).serve()
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// The first folder of the editor's workspace.
fn folder(params: &InitializeParams) -> Option<std::path::PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    #[expect(deprecated, reason = "editors that know no workspace folders name one root")]
    let root = params.root_uri.as_ref();
    folders.chain(root).find_map(uri::to_path)
}

#[cfg(test)]
mod tests;

//! Environments: the values with which a root module is evaluated, once for each.

use std::sync::Arc;

use super::Settings;
use super::layer::{EnvironmentLayer, Layer};
use super::literal::to_members;
use crate::discover::{Files, path};
use crate::eval::value::Members;

/// One environment of one root.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    pub name: Arc<str>,
    /// Relative to the root of the repository; later ones win.
    pub var_files: Vec<Arc<str>>,
    pub vars: Members,
    pub workspace: Option<Arc<str>>,
}

impl Settings {
    /// The environments of a root module by name; none when the configuration names none for it. Blocks of one name
    /// in several files add up, the nearest wins.
    pub fn environments(&self, files: &Files, root: &str) -> Vec<Environment> {
        let mut environments: Vec<Environment> = Vec::new();
        for block in self.layers().filter(|layer| path::is_within(root, &layer.dir)).flat_map(Layer::environments) {
            if !block.fits(root) {
                continue;
            }
            let place = environments.iter().position(|environment| environment.name == block.name);
            let i = place.unwrap_or_else(|| {
                environments.push(Environment { name: Arc::clone(&block.name), ..Environment::default() });
                environments.len() - 1
            });
            if let Some(environment) = environments.get_mut(i) {
                block.add_to(environment, files, root);
            }
        }
        environments.sort_by(|left, right| left.name.cmp(&right.name));
        environments
    }

    /// The names of all environments, in order and each once.
    pub fn environment_names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> =
            self.layers().flat_map(Layer::environments).map(|block| Arc::clone(&block.name)).collect();
        names.sort();
        names.dedup();
        names
    }
}

impl EnvironmentLayer {
    fn fits(&self, root: &str) -> bool {
        self.roots.as_ref().is_none_or(|globs| globs.is_match(root))
    }

    fn add_to(&self, environment: &mut Environment, files: &Files, root: &str) {
        let var_files = self.block.var_files.iter().filter_map(|file| {
            let beside_root = path::join(root, &file.value).filter(|path| files.is_file(path));
            beside_root.or_else(|| path::join(&self.dir, &file.value))
        });
        environment.var_files.extend(var_files.map(Arc::from));
        environment.vars.extend(to_members(&self.block.vars));
        if let Some(workspace) = &self.block.workspace {
            environment.workspace = Some(workspace.as_str().into());
        }
    }
}

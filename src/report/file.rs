//! Files that are written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file whole or not at all: the bytes go to a new file beside it, which then takes its name.
///
/// A link keeps pointing where it points; what is no regular file (`/dev/stdout`, a pipe) is written to directly.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = NewFile::create(path)?;
    file.write_all(bytes)?;
    file.finish()
}

/// A file that is written bit by bit, as [`write_file`] does it: until [`finish`](Self::finish) nobody sees it, and
/// without that it never was.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    /// None where the bytes go to the path itself.
    temporary: Option<PathBuf>,
    out: BufWriter<File>,
}

impl NewFile {
    pub fn create(path: &Path) -> io::Result<Self> {
        let path = resolve_link(path);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            let out = BufWriter::new(OpenOptions::new().write(true).open(&path)?);
            return Ok(Self { path, temporary: None, out });
        }
        let (temporary, file) = create_beside(&path)?;
        Ok(Self { path, temporary: Some(temporary), out: BufWriter::new(file) })
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        let Some(temporary) = &self.temporary else { return Ok(()) };
        self.out.get_ref().sync_all()?;
        keep_permissions(&self.path, temporary)?;
        fs::rename(temporary, &self.path)?;
        self.temporary = None;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Where a chain of links ends; the path itself when it is no link.
fn resolve_link(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    for _ in 0..32 {
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| target.clone(), |parent| parent.join(&target));
    }
    path
}

fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    for attempt in 0..100 {
        let candidate = format!(".{}.{}-{attempt}.tmp", name.to_string_lossy(), std::process::id());
        let temporary = path.with_file_name(candidate);
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "no free name for a temporary file"))
}

fn keep_permissions(path: &Path, temporary: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => fs::set_permissions(temporary, metadata.permissions()),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let pattern = ignore::Walk::new(directory).flatten();
        pattern.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.sarif");
        write_file(&path, b"one").unwrap();
        write_file(&path, b"two").unwrap();
        assert_eq!(io::read_to_string(File::open(&path).unwrap()).unwrap(), "two");
        assert_eq!(names(directory.path()).len(), 2);
    }

    #[test]
    fn a_missing_directory_is_an_error() {
        let directory = tempfile::tempdir().unwrap();
        let error = write_file(&directory.path().join("no/out"), b"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(write_file(Path::new("/"), b"x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay_what_they_are() {
        let directory = tempfile::tempdir().unwrap();
        let (target, link) = (directory.path().join("target"), directory.path().join("link"));
        write_file(&target, b"one").unwrap();
        std::os::unix::fs::symlink("target", &link).unwrap();
        write_file(&link, b"two").unwrap();
        assert!(fs::read_link(&link).is_ok());
        assert_eq!(io::read_to_string(File::open(&target).unwrap()).unwrap(), "two");
        write_file(Path::new("/dev/null"), b"x").unwrap();
    }
}

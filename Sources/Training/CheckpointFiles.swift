#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The contents of a file, mapped rather than loaded, so that a large file costs nothing until it is used.
func readableData(at path: String) throws(CheckpointError.Problem) -> Data {
  var information = stat()
  guard stat(path, &information) == 0 else {
    throw .unreadable(reason(errno))
  }
  // A device or a pipe has no size to check a header against, and may have no end.
  guard information.st_mode & S_IFMT == S_IFREG else {
    throw .unreadable("it is not a regular file")
  }
  do {
    return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
  } catch {
    throw .unreadable(
      (error as? CocoaError)?.code == .fileReadNoPermission ? reason(EACCES) : "the system refused")
  }
}

/// Writes a file under a temporary name in the same folder, waits until the disk has it, and gives it its name.
func writeAtomically(_ data: Data, to path: String) throws(CheckpointError.Problem) {
  let temporary = "\(path).\(getpid()).partial"
  do {
    try data.write(to: URL(fileURLWithPath: temporary))
  } catch {
    unlink(temporary)
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile?: throw .unwritable(reason(ENOENT))
    case .fileWriteNoPermission?: throw .unwritable(reason(EACCES))
    case .fileWriteOutOfSpace?: throw .unwritable(reason(ENOSPC))
    case .fileWriteVolumeReadOnly?: throw .unwritable(reason(EROFS))
    default: throw .unwritable("the system refused")
    }
  }
  // Without this a crash of the machine could leave the new name on an empty file.
  let descriptor = open(temporary, O_RDONLY)
  if descriptor >= 0 {
    fsync(descriptor)
    close(descriptor)
  }
  guard rename(temporary, path) == 0 else {
    let error = errno
    unlink(temporary)
    throw .unwritable(reason(error))
  }
}

/// What an error number of the system means for a file.
private func reason(_ number: Int32) -> String {
  switch number {
  case ENOENT: "no such file or folder"
  case EACCES, EPERM: "permission denied"
  case ENOTDIR: "a part of its path is not a folder"
  case EISDIR: "it is a folder"
  case ENOSPC: "the disk is full"
  case EROFS: "the disk is read-only"
  case ENAMETOOLONG: "its name is too long"
  default: "system error \(number)"
  }
}

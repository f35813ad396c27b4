import Foundation
import Notebook

/// The files of a folder and their sizes.
func showFiles(_ notebook: ChapterNotebook, of folder: String, name: String) throws {
  let files = FileManager.default
  notebook.table(
    name, columns: ["file", "bytes"],
    rows: try files.contentsOfDirectory(atPath: folder).sorted().map { file in
      let path = URL(filePath: folder).appending(path: file).path
      return [file, ((try? files.attributesOfItem(atPath: path)[.size]) as? Int ?? 0).grouped]
    })
}

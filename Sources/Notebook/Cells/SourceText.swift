import Terminal

/// The source files of a program as they were when it was compiled: where a notebook takes its code from.
///
/// Every chapter has one, `sourceText`, which is written by the build (`Sources/SourceText`).
public struct SourceText: Sendable {
  /// The package's folder when the program was compiled.
  let package: String
  /// The text of every file, by its path from the package's folder.
  private let files: [String: String]

  /// The text of files, by their paths from the folder of the package.
  public init(package: String, files: [String: String]) {
    self.package = package
    self.files = files
  }

  /// The path of the file of a name, from the package's folder; a module has no two files of one name.
  private func path(of name: some StringProtocol) -> String {
    let found = files.keys.filter { $0 == name || $0.hasSuffix("/" + name) }
    guard let path = found.first, found.count == 1 else {
      fatalError("of the program's \(files.count) source files \(found.count) are called \(name)")
    }
    return path
  }

  private func lines(of path: String) -> [Substring] {
    (files[path] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The paragraph below a line: the lines next to it that are not blank and indented at least as far as it is.
  ///
  /// Traps when there is none.
  func paragraph(below line: Int, in name: some StringProtocol) -> CodeCell {
    let path = path(of: name)
    let lines = lines(of: path)
    let indentation = lines[line - 1].indentation
    let end = lines[line...].firstIndex { $0.isBlank || $0.indentation < indentation } ?? lines.count
    guard end > line else { fatalError("\(path):\(line): no line of code follows") }
    return cell(lines[line..<end], of: path)
  }

  /// The declaration of a name, whole; traps when the file has none of that name, or more than one.
  func declaration(of declared: String, in name: some StringProtocol) -> CodeCell {
    let path = path(of: name)
    let lines = lines(of: path)
    let found = lines.indices.filter { lines[$0].declares(declared) }
    guard let start = found.first, found.count == 1 else {
      fatalError("\(declared) is declared \(found.count) times in \(path)")
    }
    let indentation = lines[start].indentation
    // It ends where a line of the same indentation closes what was opened, or at once when nothing was.
    var end = start + 1
    while end < lines.count, lines[end].isBlank || lines[end].indentation > indentation { end += 1 }
    while end < lines.count, lines[end].continuesDeclaration(at: indentation) {
      end += 1
      while end < lines.count, lines[end].isBlank || lines[end].indentation > indentation { end += 1 }
    }
    if end < lines.count, lines[end].indentation == indentation, "}])".contains(lines[end].trimmed.prefix(1))
    {
      end += 1
    } else {
      while lines[end - 1].isBlank { end -= 1 }
    }
    return cell(lines[start..<end], of: path)
  }

  private func cell(_ lines: ArraySlice<Substring>, of path: String) -> CodeCell {
    let indentation = lines.first?.indentation ?? 0
    let text = lines.map { $0.dropFirst(min(indentation, $0.indentation)) }.joined(separator: "\n")
    return CodeCell(text, file: path, line: lines.startIndex + 1)
  }

  /// What keeps a reader from finding a file's lines where they stood: nil when the file holds what was compiled.
  func difference(of path: String) -> String? {
    let place = package + "/" + path
    guard let bytes = try? InputFile.bytes(at: place) else {
      return "the code shown was compiled from \(place), which cannot be read now"
    }
    guard String(decoding: bytes, as: UTF8.self) == files[path] else {
      return "\(path) has changed since this program was built; the lines shown are those that ran"
    }
    return nil
  }

  /// The modules that the file of a path imports.
  func imports(of path: String) -> [String] {
    lines(of: path).filter { $0.hasPrefix("import ") }.map { String($0.dropFirst(7)) }
  }
}

extension Substring {
  fileprivate var indentation: Int { prefix { $0 == " " }.count }
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
  fileprivate var trimmed: Substring { drop { $0 == " " } }

  /// Whether the line begins the declaration of a name.
  fileprivate func declares(_ name: String) -> Bool {
    let words = trimmed.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }
    guard let place = words.indices.dropFirst().first(where: { words[$0] == name }) else { return false }
    let (keyword, before) = (words[place - 1], words[..<(place - 1)])
    let keywords = ["struct", "enum", "class", "actor", "protocol", "func", "let", "var", "typealias"]
    let modifiers = [
      "private", "fileprivate", "package", "public", "static", "final", "mutating", "indirect",
    ]
    return keywords.contains(String(keyword))
      && before.allSatisfy { modifiers.contains(String($0)) || $0.hasPrefix("@") }
  }

  /// Whether the line closes the head of a declaration and goes on with its body: `) -> Tensor {`.
  fileprivate func continuesDeclaration(at depth: Int) -> Bool {
    indentation == depth && ")>".contains(trimmed.prefix(1)) && hasSuffix("{")
  }
}

import Foundation

/// Whether the links between the package's documents lead somewhere.
struct LinkVerification {
  private(set) var defects: [String] = []
  /// How many links were followed: those of other sites are not.
  private(set) var count = 0

  /// Follows every relative link of README.md, `Docs`, the chapters' lectures and the exercises' page.
  init(of package: URL) throws {
    let package = package.standardizedFileURL
    var known: [String: MarkdownDocument] = [:]
    func document(_ path: String) -> MarkdownDocument? {
      if let document = known[path] { return document }
      guard let text = try? String(contentsOf: package.appending(path: path), encoding: .utf8) else {
        return nil
      }
      known[path] = MarkdownDocument(text)
      return known[path]
    }
    for path in try Self.documents(in: package) {
      guard let source = document(path) else {
        defects.append("\(path) cannot be read")
        continue
      }
      for link in source.links where !Self.leavesPackage(link.target) {
        count += 1
        if let defect = Self.defect(of: link.target, in: path, package: package, document: document) {
          defects.append("\(path), line \(link.line): \(defect)")
        }
      }
    }
  }

  private static func defect(
    of link: String, in path: String, package: URL, document: (String) -> MarkdownDocument?
  ) -> String? {
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let place = parts[0].removingPercentEncoding ?? String(parts[0])
    var target = path
    if !place.isEmpty {
      let folder = package.appending(path: path).deletingLastPathComponent()
      let file = folder.appending(path: place).standardizedFileURL.path
      guard file == package.path || file.hasPrefix(package.path + "/") else {
        return "\(link) leaves the package"
      }
      guard FileManager.default.fileExists(atPath: file) else { return "\(link) leads nowhere" }
      target = String(file.dropFirst(package.path.count + 1))
    }
    guard parts.count > 1, target.hasSuffix(".md") else { return nil }
    let anchor = parts[1].removingPercentEncoding ?? String(parts[1])
    guard document(target)?.anchors.contains(anchor) ?? false else {
      return "\(link): there is no heading #\(anchor)"
    }
    return nil
  }

  private static func leavesPackage(_ link: String) -> Bool {
    link.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:/) != nil
  }

  private static func documents(in package: URL) throws -> [String] {
    func names(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: package.appending(path: folder).path).sorted()
    }
    return try ["README.md"] + names("Docs").filter { $0.hasSuffix(".md") }.map { "Docs/\($0)" }
      + names("Chapters").filter { !$0.hasPrefix(".") }.map { "Chapters/\($0)/README.md" }
      + ["Exercises/README.md"]
  }
}

import Terminal

/// A section of a chapter: its number, from 1, and the heading that it has in the notebook.
struct Section: Hashable, Sendable {
  let number: Int
  /// The heading; "…" stands for words that depend on the reader's text.
  let name: String

  /// Whether the section begins with `heading`.
  func begins(with heading: String) -> Bool {
    let parts = name.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return heading == name }
    return heading.count >= parts[0].count + parts[1].count && heading.hasPrefix(parts[0])
      && heading.hasSuffix(parts[1])
  }
}

/// The sections of a chapter, in the order in which they are shown.
struct Contents: Sendable {
  let sections: [Section]

  init(_ names: [String]) {
    sections = names.enumerated().map { Section(number: $0.offset + 1, name: $0.element) }
  }

  /// The section that begins with `heading`.
  func section(beginningWith heading: String) -> Section? {
    sections.first { $0.name == heading } ?? sections.first { $0.begins(with: heading) }
  }

  /// The section that a reader means: by its number, by its name, or by a part of it that no other name has; capitals
  /// do not count.
  func section(for wish: String) throws(CommandFailure) -> Section {
    let word = wish.lowercased()
    if let number = Int(word) {
      guard let section = sections.first(where: { $0.number == number }) else {
        throw .usage("--section \(number): the sections are 1 to \(sections.count) (--contents lists them)")
      }
      return section
    }
    let found =
      sections.filter { Section(number: $0.number, name: $0.name.lowercased()).begins(with: word) }.nonEmpty
      ?? sections.filter { $0.name.lowercased().contains(word) }
    guard let section = found.first else {
      throw .usage(
        "--section \"\(wish.printable)\": no section has that name; the nearest is \(nearest(to: word)) "
          + "(--contents lists all)")
    }
    guard found.count == 1 else {
      let names = found.map { "\($0.number) “\($0.name)”" }.joined(separator: " or ")
      throw .usage(
        "--section \"\(wish.printable)\" could be \(names); give the number (--contents lists all)")
    }
    return section
  }

  /// The section whose name, or a word of it, is nearest to what was written; of equals the first.
  private func nearest(to word: String) -> String {
    func distance(_ section: Section) -> Int {
      let name = section.name.lowercased()
      let words = name.split { !$0.isLetter }.map { NearestName.distance(word, String($0)) }
      return ([NearestName.distance(word, name)] + words).min() ?? 0
    }
    return sections.min { distance($0) < distance($1) }.map { "\($0.number) “\($0.name)”" } ?? "none"
  }
}

extension Array {
  fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}

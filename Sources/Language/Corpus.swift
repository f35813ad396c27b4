/// A text to learn from: a name, the text, and the documents (stories, speeches) that it consists of.
///
/// The text is the documents with the separator between them, so nothing is in one that is not in the other.
public struct Corpus: Sendable {
  /// What the text is called in tables and messages.
  public let name: String
  /// The whole text.
  public let text: String
  /// The documents in their order; one, when the text was not divided.
  public let documents: [String]
  /// What stands between two documents in ``text``.
  public let separator: String

  /// A text as one document.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    documents = text.isEmpty ? [] : [text]
    separator = ""
  }

  /// Documents, joined to a text with `separator` between them.
  public init(name: String, documents: [String], separator: String = "") {
    self.name = name
    self.documents = documents
    self.separator = separator
    text = documents.joined(separator: separator)
  }

  /// The UTF-8 text in the file at `path`, of any language; a byte-order mark at its beginning is left out.
  ///
  /// Throws a ``CorpusError`` that says in one line what is wrong: no such file, a directory, not UTF-8 (and
  /// at which byte), empty, or fewer characters than `minimumCharacters`.
  public init(contentsOf path: String, minimumCharacters: Int = 1) throws(CorpusError) {
    var bytes = try readFile(path)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard !bytes.isEmpty else { throw .empty(path) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(path, byteOffset: firstInvalidByte(bytes) ?? 0)
    }
    let count = text.unicodeScalars.count
    guard count >= minimumCharacters else {
      throw .tooShort(path, count: count, minimum: minimumCharacters, unit: "characters")
    }
    self.init(name: path.split(separator: "/").last.map(String.init) ?? path, text: text)
  }

  /// The same text as documents: it is cut wherever `separator` stands, a blank line (two newlines) say.
  public func divided(by separator: String) -> Corpus {
    guard !separator.isEmpty else { return self }
    let pattern = Array(separator.utf8)
    let bytes = Array(text.utf8)
    var documents: [String] = []
    var start = 0
    var place = 0
    while place < bytes.count {
      if bytes[place] == pattern[0], bytes[place...].starts(with: pattern) {
        documents.append(String(decoding: bytes[start..<place], as: UTF8.self))
        place += pattern.count
        start = place
      } else {
        place += 1
      }
    }
    documents.append(String(decoding: bytes[start...], as: UTF8.self))
    return Corpus(name: name, documents: documents, separator: separator)
  }

  /// What is counted when the last part of a corpus is held out.
  public enum SplitUnit: Sendable, Hashable {
    /// Characters (Unicode scalars): the cut may fall inside a document. nanoGPT splits so.
    case characters
    /// Whole documents: no document is in both parts.
    case documents
  }

  /// The first part, to learn from, and the last part, to measure on; nothing is in both.
  ///
  /// Of n characters or documents the first n − ⌈n·share⌉ are for training. The vocabulary must be made from the
  /// whole corpus, or the held-out part may not be spellable. Throws ``CorpusError/tooShort(_:count:minimum:unit:)``
  /// when one part would be empty; traps when `heldOut` is not between 0 and 1.
  public func split(
    heldOut share: Double = 0.1, by unit: SplitUnit = .characters
  ) throws(CorpusError) -> (training: Corpus, validation: Corpus) {
    guard share > 0, share < 1 else { fatalError("split(heldOut: \(share)): not between 0 and 1") }
    let count = unit == .characters ? text.unicodeScalars.count : documents.count
    // Not ⌊n·(1 − share)⌋: 1 − 0.9 is a little less than a tenth, and of ten documents none would be kept.
    let kept = count - Int((Double(count) * share).rounded(.up))
    guard kept > 0, kept < count else {
      throw .tooShort(name, count: count, minimum: 2, unit: unit == .characters ? "characters" : "documents")
    }
    switch unit {
    case .characters:
      let scalars = text.unicodeScalars
      let cut = scalars.index(scalars.startIndex, offsetBy: kept)
      return (
        Corpus(name: name, text: String(scalars[..<cut])), Corpus(name: name, text: String(scalars[cut...]))
      )
    case .documents:
      return (
        Corpus(name: name, documents: Array(documents[..<kept]), separator: separator),
        Corpus(name: name, documents: Array(documents[kept...]), separator: separator)
      )
    }
  }
}

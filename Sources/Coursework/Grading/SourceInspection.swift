import Foundation

/// What stands in a learner's file that may not stand there: whatever reaches round the exercise's contract.
///
/// The answers are numbers, judged in another process, so a file gains nothing by printing or by redefining anything.
/// What it could gain by is calling the reference, which is linked into the same program, or reading files; both
/// need an import, an attribute such as `@_silgen_name`, or an unsafe pointer. Those are refused, and so is what
/// this inspection cannot read for certain. Comments and the text of strings do not count.
///
/// Arithmetic, sums, statistics and movements of tensors may be used whether or not the workbench mentions them;
/// `masked`, which is an exercise's answer, may not.
///
/// ```swift
/// SourceInspection(of: "import Workbench\nimport Autodiff\n").reasons
/// // ["line 2: imports Autodiff; an exercise may import Workbench alone"]
/// ```
public struct SourceInspection: Sendable {
  /// One thing that may not stand in the file.
  public struct Objection: Sendable, Hashable {
    /// The line it stands in, from 1; `nil` for the file as a whole.
    public let line: Int?
    /// What it is and why it may not be there: "imports Autodiff; an exercise may import Workbench alone".
    public let text: String
  }

  /// Why the file is refused, in the order of its lines; none when it may be judged.
  public let objections: [Objection]

  /// Whether the file may be judged.
  public var isClean: Bool { objections.isEmpty }

  /// The objections in words, each with its line.
  public var reasons: [String] {
    objections.map { objection in
      (objection.line.map { "line \($0): " } ?? "") + objection.text
    }
  }

  /// Inspects the text of a file.
  public init(of source: String) { objections = Self.objections(in: source) }

  /// Inspects the bytes of a file.
  public init(of data: Data) {
    if data.count > Self.largestSize {
      let text = "the file has more than \(Self.largestSize) bytes, which are enough for any chapter"
      objections = [Objection(line: nil, text: text)]
    } else if let text = String(validating: data, as: UTF8.self) {
      objections = Self.objections(in: text)
    } else {
      objections = [Objection(line: nil, text: "the file is not UTF-8")]
    }
  }

  /// The bytes that a file may have.
  static let largestSize = 1_000_000

  private static func objections(in source: String) -> [Objection] {
    let scanner = SwiftScanner(source)
    var found = scanner.oddities.map { (line: $0.line, text: $0.what) }
    let tokens = scanner.tokens
    let extendsTensor = tokens.indices.contains { index in
      tokens[index].text == "extension"
        && tokens[index...].dropFirst().prefix(3).contains { $0.text == "Tensor" }
    }
    for (index, token) in tokens.enumerated() {
      let context = Context(
        before: index > 0 ? tokens[index - 1].text : "", after: tokens.dropFirst(index + 1),
        extendsTensor: extendsTensor)
      if let text = objection(to: token, in: context) { found.append((token.line, text)) }
    }
    var seen: Set<Objection> = []
    return found.sorted { $0.line < $1.line }.map { Objection(line: $0.line, text: $0.text) }
      .filter { seen.insert($0).inserted }
  }

  /// What stands around a token.
  private struct Context {
    let before: String
    let after: ArraySlice<SwiftScanner.Token>
    let extendsTensor: Bool
  }

  private static func objection(to token: SwiftScanner.Token, in context: Context) -> String? {
    switch token.kind {
    case .literal, .sign: nil
    case .attribute:
      attributes.contains(String(token.text.dropFirst()))
        ? nil : "has the attribute \(token.text), which no exercise needs"
    case .directive:
      directives.contains(token.text) ? nil : "has \(token.text), which no exercise needs"
    case .word where token.text == "import": objection(toImportOf: context.after)
    case .word, .quotedWord: objection(toName: token.text, in: context)
    }
  }

  private static func objection(toImportOf path: ArraySlice<SwiftScanner.Token>) -> String? {
    let kinds: Set = [
      "func", "struct", "class", "enum", "protocol", "typealias", "let", "var", "actor", "macro",
    ]
    let module = path.first { !($0.kind == .word && kinds.contains($0.text)) }?.text ?? "nothing"
    return module == "Workbench" ? nil : "imports \(module); an exercise may import Workbench alone"
  }

  private static func objection(toName name: String, in context: Context) -> String? {
    if let reason = names[name] { return "uses \(name), which \(reason)" }
    if let prefix = ["Unsafe", "unsafe", "withUnsafe"].first(where: name.hasPrefix) {
      return "uses \(name); names that begin with \(prefix) reach into memory"
    }
    if name.hasPrefix("_"), name.unicodeScalars.contains(where: { $0 != "_" }) {
      return "uses \(name); names that begin with an underscore are Swift's own"
    }
    let next = context.after.first?.text
    let isMask = name == "masked" && (context.before == "." || next == "(" || context.extendsTensor)
    let makesMask = ["causal", "padding"].contains(name) && context.before == "." && next == "("
    return isMask || makesMask
      ? "uses \(context.before == "." ? "." : "")\(name), the reference's mask; building it is the exercise"
      : nil
  }

  /// The attributes that an exercise may have.
  private static let attributes: Set = [
    "escaping", "Sendable", "autoclosure", "discardableResult", "inline", "inlinable", "usableFromInline",
    "available", "frozen", "unknown",
  ]

  /// The directives that an exercise may have.
  private static let directives: Set = [
    "#if", "#else", "#elseif", "#endif", "#available", "#unavailable", "#file", "#fileID", "#filePath",
    "#function",
    "#line", "#column", "#error", "#warning",
  ]

  /// Names that an exercise may not use, and why.
  private static let names: [String: String] = {
    let memory = "reaches into memory"
    let process = "looks at the process instead of the arguments"
    let symbols = "looks up code by its symbol"
    return [
      "Unmanaged": memory, "OpaquePointer": memory, "CVaListPointer": memory, "ManagedBuffer": memory,
      "AutoreleasingUnsafeMutablePointer": memory, "StaticString": memory, "baseAddress": memory,
      "withContiguousStorageIfAvailable": memory, "withContiguousMutableStorageIfAvailable": memory,
      "withUTF8": memory, "withUTF8Buffer": memory, "withCString": memory, "withMemoryRebound": memory,
      "bindMemory": memory, "assumingMemoryBound": memory, "unchecked": memory,
      "Builtin": symbols, "dlsym": symbols, "dlopen": symbols, "Mirror": "looks inside values",
      "CommandLine": process, "readLine": process,
    ]
  }()
}

extension Workshop {
  /// What a grading would object to in a chapter's file as it stands; a file that cannot be read has nothing in it.
  public func inspection(of chapter: CourseChapter) -> SourceInspection {
    SourceInspection(of: (try? Data(contentsOf: folder.appending(path: file(of: chapter)))) ?? Data())
  }
}

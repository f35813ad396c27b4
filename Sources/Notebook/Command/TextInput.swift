import Terminal

/// The text that a chapter works on, and where it comes from.
public enum TextInput: Sendable, Hashable {
  /// The chapter reads no text.
  case none
  /// `--text` or `--file`, else this sentence.
  case sentence(default: String)
  /// `--text` or `--file`, else what the description names ("stories of Tiny World"), made by the chapter; a
  /// given text needs at least so many characters.
  case corpus(default: String, minimumCharacters: Int)

  var isUsed: Bool { self != .none }

  var minimumCharacters: Int {
    if case .corpus(_, let minimum) = self { minimum } else { 1 }
  }
}

/// Where a text came from, to name it in a refusal.
enum TextOrigin: Hashable {
  case option
  case file(String, option: String)
  case builtIn

  /// The refusal of a text from here.
  func refusal(_ reason: String) -> CommandFailure {
    switch self {
    case .option: .usage("--text \(reason)")
    case .file(let path, let option): .input("\(option) \(path.printable) \(reason)")
    case .builtIn: .input("the chapter's own text \(reason)")
    }
  }
}

extension TextInput {
  /// The text in a file that an option names, without a byte order mark; refuses what is not UTF-8, is empty or white space.
  public static func text(inFile path: String, option: String = "--file") throws(CommandFailure) -> String {
    let bytes = try InputFile.bytes(at: path)
    let origin = TextOrigin.file(path, option: option)
    guard var text = String(validating: bytes, as: UTF8.self), !EncodingMistake.isUTF16(bytes) else {
      throw origin.refusal(EncodingMistake.description(of: bytes))
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    guard !text.isEmpty else { throw origin.refusal("is empty; it takes UTF-8 text") }
    guard !text.allSatisfy(\.isWhitespace) else {
      throw origin.refusal("is all white space; it takes UTF-8 text")
    }
    return text
  }

  /// The text of this run: that of `--text` or `--file`, or nil when neither is given.
  func read(_ options: ParsedOptions) throws(CommandFailure) -> (text: String, origin: TextOrigin)? {
    let result: (text: String, origin: TextOrigin)
    switch (options.text("text"), options.text("file")) {
    case (.some(let text), _): result = (text, .option)
    case (nil, .some(let path)):
      result = (try Self.text(inFile: path), .file(path, option: "--file"))
    case (nil, nil): return nil
    }
    // Of a long text no more is counted than is needed.
    let count = result.text.prefix(minimumCharacters).count
    guard count >= minimumCharacters else {
      throw result.origin.refusal(
        "is too short: \(count.counted("character")), at least \(minimumCharacters.grouped) are needed")
    }
    return result
  }
}

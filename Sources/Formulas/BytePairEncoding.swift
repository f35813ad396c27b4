extension Formula {
  /// Byte-level byte-pair encoding as GPT-2 has it (G-BPE; Sennrich et al. 2016, Radford et al. 2019).
  ///
  /// Merges never cross words, numbers and punctuation; English contractions are not split off as GPT-2 splits them.
  public struct BytePairEncoding: Sendable {
    /// The rank of each merge, by its two symbols; a low rank merges first.
    private var ranks: [[String]: Int] = [:]

    /// The merges, each written `rank left right`, with Ġ for a leading space; throws what is not written so.
    public init(merges: [String]) throws {
      for line in merges {
        let fields = line.split(separator: " ").map(String.init)
        guard fields.count == 3, let rank = Int(fields[0]) else { throw MergeError(line: line) }
        ranks[[fields[1], fields[2]]] = rank
      }
    }

    /// A merge that is not written `rank left right`.
    public struct MergeError: Error, Hashable, Sendable, CustomStringConvertible {
      /// The line as it was given.
      public let line: String
      /// One line with what was expected.
      public var description: String { "“\(line)” is not a merge: a rank and two symbols are needed" }
    }

    /// The bytes in the order of their token numbers: the printable ones first, as GPT-2 numbers them.
    static let bytes: [UInt8] = {
      let printable = Array(33...126) + Array(161...172) + Array(174...255)
      return (printable + (0...255).filter { !printable.contains($0) }).map { UInt8($0) }
    }()

    /// The letter that stands for the byte with a token number: itself when printable, else U+0100 and on.
    static func letter(_ number: Int) -> String {
      let printableCount = 188
      let code = number < printableCount ? Int(bytes[number]) : 256 + number - printableCount
      return Unicode.Scalar(UInt32(code)).map { String(Character($0)) } ?? ""
    }

    /// Each byte's letter.
    private static let letters: [UInt8: String] = Dictionary(
      uniqueKeysWithValues: bytes.enumerated().map { ($0.element, letter($0.offset)) })

    /// The symbols of one piece after all merges: the lowest-ranked pair is merged everywhere, until none is left.
    func symbols(_ piece: String) -> [String] {
      var symbols = piece.utf8.map { Self.letters[$0] ?? "" }
      while let best = zip(symbols, symbols.dropFirst()).compactMap({ ranks[[$0, $1]] }).min() {
        var merged: [String] = []
        var index = 0
        while index < symbols.count {
          if index + 1 < symbols.count, ranks[[symbols[index], symbols[index + 1]]] == best {
            merged.append(symbols[index] + symbols[index + 1])
            index += 2
          } else {
            merged.append(symbols[index])
            index += 1
          }
        }
        symbols = merged
      }
      return symbols
    }

    /// Text → token numbers: 0–255 for single bytes, 256 + rank for the symbol that a merge makes.
    public func encode(_ text: String) -> [Int] {
      let numbers = numbersOfSymbols()
      return Self.pieces(text).flatMap { symbols($0) }.compactMap { numbers[$0] }
    }

    /// Token numbers → text, the exact inverse of `encode`; numbers that stand for nothing are skipped.
    public func decode(_ tokens: [Int]) -> String {
      var symbols: [Int: String] = [:]
      for (symbol, number) in numbersOfSymbols() { symbols[number] = symbol }
      let byteOf = Dictionary(uniqueKeysWithValues: Self.letters.map { ($0.value, $0.key) })
      let bytes = tokens.flatMap { (symbols[$0] ?? "").unicodeScalars.compactMap { byteOf[String($0)] } }
      return String(decoding: bytes, as: UTF8.self)
    }

    private func numbersOfSymbols() -> [String: Int] {
      var numbers: [String: Int] = [:]
      for number in 0..<256 { numbers[Self.letter(number)] = number }
      for (pair, rank) in ranks { numbers[pair[0] + pair[1]] = 256 + rank }
      return numbers
    }

    /// The text in pieces that no merge crosses: letters, digits or marks with at most one space before, and spaces.
    static func pieces(_ text: String) -> [String] {
      enum Kind { case letter, digit, mark, space }
      func kind(_ scalar: Unicode.Scalar) -> Kind {
        if scalar.properties.isWhitespace { return .space }
        if scalar.properties.isAlphabetic { return .letter }
        return scalar.properties.numericType != nil ? .digit : .mark
      }
      var pieces: [String] = []
      var last: Kind?
      for scalar in text.unicodeScalars {
        let current = kind(scalar)
        let joins = current == last || (pieces.last == " " && current != .space)
        if joins, current != .space, !pieces.isEmpty {
          pieces[pieces.count - 1].unicodeScalars.append(scalar)
        } else {
          pieces.append(String(scalar))
        }
        last = current
      }
      return pieces
    }

    /// S0-3.2-P-PREP as printed: punctuation removed and letters made lower-case, which no decoder can undo.
    public static func asPrintedNormalization(_ text: String) -> String {
      String(text.filter { !$0.isPunctuation }).lowercased()
    }
  }
}

import Foundation

extension TextBeforeStopExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "piece-by-piece", diagnosis: "each piece searched by itself: a stop text over a border is not found",
      remedy: "Tokens do not know where a stop text begins. Search in all that was written.", frequency: 3
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        starts(stops, in: piece).min().map { before + piece[..<$0] }
      }
    },
    Misconception(
      "whole-pieces", diagnosis: "a stop text found only where a piece *is* the stop text",
      remedy: "A tokenizer may put a letter, a space or half of a word into the same token.", frequency: 2
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in stops.contains(piece) ? before : nil }
    },
    Misconception(
      "at-the-end-alone", diagnosis: "a stop text found only at the very end of what was written",
      remedy: "A piece may bring the stop text and more behind it: hasSuffix is not enough.", frequency: 3
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        let text = before + piece
        return stops.first { text.hasSuffix($0) }.map { String(text.dropLast($0.count)) }
      }
    },
    Misconception(
      "stop-kept", diagnosis: "the text with the stop text at its end",
      remedy: "The text ends *before* the stop text.", frequency: 2
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        let text = before + piece
        return stops.compactMap { text.firstRange(of: $0) }.min { $0.lowerBound < $1.lowerBound }
          .map { String(text[..<$0.upperBound]) }
      }
    },
    Misconception(
      "whole-text-kept",
      diagnosis: "the text with all of the last piece: generation ended, but nothing was cut",
      remedy: "The piece that ended it has brought the stop text along.", frequency: 2
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        starts(stops, in: before + piece).isEmpty ? nil : before + piece
      }
    },
    Misconception(
      "piece-dropped", diagnosis: "the text without the whole of the last piece",
      remedy:
        "What stands before the stop text in the last piece belongs to the text, and what of the stop text stands "
        + "in earlier pieces does not.", frequency: 2
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in starts(stops, in: before + piece).isEmpty ? nil : before }
    },
    Misconception(
      "first-of-the-list",
      diagnosis: "the text before the stop text that is named first, where two stand there",
      remedy: "The one that *begins* earliest ends the text, whatever its place in the list.", frequency: 3
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        starts(stops, in: before + piece).first.map { String((before + piece)[..<$0]) }
      }
    },
    Misconception(
      "latest", diagnosis: "the text before the stop text that begins latest, where two stand there",
      remedy: "Of several the earliest counts: min, not max.", frequency: 1
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        starts(stops, in: before + piece).max().map { String((before + piece)[..<$0]) }
      }
    },
    Misconception(
      "last-occurrence",
      diagnosis: "the text before the *last* place of a stop text: it was split from behind",
      remedy: "A stop text may stand twice in one piece. Which of them would a reader have stopped at?",
      frequency: 1
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        let text = before + piece
        return stops.compactMap { text.range(of: $0, options: .backwards)?.lowerBound }.min()
          .map { String(text[..<$0]) }
      }
    },
    Misconception(
      "searched-at-last", diagnosis: "all pieces taken and only then searched: generation never ended early",
      remedy: "Whoever reads on after the stop text pays for tokens that nobody sees. How many had come?",
      frequency: 2
    ) { pieces, stops in
      let text = pieces.joined()
      return (starts(stops, in: text).min().map { String(text[..<$0]) } ?? text, pieces.count)
    },
    Misconception(
      "first-stop-alone", diagnosis: "only the first of the stop texts looked for",
      remedy: "There may be several stop texts, or none.", frequency: 1
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        starts(Array(stops.prefix(1)), in: before + piece).min().map { String((before + piece)[..<$0]) }
      }
    },
    Misconception(
      "counted-from-zero", diagnosis: "the right text, but one piece too few where it was stopped",
      remedy: "The piece that brought the stop text was generated too: index 0 is the first piece.",
      frequency: 2
    ) { pieces, stops in
      let right = try reference(pieces, stops)
      let stopped = !starts(stops, in: pieces.prefix(right.pieces).joined()).isEmpty
      return (right.text, right.pieces - (stopped ? 1 : 0))
    },
    Misconception(
      "trimmed", diagnosis: "the right text without the white space at its ends",
      remedy: "Spaces are text too: whoever wants them gone can take them away.", frequency: 2
    ) { pieces, stops in
      let right = try reference(pieces, stops)
      return (right.text.trimmingCharacters(in: .whitespacesAndNewlines), right.pieces)
    },
    Misconception(
      "cut-out", diagnosis: "the stop text cut out, and what stood behind it in the piece kept",
      remedy: "Nothing behind the stop text is a part of the answer.", frequency: 1
    ) { pieces, stops in
      ending(pieces, stops) { before, piece in
        let text = before + piece
        return stops.compactMap { text.firstRange(of: $0) }.min { $0.lowerBound < $1.lowerBound }
          .map { String(text[..<$0.lowerBound] + text[$0.upperBound...]) }
      }
    },
  ]

  /// Takes pieces until `ended` gives a text, and all of them if it never does.
  private static func ending(
    _ pieces: [String], _ stops: [String], ended: (_ before: String, _ piece: String) -> String?
  ) -> Ending {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      if let whole = ended(text, piece) { return (whole, index + 1) }
      text += piece
    }
    return (text, pieces.count)
  }

  /// Where the stop texts first begin in a text, in the order of the list.
  private static func starts(_ stops: [String], in text: String) -> [String.Index] {
    stops.compactMap { text.firstRange(of: $0)?.lowerBound }
  }
}

extension TeacherForcingExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-shifted", diagnosis: "the same row read and to be written: the decoder is asked for what it reads",
      remedy: "At the place where wₜ is to be written, wₜ must not have been read: one place late.",
      frequency: 3
    ) { targets, _, padding in made(targets, padding) { target, fill in (target + fill, target + fill) } },
    Misconception(
      "shifted-the-other-way",
      diagnosis: "the labels one place late instead of the inputs: the decoder is to write what came before",
      remedy:
        "It has read the past and writes the next. Which of the two rows begins with the beginning token?",
      frequency: 2
    ) { targets, beginning, padding in
      made(targets, padding) { target, fill in (target + fill, [beginning] + target.dropLast() + fill) }
    },
    Misconception(
      "last-token-read",
      diagnosis:
        "rows one place longer: the end token is read as well, and a padding is to be written after it",
      remedy:
        "After the end token nothing is written, so that nobody has to read it: all tokens but the last.",
      frequency: 3
    ) { targets, beginning, padding in
      let longest = (targets.map(\.count).max() ?? 0) + 1
      return made(targets, padding, longest: longest) { target, fill in
        ([beginning] + target + fill.dropLast(), target + fill)
      }
    },
    Misconception(
      "shifted-when-filled",
      diagnosis:
        "rows filled first and shifted then: a short one reads its end token, at a place that does not count",
      remedy:
        "No loss sees the difference, and a batch cut in one piece has it. Asked for is the text without its "
        + "last token: shift, then fill.",
      frequency: 3
    ) { targets, beginning, padding in
      made(targets, padding) { target, fill in ([beginning] + (target + fill).dropLast(), target + fill) }
    },
    Misconception(
      "end-not-written", diagnosis: "no place where the end token is to be written: rows that stop before it",
      remedy: "A decoder that never learns to end will never end. Is wₙ among your labels?", frequency: 3
    ) { targets, beginning, padding in
      let cut = targets.map { Array($0.dropLast()) }
      return made(cut, padding) { target, fill in
        (Array(([beginning] + target).prefix(target.count)) + fill, target + fill)
      }
    },
    Misconception(
      "first-not-written",
      diagnosis:
        "no beginning token: the text without its last token read, that without its first to be written",
      remedy:
        "A language model reads a running text so. A translation begins from nothing: at which place is w₁ written?",
      frequency: 2
    ) { targets, _, padding in
      let longest = max(0, (targets.map(\.count).max() ?? 0) - 1)
      return made(
        targets, padding, longest: longest,
        counts: { target, longest in (0..<longest).map { $0 < target.count - 1 } }
      ) { target, _ in
        let fill = Array(repeating: padding, count: longest - target.count + 1)
        return (target.dropLast() + fill, target.dropFirst() + fill)
      }
    },
    Misconception(
      "padding-counts", diagnosis: "every place counts, padding as well: the decoder learns to write padding",
      remedy: "Which places of a short row hold a token that somebody wanted to be written?", frequency: 3
    ) { targets, beginning, padding in
      made(targets, padding, counts: { _, longest in Array(repeating: true, count: longest) }) {
        target, fill in
        ([beginning] + target.dropLast() + fill, target + fill)
      }
    },
    Misconception(
      "counted-by-token",
      diagnosis:
        "what counts told from the labels: a place does not count where its label is the padding token",
      remedy:
        "A padding token may be a word as well. How long the text is, you know without looking at its tokens.",
      frequency: 2
    ) { targets, beginning, padding in
      let (inputs, labels, _) = try reference(targets, beginning, padding)
      return (inputs, labels, labels.map { $0.map { $0 != padding } })
    },
    Misconception(
      "padded-in-front", diagnosis: "the padding before the text instead of behind it",
      remedy: "Behind it the causal mask hides it from every token of the text; before it, nothing does.",
      frequency: 2
    ) { targets, beginning, padding in
      made(
        targets, padding,
        counts: { target, longest in (0..<longest).map { $0 >= longest - target.count } }
      ) { target, fill in (fill + [beginning] + target.dropLast(), fill + target) }
    },
    Misconception(
      "end-does-not-count",
      diagnosis: "the place of the end token does not count: the decoder never learns to stop",
      remedy:
        "The end token is a token like any other: somebody wants it to be written, at its place.",
      frequency: 2
    ) { targets, beginning, padding in
      made(
        targets, padding, counts: { target, longest in (0..<longest).map { $0 < target.count - 1 } }
      ) { target, fill in ([beginning] + target.dropLast() + fill, target + fill) }
    },
  ]
}

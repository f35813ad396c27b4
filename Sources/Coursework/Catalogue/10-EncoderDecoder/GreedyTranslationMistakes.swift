extension GreedyTranslationExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "last-token-alone",
      diagnosis:
        "the decoder given the last token alone, not everything written: it does not know where it stands",
      remedy: "Without a cache the decoder remembers nothing. What must be read again at every step?",
      frequency: 3
    ) { beginning, end, limit, logits in
      try written(beginning, limit, { try logits(Array($0.suffix(1))) }) { $0 == end }
    },
    Misconception(
      "never-grows", diagnosis: "the same beginning given at every step: what was written is never read",
      remedy: "That is S3's decoder, whose output depends on nothing that it has written. Append the token.",
      source: .s3_3_5_P_DEC, frequency: 2
    ) { beginning, end, limit, logits in
      try written(beginning, limit, { _ in try logits([beginning]) }) { $0 == end }
    },
    Misconception(
      "beginning-not-read",
      diagnosis: "the decoder asked without the beginning token: at first with no token at all",
      remedy: "In training every row begins with it. What stands at the first place when it translates?",
      frequency: 2
    ) { beginning, end, limit, logits in
      try written(beginning, limit, { try logits(Array($0.dropFirst())) }) { $0 == end }
    },
    Misconception(
      "beginning-kept", diagnosis: "the beginning token left at the front of the translation",
      remedy: "The beginning token was given to the decoder, not written by it.", frequency: 3
    ) { beginning, end, limit, logits in
      try [beginning] + reference(beginning, end, limit, logits)
    },
    Misconception(
      "end-kept", diagnosis: "the end token left at the back of the translation",
      remedy: "The end token says that the translation is over; it is no part of it.", frequency: 3
    ) { beginning, end, limit, logits in
      try written(beginning, limit, logits, keepsLast: true) { $0 == end }
    },
    Misconception(
      "does-not-stop",
      diagnosis: "as many tokens as `limit` says, whatever the end token: writing never stops",
      remedy: "What does it mean when the likeliest next token is the end token?", frequency: 2
    ) { beginning, _, limit, logits in try written(beginning, limit, logits) { _ in false } },
    Misconception(
      "without-limit",
      diagnosis: "everything up to the end token, however far away it is: `limit` without effect",
      remedy: "A decoder that has learned little may never end. Which of the two comes first?", frequency: 2
    ) { beginning, end, _, logits in try written(beginning, 1_000, logits) { $0 == end } },
    Misconception(
      "beginning-taken-for-the-end",
      diagnosis:
        "nothing written where one token stands for the beginning and for the end: it was asked first",
      remedy:
        "A loop that runs while the last token is not the end token sees the beginning first. Ask what is new.",
      frequency: 1
    ) { beginning, end, limit, logits in
      beginning == end ? [] : try reference(beginning, end, limit, logits)
    },
    Misconception(
      "last-of-equals", diagnosis: "the last of equally likely tokens, not the first",
      remedy: "Look at the comparison in your search: is it > or ≥?", frequency: 2
    ) { beginning, end, limit, logits in
      try written(
        beginning, limit, logits,
        best: { row in row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 < $1) } ?? 0 }
      ) { $0 == end }
    },
    Misconception(
      "least-likely", diagnosis: "the least likely token at every step",
      remedy: "Greater logits are likelier tokens.", frequency: 1
    ) { beginning, end, limit, logits in
      try written(beginning, limit, logits, best: { row in row.indices.min { row[$0] < row[$1] } ?? 0 }) {
        $0 == end
      }
    },
    Misconception(
      "beginning-counted",
      diagnosis: "one token too few where the limit comes first: the beginning was counted",
      remedy: "`limit` bounds what is written. Was the beginning token written?", frequency: 2
    ) { beginning, end, limit, logits in try reference(beginning, end, max(0, limit - 1), logits) },
    Misconception(
      "one-too-many", diagnosis: "one token more than the limit allows",
      remedy: "How often is the decoder asked when `limit` is 4?", frequency: 1
    ) { beginning, end, limit, logits in try reference(beginning, end, limit + 1, logits) },
  ]
}

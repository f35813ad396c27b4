extension PenalizedLogitsExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "prompt-counted", diagnosis: "penalties on the tokens of the prompt as well",
      remedy: "The reader's own words are no repetition. Where does what the model said begin?", frequency: 3
    ) { z, tokens, _, presence, frequency in penalized(z, counts(tokens, of: z), presence, frequency) },
    Misconception(
      "prompt-alone", diagnosis: "penalties on the tokens of the prompt, and on no other",
      remedy: "prefix(promptLength) is the prompt; what was generated stands behind it.", frequency: 1
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.prefix(length), of: z), presence, frequency)
    },
    Misconception(
      "presence-each-time", diagnosis: "the presence penalty taken for every time that a token stands",
      remedy: "Presence is yes or no. Which of the two penalties counts?", frequency: 3
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.dropFirst(length), of: z), 0, frequency + presence)
    },
    Misconception(
      "frequency-once", diagnosis: "the frequency penalty taken once a token, however often it stands",
      remedy: "A set of tokens has forgotten how often each stood. Count them.", frequency: 3
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(Set(tokens.dropFirst(length)), of: z), presence, frequency)
    },
    Misconception(
      "rewarded", diagnosis: "logits raised by the penalties: a sign is wrong",
      remedy: "A penalty of 1 should make a token less likely. Is it + where − should stand?", frequency: 2
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.dropFirst(length), of: z), -presence, -frequency)
    },
    Misconception(
      "exchanged", diagnosis: "the two penalties exchanged",
      remedy: "The frequency penalty is the one that is multiplied by a count.", frequency: 1
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.dropFirst(length), of: z), frequency, presence)
    },
    Misconception(
      "presence-forgotten", diagnosis: "the frequency penalty alone: the presence penalty was left out",
      remedy: "The first time costs more than the second: what comes on top?", frequency: 1
    ) { z, tokens, length, _, frequency in
      penalized(z, counts(tokens.dropFirst(length), of: z), 0, frequency)
    },
    Misconception(
      "frequency-forgotten", diagnosis: "the presence penalty alone: the frequency penalty was left out",
      remedy: "A token that stands five times must cost more than one that stands once.", frequency: 1
    ) { z, tokens, length, presence, _ in
      penalized(z, counts(tokens.dropFirst(length), of: z), presence, 0)
    },
    Misconception(
      "shares",
      diagnosis: "the frequency penalty times the token's share of what was generated, not its count",
      remedy: "Frequency is how often, not how large a part: three times is 3, in any text.", frequency: 2
    ) { z, tokens, length, presence, frequency in
      let generated = tokens.dropFirst(length)
      return penalized(
        z, counts(generated, of: z), presence, frequency / Double(max(1, generated.count)))
    },
    Misconception(
      "last-alone", diagnosis: "penalties on the last token alone",
      remedy: "A loop has more than one token in it. Which of them should count?", frequency: 1
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.dropFirst(length).suffix(1), of: z), presence, frequency)
    },
    Misconception(
      "first-missed", diagnosis: "penalties without the first token that was generated",
      remedy: "With a prompt of n tokens the first of the model's own is number n, counted from 0.",
      frequency: 1
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.dropFirst(length + 1), of: z), presence, frequency)
    },
    Misconception(
      "others-penalized", diagnosis: "the presence penalty on the tokens that were *not* generated",
      remedy: "cᵢ > 0 says that it stands there. Is your condition the other way round?", frequency: 1
    ) { z, tokens, length, presence, frequency in
      zip(z, counts(tokens.dropFirst(length), of: z)).map { $0 - frequency * $1 - ($1 > 0 ? 0 : presence) }
    },
    Misconception(
      "multiplied",
      diagnosis:
        "logits of either sign divided or multiplied by 1 + the penalty, as the repetition penalty of other libraries does",
      remedy: "That penalty is another one, and depends on where 0 lies. These two are subtracted.",
      frequency: 2
    ) { z, tokens, length, presence, frequency in
      zip(z, counts(tokens.dropFirst(length), of: z)).map { logit, count in
        let factor = 1 + frequency * count + (count > 0 ? presence : 0)
        return logit > 0 ? logit / factor : logit * factor
      }
    },
    Misconception(
      "not-below-zero", diagnosis: "logits that were cut off at 0",
      remedy: "A logit is no probability: −5 is as good a number as 5.", frequency: 1
    ) { z, tokens, length, presence, frequency in
      penalized(z, counts(tokens.dropFirst(length), of: z), presence, frequency).map { max(0, $0) }
    },
  ]
}

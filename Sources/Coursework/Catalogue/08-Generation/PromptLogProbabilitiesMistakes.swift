import Foundation

extension PromptLogProbabilitiesExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-shifted", diagnosis: "the row of a token asked about that token itself, the first among them",
      remedy: "Row t has read token t: what it says is about the next one. Which row knew nothing of it yet?",
      frequency: 3
    ) { z, tokens in tokens.indices.map { logSoftmax(z[$0])[tokens[$0]] } },
    Misconception(
      "not-shifted-but-nil",
      diagnosis: "nil for the first, and of the others the row that has read them already",
      remedy: "tokens[t] goes with logits[t − 1].", frequency: 2
    ) { z, tokens in tokens.indices.map { $0 == 0 ? nil : logSoftmax(z[$0])[tokens[$0]] } },
    Misconception(
      "at-the-row", diagnosis: "the right numbers one place early, where their rows are: nil stands last",
      remedy: "A value belongs to the token that it is about, not to the row that says it.", frequency: 2
    ) { z, tokens in values(z, tokens).dropFirst() + [nil] },
    Misconception(
      "first-left-out", diagnosis: "the right numbers without a place for the first token",
      remedy: "There is a value for every token; what is not known is nil.", frequency: 3
    ) { z, tokens in Array(values(z, tokens).dropFirst()) },
    Misconception(
      "first-certain", diagnosis: "0 for the first token, as if it were certain",
      remedy: "ln P = 0 says P = 1. Of the first token nothing is said: nil.", frequency: 2
    ) { z, tokens in values(z, tokens).map { $0 ?? 0 } },
    Misconception(
      "first-even", diagnosis: "ln 1/V for the first token, as if all were equally likely",
      remedy: "The model was not asked about the first token. A number would be an invention.", frequency: 1
    ) { z, tokens in values(z, tokens).map { $0 ?? -log(Double(z[0].count)) } },
    Misconception(
      "probabilities", diagnosis: "the probabilities themselves, without their logarithm",
      remedy: "ln P is never above 0. Is yours?", frequency: 2
    ) { z, tokens in values(z, tokens).map { $0.map { exp($0) } } },
    Misconception(
      "logarithm-of-softmax",
      diagnosis: "the logarithm of a softmax: where the probability has become 0 it is −∞",
      remedy: "ln(e^y/Σe^z) = y − ln Σe^z: write it as a difference first.", frequency: 3
    ) { z, tokens in
      tokens.indices.map { place in
        guard place > 0 else { return nil }
        let powers = z[place - 1].map { exp($0 - (z[place - 1].max() ?? 0)) }
        return log(powers[tokens[place]] / powers.reduce(0, +))
      }
    },
    Misconception(
      "not-stable", diagnosis: "e^z of the logits as they are: e^1000 is infinite, and e^−1000 is 0",
      remedy: "Subtract the largest logit of the row from all of it: nothing changes but the rounding.",
      frequency: 2
    ) { z, tokens in
      tokens.indices.map { place in
        guard place > 0 else { return nil }
        return z[place - 1][tokens[place]] - log(z[place - 1].reduce(0) { $0 + exp($1) })
      }
    },
    Misconception(
      "logits", diagnosis: "the logits of the tokens, as if they were logarithms of probabilities already",
      remedy: "Logits have no scale: add 5 to all, and the model says the same. What is subtracted?",
      frequency: 2
    ) { z, tokens in tokens.indices.map { $0 == 0 ? nil : z[$0 - 1][tokens[$0]] } },
    Misconception(
      "less-the-largest", diagnosis: "the logits less the largest of their row: the sum was left out",
      remedy: "The likeliest token would then be certain. ln Σ e^(z − largest) is still to be subtracted.",
      frequency: 1
    ) { z, tokens in
      tokens.indices.map { $0 == 0 ? nil : z[$0 - 1][tokens[$0]] - (z[$0 - 1].max() ?? 0) }
    },
    Misconception(
      "surprise", diagnosis: "−ln P, the surprise: the right number with the wrong sign",
      remedy: "The loss is −ln P. Here the logarithm itself is asked for.", frequency: 2
    ) { z, tokens in values(z, tokens).map { $0.map { -$0 } } },
    Misconception(
      "bits", diagnosis: "logarithms to base 2",
      remedy: "ln is the natural logarithm: Workbench's `log`.", frequency: 1
    ) { z, tokens in values(z, tokens).map { $0.map { $0 / log(2) } } },
    Misconception(
      "likeliest", diagnosis: "ln P of the likeliest token at every place, not of the one that stands there",
      remedy: "The text is given: how likely was *its* token, however unlikely?", frequency: 2
    ) { z, tokens in tokens.indices.map { $0 == 0 ? nil : logSoftmax(z[$0 - 1]).max() } },
    Misconception(
      "summed-up", diagnosis: "running sums: ln P of the whole text up to the token",
      remedy: "Each value is that of one token; whoever wants the text's adds them up.", frequency: 1
    ) { z, tokens in
      var sum = 0.0
      return values(z, tokens).map { value in
        guard let value else { return nil }
        sum += value
        return sum
      }
    },
  ]

  private static func values(_ logits: [[Double]], _ tokens: [Int]) -> [Double?] {
    tokens.indices.map { $0 == 0 ? nil : logSoftmax(logits[$0 - 1])[tokens[$0]] }
  }
}

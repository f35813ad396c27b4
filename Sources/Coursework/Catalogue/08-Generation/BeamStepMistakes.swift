import Workbench

extension BeamStepExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "one-child-each", diagnosis: "beams of which each went on with its likeliest token alone",
      remedy: "That is greedy search, several times. Two of the best ways on may come from the same beam.",
      frequency: 3
    ) { beams, next, width, end, penalty in
      let children = try beams.flatMap { beam in
        best(1, of: try continued([beam], next, end), by: score(penalty))
      }
      return best(width, of: children, by: score(penalty))
    },
    Misconception(
      "width-for-each", diagnosis: "the best `width` ways on of every single beam, and not of all together",
      remedy: "The beams share one list: else there are width² of them after two steps.", frequency: 3
    ) { beams, next, width, end, penalty in
      try beams.flatMap { best(width, of: try continued([$0], next, end), by: score(penalty)) }
    },
    Misconception(
      "all-kept", diagnosis: "all ways on, best first: nothing was cut off at `width`",
      remedy: "How many beams would there be after ten steps?", frequency: 1
    ) { beams, next, _, end, penalty in
      best(.max, of: try continued(beams, next, end), by: score(penalty))
    },
    Misconception(
      "ended-go-on", diagnosis: "beams that went on behind their end token",
      remedy: "What ends with `end` is a whole text: it stays as it is.", frequency: 3
    ) { beams, next, width, _, penalty in
      best(width, of: try continued(beams, next, nil), by: score(penalty))
    },
    Misconception(
      "ended-dropped", diagnosis: "beams that had ended were left out",
      remedy: "A finished text may be the best of all. It competes with those that go on.", frequency: 2
    ) { beams, next, width, end, penalty in
      best(width, of: try continued(beams.filter { $0.tokens.last != end }, next, end), by: score(penalty))
    },
    Misconception(
      "ended-padded", diagnosis: "beams that had ended got another end token, which made them longer",
      remedy: "Padding is for tensors of one length. Here a text has the tokens that it has.", frequency: 2
    ) { beams, next, width, end, penalty in
      let padded = beams.map {
        $0.tokens.last == end ? ($0.tokens + [end], $0.logProbability) : $0
      }
      let all = try padded.flatMap { beam in
        beam.tokens.last == end ? [beam] : try continued([beam], next, end)
      }
      return best(width, of: all, by: score(penalty))
    },
    Misconception(
      "not-added", diagnosis: "ln P of the last token alone, without that of the tokens before it",
      remedy: "A beam is as likely as all of its tokens together: the logarithms add up.", frequency: 2
    ) { beams, next, width, end, penalty in
      let fresh = beams.map { ($0.tokens, $0.tokens.last == end ? $0.logProbability : 0) }
      return best(width, of: try continued(fresh, next, end), by: score(penalty))
    },
    Misconception(
      "multiplied", diagnosis: "the logarithms multiplied: two that are below 0 give one above it",
      remedy: "Probabilities multiply, their logarithms add.", frequency: 2
    ) { beams, next, width, end, penalty in
      let all = try beams.flatMap { beam -> [Beam] in
        guard beam.tokens.last != end else { return [beam] }
        return try next(beam.tokens).enumerated().map {
          (beam.tokens + [$0.offset], beam.logProbability * $0.element)
        }
      }
      return best(width, of: all, by: score(penalty))
    },
    Misconception(
      "score-kept", diagnosis: "the right beams with their scores: ln P was divided by the length for good",
      remedy: "The score is for comparing. At the next step the length is another, and ln P is needed whole.",
      frequency: 3
    ) { beams, next, width, end, penalty in
      try reference(beams, next, width, end, penalty).map { ($0.tokens, score(penalty)($0)) }
    },
    Misconception(
      "without-penalty", diagnosis: "the likeliest beams: their length was not taken into account",
      remedy:
        "Every further token costs something, so short texts win. What does the division by the length penalty change?",
      frequency: 2
    ) { beams, next, width, end, _ in
      best(width, of: try continued(beams, next, end), by: { $0.logProbability })
    },
    Misconception(
      "penalty-multiplied", diagnosis: "ln P *times* the length penalty",
      remedy: "ln P is below 0: multiplied by the length a long text becomes still worse.", frequency: 1
    ) { beams, next, width, end, penalty in
      best(
        width, of: try continued(beams, next, end), by: { $0.logProbability * lengthFactor($0, penalty) })
    },
    Misconception(
      "length-of-parents", diagnosis: "a length that does not count the new token",
      remedy:
        "A beam that has ended is compared by its own length, and so is a child: the new token is a part of it.",
      frequency: 1
    ) { beams, next, width, end, penalty in
      let all = try beams.flatMap { beam in
        try continued([beam], next, end).map { child in
          (beam: child, score: child.logProbability / lengthFactor(beam, penalty))
        }
      }
      return all.sorted { $0.score > $1.score }.prefix(width).map(\.beam)
    },
    Misconception(
      "length-itself", diagnosis: "ln P over the length itself to the power α, as another library divides",
      remedy:
        "Here it is (5 + |y|)/6: 1 for a text of one token, and slower to grow. Which does your α belong to?",
      frequency: 3
    ) { beams, next, width, end, penalty in
      best(
        width, of: try continued(beams, next, end),
        by: { $0.logProbability / power(Double($0.tokens.count), penalty) })
    },
    Misconception(
      "penalty-of-one", diagnosis: "a length penalty with α = 1, whatever α is",
      remedy: "α = 0 gives ln P itself. Where does yours come in?", frequency: 1
    ) { beams, next, width, end, _ in
      best(width, of: try continued(beams, next, end), by: score(1))
    },
    Misconception(
      "worst-first", diagnosis: "the `width` worst: the scores were sorted upwards",
      remedy: "ln P is negative: the best is the one nearest to 0, the *largest*.", frequency: 2
    ) { beams, next, width, end, penalty in
      best(width, of: try continued(beams, next, end), by: { -score(penalty)($0) })
    },
    Misconception(
      "best-last", diagnosis: "the right beams, best last",
      remedy: "Best first: the first beam is the answer if there is no further step.", frequency: 1
    ) { beams, next, width, end, penalty in
      try reference(beams, next, width, end, penalty).reversed()
    },
  ]

  private static func score(_ penalty: Double) -> (Beam) -> Double {
    { $0.logProbability / lengthFactor($0, penalty) }
  }
}

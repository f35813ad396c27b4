extension DialogueTargetsExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "everything", diagnosis: "every token learned: the story and the questions, too",
      remedy: "Most of the loss is then about what others say. Which tokens does the model have to say?",
      frequency: 3
    ) { marked($0, $1, $2, $3, $4) { _ in true } },
    Misconception(
      "questions-too", diagnosis: "the questions learned with the answers: the model learns to ask",
      remedy:
        "The reader asks. Only what stands between `reply` and `end`, and `end` itself, is the model's.",
      frequency: 2
    ) { marked($0, $1, $2, $3, $4) { $0 != .story && $0 != .ask && $0 != .reply } },
    Misconception(
      "turns-whole", diagnosis: "all of the turns learned, markers and questions as well: all but the story",
      remedy: "A turn has two voices. Which of the two is the model's?", frequency: 2
    ) { marked($0, $1, $2, $3, $4) { $0 != .story } },
    Misconception(
      "end-not-learned", diagnosis: "the end of an answer not learned: the model will not know when to stop",
      remedy: "When the answer is said, the model has to say one thing more.", frequency: 3
    ) { marked($0, $1, $2, $3, $4) { $0 == .answer } },
    Misconception(
      "reply-learned",
      diagnosis: "the marker before the answer learned: it is given to the model, not said by it",
      remedy:
        "Whoever asks for an answer puts the marker there. The first token that the model says comes after it.",
      frequency: 2
    ) { marked($0, $1, $2, $3, $4) { $0 == .reply || $0 == .answer || $0 == .end } },
    Misconception(
      "one-early",
      diagnosis:
        "the marks one place early: on the token at which the model is asked, not on what it is to say",
      remedy:
        "A token is marked at its own place. That it is foretold one place earlier is the affair of the loss.",
      frequency: 2
    ) { story, turns, ask, reply, end in
      let right = try reference(story, turns, ask, reply, end)
      return (
        right.tokens, right.tokens.indices.map { $0 + 1 < right.tokens.count && right.isTarget[$0 + 1] }
      )
    },
    Misconception(
      "inverted", diagnosis: "the answers masked, and everything else learned",
      remedy: "True says that a token is learned. Some libraries mark what is ignored: not here.",
      frequency: 2
    ) { marked($0, $1, $2, $3, $4) { $0 != .answer && $0 != .end } },
    Misconception(
      "last-answer",
      diagnosis: "the last answer learned alone: the earlier ones are taken for what is read",
      remedy: "Every answer of a dialogue was the model's to say, and can be learned from.", frequency: 2
    ) { story, turns, ask, reply, end in
      sequence { sequence in
        sequence.read(story)
        for (number, turn) in turns.enumerated() {
          sequence.read([ask] + turn.question + [reply])
          let said = turn.answer + [end]
          if number == turns.count - 1 { sequence.learn(said) } else { sequence.read(said) }
        }
      }
    },
    Misconception(
      "one-end", diagnosis: "one end after all turns: the answers before the last do not end",
      remedy: "What does the model say after its first answer? Every turn has its own end.", frequency: 2
    ) { story, turns, ask, reply, end in
      sequence { sequence in
        sequence.read(story)
        for turn in turns {
          sequence.read([ask] + turn.question + [reply])
          sequence.learn(turn.answer)
        }
        sequence.learn([end])
      }
    },
    Misconception(
      "story-again", diagnosis: "the story told once more before every question",
      remedy:
        "The model still has the story before it, and the turns before: a question may mean something of them.",
      frequency: 2
    ) { story, turns, ask, reply, end in
      sequence { sequence in
        for turn in turns {
          sequence.read(story + [ask] + turn.question + [reply])
          sequence.learn(turn.answer + [end])
        }
      }
    },
  ]

  private enum Part { case story, ask, question, reply, answer, end }

  /// The tokens, and whether the part that each belongs to is learned.
  private static func marked(
    _ story: [Int], _ turns: [(question: [Int], answer: [Int])], _ ask: Int, _ reply: Int, _ end: Int,
    _ isLearned: (Part) -> Bool
  ) -> (tokens: [Int], isTarget: [Bool]) {
    var parts = story.map { ($0, Part.story) }
    for turn in turns {
      parts.append((ask, .ask))
      parts += turn.question.map { ($0, .question) }
      parts.append((reply, .reply))
      parts += turn.answer.map { ($0, .answer) }
      parts.append((end, .end))
    }
    return (parts.map(\.0), parts.map { isLearned($0.1) })
  }
}

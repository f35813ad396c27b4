import Autodiff

extension TrainingStepExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "uphill", diagnosis: "a step up the gradient: the loss was maximised",
      remedy:
        "update subtracts by itself. Hand it the gradient with the sign it has.",
      source: .s1_3_5_2_P_FT,
      frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, try all(parameters, clip(gradients).map { -$0 }, update))
    },
    Misconception(
      "not-clipped",
      diagnosis: "a step with the gradients as they were: clip was not called, or its result not used",
      remedy:
        "clip returns new tensors; the old ones stay what they are. Which did you update with?",
      frequency: 3
    ) { parameters, lossAndGradient, _, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, try all(parameters, gradients, update))
    },
    Misconception(
      "clipped-one-by-one", diagnosis: "a step with gradients that were clipped one at a time, not together",
      remedy: "clip measures the length of what it is given. Give it the whole list.", frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, try all(parameters, gradients.flatMap { try clip([$0]) }, update))
    },
    Misconception(
      "clipped-parameters", diagnosis: "new parameters that were clipped, from gradients that were not",
      remedy: "What is to be kept short: the step, or the model?", frequency: 1
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, try clip(all(parameters, gradients, update)))
    },
    Misconception(
      "old-parameters", diagnosis: "the parameters as they were: the updated ones were not returned",
      remedy:
        "update returns a new tensor and changes nothing. Where do you keep what it returns?",
      frequency: 3
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      _ = try all(parameters, clip(gradients), update)
      return (loss, parameters)
    },
    Misconception(
      "never-updated", diagnosis: "the parameters as they were: update was never called",
      remedy:
        "A gradient alone changes nothing. Which of the three functions moves a parameter?",
      frequency: 1
    ) { parameters, lossAndGradient, clip, _ in
      (try lossAndGradient(parameters).0, parameters)
    },
    Misconception(
      "loss-after", diagnosis: "the loss at the new parameters: it was measured again after the update",
      remedy:
        "The loss came with the gradient already. A second pass through the model costs as much as the "
        + "first.",
      frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      let updated = try all(parameters, clip(lossAndGradient(parameters).1), update)
      return (try lossAndGradient(updated).0, updated)
    },
    Misconception(
      "taken-twice",
      diagnosis: "the right numbers, but from two calls: one for the loss, another for the gradients",
      remedy:
        "Both come from one call, as a pair: let (loss, gradients) = …. Each call is a pass through the "
        + "model.",
      frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      let loss = try lossAndGradient(parameters).0
      return (loss, try all(parameters, clip(lossAndGradient(parameters).1), update))
    },
    Misconception(
      "once-for-each", diagnosis: "the right numbers, but from a call of lossAndGradient for every parameter",
      remedy: "One call gives the gradients of all parameters. Which line is inside the loop?", frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      var (loss, updated) = (Float(0), parameters)
      for index in parameters.indices {
        let (now, gradients) = try lossAndGradient(parameters)
        loss = now
        updated[index] = try update(index, parameters[index], clip(gradients)[index])
      }
      return (loss, updated)
    },
    Misconception(
      "result-as-change",
      diagnosis: "the parameters less what update returned, which were the new parameters",
      remedy: "update does the subtracting. What it returns takes the parameter's place.", frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      let updated = try all(parameters, clip(gradients), update)
      return (loss, zip(parameters, updated).map { $0 - $1 })
    },
    firstAlone,
    firstAlone.variant("returned") { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, [try update(0, parameters[0], clip(gradients)[0])])
    },
    Misconception(
      "one-after-the-other",
      diagnosis: "gradients taken anew after every single update: the later ones belong to another model",
      remedy: "All gradients are measured at the same parameters, before anything moves. Once.", frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      var (loss, updated) = (Float(0), parameters)
      for index in parameters.indices {
        let (now, gradients) = try lossAndGradient(updated)
        if index == 0 { loss = now }
        updated[index] = try update(index, updated[index], clip(gradients)[index])
      }
      return (loss, updated)
    },
    Misconception(
      "updated-before", diagnosis: "gradients taken after a first update, and a second update with those",
      remedy: "Measure, clip, update: each happens once. Where does the first update come from?", frequency: 1
    ) { parameters, lossAndGradient, clip, update in
      let updated = try all(parameters, clip(lossAndGradient(parameters).1), update)
      let (loss, gradients) = try lossAndGradient(updated)
      return (loss, try all(updated, clip(gradients), update))
    },
    Misconception(
      "updated-twice", diagnosis: "every parameter updated twice with the same gradient",
      remedy: "update is called once for each parameter.", frequency: 1
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      let clipped = try clip(gradients)
      return (loss, try all(all(parameters, clipped, update), clipped, update))
    },
    Misconception(
      "first-gradient", diagnosis: "every parameter updated with the gradient of the first",
      remedy:
        "The i-th gradient belongs to the i-th parameter. Which index does the gradient have in your "
        + "loop?",
      frequency: 1
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      let clipped = try clip(gradients)
      return (loss, try all(parameters, parameters.map { _ in clipped[0] }, update))
    },
    Misconception(
      "same-index", diagnosis: "every parameter updated under the index 0: they all share one memory",
      remedy: "Adam keeps two means for every index. Whose does your second parameter get?", frequency: 2
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, try all(parameters, clip(gradients)) { try update(0, $1, $2) })
    },
    Misconception(
      "index-from-one",
      diagnosis: "indices counted from 1: every parameter updated with its neighbour's memory",
      remedy: "The first parameter has the index 0.", frequency: 1
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      return (loss, try all(parameters, clip(gradients)) { try update($0 + 1, $1, $2) })
    },
    Misconception(
      "gradients-returned", diagnosis: "the clipped gradients returned in place of the new parameters",
      remedy: "The gradient says where to go. What update returns is where one has come to.", frequency: 1
    ) { parameters, lossAndGradient, clip, update in
      let (loss, gradients) = try lossAndGradient(parameters)
      let clipped = try clip(gradients)
      _ = try all(parameters, clipped, update)
      return (loss, clipped)
    },
  ]

  private static let firstAlone = Misconception<Function>(
    "first-alone", diagnosis: "the first parameter updated, and no other",
    remedy: "return inside the loop ends it. Which parameters has it reached?", frequency: 1
  ) { parameters, lossAndGradient, clip, update in
    let (loss, gradients) = try lossAndGradient(parameters)
    let first = try update(0, parameters[0], clip(gradients)[0])
    return (loss, [first] + parameters.dropFirst())
  }

  /// Every parameter updated with the gradient of its place.
  private static func all(
    _ parameters: [Tensor], _ gradients: [Tensor], _ update: (Int, Tensor, Tensor) throws -> Tensor
  ) throws -> [Tensor] {
    try parameters.indices.map { try update($0, parameters[$0], gradients[$0]) }
  }
}

import Autodiff

extension DistillationLossExercise {
  package static let misconceptions: [Misconception<Function>] = all.flatMap(\.self)

  private static let all: [[Misconception<Function>]] = [
    mistakes(
      "without-square", diagnosis: "the divergence without its factor T²",
      remedy: "Its gradient is 1/T² of what it would be: at T = 4 the teacher is hardly heard.", frequency: 3
    ) { $0.mixed(soft: $0.divergence, hard: $0.hard) },
    mistakes(
      "times-temperature", diagnosis: "the divergence times T, not T²",
      remedy:
        "One T comes from the division, one from how little the softened distributions differ: both are lost.",
      frequency: 2
    ) { $0.mixed(soft: $0.divergence * $0.temperature, hard: $0.hard) },
    mistakes(
      "square-on-both", diagnosis: "T² on the hard loss as well",
      remedy: "What knows no temperature needs nothing that makes up for it.", frequency: 1
    ) { $0.mixed(soft: $0.soft, hard: $0.hard * ($0.temperature * $0.temperature)) },
    mistakes(
      "reversed", diagnosis: "the divergence the other way round: Σ q (ln q − ln p)",
      remedy: "The teacher's probabilities are the weights: the student has to be where the teacher is.",
      frequency: 3
    ) { of in
      let reversed = of.divergences(of.student / of.temperature, of.teacher / of.temperature).mean()
      return of.mixed(soft: reversed * (of.temperature * of.temperature), hard: of.hard)
    },
    mistakes(
      "cross-entropy-of-both", diagnosis: "−Σ p ln q in the place of the divergence: Σ p ln p is missing",
      remedy: "It has the same gradient. But where the student is the teacher, the loss should be 0.",
      frequency: 2
    ) { of in
      let p = exp(of.logSoftmax(of.teacher / of.temperature))
      let soft = -(p * of.logSoftmax(of.student / of.temperature)).sum(alongAxis: -1).mean()
      return of.mixed(soft: soft * (of.temperature * of.temperature), hard: of.hard)
    },
    mistakes(
      "student-alone-softened", diagnosis: "the student's logits divided by T, the teacher's not",
      remedy: "Where both have the same logits, the divergence has to be 0.", frequency: 2
    ) { of in
      let soft = of.divergences(of.teacher, of.student / of.temperature).mean()
      return of.mixed(soft: soft * (of.temperature * of.temperature), hard: of.hard)
    },
    mistakes(
      "teacher-alone-softened", diagnosis: "the teacher's logits divided by T, the student's not",
      remedy:
        "A student that has learned everything would be punished still: it would have to be as soft by itself.",
      frequency: 2
    ) { of in
      let soft = of.divergences(of.teacher / of.temperature, of.student).mean()
      return of.mixed(soft: soft * (of.temperature * of.temperature), hard: of.hard)
    },
    mistakes(
      "multiplied", diagnosis: "the logits multiplied by T: sharper, not softer",
      remedy: "A high temperature makes everything alike: z/T goes to 0.", frequency: 1
    ) { of in
      let soft = of.divergences(of.teacher * of.temperature, of.student * of.temperature).mean()
      return of.mixed(soft: soft * (of.temperature * of.temperature), hard: of.hard)
    },
    mistakes(
      "hard-softened", diagnosis: "the temperature in the hard loss as well",
      remedy: "The student will be used without one, so that is how it learns what is true.", frequency: 3
    ) { $0.mixed(soft: $0.soft, hard: $0.crossEntropy(of: $0.student / $0.temperature)) },
    mistakes(
      "alpha-exchanged", diagnosis: "1 − α on the teacher's part and α on that of the targets",
      remedy: "With α = 1 the targets are not looked at.", frequency: 3
    ) { $0.soft * (1 - $0.alpha) + $0.hard * $0.alpha },
    mistakes(
      "hard-whole", diagnosis: "the hard loss in full beside α times the soft one",
      remedy: "The two share a weight of 1: with α = 1 nothing of the hard loss is left.", frequency: 2
    ) { $0.soft * $0.alpha + $0.hard },
    mistakes(
      "summed", diagnosis: "the divergence summed over the places, not their mean",
      remedy: "A longer text would hear more of the teacher, and no more of the targets.", frequency: 2
    ) { $0.mixed(soft: $0.soft * $0.places, hard: $0.hard) },
    mistakes(
      "mean-over-classes",
      diagnosis: "the divergence divided by places · classes: the mean over all elements",
      remedy:
        "kl_div(reduction=\"mean\") does that, and warns of it. Sum along the classes, then take the mean.",
      frequency: 3
    ) { $0.mixed(soft: $0.soft / Float($0.student.shape[1]), hard: $0.hard) },
    softmaxTwice,
    [
      Misconception(
        "teacher-learns", diagnosis: "the right loss, with a gradient into the teacher",
        remedy: "The teacher would come down to the student. `teacher.detached` has no gradient.",
        frequency: 3
      ) { student, teacher, targets, temperature, alpha in
        Parts(student, teacher, targets, temperature, alpha, .stable).published
      },
      Misconception(
        "detached",
        diagnosis: "the right loss of numbers that were taken out of their tensor: no gradient comes back",
        remedy: "`scalars`, `rows` and `detached` cut the graph. Only the teacher's may be cut.", frequency: 2
      ) { student, teacher, targets, temperature, alpha in
        try reference(student.detached, teacher, targets, temperature, alpha)
      },
      Misconception(
        "logarithm-of-zero", diagnosis: "the logarithm of a softmax: where that has become 0 there is none",
        remedy: "ln softmax z = z − max z − ln Σ e^(z − max z), and nothing is divided.", frequency: 3
      ) { student, teacher, targets, temperature, alpha in
        Parts(student, teacher.detached, targets, temperature, alpha, .ofSoftmax).published
      },
      Misconception(
        "no-maximum", diagnosis: "e^z of the logits as they are: beyond 88 a Float has no such number",
        remedy: "A constant taken from all logits of a row changes nothing. Which makes the largest one 0?",
        frequency: 3
      ) { student, teacher, targets, temperature, alpha in
        Parts(student, teacher.detached, targets, temperature, alpha, .withoutMaximum).published
      },
    ],
  ]

  private static let softmaxTwice: [Misconception<Function>] = {
    let both = mistakes(
      "softmax-twice", diagnosis: "probabilities put into another softmax: they were taken for logits",
      remedy: "softmax of what lies between 0 and 1 is nearly even. Both take logits.", frequency: 2
    ) { of in
      Parts(
        softmax(of.student), softmax(of.teacher), of.targets, of.temperature, of.alpha, of.form
      ).published
    }
    let hardAlone = both[0].variant("hard-alone") { student, teacher, targets, temperature, alpha in
      let parts = Parts(student, teacher.detached, targets, temperature, alpha, .stable)
      return parts.mixed(soft: parts.soft, hard: parts.crossEntropy(of: softmax(student)))
    }
    return both + [hardAlone]
  }()

  /// A mistake in the formula, and the same with a logarithm or an exponential that does not bear every logit.
  private static func mistakes(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ made: @escaping @Sendable (Parts) -> Tensor
  ) -> [Misconception<Function>] {
    func function(_ form: Parts.Form) -> Function {
      { made(Parts($0, $1.detached, $2, $3, $4, form)) }
    }
    let mistake = Misconception<Function>(
      name, diagnosis: diagnosis, remedy: remedy, frequency: frequency, function: function(.stable))
    return [
      mistake, mistake.variant("logarithm-of-zero", function: function(.ofSoftmax)),
      mistake.variant("no-maximum", function: function(.withoutMaximum)),
    ]
  }
}

/// What the loss is made of, with ln softmax written in one of three ways.
private struct Parts {
  enum Form {
    case stable
    case ofSoftmax
    case withoutMaximum
  }

  let student, teacher: Tensor
  let targets: [Int]
  let temperature, alpha: Float
  let form: Form

  init(
    _ student: Tensor, _ teacher: Tensor, _ targets: [Int], _ temperature: Float, _ alpha: Float, _ form: Form
  ) {
    (self.student, self.teacher, self.targets) = (student, teacher, targets)
    (self.temperature, self.alpha, self.form) = (temperature, alpha, form)
  }

  var places: Float { Float(targets.count) }
  var divergence: Tensor { divergences(teacher / temperature, student / temperature).mean() }
  var soft: Tensor { divergence * (temperature * temperature) }
  var hard: Tensor { crossEntropy(of: student) }
  var published: Tensor { mixed(soft: soft, hard: hard) }

  func mixed(soft: Tensor, hard: Tensor) -> Tensor { soft * alpha + hard * (1 - alpha) }

  func divergences(_ p: Tensor, _ q: Tensor) -> Tensor {
    DistillationLossExercise.divergences(p, q, logSoftmax)
  }

  func crossEntropy(of logits: Tensor) -> Tensor {
    -(oneHot(targets, size: logits.shape[1]) * logSoftmax(logits)).sum(alongAxis: -1).mean()
  }

  func logSoftmax(_ logits: Tensor) -> Tensor {
    switch form {
    case .stable: Autodiff.logSoftmax(logits)
    case .ofSoftmax: log(softmax(logits))
    case .withoutMaximum:
      logits - log(exp(logits).sum(alongAxis: -1, keepingAxis: true))
    }
  }
}

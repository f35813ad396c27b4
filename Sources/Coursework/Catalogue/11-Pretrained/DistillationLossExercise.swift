import Autodiff
import Randomness

/// Distillation: a student learns of a teacher and of the targets (Hinton, Vinyals and Dean 2015).
package enum DistillationLossExercise: Exercise {
  /// The logits of both, a class for every place, the temperature and the teacher's weight, to a scalar.
  package typealias Function =
    @Sendable (_ student: Tensor, _ teacher: Tensor, _ targets: [Int], _ temperature: Float, _ alpha: Float)
    throws -> Tensor

  /// What the loss is tried on.
  package struct Inputs: Codable, Sendable {
    let student: Tensor
    let teacher: Tensor
    let targets: [Int]
    let temperature: Float
    let alpha: Float
  }

  package static let about = About(
    name: "distillationLoss", title: "a student and its teacher",
    goal:
      "Return α times T² times the divergence of the teacher's softened distribution from the student's, plus 1 − α times "
      + "the cross-entropy of the targets, which knows no temperature; both are means over the places. Logits may be "
      + "large: hundreds apart, or all near a thousand. No gradient goes to the teacher (`teacher.detached`).",
    formula: """
      p = softmax(teacher/T)   q = softmax(student/T)
      soft = T² · mean over places of Σ p (ln p − ln q)
      hard = mean over places of −ln softmax(student)[target]
      L    = α · soft + (1 − α) · hard          [places, classes] → []
      """,
    formulas: [.s4_8_P_DISTIL, .s2_4_2_CE], minutes: 25, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "Both losses are made of ln softmax. Write that once, so that it survives any logits: z − max z − ln Σ e^(z − max z) "
      + "never divides, and never takes the logarithm of 0.",
    shapes:
      "ln p and ln q are [places, classes], and so is e^(ln p). Summed along the last axis they are [places], and the mean "
      + "of those is [].",
    pseudocode: """
      ln p ← ln softmax of teacher ÷ T, without a gradient;  ln q ← ln softmax of student ÷ T
      soft ← T² · mean of Σ e^(ln p) · (ln p − ln q)
      hard ← − mean of Σ labels · ln softmax(student), labels being 1 at each place's target and else 0
      return α · soft + (1 − α) · hard
      """,
    line: """
      func logSoftmax(_ logits: Tensor) -> Tensor {
        let shifted = logits - logits.max(alongAxis: -1, keepingAxis: true)
        return shifted - log(exp(shifted).sum(alongAxis: -1, keepingAxis: true))
      }
      let logP = logSoftmax(teacher.detached / temperature)
      let logQ = logSoftmax(student / temperature)
      let soft = (exp(logP) * (logP - logQ)).sum(alongAxis: -1).mean() * (temperature * temperature)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ places: Int, _ classes: Int, temperature: Float, alpha: Float) -> Inputs {
      Inputs(
        student: .normal([places, classes], deviation: 2, using: &random),
        teacher: .normal([places, classes], deviation: 3, using: &random),
        targets: (0..<places).map { _ in .random(in: 0..<classes, using: &random) },
        temperature: temperature, alpha: alpha)
    }
    return [
      // The ledger's example: the soft loss is 0.1239624513.
      Inputs(
        student: Tensor([[1, 1, 0]]), teacher: Tensor([[2, 1, 0]]), targets: [0], temperature: 2, alpha: 0.75),
      drawn(3, 4, temperature: 3, alpha: 0.25), drawn(2, 5, temperature: 0.5, alpha: 0.5),
      drawn(4, 3, temperature: 1, alpha: 1), drawn(2, 3, temperature: 4, alpha: 0),
      // All near a thousand: eˣ has no such number.
      Inputs(
        student: Tensor([[1000, 1001, 999], [998, 1000, 1002]]),
        teacher: Tensor([[1001, 1000, 1002], [1000, 997, 1000]]), targets: [1, 2], temperature: 2, alpha: 0.5),
      // Far apart: softmax is 0 there, and has no logarithm.
      Inputs(
        student: Tensor([[0, 500], [400, 0]]), teacher: Tensor([[0, 450], [500, 0]]), targets: [0, 0],
        temperature: 2, alpha: 0.5),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("student", inputs.student), ("teacher", inputs.teacher)]) {
      try function($0[0], $0[1], inputs.targets, inputs.temperature, inputs.alpha)
    }
  }

  package static let reference: Function = { student, teacher, targets, temperature, alpha in
    let soft = divergences(teacher.detached / temperature, student / temperature).mean()
    return soft * (alpha * temperature * temperature)
      + crossEntropy(logits: student, targets: targets) * (1 - alpha)
  }

  /// Σ p (ln p − ln q) of every place, `[places]`, of the softmax of both.
  static func divergences(
    _ p: Tensor, _ q: Tensor, _ logSoftmax: (Tensor) -> Tensor = Autodiff.logSoftmax
  ) -> Tensor {
    let (logP, logQ) = (logSoftmax(p), logSoftmax(q))
    return (exp(logP) * (logP - logQ)).sum(alongAxis: -1)
  }
}

import Formulas
import Randomness
import Training

/// Precision, recall and F₁ of a class.
package enum PrecisionRecallExercise: Exercise {
  /// Labels and answers, one a text, and the class that is looked for, to three numbers.
  package typealias Function =
    @Sendable (_ labels: [Int], _ answers: [Int], _ positive: Int) throws
    -> (precision: Double, recall: Double, f1: Double)

  /// What the function is tried on.
  package struct Inputs: Codable, Sendable {
    let labels: [Int]
    let answers: [Int]
    let positive: Int
  }

  package static let about = About(
    name: "precisionRecall", title: "precision, recall and F₁",
    goal:
      "Return precision, recall and F₁ of the class `positive`. Labels are the truth, answers what the model said, one of "
      + "each for every text; there may be more than two classes. A quotient of nothing is 0: the precision of a class "
      + "that was never answered, the recall of one that never occurs, F₁ where both are 0.",
    formula: """
      TP = labelled positive and answered so     FP = answered so, labelled otherwise
      FN = labelled so, answered otherwise
      precision = TP/(TP + FP)   recall = TP/(TP + FN)   F₁ = 2·precision·recall/(precision + recall)
      """,
    formulas: [.s1_6_5_P_METRIC], minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Precision asks of the answers: how many of them are right? Recall asks of the labels: how many of them were found? "
      + "Both have the same numerator.",
    shapes: "Two lists of one length become three counts, and the counts three numbers between 0 and 1.",
    pseudocode: """
      found    ← texts whose label and answer are both positive
      answered ← texts whose answer is positive
      present  ← texts whose label is positive
      precision ← found ÷ answered, recall ← found ÷ present, 0 where nothing is divided by
      f1 ← 2·precision·recall ÷ (precision + recall), 0 where both are 0
      """,
    line: """
      let pairs = zip(labels, answers)
      let found = Double(pairs.filter { $0 == positive && $1 == positive }.count)
      let answered = Double(answers.filter { $0 == positive }.count)
      let present = Double(labels.filter { $0 == positive }.count)
      let precision = answered == 0 ? 0 : found / answered
      let recall = present == 0 ? 0 : found / present
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ classes: Int) -> [Int] { (0..<20).map { _ in random.index(below: classes) } }
    return [
      // The ledger's example: TP 3, FP 1, FN 2, TN 4.
      Inputs(labels: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], answers: [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], positive: 1),
      Inputs(labels: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], answers: [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], positive: 0),
      Inputs(labels: [2, 0, 1, 2, 2, 1, 0, 2], answers: [2, 2, 1, 0, 1, 1, 2, 2], positive: 2),
      Inputs(labels: [1, 0, 1], answers: [0, 0, 0], positive: 1),
      Inputs(labels: [0, 0, 0], answers: [1, 0, 0], positive: 1),
      Inputs(labels: [0, 2, 0], answers: [0, 2, 0], positive: 1),
      Inputs(labels: [1, 1], answers: [1, 1], positive: 1),
      Inputs(labels: drawn(3), answers: drawn(3), positive: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (precision, recall, f1) = try function(inputs.labels, inputs.answers, inputs.positive)
    return Answer([
      .init("precision", shape: [], numbers: [precision]), .init("recall", shape: [], numbers: [recall]),
      .init("F₁", shape: [], numbers: [f1]),
    ])
  }

  package static let reference: Function = { labels, answers, positive in
    let table = table(labels, answers)
    return (table.precision(of: positive), table.recall(of: positive), table.f1(of: positive))
  }

  /// How often each of three classes was taken for each.
  static func table(_ labels: [Int], _ answers: [Int]) -> ConfusionTable {
    var table = ConfusionTable(classCount: 3)
    for (label, answer) in zip(labels, answers) { table.note(answer, for: label) }
    return table
  }
}

import Formulas

/// What a formula gives for the numbers of a question: as published, and in its other readings.
struct Computed {
  /// What the published reading gives.
  let numbers: [Double]

  /// What the other readings give, each with its meaning; a reading that cannot take these numbers, or gives another count of
  /// them, is left out.
  let readings: [Slip]

  /// Computes one output of a formula, row by row.
  ///
  /// - Parameter part: what of the output is asked for; all of it by default.
  /// - Throws: what the published reading throws.
  init(
    _ id: FormulaID, _ inputs: Formula.Values, gives output: String,
    part: ([Double]) -> [Double] = { $0 }
  ) throws {
    let formula = Formula.of(id)
    func compute(_ reading: Formula.Reading) throws -> [Double] {
      let values = try reading.compute(inputs)
      guard let value = values[output] else {
        throw QuestionError(
          description: "\(id.rawValue) gives \(values.names.joined(separator: ", ")) and no \(output)")
      }
      return value.flattened
    }
    let whole = try compute(formula.published)
    let numbers = part(whole)
    self.numbers = numbers
    readings = formula.readings.filter { !$0.isPublished }.compactMap { reading in
      guard let other = try? compute(reading), other.count == whole.count else { return nil }
      let place = reading.isPrinted ? formula.sources.first.map { ", as \($0) prints it" } ?? "" : ""
      return Slip(
        .numbers(part(other)),
        "That is another reading of the formula, “\(reading.name)”\(place): \(reading.meaning).")
    }
  }

  /// The published answer.
  var answer: Answer { .numbers(numbers) }
}

/// A question that cannot be made.
struct QuestionError: Error, CustomStringConvertible {
  let description: String
}

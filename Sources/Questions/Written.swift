import Formulas
import Platform

/// A number as it stands in a question or an answer: whole numbers whole, others to three significant digits, with a true minus.
func written(_ number: Double) -> String {
  guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
  if number == number.rounded(), abs(number) < 1e15 {
    return number < 0 ? "−\(Int(-number))" : "\(Int(number))"
  }
  var power = 1.0
  while abs(number) * power < 99.95, power < 1e12 { power *= 10 }
  let rounded = (abs(number) * power).rounded() / power
  if rounded == 0 { return "0" }
  return (number < 0 ? "−" : "") + (rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)")
}

/// `[1, −2, 0.5]`.
func written(_ numbers: [Double]) -> String { "[" + numbers.map(written).joined(separator: ", ") + "]" }

/// `2 × 3`.
func written(shape: [Int]) -> String { shape.map(String.init).joined(separator: " × ") }

/// A matrix behind its name, in lines of their own that begin with four spaces, its columns aligned.
func written(_ name: String, _ matrix: Matrix) -> String {
  let texts = matrix.rows.map { $0.map { written($0) } }
  let widths = (0..<matrix.columnCount).map { column in texts.map(\.[column].count).max() ?? 0 }
  return texts.enumerated().map { index, row in
    let cells = zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
    let head = index == 0 ? "\(name) = " : String(repeating: " ", count: name.count + 3)
    return "    \(head)[ \(cells.joined(separator: "  ")) ]"
  }.joined(separator: "\n")
}

/// What the exponentials of some numbers are, to three digits, each once and in order: `e^−1 = 0.368, e^0 = 1, e^2 = 7.39`.
func exponentials(_ exponents: [Double]) -> String {
  Set(exponents).sorted().map { "e^\(written($0)) = \(written(exp($0)))" }
    .joined(separator: ", ")
}

/// The same for natural logarithms.
func logarithms(_ numbers: [Double]) -> String {
  Set(numbers).sorted().map { "ln \(written($0)) = \(written(log($0)))" }
    .joined(separator: ", ")
}

/// The same for square roots.
func roots(_ numbers: [Double]) -> String {
  Set(numbers).sorted().map { "√\(written($0)) = \(written($0.squareRoot()))" }.joined(separator: ", ")
}

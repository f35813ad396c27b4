import Testing

@testable import Questions

@Suite("Marking what somebody typed")
struct MarkingTests {
  private func ask(_ right: Double..., slips: [Slip] = []) -> Question {
    Question("?", .numbers(right), way: ".", slips: slips)
  }
  private func count(_ right: Int..., slips: [Slip] = []) -> Question {
    Question("?", .whole(right), way: ".", slips: slips)
  }
  private var choice: Question {
    var draw = Draw(seed: 1)
    return Question(
      "?", right: "the weights", wrong: ["nothing": "No.", "the mask": "Not that."], way: ".", order: &draw)
  }

  private func expect(
    _ question: Question, _ texts: [String], are mark: Mark,
    at location: SourceLocation = #_sourceLocation
  ) {
    for text in texts { #expect(question.mark(text) == mark, "“\(text)”", sourceLocation: location) }
  }

  @Test("A number is read as people write it")
  func numbers() {
    expect(
      ask(0.5),
      [
        "0.5", ".5", "0,5", "1/2", "1 / 2", " 0.5 ", "0.5.", "50%", "50 %", "50％", "５０％", "０．５", "5e-1",
        "5E-1", "(0.5)",
        "[0.5]", "softmax = 0.5", "p(a|b)=0.5", "≈ 0.5", "~0.5", "weight: 0.5", "1 − 0.5 = 0.5", "+0.5",
        "2/4", "5·10⁻¹",
        "5*10^-1", "5 x 10^(-1)", "500·10^−3",
      ], are: .right)
    expect(
      ask(-0.25), ["-0.25", "−0.25", "–0.25", "－0.25", "-1/4", "−25 %", "-,25".replacing(",", with: ".")],
      are: .right)
    expect(ask(0.001), ["0.001", "10^-3", "10⁻³", "1e-3", "0.1%"], are: .right)
    expect(ask(1024), ["1024", "1,024", "1 024", "1'024", "1.024e3", "1.024·10³"], are: .right)
  }

  @Test("Numbers are parted by whatever people part them with")
  func lists() {
    let question = ask(1.66, 2.66)
    expect(
      question,
      [
        "1.66 2.66", "1.66, 2.66", "1.66,2.66", "1.66;2.66", "1.66; 2.66", "(1.66, 2.66)", "[1.66 2.66]",
        "1,66 2,66",
        "1,66; 2,66", "1,66, 2,66", "1.66\t2.66", "1.66\n2.66", "1.66 | 2.66", "1.66，2.66", "1.66、2.66",
        "1.66；2.66",
        "（1.66，2.66）", "1.66 and 2.66", "a = 1.66, b = 2.66", "a: 1.66; b: 2.66", "o = [1.66, 2.66]",
        "{1.66, 2.66}",
      ], are: .right)
    expect(
      ask(1, 2, 3, 4),
      ["[[1, 2], [3, 4]]", "1 2; 3 4", "1,2,3,4", "1 2\n3 4", "[1 2]\n[3 4]", "(1,2),(3,4)"],
      are: .right)
    expect(ask(1, 5), ["1,5", "1, 5"], are: .right)
  }

  @Test(
    "Whole numbers are met exactly; commas before three digits belong to them, signs between sizes do not")
  func whole() {
    expect(count(50_257), ["50257", "50,257", "50 257", "50'257", "n = 50,257", "50257.0"], are: .right)
    expect(count(1_234_567), ["1,234,567", "1 234 567"], are: .right)
    expect(
      count(2, 3),
      [
        "2 3", "2,3", "(2,3)", "[2, 3]", "2x3", "2X3", "2 x 3", "2×3", "2 × 3", "2*3", "2·3", "2 by 3", "２×３",
        "shape: 2 × 3",
      ], are: .right)
    expect(count(2, 300), ["2,300", "2, 300"], are: .right)
    expect(count(50_257), ["50258"], are: .wrong(nil))
    expect(
      count(12), ["12.5", "12,5".replacing(",", with: "."), "25/2"],
      are: .wrong("A whole number is asked for."))
  }

  @Test("A choice is named by its letter or its words")
  func choices() {
    guard case .choice(let place) = choice.answer else { return }
    let letter = Answer.letter(of: place)
    expect(
      choice,
      [
        letter, letter.uppercased(), "\(letter))", "(\(letter))", "\(letter).", "\(letter):",
        "option \(letter)",
        "Answer \(letter)", "choice \(letter)", "\(letter)) the weights", " \(letter) ", "The  weights",
      ], are: .right)
    let other = choice.choices.firstIndex(of: "nothing").map(Answer.letter) ?? ""
    expect(choice, [other, "Nothing"], are: .slip("No."))
    expect(
      choice, ["", "1", "d", "a bit", "a, b", "ab", "weights", "?"],
      are: .unreadable("one letter is asked for, from a to c"))
  }

  @Test("A right answer may be a hundredth off, or 0.002, and no more")
  func tolerance() {
    expect(ask(2), ["2.019", "1.981"], are: .right)
    expect(ask(0.05), ["0.0519", "0.0481"], are: .right)
    for (right, near) in [(2.0, "2.021"), (2, "1.979"), (0.05, "0.0521"), (0.05, "0.0479")] {
      #expect(ask(right).mark(near) != .right, "\(near)")
    }
  }

  @Test("A share in per cent is no number of per cent, a percentage may be")
  func percent() {
    expect(ask(45), ["45", "45%", "45 %"], are: .right)
    expect(ask(0.45), ["45%"], are: .right)
    expect(ask(0.45), ["0.45%"], are: .wrong("It is off by a factor of 100: look at the decimal point."))
  }

  @Test("A known mistake is named, in whatever way it is written, and before what happens everywhere")
  func slips() {
    let slips = [
      Slip(.numbers([-2, 3]), "That is the gradient."), Slip(.numbers([4, 0.5]), "Not divided."),
    ]
    expect(ask(2, -3, slips: slips), ["−2 3", "[-2.01, 3.02]"], are: .slip("That is the gradient."))
    expect(ask(2, -3, slips: slips), ["4; 0,5", "4 1/2"], are: .slip("Not divided."))
    expect(
      ask(2, -3, slips: [Slip(.numbers([2, -3, 1]), "One too many.")]), ["2 −3 1", "(2, -3, 1)"],
      are: .slip("One too many."))
    expect(
      count(2, 3, slips: [Slip(.whole([3, 2]), "Transposed.")]), ["3x2", "3 by 2"], are: .slip("Transposed."))
  }

  @Test("Signs, order, factors of ten and rounding are named")
  func remarks() {
    expect(ask(0.3), ["-0.3"], are: .wrong("The sign is wrong, and nothing else."))
    expect(ask(1, -2, 3), ["-1 2 -3"], are: .wrong("The sign is wrong, and nothing else."))
    expect(ask(1, -2, 3), ["1 2 3", "-1, -2, 3"], are: .wrong("The sizes are right, the signs are not."))
    expect(ask(1, -2, 3), ["3 -2 1"], are: .wrong("The numbers are right, their order is not."))
    expect(count(2, 3), ["3 2"], are: .wrong("The numbers are right, their order is not."))
    expect(
      ask(0.03), ["0.3", "0.003"], are: .wrong("It is off by a factor of 10: look at the decimal point."))
    expect(ask(0.665), ["66.5"], are: .wrong("It is off by a factor of 100: look at the decimal point."))
    expect(count(12), ["12,000"], are: .wrong("It is off by a factor of 1000: look at the decimal point."))
    let rounded = Mark.wrong("It is rounded too far: three significant digits are asked for.")
    expect(ask(0.665), ["0.7"], are: rounded)
    expect(ask(0.665, 0.245, 0.0949), ["0.7 0.2 0.1", "0.67 0.24 0.1"], are: rounded)
    expect(ask(1234.5), ["1e3", "1.2·10³"], are: rounded)
    expect(ask(12.4), ["12"], are: rounded)
  }

  @Test("A number that is merely near is not called rounded, and a zero is not called a tenth")
  func notNamed() {
    expect(ask(1.5), ["1", "2"], are: .wrong(nil))
    expect(ask(0.3), ["0", "0.0"], are: .wrong(nil))
    expect(ask(0.004), ["0"], are: .wrong(nil))
    expect(ask(0.665), ["0.6", "0.65", "0.71"], are: .wrong(nil))
  }

  @Test("What is right in part is counted")
  func parts() {
    expect(ask(1, 2, 3), ["1 2 4"], are: .wrong("2 of the 3 numbers are right."))
    expect(ask(1, 2, 3), ["1 7 4"], are: .wrong("1 of the 3 numbers is right."))
    expect(count(4, 6), ["4 8"], are: .wrong("1 of the 2 numbers is right."))
    expect(ask(1, 2, 3), ["7 8 9"], are: .wrong(nil))
  }

  @Test("Too many numbers or too few are counted")
  func counts() {
    expect(ask(1, 2, 3), ["1 2"], are: .wrong("3 numbers are asked for; here are 2."))
    expect(ask(1, 2, 3), ["1"], are: .wrong("3 numbers are asked for; here is one."))
    expect(ask(1), ["1 2"], are: .wrong("One number is asked for; here are 2."))
    expect(count(2, 3), ["2 × 3 × 4"], are: .wrong("2 numbers are asked for; here are 3."))
  }

  @Test("What is no number is quoted, and what is accepted is said")
  func unreadable() {
    let one = "a number is asked for, such as 0.25 or 1/4"
    expect(ask(0.5), ["", "  ", "()"], are: .unreadable(one))
    for (text, piece) in [
      ("half", "half"), ("√2", "√2"), ("0.5 nats", "nats"), ("1/0", "1/0"), ("1/2/3", "1/2/3"),
      ("nan", "nan"),
      ("inf", "inf"), ("∞", "∞"), ("1e999", "1e999"), ("e^2", "e^2"), ("--1", "--1"), ("-", "-"),
      (".", "."), ("3 - 1", "-"), ("1.2.3", "1.2.3"), ("12 million", "million"),
      ("an answer of many letters", "an"), ("aaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa"),
    ] {
      expect(ask(0.5), [text], are: .unreadable("“\(piece)” is no number; \(one)"))
    }
    expect(
      ask(0.5, 1), [""],
      are: .unreadable("2 numbers are asked for, with a space between them, such as 0.25 1/4 −1"))
    expect(
      count(4), ["four"], are: .unreadable("“four” is no number; a whole number is asked for, such as 12"))
    expect(
      count(4, 2), [""], are: .unreadable("2 whole numbers are asked for, such as 2 × 3"))
  }

  @Test("A number is written whole or to three digits, with a true minus, and nothing is minus nothing")
  func written() {
    for (number, text) in [
      (3.0, "3"), (-3, "−3"), (0.66524, "0.665"), (-0.09003, "−0.09"), (1024, "1024"), (20.0855, "20.1"),
      (0.5, "0.5"),
      (-0.0, "0"), (-1e-17, "0"), (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "NaN"), (0.00123, "0.00123"),
    ] { #expect(Questions.written(number) == text) }
  }
}

import Testing

@testable import Coursework

@Suite("Verdicts in words")
struct VerdictTextTests {
  @Test("A wrong answer is said with its place, its numbers, its cause and its seed")
  func wrong() {
    // softmax([1, 0, 2])₀ = e¹ / (e¹ + e⁰ + e²) = 0.244728; down the column of two equal scores it is 1/2.
    let finding = Finding(
      place: "input 1 of 4", input: "scores = [[1, 0, 2], [1, 1, 3]]",
      difference: .elements(
        part: "output", shape: [2, 3], first: [0, 0], expected: 0.244_728_47, got: 0.5, wrong: 6, total: 6,
        largest: 0.624_551_6),
      notes: ["row 0 sums to 1.0378828"])
    let mistake = AnyExercise.Mistake(
      name: "over-queries", mistake: "over-queries", diagnosis: "softmax taken over the queries",
      remedy: "The sum runs along the last axis.", source: "S0-3.3-ATT, document S0 §3.3", frequency: 3,
      evidence: { _ in nil })
    var verdict = Verdict(.wrong(finding), mistake: mistake, printed: "hello\n")
    verdict.seed = 5
    #expect(
      verdict.description == """
        wrong on input 1 of 4
          first     output[0, 0]
          expected  0.244728
          got       0.5
          wrong     6 of 6 elements of output [2, 3], by 0.624552 at most
          the input:
            scores = [[1, 0, 2], [1, 1, 3]]
          These are the values of softmax taken over the queries.
          (S0-3.3-ATT, document S0 §3.3)
          row 0 sums to 1.0378828
          The sum runs along the last axis.
          your code printed:
            hello
          again: swift run course check --seed 5
        """)
  }

  @Test("Numbers that six digits do not tell apart are written in full")
  func digits() {
    let difference = Finding.Difference.elements(
      part: "output", shape: [], first: [], expected: 1.000_000_1, got: 1.000_000_2, wrong: 1, total: 1,
      largest: 1e-7)
    let finding = Finding(place: "input 1 of 1", input: nil, difference: difference, notes: [])
    let parts = VerdictText(Verdict(.wrong(finding))).parts
    #expect(
      parts == [
        .fact("first", "output"), .fact("expected", "1.0000001"), .fact("got", "1.0000002"),
      ])
  }

  @Test("Every other judgement says what it is", arguments: 0..<8)
  func others(index: Int) {
    let cases: [(Verdict, [String])] = [
      (Verdict(.passed(inputs: 4)), ["passed", "4 inputs"]),
      (Verdict(.notStarted), ["not started"]),
      (Verdict(.trapped("Index out of range", on: "input 2 of 4")), ["input 2 of 4", "Index out of range"]),
      (Verdict(.ranOutOfTime(seconds: 10, on: "input 1 of 4")), ["10 s", "loop", "or it is too slow"]),
      (Verdict(.threw("Unsolved()", on: "input 4 of 4")), ["threw", "unwritten"]),
      (Verdict(.endedEarly(status: 3)), ["status 3", "exit"]),
      (Verdict(.doesNotCompile("a.swift:1:2: no\n  line")), ["does not compile", "a.swift:1:2: no"]),
      (Verdict(.missing("a.swift is missing: b")), ["its file is missing\n  a.swift is missing: b"]),
    ]
    let (verdict, words) = cases[index]
    for word in words { #expect(verdict.description.contains(word)) }
  }

  @Test(
    "What a mistake traps or runs on with is said of a trap and of a loop alike", arguments: [true, false])
  func diagnosisOfStops(isTrap: Bool) {
    let mistake = AnyExercise.Mistake(
      name: "every-path", mistake: "every-path", diagnosis: "a walk down every path", remedy: "Remember.",
      source: nil, frequency: 1, evidence: { _ in nil })
    let place = "input 3 of 4"
    let verdict = Verdict(
      isTrap ? .trapped("the stack overflows", on: place) : .ranOutOfTime(seconds: 10, on: place),
      mistake: mistake)
    #expect(
      VerdictText(verdict).parts.suffix(2) == [
        .diagnosis("The same happens to a walk down every path.", source: nil), .remedy("Remember."),
      ])
  }

  @Test("A right function that took long is told so")
  func overtime() {
    var verdict = Verdict(.passed(inputs: 4))
    #expect(VerdictText(verdict).parts == [])
    verdict.overtime = 23.4
    let text = VerdictText(verdict)
    #expect(text.headline == "passed: right on all 4 inputs" && verdict.hasPassed)
    #expect(text.parts.count == 1 && verdict.description.contains("It took 23 s, which is long."))
  }

  @Test("Of much that was printed, the beginning and the end are shown")
  func printed() {
    let printed = (1...100).map { "line \($0)" }.joined(separator: "\n") + "\n\n"
    let text = Verdict(.endedEarly(status: 0), printed: printed).description
    #expect(text.contains("line 10\n") && text.contains("…") && text.contains("line 100"))
    #expect(!text.contains("line 11\n") && !text.contains("line 95\n"))
  }
}

@Suite("What is left of a trap")
struct TrapTests {
  private let frames = """

    *** Signal 4: Backtracing from 0x7f7a0c56df7f... done ***

    *** Program crashed: Illegal instruction at 0x00007f7a0c56df7f ***

    Thread 0 "AttentionAnswer" crashed:

      0 0x00007f7a0c56df7f _assertionFailure(_:_:file:line:flags:) + 225 in libswiftCore.so
      1 [ra] 0x00005615c42778bf softmax(_:) + 126 in AttentionAnswers at /home/me/Exercises/04-SingleHeadAttention.swift:7:17
    """

  @Test("The message, the learner's own line, and what was printed before")
  func message() throws {
    let trap = try #require(
      Trap(in: "hello\nSwift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range" + frames))
    #expect(trap.message == "Index out of range  (Exercises/04-SingleHeadAttention.swift:7:17)")
    #expect(trap.before == "hello")
    #expect(Trap(in: "hello\n") == nil)
  }

  @Test("A stack that is full of one line is a function that calls itself")
  func recursion() throws {
    let frame = try #require(frames.split(separator: "\n").last)
    let trap = try #require(Trap(in: frames + "\n" + [frame, frame, frame].joined(separator: "\n")))
    #expect(trap.message.hasPrefix("a function calls itself without end  (Exercises/04"))
    #expect(try #require(Trap(in: frames)).message.hasPrefix("Illegal instruction"))
  }
}

import Autodiff
import Randomness
import Testing
import Training

/// What PyTorch says of the loss and its gradient stands in OracleTests; here is what holds for every student.
@Suite("Distillation")
struct DistillationTests {
  private func logits(_ seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return .normal([2, 3, 5], deviation: 2, using: &generator)
  }

  private let targets = [0, 4, 2, 1, 1, 3]

  private func loss(
    _ student: Tensor, _ teacher: Tensor, keep: [Bool]? = nil, temperature: Float = 2, weight: Float = 0.5
  ) -> Tensor {
    distillationLoss(
      student: student, teacher: teacher, targets: targets, keep: keep, temperature: temperature,
      weight: weight)
  }

  @Test("without weight it is the loss of the text, to the bit")
  func textAlone() {
    #expect(loss(logits(1), logits(2), weight: 0) == crossEntropy(logits: logits(1), targets: targets))
  }

  @Test("a student that says what its teacher says has nothing to learn of it", arguments: [1, 2, 5])
  func taught(temperature: Float) {
    let (value, slope) = valueWithGradient(at: logits(1)) {
      loss($0, logits(1), temperature: temperature, weight: 1)
    }
    #expect(abs(value.scalar) < 1e-6 && slope.scalars.allSatisfy { abs($0) < 1e-6 })
    #expect(loss(logits(2), logits(1), temperature: temperature, weight: 1).scalar > 0.1)
  }

  @Test("no gradient is taken through the teacher")
  func constantTeacher() {
    let slope = gradient(at: logits(2)) { loss(logits(1), $0) + $0.sum() * 0 }
    #expect(slope.scalars.allSatisfy { $0 == 0 })
  }

  @Test("what is left out has no influence, whatever stands there")
  func leftOut() {
    let keep = [true, true, false, true, true, true]
    var (student, teacher) = (logits(1).scalars, logits(2).scalars)
    func result() -> (value: Tensor, gradient: Tensor) {
      valueWithGradient(at: Tensor(shape: [2, 3, 5], scalars: student)) {
        loss($0, Tensor(shape: [2, 3, 5], scalars: teacher), keep: keep)
      }
    }
    let before = result()
    for place in 10..<15 { (student[place], teacher[place]) = (Float(place), .infinity) }
    let after = result()
    #expect(before.value == after.value && before.gradient == after.gradient)
    #expect((10..<15).allSatisfy { after.gradient.scalars[$0] == 0 })
  }

  @Test("a batch of chosen targets is taught on what is chosen, and on nothing else")
  func chosenTargets() throws {
    var sequence = TargetedSequence()
    sequence.read([1, 2])
    sequence.learn([3])
    sequence.read([0])
    sequence.learn([4, 1])
    let batch = try ChosenTargets([sequence])
    var generator = SeededGenerator(seed: 3)
    let student = Tensor.normal([1, 5, 5], using: &generator)
    let teacher = Tensor.normal([1, 5, 5], using: &generator)
    let expected = distillationLoss(
      student: student, teacher: teacher, targets: [2, 3, 0, 4, 1], keep: [false, true, false, true, true],
      temperature: 3, weight: 0.25)
    #expect(
      batch.distillationLoss(student: student, teacher: teacher, temperature: 3, weight: 0.25) == expected)
  }
}

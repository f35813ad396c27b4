import Autodiff
import Formulas
import Language
import Randomness
import Testing
import Training

/// Numbers that the lectures state and that no chapter prints.
@Suite struct LectureTests {
  @Test(
    "Chapter 7: the longest of the six thousand stories has 93 tokens, so that an n-gram of order 96 sees the whole of each"
  )
  func longestStory() throws {
    let stories = TinyWorld().stories(count: 6_000, seed: 1)
    let tokenizer = WordTokenizer(corpus: stories.joined())
    let lengths = try stories.map { try tokenizer.encode($0).count }
    #expect(lengths.max() == 93)
  }

  @Test(
    "Chapter 7: Adam's steps are η where the gradient keeps its sign, 0.23 η where it is noise, at any size")
  func adamsSteps() {
    for size in [1e-3, 1e3] as [Float] {
      var generator = SeededGenerator(seed: 1)
      var optimizer = AdamW(learningRate: 1, weightDecay: 0)
      // One half of the parameters has a steady gradient, the other noise.
      var parameters = Tensor.zeros([2, 1_000])
      var before = parameters
      for _ in 0..<5_000 {
        before = parameters
        let noise = Tensor.normal([1, 1_000], using: &generator)
        optimizer.update(&parameters, along: concatenate([Tensor.ones([1, 1_000]), noise], axis: 0) * size)
      }
      let step = square(parameters - before).sum(alongAxis: 1).scalars.map { ($0 / 1_000).squareRoot() }
      #expect(abs(step[0] - 1) < 0.01)
      // The variance of a running mean of noise is (1 − β₁)/(1 + β₁) = 1/19 of the noise's.
      #expect(abs(step[1] - 0.2294) < 0.015, "\(step[1])")
    }
  }

  @Test(
    "Chapter 7: one logit at θ = 1 with label 1 steps by +1.368 along the natural gradient, +0.269 along the plain"
  )
  func naturalGradientStep() throws {
    let values = try Formula.of(.s4_3_2_P_NGD).published.compute(["theta": 1, "y": 1])
    #expect(abs(try values.number("step") + 1.3678794412) < 1e-9)
    #expect(abs(try values.number("gradient") + 0.2689414214) < 1e-9)
  }
}

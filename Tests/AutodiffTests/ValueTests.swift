import Autodiff
import Randomness
import Testing

/// Whether two tensors agree in shape, and in every element within a tolerance.
func agree(_ left: Tensor, _ right: Tensor, within tolerance: Float = 1e-6) -> Bool {
  left.shape == right.shape
    && zip(left.scalars, right.scalars).allSatisfy { $0 == $1 || Swift.abs($0 - $1) <= tolerance }
}

@Suite("Values of the operations")
struct ValueTests {
  let matrix = Tensor([[1, 2, 3], [4, 5, 6]])

  @Test("arithmetic broadcasts rows, columns and scalars")
  func broadcasting() {
    #expect(matrix + Tensor([10, 20, 30]) == Tensor([[11, 22, 33], [14, 25, 36]]))
    #expect(matrix * Tensor([[2], [3]]) == Tensor([[2, 4, 6], [12, 15, 18]]))
    #expect(1 - matrix == Tensor([[0, -1, -2], [-3, -4, -5]]))
    #expect(matrix / 2 == Tensor([[0.5, 1, 1.5], [2, 2.5, 3]]))
    #expect((Tensor([[1], [2]]) + Tensor([[10, 20]])).shape == [2, 2])
  }

  @Test("the matrix product, plain, transposed, batched and broadcast")
  func products() {
    let square = matmul(matrix, matrix, rightTransposed: true)
    #expect(square == Tensor([[14, 32], [32, 77]]))
    #expect(matmul(matrix, matrix.transposed()) == square)
    #expect(matmul(matrix, matrix, leftTransposed: true) == matmul(matrix.transposed(), matrix))
    let batch = stack([matrix, 2 * matrix])
    #expect(matmul(batch, matrix, rightTransposed: true) == stack([square, 2 * square]))
    #expect(matmul(batch, batch, rightTransposed: true) == stack([square, 4 * square]))
    #expect(
      matmul(matrix.reshaped([1, 2, 3]), batch, rightTransposed: true) == stack([square, 2 * square]))
  }

  @Test("movement keeps every number and puts it where its name says")
  func movement() {
    #expect(matrix.transposed() == Tensor([[1, 4], [2, 5], [3, 6]]))
    #expect(matrix.reshaped([3, -1]) == Tensor([[1, 2], [3, 4], [5, 6]]))
    let cube = Tensor(shape: [2, 2, 3], scalars: (0..<12).map(Float.init))
    #expect(cube.permuted([1, 0, 2]).scalars == [0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11])
    #expect(cube.permuted([2, 0, 1])[1, 1, 0] == cube[1, 0, 1])
    #expect(matrix.sliced(axis: 1, 1..<3) == Tensor([[2, 3], [5, 6]]))
    #expect(matrix.selected(axis: 0, 1) == Tensor([4, 5, 6]))
    #expect(concatenate([matrix, matrix], axis: 1).shape == [2, 6])
    #expect(concatenate(matrix.split(sizes: [1, 2], axis: 1), axis: 1) == matrix)
    #expect(stack([matrix, matrix], axis: 2)[1, 2, 0] == 6)
  }

  @Test("reductions, with and without the reduced axis")
  func reductions() {
    #expect(matrix.sum() == 21)
    #expect(matrix.sum(alongAxis: 0) == Tensor([5, 7, 9]))
    #expect(matrix.sum(alongAxis: 1, keepingAxis: true) == Tensor([[6], [15]]))
    #expect(matrix.mean(alongAxis: -1) == Tensor([2, 5]))
    #expect(matrix.max(alongAxis: 0) == Tensor([4, 5, 6]))
    #expect(matrix.max(alongAxes: [0, 1]) == 6)
    #expect(matrix.sum(alongAxes: [1, 0]) == 21)
    #expect(Tensor([[3, 1, 3], [0, 0, 1]]).argmax() == [0, 2])
  }

  @Test("an axis that is named twice is reduced once, and axes may be counted from the end")
  func axisNamedTwice() {
    #expect(matrix.sum(alongAxes: [0, 0]) == Tensor([5, 7, 9]))
    #expect(matrix.sum(alongAxes: [0, -2]) == Tensor([5, 7, 9]))
    #expect(matrix.mean(alongAxes: [1, -1], keepingAxes: true) == Tensor([[2], [5]]))
    #expect(matrix.sum(alongAxes: []) == matrix)
    #expect(agree(matrix.variance(alongAxes: [0, 1]), Tensor(35.0 / 12)))
  }

  @Test("one size may be left open, also of a tensor without numbers")
  func openSizes() {
    #expect(matrix.reshaped([-1]).shape == [6] && matrix.reshaped([1, -1, 2]).shape == [1, 3, 2])
    #expect(Tensor.zeros([0, 3]).reshaped([-1, 3]).shape == [0, 3])
    #expect(Tensor.zeros([0, 3]).reshaped([0, -1]).shape == [0, 0])
  }

  @Test("a tensor is printed in brackets, with its shape where that is not plain, and not at length")
  func descriptions() {
    #expect("\(Tensor(3))" == "3.0" && "\(Tensor([1, -2]))" == "[1.0, -2.0]")
    #expect("\(Tensor([[1, 2]]))" == "[[1.0, 2.0]] of shape [1, 2]")
    #expect("\(Tensor.zeros([1_001]))" == "1001 scalars")
    #expect(
      "\(Tensor.zeros([1_000]))".hasPrefix("[0.0, 0.0") && !"\(Tensor.zeros([1_000]))".contains("scalars"))
  }

  @Test("random tensors have the deviation and the range that they are asked for")
  func randomTensors() {
    var generator = SeededGenerator(seed: 3)
    let normal = Tensor.normal([10_000], deviation: 3, using: &generator)
    #expect(Swift.abs(square(normal).mean().scalar - 9) < 0.6)  // 9·√(2/10,000) = 0.13, five times
    let uniform = Tensor.uniform([10_000], in: -2..<4, using: &generator)
    #expect(uniform.scalars.allSatisfy { (-2..<4).contains($0) })
    #expect(Swift.abs(uniform.mean().scalar - 1) < 0.09)  // 6/√12/100 = 0.017, five times
    #expect(uniform.scalars.contains { $0 > 3.9 } && uniform.scalars.contains { $0 < -1.9 })
  }

  @Test("the variance divides by d, not by d − 1 (ledger S1-3.3-LNSTAT: 2/3 for [1, 2, 3])")
  func varianceIsPopulation() {
    #expect(agree(Tensor([1, 2, 3]).variance(alongAxis: 0), Tensor(2 / 3)))
  }

  @Test("softmax of [1, 2, 3] (ledger G-SOFTMAX), and of the same 1000 higher")
  func softmaxValues() {
    let expected = Tensor([0.090030573, 0.244728471, 0.665240956])
    #expect(agree(softmax(Tensor([1, 2, 3])), expected))
    #expect(agree(softmax(Tensor([1001, 1002, 1003])), expected))
    #expect(agree(exp(logSoftmax(Tensor([1, 2, 3]))), expected))
  }

  @Test("a fully masked row of a softmax is zeros, and its gradient is zero too, never NaN")
  func fullyMaskedRow() {
    let mask = Mask(shape: [2, 2], keep: [true, false, false, false])
    let x = Tensor([[1, 2], [3, 4]])
    #expect(softmax(x.masked(mask)) == Tensor([[1, 0], [0, 0]]))
    let slope = gradient(at: x) { (softmax($0.masked(mask)) * Tensor([[1, 2], [3, 4]])).sum() }
    #expect(slope == .zeros([2, 2]))
  }

  @Test("the causal mask gives 1, ½ ½, ⅓ ⅓ ⅓ for equal scores (ledger G-MASK)")
  func causalMask() {
    let weights = softmax(Tensor.zeros([3, 3]).masked(.causal(queries: 3, keys: 3)))
    let third: Float = 1 / 3
    #expect(agree(weights, Tensor([[1, 0, 0], [0.5, 0.5, 0], [third, third, third]])))
    #expect(Mask.causal(queries: 1, keys: 3).keep == [true, true, true])
    #expect(
      Mask.causal(queries: 2, keys: 2).and(.padding(lengths: [1], time: 2)).keep == [
        true, false, true, false,
      ])
  }

  @Test("hidden places receive no change, whatever comes back to them")
  func changeOfHiddenPlaces() {
    let upstream = Tensor([[1, 2], [3, 4]])
    let causal = gradient(at: Tensor.zeros([2, 2])) {
      ($0.masked(.causal(queries: 2, keys: 2)) * upstream).sum()
    }
    #expect(causal == Tensor([[1, 0], [3, 4]]))
    let column = gradient(at: Tensor.zeros([2, 2])) {
      ($0.masked(Mask(shape: [2, 1], keep: [false, true])) * upstream).sum()
    }
    #expect(column == Tensor([[0, 0], [3, 4]]))
  }

  @Test(
    "what is hidden has no influence, and its gradient is 0, also where it is no number",
    arguments: [
      Float.nan, .infinity, -.infinity, 7,
    ])
  func hiddenNumbersThatAreNone(hidden: Float) {
    let mask = Mask.causal(queries: 2, keys: 2)
    let x = Tensor([[1, hidden], [2, 3]])
    #expect(x.masked(mask) == Tensor([[1, -.infinity], [2, 3]]))
    #expect(x.masked(Mask(shape: [2], keep: [true, false])) == Tensor([[1, -.infinity], [2, -.infinity]]))
    #expect(softmax(x.masked(mask)) == softmax(Tensor([[1, 0], [2, 3]]).masked(mask)))
    let slope = gradient(at: Tensor.zeros([2, 2])) {
      differentiable("given", $0.masked(mask)) { _ in (Tensor(0), { _ in x }) }
    }
    #expect(slope == Tensor([[1, 0], [2, 3]]))
  }

  @Test("with more queries than keys the first queries see nothing")
  func moreQueriesThanKeys() {
    #expect(Mask.causal(queries: 3, keys: 1).keep == [false, false, true])
    #expect(
      Mask.causal(queries: 3, keys: 2).keep == [false, false, true, false, true, true])
  }

  @Test("a padding mask keeps the first places of each sequence, from none to all")
  func paddingMask() {
    let mask = Mask.padding(lengths: [0, 1, 2], time: 2)
    #expect(mask.shape == [3, 1, 1, 2] && mask.keep == [false, false, true, false, true, true])
    #expect(mask.and(.causal(queries: 2, keys: 2)).shape == [3, 1, 2, 2])
  }

  @Test("a mask has the places that it was made from, and two masks with the same places are equal")
  func maskPlaces() {
    let holes = [true, false, true, true, false, false]
    #expect(Mask(shape: [2, 3], keep: holes).keep == holes)
    #expect(Mask(shape: [1, 2, 3], keep: holes).keep == holes)
    let first = [true, false, false, true, true, true]
    #expect(Mask(shape: [2, 3], keep: first).keep == first)
    #expect(Mask(shape: [2, 2], keep: [true, false, true, true]) == .causal(queries: 2, keys: 2))
    #expect(Mask(shape: [2, 0], keep: []).keep == [])
  }

  @Test("layer norm of the ledger's three rows (S1-3.3-LNNORM), with γ and β too")
  func layerNormValues() {
    let x = Tensor([[1, 2, 6], [4, 6, 11], [0, 3, 3]])
    let expected = Tensor([
      [-0.925819108, -0.462909554, 1.388728662], [-1.019048743, -0.339682914, 1.358731657],
      [-1.414210027, 0.707105013, 0.707105013],
    ])
    #expect(agree(layerNorm(x, gain: .ones([3]), bias: .zeros([3])), expected))
    let scaled = layerNorm(Tensor([[1, 2, 3]]), gain: 2 * .ones([3]), bias: .ones([3]))
    #expect(agree(scaled, Tensor([[-1.4494713718, 1, 3.4494713718]])))
    #expect(layerNorm(Tensor([[5, 5, 5]]), gain: .ones([3]), bias: .zeros([3])) == Tensor([[0, 0, 0]]))
  }

  @Test("layer norm keeps ε under the root: [0, 0.001, 0.002] becomes ±0.3061862 (ledger)")
  func epsilonUnderTheRoot() {
    let tiny = layerNorm(Tensor([[0, 0.001, 0.002]]), gain: .ones([3]), bias: .zeros([3]))
    #expect(agree(tiny, Tensor([[-0.3061862, 0, 0.3061862]])))
  }

  @Test("cross-entropy of [1, 2, 3] with target 2, and its gradient (ledger S2-4.2-CE)")
  func crossEntropyValues() {
    let (loss, slope) = valueWithGradient(at: Tensor([[1, 2, 3]])) { crossEntropy(logits: $0, targets: [2]) }
    #expect(agree(loss, Tensor(0.4076059644)))
    #expect(agree(slope, Tensor([[0.090030573, 0.244728471, -0.334759044]])))
  }

  // ε = 0.3: q = [0.1, 0.1, 0.8], and −Σ q ln p = 3.4076059644 − 0.1·(1 + 2) − 0.8·3.
  @Test("smoothed cross-entropy of [1, 2, 3], and its gradient softmax − q; it is least at q")
  func smoothedCrossEntropy() {
    func smoothed(_ logits: Tensor) -> Tensor {
      crossEntropy(logits: logits, targets: [2], labelSmoothing: 0.3)
    }
    let (loss, slope) = valueWithGradient(at: Tensor([[1, 2, 3]])) { smoothed($0) }
    #expect(agree(loss, Tensor(0.7076059644)))
    #expect(agree(slope, Tensor([[-0.009969427, 0.144728471, -0.134759044]])))
    let least = gradient(at: log(Tensor([[0.1, 0.1, 0.8]]))) { smoothed($0) }
    #expect(agree(least, .zeros([1, 3])))
    // All of the weight on every class alike: the target does not matter.
    let one = crossEntropy(logits: Tensor([[1, 2, 3]]), targets: [0], labelSmoothing: 1)
    #expect(agree(one, crossEntropy(logits: Tensor([[1, 2, 3]]), targets: [2], labelSmoothing: 1)))
    #expect(agree(one, Tensor(1.4076059644)))
  }

  @Test("the summed loss doubles when the batch is repeated, the mean does not (ledger S2-4.2-CE R2, R3)")
  func reductionOfTheLoss() {
    let once = log(Tensor([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2]]))
    let twice = concatenate([once, once], axis: 0)
    #expect(agree(crossEntropy(logits: once, targets: [0, 1], reduction: .sum), Tensor(1.0498221245)))
    #expect(agree(crossEntropy(logits: twice, targets: [0, 1, 0, 1], reduction: .sum), Tensor(2.0996442)))
    #expect(agree(crossEntropy(logits: twice, targets: [0, 1, 0, 1]), Tensor(0.5249110622)))
  }

  @Test("cross-entropy is finite at logits of ±1000, and right")
  func stableCrossEntropy() {
    let logits = Tensor([[1000, -1000], [-1000, 1000]])
    let (loss, slope) = valueWithGradient(at: logits) {
      crossEntropy(logits: $0, targets: [0, 0], reduction: .sum)
    }
    #expect(loss == 2000)
    #expect(slope == Tensor([[0, 0], [-1, 1]]))
  }

  @Test("padding has no influence on the loss, whatever its logits")
  func paddedLoss() {
    let logits = Tensor([[1, 2, 3], [9, -9, 4]])
    let loss = crossEntropy(logits: logits, targets: [2, 0], keep: [true, false])
    #expect(agree(loss, Tensor(0.4076059644)))
  }

  @Test("the loss of nothing but padding is 0 and has no gradient", arguments: Reduction.allCases)
  func lossOfNothing(_ reduction: Reduction) {
    for logits in [Tensor([[1, 2, 3], [9, -9, 4]]), Tensor([[.nan, 0, 0], [.infinity, 0, 0]])] {
      let (loss, slope) = valueWithGradient(at: logits) {
        crossEntropy(logits: $0, targets: [2, 0], keep: [false, false], reduction: reduction)
      }
      #expect(loss == 0 && slope == .zeros([2, 3]))
    }
  }

  @Test("the target of padding may be no class, and its row may be NaN")
  func paddingIsNotRead() {
    let (loss, slope) = valueWithGradient(at: Tensor([[1, 2, 3], [.nan, 0, 0]])) {
      crossEntropy(logits: $0, targets: [2, -1], keep: [true, false])
    }
    #expect(agree(loss, Tensor(0.4076059644)))
    #expect(agree(slope, Tensor([[0.090030573, 0.244728471, -0.334759044], [0, 0, 0]])))
  }

  @Test("looking up is the same as one-hot rows times the table")
  func lookUpIsOneHotProduct() {
    let table = normal([5, 3], seed: 1)
    #expect(lookUp(table, at: [4, 0, 4]) == matmul(oneHot([4, 0, 4], size: 5), table))
  }

  @Test("a looked-up row receives its change once for every use, the others none")
  func lookUpGradient() {
    let slope = gradient(at: Tensor.ones([3, 2])) { lookUp($0, at: [2, 0, 2]).sum() }
    #expect(slope == Tensor([[1, 1], [0, 0], [2, 2]]))
  }

  @Test("What several look-ups of a row pass on is summed before it is added to what has arrived")
  func lookUpsAreSummedFirst() {
    // One by one, each 2⁻²⁴ would be lost beside the 1.
    let slope = gradient(at: Tensor.ones([2, 1])) { table in
      (lookUp(table, at: [1, 1]) * 0x1p-24).sum() + table.sum()
    }
    #expect(slope.scalars == [1, 1 + 0x1p-23])
  }

  @Test("GELU in both forms (ledger G-GELU)")
  func geluForms() {
    #expect(agree(gelu(Tensor([1, -1]), form: .exact), Tensor([0.8413447461, -0.1586552539])))
    #expect(agree(gelu(Tensor([1, -1]), form: .tanh), Tensor([0.8411919906, -0.1588080094])))
  }

  @Test("dropout keeps the mean, scales what it keeps, follows its seed and is the identity without one")
  func dropoutValues() {
    let x = Tensor.ones([100, 100])
    let dropped = dropout(x, rate: 0.1, seed: 5)
    #expect(Set(dropped.scalars) == [0, 1 / 0.9])
    #expect(Swift.abs(dropped.mean().scalar - 1) < 0.01)
    #expect(dropped == dropout(x, rate: 0.1, seed: 5))
    #expect(dropped != dropout(x, rate: 0.1, seed: 6))
    #expect(dropout(x, rate: 0.1, seed: nil) == x)
    #expect(dropout(x, rate: 0, seed: 5) == x)
    #expect(gradient(at: x) { dropout($0, rate: 0.1, seed: 5).sum() } == dropped)
  }
}

import Autodiff
import Formulas
import Neural
import Notebook

/// TOY-M: two tokens, two heads of one channel, worked out by hand.
func byHand(_ notebook: ChapterNotebook) throws {
  notebook.heading("By hand: TOY-M")
  notebook.prose("X = I₂, head i sees channel i alone, W^O = [[1, 2], [3, 4]].")
  notebook.code()
  let plain = Linear(weight: .identity(2))
  let toy = MultiHeadAttention(
    query: plain, key: plain, value: plain,
    output: Linear(weight: Tensor([[1, 2], [3, 4]])), headCount: 2)
  let (toyOutput, toySeen) = observing { toy(.identity(2)) }
  // The specification in Double, of two heads and of one head of width 2.
  let exampleM = Formula.Examples.toyM
  let exact = try Formula.of(.s0_3_3_MHA).published.compute(exampleM)
  let oneHead = try Formula.of(.s0_3_3_ATT).published.compute(exampleM)

  notebook.prose(
    """
    Each head compares numbers 1 and 0: the weight is e/(e + 1) = \
    \(NumberText.fixed(try exact.matrix("concat")[0, 0], decimals: 6)) where both are 1 and ½ where the query is 0.
    """)
  let golden: Matrix = [[2.231_058_579, 3.462_117_157], [2.693_175_736, 3.924_234_315]]
  notebook.check(
    "the specification gives the four numbers worked out by hand",
    measured: try exact.matrix("output").distance(to: golden), atMost: 1e-9)
  notebook.check(
    "`MultiHeadAttention` gives them too", measured: toyOutput.matrix.distance(to: golden), atMost: 1e-6)
  notebook.check(
    "one head of width 2 is not two of width 1: at (0, 0) it gives",
    measured: try oneHead.matrix("output")[0, 0], near: 0.669_761_549, within: 1e-9)
  notebook.check(
    "where the two give", measured: toySeen.tensor("concatenated")[0, 0], near: 0.731_058_579, within: 1e-6)
}

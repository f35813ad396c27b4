import Cells
import Foundation
import TestSupport

@testable import Slides

/// A small deck with which nothing is wrong, the chapter that it is of, and a package with the sources that it shows.
struct ExampleDeck {
  static let heading = "Chapter 4 · An example"

  /// The deck with the words of one slide replaced.
  static func text(_ replaced: String = "", with words: String = "") -> String {
    let text = whole
    return replaced.isEmpty ? text : text.replacing(replaced, with: words)
  }

  /// A deck of twelve slides and fourteen minutes.
  private static let whole =
    """
    ---
    marp: true
    title: An example
    ---

    # Chapter 4 · An example

    Words (Vaswani et al. 2017), `0.5`, $`0.25`$, S0 §3.3, and Bahdanau 2015.

    <!-- minutes: 3
    Say [0.55](value:weights[1,0]).

    Twice. -->

    ---

    ## Figures

    ![the weights](tensor:weights)

    ![the loss](plot:the%20loss)

    ![the words](<table:likely words>)

    ![a sum](tree:sum)

    ![attention](formula:S0-3.3-ATT)

    ![unscaled](tensor:--no-scale/weights)

    <!-- Point at it. -->

    ---

    ## Numbers

    * [55 %](value:weights[1,0]) of [1](value:loss), [1.2·10⁻⁷](value:check:rows sum to 1)
    * [−0.43](value:plot:the loss[0,1]), [50,257](value:table:likely words[1,1]), [cat](<value:table:likely words[0,0]>)
    * [4](value:count:weights) numbers, [2 × 2](value:shape:weights), [600](value:option:steps) steps
    * [0.91](value:--no-scale,--width=2/weights[0,1]), [7.5](value:table:#2[0,0])

    <!-- minutes: 2

    Ask. -->

    ---

    ## Code

    ```swift Sources/A.swift
    let a = 1
      return a
    ```

    ```math
    x = 0.125
    ```

    <!-- Read it aloud. -->

    """
    + (5...12).map { "\n---\n\n## Slide \($0)\n\n<!--\nminutes: 1\nWords.\n-->\n" }.joined()
    + "\n---\n\n## The end\n\n<!-- minutes: 1\nGo. -->\n"

  static func run(_ arguments: [String]) -> RecordedRun {
    let isBroken = arguments.first == "--no-scale"
    return RecordedRun(
      command: (["swift run example"] + arguments).joined(separator: " "), title: heading, seed: 1,
      options: ["steps": .number(600), "text": .words("a cat")],
      cells: [
        .prose("## One"),
        .tensor(
          TensorCell("weights", isBroken ? [0.09, 0.91, 0, 1] : [0.4, 0.6, 0.55, 0.45], shape: [2, 2])),
        .tensor(TensorCell("loss", [1.0000001], shape: [])),
        .tensor(TensorCell("seconds", [0.5], shape: [], display: .momentary)),
        .check(CheckCell("rows sum to 1", measured: 1.19e-7, requirement: .atMost(1e-6))),
        .plot(PlotCell("the loss", style: .line, series: [.init("a", [2.0, -0.4300001])])),
        .table(
          TableCell(
            "likely words", columns: ["word", "count"],
            rows: [[.text("cat"), .integer(3)], [.text("dog"), .integer(50_257)]])),
        .table(TableCell(columns: ["a"], rows: [[.number(.infinity)]])),
        .table(TableCell(columns: ["a"], rows: [[.number(7.5)]])),
        .tree(TreeCell("sum", root: TreeNode("+"))), .formula(FormulaCell(.s0_3_3_ATT)),
      ])
  }

  /// What is wrong with a deck.
  static func defects(of text: String, minutes: Int? = 14) throws -> [String] {
    let package = try TemporaryFolder(holding: [
      "Sources/A.swift": "func f() -> Int {\n  let a = 1\n  return a\n}\n"
    ])
    return withExtendedLifetime(package) {
      DeckCheck(text, at: "slides.md", heading: heading, minutes: minutes, in: package.url) { arguments in
        if arguments == ["--none"] { throw NotInRun(description: "no option --none") }
        return run(arguments)
      }.defects
    }
  }
}

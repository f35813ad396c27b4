import Cells
import Pages
import Testing

@testable import Book

@Suite("What a switch has changed")
struct ComparisonTests {
  private func tensor(_ name: String, _ values: [Double]) -> Cell {
    .tensor(TensorCell(name, values, shape: [values.count]))
  }

  private func rows(_ left: [Cell], _ right: [Cell]) -> [String] {
    func name(_ cell: Cell?) -> String {
      switch cell {
      case .tensor(let tensor): tensor.name
      case .prose(let text): text
      case nil: "–"
      default: "?"
      }
    }
    return Comparison(left, right).rows.map { row in
      switch row {
      case .heading(let words): "# " + words
      case .alike(let count): "\(count) alike"
      case .different(let one, let other): "\(name(one)) | \(name(other))"
      }
    }
  }

  @Test("Cells that are alike are counted, others stand beside each other, and each side may have its own")
  func pairs() {
    let left: [Cell] = [
      .prose("## One"), tensor("a", [1]), tensor("b", [1]), .prose("## Two"), tensor("c", [1]),
      tensor("d", [2]),
      .prose("the loss is 0.5"),
    ]
    let right: [Cell] = [
      .prose("## One"), tensor("a", [1]), tensor("b", [1]), .prose("## Two"), tensor("d", [3]),
      tensor("e", [1]),
      .prose("the loss is 0.7"),
    ]
    #expect(
      rows(left, right) == [
        "# One", "2 alike", "# Two", "c | –", "d | d", "– | e", "the loss is 0.5 | the loss is 0.7",
      ])
    #expect(Comparison(left, right).hasDifferences && !Comparison(left, left).hasDifferences)
    #expect(rows(left, left) == ["# One", "2 alike", "# Two", "3 alike"])
  }

  @Test("What to try next is nothing that a switch has changed")
  func tries() {
    let commands = [Cell.tryNext([TryNextCommand("swift run a", explanation: "b")])]
    #expect(rows(commands, []).isEmpty && rows([], commands).isEmpty)
  }

  @Test("On the page each side says which run it is, and numbers that differ are outlined on both")
  func markup() {
    let page = Comparison(
      [.prose("## One"), tensor("a", [1, 2, 3])],
      [.prose("## One"), tensor("a", [1, 5, 3]), tensor("b", [1])]
    ).markup("run a", "run b").html
    #expect(page.contains("<h2 id=\"section-1\">One</h2>"))
    #expect(page.components(separatedBy: "data-differs").count == 3)
    #expect(
      page.contains("data-value=\"2.0\" data-differs=\"\"")
        && page.contains("data-value=\"5.0\" data-differs=\"\""))
    #expect(page.components(separatedBy: "<code>run a</code>").count == 3)
    #expect(page.components(separatedBy: "has no such cell.").count == 2)
  }
}

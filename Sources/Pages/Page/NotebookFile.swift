import Cells

/// A run of a chapter as a Jupyter notebook, format 4.5: Markdown, the code that ran, and what each piece of code showed.
///
/// What is shown stands below the last code before it; what no code precedes hangs on a cell without code, which is folded.
/// The cells' ids are their places, so that the same run gives the same bytes.
package struct NotebookFile {
  private let cells: [Cell]
  private let plainText: (Cell) -> String

  /// The notebook of a run; `plainText` is what a reader without pictures sees of a cell.
  package init(cells: [Cell], plainText: @escaping (Cell) -> String) {
    self.cells = cells
    self.plainText = plainText
  }

  /// The whole file.
  package var json: [UInt8] {
    var entries: [Entry] = []
    for cell in cells {
      switch cell {
      case .prose(let text): entries.append(.markdown(text))
      case .guess(let text): entries.append(.markdown("**Guess first.** " + text))
      case .formula(let formula): entries.append(.markdown(Self.markdown(formula)))
      case .code(let code): entries.append(.code(code, outputs: []))
      case .explore: break
      case .tensor(let tensor) where tensor.display == .momentary: break
      default:
        let output = output(cell, isFirst: !entries.contains { $0.hasOutputs })
        if case .code(let code, let outputs) = entries.last {
          entries[entries.count - 1] = .code(code, outputs: outputs + [output])
        } else {
          entries.append(.code(nil, outputs: [output]))
        }
      }
    }
    let document = JSONValue.object([
      ("cells", .array(entries.enumerated().map { $0.element.value(id: "cell-\($0.offset + 1)") })),
      (
        "metadata",
        .object([
          ("language_info", .object([("name", .string("swift")), ("file_extension", .string(".swift"))]))
        ])
      ),
      ("nbformat", .integer(4)), ("nbformat_minor", .integer(5)),
    ])
    return document.encoded + [UInt8(ascii: "\n")]
  }

  /// A cell of the notebook file.
  private enum Entry {
    case markdown(String)
    case code(CodeCell?, outputs: [JSONValue])

    var hasOutputs: Bool { if case .code(_, let outputs) = self { !outputs.isEmpty } else { false } }

    func value(id: String) -> JSONValue {
      switch self {
      case .markdown(let text):
        return .object([
          ("cell_type", .string("markdown")), ("id", .string(id)), ("metadata", .object([])),
          ("source", .string(text)),
        ])
      case .code(let code, let outputs):
        let metadata: [(String, JSONValue)] =
          code.map { [("file", .string($0.file)), ("line", .integer($0.line))] }
          ?? [("jupyter", .object([("source_hidden", .boolean(true))]))]
        return .object([
          ("cell_type", .string("code")), ("execution_count", .null), ("id", .string(id)),
          ("metadata", .object(metadata)), ("outputs", .array(outputs)),
          ("source", .string(code?.text ?? "")),
        ])
      }
    }
  }

  /// What a cell shows: HTML, plain text, and a chart as a picture; the first brings the colours behind numbers.
  private func output(_ cell: Cell, isFirst: Bool) -> JSONValue {
    let style: Markup = isFirst ? .verbatim("style", [:], HeatClass.styleSheet) : []
    var data: [(String, JSONValue)] = []
    switch cell {
    case .plot(let plot):
      data.append(("image/svg+xml", .string(plot.picture(.wide.alone(styleSheet: StyleSheet.picture)).html)))
    case .tree(let tree):
      data.append(("image/svg+xml", .string(tree.picture(styleSheet: StyleSheet.picture).html)))
    default: data.append(("text/html", .string((style + cell.markup).html)))
    }
    data.append(("text/plain", .string(plainText(cell))))
    return .object([
      ("data", .object(data)), ("metadata", .object([])), ("output_type", .string("display_data")),
    ])
  }

  /// A formula between dollar signs, the printed form below where it is another.
  private static func markdown(_ formula: FormulaCell) -> String {
    var parts = ["**\(formula.id)** \(formula.title)", "$$\(formula.latex)$$"]
    if formula.isPrintedOtherwise, let printed = formula.latexPrinted {
      parts += ["as printed:", "$$\(printed)$$"]
    }
    return (parts + ["*\(formula.provenance)*"]).joined(separator: "\n\n")
  }
}

import Formulas

/// The cells that a chapter writes, each by a method of its own.
extension ChapterNotebook {
  /// Markdown: paragraphs, `- lists`, `**bold**`, `` `code` ``; four spaces in front keep a line as it is.
  public func prose(_ text: String) { add(.prose(text)) }

  /// The heading that begins a section; traps when the chapter declares its sections and this is not one of them.
  public func heading(_ text: String) {
    beginSection(text)
    add(.prose("## " + text))
  }

  /// What the reader should guess before it is shown, in Markdown: it stands before the cell that answers it, and under
  /// `--pause` a key is waited for.
  public func guess(_ question: String) { add(.guess(question)) }

  /// Shows the paragraph below, which then runs: the lines next to the call that are not blank and indented at least as
  /// far as it is.
  ///
  /// ```swift
  /// notebook.code()
  /// let query = head.query(input)  // [time, d_k]
  /// let key = head.key(input)
  ///
  /// notebook.tensor("query", query)
  /// ```
  public func code(file: String = #fileID, line: Int = #line) {
    add(.code(chapter.source.paragraph(below: line, in: file.split(separator: "/").last ?? "")))
  }

  /// Shows the declaration of a name, whole; traps when the file declares none of that name, or more than one.
  ///
  /// `notebook.declaration("Head", in: "Head.swift")`
  public func declaration(_ name: String, in file: String) {
    add(.code(chapter.source.declaration(of: name, in: file)))
  }

  /// A formula, as published, and as printed where that differs.
  public func formula(_ id: FormulaID) { add(.formula(FormulaCell(id))) }

  /// Named numbers with a shape, row-major; traps when the name is taken or the counts do not fit.
  public func tensor(
    _ name: String, _ values: [Double], shape: [Int], axes: [String] = [], labels: [[String]] = [],
    formula: FormulaID? = nil, display: TensorDisplay = .table
  ) {
    add(
      .tensor(
        TensorCell(name, values, shape: shape, axes: axes, labels: labels, formula: formula, display: display)
      ))
  }

  /// Named numbers with a shape, row-major; traps when the name is taken or the counts do not fit.
  public func tensor(
    _ name: String, _ values: [Float], shape: [Int], axes: [String] = [], labels: [[String]] = [],
    formula: FormulaID? = nil, display: TensorDisplay = .table
  ) {
    tensor(
      name, values.map(Double.init), shape: shape, axes: axes, labels: labels, formula: formula,
      display: display)
  }

  /// One named number.
  public func scalar(_ name: String, _ value: Double, formula: FormulaID? = nil) {
    tensor(name, [value], shape: [], formula: formula)
  }

  /// A chart of lines.
  public func lineChart(
    _ name: String, _ series: [PlotCell.Series], xAxis: String = "", yAxis: String = "",
    isLogarithmic: Bool = false
  ) {
    add(
      .plot(
        PlotCell(
          name, style: .line, series: series, xAxis: xAxis, yAxis: yAxis, isLogarithmic: isLogarithmic)))
  }

  /// A chart of bars, one a name.
  public func barChart(_ name: String, _ bars: KeyValuePairs<String, Double>, yAxis: String = "") {
    barChart(name, labels: bars.map(\.key), values: bars.map(\.value), yAxis: yAxis)
  }

  /// A chart of bars, one a name.
  public func barChart(_ name: String, labels: [String], values: [Double], yAxis: String = "") {
    let series = PlotCell.Series("", x: values.indices.map(Double.init), y: values, labels: labels)
    add(.plot(PlotCell(name, style: .bar, series: [series], yAxis: yAxis)))
  }

  /// A map of points with names, such as embeddings in two dimensions.
  public func scatter(
    _ name: String, x: [Double], y: [Double], labels: [String], xAxis: String = "", yAxis: String = ""
  ) {
    let series = PlotCell.Series("", x: x, y: y, labels: labels)
    add(.plot(PlotCell(name, style: .scatter, series: [series], xAxis: xAxis, yAxis: yAxis)))
  }

  /// An expression as a tree, the result at the top.
  public func tree(_ root: TreeNode, name: String = "") { add(.tree(TreeCell(name, root: root))) }

  /// Rows of words and numbers; traps when a row has more or fewer entries than there are headings.
  public func table(_ name: String = "", columns: [String], rows: [[any TableValue]]) {
    add(.table(TableCell(name, columns: columns, rows: rows.map { $0.map(\.tableEntry) })))
  }

  /// Says how numbers that were added before hang together, for pages to answer by; nothing is said where a cell that it
  /// names stands in a section that is not shown. Traps when there is no such cell.
  public func explore(_ cell: ExploreCell) {
    for part in cell.parts where !names.contains(part.name) {
      fatalError("\(cell.title): no cell before it is called \(part.name)")
    }
    let shown = Set(cells.compactMap(\.name))
    if cell.parts.allSatisfy({ shown.contains($0.name) }) { add(.explore(cell)) }
  }

  /// Commands to run next, each with what it will show.
  public func tryNext(_ commands: KeyValuePairs<String, String>) {
    add(.tryNext(commands.map { TryNextCommand($0.key, explanation: $0.value) }))
  }

  /// Commands to run next.
  public func tryNext(_ commands: [String]) { add(.tryNext(commands.map { TryNextCommand($0) })) }
}

/// Claims that are measured; one that fails makes the chapter's exit status 1. NaN fails every one.
extension ChapterNotebook {
  /// Claims measured ≤ bound.
  public func check(_ name: String, measured: some BinaryFloatingPoint, atMost bound: Double) {
    add(.check(CheckCell(name, measured: Double(measured), requirement: .atMost(bound))))
  }

  /// Claims measured ≥ bound.
  public func check(_ name: String, measured: some BinaryFloatingPoint, atLeast bound: Double) {
    add(.check(CheckCell(name, measured: Double(measured), requirement: .atLeast(bound))))
  }

  /// Claims that the measured number lies in the range.
  public func check(_ name: String, measured: some BinaryFloatingPoint, between range: ClosedRange<Double>) {
    let requirement = CheckCell.Requirement.between(range.lowerBound, range.upperBound)
    add(.check(CheckCell(name, measured: Double(measured), requirement: requirement)))
  }

  /// Claims |measured − expected| ≤ tolerance.
  public func check(
    _ name: String, measured: some BinaryFloatingPoint, near expected: Double, within tolerance: Double
  ) {
    let requirement = CheckCell.Requirement.near(expected: expected, tolerance: tolerance)
    add(.check(CheckCell(name, measured: Double(measured), requirement: requirement)))
  }

  /// Claims that a count is the expected one.
  public func check(_ name: String, count: Int, equals expected: Int) {
    add(.check(CheckCell(name, measured: Double(count), requirement: .count(expected))))
  }

  /// Claims a statement.
  public func check(_ name: String, isTrue statement: Bool) {
    add(.check(CheckCell(name, measured: statement ? 1 : 0, requirement: .isTrue)))
  }
}

import Coursework
import Terminal

extension Watch {
  /// The screen: what the exercise asks for, the verdict, the hints that were asked for. What passed last stands where
  /// the learner is looking, before the exercise or before the verdict.
  func draw() throws {
    guard terminal != nil else {
      let next =
        current.map { [$0.heading, StyledLine("  " + session.place(of: $0, in: workshop), .code)] } ?? []
      return try session.show([StyledLine()] + lossLines + (verdict.isEmpty ? next : verdict))
    }
    measure()
    var lines = lossLines
    let told = news.isEmpty ? [] : news + [StyledLine()]
    if !isVerdictRead { lines += told }
    if let current {
      lines += session.task(current, in: workshop) + [StyledLine()]
      if workshop.lostFile(of: current.chapter) == nil {
        lines += session.row("Write it in", session.place(of: current, in: workshop), style: .code)
        lines.append(StyledLine())
      }
    }
    let start = lines.count
    lines += (isVerdictRead ? told : []) + verdict
    if showsHints, let current {
      let count = workshop.progress[current.name].hints
      lines += [StyledLine()] + session.hintLines(of: current, count: count)
    }
    try show(lines, showing: isVerdictRead || showsHints ? start : 0)
  }

  /// What is missing besides the current chapter's file, of which the verdict speaks.
  private var lossLines: [StyledLine] {
    session.lossLines(lost.filter { $0 != current?.chapter }.compactMap(workshop.lostFile))
  }

  func showList() throws {
    guard let terminal else { return }
    measure()
    let lines = try session.listLines()
    let place = lines.firstIndex { line in
      current.map { line.text.contains(" \($0.number) ") && line.text.contains(" \($0.name) ") } ?? false
    }
    try show(lines, showing: max(0, (place ?? 0) - size.rows / 2), isList: true)
    while !isInterrupted, !files.haveChanged {
      if terminal.size != size { return try showList() }
      guard let key = terminal.key(within: 0.2) else { continue }
      if view.scroll(key) {
        try show(isList: true)
        continue
      }
      if key == .character("q") { pressed = key }
      break
    }
    try draw()
  }

  /// Draws anew for a terminal that has another size by now.
  func followSize() throws {
    if let terminal, terminal.size != size { try draw() }
  }

  /// What the keys do, in as many lines as that takes.
  private func keyLines(isList: Bool) -> [StyledLine] {
    var parts: [(key: String, words: String)] = view.isPart ? [("↑↓", "scroll")] : []
    parts +=
      isList
      ? [("any other key", "goes back")]
      : [
        ("n", "next"), ("p", "previous"), ("h", "hint"), ("l", "list"), ("c", "check"), ("q", "quit"),
      ]
    var lines = [StyledLine()]
    for part in parts {
      let item = StyledLine(part.key, .name) + StyledLine(" \(part.words)", .quiet)
      let last = lines[lines.count - 1]
      if last.width == 0 {
        lines[lines.count - 1] = item
      } else if last.width + 3 + item.width <= session.width {
        lines[lines.count - 1] = last + StyledLine("   ") + item
      } else {
        lines.append(item)
      }
    }
    let passed = Item.all.count { $0.hasPassed(in: workshop) }
    let count = StyledLine("\(passed) of \(Item.all.count) passed", .quiet)
    if let last = lines.last, last.width + 2 + count.width <= session.width {
      lines[lines.count - 1] = session.line(last, right: count)
    }
    return lines
  }

  /// Shows a page, from its beginning or where a line of it is seen.
  private func show(_ lines: [StyledLine], showing line: Int, isList: Bool = false) throws {
    view = Viewport(lines, rows: max(1, size.rows - 2), showing: line)
    view.rows = max(1, size.rows - keyLines(isList: isList).count - 1)
    try show(isList: isList)
  }

  private func measure() {
    guard let terminal else { return }
    size = terminal.size
    session = session.fitted(to: size.columns)
  }

  /// Shows what is visible of the page, a blank line and the keys; nothing is below them, or the top would scroll away.
  func show(isList: Bool = false) throws {
    let lines = Array(view.visible) + [StyledLine()] + keyLines(isList: isList)
    let text = lines.map { $0.encoded(session.depth) }.joined(separator: "\n")
    try session.console.writeOutput(Array("\u{1B}[H\u{1B}[2J\(text)".utf8))
  }
}

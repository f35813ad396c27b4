/// How far a long task is, on standard error: a bar that is redrawn in a terminal, a line now and then when piped.
public final class Progress {
  private let task: String
  private let total: Int
  /// How many of the steps were made before.
  private let first: Int
  private let isTerminal: Bool
  private let width: Int
  private let now: () -> Double
  private let write: (String) -> Void
  private let start: Double
  private var lastShown = -1.0
  private var lastTenth = 0
  private var isDrawn = false
  private var hasReported = false
  private var isFinished = false
  private var latest: (step: Int, loss: Double?)

  package convenience init(_ task: String, total: Int, after first: Int, console: Console) {
    let clock = ContinuousClock()
    let origin = clock.now
    let columns = min(120, max(40, console.terminalColumns ?? 80))
    self.init(
      task, total: total, after: first, isTerminal: console.isErrorTerminal, width: columns,
      now: { (clock.now - origin) / .seconds(1) }, write: console.writeError)
  }

  /// A reporter with its own clock (seconds) and stream, as tests need it.
  package init(
    _ task: String, total: Int, after first: Int = 0, isTerminal: Bool, width: Int,
    now: @escaping () -> Double,
    write: @escaping (String) -> Void
  ) {
    self.task = task
    self.total = total
    self.first = first
    latest = (first, nil)
    lastTenth = total > 0 ? first * 10 / total : 0
    self.isTerminal = isTerminal
    self.width = width
    self.now = now
    self.write = write
    start = now()
  }

  deinit { clear() }

  /// Says at once that the work has begun: for work of which even the first step takes long.
  public func begin() {
    if isTerminal { draw(0) } else { write("\(task): \(parts(0).joined(separator: ", "))\n") }
  }

  /// Tells that `step` of the total steps are done, and the loss if there is one; cheap enough for every step.
  public func report(step: Int, loss: Double? = nil) {
    guard total > 0, !isFinished else { return }
    latest = (step, loss)
    let time = now() - start
    if isTerminal {
      guard time - lastShown >= 0.1 || (step >= total && isDrawn), time >= 0.2 else { return }
      lastShown = time
      draw(time)
    } else {
      // Nothing for work that is over at once, and a line for each tenth of what takes longer.
      let tenth = step * 10 / total
      guard tenth > lastTenth, time >= 1, time - lastShown >= 1 || step >= total else { return }
      lastTenth = tenth
      lastShown = time
      hasReported = true
      write("\(task): " + parts(time).joined(separator: ", ") + "\n")
    }
  }

  /// Ends the report and clears the bar.
  public func finish() {
    clear()
    isFinished = true
  }

  /// Removes the bar, until the next report draws it again.
  package func clear() {
    guard isDrawn else { return }
    write("\r\u{1B}[K")
    isDrawn = false
  }

  private func draw(_ time: Double) {
    let columns = width - 4  // The terminal writes "^C" behind the bar, which must not break the line.
    let words = "  " + parts(time).joined(separator: "  ")
    let room = columns - DisplayWidth.of(task) - 1 - DisplayWidth.of(words)
    var line = task + " "
    if room >= 10 {
      let length = min(30, room)
      let eighths = min(length * 8, max(0, latest.step * length * 8 / total))
      let partial = eighths % 8 > 0 ? [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] : ""
      let bar = String(repeating: "█", count: eighths / 8) + partial
      line += bar + String(repeating: "·", count: length - DisplayWidth.of(bar))
    }
    write("\r" + DisplayWidth.truncated(line + words, to: columns) + "\u{1B}[K")
    isDrawn = true
  }

  /// "step 200 of 2000", "loss 2.314", "210 steps/s", "9 s left".
  private func parts(_ time: Double) -> [String] {
    var result = ["step \(latest.step.grouped) of \(total.grouped)"]
    if let loss = latest.loss { result.append("loss " + NumberText.fixed(loss, decimals: 3)) }
    let rate = time > 0 ? Double(latest.step - first) / time : 0
    if rate > 0 {
      result.append(NumberText.fixed(rate, decimals: rate < 10 ? 1 : 0) + " steps/s")
      if latest.step < total { result.append(Self.duration(Double(total - latest.step) / rate) + " left") }
    }
    return result
  }

  /// "48 s", "3 min 20 s", "2 h 05 min".
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "long" }
    let whole = Int(seconds.rounded(.up))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if whole < 100 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
    return "\(whole / 3600) h \(two(whole / 60 % 60)) min"
  }
}

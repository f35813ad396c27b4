/// Talks with the reader: every line of standard input is answered on standard output, piece by piece.
///
/// Ctrl-C ends the answer that is being given and not the program, a second one the program too; between answers it
/// ends the program as usual. The end of the input ends the conversation. Lines that do not come from a terminal are
/// shown before their answers, so that the output can be read by itself. Empty lines are passed over.
///
/// ```swift
/// try Conversation(on: console).run { line, say in
///   for word in answer(to: line) { guard try say(word) else { break } }
/// }
/// ```
package struct Conversation {
  private let console: Console

  /// A conversation on a console.
  package init(on console: Console) {
    self.console = console
  }

  /// Talks until the input ends.
  ///
  /// `answer` receives a line and a way to say a piece of its answer, which tells whether more is wanted; what is said
  /// after a Ctrl-C is not shown. Throws what `answer` throws, and ``BrokenPipe`` when nobody listens.
  package func run(_ answer: (_ line: String, _ say: (_ piece: String) throws -> Bool) throws -> Void) throws
  {
    while true {
      try write("> ")
      guard let line = console.readLine() else { break }
      if !console.isInputTerminal { try console.show(line.printable) }
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      let interrupt = Interrupt.onControlC()
      try answer(line) { piece in
        if !interrupt.isRaised { try write(piece) }
        return !interrupt.isRaised
      }
      try write(interrupt.isRaised ? " …\n" : "\n")
    }
    try write("\n")
  }

  private func write(_ text: String) throws { try console.writeOutput(Array(text.utf8)) }
}

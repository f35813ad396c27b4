import Book
import Cells
import Coursework
import Foundation
import Pages
import Slides
import Terminal

/// Serves the live course until a signal ends it: 130, when every program that it had started has ended.
func serve(port: Int, on console: Console) throws -> Int32 {
  let workshop = try Workshop.around(URL(filePath: FileManager.default.currentDirectoryPath))
  // A second signal must not leave programs behind that do not hear the first.
  let interrupt = Interrupt.onAnySignalToEnd(patience: .seconds(30))
  let server = try HTTPServer(port: port)
  let gate = Gate(port: server.port)
  let book = LiveBook(LiveChapter.all(in: workshop)) { try? Cell(json: $0).markup }
  try console.show("The course is at \(gate.address)\nfor this machine alone; Ctrl-C ends it.")
  server.run(
    while: {
      if interrupt.isRaised { book.end() }
      return !interrupt.isRaised
    }, answer: { gate.answer($0) ?? book.answer($0) })
  return 130
}

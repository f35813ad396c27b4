import Foundation
import Terminal

// `swift run benchmark`: how much time and memory the project's code takes.
let console = Console.standard()
do {
  exit(try Benchmark(options: Options(console.arguments), console: console).run())
} catch {
  let status = console.report(error, by: "benchmark")
  exit(error is RowFailure ? 1 : status)
}

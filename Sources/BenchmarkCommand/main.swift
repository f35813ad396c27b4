import Foundation

// `swift run benchmark`: what the project's code takes.
do {
  exit(try Benchmark(options: Options(CommandLine.arguments.dropFirst())).run())
} catch {
  FileHandle.standardError.write(Data("benchmark: \(error)\n".utf8))
  exit(error is UsageError ? 64 : error is RowFailure ? 1 : 66)
}

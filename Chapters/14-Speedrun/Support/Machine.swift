import Notebook

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the seconds of a record belong to.
enum Machine {
  /// The processor, as the system calls it, and the day.
  static var description: String {
    let information = (try? TextInput.text(inFile: "/proc/cpuinfo")) ?? ""
    let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "a processor without a name"
    return "\(name), \(Date.now.formatted(.iso8601.year().month().day()))"
  }
}

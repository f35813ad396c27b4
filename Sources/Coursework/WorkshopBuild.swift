import Foundation
import Programs

extension Workshop {
  /// What a build came to.
  public enum Build: Sendable {
    /// The program, ready to be run.
    case program(URL)
    /// A source does not compile.
    case doesNotCompile(CompilerError)
    /// It was called off.
    case stopped
  }

  /// Builds the answering program of a chapter, in the debug configuration.
  ///
  /// - Parameters:
  ///   - deadline: the seconds that the build may take.
  ///   - whileRunning: is called many times a second; `false` calls the build off.
  /// - Throws: `WorkshopFailure` when the build fails for another reason than a source.
  public func build(
    _ chapter: CourseChapter, deadline: Double = 600, whileRunning: () -> Bool = { true }
  ) throws -> Build {
    try build(
      product: chapter.answeringProgram, preferred: file(of: chapter), deadline: deadline,
      whileRunning: whileRunning)
  }

  /// Builds the program of the capstone.
  public func buildCapstone(whileRunning: () -> Bool = { true }) throws -> Build {
    try build(product: "CapstoneAnswers", preferred: "Exercises", deadline: 600, whileRunning: whileRunning)
  }

  /// Builds a product; of several errors, one in the `preferred` file is given.
  package func build(
    product: String, preferred: String, deadline: Double, whileRunning: () -> Bool = { true }
  ) throws -> Build {
    var isCalledOff = false
    let run = try swiftBuild(["--product", product], deadline: deadline) {
      isCalledOff = !whileRunning()
      return !isCalledOff
    }
    if isCalledOff { return .stopped }
    switch run.ending {
    case .exited(0): return .program(try builtProgram(product))
    case .ranOutOfTime, .wroteSign:
      let isWaiting = run.errorText.contains("Another instance of SwiftPM")
      throw WorkshopFailure(
        isWaiting
          ? "another build of this package has been running for \(Int(deadline)) s; wait for its end"
          : "swift build had not ended after \(Int(deadline)) s")
    case .exited, .signalled:
      if let error = CompilerError(in: run.errorText, folder: folder, preferred: preferred) {
        return .doesNotCompile(error)
      }
      let last = run.errorText.split(separator: "\n").last ?? "it says nothing"
      throw WorkshopFailure("swift build --product \(product) failed: \(last)")
    }
  }

  /// Runs `swift build` with some arguments, in the debug configuration.
  ///
  /// The build is for the same instructions as this program's own: what `swift run --disable-default-traits course`
  /// makes runs on other machines too, and is not built anew by a command without that option.
  func swiftBuild(
    _ arguments: [String] = [], deadline: Double, whileRunning: () -> Bool = { true }
  ) throws -> ProgramRun {
    let place = scratch.map { ["--scratch-path", $0.path] } ?? []
    return try ProgramRun(
      of: URL(filePath: "/usr/bin/env"),
      ["swift", "build", "--configuration", "debug", "--package-path", folder.path] + Self.traits + place
        + arguments,
      in: folder, deadline: deadline, joinsStreams: true, whileRunning: { _ in whileRunning() })
  }

  /// The options that choose the package's traits as they were chosen for this program.
  static var traits: [String] {
    #if NativeInstructions
      []
    #else
      ["--disable-default-traits"]
    #endif
  }

  /// Where a product's program is, without the link `debug`: every build takes that away and makes it anew, and the
  /// program may be started while another product is built.
  func builtProgram(_ name: String) throws -> URL {
    let usual = (scratch ?? folder.appending(path: ".build")).appending(path: "debug/\(name)")
      .resolvingSymlinksInPath()
    if FileManager.default.isExecutableFile(atPath: usual.path) { return usual }
    let run = try swiftBuild(["--show-bin-path"], deadline: 60)
    let path = run.errorText.split(separator: "\n").last.map(String.init) ?? ""
    let program = URL(filePath: path).appending(path: name)
    guard run.hasSucceeded, FileManager.default.isExecutableFile(atPath: program.path) else {
      throw WorkshopFailure("swift build has made no program \(name)")
    }
    return program
  }
}

import Foundation
import PackagePlugin

/// Lets a chapter carry its own source: before it is compiled, `SourceText.swift` is written from the files that are.
///
/// So a notebook shows the lines that run, whatever becomes of the files after the build.
@main
struct SourceTextPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let sources = target.sourceModule?.sourceFiles(withSuffix: "swift").map(\.url) else { return [] }
    let written = context.pluginWorkDirectoryURL.appending(path: "SourceText.swift")
    return [
      .buildCommand(
        displayName: "Source text of \(target.name)",
        executable: try context.tool(named: "WriteSourceText").url,
        arguments: [written.path, context.package.directoryURL.path] + sources.map(\.path),
        inputFiles: sources, outputFiles: [written])
    ]
  }
}

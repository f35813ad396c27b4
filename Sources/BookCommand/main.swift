import Foundation
import Terminal

// `swift run book serve`: the course as pages, live.

let usage = """
  usage: book serve            the course live, at an address of this machine that is printed; Ctrl-C ends it
         book serve --port N   the same at another port; 0 takes one that is free (default: 8017)
  """

/// Does what the arguments ask for, and gives the exit status.
func answer(_ arguments: [String], on console: Console) throws -> Int32 {
  let port = OptionDeclaration("port", .integer(0...65_535), default: .integer(8017))
  let given = try ArgumentParser([port, .flag("help")], takesOperands: true).parse(arguments)
  if given.isGiven("help") {
    try console.show(usage)
    return 0
  }
  guard given.operands == ["serve"] else {
    throw CommandFailure.usage("book takes «serve» (--help says more)")
  }
  return try serve(port: given.integer("port") ?? 8017, on: console)
}

let console = Console.standard()
do { exit(try answer(console.arguments, on: console)) } catch { exit(console.report(error, by: "book")) }

import Coursework
import Foundation
import Terminal

// `swift run book`: the course as pages, in a folder or live.

let usage = """
  usage: book DIRECTORY        the whole course as pages, in a folder that is not there yet, is empty, or holds an older book
         book DIRECTORY --chapters N-M
                               the same with the notebooks of these chapters alone
         book DIRECTORY --teacher
                               the same with the answers to the questions, which no other book has
         book slides [CHAPTER] whether slides say what the runs show: of a chapter, by its number, or of all
         book slides [CHAPTER] --programs FOLDER
                               the same with the chapters' programs that are in that folder, which are not built again
         book picture          a picture of chapter 4 as SVG, on standard output
         book serve            the course live, at an address of this machine that is printed; Ctrl-C ends it
         book serve --port N   the same at another port; 0 takes one that is free (default: 8017)
  """

/// Does what the arguments ask for, and gives the exit status.
func answer(_ arguments: [String], on console: Console) throws -> Int32 {
  let port = OptionDeclaration("port", .integer(0...65_535), default: .integer(8017))
  let given = try ArgumentParser(
    [port, .text("chapters", "N-M"), .text("programs", "FOLDER"), .flag("teacher"), .flag("help")],
    takesOperands: true
  ).parse(arguments)
  if given.isGiven("help") {
    try console.show(usage)
    return 0
  }
  if given.operands.first == "slides", given.operands.count <= 2 {
    return try checkSlides(
      of: given.operands.dropFirst().first, programs: given.text("programs"), on: console)
  }
  guard !given.isGiven("programs") else { throw CommandFailure.usage("--programs is for «book slides»") }
  guard given.operands.count == 1, let operand = given.operands.first, !operand.isEmpty else {
    throw CommandFailure.usage("book takes one folder, or «serve» (--help says more)")
  }
  guard !given.isGiven("teacher") || !["picture", "serve"].contains(operand) else {
    throw CommandFailure.usage("--teacher is for a book in a folder")
  }
  if operand == "picture" { return try picture(on: console) }
  if operand == "serve" {
    guard !given.isGiven("chapters") else { throw CommandFailure.usage("book serve takes no --chapters") }
    return try serve(port: given.integer("port") ?? 8017, on: console)
  }
  guard !given.isGiven("port") else { throw CommandFailure.usage("--port is for «book serve»") }
  return try make(
    operand, chapters: given.text("chapters").map(chapters) ?? 0...Syllabus.chapters.count - 1,
    isTeachers: given.isGiven("teacher"), on: console)
}

let console = Console.standard()
do { exit(try answer(console.arguments, on: console)) } catch { exit(console.report(error, by: "book")) }

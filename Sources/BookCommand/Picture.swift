import Book
import Coursework
import Foundation
import Pages
import Terminal

/// Writes the picture of a weight of attention, as chapter 4 makes it, to standard output.
func picture(on console: Console) throws -> Int32 {
  let workshop = try Workshop.around(URL(filePath: FileManager.default.currentDirectoryPath))
  guard let picture = WeightPicture(of: try LiveChapter.cells(of: "attention", in: workshop)) else {
    throw CommandFailure.input("chapter 4 does not show the weights and what they are made of")
  }
  try console.show(picture.markup.html)
  return 0
}

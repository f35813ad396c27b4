import Foundation
import Terminal

// `swift run course`: what there is to write, and what is wrong with it.
exit(Course(console: .standard()).run())

import Randomness

/// One choice or draw of a story.
enum StoryEvent: Sendable {
  case branch(node: Int, branch: Int)
  case draw(variable: StoryVariable, value: Int)
}

/// A story with all that was decided in making it.
struct StoryDerivation: Sendable {
  var bytes: [UInt8] = []
  var bindings = StoryBindings()
  var events: [StoryEvent] = []
}

extension StoryMachine {
  /// Writes one story, each choice and draw made with its own probability.
  func write(using generator: inout some RandomNumberGenerator) -> StoryDerivation {
    var story = StoryDerivation()
    var node = start
    while true {
      switch nodes[node] {
      case .end:
        return story
      case .text(let bytes, _, _, let next):
        story.bytes += bytes
        node = next
      case .choice(_, let branches, _):
        let branch = generator.index(weights: branches.lazy.map(\.probability))
        story.events.append(.branch(node: node, branch: branch))
        node = branches[branch].next
      case .mention(let mention, let next):
        while let variable = unboundVariable(of: mention, in: story.bindings) {
          let free = (0..<poolSize(of: variable, in: story.bindings)).filter {
            !story.bindings.isTaken($0, for: variable)
          }
          let value = free[generator.index(below: free.count)]
          story.bindings[variable] = value
          story.events.append(.draw(variable: variable, value: value))
        }
        story.bytes += rendering(of: mention, in: story.bindings).bytes
        node = next
      }
    }
  }

  /// Visits every story that the grammar can make, with the probability of its derivation.
  func enumerate(_ visit: (_ text: [UInt8], _ probability: Double) -> Void) {
    var text: [UInt8] = []
    var bindings = StoryBindings()

    func walk(_ node: Int, probability: Double) {
      switch nodes[node] {
      case .end:
        visit(text, probability)
      case .text(let bytes, _, _, let next):
        text += bytes
        walk(next, probability: probability)
        text.removeLast(bytes.count)
      case .choice(_, let branches, _):
        for branch in branches { walk(branch.next, probability: probability * branch.probability) }
      case .mention(let mention, let next):
        if let variable = unboundVariable(of: mention, in: bindings) {
          let free = (0..<poolSize(of: variable, in: bindings)).filter {
            !bindings.isTaken($0, for: variable)
          }
          for value in free {
            bindings[variable] = value
            walk(node, probability: probability / Double(free.count))
          }
          bindings[variable] = nil
        } else {
          let bytes = rendering(of: mention, in: bindings).bytes
          text += bytes
          walk(next, probability: probability)
          text.removeLast(bytes.count)
        }
      }
    }
    walk(start, probability: 1)
  }
}

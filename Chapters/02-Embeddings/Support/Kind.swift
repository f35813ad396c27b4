/// The kinds of words in Tiny World, which the training is never told.
enum Kind: String, CaseIterable {
  case name, colour, thing, place, greeting

  /// The words of the kind that are compared one by one.
  var few: [String] {
    switch self {
    case .name: ["Anna", "Tom"]
    case .colour: ["red", "blue", "amber"]
    case .thing: ["kite", "drum"]
    case .place: ["park", "lake"]
    case .greeting: ["waves", "hums"]
    }
  }

  /// The words of the kind that there is room for on the map.
  var onMap: [String] {
    switch self {
    case .name: ["Anna", "Mia", "Tom", "Ben"]
    case .colour: ["red", "blue", "black", "orange", "amber"]
    case .thing: ["kite", "drum", "box", "boots", "gloves"]
    case .place: ["park", "lake", "beach"]
    case .greeting: ["waves", "nods", "hums"]
    }
  }

  /// More words of the kind, for means.
  var many: [String] {
    switch self {
    case .name: ["Anna", "Mia", "Eva", "Lily", "Tom", "Ben", "Max", "Leo"]
    case .colour: ["red", "blue", "green", "black", "pink", "orange", "amber"]
    case .thing: ["kite", "drum", "box", "book", "hat", "lamp", "boots", "gloves", "socks"]
    case .place: ["park", "lake", "beach", "river", "garden", "school"]
    case .greeting: ["waves", "smiles", "nods", "laughs", "claps", "hums"]
    }
  }
}

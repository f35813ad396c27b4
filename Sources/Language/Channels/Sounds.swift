/// One of the sounds that English words are made of, as roughly as a spelling tells them.
public enum Sound: String, Sendable, Hashable, CaseIterable {
  case p, b, t, d, k, g, f, v, th, s, z, sh, ch, j, m, n, ng, l, r, w, h, y
  case a, e, i, o, u

  /// Sounds that are made in the same place of the mouth, and are easily taken for one another.
  static let families: [Set<Sound>] = [
    [.p, .b], [.t, .d], [.k, .g], [.f, .v, .th], [.s, .z], [.sh, .ch, .j], [.m, .n, .ng], [.l, .r],
    [.w, .h, .y], [.a, .e, .i, .o, .u],
  ]

  /// Whether the two are of one family.
  public func isAkin(to other: Sound) -> Bool {
    Self.families.contains { $0.contains(self) && $0.contains(other) }
  }

  /// The sounds of an English word, by its spelling alone: a rule of thumb, no dictionary of pronunciations.
  ///
  /// From left to right the longest spelling that is known; doubled letters sound once, capitals as small letters,
  /// and a final e after a vowel and a consonant is silent. What is no letter from a to z has no sound.
  public static func sounds(of word: String) -> [Sound] {
    var letters = Array(word.lowercased())
    if letters.count > 2, letters.last == "e", !vowels.contains(letters[letters.count - 2]),
      letters.dropLast(2).contains(where: vowels.contains)
    {
      letters[letters.count - 1] = "-"
    }
    var sounds: [Sound] = []
    var place = 0
    while place < letters.count {
      let length = (1...3).last { length in
        place + length <= letters.count && spellings[String(letters[place..<place + length])] != nil
      }
      let spelling = String(letters[place..<place + (length ?? 1)])
      if length != 1 || place == 0 || letters[place - 1] != letters[place] {
        sounds += spellings[spelling] ?? []
      }
      place += length ?? 1
    }
    return sounds
  }

  private static let vowels: Set<Character> = ["a", "e", "i", "o", "u", "y"]

  /// How sounds are spelled.
  private static let spellings: [String: [Sound]] = [
    "a": [.a], "b": [.b], "c": [.k], "d": [.d], "e": [.e], "f": [.f], "g": [.g], "h": [.h], "i": [.i],
    "j": [.j], "k": [.k], "l": [.l], "m": [.m], "n": [.n], "o": [.o], "p": [.p], "q": [.k], "r": [.r],
    "s": [.s], "t": [.t], "u": [.u], "v": [.v], "w": [.w], "x": [.k, .s], "y": [.i], "z": [.z],
    "ch": [.ch], "sh": [.sh], "th": [.th], "ng": [.ng], "ck": [.k], "ph": [.f], "wh": [.w], "kn": [.n],
    "gh": [.f], "ci": [.s, .i], "ce": [.s, .e], "c-": [.s], "g-": [.j], "ng-": [.n, .j], "sch": [.s, .k],
    "igh": [.i],
    "ay": [.e], "ai": [.e], "au": [.a], "aw": [.o], "ea": [.i], "ee": [.i], "ey": [.e], "ie": [.i],
    "oa": [.o], "oe": [.o], "oo": [.u], "ou": [.u], "ow": [.o], "ue": [.u], "ye": [.y, .e],
  ]
}

/// How far apart two words sound: sounds left out or put in count 1, sounds changed 1, or ½ within a family.
public func soundDistance(_ left: [Sound], _ right: [Sound]) -> Double {
  var row = (0...right.count).map(Double.init)
  for (i, sound) in left.enumerated() {
    var diagonal = row[0]
    row[0] = Double(i + 1)
    for (j, other) in right.enumerated() {
      let change = diagonal + (sound == other ? 0 : sound.isAkin(to: other) ? 0.5 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(change, row[j] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}

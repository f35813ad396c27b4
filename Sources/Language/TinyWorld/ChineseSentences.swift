/// The world in Chinese.
///
/// Places and times come before the verb, relative clauses before their noun; a sentence cannot leave out a verb that
/// it has said before; what is given away, brought or lost stands before the verb with 把.
enum ChineseSentences: StorySentences {
  private static let place = StoryMention.place
  private static let spot = StoryMention.spot

  static let gap = ""
  static let has = "有"

  static func words(for weather: StoryWeather) -> String {
    switch weather {
    case .warm: "很暖和"
    case .cold: "很冷"
    case .windy: "风很大"
    case .sunny: "天气晴朗"
    }
  }

  static func weather(_ weather: StoryGrammar) -> StoryGrammar { "\(place)\(weather)。" }
  static let calm: StoryGrammar = "\(place)一片宁静。"
  static let sun: StoryGrammar = "阳光照在\(place)。"

  static func holding(_ x: StoryPerson, _ verb: StoryGrammar) -> StoryGrammar {
    "\(x.name)\(verb)\(x.newItem)。"
  }

  // 安娜有一只红色的风筝，汤姆有一面橙色的鼓。
  static func holdings(_ people: [StoryPerson]) -> StoryGrammar {
    "\(clauses(people.map { "\($0.name)有\($0.newItem)" }))。"
  }

  static func greeting(_ greeting: StoryGreeting, _ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name)\(words(for: greeting))，\(y.name)也\(words(for: greeting))。"
  }

  private static func words(for greeting: StoryGreeting) -> String {
    switch greeting {
    case .waves: "挥了挥手"
    case .smiles: "微微一笑"
    case .nods: "点了点头"
    case .laughs: "哈哈大笑"
    case .sings: "唱起歌来"
    case .claps: "拍了拍手"
    case .jumps: "跳了起来"
    case .hums: "哼起歌来"
    }
  }

  static func question(_ x: StoryPerson) -> StoryGrammar { "谁有\(x.item)？\(x.name)有。" }
  static func secondQuestion(_ y: StoryPerson) -> StoryGrammar { "\(y.item)呢？\(y.name)有。" }

  static func liking(_ x: StoryPerson, of y: StoryPerson) -> StoryGrammar { "\(x.name)喜欢\(y.item)。" }

  static func likingEachOther(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name)喜欢\(y.item)，\(y.name)喜欢\(x.item)。"
  }

  static func showing(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    .wordings([
      "\(x.name)给\(y.name)看\(x.item)，\(y.name)给\(x.object)看\(y.item)。",
      "\(x.name)把\(x.item)给\(y.name)看，\(y.name)把\(y.item)给\(x.object)看。",
    ])
  }

  static func loses(_ x: StoryPerson) -> StoryGrammar {
    let loss: StoryGrammar = .wordings([
      "不久，\(x.name)弄丢了\(x.item)。", "不久，\(x.name)把\(x.item)弄丢了。", "\(x.name)不久弄丢了\(x.item)。",
    ])
    return "\(loss)\(x.subject)很难过。"
  }

  static func gone(_ x: StoryPerson) -> StoryGrammar {
    "不久，\(x.name)带到\(place)的\(x.item)不见了。"
  }

  static func broken(_ x: StoryPerson) -> StoryGrammar { "哎呀，\(x.item)坏了！\(x.name)很难过。" }

  static func found(_ x: StoryPerson, by y: StoryPerson) -> StoryGrammar {
    let sight: StoryGrammar = .wordings(["\(y.name)在\(spot)看见\(x.item)", "在\(spot)，\(y.name)看见\(x.item)"])
    return "\(sight)，把\(x.it)还给了\(x.object)。"
  }

  static func lost(_ x: StoryPerson, soughtBy y: StoryPerson) -> StoryGrammar {
    "\(y.name)在\(spot)找了找，可是\(x.item)不在那里。"
  }

  static func trade(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(x.name)和\(y.name)互相交换。现在\(x.name)有\(y.item)，\(y.name)有\(x.item)。"
  }

  static func gift(_ x: StoryPerson, to y: StoryPerson) -> StoryGrammar {
    let gift: StoryGrammar = .wordings(["\(x.name)把\(x.item)送给\(y.name)。", "\(x.name)送给\(y.name)\(x.item)。"])
    return "\(gift)现在\(y.name)有\(y.item)和\(x.item)。"
  }

  static func mended(_ x: StoryPerson, by y: StoryPerson) -> StoryGrammar {
    .wordings(["\(y.name)为\(x.object)修好了\(x.item)。", "\(y.name)为\(x.object)把\(x.item)修好了。"])
  }

  static func thanks(_ x: StoryPerson, to y: StoryPerson) -> StoryGrammar { "\(x.name)向\(y.name)道谢。" }

  static func cannotMend(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar {
    "\(y.name)没法为\(x.object)修好\(x.item)。"
  }

  static func night(_ holdings: [StoryHolding]) -> StoryGrammar {
    let homes = holdings.map { holding -> (name: StoryMention, rest: StoryGrammar) in
      (holding.person.name, "把\(items(holding.owners))带回家")
    }
    let plain = homes.map { "\($0.name)\($0.rest)" as StoryGrammar }
    let late = homes.enumerated().map { index, home -> StoryGrammar in
      "\(home.name)\(index == 0 ? "晚上" : "")\(home.rest)"
    }
    return .wordings(["晚上，\(clauses(plain))。", "\(clauses(late))。"])
  }

  static func walk(_ holdings: [StoryHolding]) -> StoryGrammar {
    "然后\(clauses(holdings.map { "\($0.person.name)带着\(items($0.owners))回家" }))。"
  }

  static func dream(_ x: StoryPerson, of y: StoryPerson) -> StoryGrammar { "\(x.name)梦见了\(y.item)。" }
  static let day: StoryGrammar = "\(place)的这一天多么难忘啊！"
  static let sadDay: StoryGrammar = "\(place)的这一天多么伤心啊！"
  static func friends(_ x: StoryPerson, _ y: StoryPerson) -> StoryGrammar { "\(x.name)喜欢\(y.name)。" }
  static func poor(_ x: StoryPerson) -> StoryGrammar { "可怜的\(x.name)！" }

  private static func items(_ owners: [StoryPerson]) -> StoryGrammar {
    .joined(owners.map { .mention($0.item) }, by: "和")
  }

  private static func clauses(_ clauses: [StoryGrammar]) -> StoryGrammar { .joined(clauses, by: "，") }
}

/// The Chinese inventories, word for word the English ones, and how their words are put into sentences.
enum ChineseWords {
  static let girls = ["安娜", "米娅", "伊娃", "莉莉", "诺拉", "露丝", "艾达", "佐伊", "艾米", "罗莎", "凯特", "露西"]
  // Ben is usually 本, which is also the measure word of books.
  static let boys = ["汤姆", "本恩", "马克斯", "利奥", "萨姆", "蒂姆", "杰克", "保罗", "雨果", "奥托", "芬恩", "卡尔"]
  static let colours = [
    "红色", "琥珀色", "蓝色", "绿色", "白色", "黑色", "棕色", "粉色", "灰色", "金色", "橙色", "黄色", "紫色", "银色",
  ]
  /// Things, the measure word that counts them, and the verb that suits them: boots are put on the feet with 穿, gloves
  /// with 戴, where English wears both.
  static let things: [(noun: String, measure: String, verb: String)] = [
    ("风筝", "只", "珍爱着"), ("靴子", "双", "穿着"), ("盒子", "个", "拿着"), ("鼓", "面", "珍爱着"), ("手套", "副", "戴着"),
    ("书", "本", "拿着"), ("皮球", "个", "珍爱着"), ("帽子", "顶", "戴着"), ("杯子", "个", "拿着"), ("纸牌", "副", "珍爱着"),
    ("外套", "件", "穿着"), ("灯", "盏", "拿着"), ("娃娃", "个", "珍爱着"), ("袜子", "双", "穿着"), ("旗子", "面", "拿着"),
    ("铃铛", "个", "珍爱着"), ("戒指", "枚", "戴着"), ("提包", "个", "拿着"), ("小船", "条", "珍爱着"), ("鞋子", "双", "穿着"),
    ("地图", "张", "拿着"), ("机器人", "个", "珍爱着"), ("珠子", "串", "戴着"), ("硬币", "枚", "拿着"), ("邮票", "套", "珍爱着"),
    ("围巾", "条", "戴着"), ("花瓶", "个", "拿着"), ("玫瑰", "朵", "拿着"),
  ]
  /// Places with their localizer, which follows the noun.
  static let places: [(noun: String, localizer: String)] = [
    ("公园", "里"), ("湖", "边"), ("海滩", "上"), ("河", "边"), ("花园", "里"), ("学校", "里"), ("小山", "上"), ("海", "边"),
    ("森林", "里"), ("集市", "上"), ("农场", "里"), ("教堂", "旁"),
  ]
  static let spots: [(noun: String, localizer: String)] = [
    ("草丛", "里"), ("长椅", "下"), ("墙", "后"), ("大门", "旁"), ("泥", "里"), ("树", "下"), ("棚屋", "后"), ("井", "边"),
  ]

  /// Girls and boys in turn, as in English.
  static let people: [(name: String, isGirl: Bool)] = zip(girls, boys).flatMap { [($0, true), ($1, false)] }

  /// The words for every fact, as many as asked for.
  static func inventories(_ size: TinyWorld.Size) -> [[String]] {
    size.inventories(
      names: people.map(\.name), colours: colours, things: things.map(\.noun), places: places.map(\.noun),
      spots: spots.map(\.noun))
  }

  /// How a form is written for the given values of its facts.
  static func segments(_ form: StoryForm, _ values: [Int]) -> [StorySegment] {
    switch form {
    case .name:
      return [StorySegment(people[values[0]].name, tells: .name)]
    case .subject, .object:
      return [StorySegment(people[values[0]].isGirl ? "她" : "他")]
    case .holds:
      return [StorySegment(things[values[0]].verb)]
    case .newItem:
      return [StorySegment("一\(things[values[1]].measure)")] + segments(.item, values)
    case .item:
      return [
        StorySegment(colours[values[0]], tells: .colour), StorySegment("的"),
        StorySegment(things[values[1]].noun, tells: .thing),
      ]
    case .it:
      return [StorySegment(EnglishWords.things[values[0]].isPlural ? "它们" : "它")]
    case .isOrAre:
      return []  // Nobody mentions it: a Chinese verb has no number.
    case .place:
      return [StorySegment(places[values[0]].noun + places[values[0]].localizer, tells: .place)]
    case .spot:
      return [StorySegment(spots[values[0]].noun + spots[values[0]].localizer, tells: .spot)]
    }
  }
}

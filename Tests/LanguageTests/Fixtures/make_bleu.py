"""Makes bleu.json: what sacrebleu says of small corpora, with its tokenizers 13a and zh.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_bleu.py           writes the file
    venv/bin/python make_bleu.py --check   compares with the file, byte for byte, and writes nothing
"""

import argparse
import json
import random
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PINNED = (FOLDER / "requirements.txt").read_text().strip().split("==")[1]

try:
    import sacrebleu
    from sacrebleu.metrics import BLEU
except ImportError:
    sys.exit(f"make_bleu.py: needs sacrebleu {PINNED}: pip install -r requirements.txt")

if sacrebleu.__version__ != PINNED:
    sys.exit(f"make_bleu.py: needs sacrebleu {PINNED}, found {sacrebleu.__version__}")

LINES = {
    "13a": [
        "Anna has a red kite.", "It's 3.5 km, or 1,000 steps; isn't it?", "a well-known 5-year-old (and \"so\" on)...",
        "e.g. this, that,and 7.", "&quot;R&amp;D&quot; &lt;b&gt; 100%", "one\ntwo-\nthree <skipped>four", "..,,. 1.2.3 .5 5.",
        "10-20 x-y -3 a/b {c} [d] ~e^f_g`", "Straße “quoted” — dash… café", "", "   ", "no   double  spaces ",
    ],
    "zh": [
        "安娜有一只红色的风筝。", "汤姆说：“好！”（笑）", "共有3.5公里，即1,000步。", "混合 text 和 BLEU-4 分数，100%", "《书》——很好……",
        "ＡＢＣ　全角", "１２３", "日本語のかな", "𠀀𠀁 extension B", "２０２４年5-6月", "", "  空 格  ", "a.b，c", "→∑≠", "x,y.z",
    ],
}

ENGLISH = ["Anna has a red kite and Tom an orange drum.", "It is windy by the sea.", "Soon Tom loses the kite. He is sad.",
           "Who has the red kite? Anna does.", "At night Anna takes home the red kite."]
CHINESE = ["安娜有一只红色的风筝，汤姆有一面橙色的鼓。", "海边风很大。", "不久，汤姆弄丢了风筝。他很难过。", "谁有红色的风筝？安娜有。",
           "晚上，安娜把红色的风筝带回家。"]


def corpora():
    """Name, tokenizer, candidates, references of each."""
    yield "the same", "13a", ENGLISH, [[line] for line in ENGLISH]
    yield "the same", "zh", CHINESE, [[line] for line in CHINESE]
    yield "one colour wrong", "zh", [CHINESE[0].replace("红", "蓝")], [[CHINESE[0]]]
    yield "another order", "zh", ["红色的风筝晚上安娜带回家了。"], [[CHINESE[4]]]
    yield "short", "13a", ["Anna has.", "It is"], [["Anna has a red kite."], ["It is windy by the sea."]]
    yield "long", "13a", ["Anna has a red red red kite kite the the the the."], [["Anna has the kite."]]
    yield "clipping", "13a", ["the the the the the the the"], [["The cat is on the mat.", "There is a cat on the mat"]]
    yield "no pair right", "13a", ["kite red a has Anna"], [["Anna has a red kite"]]
    yield "no quadruple right", "13a", ["Anna has a blue kite"], [["Anna has a red kite"]]
    yield "nothing right", "13a", ["one two three four five"], [["six seven eight nine ten"]]
    yield "three tokens", "13a", ["Anna has kites"], [["Anna has kites"]]
    yield "an empty candidate among others", "13a", ["", "Anna has a red kite."], [["It is"], ["Anna has a red kite."]]
    yield "empty candidates", "13a", ["", ""], [["It is"], ["so"]]
    yield "nearest reference of two equally near is the shorter", "13a", ["a b c d e f"], [["a b c d e f g h", "a b c d"]]
    yield "several references", "zh", CHINESE[:2], [[CHINESE[4], CHINESE[0]], ["海边的风很大。", "在海边，风很大。"]]
    generator = random.Random(4)
    for kind, lines, joiner in [("13a", ENGLISH, " "), ("zh", CHINESE, "")]:
        for number in range(6):
            candidates, references = [], []
            for line in lines:
                words = line.split() if joiner else list(line)
                noisy = [w for w in words if generator.random() > 0.15]
                if generator.random() < 0.5 and len(noisy) > 3:
                    place = generator.randrange(len(noisy) - 1)
                    noisy[place], noisy[place + 1] = noisy[place + 1], noisy[place]
                candidates.append(joiner.join(noisy))
                references.append([line] + ([generator.choice(lines)] if number % 2 else []))
            yield f"damaged {number}", kind, candidates, references


def contents():
    cases = []
    for name, tokenizer, candidates, references in corpora():
        for smoothing in ["exp", "none"]:
            width = max(len(of) for of in references)
            columns = [[of[min(i, len(of) - 1)] for of in references] for i in range(width)]
            found = BLEU(tokenize=tokenizer, smooth_method=smoothing).corpus_score(candidates, columns)
            cases.append({
                "name": name, "tokenizer": tokenizer, "smoothing": smoothing, "candidates": candidates,
                "references": references, "score": found.score, "precisions": found.precisions, "brevityPenalty": found.bp,
                "matches": found.counts, "totals": found.totals, "candidateLength": found.sys_len,
                "referenceLength": found.ref_len})
    lines = [{"tokenizer": kind, "text": line, "words": BLEU(tokenize=kind).tokenizer(line).split()}
             for kind, texts in LINES.items() for line in texts]
    return {"madeBy": f"make_bleu.py, sacrebleu {PINNED}", "cases": cases, "lines": lines}


def main():
    parser = argparse.ArgumentParser(description="Makes the fixture of BLEU with sacrebleu.")
    parser.add_argument("--check", action="store_true", help="compare with the file instead of writing it")
    check = parser.parse_args().check
    made = contents()
    lists = [f'"{name}": [\n' + ",\n".join(json.dumps(one, ensure_ascii=False) for one in made[name]) + "]"
             for name in ["cases", "lines"]]
    text = f'{{"madeBy": "{made["madeBy"]}",\n' + ",\n".join(lists) + "}\n"
    path = FOLDER / "bleu.json"
    if not check:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        sys.exit("make_bleu.py: bleu.json is not what it makes")
    print(f"bleu.json: {len(text)} characters, {'the same' if check else 'written'}")


if __name__ == "__main__":
    main()

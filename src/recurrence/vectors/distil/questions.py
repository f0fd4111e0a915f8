"""What people write to a help desk, made from `phrases.txt`, from interfaces' imperatives and from WordNet's words."""

import glob
import random
import re
from pathlib import Path

OPENINGS = ["", "", "", "Hello, ", "Hi, ", "Hi there. ", "Dear support, ", "Good morning, ", "Please help! ", "Urgent: "]
ENDINGS = ["", "", "", "?", " please", " Thanks.", " since yesterday", " again", " today", " Any idea?",
           " It worked last week."]
WISHES = ["How do I ", "How can I ", "I want to ", "I cannot ", "I am not able to ", "Can I ", "Why can I not ",
          "Please help me to ", "Where can I ", "It is not possible to "]
FAULTS = [" does not work", " is missing", " is wrong", " fails", ": what does this mean?", " disappeared", " question",
          " error", " problem"]
FRAMES = ["I have a problem with my {n}", "My {n} is broken", "I cannot find the {n}", "How do I {v} a {n}?",
          "I want to {v} my {n}", "I lost my {n}", "The {n} and the {m} are wrong", "Can you {v} the {n}?",
          "Why did you {v} my {n}?", "The {n} did not {v}", "What is the {n} of the {m}?",
          "Is there a {n} for the {m}?", "I need a new {n}", "There is no {n} in the {m}"]


def questions(folder, english, seed=7):
    rng = random.Random(seed)
    return sorted({*phrases(rng), *interfaces(rng, folder, english), *frames(rng, folder)})


def one_of(rng, phrase):
    return re.sub(r"\[([^\[\]]*)\]", lambda match: rng.choice(match[1].split("|")), phrase)


def phrases(rng):
    lines = Path(__file__).with_name("phrases.txt").read_text().splitlines()
    for line in lines:
        ways = 1
        for choice in re.findall(r"\[([^\[\]]*)\]", line):
            ways *= len(choice.split("|"))
        for _ in range(min(ways, 700)):
            yield rng.choice(OPENINGS) + one_of(rng, line) + rng.choice(ENDINGS)
    for _ in range(9000):
        first, second = rng.sample(lines, 2)
        yield f"{one_of(rng, first)}. {one_of(rng, second)}"


def interfaces(rng, folder, english):
    verbs = {line.split()[0] for line in lines_of(folder, "index.verb") if not line.startswith("  ")}
    for text, source in sorted(english.items()):
        words = text.rstrip(".").split()
        if "wordnet" in source or not 2 <= len(words) <= 9 or rng.random() < 0.5:
            continue
        if words[0].lower() in verbs and words[0][0].isupper():
            yield rng.choice(WISHES) + " ".join([words[0].lower(), *words[1:]])
        elif len(words) < 5:
            yield rng.choice(["", "The ", "My ", "Your "]) + " ".join(words) + rng.choice(FAULTS)


def frames(rng, folder):
    counted = [line.split() for line in lines_of(folder, "cntlist.rev")]
    nouns, verbs = ({key.split("%")[0].replace("_", " ") for key, _, count in counted
                     if f"%{part}" in key and int(count) >= 3} for part in (1, 2))
    nouns, verbs = sorted(nouns), sorted(verbs)
    for _ in range(30000):
        yield rng.choice(FRAMES).format(n=rng.choice(nouns), m=rng.choice(nouns), v=rng.choice(verbs))


def lines_of(folder, name):
    return open(glob.glob(f"{folder}/wordnet-base/**/{name}", recursive=True)[0], encoding="utf-8")

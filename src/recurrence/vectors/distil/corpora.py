"""The texts to learn from, out of openly licensed packages: {language: {text: source}}.

Each reader below yields (language, source, text). What it reads lies in one folder; the README says which packages.
"""

import glob
import html
import json
import re
import zipfile
from collections import defaultdict

LANGUAGES = ["en", "de", "fr", "es", "it", "nl"]
CHATTERBOT = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl"}
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{[^}]*\}|%\([^)]*\)[sd]|%[sd]|\$\w+|https?://\S+")


def corpora(folder):
    found = defaultdict(dict)
    for reader in (libreoffice_help, thunderbird, wordnet, home_assistant, translations, chatterbot):
        for language, source, text in reader(folder):
            for part in sentences(cleaned(text)):
                found[language].setdefault(part, source)
    return found


def cleaned(text):
    text = PLACEHOLDER.sub(" ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    return re.sub(r"\s+", " ", text).strip(" _&")


def sentences(text):
    if len(text) > 1000 or sum(letter.isalpha() for letter in text) <= 0.6 * len(text):
        return []
    parts = re.split(r"(?<=[.!?;:])\s", text) if len(text.split()) > 32 else [text]
    return [part for part in parts if 2 <= len(part.split()) <= 40]


def libreoffice_help(folder):
    for language in LANGUAGES:
        package = "en-us" if language == "en" else language
        for path in sorted(glob.glob(f"{folder}/libreoffice-help-{package}/**/help/*/text/**/*.html", recursive=True)):
            page = open(path, encoding="utf-8").read()
            for match in re.finditer(r'<(?:p|h\d)[^>]*class="(?!related)[^>]*>(.*?)</(?:p|h\d)>', page, re.S):
                yield language, "libreoffice", match[1]


def thunderbird(folder):
    message = re.compile(r"^\s*\.?[\w-]+ =\s*((?:.+)(?:\n    +[^.\[*}\s].*)*)", re.M)
    for path in sorted(glob.glob(f"{folder}/thunderbird-l10n-*/**/*.xpi", recursive=True)):
        language = re.search(r"langpack-(..)", path)[1]
        with zipfile.ZipFile(path) as pack:
            for name in sorted(pack.namelist()):
                if name.endswith(".ftl"):
                    for text in message.findall(pack.read(name).decode()):
                        yield language, "thunderbird", text


def wordnet(folder):
    for part in "noun", "verb", "adj", "adv":
        for path in glob.glob(f"{folder}/wordnet-base/**/data.{part}", recursive=True):
            for line in open(path, encoding="utf-8"):
                if not line.startswith("  "):
                    yield from synonyms(line)


def synonyms(line):
    fields, gloss = line.split("|", 1)
    lemmas = fields.split()[4:4 + 2 * int(fields.split()[3], 16):2]
    lemmas = [re.sub(r"\(.*", "", lemma.replace("_", " ")) for lemma in lemmas]
    if lemmas[0][:1].isupper():
        return
    meaning, *examples = gloss.strip().split('; "')
    yield "en", "wordnet meaning", ", ".join(lemmas[:3]) + ": " + meaning
    for example in examples:
        yield "en", "wordnet example", example.strip('" ')


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def wheel(folder, name):
    return zipfile.ZipFile(glob.glob(f"{folder}/{name}-*.whl")[0])


def home_assistant(folder):
    name = re.compile(r"hass_frontend/static/translations/(?:[\w-]+/)?(en|de|fr|es|it|nl)-[0-9a-f]{32}\.json$")
    with wheel(folder, "home_assistant_frontend") as pack:
        for match in filter(None, map(name.match, sorted(pack.namelist()))):
            for text in strings(json.loads(pack.read(match[0]))):
                yield match[1], "home assistant", text


def translations(folder):
    name = re.compile(r".*/(de|fr|es|it|nl)(?:_[A-Z]{2})?/LC_MESSAGES/[\w-]+\.po$")
    for package in "indico", "wagtail", "django", "apache_superset":
        with wheel(folder, package) as pack:
            for match in filter(None, map(name.match, sorted(pack.namelist()))):
                for key, text in messages(pack.read(match[0]).decode()):
                    yield "en" if "id" in key else match[1], package, text


def messages(catalogue):
    for entry in catalogue.split("\n\n"):
        if ", fuzzy" in entry:
            continue
        for key, lines in re.findall(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', entry, re.M):
            yield key, "".join(re.findall(r'"(.*)"', lines)).replace("\\n", " ").replace('\\"', '"')


def chatterbot(folder):
    with wheel(folder, "chatterbot_corpus") as pack:
        for name in sorted(pack.namelist()):
            match = re.search(r"data/(\w+)/.*yml$", name)
            if match and match[1] in CHATTERBOT:
                for text in re.findall(r"^[\s-]*- (.*)$", pack.read(name).decode(), re.M):
                    yield CHATTERBOT[match[1]], "chatterbot", text.strip("- \"'")

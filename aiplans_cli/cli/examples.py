"""What each command answers, and three examples of it: for the pages of help. Tests run them."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """What the help of a command says beside its options."""

    question: str
    """The question that it answers."""
    examples: tuple[str, str, str]
    """What could be typed, as it stands."""


PAGES: dict[str, Page] = {
    "compare": Page(
        "What stands out in one document against another, even across languages?",
        (
            "aiplans compare us-2025 cn-2025-digest",
            "aiplans compare us-eo-14110-2023 us-eo-14179-2025 --stem --top 5",
            "aiplans compare us-2025-digest cn-2025-digest --evidence 2 -o plans.html",
        ),
    ),
    "distance": Page(
        "How far apart are documents, as wholes?",
        (
            "aiplans distance us-2025-digest cn-2025-digest",
            "aiplans distance us-2025 us-eo-14110-2023 us-eo-14179-2025",
            "aiplans distance us-2025 us-eo-14110-2023 -m hellinger,cosine_corrected",
        ),
    ),
    "explain": Page(
        "Where does one row of a comparison come from, and how far can it be trusted?",
        (
            "aiplans explain us-2025-digest cn-2025-digest governance",
            "aiplans explain us-2025-digest cn-2025-digest 安全 --lines 2",
            "aiplans explain us-2025 cn-2025-digest export-controls -f json",
        ),
    ),
    "profile": Page(
        "How long, how rich and how hard to read is each document?",
        (
            "aiplans profile us-2025-digest cn-2025-digest",
            "aiplans profile us-2025 us-eo-14110-2023 us-eo-14179-2025",
            "aiplans profile article.md article.zh.md -f wide",
        ),
    ),
    "freq": Page(
        "How often does a word or concept stand in each document, and where?",
        (
            "aiplans freq governance us-2025 cn-2025-digest",
            "aiplans freq governance 'Global South' -s us-2025 -s cn-2025-digest",
            "aiplans freq 'govern*|regulat*' us-2025-digest --by section",
        ),
    ),
    "keywords": Page(
        "Which words is each document about?",
        (
            "aiplans keywords cn-2025-digest --min-length 2",
            "aiplans keywords us-2025-digest --ngrams 2-3 --top 10",
            "aiplans keywords cn-2025-digest --pos n,vn --measure textrank",
        ),
    ),
    "collocates": Page(
        "Which words keep a word or concept company?",
        (
            "aiplans collocates governance us-2025-digest cn-2025-digest",
            "aiplans collocates '[stem=secure]' us-2025-digest --window 3",
            "aiplans collocates open us-2025-digest --left 0 --exact",
        ),
    ),
    "themes": Page(
        "Which themes do documents weigh most?",
        (
            "aiplans themes us-2025-digest cn-2025-digest",
            "aiplans themes us-2025 --by part --top 3",
            "aiplans themes us-2025-digest --by section --top 2",
        ),
    ),
    "topics": Page(
        "Which topics do the sections of documents share, and do these stay?",
        (
            "aiplans topics us-2025 -k 5",
            "aiplans topics us-2025-digest cn-2025-digest -k 4",
            "aiplans topics us-eo-14110-2023 us-eo-14179-2025 us-2025 --by document -k 2",
        ),
    ),
    "matrix": Page(
        "How do I take the numbers of many documents to R, Python or a spreadsheet?",
        (
            "aiplans matrix us-2025-digest cn-2025-digest --by concept",
            "aiplans matrix us-2025-digest --by theme --layout wide -o themes.xlsx",
            "aiplans matrix us-2025 us-2025-digest --min-documents 2 -o plans.mtx",
        ),
    ),
    "similar": Page(
        "Which section of one document answers which section of another?",
        (
            "aiplans similar us-2025-digest cn-2025-digest",
            "aiplans similar us-2025-digest cn-2025-digest --text --nearest 1",
            "aiplans similar us-2025 cn-2025-digest --assign",
        ),
    ),
    "report": Page(
        "What would an editor publish about these documents?",
        (
            "aiplans report us-2025-digest cn-2025-digest -o plans.html",
            "aiplans report us-2025 us-eo-14110-2023 us-eo-14179-2025 -o orders.html",
            "aiplans report cn-2025-digest --word 治理 -o digest.xlsx",
        ),
    ),
    "plot": Page(
        "What does an answer look like as a chart for print?",
        (
            "aiplans plot contrast us-2025-digest cn-2025-digest -o contrast.svg",
            "aiplans plot strips governance us-2025-digest cn-2025-digest -o strips.pdf",
            "aiplans plot heatmap us-2025 --by part --top 10 -o themes.png",
        ),
    ),
    "kwic": Page(
        "In which lines does a word or concept stand?",
        (
            "aiplans kwic governance us-2025-digest cn-2025-digest",
            "aiplans kwic '[concept=governance] *' us-2025-digest cn-2025-digest --sort 1R",
            "aiplans kwic 'open source' us-2025-digest --exact --context sentence",
        ),
    ),
    "quotes": Page(
        "Does an article quote its sources rightly?",
        (
            "aiplans quotes article.md us-2025-digest",
            "aiplans quotes article.md us-2025-digest cn-2025-digest --min-words 3",
            "aiplans quotes article.md us-2025-digest --strict -o quotes.html",
        ),
    ),
    "claims": Page(
        "Do claims about documents hold, and by which figures and lines?",
        (
            "aiplans claims mok-2025",
            "aiplans claims mok-2025 --lines 1 -o claims.html",
            "aiplans claims claims.txt -f json",
        ),
    ),
    "score": Page(
        "What do all measures say of two counts?",
        (
            "aiplans score 52 50000 57 75000",
            "aiplans score 5 8476 11 536 --confidence 0.99",
            "aiplans score 0 8476 21 674 -f json",
        ),
    ),
    "verify": Page(
        "Do the formulas give the numbers that were published?",
        (
            "aiplans verify",
            "aiplans verify --calibration us-2025-digest --halvings 9 --resamples 99",
            "aiplans verify --calibration us-eo-14110-2023 --halvings 2 -o alarms.md",
        ),
    ),
    "calibrate": Page(
        "How far does the concept list tell a text from its translation?",
        (
            "aiplans calibrate article.md article.zh.md",
            "aiplans calibrate article.md article.zh.md --by concept",
            "aiplans calibrate article.md article.zh.md --trials 5 -f json",
        ),
    ),
    "lexicon show": Page(
        "Which concepts are in the list, and in which forms?",
        (
            "aiplans lexicon show",
            "aiplans lexicon show governance",
            "aiplans lexicon show 人工智能 -f json",
        ),
    ),
    "lexicon check": Page(
        "Does a concept list keep its rules?",
        (
            "aiplans lexicon check",
            "aiplans lexicon check us-2025-digest cn-2025-digest",
            "aiplans lexicon check --concepts concepts.tsv",
        ),
    ),
    "lexicon coverage": Page(
        "What share of each document's content words does the list cover?",
        (
            "aiplans lexicon coverage us-2025-digest cn-2025-digest",
            "aiplans lexicon coverage us-2025 --all",
            "aiplans lexicon coverage us-2025-digest --concepts concepts.tsv",
        ),
    ),
    "lexicon tally": Page(
        "How often does each concept of a list stand, and which of two lists go together?",
        (
            "aiplans lexicon tally us-2025-digest",
            "aiplans lexicon tally article.md --concepts concepts.tsv",
            "aiplans lexicon tally article.md --across concepts.tsv",
        ),
    ),
    "lexicon suggest": Page(
        "Which frequent words belong to no concept yet?",
        (
            "aiplans lexicon suggest us-2025-digest",
            "aiplans lexicon suggest cn-2025-digest --top 5",
            "aiplans lexicon suggest article.md article.zh.md --aligned",
        ),
    ),
    "lexicon import": Page(
        "How does another program's dictionary become a concept list?",
        (
            "aiplans lexicon import dictionary.yml",
            "aiplans lexicon import dictionary.yml --vocabulary us-2025-digest",
            "aiplans lexicon import dictionary.yml -o imported.tsv",
        ),
    ),
    "tokens": Page(
        "Which words is a document split into?",
        (
            "aiplans tokens cn-2025-digest",
            "aiplans tokens us-2025-digest --tokenizer treebank,split-hyphens",
            "aiplans tokens us-2025-digest --query '[theme=safety-risk]'",
        ),
    ),
    "count": Page(
        "What are a document's counts, for every command to start from?",
        (
            "aiplans count us-2025-digest cn-2025-digest -o counts.tsv",
            "aiplans count us-2025-digest --wordlist",
            "aiplans count plans --by folder -o counts.parquet",
        ),
    ),
    "texts list": Page(
        "Which texts does the library know, and what is at hand of each?",
        ("aiplans texts list", "aiplans texts list -f md", "aiplans texts list -o texts.csv"),
    ),
    "texts show": Page(
        "What is known of a text, and how is it divided?",
        (
            "aiplans texts show us-2025",
            "aiplans texts show us-2025 --outline",
            "aiplans texts show article.md --ledger",
        ),
    ),
    "texts fetch": Page(
        "How do official texts come into the library?",
        (
            "aiplans texts fetch us-2025",
            "aiplans texts fetch us-2025 cn-2025",
            "aiplans texts fetch cn-2025 --timeout 10",
        ),
    ),
    "texts add": Page(
        "How do texts of your own come into the library?",
        (
            "aiplans texts add article.md",
            "aiplans texts add article.md --id my-article --title 'An article'",
            "aiplans texts add article.zh.md --id my-wenzhang --lang zh --date 2025-07",
        ),
    ),
    "reproduce": Page(
        "Does a recorded command still give the same bytes?",
        (
            "aiplans reproduce run.json",
            "aiplans reproduce run.json -f json",
            "aiplans reproduce run.json -o changes.md",
        ),
    ),
}
"""Path of a command → its page."""

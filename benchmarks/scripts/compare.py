"""What a user would write to set an English and a Chinese document side by side."""

import sys
from pathlib import Path

import jieba
from sklearn.feature_extraction.text import CountVectorizer


def text_of(path: str) -> str:
    if not path.endswith(".pdf"):
        return Path(path).read_text(encoding="utf-8")
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


english, chinese = map(text_of, sys.argv[1:3])
en = CountVectorizer()
en_counts = en.fit_transform([english]).toarray()[0]
zh = CountVectorizer(tokenizer=jieba.lcut, token_pattern=None)
zh_counts = zh.fit_transform([chinese]).toarray()[0]
for vectorizer, counts in ((en, en_counts), (zh, zh_counts)):
    pairs = zip(counts, vectorizer.get_feature_names_out(), strict=True)
    for count, word in sorted(pairs, reverse=True)[:20]:
        print(word, count, 1000 * count / counts.sum(), sep="\t")

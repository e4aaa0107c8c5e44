"""What a user would write for the key words of a Chinese document."""

import sys
from pathlib import Path

import jieba
from sklearn.feature_extraction.text import TfidfVectorizer

paragraphs = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n\n")
vectorizer = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None)
weights = vectorizer.fit_transform(paragraphs).mean(axis=0).A1
ranked = sorted(zip(weights, vectorizer.get_feature_names_out(), strict=True), reverse=True)
for weight, word in ranked[:20]:
    print(word, weight, sep="\t")

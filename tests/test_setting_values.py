"""Words of one option's value that are for other settings; the old options they stand for."""

from __future__ import annotations

import pytest
from conftest import Cli

from aiplans_cli import compare, tokens
from aiplans_cli.errors import UsageError
from aiplans_cli.setting_values import further_words, records_from, unpacked
from aiplans_cli.settings import Option, options_of
from aiplans_cli.sources.settings import SourceSettings

US, CN, EO = "us-2025-digest", "cn-2025-digest", "us-eo-14179-2025"

SAME = [
    ("compare us-2025 " + EO, "-f table --wide --digits 1", "-f table,wide,digits=1"),
    ("compare us-2025 " + EO, "-f table --notes --wide", "-f notes,table,wide"),
    ("compare us-2025 " + EO, "-f md --digits 3", "-f md,digits=3"),
    (f"tokens {US}", "--tokenizer treebank --split-hyphens", "--tokenizer treebank,split-hyphens"),
    (f"tokens {US}", "--split-hyphens", "--tokenizer Split-Hyphens"),
    (f"tokens {CN}", "--no-dict-terms --engine jieba", "--tokenizer no-dict-terms,jieba"),
    (
        "compare us-2025 us-eo-14110-2023 -n 3",
        "--resample permutation --resamples 99 --seed 7",
        "--resample permutation,resamples=99,seed=7",
    ),
    (
        "compare us-2025 us-eo-14110-2023 -n 3",
        "-m simple_maths -m dirichlet_z --k 100 --prior pooled",
        "-m simple_maths,k=100 -m dirichlet_z,prior=pooled",
    ),
    (
        f"distance us-2025 us-eo-14110-2023 {EO}",
        "-m kullback_leibler -m burrows_delta --smoothing 1.5 --most-frequent 50",
        "-m kullback_leibler,smoothing=1.5 -m burrows_delta,most-frequent=50",
    ),
]
"""A command, options under their old names, and the same as words of a value."""


@pytest.mark.parametrize(("line", "before", "now"), SAME)
def test_an_old_option_and_the_word_for_it_are_one(
    cli: Cli, line: str, before: str, now: str
) -> None:
    old = cli(*line.split(), "-q", *before.split())
    assert old == cli(*line.split(), "-q", *now.split())
    assert old != cli(*line.split(), "-q")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("-f md,digits=99", "'--format': digits=99: 99 is not in the range 0<=x<=15"),
        ("-f md,digits=x", "'--format': digits=x: 'x' is no number"),
        ("-f md,widee", "'--format': 'widee' is not one of auto, table"),
        ("-f md,wide=1", "'--format': 'wide=1' is not one of"),
        ("-f digits=1 --digits 2", "'--format': digits=1 and 2 are two values for one setting"),
        ("--resample permutation,seed=-1", "'--resample': seed=-1: -1 is not in the range 0<=x"),
        ("--resample permutation,seed=1.5", "'--resample': seed=1.5: 1.5 is no whole number"),
        ("--tokenizer treebank,hyphens", "'--tokenizer': 'hyphens' is not one of"),
        ("-f md,tsv", "'--format': 'md,tsv' is not one of"),
        ("-f md,wid", "did you mean wide"),
        ("-m g2x", "'--measure': 'g2x' is not one of"),
    ],
)
def test_a_word_that_cannot_be_is_a_usage_error(cli: Cli, options: str, told: str) -> None:
    assert cli("compare", "us-2025", EO, *options.split(), code=2) == ""
    assert told in cli.err


def test_a_notebook_may_use_either() -> None:
    plain = tokens(US, tokenizer="treebank", split_hyphens=True)
    assert tokens(US, tokenizer="treebank,split-hyphens").rows() == plain.rows()
    found = compare("us-2025", EO, measures=["simple_maths,k=100"])
    assert found.rows() == compare("us-2025", EO, measures="simple_maths", k=100).rows()
    with pytest.raises(UsageError, match="two values for one setting"):
        tokens(US, tokenizer="treebank,jieba", engine="rjiebaa")


def test_what_a_value_takes_is_hidden_and_told() -> None:
    options = options_of(SourceSettings)
    tokenizer = options["tokenizer"][1]
    assert tokenizer is not None
    assert list(further_words(SourceSettings, tokenizer)) == [
        *("split-hyphens", "rjieba", "jieba", "no-dict-terms")
    ]
    hidden = [name for name, (_, option, _) in options.items() if option and option.hidden]
    assert hidden == ["timeout", "max_size", "split_hyphens", "engine", "dict_terms", "errors"]
    assert records_from({}, SourceSettings) == [SourceSettings()]


def test_values_without_such_words_are_left_alone() -> None:
    assert unpacked(SourceSettings, {"tokenizer": "treebank", "concepts": "a,b=c.tsv"}) == {
        "tokenizer": "treebank",
        "concepts": "a,b=c.tsv",
    }
    assert Option("", also=("x",)).also == ("x",)

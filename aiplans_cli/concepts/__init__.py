"""The bilingual concept list: what stands for one idea in English and in Chinese.

The list is a TSV file with the columns ``id theme en zh blocks note``, one concept a row. Forms
are separated by ``; ``. English forms may abbreviate their inflections, ``regulat(e|es|ion)``,
and a space in them also matches a hyphen. ``blocks`` are longer strings inside which the
concept's own forms do not count. A form that belongs to two concepts bears the mark ``&`` in
both, as ``安全&`` (safety, security), and each of its occurrences then counts for both.
"""

"""Whatever anybody wrote, a feed is well-formed and says it as text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalogue.following import atom
from catalogue.following.news import News
from tests.following.atoms import read

ODD = st.text(st.characters() | st.sampled_from("<>&\"']]>\x00\x0b\x1f\ufffe"), max_size=40)


@given(ODD, ODD, ODD)
def test_any_text_is_text(title: str, summary: str, category: str) -> None:
    entry = atom.Entry(
        atom.identity("x", title),
        title,
        "2026-11-26T12:00:00.000000Z",
        "https://example.org/?a=1&b=2",
        summary,
        category,
    )
    feed = read(atom.write(atom.Feed("urn:x:1", title, "https://example.org/f", "https://example.org/", [entry])))
    (found,) = feed.entries
    assert found.link == "https://example.org/?a=1&b=2"
    if title.isprintable():
        assert (found.title, feed.title) == (title, title)
    if summary.isprintable():
        assert found.summary == summary


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(atom.write(atom.Feed("urn:x:1", "None", "https://e.org/f", "https://e.org/", []))).entries == ()


def test_markup_of_stewards_is_read_and_not_shown() -> None:
    news = News(
        "release", 1, "a" * 64, "small", "2026-11-26T12:00:00.000000Z", "Small 1.0.0", "/datasets/small/releases/1.0.0",
        "2026-11-26", "First release", "All *new* <script>alert(1)</script>", "operator",
    )  # fmt: skip
    (entry,) = atom.of_news([news], "https://example.org")
    assert entry.title == "Small 1.0.0: first release"
    assert entry.link == "https://example.org/datasets/small/releases/1.0.0"
    assert "<script" not in entry.summary
    assert entry.summary.startswith("All new")
    assert entry.summary.endswith("Issued 2026-11-26. Published without a second person.")


def test_identifiers_differ_by_what_they_are_of() -> None:
    assert atom.identity("a", "b") == atom.identity("a", "b")
    assert len({atom.identity("a", "b"), atom.identity("ab"), atom.identity("a\0b", "")}) == 3

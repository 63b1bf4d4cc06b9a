"""CoNLL: every layout and scheme in, BIO out, and nothing lost with four columns."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from solieu.annotation import Document, SolieuError, Span
from solieu.annotation.conll_read import read_conll
from solieu.annotation.conll_write import tagged_sentences, write_conll

WHITE_SPACE = (" ", "\n", "\r\n", "\t", "\xa0", "\u2028", "\x85")
SYMBOLS = ("#", "_", '"', "\\", ".", "(", "”", "🚓", "\u200b", "\ufeff", "\ud800", "\u0301")
WORDS = ("Công an", "# id = x", "-DOCSTART-", "O", "B-LOC", "Ha\u0300 No\u0323\u0302i")
PIECES = st.sampled_from((*WHITE_SPACE, *SYMBOLS, *WORDS))
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any text, with spans that neither begin nor end in white space."""
    text = draw(TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [
        Span(start, end, draw(st.sampled_from(["LOC", "ORG", "A-B"])))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
        if not text[start].isspace() and not text[end - 1].isspace()
    ]
    return Document(text, tuple(spans), draw(TEXTS))


def written(folder: Path, content: str, name: str = "train.conll") -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def entities(document: Document) -> list[tuple[str, str]]:
    return [(document.span_text(span), span.label) for span in document.spans]


# Reading


def test_without_docstart_lines_each_sentence_is_a_document(tmp_path: Path) -> None:
    path = written(tmp_path, "Tại O\nHà B-LOC\nNội I-LOC\n. O\n\n\nHuế B-LOC\n")

    assert read_conll(path) == [
        Document("Tại Hà Nội .", (Span(4, 10, "LOC"),), "train-1"),
        Document("Huế", (Span(0, 3, "LOC"),), "train-2"),
    ]


@pytest.mark.parametrize("start", ["-DOCSTART- -X- -X- O", "-DOCSTART- -X- O O", "-DOCSTART-"])
def test_docstart_lines_gather_sentences_into_documents(tmp_path: Path, start: str) -> None:
    rows = "Huế N B-NP B-LOC\n\n. . O O\n"
    path = written(tmp_path, f"{start}\n\n{rows}\n{start}\n\n{rows}")

    assert read_conll(path) == [
        Document("Huế\n.", (Span(0, 3, "LOC"),), "train-1"),
        Document("Huế\n.", (Span(0, 3, "LOC"),), "train-2"),
    ]


@pytest.mark.parametrize(
    "tags",
    [
        "O B-PER I-PER B-PER O B-LOC",  # BIO
        "O I-PER I-PER B-PER O I-LOC",  # IOB1
        "O B-PER E-PER S-PER O S-LOC",  # BIOES
        "O B-PER L-PER U-PER O U-LOC",  # BILOU
    ],
)
def test_every_tagging_scheme_reads_the_same(tmp_path: Path, tags: str) -> None:
    words = ["gặp", "Trần", "Nam", "Tuấn", "ở", "Huế"]
    path = written(tmp_path, "".join(f"{word}\t{tag}\n" for word, tag in zip(words, tags.split(), strict=True)))

    assert entities(read_conll(path)[0]) == [("Trần Nam", "PER"), ("Tuấn", "PER"), ("Huế", "LOC")]


def test_an_inside_tag_of_another_label_begins_an_entity(tmp_path: Path) -> None:
    path = written(tmp_path, "Công_an B-ORG\nHuế I-LOC\nvà I-LOC\n")

    assert entities(read_conll(path)[0]) == [("Công an", "ORG"), ("Huế và", "LOC")]


def test_an_entity_ends_with_its_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "-DOCSTART- O\n\nHà B-LOC\n\nNội I-LOC\n")

    assert entities(read_conll(path)[0]) == [("Hà", "LOC"), ("Nội", "LOC")]


def test_a_label_may_hold_a_hyphen(tmp_path: Path) -> None:
    assert entities(read_conll(written(tmp_path, "Huế B-LOC-CITY\n"))[0]) == [("Huế", "LOC-CITY")]


def test_underscores_inside_a_segmented_word_become_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, "Bệnh_nhân O\n523 O\nở O\nĐà_Nẵng B-LOC\n_ O\n_a O\na_ O\na__b O\n")

    assert read_conll(path) == [Document("Bệnh nhân 523 ở Đà Nẵng _ _a a_ a__b", (Span(16, 23, "LOC"),), "train-1")]


def test_underscores_after_a_decomposed_tone_mark_are_spaces_too(tmp_path: Path) -> None:
    word = unicodedata.normalize("NFD", "tổ_chức số_4")

    assert read_conll(written(tmp_path, f"{word.replace(' ', '_')} O\n"))[0].text == word.replace("_", " ")


# The same two sentences, a word on each line and a syllable on each.
WORDS_FILE = "Công_an B-ORG\nTP._Hồ_Chí_Minh I-ORG\nbáo O\n\nBệnh_nhân O\n523 B-ID\nở O\nĐà_Nẵng B-LOC\n"
SYLLABLES_FILE = (
    "Công B-ORG\nan I-ORG\nTP. I-ORG\nHồ I-ORG\nChí I-ORG\nMinh I-ORG\nbáo O\n\n"
    "Bệnh O\nnhân O\n523 B-ID\nở O\nĐà B-LOC\nNẵng I-LOC\n"
)


def test_a_file_of_words_reads_as_the_file_of_its_syllables(tmp_path: Path) -> None:
    words = read_conll(written(tmp_path, WORDS_FILE))

    assert words == read_conll(written(tmp_path, SYLLABLES_FILE))
    assert entities(words[0]) == [("Công an TP. Hồ Chí Minh", "ORG")]


def test_in_a_file_of_syllables_an_underscore_is_a_character(tmp_path: Path) -> None:
    rows = "thư O\n" * 60
    document = read_conll(written(tmp_path, rows + "cong_an@tinh.vn B-ORG\n"))[0]

    assert entities(document) == [("cong_an@tinh.vn", "ORG")]


def test_a_line_of_the_file_says_what_its_underscores_are(tmp_path: Path) -> None:
    rows = "cong_an B-ORG\n"

    kept = read_conll(written(tmp_path, "# underscores = kept\n" + rows))[0]
    spaces = read_conll(written(tmp_path, "# underscores = spaces\n" + "thư O\n" * 60 + "\n" + rows))[1]

    assert (kept.text, spaces.text) == ("cong_an", "cong an")
    assert kept.spans == spaces.spans == (Span(0, 7, "ORG"),)


def test_underscores_are_kept_when_asked(tmp_path: Path) -> None:
    assert read_conll(written(tmp_path, "Bệnh_nhân O\n"), underscores=False)[0].text == "Bệnh_nhân"


def test_a_token_may_hold_spaces_where_tabs_separate(tmp_path: Path) -> None:
    path = written(tmp_path, "Hà Nội\tB-LOC\n10\xa0000\tO\n")

    assert read_conll(path) == [Document("Hà Nội 10\xa0000", (Span(0, 6, "LOC"),), "train-1")]


def test_windows_line_ends_and_trailing_white_space_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffHà  B-LOC \r\nNội\tI-LOC\t\r\n \r\nHuế B-LOC\r\n")

    assert [entities(document) for document in read_conll(path)] == [[("Hà Nội", "LOC")], [("Huế", "LOC")]]


def test_a_number_sign_can_be_a_token_and_a_comment_cannot(tmp_path: Path) -> None:
    path = written(tmp_path, "# sent_id = 5\n# O\n#antt B-CAMPAIGN\n")

    assert read_conll(path) == [Document("# #antt", (Span(2, 7, "CAMPAIGN"),), "train-1")]


def test_a_plain_text_comment_of_another_format_is_not_taken_for_the_text(tmp_path: Path) -> None:
    path = written(tmp_path, '# text = "Hà Nội"\nHà\tB-LOC\nNội\tI-LOC\n\n# text = "Huế"\nHuế\tB-LOC\n')

    assert [document.text for document in read_conll(path)] == ["Hà Nội", "Huế"]


def test_stored_offsets_rebuild_the_text_with_its_gaps(tmp_path: Path) -> None:
    path = written(tmp_path, "Tại\t1\t4\tO\nHuế\t6\t9\tB-LOC\n,\t9\t10\tO\n\nsáng\t12\t16\tO\n\n\nVinh\t0\t4\tB-LOC\n")

    assert read_conll(path) == [
        Document(" Tại  Huế,\n sáng", (Span(6, 9, "LOC"),), "train-1"),
        Document("Vinh", (Span(0, 4, "LOC"),), "train-2"),
    ]


def test_a_docstart_token_with_offsets_is_a_token(tmp_path: Path) -> None:
    path = written(tmp_path, "-DOCSTART-\t0\t10\tO\nHuế\t11\t14\tB-LOC\n")

    assert read_conll(path)[0].text == "-DOCSTART- Huế"


def test_a_file_of_ten_thousand_sentences_is_read_whole(tmp_path: Path) -> None:
    path = written(tmp_path, "Công_an B-ORG\ntỉnh I-ORG\n. O\n\n" * 10_000)

    assert len(read_conll(path)) == 10_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Hà B-LOC\nNội N I-LOC\n", "line 2: has 3 columns; each line must be a token and its tag"),
        ("Hà B-LOC\nNội N B-NP I-LOC\n", "line 2: has 4 columns where the lines before have 2"),
        ("Hà B-LOC\nNội\n", "line 2: has 1 column;"),
        ("Hà B-LOC\nNội X-LOC\n", "line 2: 'X-LOC' is no tag"),
        ("Hà B-LOC\nNội B-\n", "line 2: 'B-' is no tag"),
        ("Hà B-LOC\nNội LOC\n", "line 2: 'LOC' is no tag"),
        ("Hà 0 2 B-LOC\nNội N NP I-LOC\n", "line 2: has offsets in some lines only"),
        ("Hà 0 2 B-LOC\nNội 3 7 I-LOC\n", "line 2: the token 'Nội' has 3 characters, but the offsets 3-7"),
        ("Hà 0 2 B-LOC\nNội 1 4 I-LOC\n", "line 2: begins at 1, before the end of the token before it"),
        ('# text = "Hà Lội"\nHà 0 2 O\nNội 3 6 O\n', "line 3: the token is 'Nội', but the text has 'Lội'"),
        ('# text = "Hà\nHà 0 2 O\n', "line 1: the document's .* must hold a JSON string"),
        ("# id = a\nHà O\n\n# id = a\nNội O\n", "line 4: the id 'a' stands twice"),
        ("Hà O\n# underscores = no\n", "line 2: expected '# underscores = spaces' or '# underscores = kept', got 'no'"),
        ("", "is empty"),
        ("\n \n", "holds no token"),
        ("-DOCSTART- O\n\n", "holds no token"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    path = written(tmp_path, content)

    with pytest.raises(SolieuError, match=message) as caught:
        read_conll(path)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match=r"none\.conll: cannot be read"):
        read_conll(tmp_path / "none.conll")


# Writing


@given(document=documents())
@example(document=Document("", (), ""))
@example(document=Document("\r\n", (), "\r"))
@example(document=Document("# id = O -DOCSTART- #\tO", (), '"a'))
@example(document=Document("(Hà\nNội)", (Span(1, 7, "LOC"),), "a b"))
def test_with_four_columns_any_document_comes_back(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    path = tmp_path_factory.mktemp("conll") / "a.conll"

    write_conll([document, Document("Huế", (Span(0, 3, "LOC"),), document.id + "x")], path)

    assert read_conll(path) == [
        document,
        Document("Huế", (Span(0, 3, "LOC"),), document.id + "x"),
    ]


def test_four_columns_are_token_start_end_and_tag_under_id_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"

    write_conll([Document("(Huế),\nsáng", (Span(1, 4, "LOC"),), "a1")], path)

    assert path.read_text(encoding="utf-8") == (
        '# id = a1\n# text = "(Huế),\\nsáng"\n'
        "(\t0\t1\tO\nHuế\t1\t4\tB-LOC\n)\t4\t5\tO\n,\t5\t6\tO\n\n"
        "sáng\t7\t11\tO\n\n"
    )


def test_two_columns_are_token_and_tag_under_a_docstart_line(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"

    write_conll([Document("Ở Hà Nội.", (Span(2, 8, "LOC"),), "a1")], path, columns=2)

    assert path.read_text(encoding="utf-8") == ("-DOCSTART-\tO\n\nỞ\tO\nHà\tB-LOC\nNội\tI-LOC\n.\tO\n\n")


def test_two_columns_keep_tokens_and_entities(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    document = Document("Ngày 2/6,  Công an\n(tỉnh)", (Span(0, 8, "DATE"), Span(11, 18, "ORG")), "a1")

    write_conll([document, document], path, columns=2)

    assert [entities(found) for found in read_conll(path)] == [entities(document)] * 2
    assert read_conll(path)[0].text == "Ngày 2/6 , Công an\n( tỉnh )"


def test_touching_entities_of_one_label_stay_two(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    document = Document("HuếVinh", (Span(0, 3, "LOC"), Span(3, 7, "LOC")), "a1")

    write_conll([document], path)

    assert read_conll(path) == [document]


def test_white_space_at_a_spans_edge_is_left_out_and_so_is_a_span_of_nothing_else() -> None:
    document = Document("ở Huế  nay", (Span(1, 6, "LOC"), Span(6, 7, "ORG")))

    assert list(tagged_sentences(document)) == [[(0, 1, "O"), (2, 5, "B-LOC"), (7, 10, "O")]]


def test_a_label_with_a_space_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    with pytest.raises(SolieuError, match="document 'a1': the label 'A B' cannot stand in CoNLL"):
        write_conll([Document("Huế", (Span(0, 3, "A B"),), "a1")], tmp_path / "a.conll")
    assert list(tmp_path.iterdir()) == []

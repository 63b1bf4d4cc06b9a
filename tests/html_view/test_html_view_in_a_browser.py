"""The articles' page as its readers see it: opened from the disk in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from solieu import Document, LabelSchema, Span
from solieu.annotation.links import Link
from solieu.html_view import write_html

pytestmark = pytest.mark.slow

FIRST = "Đại tá  Lâm Minh Hồng,\r\nGiám đốc Công an tỉnh Long An: hơn 1.297 vụ.\n\n  Công an 👮\u202e xã\x00."
# What would run or show if any of it were taken for markup; each sets the page's title.
BAD = "document.title=`bad`"
NASTY = [
    f"<script>{BAD}</script>",
    f"</script><script>{BAD}</script>",
    f"</noscript></article></main><img src=x onerror='{BAD}'>",
    f'"><svg onload={BAD}>',
    f"<!--<script>{BAD}</script>-->",
    f"<a href='javascript:{BAD}'>Hà Nội</a>",
    "<style>*{display:none}</style>",
    f"{{{{ {BAD} }}}} ${{{BAD}}} \\u003cb\\u003e \u2028 &lt;b&gt; &#60;i&#62;",
]
LABELS = f"""\
labels:
  - name: ORG
    title: {{en: "<b>Body</b>", vi: "<img src=x onerror='{BAD}'>"}}
  - name: <svg/onload={BAD}>
"""


def marked(text: str, *spans: tuple[str, str], **others: object) -> Document:
    ranges = [(text.index(words), text.index(words) + len(words), label) for words, label in spans]
    return Document(text, tuple(Span(*each, score=0.87) for each in ranges), **others)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with three articles."""
    first = [("Đại tá", "RANK"), ("Lâm Minh Hồng", "PERSON"), ("Giám đốc", "POSITION")]
    first += [("Công an tỉnh Long An", "ORG"), ("hơn 1.297 vụ", "INDICATOR")]
    office = marked(FIRST, *first, id="bài-1", meta={"outlet": "Báo Long An"})
    rank, person, position, body, _ = [(span.start, span.end) for span in office.spans]
    links = [Link("rank", person, rank), Link("position", person, position), Link("organization", position, body)]
    path = tmp_path_factory.mktemp("folder") / "tin.html"
    documents = [
        office.with_links(links),
        marked("Hà Nội, 15/3/2024. Hoà bình.", ("Hà Nội", "LOC"), ("15/3/2024", "DATE"), id="bài-2"),
        Document("Không có gì.", id="bài-3"),
    ]
    write_html(documents, LabelSchema.default(), path)
    return path


@pytest.fixture
def opened(browser: Chrome, folder: Path) -> Iterator[Chrome]:
    """The page of three articles at the first; in the end the browser must not have complained."""
    browser.get(folder.as_uri())
    yield browser
    assert browser.get_log("browser") == []


def mark(browser: Chrome, words: str) -> WebElement:
    (found,) = [each for each in browser.find_elements(By.TAG_NAME, "mark") if each.text == words]
    return found


def tip(browser: Chrome) -> str:
    found = browser.find_element(By.ID, "tip")
    return found.text if found.is_displayed() else ""


def text_of(browser: Chrome) -> str:
    return str(browser.find_element(By.CSS_SELECTOR, "#main .text").get_property("textContent"))


def search(browser: Chrome, words: str) -> None:
    field = browser.find_element(By.ID, "search")
    field.clear()
    field.send_keys(words)


def listed(browser: Chrome) -> list[str]:
    return [item.text for item in browser.find_elements(By.CSS_SELECTOR, "#list small") if item.is_displayed()]


def rows(browser: Chrome) -> list[str]:
    return [row.text for row in browser.find_elements(By.CSS_SELECTOR, ".panel tbody tr") if row.is_displayed()]


def test_it_opens_without_a_complaint_and_without_asking_for_anything(opened: Chrome) -> None:
    events = [json.loads(entry["message"])["message"] for entry in opened.get_log("performance")]

    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
    assert sum(url.startswith("file:") for url in asked) == 1


def test_the_text_is_shown_with_its_spaces_and_line_breaks(opened: Chrome) -> None:
    assert text_of(opened) == FIRST.replace("\r\n", "\n").replace("\u202e", "\ufffd").replace("\x00", "\ufffd")
    style = opened.execute_script("return getComputedStyle(document.querySelector('#main .text')).whiteSpace")
    assert style in ("pre-wrap", "preserve")  # how the browser says it depends on its release


def test_the_value_is_told_on_hover_and_goes_away_with_the_pointer(opened: Chrome) -> None:
    ActionChains(opened).move_to_element(mark(opened, "Công an tỉnh Long An")).perform()
    assert tip(opened) == "◆Tổ chức\nCông an tỉnh Long An\nĐộ tin cậy 0,87"

    ActionChains(opened).move_to_element(opened.find_element(By.TAG_NAME, "h2")).perform()
    assert tip(opened) == ""


def test_the_value_is_told_on_keyboard_focus_and_escape_closes_it(opened: Chrome) -> None:
    entity = mark(opened, "hơn 1.297 vụ")
    opened.execute_script("arguments[0].focus()", mark(opened, "Công an tỉnh Long An"))

    ActionChains(opened).send_keys(Keys.TAB).perform()

    assert opened.switch_to.active_element == entity
    assert "> 1.297 vụ" in tip(opened)
    assert entity.get_attribute("aria-describedby") == "tip"
    assert opened.find_element(By.ID, "tip").get_attribute("role") == "tooltip"
    ActionChains(opened).send_keys(Keys.ESCAPE).perform()
    assert tip(opened) == ""
    assert entity.get_attribute("aria-describedby") is None


def test_a_label_that_is_not_chosen_is_neither_highlighted_nor_in_the_tables(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "[data-tab=entities]").click()
    assert len(rows(opened)) == 5
    before = text_of(opened)

    opened.find_element(By.CSS_SELECTOR, "#labels input[value='3']").click()

    off = mark(opened, "Công an tỉnh Long An")
    assert off.value_of_css_property("background-color") == "rgba(0, 0, 0, 0)"
    ActionChains(opened).move_to_element(off).perform()
    assert tip(opened) == ""
    assert [row for row in rows(opened) if "Tổ chức" in row] == []
    assert len(rows(opened)) == 4
    assert text_of(opened) == before
    opened.find_element(By.ID, "labels-none").click()
    assert rows(opened) == []
    assert opened.find_element(By.CSS_SELECTOR, ".panel.entities .empty").is_displayed()
    opened.find_element(By.ID, "labels-all").click()
    assert len(rows(opened)) == 5


def test_a_row_leads_to_its_entity(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "[data-tab=people]").click()
    assert rows(opened) == ["Lâm Minh Hồng\nĐại tá\nGiám đốc Công an tỉnh Long An"]

    opened.find_element(By.CSS_SELECTOR, ".people tbody button").click()

    assert opened.switch_to.active_element == mark(opened, "Lâm Minh Hồng")
    assert "Lâm Minh Hồng" in tip(opened)


def test_the_list_and_the_address_lead_to_an_article(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "#list a[href='#2']").click()
    WebDriverWait(opened, 5).until(lambda browser: text_of(browser).startswith("Hà Nội"))
    assert opened.current_url.endswith("#2")
    assert opened.find_element(By.CSS_SELECTOR, "#list [aria-current]").text == "Hà Nội, 15/3/2024. Hoà bình.\nbài-2"

    opened.back()

    WebDriverWait(opened, 5).until(lambda browser: text_of(browser).startswith("Đại tá"))


def test_the_search_finds_articles_with_and_without_the_marks_of_letters(opened: Chrome) -> None:
    search(opened, "cong an")
    WebDriverWait(opened, 5).until(lambda browser: listed(browser) == ["bài-1"])
    assert opened.find_element(By.ID, "found").text == "2 chỗ trong bài này"

    search(opened, "HOÀ")
    WebDriverWait(opened, 5).until(lambda browser: listed(browser) == ["bài-2"])
    search(opened, "hóa")
    WebDriverWait(opened, 5).until(lambda browser: listed(browser) == [])
    assert opened.find_element(By.ID, "none-found").is_displayed()


def test_it_speaks_vietnamese_first_and_english_when_asked(opened: Chrome) -> None:
    assert [tab.text for tab in opened.find_elements(By.CSS_SELECTOR, ".tabs button")] == [
        *("Số liệu 1", "Nhân sự 1", "Thực thể 5")
    ]

    opened.find_element(By.CSS_SELECTOR, "[data-speak=en]").click()

    assert [tab.text for tab in opened.find_elements(By.CSS_SELECTOR, ".tabs button")] == [
        *("Figures 1", "People 1", "Entities 5")
    ]
    assert "Organization" in opened.find_element(By.ID, "labels").text
    ActionChains(opened).move_to_element(mark(opened, "Đại tá")).perform()
    assert "Confidence 0.87" in tip(opened)
    opened.find_element(By.CSS_SELECTOR, "[data-speak=vi]").click()


def test_on_paper_there_are_all_tables_below_the_text_and_no_controls(opened: Chrome) -> None:
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    try:
        for control in ("searching", "labels", "list", "print"):
            assert not opened.find_element(By.ID, control).is_displayed()
        text = opened.find_element(By.CSS_SELECTOR, "#main .text").rect
        panels = opened.find_elements(By.CLASS_NAME, "panel")
        assert [panel.find_element(By.TAG_NAME, "h3").text for panel in panels] == ["Số liệu", "Nhân sự", "Thực thể"]
        assert all(panel.rect["y"] > text["y"] + text["height"] - 2 for panel in panels)
    finally:
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_all_articles_are_printed_when_asked(opened: Chrome) -> None:
    opened.execute_script("window.print = () => { window.printed = document.querySelectorAll('#main article').length }")

    opened.find_element(By.ID, "print-all").click()

    assert opened.execute_script("return window.printed") == 3
    assert len(opened.find_elements(By.CSS_SELECTOR, "#main article")) == 1


def test_nothing_of_an_article_or_a_label_runs_or_becomes_an_element(browser: Chrome, tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text(LABELS, encoding="utf-8")
    schema = LabelSchema.load(tmp_path / "labels.yaml")
    path = tmp_path / "<b>x.html"
    articles = [
        Document(
            text, (Span(0, 8, schema.names[number % 2]), Span(8, len(text), text)), text, {text: text, "outlet": text}
        )
        for number, text in enumerate(NASTY)
    ]
    write_html(articles, schema, path)
    browser.get(path.as_uri())
    known = {"div", "h2", "dl", "dt", "dd", "section", "mark", "aside", "button", "span", "table", "thead", "tbody"}
    known |= {"tr", "th", "td", "i", "p", "a", "h3", "em", "small", "article"}

    for number, text in enumerate(NASTY, start=1):
        browser.execute_script("location.hash = arguments[0]", str(number))
        WebDriverWait(browser, 5).until(lambda page, text=text: text_of(page) == text)
        for entity in browser.find_elements(By.TAG_NAME, "mark"):
            browser.execute_script("arguments[0].focus()", entity)
            assert tip(browser)
        names = browser.find_elements(By.CSS_SELECTOR, ".facts .id, h2")
        assert text in [name.get_property("textContent") for name in names]
        elements = browser.execute_script("return [...document.querySelectorAll('#main *')].map((e) => e.localName)")
        assert set(elements) <= known
        assert browser.title == "<b>x"

    everything = browser.execute_script("return [...document.querySelectorAll('*')].map((e) => e.localName)")
    assert {"img", "svg"} & set(everything) == set()
    assert everything.count("style") == 1
    assert everything.count("script") == len(NASTY) + 2
    assert browser.find_elements(By.CSS_SELECTOR, "[onload], [onerror], [href^=javascript]") == []
    assert browser.get_log("browser") == []


def test_without_scripts_the_plain_texts_are_there(browser: Chrome, folder: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(folder.as_uri())
        texts = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "noscript .text")]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    assert len(texts) == 3
    assert texts[1] == "Hà Nội, 15/3/2024. Hoà bình."

"""The report as its readers see it: opened from the disk in a real browser."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from solieu.annotation import Document, Span
from solieu.training.report import ReportInput, write_report

pytestmark = pytest.mark.slow

NASTY = "Công an <script>document.title='bad'</script><img src=x onerror=\"document.title='bad'\"> Long An"


@pytest.fixture(scope="module")
def report(content: ReportInput, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose second article has markup."""
    gold = [content.gold[0], Document(NASTY, (Span(0, 7, "ORG"),), "nasty <b>", {"outlet": "<i>x</i>"})]
    predicted = [content.predicted[0], Document(NASTY, (Span(8, 53, "ORG"),), "nasty <b>")]
    path = tmp_path_factory.mktemp("browser") / "report.html"
    return write_report(replace(content, gold=gold, predicted=predicted, baselines={}), path)[0]


@pytest.fixture
def opened(browser: Chrome, report: Path) -> Iterator[Chrome]:
    """The report, opened from the disk; in the end the browser must not have complained."""
    browser.get(report.as_uri())
    yield browser
    assert browser.get_log("browser") == []


def shown(browser: Chrome) -> list[str]:
    """The numbers of the errors that are shown."""
    return [
        error.get_attribute("id") or ""
        for error in browser.find_elements(By.CLASS_NAME, "error")
        if error.is_displayed()
    ]


def choose(browser: Chrome, field: str, value: str) -> None:
    Select(browser.find_element(By.NAME, field)).select_by_value(value)


def test_it_opens_without_a_complaint_and_without_asking_for_anything(opened: Chrome) -> None:
    events = [json.loads(entry["message"])["message"] for entry in opened.get_log("performance")]

    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
    assert sum(url.startswith("file:") for url in asked) == 1


def test_markup_in_an_article_stays_text(opened: Chrome) -> None:
    assert opened.title == "Thử <b>nghiệm</b>"
    assert "<script>document.title='bad'</script><img src=x onerror=" in opened.find_element(By.TAG_NAME, "main").text
    assert len(opened.find_elements(By.TAG_NAME, "script")) == 1
    assert opened.find_elements(By.CSS_SELECTOR, "img[onerror], main i b, main b b") == []


def test_it_speaks_vietnamese_first_and_english_when_asked(opened: Chrome) -> None:
    heading = opened.find_element(By.CSS_SELECTOR, "#errors h2")
    assert heading.text == "Tất cả các lỗi"

    opened.find_element(By.CSS_SELECTOR, "[data-speak=en]").click()

    assert heading.text == "All errors"
    assert opened.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert Select(opened.find_element(By.NAME, "label")).options[0].text == "All"
    pictures = [image for image in opened.find_elements(By.TAG_NAME, "img") if image.is_displayed()]
    assert {image.get_attribute("lang") for image in pictures} == {"en"}
    opened.find_element(By.CSS_SELECTOR, "[data-speak=vi]").click()
    assert heading.text == "Tất cả các lỗi"


def test_every_picture_is_drawn(opened: Chrome) -> None:
    widths = opened.execute_script("return [...document.images].map((image) => image.naturalWidth)")

    assert len(widths) == 6
    assert all(width > 100 for width in widths)


def test_filters_show_the_errors_of_a_label_a_kind_and_an_article(opened: Chrome) -> None:
    everything = shown(opened)
    assert len(everything) == 8

    choose(opened, "kind", "missed")
    assert shown(opened) == ["e6", "e7"]
    choose(opened, "label", "ORG")
    assert shown(opened) == ["e7"]
    assert opened.find_element(By.ID, "count").text == "1"
    choose(opened, "document", "0")
    assert shown(opened) == []
    assert opened.find_element(By.ID, "none-left").is_displayed()

    opened.find_element(By.ID, "clear").click()
    assert shown(opened) == everything


def test_a_cell_of_the_confusion_matrix_leads_to_its_errors(opened: Chrome) -> None:
    cell = opened.find_element(By.CSS_SELECTOR, "[data-gold=POSITION][data-predicted=PERSON][data-cell]")

    opened.execute_script("arguments[0].click()", cell)

    assert shown(opened) == ["e2"]
    assert opened.find_element(By.ID, "pair").text == "chuẩn Chức vụ → dự đoán Người"


def test_an_article_in_the_list_leads_to_its_errors(opened: Chrome) -> None:
    button = opened.find_element(By.CSS_SELECTOR, "[data-article='1']")

    opened.execute_script("arguments[0].click()", button)

    assert len(shown(opened)) == 2


def test_the_text_of_errors_can_be_searched(opened: Chrome) -> None:
    opened.find_element(By.NAME, "search").send_keys("TẬP THỂ")

    assert shown(opened) == ["e6"]


def test_on_paper_there_are_no_controls(opened: Chrome) -> None:
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})

    assert not opened.find_element(By.ID, "filters").is_displayed()
    assert not opened.find_element(By.TAG_NAME, "nav").is_displayed()
    assert len(shown(opened)) == 8
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

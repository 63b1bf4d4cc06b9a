"""The page in which annotators work, in Chromium: what was pushed is seen, and what is accepted comes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from solieu.annotation import Document, LabelSchema, Span
from solieu.annotation.jsonl import read_jsonl

pytestmark = pytest.mark.slow

PATIENCE = 90  # seconds for the page to show something
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
SUBMIT = "button[aria-label='Submit current annotation']"
# Where words stand: left and right edge and middle height, in pixels of the page.
PLACE_OF = """
const walker = document.createTreeWalker(arguments[0], NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const at = walker.currentNode.data.indexOf(arguments[1]);
  if (at < 0) continue;
  const range = document.createRange();
  range.setStart(walker.currentNode, at);
  range.setEnd(walker.currentNode, at + arguments[1].length);
  const box = range.getBoundingClientRect();
  return [box.left, box.right, (box.top + box.bottom) / 2];
}
"""
OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--window-size=1400,1000"),
)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """Chromium, with a user of its own."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        reason = "there is no chromium with its chromedriver; Debian's packages chromium and chromium-driver are"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for option in (*OPTIONS, f"--user-data-dir={tmp_path / 'chromium'}"):
        options.add_argument(option)
    browser = webdriver.Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


def log_in(browser: webdriver.Chrome, account: Any, password: str) -> None:
    browser.get(f"{account.server}/user/login/")
    browser.find_element(By.ID, "email").send_keys(account.email)
    browser.find_element(By.ID, "password").send_keys(password)
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(browser, PATIENCE).until(lambda page: "/login" not in page.current_url)


def draw(browser: webdriver.Chrome, words: str, title: str) -> None:
    """Mark words as an annotator does: choose the label, and draw the mouse over them."""
    # The page may still be replacing its elements by new ones.
    settled = WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
    settled.until(lambda page: choose(page, title))
    text, place, box = settled.until(lambda page: find_words(page, words))
    left, right, top = place
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    # Offsets count from the middle of the element.
    mouse = ActionChains(browser).move_to_element_with_offset(text, round(left + 1 - middle), round(top - height))
    mouse.click_and_hold().move_by_offset(round(right - left) - 2, 0).release().perform()


def highlights(browser: webdriver.Chrome) -> list[tuple[str, str]]:
    """Return the text and the colour of each suggestion."""
    regions = browser.find_elements(By.CSS_SELECTOR, ".htx-highlight")
    return [
        (str(region.get_property("textContent")), region.value_of_css_property("background-color"))
        for region in regions
    ]


def choose(browser: webdriver.Chrome, title: str) -> bool:
    """Click the label of a title, if it is there."""
    for label in browser.find_elements(By.CSS_SELECTOR, ".lsf-label"):
        if label.text.startswith(title):
            label.click()
            return True
    return False


def find_words(browser: webdriver.Chrome, words: str) -> tuple[WebElement, list[float], dict[str, float]]:
    """Return the element of the text, the place of words in it, and the place of the element."""
    text = browser.find_element(By.CSS_SELECTOR, ".lsf-htx-richtext")
    return text, browser.execute_script(PLACE_OF, text, words), text.rect


def test_suggestions_are_seen_in_colour_and_come_back_exactly_with_what_is_drawn_beside_them(
    solieu: Callable[..., Any],
    articles: Callable[..., Path],
    browser: webdriver.Chrome,
    owner: Any,
    password: str,
    title: str,
    article: Document,
    tmp_path: Path,
) -> None:
    bare, found = articles(article.with_spans([])), articles(article, name="found.jsonl")
    done = solieu("push", bare, "--project", title, "--predictions", found, "--model-version", "máy 1")
    assert done.status == 0, done.err
    (task,) = owner.tasks(title)

    log_in(browser, owner, password)
    browser.get(f"{owner.server}/projects/{task['project']}/data?task={task['id']}")
    WebDriverWait(browser, PATIENCE).until(
        lambda page: len(page.find_elements(By.CSS_SELECTOR, ".htx-highlight")) == len(article.spans)
    )
    shown = WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException]).until(highlights)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(SCREENSHOTS / "label-studio.png"))
    WebDriverWait(browser, PATIENCE).until(lambda page: page.find_elements(By.CSS_SELECTOR, SUBMIT))
    draw(browser, "hội nghị", "Phong trào, mô hình")
    WebDriverWait(browser, PATIENCE).until(
        lambda page: len(page.find_elements(By.CSS_SELECTOR, ".htx-highlight")) == len(article.spans) + 1
    )
    browser.save_screenshot(str(SCREENSHOTS / "label-studio-drawn.png"))
    browser.find_element(By.CSS_SELECTOR, SUBMIT).click()
    WebDriverWait(browser, PATIENCE).until(lambda _: owner.tasks(title)[0]["annotations"])

    done = solieu("pull", "--project", title, "--out", tmp_path / "out.jsonl")

    schema = LabelSchema.default()
    assert [text for text, _ in shown] == [article.span_text(span) for span in article.spans]
    for (_, colour), span in zip(shown, article.spans, strict=True):
        red, green, blue = (int(schema[span.label].colour[at : at + 2], 16) for at in (1, 3, 5))
        assert colour.startswith(f"rgba({red}, {green}, {blue}, ")
    assert done.status == 0, done.err
    (document,) = read_jsonl(tmp_path / "out.jsonl")
    drawn = article.text.index("hội nghị")
    expected = article.with_spans([*article.spans, Span(drawn, drawn + len("hội nghị"), "CAMPAIGN")])
    assert (document.text, document.spans) == (expected.text, expected.spans)

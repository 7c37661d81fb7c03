"""Looking at a page as a browser shows it: what axe finds, what breaks the policy, what runs off the screen."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = """axe.run(document, {preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
.then((found) => JSON.stringify(found.violations.map(
    (one) => [one.id, one.nodes.map((node) => node.html.slice(0, 200))])))"""
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
# What moves a little after a page is loaded, or after a key: jQuery's own "ready", transitions, the next frame.
STILL = """(async () => {
    if (window.django && django.jQuery) await new Promise((done) => django.jQuery(() => setTimeout(done)));
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
})()"""
OFFERED = """(texts) => JSON.stringify(texts) === JSON.stringify(
    [...document.querySelectorAll(".select2-results__option")].map((one) => one.textContent))"""
PATIENCE = 120_000  # milliseconds for whatever a page does: a busy machine is no fault
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
BOTH = ("phone", "desk")  # in this order: what scripts measure on a desk stays too wide for a phone


class Look:
    """A window that remembers its console; `faults` collects what is wrong on the pages it opens."""

    def __init__(self, context, base: str, sizes: tuple[str, ...]):
        self.page, self.base, self.sizes, self.faults, self.console = context.new_page(), base, sizes, [], []
        self.page.set_default_timeout(PATIENCE)
        self.page.set_default_navigation_timeout(PATIENCE)
        self.devtools = context.new_cdp_session(self.page)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))

    def _listen(self, message):
        if message.type in ("error", "warning"):
            self.console.append(message.text)

    def open(self, path: str, status: int = 200):
        """Open a page and look at it."""
        self.console.clear()
        answer = self.page.goto(self.base + path, wait_until="load")
        if answer.status != status:
            self.faults.append(f"{path}: {answer.status} instead of {status}")
        if found := INLINE.search(answer.text()):
            self.faults.append(f"{path}: inline {found[0]}")
        self.look(path, but="Failed to load resource" if status >= 400 else None)

    def go(self, act, said: str = ""):
        """Click `act`, a selector, or call it, and wait until the page that follows is loaded; it says `said`.

        Waiting for a text is not enough: it may stand on the page that is left, and on the new one it is seen before
        the deferred scripts have run, so that the next keys are lost.
        """
        with self.page.expect_navigation(wait_until="load"):
            if callable(act):
                act()
            else:
                self.page.click(act)
        if said:
            self.page.wait_for_selector(f"text={said}")

    def choose(self, box, typed: str, offered: str):
        """Open a box of suggestions, type, and take the suggestion that holds `offered`."""
        box.locator(".select2-selection").click()
        self.page.wait_for_selector(".select2-results__option[aria-selected]")
        asked = urlencode({"term": typed})
        with self.page.expect_response(lambda answer: asked in answer.url) as found:
            self.page.fill(".select2-search__field", typed)
        # The list of the empty question is replaced under the mouse otherwise.
        self.page.wait_for_function(OFFERED, arg=[one["text"] for one in found.value.json()["results"]])
        self.page.click(f".select2-results__option:has-text('{offered}')")

    def look(self, where: str, but: str | None = None):
        """Look at the page as it is now, in each size; afterwards it has the first one again."""
        for size in self.sizes:
            self.resize(size)
            self._ask(STILL)
            if wide := self._ask("Math.max(0, document.documentElement.scrollWidth - innerWidth)"):
                self.faults.append(f"{where} on a {size}: {wide} px too wide")
            self.faults += [f"{where} on a {size}: axe {one}" for one in self.violations()]
        self.resize(self.sizes[0])
        self.faults += [f"{where}: console {text}" for text in self.console if not (but and text.startswith(but))]

    def resize(self, size: str):
        """Give the window one of SIZES."""
        if self.page.viewport_size != SIZES[size]:
            self.page.set_viewport_size(SIZES[size])

    def violations(self) -> list:
        """What axe finds: [rule, [html, …]]."""
        if not self._ask("typeof axe === 'object'"):
            self._ask(AXE.read_text(encoding="utf-8") + ";0")
        return json.loads(self._ask(RULES))

    def _ask(self, script: str):
        # Through the developer tools, as the page's own policy forbids scripts from elsewhere.
        given = {"expression": script, "awaitPromise": True, "returnByValue": True}
        return self.devtools.send("Runtime.evaluate", given)["result"].get("value")

"""Looking at a page as a browser shows it: what axe finds, what breaks the policy, what runs off the screen."""

import json
import re
from pathlib import Path

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = """axe.run(document, {preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
.then((found) => JSON.stringify(found.violations.map(
    (one) => [one.id, one.nodes.map((node) => node.html.slice(0, 200))])))"""
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


class Look:
    """A window that remembers its console; `faults` collects what is wrong on the pages it opens."""

    def __init__(self, context, base: str):
        self.page, self.base, self.faults, self.console = context.new_page(), base, [], []
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

    def look(self, where: str, but: str | None = None):
        """Look at the page as it is now."""
        self.page.wait_for_timeout(50)
        size = self.page.viewport_size["width"]
        if wide := self._ask("Math.max(0, document.documentElement.scrollWidth - innerWidth)"):
            self.faults.append(f"{where} at {size}: {wide} px too wide")
        self.faults += [f"{where} at {size}: axe {one}" for one in self.violations()]
        self.faults += [f"{where}: console {text}" for text in self.console if not (but and text.startswith(but))]

    def violations(self) -> list:
        """What axe finds: [rule, [html, …]]."""
        if not self._ask("typeof axe === 'object'"):
            self._ask(AXE.read_text(encoding="utf-8") + ";0")
        return json.loads(self._ask(RULES))

    def _ask(self, script: str):
        # Through the developer tools, as the page's own policy forbids scripts from elsewhere.
        given = {"expression": script, "awaitPromise": True, "returnByValue": True}
        return self.devtools.send("Runtime.evaluate", given)["result"].get("value")

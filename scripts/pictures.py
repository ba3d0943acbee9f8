"""Makes the pictures of the README: the results page in Chromium, and pages of the report.

    .venv/bin/python scripts/pictures.py

It builds the example in a database of its own under var/, serves it on a free port of this machine, and writes
docs/pictures/. Needs what `./check` installs: Chromium and pdftoppm.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 1240
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
REPORT_PAGES = (1, 2, 3, 4)  # of the short report: cover, ranking, robustness, costs


def main() -> None:
    """The example at stage decided, once as a page and once as a report."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/pictures.sqlite3"
        manage("migrate", "--verbosity", "0")
        printed = manage("demo", "--stage", "decided")
        evaluation = printed.split()[0]
        password = re.findall(r"finance@demo\.example\s+(\S+)", printed)[0]
        port = free_port()
        server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT)  # noqa: S603
        try:
            wait_for(f"http://localhost:{port}/account/login/")
            picture_of_results(port, evaluation, password)
        finally:
            server.terminate()
            server.wait()
        picture_of_report(Path(folder), evaluation)


def picture_of_results(port: int, evaluation: str, password: str) -> None:
    """What finance sees after the reveal."""
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page(base_url=f"http://localhost:{port}", viewport={"width": WIDTH, "height": HEIGHT})
        page.goto("/account/login/")
        page.locator("[name=login]").fill("finance@demo.example")
        page.locator("[name=password]").fill(password)
        page.locator("main button[type=submit]").click()
        page.goto(f"/e/{evaluation}/results/")
        page.screenshot(path=PICTURES / "results.png")
        browser.close()


def picture_of_report(folder: Path, evaluation: str) -> None:
    """The first pages of the short English report side by side."""
    report = folder / "report.pdf"
    manage("report", evaluation, "--language", "en", "--length", "short", "--output", str(report))
    pages = []
    for number in REPORT_PAGES:
        command = ["pdftoppm", "-png", "-r", "60", "-f", str(number), "-l", str(number), "-singlefile"]
        subprocess.run([*command, str(report), str(folder / f"page{number}")], check=True)  # noqa: S603
        pages.append(Image.open(folder / f"page{number}.png").convert("RGB"))
    gap = 12
    sheet = Image.new("RGB", (sum(page.width + gap for page in pages) + gap, pages[0].height + 2 * gap), "#d9d6cf")
    left = gap
    for page in pages:
        sheet.paste(page, (left, gap))
        left += page.width + gap
    sheet.save(PICTURES / "report.png", optimize=True)


def manage(*arguments: str) -> str:
    """What a command of the site prints."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the site answers, for a minute at most."""
    for _attempt in range(120):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()

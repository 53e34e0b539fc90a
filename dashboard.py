"""The dashboard: page settings, language and the list of pages. Each page is one script in pages/."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, frame, look

PAGES = {
    "overview": ":material/dashboard:",
    "map": ":material/map:",
    "hotspots": ":material/local_fire_department:",
    "key_areas": ":material/flag:",
    "loops": ":material/sync:",
    "found_handled": ":material/task_alt:",
    "ranking": ":material/leaderboard:",
    "roll_call": ":material/campaign:",
    "cases": ":material/assignment:",
    "importing": ":material/upload_file:",
    "methods": ":material/menu_book:",
}


def main() -> None:
    """Draws the frame and runs the page that was asked for."""
    frame.mark()
    address.restore()
    language = address.language()
    st.set_page_config(page_title=text("frame.product", language), page_icon="static/icon.svg", layout="wide")
    look.dress()
    pages = [
        st.Page(
            f"pages/{name}.py",
            title=text(f"frame.page.{name}", language),
            icon=icon,
            url_path=name,
            default=name == "overview",
        )
        for name, icon in PAGES.items()
    ]
    st.navigation(pages, position="top").run()


main()

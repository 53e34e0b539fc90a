"""The dashboard: page settings, language and the list of pages. Each page is one script in pages/."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, frame, screen

# By section, in the order of the bar; the section without a name stands open in it.
PAGES = {
    "": {"overview": ":material/dashboard:", "digest": ":material/today:"},
    "where": {
        "map": ":material/map:",
        "hotspots": ":material/local_fire_department:",
        "key_areas": ":material/flag:",
    },
    "handling": {
        "loops": ":material/sync:",
        "found_handled": ":material/task_alt:",
        "cases": ":material/assignment:",
    },
    "people": {
        "alley_chiefs": ":material/signpost:",
        "stewards": ":material/groups:",
        "grids": ":material/grid_on:",
        "staffing": ":material/schedule:",
        "honours": ":material/military_tech:",
    },
    "meetings": {
        "ranking": ":material/leaderboard:",
        "roll_call": ":material/campaign:",
        "presentation": ":material/slideshow:",
        "tasks": ":material/checklist:",
        "editions": ":material/verified:",
    },
    "data": {
        "importing": ":material/upload_file:",
        "mapping": ":material/rule_settings:",
        "methods": ":material/menu_book:",
    },
}


def main() -> None:
    """Draws the frame and runs the page that was asked for."""
    frame.mark()
    address.restore()
    language = address.language()
    st.set_page_config(page_title=text("frame.product", language), page_icon="static/icon.svg", layout="wide")
    screen.dress()
    sections = {
        section and text(f"frame.section.{section}", language): [
            st.Page(
                f"pages/{name}.py",
                title=text(f"frame.page.{name}", language),
                icon=icon,
                url_path=name,
                default=name == "overview",
            )
            for name, icon in pages.items()
        ]
        for section, pages in PAGES.items()
    }
    st.navigation(sections, position="top").run()


main()

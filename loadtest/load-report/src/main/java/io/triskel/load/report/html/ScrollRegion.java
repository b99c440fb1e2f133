package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

/** A region for a table that may be wider than the page: a keyboard can scroll it, and a screen reader names it. */
public final class ScrollRegion {
    private ScrollRegion() {}

    /** {@return a region with this name around a table} */
    public static Element of(String label, Element table) {
        return el("div", "scroll")
                .at("tabindex", "0")
                .at("role", "region")
                .at("aria-label", label)
                .add(table);
    }
}

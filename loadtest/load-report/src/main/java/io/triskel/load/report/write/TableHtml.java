package io.triskel.load.report.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.section.Cell;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.section.FigureTable;
import io.triskel.load.report.words.Targets;
import io.triskel.load.report.words.Title;
import io.triskel.load.report.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table of the page. Each look has a sign in addition to its colour. */
record TableHtml(Targets targets) {
    Element of(FigureTable table) {
        Element head = el("tr");
        table.head().forEach(cell -> head.add(filled(el("th", classes(cell)).at("scope", "col"), cell)));
        Element body = el("tbody");
        String above = "";
        for (List<Cell> row : table.rows()) {
            String heading = row.get(0).text();
            body.add(row(row, table.head(), heading.equals(above)));
            above = heading;
        }
        boolean byTarget = table.head().stream().anyMatch(cell -> cell.target().isPresent());
        return el("table", (table.big() ? "big" : "small") + (byTarget ? " targets" : ""))
                .add(el("caption", "vh").text(table.caption()), el("thead").add(head), body);
    }

    /** A heading that repeats the one above is hidden, but a screen reader still reads it. */
    private Element row(List<Cell> cells, List<Cell> head, boolean again) {
        Cell first = cells.get(0);
        Element heading = el("th", classes(first)).at("scope", "row");
        Element row = el("tr").add(again ? heading.add(filled(el("span", "vh"), first)) : filled(heading, first));
        for (int i = 1; i < cells.size(); i++) {
            row.add(filled(named(el("td", lead(cells.get(i), head.get(i))), head.get(i)), cells.get(i)));
        }
        return row;
    }

    /** On a phone the cells of a table of targets are below each other, each with the name of its column. */
    private static Element named(Element cell, Cell head) {
        return head.target().isPresent() ? cell.at("data-of", head.text()) : cell;
    }

    private static String classes(Cell cell) {
        return cell.look().name().toLowerCase(Locale.ROOT);
    }

    /** A cell is aligned like its column's heading if that holds words; the leader's cell has the colour of its target. */
    private String lead(Cell cell, Cell head) {
        String colour = cell.look() == Look.LEAD
                ? head.target().map(id -> " " + targets.style(id)).orElse("")
                : "";
        return classes(cell) + (head.look() == Look.WORDS ? " l" : "") + colour;
    }

    private Element filled(Element html, Cell cell) {
        return cell.covered()
                .map(covered ->
                        html.add(content(el("span", "cover"), cell), Marks.template(content(el("span"), covered))))
                .orElseGet(() -> content(html, cell));
    }

    private Element content(Element html, Cell cell) {
        cell.drawing().ifPresent(html::add);
        if (cell.target().isPresent()) {
            html.add(Marks.chip(targets, cell.target().get(), cell.text()));
        } else if (cell.link().isPresent()) {
            linked(html, cell.link(), cell.text());
        } else if (cell.drawing().isPresent()) {
            html.add(el("span", "beside").text(cell.text()));
        } else {
            html.text(sign(cell) + cell.text());
        }
        return Marks.labelled(cell.small().isEmpty() ? html : html.add(small(cell)), cell.label());
    }

    private static Element small(Cell cell) {
        Element small = el("small");
        Element text = safe(cell.source()).map(TableHtml::link).orElse(small);
        String title = cell.cited().map(Title::text).orElse("");
        cell.cited().map(TableHtml::cited).ifPresent(text::add);
        text.text(cell.small().substring(title.length()));
        return text == small ? small : small.add(text);
    }

    private static Element cited(Title title) {
        Element cite = el("cite").text(title.text());
        return title.language().map(code -> cite.at("lang", code)).orElse(cite);
    }

    private static Element linked(Element html, Optional<String> address, String text) {
        return safe(address).map(one -> html.add(link(one).text(text))).orElseGet(() -> html.text(text));
    }

    private static Optional<String> safe(Optional<String> address) {
        return address.filter(one -> one.startsWith("https://"));
    }

    private static Element link(String address) {
        return el("a").at("href", address).at("rel", "noreferrer");
    }

    private static String sign(Cell cell) {
        return switch (cell.look()) {
            case GOOD -> "✓ ";
            case ALARM -> "▲ ";
            case DOUBT -> cell.text().equals(Words.ABSENT) ? "" : "≠ ";
            case FIGURE, WORDS, MUTED, LEAD -> "";
        };
    }
}

package io.triskel.load.report.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.html.ScrollRegion;
import io.triskel.load.report.section.Block;
import io.triskel.load.report.section.FigureTable;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.words.Words;

/** A section of the page. */
final class SectionHtml {
    private SectionHtml() {}

    static Element of(Section section, int number, boolean invalid, Words words) {
        String heading = section.id() + "-h";
        Element over = el("p", "over")
                .add(el("span", "n").text(Integer.toString(number)))
                .text(section.title());
        if (invalid && !section.evidence().isEmpty()) {
            over.add(el("span", "tag bad").text(words.say("invalid run")));
        }
        section.evidence()
                .forEach(one -> over.add(el("span", "tag " + one.word()).text(words.say(one.word()))));
        if (section.computed()) {
            over.add(el("span", "tag computed").text(words.say("computed")));
        }
        Element html = el("section")
                .at("id", section.id())
                .at("aria-labelledby", heading)
                .add(
                        over,
                        el("h2").at("id", heading).text(section.heading()),
                        el("p", "lede").text(section.lede()));
        section.blocks().forEach(block -> html.add(block(block, words)));
        return html;
    }

    private static Element block(Block block, Words words) {
        TableHtml tables = new TableHtml(words.targets());
        if (block instanceof Block.Plain plain) {
            return card(plain.table(), tables);
        }
        if (block instanceof Block.Behind behind) {
            return el("details", "tbl")
                    .add(el("summary").text(behind.table().caption()), scrolled(behind.table(), tables));
        }
        if (block instanceof Block.Drawing drawing) {
            return drawing.element();
        }
        if (block instanceof Block.Covered covered) {
            return covered(covered, words);
        }
        if (block instanceof Block.Note note) {
            return el("p", "note").text(note.text());
        }
        Block.Command command = (Block.Command) block;
        return el("pre").at("tabindex", "0").add(el("code").text(command.text()));
    }

    /** The button needs the page's script, so without it nothing can be uncovered. */
    private static Element covered(Block.Covered covered, Words words) {
        String show = words.say("Show emulators’ latency");
        Element place = el("div", "covered")
                .add(
                        el("p", "note").text(covered.reason()),
                        el("button", "btn needs-script uncover")
                                .at("type", "button")
                                .at("hidden", "")
                                .at("data-show", show)
                                .at("data-hide", words.say("Hide emulators’ latency"))
                                .text(show));
        covered.blocks().forEach(one -> place.add(Marks.template(block(one, words))));
        return place;
    }

    private static Element card(FigureTable table, TableHtml tables) {
        Element card = el("div", "card").add(el("h3").text(table.caption()));
        if (!table.lede().isEmpty()) {
            card.add(el("p", "note").text(table.lede()));
        }
        return table.rows().isEmpty() ? card : card.add(scrolled(table, tables));
    }

    private static Element scrolled(FigureTable table, TableHtml tables) {
        return ScrollRegion.of(table.caption(), tables.of(table));
    }
}

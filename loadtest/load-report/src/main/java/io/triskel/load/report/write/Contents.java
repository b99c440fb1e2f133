package io.triskel.load.report.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.words.Words;
import java.util.List;

/** Name, table of contents, and buttons that the script shows, since without it they would do nothing. */
final class Contents {
    private Contents() {}

    static Element of(List<Section> sections, Words words) {
        Element list = el("ol");
        sections.forEach(section ->
                list.add(el("li").add(el("a").at("href", "#" + section.id()).text(section.title()))));
        return el("nav", "toc")
                .at("aria-label", words.say("Sections"))
                .add(
                        el("p", "brand")
                                .add(Marks.logo(words.targets().clouds()))
                                .text("Triskel"),
                        list,
                        el("div", "tools")
                                .at("hidden", "")
                                .add(
                                        el("button", "btn")
                                                .at("id", "theme")
                                                .at("type", "button")
                                                .at("data-dark", words.say("Dark"))
                                                .at("data-light", words.say("Light"))
                                                .text(words.say("Dark")),
                                        el("button", "btn")
                                                .at("id", "print")
                                                .at("type", "button")
                                                .text(words.say("Print"))));
    }
}

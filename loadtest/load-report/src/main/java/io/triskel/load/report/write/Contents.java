package io.triskel.load.report.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.words.Words;
import java.util.List;

/** Name, table of contents, and buttons that the script shows, since without it they would do nothing. */
final class Contents {
    private static final String ARM = "M0,0C0,-5 3,-8.5 7,-8.5C11,-8.5 12.5,-4.5 10,-3C8.4,-2 6.6,-3.2 7,-5";

    private Contents() {}

    static Element of(List<Section> sections, Words words) {
        Element list = el("ol");
        sections.forEach(section ->
                list.add(el("li").add(el("a").at("href", "#" + section.id()).text(section.title()))));
        return el("nav", "toc")
                .at("aria-label", words.say("Sections"))
                .add(
                        el("p", "brand").add(logo(words.targets().clouds())).text("Triskel"),
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

    private static Element logo(Clouds clouds) {
        Element logo = el("svg").at("viewBox", "-16 -16 32 32").at("aria-hidden", "true");
        List<String> arms = clouds.ids();
        for (int i = 0; i < arms.size(); i++) {
            int degrees = i * 360 / arms.size() - 30;
            logo.add(el("path", arms.get(i)).at("d", ARM).at("transform", "rotate(" + degrees + ")"));
        }
        return logo;
    }
}

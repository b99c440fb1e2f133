package io.triskel.load.report.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Inlined;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.section.Material;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.words.Words;
import java.util.List;

/**
 * A report as one page. Its policy allows only its own style and script, by their hashes: no network and no other script,
 * whatever text the results have.
 */
public final class HtmlReport {
    private static final Inlined STYLE = Inlined.resource(HtmlReport.class, "report.css");
    private static final Inlined SCRIPT =
            Inlined.resource(HtmlReport.class, "report.js").and(Inlined.resource(HtmlReport.class, "weights.js"));

    private HtmlReport() {}

    /** {@return the report of a load test, whole} */
    public static String of(Material material, Opening opening, List<Section> sections) {
        Words words = material.words();
        LoadRun run = material.run();
        return page(
                words,
                words.say("Load test {0}, Triskel", run.workloadName()),
                main(words, opening, sections, !run.isValid())
                        .add(el("footer")
                                .text(words.say(
                                        "Written by ./triskel report, schema 1. docs/how-load-tests-judge.md says what is judged and"
                                                + " how. The same figures are next to this file as"
                                                + " Markdown, CSV and JSON. The page needs no network."))),
                sections);
    }

    /** {@return the page of an evaluation, whole} */
    public static String of(EvaluationFile evaluation, Words words, Opening opening, List<Section> sections) {
        return page(
                words,
                words.say("Evaluation {0}, Triskel", evaluation.profile()),
                main(words, opening, sections, false)
                        .add(el("footer")
                                .text(words.say(
                                        "Written by ./triskel evaluate; docs/scoring.md explains how to read and change it. The"
                                                + " page needs no network."))),
                sections);
    }

    private static Element main(Words words, Opening opening, List<Section> sections, boolean invalid) {
        Element main = el("main").at("id", "main").at("tabindex", "-1").add(OpeningHtml.of(opening));
        for (int i = 0; i < sections.size(); i++) {
            main.add(SectionHtml.of(sections.get(i), i + 1, invalid, words));
        }
        return main;
    }

    private static String page(Words words, String title, Element main, List<Section> sections) {
        Element body = el("body")
                .add(
                        el("a", "skip").at("href", "#main").text(words.say("Skip to the report")),
                        el("div", "frame").add(Contents.of(sections, words), main),
                        SCRIPT.in("script"));
        StringBuilder page = new StringBuilder("<!doctype html>\n");
        el("html")
                .at("lang", words.language().code())
                .add(head(title, words), body)
                .write(page);
        return page.append('\n').toString();
    }

    private static Element head(String title, Words words) {
        Inlined style = Marks.colours(words.targets().clouds()).and(STYLE);
        String policy = "default-src 'none'; style-src '" + style.hash() + "'; script-src '" + SCRIPT.hash()
                + "'; base-uri 'none'; form-action 'none'";
        return el("head")
                .add(
                        el("meta").at("charset", "utf-8"),
                        el("meta").at("http-equiv", "Content-Security-Policy").at("content", policy),
                        el("meta").at("name", "viewport").at("content", "width=device-width,initial-scale=1"),
                        el("meta").at("name", "color-scheme").at("content", "light dark"),
                        el("title").text(title),
                        style.in("style"));
    }
}

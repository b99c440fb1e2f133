package io.triskel.load.study;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Inlined;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.words.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The study as one page that needs no network and no script, for the screen and for A4. */
final class StudyPage {
    private static final Inlined STYLE = Inlined.resource(StudyPage.class, "study.css");
    private static final Phrase SKIP = new Phrase("Skip to the study", "Aller à l’étude");

    private final StudyDocument document;
    private final Clouds clouds;

    private StudyPage(StudyDocument document, Clouds clouds) {
        this.document = document;
        this.clouds = clouds;
    }

    /**
     * {@return the page, whole}
     *
     * @param evidence the way from the page to {@code docs/}
     * @param pages of the chapters' anchors in print; empty where they are unknown
     */
    static String of(StudyDocument document, Clouds clouds, String evidence, Map<String, Integer> pages) {
        return new StudyPage(document, clouds).page(evidence, pages);
    }

    private String page(String evidence, Map<String, Integer> pages) {
        Element main = el("main").at("id", "main").at("tabindex", "-1");
        Slugs slugs = new Slugs();
        List<Element> entries = new ArrayList<>();
        for (StudyDocument.Text text : document.texts()) {
            Element section = el("section", text.name());
            // The anchor that the chapter's heading gets next.
            String anchor = slugs.next(document.filling().markdown(text.title()));
            HtmlText.into(section, text.marked(), text.name(), document.filling(), slugs, evidence);
            main.add(section);
            entries.add(entry(text, anchor, pages));
        }
        document.filling().check();
        Element body = el("body")
                .add(
                        el("a", "skip").at("href", "#main").text(say(SKIP)),
                        el("div", "frame").add(Cover.of(document, clouds), contents(entries), main));
        return whole(say(StudyDocument.TITLE), document.language(), style(), body);
    }

    private Element entry(StudyDocument.Text text, String anchor, Map<String, Integer> pages) {
        Element link = el("a").at("href", "#" + anchor)
                .add(el("span").text(document.filling().markdown(text.title())));
        if (pages.containsKey(anchor)) {
            link.add(el("span", "page").text(pages.get(anchor).toString()));
        }
        return el("li", text.name()).add(link);
    }

    private Element contents(List<Element> entries) {
        return el("nav", "contents")
                .at("aria-labelledby", "contents")
                .add(
                        el("p", "brand").add(Marks.logo(clouds)).text("Triskel"),
                        el("h2").at("id", "contents").text(say(StudyDocument.CONTENTS)),
                        el("ol").addAll(entries));
    }

    /** Chromium's CSS can put no text of the page into the margin, so that the texts of the margin are in the style sheet. */
    private Inlined style() {
        return Marks.colours(clouds)
                .and(STYLE)
                .and(new Inlined("@page { @top-left { content: " + quoted(say(StudyDocument.SHORT)) + "; }\n"
                        + "@top-right { content: " + quoted(say(Cover.STATUS)) + "; }\n"
                        + "@bottom-left { content: " + quoted("Triskel · " + document.date()) + "; } }\n"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String say(Phrase phrase) {
        return phrase.in(document.language());
    }

    /** {@return a page whose policy allows only its own style} */
    static String whole(String title, Language language, Inlined style, Element body) {
        String policy = "default-src 'none'; style-src '" + style.hash() + "'; base-uri 'none'; form-action 'none'";
        StringBuilder page = new StringBuilder("<!doctype html>\n");
        el("html")
                .at("lang", language.code())
                .add(
                        el("head")
                                .add(
                                        el("meta").at("charset", "utf-8"),
                                        el("meta")
                                                .at("http-equiv", "Content-Security-Policy")
                                                .at("content", policy),
                                        el("meta")
                                                .at("name", "viewport")
                                                .at("content", "width=device-width,initial-scale=1"),
                                        el("meta").at("name", "color-scheme").at("content", "light dark"),
                                        el("title").text(title),
                                        style.in("style")),
                        body)
                .write(page);
        return page.append('\n').toString();
    }
}

package io.triskel.load.study;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Inlined;
import io.triskel.load.report.html.Marks;

/** The study as one page that needs no network, for the screen and for A4. */
final class StudyPage {
    private static final Inlined STYLE = Inlined.resource(StudyPage.class, "study.css");

    private StudyPage() {}

    /** {@return the page, whole} */
    static String of(StudyDocument document, Clouds clouds, String evidence) {
        Inlined style = Marks.colours(clouds).and(STYLE);
        String title = StudyDocument.TITLE.in(document.language());
        Element main = el("main").add(el("h1").text(title));
        Slugs slugs = new Slugs();
        slugs.of(title);
        for (StudyDocument.Text text : document.texts()) {
            Element section = el("section", text.name());
            HtmlText.into(section, text.marked(), text.name(), document.filling(), slugs, evidence);
            main.add(section);
        }
        document.filling().check();
        StringBuilder page = new StringBuilder("<!doctype html>\n");
        el("html")
                .at("lang", document.language().code())
                .add(
                        el("head")
                                .add(
                                        el("meta").at("charset", "utf-8"),
                                        el("meta")
                                                .at("http-equiv", "Content-Security-Policy")
                                                .at(
                                                        "content",
                                                        "default-src 'none'; style-src '" + style.hash()
                                                                + "'; base-uri 'none'; form-action 'none'"),
                                        el("meta")
                                                .at("name", "viewport")
                                                .at("content", "width=device-width,initial-scale=1"),
                                        el("title").text(title),
                                        style.in("style")),
                        el("body").add(main))
                .write(page);
        return page.append('\n').toString();
    }
}

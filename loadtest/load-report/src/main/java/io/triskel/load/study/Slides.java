package io.triskel.load.study;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Inlined;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.words.Words;
import java.util.regex.Pattern;

/** The slides of the meeting as one page: a slide fills the screen, and a landscape page in print. */
final class Slides {
    private static final Inlined STYLE =
            Inlined.resource(Slides.class, "study.css").and(Inlined.resource(Slides.class, "slides.css"));

    private static final Pattern NEXT = Pattern.compile("(?m)^---$");

    private Slides() {}

    /** {@return the page, whole} */
    static String of(StudyData data, Chapter slides, Words words, String evidence) {
        Filling filling = new Filling(data, words, Blocks.all());
        String[] texts = NEXT.split(filling.mark(slides), -1);
        String title = StudyDocument.SHORT.in(words.language());
        Element main = el("main").add(el("h1", "vh").text(title));
        Slugs slugs = new Slugs();
        for (int i = 0; i < texts.length; i++) {
            Element slide = el("section", "slide");
            HtmlText.unlinked(slide, texts[i], "slides", filling, slugs, evidence);
            main.add(slide.add(el("p", "foot")
                    .add(Marks.logo(data.clouds()))
                    .add(el("span").text(Cover.STATUS.in(words.language())))
                    .add(el("span", "number").text((i + 1) + " / " + texts.length))));
        }
        filling.check();
        return StudyPage.whole(
                title,
                words.language(),
                Marks.colours(data.clouds()).and(STYLE),
                el("body", "slides").add(main));
    }
}

package io.triskel.load.report.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.section.Opening;
import java.util.Locale;

/** The verdict above all sections. */
final class OpeningHtml {
    private OpeningHtml() {}

    static Element of(Opening opening) {
        Element facts = el("div", "facts");
        opening.facts().forEach(fact -> facts.add(fact(fact)));
        Element line = el("dl", "runline");
        opening.line().forEach((name, value) -> line.add(el("div").add(el("dt").text(name), el("dd").text(value))));
        Element answer = el("div", "answer").add(el("h1").text(opening.answer()));
        opening.why().forEach(why -> answer.add(el("p").text(why)));
        return el("header", "verdict").add(facts, answer, line);
    }

    private static Element fact(Opening.Fact fact) {
        Element icon = el("svg")
                .at("viewBox", "0 0 18 18")
                .at("aria-hidden", "true")
                .add(el("path")
                        .at(
                                "d",
                                switch (fact.kind()) {
                                    case GOOD, PLAIN -> "M3 9.5l4 4 8-9";
                                    case DOUBT -> "M9 3v8M9 14.2v.3";
                                    case BAD -> "M4 4l10 10M14 4L4 14";
                                }));
        return el("div", "fact " + fact.kind().name().toLowerCase(Locale.ROOT))
                .add(el("b").add(icon).text(fact.head()), el("span").text(fact.body()));
    }
}

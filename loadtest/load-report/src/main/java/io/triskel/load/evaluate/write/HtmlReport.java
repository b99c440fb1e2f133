package io.triskel.load.evaluate.write;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Inlined;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.html.RankBars;
import io.triskel.load.report.html.ScrollRegion;
import io.triskel.load.report.html.WeightPresets;
import io.triskel.load.report.html.WeightSlider;
import io.triskel.load.report.html.Weighted;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluation as one page that opens offline. Its policy allows the style and the script that are in it, by their hashes, and
 * nothing else. Without scripts the tables stand as they were written; with them, weights can be moved and the totals follow.
 */
public final class HtmlReport {
    /** The report's own design; what only this page has comes behind it. */
    private static final Inlined STYLE = Inlined.resource(HtmlReport.class, "/io/triskel/load/report/write/report.css")
            .and(Inlined.resource(HtmlReport.class, "evaluate.css"));

    private static final Inlined SCRIPT =
            Inlined.resource(HtmlReport.class, "/io/triskel/load/report/write/weights.js");

    private HtmlReport() {}

    /** {@return the whole file} */
    public static String of(Evaluation evaluation, Language language) {
        Words words = new Words(evaluation, language);
        StringBuilder page = new StringBuilder("<!doctype html>\n");
        el("html").at("lang", language.code()).add(head(words), body(words)).write(page);
        return page.append('\n').toString();
    }

    private static Element head(Words words) {
        Inlined style = Marks.colours(words.evaluation().clouds()).and(STYLE);
        String policy = "default-src 'none'; style-src '" + style.hash() + "'; script-src '" + SCRIPT.hash()
                + "'; base-uri 'none'; form-action 'none'";
        return el("head")
                .add(
                        el("meta").at("charset", "utf-8"),
                        el("meta").at("http-equiv", "Content-Security-Policy").at("content", policy),
                        el("meta").at("name", "viewport").at("content", "width=device-width,initial-scale=1"),
                        el("meta").at("name", "color-scheme").at("content", "light dark"),
                        el("title")
                                .text(words.text(
                                                Text.TITLE,
                                                words.evaluation().profile().name()) + ", Triskel"),
                        style.in("style"));
    }

    private static Element body(Words words) {
        Element main = el("main")
                .at("id", "main")
                .at("tabindex", "-1")
                .add(verdict(words), weights(words), sensitivity(words), whys(words));
        if (!words.notes().isEmpty()) {
            main.add(section(words.text(Text.NOT_TAKEN), "").add(list(words.notes())));
        }
        main.add(el("footer").text(words.text(Text.FOOTER)));
        return el("body")
                .add(
                        el("a", "skip").at("href", "#main").text(words.text(Text.SKIP)),
                        el("div", "frame evaluation").add(main),
                        SCRIPT.in("script"));
    }

    private static Element verdict(Words words) {
        return el("div", "verdict")
                .add(el("div", "answer")
                        .add(el("h1").text(words.headline()))
                        .add(list(words.reasons()))
                        .add(el("p").text(words.profile())));
    }

    /** Totals and scores in one section, so that a weight and what it moves are seen together. */
    private static Element weights(Words words) {
        Element section = section(words.text(Text.TOTALS_HEAD), words.totalsLede());
        section.add(WeightPresets.of(
                weighted(words),
                words.text(Text.WEIGHTS),
                words.text(Text.RESET),
                words.text(Text.EQUAL),
                name -> words.text(Text.FIRST_OF_ALL, name)));
        section.add(
                el("div", "card").add(bars(words), el("p", "lede").text(words.text(Text.BARS_LEDE))),
                ScrollRegion.of(words.text(Text.TOTALS_HEAD), totals(words)));
        section.add(el("p", "live").at("hidden", "").at("aria-live", "polite").at("id", "live"));
        section.add(el("h2").text(words.text(Text.SCORES_HEAD)));
        section.add(el("p", "lede needs-script").at("hidden", "").text(words.text(Text.WEIGHTS_LEDE)));
        section.add(ScrollRegion.of(words.text(Text.SCORES_HEAD), scores(words)));
        return section;
    }

    private static Element bars(Words words) {
        RankBars bars = RankBars.of(weighted(words), words.targets());
        Optional<String> leader = words.evaluation().verdict().leader();
        words.evaluation()
                .clouds()
                .ids()
                .forEach(cloud -> bars.bar(
                        cloud,
                        words.name(cloud),
                        leader.filter(cloud::equals).map(leads -> words.text(Text.LEADS_MARK)),
                        words.reach(cloud),
                        words.text(Text.FIRST_IN, words.firstOfAny(cloud))));
        return bars.draw();
    }

    private static List<Weighted> weighted(Words words) {
        return words.evaluation().rows().stream()
                .map(row -> new Weighted(
                        row.criterion().id(),
                        row.criterion().name().in(words.language()),
                        row.basis().word(),
                        row.weight(),
                        row.isScored() ? words.evaluation().clouds().each(cloud -> scores(row, cloud)) : Map.of()))
                .toList();
    }

    private static double[] scores(Scored row, String cloud) {
        Range score = row.score(cloud);
        return new double[] {score.low(), score.likely(), score.high()};
    }

    private static Element totals(Words words) {
        EvaluationTable totals = words.totals();
        Element body = el("tbody");
        List<String> ids = List.of("total", "bounds", "reach", "first", "first-any");
        for (int i = 0; i < totals.rows().size(); i++) {
            body.add(row(totals.rows().get(i), 1, ids.get(i)));
        }
        return el("table", "big")
                .at("id", "totals")
                .at("data-language", words.language().code())
                .at("data-scored", words.text(Text.SCORED_SHARE))
                .at("data-least", String.valueOf(words.evaluation().least()))
                .at("data-percent", words.language() == Language.FR ? "{0} %" : "{0}%")
                .at("data-first", words.text(Text.FIRST_IN, "{0}"))
                .at("data-mark", words.text(Text.LEADS_MARK))
                .at("data-leads", words.text(Text.LIVE_LEADS, "{0}"))
                .at("data-none", words.text(Text.LIVE_NONE))
                .at("data-above", words.text(Text.ABOVE, "{0}", "{1}", "{2}"))
                .at("data-below", words.text(Text.BELOW, "{0}", "{1}", "{2}"))
                .at("data-never", words.text(Text.NEVER))
                .add(el("thead").add(clouds(el("tr").add(el("td")), words)), body);
    }

    private static Element scores(Words words) {
        EvaluationTable scores = words.scores();
        Element head = el("tr");
        scores.head().subList(0, 3).forEach(name -> head.add(column(name, "words")));
        Element body = el("tbody");
        List<Weighted> rows = weighted(words);
        for (int i = 0; i < rows.size(); i++) {
            Element row = row(scores.rows().get(i), scores.words(), "");
            Element slider =
                    WeightSlider.of(words.text(Text.WEIGHT_OF, rows.get(i).name()), rows.get(i), rows);
            body.add(row.add(el("td", "needs-script").at("hidden", "").add(slider)));
        }
        clouds(head, words);
        return el("table")
                .at("id", "scores")
                .add(el("thead").add(head.add(el("td", "needs-script").at("hidden", ""))), body);
    }

    private static Element sensitivity(Words words) {
        EvaluationTable table = words.sensitivity();
        Element head = el("tr");
        table.head().forEach(name -> head.add(column(name, "words")));
        Element body = el("tbody");
        List<Scored> scored = words.evaluation().scored();
        for (int i = 0; i < scored.size(); i++) {
            List<String> cells = table.rows().get(i);
            Element row = row(cells.subList(0, cells.size() - 1), table.words(), "");
            body.add(row.add(el("td", "words")
                    .at("data-change", scored.get(i).criterion().id())
                    .text(cells.get(cells.size() - 1))));
        }
        return section(words.text(Text.SENSITIVITY_HEAD), words.text(Text.SENSITIVITY_LEDE))
                .add(ScrollRegion.of(
                        words.text(Text.SENSITIVITY_HEAD),
                        el("table").add(el("thead").add(head), body)));
    }

    private static Element whys(Words words) {
        Element section = section(words.text(Text.WHY_HEAD), "");
        for (Why why : words.whys()) {
            Element card = el("div", "card").add(el("h3").text(why.title()));
            card.add(el("p", "lede").text(why.question() + " " + why.note()));
            if (!why.lines().isEmpty()) {
                Element body = el("tbody");
                why.lines().forEach(line -> body.add(line(line, words)));
                card.add(ScrollRegion.of(why.title(), el("table").add(body)));
            }
            section.add(card);
        }
        return section;
    }

    private static Element line(Why.Line line, Words words) {
        Element why = el("td", "words").text(line.why());
        if (!line.source().isEmpty()) {
            Element source = el("small");
            line.url()
                    .ifPresentOrElse(
                            url -> source.add(el("a").at("href", url)
                                    .at("rel", "noreferrer")
                                    .text(line.source())),
                            () -> source.text(line.source()));
            why.add(source);
        }
        return el("tr").add(
                        el("th").at("scope", "row")
                                .add(Marks.chip(words.targets(), line.cloud(), words.name(line.cloud()))),
                        el("td", "figure").text(line.score()),
                        why);
    }

    private static Element section(String title, String lede) {
        Element section = el("section").add(el("h2").text(title));
        return lede.isEmpty() ? section : section.add(el("p", "lede").text(lede));
    }

    private static Element list(List<String> items) {
        Element list = el("ul");
        items.forEach(item -> list.add(el("li").text(item)));
        return list;
    }

    private static Element clouds(Element head, Words words) {
        words.evaluation()
                .clouds()
                .ids()
                .forEach(cloud -> head.add(
                        el("th").at("scope", "col").add(Marks.chip(words.targets(), cloud, words.name(cloud)))));
        return head;
    }

    private static Element column(String name, String classes) {
        return el("th", classes).at("scope", "col").text(name);
    }

    private static Element row(List<String> cells, int words, String id) {
        Element row = el("tr").add(el("th").at("scope", "row").text(cells.get(0)));
        if (!id.isEmpty()) {
            row.at("id", id);
        }
        for (int i = 1; i < cells.size(); i++) {
            row.add(el("td", i < words ? "words" : "figure").text(cells.get(i)));
        }
        return row;
    }
}

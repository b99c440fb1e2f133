package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Range;
import io.triskel.load.study.chart.EventPath;
import io.triskel.load.study.chart.Schedule;
import io.triskel.load.study.chart.SpanChart;
import io.triskel.load.study.chart.UseCase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The charts. In Markdown a chart is its table, or a sentence that says the same. */
final class Charts {
    private static final double BEST = 10;

    /** A phase of the schedule by the figures of its two ends. */
    private record Leg(String from, String to, Phrase name, boolean decided) {}

    private static final List<Leg> LEGS = List.of(
            leg("framing.begun", "framing.m1", "study; the board decides", "étude\u202f; le comité décide", true),
            leg("framing.m1", "framing.start", "preparation", "préparation", false),
            leg("framing.start", "framing.calibration", "accounts, deployment", "comptes, déploiement", false),
            leg("framing.calibration", "framing.comparison", "calibration", "étalonnage", false),
            leg("framing.comparison", "framing.m2", "comparison", "comparaison", false),
            leg("framing.m2", "framing.m3", "review; the board decides", "revue\u202f; le comité décide", true),
            leg("framing.m3", "roadmap.ready", "contract, network, keys", "contrat, réseau, clés", false),
            leg("roadmap.ready", "roadmap.pilot", "pilot", "pilote", false),
            leg("roadmap.pilot", "roadmap.exit", "exit, rehearsed", "sortie, répétée", false),
            leg("roadmap.exit", "roadmap.live", "approval, then live", "accords, puis mise en service", true));

    private Charts() {}

    private static Leg leg(String from, String to, String en, String fr, boolean decided) {
        return new Leg(from, to, new Phrase(en, fr), decided);
    }

    static Block.Shown costs(StudyData data, Words words, String profile) {
        Block.Shown table = EvaluationTables.costsOf(data, words, profile);
        List<SpanChart.Row> rows = new ArrayList<>();
        for (String cloud : data.clouds().ids()) {
            String ids = profile + "." + cloud;
            rows.add(new SpanChart.Row(
                    cloud,
                    range(data, "cost." + ids),
                    Optional.empty(),
                    said(data, words, "offer." + ids).orElse(""),
                    said(data, words, "cost." + ids).orElse(none(words))));
        }
        double highest = rows.stream()
                .flatMap(row -> row.span().stream())
                .mapToDouble(Range::high)
                .max()
                .orElse(1);
        BinaryOperator<String> say = in(words);
        return drawn(
                table,
                new SpanChart(rows, Scale.linear(highest, 4), usd -> words.count(Math.round(usd)), words)
                        .draw(
                                say.apply("Cost a month of ", "Coût mensuel, profil ") + profile,
                                say.apply(
                                        "Cheapest offer that passes the gates, at list prices; the pale part is what is uncertain.",
                                        "Offre la moins chère qui passe les filtres, aux prix publics\u202f; la partie claire est"
                                                + " incertaine.")));
    }

    static Block.Shown scores(StudyData data, Words words, String profile) {
        Block.Shown table = EvaluationTables.scoresOf(data, words, profile);
        List<SpanChart.Row> rows = new ArrayList<>();
        BinaryOperator<String> say = in(words);
        for (String cloud : data.clouds().ids()) {
            String id = "score." + profile + "." + cloud;
            Optional<String> first = said(data, words, "first." + profile + "." + cloud);
            rows.add(new SpanChart.Row(
                    cloud,
                    range(data, id),
                    range(data, id + ".missing"),
                    first.map(share -> say.apply(
                                    "first in " + share + " of draws", "premier dans " + share + " des tirages"))
                            .orElse(""),
                    said(data, words, id).orElse(none(words))));
        }
        String scored = said(data, words, "scored." + profile).orElse(Words.ABSENT);
        return drawn(
                table,
                new SpanChart(rows, Scale.linear(BEST, 5), words::number, words)
                        .draw(
                                say.apply("Score out of ten, ", "Note sur dix, profil ") + profile,
                                say.apply(
                                        "Full colour: the criteria that are scored, " + scored
                                                + " of the weight. Hatched: if the others scored anything from 0 to 10.",
                                        "Couleur pleine\u00a0: les critères notés, " + scored
                                                + " du poids. Hachures\u00a0: si les autres recevaient une note quelconque de 0 à"
                                                + " 10.")));
    }

    static Block.Shown schedule(StudyData data, Words words, String none) {
        List<Schedule.Phase> phases = new ArrayList<>();
        for (Leg leg : LEGS) {
            Optional<LocalDate> from = day(data, leg.from());
            Optional<LocalDate> to = day(data, leg.to());
            if (from.isPresent() && to.isPresent()) {
                phases.add(new Schedule.Phase(leg.name().in(words.language()), from.get(), to.get(), leg.decided()));
            }
        }
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("the schedule needs dates such as 'framing.begun' and 'framing.m1'");
        }
        BinaryOperator<String> say = in(words);
        return drawn(
                Block.Shown.text(say.apply(
                        "The board decides on the campaign on {{framing.m1}}, and on the cloud on {{framing.m3}}.",
                        "Le comité décide de la campagne le {{framing.m1}}, et du cloud le {{framing.m3}}.")),
                new Schedule(phases, words)
                        .draw(
                                say.apply("Schedule", "Calendrier"),
                                say.apply(
                                        "A diamond is a decision. Dates after the board’s first decision are assumptions.",
                                        "Un losange est une décision. Les dates qui suivent la première décision du comité sont"
                                                + " des hypothèses.")));
    }

    static Block.Shown useCase(StudyData data, Words words, String none) {
        return drawn(Block.Shown.text(UseCase.told(in(words))), UseCase.draw(in(words)));
    }

    static Block.Shown path(StudyData data, Words words, String none) {
        return drawn(Block.Shown.text(EventPath.told(in(words))), EventPath.draw(in(words)));
    }

    private static Block.Shown drawn(Block.Shown table, Element figure) {
        return new Block.Shown(table.markdown(), Optional.of(figure));
    }

    private static Optional<Range> range(StudyData data, String id) {
        return data.figures().find(id).flatMap(Figure::range);
    }

    private static Optional<String> said(StudyData data, Words words, String id) {
        return data.figures().find(id).map(figure -> figure.in(words.language()));
    }

    private static Optional<LocalDate> day(StudyData data, String id) {
        return data.figures()
                .find(id)
                .map(Figure::value)
                .filter(value -> value instanceof Value.Moment)
                .map(value -> ((Value.Moment) value).time())
                .filter(time -> time instanceof LocalDate)
                .map(time -> (LocalDate) time);
    }

    private static String none(Words words) {
        return in(words).apply("no offer passes the gates", "aucune offre ne passe les filtres");
    }

    private static BinaryOperator<String> in(Words words) {
        return (en, fr) -> words.language() == Language.ENGLISH ? en : fr;
    }
}

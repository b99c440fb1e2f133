package io.triskel.load.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.evaluate.score.PriceDoubt;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the priced offers' bills consist of, and how they change with the workload; US dollars a month. */
final class CostTables {
    private CostTables() {}

    /** A changed workload. */
    private record Change(Phrase name, Consumer<ObjectNode> change) {}

    /** {@return each cloud's bill by its parts} */
    static Block.Shown parts(StudyData data, Words words, String profile) {
        Evaluation evaluation = EvaluationTables.evaluation(data, profile);
        List<Optional<Map<String, Range>>> bills = evaluation.entries().stream()
                .map(entry -> entry.priced().map(Plan::usdAMonthByPart))
                .toList();
        Set<String> parts = new LinkedHashSet<>();
        bills.stream()
                .flatMap(Optional::stream)
                .forEach(bill -> bill.forEach((part, usd) -> {
                    if (usd.high() >= 1) {
                        parts.add(part);
                    }
                }));
        Rows rows = rows(evaluation, words, new Phrase("Part of the bill", "Poste"));
        for (String part : parts) {
            rows.add(Rows.join(
                    List.of(Words.capitalised(words.term(part))),
                    bills.stream()
                            .map(bill -> bill.map(one -> one.getOrDefault(part, Range.ZERO))
                                    .map(usd -> usd(usd, words))
                                    .orElse(Words.ABSENT))
                            .toList()));
        }
        return Block.Shown.text(rows.toString());
    }

    /** {@return the cost of the cheapest offer that passes, with one demand changed at a time} */
    static Block.Shown sensitivity(StudyData data, Words words, String profile) {
        Evaluation evaluation = EvaluationTables.evaluation(data, profile);
        Workload workload = evaluation.profile().workload().orElseThrow();
        Rows rows = rows(evaluation, words, new Phrase("Workload", "Charge"));
        for (Change change : changes(workload)) {
            ObjectNode json = workload.toJson();
            change.change().accept(json);
            Sizing sizing = Sizing.of(Workload.fromJson(json), Optional.of(evaluation.region()), data.clouds());
            List<String> row = new ArrayList<>(List.of(change.name().in(words.language())));
            for (Qualification then :
                    Qualification.of(sizing, evaluation.profile().requires())) {
                String now = evaluation.offers().getOrDefault(then.cloud(), "");
                row.add(then.priced()
                        .map(plan -> usd(plan.usdAMonth(), words) + (plan.name().equals(now) ? "" : "\u00a0\\*"))
                        .orElse(Words.ABSENT));
            }
            rows.add(row);
        }
        return Block.Shown.text(rows.toString());
    }

    /** {@return which shares of the likely costs come from doubtful prices} */
    static Block.Shown doubts(StudyData data, Words words, String none) {
        List<String> clouds = data.clouds().ids().stream().map(words::target).toList();
        Phrase first = new Phrase("Profile", "Profil");
        Phrase second = new Phrase("Share of the cost at prices", "Part du coût à des prix");
        Rows rows = new Rows(
                clouds.size(), Rows.join(List.of(first.in(words.language()), second.in(words.language())), clouds));
        Map<Phrase, ToDoubleFunction<PriceDoubt>> doubts = new LinkedHashMap<>();
        doubts.put(
                new Phrase("not read at the vendor’s own address", "non lus chez le fournisseur"),
                PriceDoubt::secondary);
        doubts.put(new Phrase("of another region", "d’une autre région"), PriceDoubt::otherRegion);
        doubts.put(new Phrase("undated, or over a year old", "sans date ou de plus d’un an"), PriceDoubt::old);
        data.evaluations()
                .forEach((profile, evaluation) -> doubts.forEach((name, share) -> {
                    List<String> row = new ArrayList<>(List.of(profile, name.in(words.language())));
                    evaluation
                            .entries()
                            .forEach(entry -> row.add(evaluation
                                    .doubt(entry)
                                    .map(doubt -> FigureText.percent(share.applyAsDouble(doubt), words.language()))
                                    .orElse(Words.ABSENT)));
                    rows.add(row);
                }));
        return Block.Shown.text(rows.toString());
    }

    private static List<Change> changes(Workload workload) {
        Stream<Change> all = Stream.of(
                new Change(new Phrase("as stated", "telle quelle"), json -> {}),
                new Change(
                        new Phrase("a quarter more events", "un quart d’événements en plus"),
                        json -> times(json.withObject("/demand"), 1.25, "mean", "peak")),
                new Change(
                        new Phrase("events twice as large", "événements deux fois plus gros"),
                        json -> twice(json.withObject("/event"), "size")),
                new Change(
                        new Phrase("kept on the bus twice as long", "conservés deux fois plus longtemps sur le bus"),
                        json -> twice(json.withObject("/demand"), "retention")));
        Stream<Change> own = workload.demand().orders()
                ? Stream.of(
                        new Change(
                                new Phrase("read again from twice as far back", "relus deux fois plus loin"),
                                json -> twice(json.withObject("/demand"), "replay")),
                        new Change(
                                new Phrase("stores keep half a year", "les bases conservent six mois"),
                                json -> json.withObject("/demand")
                                        .put("kept", Duration.ofDays(182).toSeconds())))
                : Stream.of(new Change(
                        new Phrase("twice as many consumers", "deux fois plus de consommateurs"),
                        json -> twice(json, "consumers")));
        return Stream.of(
                        all,
                        own,
                        Stream.of(logs("none", "no logs kept", "aucun journal conservé")),
                        Stream.of(logs("all", "all logs kept", "tous les journaux conservés")))
                .flatMap(changes -> changes)
                .toList();
    }

    private static Change logs(String kept, String english, String french) {
        return new Change(
                new Phrase(english, french), json -> json.withObject("/demand").put("logs", kept));
    }

    private static void twice(ObjectNode json, String field) {
        json.put(field, 2 * json.get(field).longValue());
    }

    private static void times(ObjectNode json, double factor, String... fields) {
        for (String field : fields) {
            json.put(field, factor * json.get(field).doubleValue());
        }
    }

    private static Rows rows(Evaluation evaluation, Words words, Phrase first) {
        List<String> clouds = evaluation.entries().stream()
                .map(entry -> words.target(entry.cloud()))
                .toList();
        return new Rows(clouds.size(), Rows.join(List.of(first.in(words.language())), clouds));
    }

    private static String usd(Range usd, Words words) {
        return FigureText.span(rounded(usd), words.language());
    }

    /** A dollar is enough, and parts below one are none. */
    private static Range rounded(Range usd) {
        return new Range(Math.rint(usd.low()), Math.rint(usd.likely()), Math.rint(usd.high()));
    }
}

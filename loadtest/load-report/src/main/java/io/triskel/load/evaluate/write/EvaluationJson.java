package io.triskel.load.evaluate.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.evaluate.score.Change;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.evaluate.score.Sensitivity;
import io.triskel.load.evaluate.score.Stability;
import io.triskel.load.size.plan.Range;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** An evaluation for programs; texts for people in it are in the language that was asked for. What is absent has no field. */
public final class EvaluationJson {
    /** The version of the format. */
    private static final int SCHEMA = 1;

    private final Words words;
    private final Evaluation evaluation;

    private EvaluationJson(Words words) {
        this.words = words;
        this.evaluation = words.evaluation();
    }

    public static String of(Evaluation evaluation, Language language) {
        try {
            return new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new EvaluationJson(new Words(evaluation, language)).json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", SCHEMA)
                .put("language", words.language().code())
                .put("profile", evaluation.profile().name())
                .put("region", evaluation.region());
        ObjectNode verdict = json.putObject("verdict");
        evaluation.verdict().leader().ifPresent(cloud -> verdict.put("leader", cloud));
        ArrayNode against = verdict.putArray("against");
        evaluation
                .verdict()
                .against()
                .forEach(reason ->
                        against.add(reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        verdict.put("text", words.headline());
        words.reasons().forEach(verdict.putArray("reasons")::add);
        json.put("scoredShare", evaluation.share()).put("scoredAtLeast", evaluation.least());
        if (evaluation.hasTotals()) {
            clouds(json.putObject("totals"), evaluation::total);
        }
        clouds(json.putObject("totalsIfMissingScored0To10"), evaluation::reach);
        Stability stability = Stability.of(evaluation);
        if (!stability.byAll().isEmpty()) {
            ObjectNode first = json.putObject("firstInWeightings").put("weightings", Stability.DRAWS);
            shares(first, "likelyScores", stability.byWeights());
            shares(first, "anyScores", stability.byAll());
        }
        ArrayNode criteria = json.putArray("criteria");
        Sensitivity sensitivity = new Sensitivity(evaluation);
        for (Scored row : evaluation.rows()) {
            ObjectNode one = criteria.addObject();
            criterion(one, row);
            sensitivity.order(row).ifPresent(change -> change(one.putObject("orderChanges"), change));
            sensitivity.first(row).ifPresent(change -> change(one.putObject("firstPlaceChanges"), change));
        }
        words.notes().forEach(json.putArray("notTaken")::add);
        return json;
    }

    private void criterion(ObjectNode json, Scored row) {
        json.put("id", row.criterion().id())
                .put("name", row.criterion().name().in(words.language()))
                .put("question", row.criterion().question().in(words.language()))
                .put("weight", row.weight())
                .put("basis", row.basis().word())
                .put("note", row.note().in(words.language()));
        if (!row.isScored()) {
            return;
        }
        clouds(json.putObject("scores"), row::score);
        ObjectNode why = json.putObject("why");
        ObjectNode sources = JsonNodeFactory.instance.objectNode();
        for (String cloud : evaluation.clouds().ids()) {
            row.why().forEach((of, phrase) -> {
                if (of.equals(cloud)) {
                    why.put(cloud, phrase.in(words.language()));
                }
            });
            Sources.of(row, cloud).ifPresent(source -> source(sources.putObject(cloud), source));
        }
        if (!sources.isEmpty()) {
            json.set("sources", sources);
        }
    }

    private void clouds(ObjectNode json, Function<String, Range> range) {
        for (String cloud : evaluation.clouds().ids()) {
            Range one = range.apply(cloud);
            json.putObject(cloud)
                    .put("low", one.low())
                    .put("likely", one.likely())
                    .put("high", one.high());
        }
    }

    private void shares(ObjectNode json, String name, Map<String, Double> shares) {
        if (!shares.isEmpty()) {
            ObjectNode by = json.putObject(name);
            evaluation.clouds().ids().forEach(cloud -> by.put(cloud, shares.getOrDefault(cloud, 0.0)));
        }
    }

    private static void source(ObjectNode json, Source source) {
        source.fact().ifPresent(fact -> json.put("fact", fact));
        json.put("title", source.title());
        source.url().ifPresent(url -> json.put("url", url));
        json.put("asOf", source.asOf()).put("confidence", source.confidence().word());
    }

    private static void change(ObjectNode json, Change change) {
        json.put("threshold", change.threshold())
                .put("direction", change.isUp() ? "above" : "below")
                .put("ahead", change.ahead())
                .put("behind", change.behind());
    }
}

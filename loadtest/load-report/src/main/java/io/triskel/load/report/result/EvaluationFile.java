package io.triskel.load.report.result;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.result.ResultException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code ./triskel evaluate --json} wrote, schema 1. */
final class EvaluationFile {
    /** Its name in a folder of results. */
    static final String NAME = "evaluation.json";

    private static final int SCHEMA = 1;

    private final List<String> clouds;

    private EvaluationFile(Clouds clouds) {
        this.clouds = clouds.ids();
    }

    static Evaluation read(Path file, Clouds clouds) {
        return new EvaluationFile(clouds).read(file);
    }

    private Evaluation read(Path file) {
        Fields fields = Fields.open(
                file, SCHEMA, "Evaluate again: ./triskel evaluate --results DIR --json > DIR/" + EvaluationFile.NAME);
        Fields verdict = fields.child("verdict")
                .orElseThrow(() -> new ResultException(fields.where("verdict") + " is missing, expected an object"));
        return new Evaluation(
                fields.text("language"),
                clouds,
                fields.text("profile"),
                fields.text("region"),
                verdict.text("text"),
                Optional.of(verdict.text("leader", "")).filter(clouds::contains),
                verdict.texts("reasons"),
                fields.number("scoredShare", 0),
                fields.number("scoredAtLeast", 1),
                fields.child("totals").map(this::scores).orElse(Map.of()),
                fields.child("totalsIfMissingScored0To10").map(this::scores).orElse(Map.of()),
                first(fields, "likelyScores"),
                first(fields, "anyScores"),
                fields.list("criteria", this::criterion));
    }

    private Evaluation.Criterion criterion(Fields one) {
        return new Evaluation.Criterion(
                one.text("id", ""),
                one.text("name"),
                one.text("basis"),
                one.number("weight"),
                one.child("scores").map(this::scores).orElse(Map.of()),
                one.child("firstPlaceChanges").map(EvaluationFile::change));
    }

    /** {@return empty if nothing was scored, or a version wrote it that did not have it} */
    private Map<String, Double> first(Fields fields, String scores) {
        Map<String, Double> byCloud = new LinkedHashMap<>();
        fields.child("firstInWeightings")
                .flatMap(all -> all.child(scores))
                .ifPresent(by -> clouds.forEach(cloud -> byCloud.put(cloud, by.number(cloud))));
        return byCloud;
    }

    private Map<String, Evaluation.Score> scores(Fields scores) {
        Map<String, Evaluation.Score> byCloud = new LinkedHashMap<>();
        for (String cloud : clouds) {
            Optional<Fields> score = scores.child(cloud);
            byCloud.put(
                    cloud,
                    score.map(one -> new Evaluation.Score(one.number("low"), one.number("likely"), one.number("high")))
                            .orElseThrow(() -> new ResultException(
                                    scores.where(cloud) + " is missing, expected low, likely and high")));
        }
        return byCloud;
    }

    private static Evaluation.Change change(Fields of) {
        return new Evaluation.Change(
                of.number("threshold"), of.text("direction").equals("above"), of.text("ahead"));
    }
}

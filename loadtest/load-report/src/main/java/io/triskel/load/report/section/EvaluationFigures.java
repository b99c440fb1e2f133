package io.triskel.load.report.section;

import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.EvaluationFile.Change;
import io.triskel.load.report.result.EvaluationFile.Criterion;
import io.triskel.load.report.result.EvaluationFile.Score;
import io.triskel.load.report.result.EvaluationFile.Weightings;
import io.triskel.load.report.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The figures of an evaluation as people read them, for drawings and for tables. */
record EvaluationFigures(EvaluationFile evaluation, Words words) {
    /** A line of the totals, with a figure for each cloud. */
    record Total(String id, String name, Function<String, String> of) {}

    List<Total> totals() {
        return List.of(
                new Total(
                        "total",
                        words.say("Total of the scored criteria"),
                        cloud ->
                                of(evaluation.totals(), cloud).map(this::spread).orElse(Words.ABSENT)),
                new Total("reach", words.say("If missing criteria scored 0 to 10"), this::reach),
                new Total(
                        "first",
                        words.say("First if weights and evidence vary"),
                        cloud -> first(Weightings::knownScores, cloud)),
                new Total("first-any", words.say("First if what is missing varies too"), this::firstOfAny));
    }

    String reach(String cloud) {
        return of(evaluation.totalsIfMissingScored0To10(), cloud)
                .map(this::spread)
                .orElse(Words.ABSENT);
    }

    String firstOfAny(String cloud) {
        return first(Weightings::anyScores, cloud);
    }

    private String first(Function<Weightings, Map<String, Double>> shares, String cloud) {
        return evaluation
                .firstInWeightings()
                .flatMap(all -> of(shares.apply(all), cloud))
                .map(share -> words.percent(Math.round(100 * share) / 100.0))
                .orElse(Words.ABSENT);
    }

    private static <T> Optional<T> of(Map<String, T> byCloud, String cloud) {
        return Optional.ofNullable(byCloud.get(cloud));
    }

    String spread(Score of) {
        return words.spread(of.low(), of.high());
    }

    /** {@return how far a criterion can move the difference between the first two totals} */
    String swing(Criterion of) {
        return of.swing().isPresent() ? words.score(of.swing().getAsDouble()) : Words.ABSENT;
    }

    String basis(Criterion of) {
        return switch (of.basis()) {
            case "measured" -> words.say("measured");
            case "computed" -> words.say("computed");
            case "judged" -> words.say("judged");
            default -> words.say("missing");
        };
    }

    /** {@return the weight at which another cloud comes first} */
    String turn(Criterion of) {
        Optional<Change> change = of.firstPlaceChanges();
        if (change.isEmpty()) {
            return of.hasScores() ? words.say("no weight changes the lead") : Words.ABSENT;
        }
        String ahead = words.target(change.get().ahead());
        String weight = words.weight(change.get().threshold());
        return isAbove(change.get())
                ? words.say("{0} is first above {1}", ahead, weight)
                : words.say("{0} is first below {1}", ahead, weight);
    }

    static boolean isAbove(Change change) {
        return change.direction().equals("above");
    }
}

package io.triskel.load.report.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The output of {@code ./triskel evaluate --json}. Its components have the order of the file's members, and its texts the language of the
 * file.
 *
 * @param profile the profile whose weights apply
 * @param region us or eu
 * @param scoredShare which share of the weight is scored
 * @param scoredAtLeast which share must be scored before a cloud may lead; absent in early files
 * @param totals by cloud, of what is scored; empty if nothing is
 * @param totalsIfMissingScored0To10 by cloud
 * @param firstInWeightings absent if nothing has a weight, and in early files
 * @param notTaken why results do not score
 */
public record EvaluationFile(
        int schema,
        @JsonProperty(required = true) String language,
        @JsonProperty(required = true) String profile,
        @JsonProperty(required = true) String region,
        @JsonProperty(required = true) Verdict verdict,
        double scoredShare,
        OptionalDouble scoredAtLeast,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Score> totals,
        Map<String, Score> totalsIfMissingScored0To10,
        Optional<Weightings> firstInWeightings,
        List<Criterion> criteria,
        List<String> notTaken) {
    /** The version of the format. */
    public static final int SCHEMA = 1;

    /** The name of the file in a folder of results. */
    static final String NAME = "evaluation.json";

    private static final String AGAIN = "Evaluate again: ./triskel evaluate --results DIR --json > DIR/" + NAME;

    public EvaluationFile {
        totals = ordered(totals);
        totalsIfMissingScored0To10 = ordered(totalsIfMissingScored0To10);
        criteria = List.copyOf(criteria);
        notTaken = List.copyOf(notTaken);
    }

    /** {@return the evaluation in a file} */
    static EvaluationFile read(Path file) {
        EvaluationFile read = ResultFile.read(file, SCHEMA, AGAIN, EvaluationFile.class);
        Set<String> clouds = Set.copyOf(read.clouds());
        Stream<Map<String, Score>> scores =
                Stream.concat(Stream.of(read.totals), read.criteria.stream().map(Criterion::scores));
        scores.map(Map::keySet)
                .filter(scored -> !scored.isEmpty() && !scored.equals(clouds))
                .findFirst()
                .ifPresent(scored -> {
                    throw new ResultException(file + " has scores of " + scored + " and of " + read.clouds()
                            + ", expected the same clouds everywhere");
                });
        // A page uses these ids as names of attributes.
        clouds.stream().filter(id -> !id.matches("[a-z][a-z0-9-]*")).findFirst().ifPresent(id -> {
            throw new ResultException(file + " has scores of '" + id + "', expected the id of a cloud, such as aws");
        });
        return read;
    }

    /** {@return the file's text} */
    public String json() {
        return ResultJson.tree(this).toPrettyString();
    }

    /** {@return the ids of the clouds that are compared, in the order of the file} */
    public List<String> clouds() {
        return Stream.concat(
                        Stream.of(totalsIfMissingScored0To10), criteria.stream().map(Criterion::scores))
                .filter(scores -> !scores.isEmpty())
                .findFirst()
                .map(scores -> List.copyOf(scores.keySet()))
                .orElse(List.of());
    }

    /** {@return the cloud that the verdict names, if it names one} */
    public Optional<String> leader() {
        return verdict.leader.filter(clouds()::contains);
    }

    /** {@return whether anything with a weight was measured on the clouds themselves} */
    public boolean hasMeasured() {
        return criteria.stream().anyMatch(one -> one.basis.equals("measured") && one.weight > 0);
    }

    private static <T> Map<String, T> ordered(Map<String, T> byCloud) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byCloud));
    }

    /**
     * Whether a cloud leads.
     *
     * @param against why no cloud may be named, such as {@code nothing-measured}
     * @param text the verdict in one sentence
     * @param reasons what is known and what is not
     */
    public record Verdict(
            Optional<String> leader,
            List<String> against,
            @JsonProperty(required = true) String text,
            List<String> reasons) {
        public Verdict {
            against = List.copyOf(against);
            reasons = List.copyOf(reasons);
        }
    }

    /** A score or a total, 0 to 10, with its bounds. */
    public record Score(
            @JsonProperty(required = true) double low,
            @JsonProperty(required = true) double likely,
            @JsonProperty(required = true) double high) {}

    /**
     * The share of random weightings in which each cloud is first.
     *
     * @param weightings how many were drawn
     * @param likelyScores with the likely scores; empty if nothing is scored
     * @param anyScores with scores anywhere within their bounds, and what is missing anywhere from 0 to 10
     */
    public record Weightings(
            int weightings,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> likelyScores,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> anyScores) {
        public Weightings {
            likelyScores = ordered(likelyScores);
            anyScores = ordered(anyScores);
        }
    }

    /**
     * One criterion. Early files have neither id, question, note nor why.
     *
     * @param basis measured, computed, limits, judged or missing
     * @param note what all clouds have in common, or what is missing
     * @param scores by cloud; empty if evidence is missing
     * @param why by cloud, what the score says
     * @param sources by cloud; empty for what was measured or computed
     * @param orderChanges the nearest weight at which two clouds change places, if there is one
     * @param firstPlaceChanges the nearest weight at which another cloud comes first, if there is one
     */
    public record Criterion(
            String id,
            @JsonProperty(required = true) String name,
            String question,
            @JsonProperty(required = true) double weight,
            @JsonProperty(required = true) String basis,
            String note,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Score> scores,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> why,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, SourceText> sources,
            Optional<Change> orderChanges,
            Optional<Change> firstPlaceChanges) {
        public Criterion {
            scores = ordered(scores);
            why = ordered(why);
            sources = ordered(sources);
        }

        /** {@return the score of a cloud; a criterion that is scored has one for each cloud} */
        public Score score(String cloud) {
            return Objects.requireNonNull(scores.get(cloud), cloud);
        }

        public boolean hasScores() {
            return !scores.isEmpty();
        }
    }

    /**
     * Where a fact was read.
     *
     * @param fact its ids among the project's facts, if it is one of them
     * @param confidence official, secondary or unverified
     */
    public record SourceText(
            Optional<String> fact,
            @JsonProperty(required = true) String title,
            Optional<String> url,
            String asOf,
            String confidence) {}

    /**
     * A weight at which two clouds change places.
     *
     * @param direction above or below: on which side of the threshold the order is another one
     * @param ahead the cloud that is ahead there
     * @param behind the cloud that is behind there; absent in early files
     */
    public record Change(
            @JsonProperty(required = true) double threshold,
            @JsonProperty(required = true) String direction,
            @JsonProperty(required = true) String ahead,
            String behind) {}
}

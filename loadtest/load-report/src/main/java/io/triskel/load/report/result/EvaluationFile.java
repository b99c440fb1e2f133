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
 * The output of {@code ./triskel evaluate --json}: components in the order of the file's members, texts in the file's language.
 *
 * @param profile the profile whose weights apply
 * @param region us or eu
 * @param scoredShare which share of the weight is scored
 * @param scoredAtLeast which share must be scored before a cloud may lead
 * @param gates what every offer must pass; empty without a workload
 * @param offers by cloud, out or in; empty without a workload
 * @param totals by compared cloud, of what is scored; empty if nothing is
 * @param totalsIfMissingScored0To10 by cloud
 * @param firstInWeightings absent if nothing has a weight
 * @param choices what would have to be true for each cloud to be the choice
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Gate> gates,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Offer> offers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Score> totals,
        Map<String, Score> totalsIfMissingScored0To10,
        Optional<Weightings> firstInWeightings,
        List<Criterion> criteria,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Condition> choices,
        List<String> notTaken) {
    /** The version of the format. */
    public static final int SCHEMA = 2;

    /** The name of the file in a folder of results. */
    static final String NAME = "evaluation.json";

    private static final String AGAIN = "Evaluate again: ./triskel evaluate --results DIR --json > DIR/" + NAME;

    public EvaluationFile {
        gates = List.copyOf(gates);
        offers = ordered(offers);
        choices = List.copyOf(choices);
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
        Stream.concat(clouds.stream(), read.offers.keySet().stream())
                .filter(id -> !id.matches("[a-z][a-z0-9-]*"))
                .findFirst()
                .ifPresent(id -> {
                    throw new ResultException(
                            file + " has scores of '" + id + "', expected the id of a cloud, such as aws");
                });
        return read;
    }

    /** {@return the file's text} */
    public String json() {
        return ResultJson.tree(this).toPrettyString();
    }

    /** {@return the ids of the clouds that fail a gate} */
    public List<String> out() {
        return offers.entrySet().stream()
                .filter(offer -> !offer.getValue().passes())
                .map(Map.Entry::getKey)
                .toList();
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
     * The offer that counts for a cloud: the cheapest that passes all gates, or the one that fails the fewest.
     *
     * @param name empty if the cloud has no offer
     * @param passes whether it passes all gates, so that the cloud is compared
     * @param deployable whether scripts of this project deploy it
     * @param tried how many offers were tried
     * @param doubt which share of the cost comes from prices that are secondary, older than a year or of another region
     */
    public record Offer(
            String name,
            @JsonProperty(required = true) boolean passes,
            boolean deployable,
            int tried,
            Optional<Score> usdAMonth,
            Optional<Doubt> doubt) {}

    /** Shares of a cost. */
    public record Doubt(double any, double secondary, double old, double otherRegion) {}

    /**
     * A gate with its answer for the offer of each cloud.
     *
     * @param demand what it asks for; may be empty
     */
    public record Gate(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String name,
            String demand,
            Map<String, Answer> clouds) {
        public Gate {
            clouds = ordered(clouds);
        }
    }

    /**
     * The answer of a gate.
     *
     * @param passing how many offers of the cloud pass it
     * @param source of the ruling on a requirement
     */
    public record Answer(
            @JsonProperty(required = true) boolean passes, int passing, String why, Optional<SourceText> source) {}

    /**
     * One way in which a cloud would be the choice, or would no longer be.
     *
     * @param kind gate, cost, weight, judgement or missing
     * @param today true, open or false
     */
    public record Condition(
            @JsonProperty(required = true) String cloud,
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) String text,
            @JsonProperty(required = true) String today) {}

    /**
     * The share of random weightings in which each cloud is first.
     *
     * @param weightings how many were drawn
     * @param knownScores with judgements within their widths and figures within their spans; empty if nothing is scored
     * @param anyScores with what is missing anywhere from 0 to 10 as well
     */
    public record Weightings(
            int weightings,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> knownScores,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> anyScores) {
        public Weightings {
            knownScores = ordered(knownScores);
            anyScores = ordered(anyScores);
        }
    }

    /**
     * One criterion.
     *
     * @param swing how far it can move the difference between the first two totals
     * @param basis measured, computed, judged or missing
     * @param note what all clouds have in common, or what is missing
     * @param scores by cloud; empty if evidence is missing
     * @param figures by cloud, of which the scores are made; empty for judgements and without an upper bound
     * @param lessIsBetter whether the least figure is the best
     * @param why by cloud, what the score says
     * @param sources by cloud; empty for what was measured or computed
     * @param agreeing by cloud, a second source that says the same
     * @param orderChanges the nearest weight at which two clouds change places, if there is one
     * @param firstPlaceChanges the nearest weight at which another cloud comes first, if there is one
     */
    public record Criterion(
            String id,
            @JsonProperty(required = true) String name,
            String question,
            @JsonProperty(required = true) double weight,
            OptionalDouble swing,
            @JsonProperty(required = true) String basis,
            String note,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Score> scores,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Score> figures,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean lessIsBetter,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> why,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, SourceText> sources,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, SourceText> agreeing,
            Optional<Change> orderChanges,
            Optional<Change> firstPlaceChanges) {
        public Criterion {
            scores = ordered(scores);
            figures = ordered(figures);
            why = ordered(why);
            sources = ordered(sources);
            agreeing = ordered(agreeing);
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
     * @param behind the cloud that is behind there
     */
    public record Change(
            @JsonProperty(required = true) double threshold,
            @JsonProperty(required = true) String direction,
            @JsonProperty(required = true) String ahead,
            String behind) {}
}

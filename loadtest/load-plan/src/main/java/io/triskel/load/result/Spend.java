package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run with a budget has cost by list prices.
 *
 * @param usd counted during the run
 * @param budgetUsd that was left for it, or its share of that
 * @param stoppedAtBudget whether it ended there
 * @param predictedUsd the most that it was predicted to cost; absent if the request did not say
 * @param offer whose prices they are; absent if the request did not say
 */
public record Spend(
        @JsonProperty(required = true) double usd,
        @JsonProperty(required = true) double budgetUsd,
        boolean stoppedAtBudget,
        OptionalDouble predictedUsd,
        Optional<String> offer) {
    /** How long a run may take after its drain; paid beforehand, as the drain is. */
    public static final Duration SLACK = Duration.ofSeconds(1);

    /** {@return both together} */
    public Spend plus(Spend other) {
        OptionalDouble both = predictedUsd.isPresent() && other.predictedUsd.isPresent()
                ? OptionalDouble.of(predictedUsd.getAsDouble() + other.predictedUsd.getAsDouble())
                : OptionalDouble.empty();
        return new Spend(
                usd + other.usd, budgetUsd + other.budgetUsd, stoppedAtBudget || other.stoppedAtBudget, both, offer);
    }
}

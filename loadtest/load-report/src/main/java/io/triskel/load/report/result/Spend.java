package io.triskel.load.report.result;

import java.util.OptionalDouble;

/**
 * What a run with a budget has cost by list prices.
 *
 * @param usd that were counted while it ran
 * @param budgetUsd that it had left, or its part of that
 * @param stopped whether it ended there
 * @param predictedUsd what it was to cost at most; absent where a version wrote it that did not tell
 * @param offer whose prices they are; empty where a version wrote it that did not tell
 */
public record Spend(double usd, double budgetUsd, boolean stopped, OptionalDouble predictedUsd, String offer) {
    /** {@return both together} */
    public Spend plus(Spend other) {
        OptionalDouble both = predictedUsd.isPresent() && other.predictedUsd.isPresent()
                ? OptionalDouble.of(predictedUsd.getAsDouble() + other.predictedUsd.getAsDouble())
                : OptionalDouble.empty();
        return new Spend(usd + other.usd, budgetUsd + other.budgetUsd, stopped || other.stopped, both, offer);
    }
}

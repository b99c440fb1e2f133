package io.triskel.orders.run;

import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.util.OptionalLong;

/** Starts the pipeline that a driver asks for. */
@FunctionalInterface
public interface TargetFactory {
    /**
     * Starts a pipeline.
     *
     * @param languages the consumers that are not in Java
     * @param chaos the seed of the faults; empty for none
     * @param log takes each event once
     * @param observer told of what this process sees of the pipeline
     * @throws RuntimeException if the target does not start; the message is for people
     */
    DrivenPipeline start(Style style, Languages languages, OptionalLong chaos, RunLog log, Observer observer);

    /**
     * Starts the pipeline with orders orchestrated by the cloud's own engine.
     *
     * @throws IllegalStateException if the target has none here
     */
    default DrivenPipeline startOnEngine(OptionalLong chaos, RunLog log, Observer observer) {
        throw new IllegalStateException("style engine needs target aws: the other targets have no local engine");
    }
}

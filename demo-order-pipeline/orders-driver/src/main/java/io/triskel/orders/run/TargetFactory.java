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
     * @param chaos the seed of the faults; empty for none
     * @param log takes each event once
     * @param observer told of what this process sees of the pipeline
     * @throws RuntimeException if the target does not start; the message is for people
     */
    DrivenPipeline start(Style style, OptionalLong chaos, RunLog log, Observer observer);

    /**
     * Starts the pipeline with consumers in other languages.
     *
     * @param languages of at least one consumer
     * @throws IllegalStateException if the target cannot run them
     */
    default DrivenPipeline start(Languages languages, Style style, OptionalLong chaos, RunLog log, Observer observer) {
        throw new IllegalStateException("--language needs a local cloud: in memory every consumer is in one process");
    }

    /**
     * Starts the pipeline with orders orchestrated by the cloud's own engine.
     *
     * @throws IllegalStateException if the target has none here
     */
    default DrivenPipeline startOnEngine(OptionalLong chaos, RunLog log, Observer observer) {
        throw new IllegalStateException("style engine needs target aws: the other targets have no local engine");
    }
}
